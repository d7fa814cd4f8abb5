"""What is only supposed of a week: on tiny weeks every plan of the supposed week is tried, told without ``solver``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from roster.problem import Problem, Settings, Site, Window
from roster.records import GoalOrder, Means, Willingness
from solver.answering import ANSWERS
from solver.events import happened
from solver.whatif import SeatChange, compare
from tests.solver.tried import least_values
from tests.tiny_problems import tiny_problems
from tests.tiny_school import ALWAYS, ANYTHING, MON, TUE, person, plan, plan_count, problem, seat, session

Event = dict[str, Any]
Told = tuple[Event, Problem]  # an event, and the week after it as this file understands it

a2, b1 = session("a2", MON), session("b1", TUE)
here = problem([a2, b1], [person("anna"), person("berta")])


def more_time(week: Problem) -> Told:
    first = week.people[0]
    window = Window(0, 8 * 1440, Willingness.POSSIBLE)
    every = {*first.windows, window}
    changed = replace(
        first, windows=tuple(sorted(every, key=lambda one: (one.start_minute, one.end_minute, one.willingness)))
    )
    event = {"event": "windows_added", "person": first.key, "windows": [asdict(window)]}
    return event, replace(week, people=(changed, *week.people[1:]))


def other_hours(week: Problem) -> Told:
    first = week.people[0]
    numbers = {"max_minutes_week": 90, "wished_minutes": 300, "max_days_week": 1}
    event = {"event": "numbers_changed", "person": first.key, "numbers": numbers}
    return event, replace(week, people=(replace(first, **numbers), *week.people[1:]))


def one_more_person(week: Problem) -> Told:
    means = week.people[0].means if week.people else Means.FOOT
    new = replace(person("~new-1"), identity="~new-1", means=means, windows=ALWAYS, qualifications=ANYTHING)
    sites = tuple(site if site.access is None else replace(site, access=(*site.access, new.key)) for site in week.sites)
    people = tuple(sorted((*week.people, new), key=lambda one: one.key))
    return {"event": "person_added", "person": asdict(new)}, replace(week, people=people, sites=sites)


def other_rules(week: Problem) -> Told:
    said = {"newcomers": False, "support_needs_lead": False, "travel_buffer_minutes": 0, "rate_wishes": 3}
    return {"event": "settings_changed", "settings": said}, replace(week, settings=replace(week.settings, **said))


def all_strict(week: Problem) -> Told:
    strict = replace(week.settings, goal_order=GoalOrder.STRICT)
    return {"event": "settings_changed", "settings": {"goal_order": "strict"}}, replace(week, settings=strict)


@settings(max_examples=60, deadline=None)
@given(
    week=tiny_problems(most_plans=60),
    suppose=st.sampled_from([more_time, other_hours, one_more_person, other_rules, all_strict]),
)
def test_the_supposed_week_gets_the_best_of_all_its_plans(week: Problem, suppose: Callable[[Problem], Told]) -> None:
    assume(week.people)
    event, expected = suppose(week)
    assume(plan_count(expected) <= 400)
    assert happened(week, json.loads(json.dumps([event], default=str))) == expected
    asked = json.dumps({"before": week.to_json(), "events": [event], "seconds": 20}, default=str)
    told = json.loads(ANSWERS["whatif"](asked))
    found = {goal["key"]: goal["value"] for goal in told["after"]["goals"]}
    best = least_values(expected)
    assert {key: found[key] for key in best} == best


def test_a_new_site_lies_as_far_from_every_other_and_sessions_can_move_there() -> None:
    events = [
        {"event": "site_added", "site": "~site", "minutes": 7},
        {"event": "sessions_lost", "sessions": [b1.key], "to": "~site"},
    ]
    after = happened(here, events)
    ways = {(way.from_site, way.to_site): way.minutes for way in after.journeys}
    assert (after.site_by_key["~site"], after.session_by_key[b1.key].site) == (Site("~site"), "~site")
    assert ways == {("north", "~site"): 7, ("~site", "north"): 7}


def test_more_time_does_not_lift_an_absence() -> None:
    events = [
        {"event": "volunteer_out", "person": "anna"},
        {
            "event": "windows_added",
            "person": "anna",
            "windows": [{"start_minute": 0, "end_minute": 9000, "willingness": 3}],
        },
    ]
    assert happened(here, events).person_by_key["anna"].absences


@pytest.mark.parametrize(
    "event",
    [
        {
            "event": "windows_added",
            "person": "anna",
            "windows": [{"start_minute": 9, "end_minute": 9, "willingness": 3}],
        },
        {"event": "numbers_changed", "person": "anna", "numbers": {"max_minutes_week": -1}},
        {"event": "numbers_changed", "person": "anna", "numbers": {"key": 1}},
        {"event": "settings_changed", "settings": {"rate_wishes": -1}},
        {"event": "settings_changed", "settings": {"rate_wishes": 2**60}},
        {"event": "settings_changed", "settings": {"goal_order": "upside down"}},
        {"event": "settings_changed", "settings": {"gravity": 0}},
        {"event": "site_added", "site": "north", "minutes": 5},
        {"event": "site_added", "site": "new", "minutes": -5},
        {"event": "person_added", "person": {**asdict(person("anna"))}},
        {"event": "sessions_added", "sessions": [asdict(here.sessions[0])]},
    ],
)
def test_what_cannot_be_is_refused(event: Event) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (each says something else)
        happened(here, json.loads(json.dumps([event], default=str)))


def test_no_supposition_may_exceed_what_the_settings_themselves_hold() -> None:
    assert happened(here, [{"event": "settings_changed", "settings": {}}]).settings == Settings()


def test_seats_that_turn_are_told_by_day() -> None:
    full, none = plan(seat(a2, "anna"), seat(b1, "berta")), plan(seat(b1, "berta"))
    turned = compare(here, none, here, full)
    assert turned.seats == (SeatChange(a2.key, "lead", 1, 0),)
    assert "a2, Mon 23 Nov 18:30 (lead): no longer empty" in turned.text("en", {})
    assert "neu leer" in compare(here, full, here, none).text("de", {})


def test_a_session_that_does_not_take_place_leaves_no_seat_empty() -> None:
    alone = problem([b1], here.people)
    assert compare(here, plan(seat(b1, "berta")), alone, plan(seat(b1, "berta"))).seats == (
        SeatChange(a2.key, "lead", 1, 0),
    )
