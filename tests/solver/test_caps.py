"""What is too large is refused with a word, before any work."""

from dataclasses import replace

import pytest

from roster.problem import Need, Problem, Settings
from solver import ProblemTooLarge, caps, solve
from tests.tiny_school import person, problem, session

small = problem([session()], [person()])

TOO_LARGE: dict[str, Problem] = {
    "a priority": problem([session(priority=caps.LARGEST_PRIORITY + 1)]),
    "an urgency": problem([session(urgency=caps.LARGEST_URGENCY + 1)]),
    "a rate": replace(small, settings=Settings(rate_travel=caps.LARGEST_RATE + 1)),
    "a way": problem([session(), session("b1", site="south")], ways={("north", "south"): caps.LARGEST_MINUTES + 1}),
    "wished minutes": problem([], [person(wished_minutes=caps.LARGEST_MINUTES + 1)]),
    "seats": problem([session(needs=(Need("lead", caps.MOST_SEATS_IN_A_NEED, 1),))]),
    "told anyway": replace(small, told_anyway=(("anna", caps.LARGEST_URGENCY + 1),)),
}


@pytest.mark.parametrize("week", TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_a_number_beyond_its_cap_is_refused(week: Problem) -> None:
    with pytest.raises(ProblemTooLarge):
        solve(week)


def test_too_many_people_for_too_many_sessions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caps, "MOST_PEOPLE_TIMES_SESSIONS", 0)
    with pytest.raises(ProblemTooLarge, match="people times sessions is 1, at most 0"):
        solve(small)


def test_the_refusal_speaks_german() -> None:
    with pytest.raises(ProblemTooLarge) as refused:
        solve(TOO_LARGE["a priority"])
    assert "die Priorität eines Kurses ist 1001, möglich sind höchstens 1000" in refused.value.text("de")


def test_numbers_at_their_caps_are_solved() -> None:
    week = problem([session(priority=caps.LARGEST_PRIORITY)], [person(wished_minutes=caps.LARGEST_MINUTES)])
    assert len(solve(week).plan.assignments) == 1
