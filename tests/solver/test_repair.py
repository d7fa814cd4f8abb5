"""After something happened to a published week: most seats kept, fewest people told, compared with every plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings

from roster.errors import Conflict
from roster.plan import Plan, difference
from roster.problem import Ban, Need, Problem, Span
from roster.rules import check, measure, missing_pins
from solver.changes import (
    seat_emptied,
    sessions_added,
    sessions_at,
    sessions_cancelled,
    sessions_moved,
    volunteer_out,
)
from solver.disruption import Disruption
from solver.forms import pairs
from solver.given import Given
from solver.model import write
from solver.news import news
from solver.repair import Repairs, repair
from tests.solver.tried import accepted_by_checker
from tests.tiny_problems import tiny_problems
from tests.tiny_school import LEAD_AND_HELPER, MON, THU, TUE, WED, person, plan, problem, seat, session

a2 = session("a2", MON)
b1 = session("b1", TUE)
c1 = session("c1", WED)


def week(*seats, sessions=(a2, b1), people=("anna", "berta"), **more) -> Problem:
    those = [one if not isinstance(one, str) else person(one) for one in people]
    return problem(list(sessions), those, published=tuple(sorted(seats)), **more)


def rank(problem: Problem, plan: Plan, anyway: tuple[str, ...]) -> tuple[int, int, int, int, int]:
    """Missing pins, cover, told people, urgency and changed duties of a plan, counted without the search."""
    future = {one.key for one in problem.sessions if not one.past}
    before = Plan.of(told for told in problem.published or () if told.session in future)
    after = Plan.of(one for one in plan.assignments if one.session in future)
    changes = difference(before, after)
    told = sum(change.person not in anyway for change in changes)
    duties = sum(len(change.gained) + len(change.lost) for change in changes)
    yielding = set(Given.of(problem).yielding)
    missing = sum(pin in yielding for pin in missing_pins(problem, plan))
    values = measure(problem, plan)
    return missing, values["cover"], told, values["stability"], duties


# ---- against every plan ----------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(tiny=tiny_problems(most_plans=200))
def test_the_least_disruption_is_the_best_of_all_plans(tiny: Problem) -> None:
    published = replace(tiny, published=tiny.published or ())
    repaired = repair(published, most_told=-1)
    every = [rank(published, one, repaired.anyway) for one in accepted_by_checker(published)]
    assert rank(published, repaired.best.plan, repaired.anyway) == min(every)
    assert repaired.best.proven


@settings(max_examples=60)
@given(tiny=tiny_problems(most_plans=200))
def test_each_option_covers_most_of_all_plans_with_so_few_told(tiny: Problem) -> None:
    published = replace(tiny, published=tiny.published or ())
    repaired = repair(published)
    every = [rank(published, one, repaired.anyway) for one in accepted_by_checker(published)]
    for option in repaired.options:
        found = rank(published, option.plan, repaired.anyway)
        assert found[1:4] == (option.cover, option.told, option.urgency)
        assert found == min(one for one in every if one[2] <= option.told)


@settings(max_examples=60)
@given(tiny=tiny_problems(most_plans=200))
def test_people_told_anyway_are_those_whom_no_plan_spares(tiny: Problem) -> None:
    published = replace(tiny, published=tiny.published or ())
    written = write(Given.of(published), pairs.write, goals=())
    anyway = news(written.choices, published.published or ()).anyway
    for one in accepted_by_checker(published):
        changed = {change.person for change in difference(Plan.of(published.published or ()), one)}
        gone = {told.person for told in published.published or () if told.session not in published.session_by_key}
        past = {told.person for told in published.published or () if told.person not in published.person_by_key}
        told = {person for person, _ in published.told_anyway}
        assert set(anyway) <= changed | gone | past | told


def what_may_happen(here: Problem) -> Iterator[Problem]:
    """One change of each kind, to everybody or everything that it could befall."""
    for one in here.people:
        for on_day in (None, a2.on_day):
            yield volunteer_out(here, one.key, on_day=on_day)
    for one in here.sessions:
        yield sessions_cancelled(here, [one.key])
        yield sessions_added(here, [replace(one, key=f"{one.key}+", past=False)])
        yield sessions_moved(here, [one.key], here.sites[-1].key)
        yield volunteer_out(here, here.people[0].key, session=one.key)
    for told in here.published or ():
        yield seat_emptied(here, told)


@settings(max_examples=20)
@given(tiny=tiny_problems(most_plans=200))
def test_a_week_kept_written_answers_like_one_written_anew(tiny: Problem) -> None:
    published = replace(tiny, published=tiny.published or ())
    kept = Repairs(published)
    for changed in what_may_happen(published):
        first, second = kept.after(changed), repair(changed)
        options = [
            [(way.told, way.cover, way.filled, way.urgency, way.proven) for way in each.options]
            for each in (first, second)
        ]
        assert (options[0], first.anyway) == (options[1], second.anyway)


def test_what_only_takes_away_is_asked_of_the_week_as_it_is_written() -> None:
    here = week(seat(a2, "anna"), seat(b1, "berta"))
    kept = Disruption.of(here, 5.0)
    taken = [volunteer_out(here, "anna"), seat_emptied(here, seat(a2, "anna")), sessions_cancelled(here, [a2.key])]
    taken.append(seat_emptied(here, seat(a2, "nobody_known_here")))
    fewer_days = replace(here, people=(replace(here.people[0], max_days_week=1), *here.people[1:]))
    told_of_nothing = replace(here, told_anyway=(("anna", 1),))
    more = [sessions_added(here, [c1]), fewer_days, told_of_nothing]
    assert [kept.without(changed) is None for changed in (*taken, *more)] == [False] * 4 + [True] * 3


def test_whoever_is_told_keeps_the_wished_seats_that_need_not_change() -> None:
    wished = replace(c1, needs=(Need("lead", 0, 1),))
    here = week(seat(a2, "anna"), seat(wished, "berta"), sessions=(a2, wished))
    assert repair(volunteer_out(here, "anna")).best.plan == plan(seat(a2, "berta"), seat(wished, "berta"))


def test_of_equally_many_people_the_less_urgent_news_are_told() -> None:
    soon, later = replace(a2, urgency=4), replace(b1, urgency=1)
    people = [person("anna"), person("berta", max_minutes_week=90)]
    here = problem([soon, later], people, published=(seat(soon, "anna"), seat(later, "anna")))
    best = repair(volunteer_out(here, "anna")).best
    assert (best.plan, best.told, best.urgency) == (plan(seat(later, "berta")), 1, 4 + 1)


# ---- what happens ----------------------------------------------------------------------------------------------------


def test_nothing_happened_so_nobody_hears_anything() -> None:
    repaired = repair(week(seat(a2, "anna"), seat(b1, "berta")))
    assert (repaired.best.changes, len(repaired.options)) == ((), 1)


def test_a_free_volunteer_takes_the_seat_of_somebody_who_fell_ill() -> None:
    ill = volunteer_out(week(seat(a2, "anna")), "anna")
    repaired = repair(ill)
    assert repaired.anyway == ("anna",)
    assert [(one.told, one.filled) for one in repaired.options] == [(0, 0), (1, 2)]


def test_somebody_out_for_one_day_keeps_the_other() -> None:
    out = volunteer_out(week(seat(a2, "anna"), seat(b1, "anna"), people=["anna"]), "anna", on_day=a2.on_day)
    assert repair(out).best.plan == plan(seat(b1, "anna"))


def test_somebody_out_for_one_session_keeps_another_of_the_same_day() -> None:
    early = session("early", MON, "09:00")
    here = week(seat(a2, "anna"), seat(early, "anna"), sessions=(a2, early), people=["anna"])
    assert repair(volunteer_out(here, "anna", session=a2.key)).best.plan == plan(seat(early, "anna"))


def test_two_people_move_up_where_only_that_keeps_every_seat() -> None:
    people = [person("anna"), person("berta", max_minutes_week=90), person("carl", max_minutes_week=90)]
    berta_only = replace(a2, key=a2.key)
    here = week(
        seat(a2, "anna"), seat(b1, "berta"), sessions=(berta_only, b1), people=people, bans=(Ban(a2.key, "carl"),)
    )
    repaired = repair(volunteer_out(here, "anna"))
    assert [(one.told, one.filled) for one in repaired.options] == [(0, 1), (2, 2)]
    assert repaired.best.plan == plan(seat(a2, "berta"), seat(b1, "carl"))


def test_a_helper_left_without_a_lead_must_hear_of_it() -> None:
    pair = session("a2", MON, needs=LEAD_AND_HELPER)
    here = week(
        seat(pair, "anna"),
        seat(pair, "berta", "helper"),
        sessions=[pair],
        bans=(Ban(pair.key, "berta", "lead"),),
    )
    repaired = repair(volunteer_out(here, "anna"))
    assert [(one.told, one.plan.assignments) for one in repaired.options] == [(1, ())]


def test_a_cancelled_session_frees_its_people_and_they_hear_anyway() -> None:
    people = [person("anna", max_minutes_week=90)]
    here = week(seat(a2, "anna"), people=people)
    repaired = repair(sessions_cancelled(here, [a2.key]))
    assert (repaired.anyway, repaired.best.told, repaired.best.plan) == (("anna",), 0, plan(seat(b1, "anna")))


def test_of_a_week_kept_written_those_of_a_cancelled_session_hear_anyway() -> None:
    here = week(seat(a2, "anna"), people=[person("anna", max_minutes_week=90)])
    repaired = Repairs(here).after(sessions_cancelled(here, [a2.key]))
    assert (repaired.anyway, repaired.best.told, repaired.best.plan) == (("anna",), 0, plan(seat(b1, "anna")))


def test_a_session_moved_to_a_refused_site_loses_its_person() -> None:
    here = problem(
        [a2, session("c1", THU, site="south")],
        [person("anna", refused_sites=("south",)), person("berta")],
        published=(seat(a2, "anna"),),
    )
    moved = sessions_moved(here, sessions_at(here, "north"), "south")
    assert repair(moved).best.plan.in_seat(a2.key, "lead") == ("berta",)


def test_an_added_course_is_taken_without_moving_anybody_else() -> None:
    repaired = repair(sessions_added(week(seat(a2, "anna"), seat(b1, "berta")), [c1]))
    assert (repaired.best.told, repaired.best.filled) == (1, 3)


def test_an_emptied_seat_goes_to_another() -> None:
    emptied = seat_emptied(week(seat(a2, "anna"), sessions=[a2]), seat(a2, "anna"))
    assert repair(emptied).best.plan == plan(seat(a2, "berta"))


def test_a_pin_that_cannot_stand_any_more_gives_way() -> None:
    ill = volunteer_out(week(seat(a2, "anna"), sessions=[a2], pins=(seat(a2, "anna"),)), "anna")
    assert repair(ill).best.plan == plan(seat(a2, "berta"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("Auf jeden Fall zu benachrichtigen: Anna.", "Eine weitere Person", "Berta: neu A2, Mo 23.11. 18:30")),
        ("en", ("To be told in any case: Anna.", "One more person", "Berta: new A2, Mon 23 Nov 18:30")),
    ],
)
def test_a_repair_tells_its_moves_in_both_languages(language: str, words: tuple[str, ...]) -> None:
    repaired = repair(volunteer_out(week(seat(a2, "anna"), sessions=[a2]), "anna"))
    told = repaired.text(language, {"anna": "Anna", "berta": "Berta", "a2": "A2"})
    assert [word in told for word in words] == [True, True, True]


def test_what_is_past_stays() -> None:
    past = replace(a2, past=True)
    ill = volunteer_out(week(seat(past, "anna"), seat(b1, "anna"), sessions=[past, b1]), "anna")
    assert repair(ill).best.plan == plan(seat(past, "anna"), seat(b1, "berta"))
    assert ill.person_by_key["anna"].absences == (Span(b1.start_minute, b1.end_minute),)


def test_a_week_never_published_is_refused() -> None:
    with pytest.raises(Conflict):
        repair(problem([a2], [person("anna")]))


def test_without_any_time_the_past_and_the_pins_are_the_answer() -> None:
    here = week(seat(a2, "anna"), pins=(seat(b1, "berta"),))
    repaired = repair(here, seconds=0)
    assert (check(here, repaired.best.plan), repaired.best.proven) in (([], False), ([], True))


def test_weights_too_large_for_one_sum_are_taken_one_after_the_other() -> None:
    crowded = session("a2", MON, needs=(Need("lead", 1), Need("host", 900)), priority=1000)
    here = problem(
        [crowded, replace(b1, priority=1000)],
        [person(f"p{number}") for number in range(40)],
        published=(seat(b1, "p1"),),
    )
    assert repair(volunteer_out(here, "p1")).best.filled == 40
