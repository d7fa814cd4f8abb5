"""Whom to recruit: no price is below what a person really adds, and what is said to be verified is exact."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.problem import Need, Problem, Qualification, Site
from roster.records import Level
from solver.covering import least_cover
from solver.prices import new_key, price, with_person
from solver.profiles import Profile, person_of, profiles_of, slots_of
from solver.recruiting import Recruit, Recruiting, most_gain, recruit
from tests.solver.tried import gain_of_all_plans, least_of_all_plans, required_needs
from tests.tiny_problems import tiny_person, tiny_problems
from tests.tiny_school import MON, TUE, WED, person, problem, session, span, window

SECONDS = 20.0
LEAD_AND_HELPER = (Need("lead", 1), Need("helper", 1))


@settings(max_examples=60)
@given(tiny=tiny_problems(most_plans=50))
def test_the_least_cover_is_that_of_the_best_of_all_plans(tiny: Problem) -> None:
    found = least_cover(tiny, seconds=SECONDS)

    assert (found.value, found.bound) == (least_of_all_plans(tiny),) * 2


@settings(max_examples=80)
@given(tiny=tiny_problems(most_plans=30), data=st.data())
def test_no_price_is_below_what_a_person_adds(tiny: Problem, data: st.DataObject) -> None:
    newcomer = data.draw(tiny_person("dora"))
    prices, now = price(tiny), least_cover(tiny, seconds=SECONDS)

    at_most = prices.most_gain(now.value, prices.most_worth(newcomer))

    assert prices.bound <= now.value + 1e-6
    assert at_most >= gain_of_all_plans(tiny, newcomer)


@settings(max_examples=30)
@given(tiny=tiny_problems(most_plans=20))
def test_no_profile_adds_more_than_its_price(tiny: Problem) -> None:
    prices, now = price(tiny), least_cover(tiny, seconds=SECONDS)

    for profile in list(profiles_of(tiny, required_needs(tiny)))[:6]:
        newcomer = person_of(tiny, profile, new_key(tiny))
        assert most_gain(prices, now, tiny, profile) >= gain_of_all_plans(tiny, newcomer), profile


@settings(max_examples=25)
@given(tiny=tiny_problems(most_plans=20))
def test_a_verified_profile_adds_exactly_what_is_said(tiny: Problem) -> None:
    for one in recruit(tiny, verified=4, seconds=SECONDS).recruits[:4]:
        assert one.gain == gain_of_all_plans(tiny, person_of(tiny, one.profile, new_key(tiny))), one


# ---- a school whose answer is known by heart -------------------------------------------------------------------------


def school_without_evening_leads() -> Problem:
    """Anna leads on Monday morning; nobody is there on Tuesday and Wednesday evening, where Berta would help."""
    return problem(
        [
            session("a1", MON, "09:00", needs=(Need("lead", 1),), level=Level.A1_1),
            session("a2", TUE, "18:30", needs=LEAD_AND_HELPER, level=Level.A2),
            session("b1", TUE, "18:30", needs=(Need("lead", 1),), level=Level.B1, site="south"),
            session("a2", WED, "18:30", needs=(Need("lead", 1),), level=Level.A2),
        ],
        [
            person("anna", windows=(window(MON, "08:00", "12:00"),)),
            person("berta", qualifications=(Qualification("helper"),)),
        ],
    )


def found(week: Problem | None = None) -> Recruiting:
    return recruit(week or school_without_evening_leads(), seconds=SECONDS)


def test_the_best_profile_comes_first_with_its_seats() -> None:
    best = found().recruits[0]

    assert (best.profile.role, best.profile.level, best.profile.site) == ("lead", Level.A2, "north")
    assert [(slot.weekday, slot.starts, slot.ends) for slot in best.profile.slots] == [
        (TUE, "18:30", "20:00"),
        (WED, "18:30", "20:00"),
    ]
    assert (best.profile.minutes_week, best.gain, best.at_most, best.seats) == (180, 10, 10, 3)


def test_a_lead_lets_those_help_who_could_not_come_without() -> None:
    single = [one for one in found().recruits if one.profile.minutes_week == 90 and one.profile.level is Level.A2]

    assert [(one.profile.slots[0].weekday, one.gain, one.seats) for one in single] == [(TUE, 6, 2), (WED, 4, 1)]


def test_who_brings_less_for_the_same_gain_is_listed_alone() -> None:
    minutes = {one.profile.minutes_week for one in found().recruits if one.profile.level is Level.B1}

    assert minutes == {90}


def test_a_week_without_empty_seats_needs_nobody() -> None:
    week = problem([session()], [person("anna")])

    assert found(week).recruits == ()
    assert found(week).cover == 0


def test_an_empty_week_needs_nobody() -> None:
    assert found(problem()).recruits == ()


def test_profiles_beyond_the_verified_ones_keep_their_price() -> None:
    some = recruit(school_without_evening_leads(), verified=1, seconds=SECONDS).recruits

    assert [one.gain for one in some].count(None) == len(some) - 1


def test_without_time_nothing_is_called_verified() -> None:
    some = recruit(school_without_evening_leads(), seconds=0.0)

    assert not some.proven
    assert {one.gain for one in some.recruits} == {None}
    assert max(one.at_most for one in some.recruits) >= 10


def test_profiles_that_ask_for_too_many_minutes_are_left_out() -> None:
    some = recruit(school_without_evening_leads(), seconds=SECONDS, most_minutes=90).recruits

    assert {one.profile.minutes_week for one in some} == {90}


def test_a_recruit_is_let_into_a_site_that_keeps_a_list() -> None:
    week = problem([session()], [], sites=[Site("north", access=("anna",))])

    assert found(week).recruits[0].gain == 4


def test_nobody_is_recruited_for_a_site_that_is_closed() -> None:
    week = school_without_evening_leads()
    closed = tuple(replace(site, open_until=week.sessions[0].on_day) for site in week.sites)

    assert found(replace(week, sites=closed)).recruits == ()


def test_a_helper_is_not_looked_for_where_nobody_could_lead() -> None:
    week = problem([session(needs=LEAD_AND_HELPER)], [person("anna", qualifications=(Qualification("helper"),))])

    assert [(one.profile.role, one.gain) for one in found(week).recruits] == [("lead", 6)]


def test_a_role_that_nobody_describes_has_its_price_too() -> None:
    week = problem([session(needs=(Need("gone", 1),))])
    newcomer = person("dora", qualifications=(Qualification("gone"),))

    assert price(week).most_worth(newcomer) == pytest.approx(2.0)
    assert gain_of_all_plans(week, newcomer) == 2


def test_times_span_all_sessions_of_a_part_of_a_day() -> None:
    slots = slots_of([session("a1", MON, "09:00"), session("a2", MON, "10:30"), session("b1", MON, "18:30")])

    assert [(slot.starts, slot.ends) for slot in slots.values()] == [("09:00", "12:00")] * 2 + [("18:30", "20:00")]


def test_a_key_that_somebody_has_is_refused() -> None:
    with pytest.raises(ValueError, match="anna"):
        with_person(school_without_evening_leads(), person("anna"))


def test_the_new_key_is_nobodys() -> None:
    week = problem([session()], [person("~new")])

    assert new_key(week) == "~new~"


def test_a_price_that_is_too_low_would_be_seen() -> None:
    """A positive control: with every worth at nothing, the property above fails on this school."""
    week = school_without_evening_leads()
    prices, now = price(week), least_cover(week, seconds=SECONDS)
    newcomer = person("dora", absences=(span(MON, "00:00", "23:59"),))

    assert prices.most_gain(now.value, 0.0) < gain_of_all_plans(week, newcomer)
    assert prices.most_gain(now.value, prices.most_worth(newcomer)) >= gain_of_all_plans(week, newcomer)


def test_a_recruit_is_plain_data() -> None:
    one = found().recruits[0]

    assert one == Recruit(Profile(**{name: getattr(one.profile, name) for name in Profile.__slots__}), 10, 10, 3)
