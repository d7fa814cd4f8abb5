"""What is too large, or would not stay exact, is refused with a word before any work; everything else gets a plan."""

from dataclasses import replace

import pytest

from roster.errors import TooLarge
from roster.problem import Commitment, Need, Problem, Settings
from roster.rules import BALANCE, check, measure
from solver import Limits, ProblemTooLarge, caps, search, solve
from tests.tiny_school import LEAD_AND_HELPER, MON, TUE, WEEK, person, problem, seat, session

small = problem([session()], [person()])
two_sites = (session(), session("b1", site="south"))


def wished(seats: int) -> tuple[Need, ...]:
    return (Need("lead", 0, seats),)


TOO_LARGE: dict[str, Problem] = {
    "a priority": problem([session(priority=caps.LARGEST_PRIORITY + 1)]),
    "an urgency": problem([session(urgency=caps.LARGEST_URGENCY + 1)]),
    "a rate": replace(small, settings=Settings(rate_travel=caps.LARGEST_RATE + 1)),
    "a way": problem(two_sites, ways={("north", "south"): caps.LARGEST_MINUTES + 1}),
    "a buffer": replace(small, settings=Settings(travel_buffer_minutes=caps.LARGEST_MINUTES + 1)),
    "a start": problem([replace(session(), start_minute=-caps.LARGEST_MINUTES - 1)]),
    "wished minutes": problem([], [person(wished_minutes=caps.LARGEST_MINUTES + 1)]),
    "promised minutes": problem([], [person(promised_minutes=caps.LARGEST_MINUTES + 1)]),
    "minutes a week": problem([], [person(max_minutes_week=caps.LARGEST_MINUTES + 1)]),
    "a duty elsewhere": problem([], [person(commitments=(Commitment(WEEK, 0, caps.LARGEST_MINUTES + 1),))]),
    "required seats": problem([session(needs=(Need("lead", caps.MOST_SEATS_IN_A_NEED + 1),))]),
    "wished seats": problem([session(needs=wished(caps.MOST_SEATS_IN_A_NEED + 1))]),
    "seats of both kinds": problem([session(needs=(Need("lead", caps.MOST_SEATS_IN_A_NEED, 1),))]),
    "told anyway": replace(small, told_anyway=(("anna", caps.LARGEST_URGENCY + 1),)),
}
NEGATIVE: dict[str, Problem] = {
    "a priority": problem([session(priority=-1)]),
    "an urgency": problem([session(urgency=-1)]),
    "a rate": replace(small, settings=Settings(rate_wishes=-1)),
    "a way": problem(two_sites, ways={("north", "south"): -1}),
    "a buffer": replace(small, settings=Settings(travel_buffer_minutes=-1)),
    "required seats": problem([session(needs=(Need("lead", -1, 2),))]),
    "wished seats": problem([session(needs=(Need("lead", 2, -1),))]),
}


@pytest.fixture
def no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails a test that comes so far as to write a model."""

    def written(*_: object) -> None:
        raise AssertionError("a model was written")

    monkeypatch.setattr(search, "write", written)


def dear_week() -> Problem:
    """Within the cap of every single number, but together its price of the balance lies beyond 2**53.

    A million seats, each with a rate of ten thousand for every minute of a wait of two years.
    """
    sessions = [session(f"c{number:04d}", needs=wished(caps.MOST_SEATS_IN_A_NEED)) for number in range(1000)]
    long = replace(session("long"), start_minute=-caps.LARGEST_MINUTES, end_minute=caps.LARGEST_MINUTES)
    return replace(
        problem([*sessions, long], [person()]),
        settings=Settings(rate_travel=caps.LARGEST_RATE, rate_wished_seats=caps.LARGEST_RATE),
    )


@pytest.mark.usefixtures("no_models")
@pytest.mark.parametrize("week", TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_a_number_beyond_its_cap_is_refused_before_a_model_is_written(week: Problem) -> None:
    with pytest.raises(ProblemTooLarge, match="too large"):
        solve(week)


@pytest.mark.usefixtures("no_models")
@pytest.mark.parametrize("week", NEGATIVE.values(), ids=NEGATIVE.keys())
def test_a_negative_number_where_none_makes_sense_is_refused(week: Problem) -> None:
    with pytest.raises(ProblemTooLarge, match="nothing below 0 is possible"):
        solve(week)


@pytest.mark.usefixtures("no_models")
def test_within_the_caps_a_model_would_be_written() -> None:
    """The positive control of the tests above."""
    with pytest.raises(AssertionError, match="a model was written"):
        solve(small)


@pytest.mark.usefixtures("no_models")
def test_numbers_that_only_together_leave_the_exact_range_are_refused() -> None:
    with pytest.raises(ProblemTooLarge, match=f"ways and seats is .*, at most {2**53} is possible"):
        solve(dear_week())


@pytest.mark.usefixtures("no_models")
@pytest.mark.parametrize(
    ("cap", "text"),
    [
        ("MOST_PEOPLE_TIMES_SESSIONS", "people times sessions is 1, at most 0"),
        ("MOST_PEOPLE_TIMES_NEEDS", "people times roles in sessions is 1, at most 0"),
        ("LARGEST_COST", "the weight of all required seats is 4, at most 0"),
    ],
)
def test_a_size_beyond_its_cap_is_refused(monkeypatch: pytest.MonkeyPatch, cap: str, text: str) -> None:
    monkeypatch.setattr(caps, cap, 0)
    with pytest.raises(ProblemTooLarge, match=text):
        solve(small)


def test_sessions_count_even_where_there_are_no_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caps, "MOST_PEOPLE_TIMES_SESSIONS", 1)
    with pytest.raises(ProblemTooLarge):
        solve(problem(two_sites))


@pytest.mark.parametrize("week", [TOO_LARGE["promised minutes"], NEGATIVE["a rate"]], ids=["large", "negative"])
def test_every_refusal_is_told_in_german_and_english(week: Problem) -> None:
    with pytest.raises(ProblemTooLarge) as refused:
        solve(week)
    german, english = refused.value.text("de"), refused.value.text("en")
    assert ("Bitte" in german, "Please" in english, "{" in german + english) == (True, True, False)


def test_the_refusal_speaks_german() -> None:
    with pytest.raises(ProblemTooLarge) as refused:
        solve(TOO_LARGE["a priority"])
    assert "die Priorität eines Kurses ist 1001, möglich sind höchstens 1000" in refused.value.text("de")


def test_the_refusal_is_one_that_pages_and_commands_know() -> None:
    assert issubclass(ProblemTooLarge, TooLarge)


# ---- at the caps -----------------------------------------------------------------------------------------------------


def week_at_the_caps() -> Problem:
    """The largest numbers that are taken, wherever there is one."""
    largest = caps.LARGEST_MINUTES
    sessions = [
        session("a1", MON, "09:00", needs=LEAD_AND_HELPER, priority=caps.LARGEST_PRIORITY),
        session("a2", MON, "15:00", needs=(Need("lead", 1, 999), Need("helper", 1000)), site="south"),
    ]
    people = [
        person("anna", wished_minutes=largest, promised_minutes=largest, max_minutes_week=largest),
        person("berta", wished_minutes=0, newcomer=True),
    ]
    rates = ("rate_continuity", "rate_wishes", "rate_travel", "rate_wished_seats")
    return problem(sessions, people, settings=Settings(**dict.fromkeys(rates, caps.LARGEST_RATE)))


def test_at_the_caps_every_value_is_proven_and_the_checkers() -> None:
    week = week_at_the_caps()
    outcome = solve(week, Limits(total_seconds=30))
    values = measure(week, outcome.plan)
    strict = ("cover", "promises", BALANCE)
    assert {goal.key: (goal.value, goal.bound) for goal in outcome.goals if goal.key in strict} == {
        key: (values[key], values[key]) for key in strict
    }


def test_the_worst_costs_are_no_smaller_than_those_of_a_plan() -> None:
    week = week_at_the_caps()
    values = measure(week, solve(week, Limits(total_seconds=0)).plan)
    cover, promises, balance = (size.value for size in caps._worst_costs(week))
    assert (values["cover"] <= cover, values["promises"] <= promises, values[BALANCE] <= balance) == (True,) * 3


# ---- odd weeks all get a plan ----------------------------------------------------------------------------------------

evening = session("a2", TUE, "18:30")
ODD: dict[str, tuple[Problem, int]] = {
    "an empty week": (problem(), 0),
    "one volunteer, no session": (problem([], [person()]), 0),
    "one seat, nobody": (problem([evening]), 0),
    "one volunteer, one seat": (problem([evening], [person()]), 1),
    "one seat, five hundred volunteers": (problem([evening], [person(f"p{number}") for number in range(500)]), 1),
    "five hundred seats of one session, one volunteer": (
        problem([session(needs=(Need("lead", 1), Need("helper", 499)))], [person()]),
        1,
    ),
    "a pin that breaks a rule": (problem([evening], [person(windows=())], pins=(seat(evening, "anna"),)), 0),
    "two pins on one seat": (
        problem([evening], [person("anna"), person("berta")], pins=(seat(evening, "anna"), seat(evening, "berta"))),
        1,
    ),
    "a pin of a stranger": (problem([evening], [person()], pins=(seat(evening, "nobody"),)), 1),
    "only newcomers": (problem([evening], [person(newcomer=True)], pins=(seat(evening, "anna"),)), 0),
    "a session without length": (problem([session(minutes=0)], [person()]), 0),
    "a session that ends before it starts": (problem([session(minutes=-60)], [person()]), 0),
    "a role that does not exist": (problem([session(needs=(Need("nobody", 1),))], [person()]), 0),
    "limits below nothing": (problem([evening], [person(max_sessions_day=-1, max_minutes_week=-1)]), 0),
    "limits beyond all numbers": (problem([evening], [person(max_sessions_day=10**30, max_days_week=10**30)]), 1),
}


@pytest.mark.parametrize(("week", "filled"), ODD.values(), ids=ODD.keys())
def test_an_odd_week_gets_a_plan_that_is_proven_and_keeps_every_rule(week: Problem, filled: int) -> None:
    outcome = solve(week, Limits(total_seconds=30))
    assert (len(outcome.plan.assignments), outcome.status.value, check(week, outcome.plan)) == (filled, "optimal", [])
