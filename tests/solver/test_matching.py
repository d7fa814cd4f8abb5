"""Where one person helps most: gains are exact where they are said to be, and never above the price."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.problem import Assignment, Ban, Need, Person, Problem, Qualification, Site
from roster.records import Level, Means
from solver.matching import Match, match, match_volunteer
from solver.prices import known_means, new_key, with_person
from tests.solver.tried import least_of_all_plans
from tests.tiny_problems import tiny_person, tiny_problems
from tests.tiny_school import MON, TUE, WED, person, problem, session, window

SECONDS = 20.0
LEAD = (Qualification("lead"),)


def every_seat(tiny: Problem, who: str) -> list[Assignment]:
    """The person in each role of each session."""
    return [Assignment(one.key, need.role, who) for one in tiny.sessions for need in one.needs]


@settings(max_examples=50)
@given(tiny=tiny_problems(most_plans=25), data=st.data())
def test_gains_are_those_of_the_best_of_all_plans(tiny: Problem, data: st.DataObject) -> None:
    newcomer = data.draw(tiny_person("dora"))
    newcomer_key = new_key(tiny)
    before, wider = least_of_all_plans(tiny), with_person(tiny, replace(newcomer, key=newcomer_key))

    found = match([tiny], newcomer, seconds=SECONDS)

    [week] = found.weeks
    assert week.gain == before - least_of_all_plans(wider)
    assert week.gain <= week.at_most
    for seat in found.seats:
        elsewhere = [
            Ban(one.session, newcomer_key, one.role)
            for one in every_seat(tiny, newcomer_key)
            if (one.session, one.role) != (seat.session, seat.role)
        ]
        there = replace(wider, bans=(*wider.bans, *elsewhere))
        assert seat.gain == before - least_of_all_plans(there)
        assert seat.gain <= seat.at_most


@settings(max_examples=40)
@given(tiny=tiny_problems(most_plans=60))
def test_a_volunteer_of_the_week_gains_what_it_lacks_without_them(tiny: Problem) -> None:
    future = tuple(replace(one, past=False) for one in tiny.sessions)
    tiny = replace(tiny, sessions=future)
    volunteer = tiny.people[0]
    without = replace(
        tiny,
        people=tiny.people[1:],
        pins=tuple(pin for pin in tiny.pins if pin.person != volunteer.key),
        published=None if tiny.published is None else tuple(t for t in tiny.published if t.person != volunteer.key),
    )
    means = known_means(without, volunteer.means)
    back = with_person(without, replace(volunteer, identity=volunteer.key, means=means))

    [week] = match_volunteer([tiny], tiny.organisation, volunteer.key, seconds=SECONDS).weeks

    assert week.gain == least_of_all_plans(without) - least_of_all_plans(back)
    assert week.gain <= week.at_most


def test_an_organisation_that_is_not_asked_has_no_volunteers() -> None:
    with pytest.raises(KeyError):
        match_volunteer([north()], "south", "anna")


# ---- schools whose answer is known by heart --------------------------------------------------------------------------


def north() -> Problem:
    """Anna leads on Monday; on Tuesday two courses and on Wednesday one have nobody."""
    week = problem(
        [
            session("a1", MON),
            session("a2", TUE, level=Level.A2),
            session("b1", TUE, level=Level.B1, priority=3),
            session("a2", WED, level=Level.A2),
        ],
        [person("anna", windows=(window(MON, "18:00", "21:00"),))],
    )
    return replace(week, organisation="north")


def south() -> Problem:
    """A café on Wednesday without a host."""
    week = problem([session("cafe", WED, "15:00", needs=(Need("host", 2),), priority=2)])
    return replace(week, organisation="south")


def matched(*problems: Problem, **fields: object) -> Match:
    return match(problems or (north(),), person("dora", **fields), seconds=SECONDS)  # type: ignore[arg-type]


def test_the_seat_with_the_most_gain_comes_first() -> None:
    assert [(one.session, one.gain) for one in matched().seats] == [
        ("b1@2026-11-24T18:30", 12),
        ("a2@2026-11-24T18:30", 4),
        ("a2@2026-11-25T18:30", 4),
    ]


def test_the_whole_week_counts_what_fits_together() -> None:
    [week] = matched().weeks

    assert week.gain == week.at_most == 16
    assert week.seats == (("a2@2026-11-25T18:30", "lead"), ("b1@2026-11-24T18:30", "lead"))
    assert week.empty_for_them == 3


def test_seats_outside_the_persons_times_are_left_out() -> None:
    seats = matched(windows=(window(WED, "18:00", "21:00"),)).seats

    assert [one.session for one in seats] == ["a2@2026-11-25T18:30"]


def test_seats_that_are_out_are_counted_by_the_rule_in_the_way() -> None:
    [week] = matched(windows=(window(WED, "18:00", "21:00"),)).weeks

    assert week.barred == (("availability", 2),)
    assert week.empty_for_them == 1


def test_seats_of_several_organisations_are_ranked_together() -> None:
    found = matched(north(), south())

    assert [(one.organisation, one.gain) for one in found.seats] == [
        ("north", 12),
        ("north", 4),
        ("south", 4),
        ("north", 4),
    ]
    assert [week.organisation for week in found.weeks] == ["north", "south"]


# Monday 00:00 comes an hour earlier in Helsinki than in Berlin, so 18:30 there is 19:30 here
BERLIN_AND_HELSINKI = {"north": -60, "south": -120}


def helsinki(*starts: str) -> Problem:
    """Courses on Tuesday, each by the clock of Helsinki, none with a lead."""
    week = problem([session(f"h{number}", TUE, start, 60) for number, start in enumerate(starts)])
    return replace(week, organisation="south")


def test_times_are_those_of_the_first_organisations_clock() -> None:
    dora = person("dora", windows=(window(TUE, "18:00", "19:00"),))

    found = match([north(), helsinki("18:00", "19:00")], dora, seconds=SECONDS, zero_minutes=BERLIN_AND_HELSINKI)

    assert [(one.session, one.gain) for one in found.seats] == [("h1@2026-11-24T19:00", 4)]


def test_what_a_volunteer_does_at_home_is_done_at_another_clock() -> None:
    """Anna leads from 18:00 to 19:00 in Berlin, which is from 19:00 to 20:00 in Helsinki."""
    home = problem([session("a1", TUE, "18:00", 60)], [person("anna", windows=(window(TUE, "17:00", "20:00"),))])
    home = replace(home, organisation="north", published=(Assignment("a1@2026-11-24T18:00", "lead", "anna"),))
    weeks = [home, helsinki("17:00", "18:00", "19:00", "20:00")]

    found = match_volunteer(weeks, "north", "anna", seconds=SECONDS, zero_minutes=BERLIN_AND_HELSINKI)

    away = [one.session for one in found.seats if one.organisation == "south"]
    assert away == ["h1@2026-11-24T18:00", "h3@2026-11-24T20:00"]


@settings(max_examples=20)
@given(tiny=tiny_problems(most_plans=15), data=st.data(), zero=st.sampled_from([-120, -90, 300]))
def test_another_clock_changes_nothing_but_the_minutes(tiny: Problem, data: st.DataObject, zero: int) -> None:
    """A week told on another clock gains what the same week gains at home."""
    newcomer = data.draw(tiny_person("dora"))

    def moved(time: Any) -> Any:
        return replace(time, start_minute=time.start_minute - zero, end_minute=time.end_minute - zero)

    def at_other_clock(one: Person) -> Person:
        times = (one.windows, one.absences, one.commitments)
        windows, absences, commitments = (tuple(map(moved, some)) for some in times)
        return replace(one, windows=windows, absences=absences, commitments=commitments)

    elsewhere = replace(
        tiny,
        organisation="elsewhere",
        sessions=tuple(map(moved, tiny.sessions)),
        people=tuple(map(at_other_clock, tiny.people)),
    )

    found = match([tiny, elsewhere], newcomer, seconds=SECONDS, zero_minutes={"here": 0, "elsewhere": zero})

    assert len({week.gain for week in found.weeks}) == 1
    assert len({(week.empty_for_them, week.barred) for week in found.weeks}) == 1


def test_a_seat_is_open_at_once_only_if_nobody_has_to_move() -> None:
    """Berta hosts the café, which weighs more than the course without a helper and less than the course with one."""
    week = problem(
        [
            session("cafe", TUE, needs=(Need("host", 1),), priority=5),
            session("a2", TUE, needs=(Need("lead", 1), Need("helper", 1)), priority=2),
            session("b1", WED, needs=(Need("helper", 1),)),
        ],
        [person("berta", windows=(window(TUE, "18:00", "21:00"),))],
    )

    seats = matched(week, qualifications=(Qualification("helper"),)).seats

    assert [(one.session, one.gain, one.at_once) for one in seats] == [
        ("b1@2026-11-25T18:30", 2, True),
        ("a2@2026-11-24T18:30", 2, False),
    ]


def test_a_newcomer_needs_somebody_beside_them() -> None:
    assert matched(newcomer=True).seats == ()


def test_a_site_that_keeps_a_list_is_marked() -> None:
    week = problem([session()], [], sites=[Site("north", access=())])

    assert [one.listed for one in matched(week).seats] == [True]
    assert not any(one.listed for one in matched().seats)


def test_means_that_the_problem_does_not_know_give_way_to_those_it_knows() -> None:
    week = north()
    on_foot = replace(week, journeys=tuple(way for way in week.journeys if way.means is Means.FOOT))

    assert matched(on_foot, means=Means.CAR).weeks[0].gain == 16


def test_without_time_gains_are_said_to_be_at_most() -> None:
    found = match([north()], person("dora"), seconds=0.0)

    assert {one.gain for one in (*found.weeks, *found.seats)} == {None}
    assert found.weeks[0].at_most >= 16


def test_seats_after_the_verified_ones_keep_their_price() -> None:
    helped = problem(
        [
            session("a2", TUE, needs=(Need("lead", 1), Need("helper", 1))),
            session("b1", WED, needs=(Need("lead", 1), Need("helper", 1))),
        ],
        [person("berta", qualifications=(Qualification("helper"),))],
    )

    found = match([helped], person("dora", qualifications=LEAD), verified=1, seconds=SECONDS)

    assert [(one.gain, one.at_most) for one in found.seats] == [(6, 6), (None, 6)]


def test_no_organisation_gives_no_seat() -> None:
    assert match([], person("dora"), seconds=SECONDS) == Match((), ())


@pytest.mark.parametrize("empty", [problem(), problem([session("a1", MON, past=True)])])
def test_a_week_with_nothing_to_come_gives_no_seat(empty: Problem) -> None:
    assert matched(empty).seats == ()
