"""Whom to recruit where prices do not tell all: nobody is hidden who helps, and nothing is ruled out without proof.

Prices come from a linear program, which seats halves of people. Where whole people fill less, there is a gap.
"""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from roster.problem import Problem, Site
from solver.covering import least_cover
from solver.prices import new_key, price
from solver.profiles import Profile, person_of, profiles_of
from solver.recruit_words import recruiting_text
from solver.recruiting import Recruiting, recruit, rows_left_open, wanted_needs
from tests.solver.tried import gain_of_all_plans, required_needs
from tests.tiny_problems import mostly, tiny_person, tiny_problems
from tests.tiny_school import FRI, MON, SAT, THU, TUE, WED, WEEK, person, problem, session

SECONDS = 20.0


def found(week: Problem) -> Recruiting:
    return recruit(week, seconds=SECONDS)


@st.composite
def weeks_with_a_gap(draw: st.DrawFn) -> Problem:
    """Three evenings and few hours: halves of people fill more seats in a linear program than whole people do."""
    minutes = draw(mostly(120, 90))
    evenings = [session("a2", day, "18:00", minutes, priority=draw(mostly(1, 2))) for day in (MON, TUE, WED)]
    hours = mostly(190, 130)
    keys = draw(mostly(("anna", "berta"), ("anna",)))
    return problem(evenings, [person(key, max_minutes_week=draw(hours)) for key in keys])


def said_of_less(found: Recruiting, profile: Profile) -> int:
    """The most that is said of a listed profile that asks no more of a person than this one; 0 if there is none."""
    less = [one for one in found.recruits if one.profile.kind == profile.kind]
    return max((one.said for one in less if one.profile.asks_no_more_than(profile)), default=0)


@settings(max_examples=15)
@given(tiny=tiny_problems(most_plans=20), verified=st.sampled_from([0, 1, 4]))
def test_a_profile_that_is_not_listed_gains_no_more_than_one_that_asks_less(tiny: Problem, verified: int) -> None:
    found = recruit(tiny, verified=verified, seconds=SECONDS)

    for profile in list(profiles_of(tiny, required_needs(tiny)))[:6]:
        gain = gain_of_all_plans(tiny, person_of(tiny, profile, new_key(tiny)))
        assert gain <= max(found.others_at_most, said_of_less(found, profile)), profile


@settings(max_examples=15)
@given(week=weeks_with_a_gap(), verified=st.sampled_from([0, 1, 4]))
def test_a_gap_hides_no_profile_that_meets_an_empty_seat(week: Problem, verified: int) -> None:
    prices, now = price(week), least_cover(week, seconds=SECONDS)
    found = recruit(week, verified=verified, seconds=SECONDS)
    empty = [(one, need) for one, need in required_needs(week) if not now.plan.in_seat(one.key, need.role)]
    for_one_seat = [profile for need in empty for profile in profiles_of(week, [need])]

    for profile in [*for_one_seat, *profiles_of(week, wanted_needs(prices, now, rows_left_open(prices, now)))]:
        gain = gain_of_all_plans(week, person_of(week, profile, new_key(week)))
        assert gain <= said_of_less(found, profile), profile


@settings(max_examples=50)
@given(tiny=st.one_of(weeks_with_a_gap(), tiny_problems(most_plans=25)), data=st.data())
def test_nobody_adds_more_than_anybody_is_said_to(tiny: Problem, data: st.DataObject) -> None:
    most_minutes = data.draw(st.sampled_from([None, 60]))  # no profile of an evening is as short as that
    found = recruit(tiny, verified=2, seconds=SECONDS, most_minutes=most_minutes)
    newcomer = data.draw(st.one_of(st.just(person("dora")), tiny_person("dora")))

    if found.empty and not found.recruits:
        assert found.anybody_at_most is not None
        assert gain_of_all_plans(tiny, newcomer) <= found.anybody_at_most
        assert ("does not change" in recruiting_text("w", found, "en")) is (found.anybody_at_most == 0)


# ---- schools whose answer is known by heart --------------------------------------------------------------------------


def evenings_with_half_leads(days: Sequence[int], people: Sequence[str]) -> Problem:
    """Everybody has minutes for one and a half evenings: halves of people fill more than whole people do."""
    evenings = [session("a2", day, "18:00", 120) for day in days]
    return problem(evenings, [person(key, max_minutes_week=190) for key in people])


def test_a_seat_that_halves_of_people_fill_is_recruited_for() -> None:
    short = found(evenings_with_half_leads((MON, TUE, WED), ("anna", "berta")))

    assert (short.empty, short.others_at_most) == (1, 4)
    assert {(one.gain, one.seats) for one in short.recruits} == {(4, 1)}


def test_who_gains_less_than_its_price_does_not_hide_who_gains_more() -> None:
    """The prices are the same for once and twice a week, but only who comes twice fills both seats."""
    short = found(evenings_with_half_leads((MON, TUE, WED, THU, FRI, SAT), ("anna", "berta", "carl", "dora")))

    assert short.recruits[0].profile.minutes_week == 240
    assert {(one.profile.minutes_week, one.at_most, one.gain) for one in short.recruits} == {(240, 8, 8), (120, 8, 4)}


def test_without_a_proof_it_is_said_what_one_more_person_adds_at_most() -> None:
    short = evenings_with_half_leads((MON, TUE, WED), ("anna", "berta"))
    none = recruit(short, seconds=SECONDS, most_minutes=60)

    assert (none.recruits, none.anybody_at_most) == ((), 4)
    assert recruiting_text("w", none, "en") == (
        "w: 1 required seat stays empty. Among the profiles looked at (0) none was found to help; it is not ruled "
        "out: one more person would add at most 4 points of cover."
    )
    assert "höchstens 4 Punkte Besetzung" in recruiting_text("w", none, "de")


def test_that_nobody_helps_is_said_where_it_is_proven() -> None:
    closed = problem([session("a2", TUE)], [person("anna")], sites=[Site("north", open_until=WEEK)])

    assert found(closed).anybody_at_most == 0
    assert recruiting_text("w", found(closed), "en") == (
        "w: 1 required seat stays empty, and one more person does not change that."
    )


def test_empty_seats_that_are_not_proven_to_stay_so_are_told_as_found_so_far() -> None:
    some = recruit(evenings_with_half_leads((MON, TUE), ("anna",)), seconds=0.0)

    assert "in the best plan found so far required seats stay empty" in recruiting_text("w", some, "en")
