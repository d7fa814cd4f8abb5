"""What the search takes on, checked before a model is built: sizes that fit in memory, numbers that stay exact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from roster.errors import WeekTooLarge
from roster.problem import Problem
from roster.words import Sentence
from solver.goals import continuity
from solver.goals.cover import weight
from solver.goals.promises import cost_of_minutes

MOST_PEOPLE_TIMES_SESSIONS = 2_000_000  # the study's school has 15,000; memory grows with it, about 1 GB at the cap
MOST_PEOPLE_TIMES_NEEDS = 6_000_000  # a need is one role of one session
MOST_SEATS_IN_A_NEED = 1_000
LARGEST_PRIORITY = 1_000
LARGEST_URGENCY = 1_000
LARGEST_RATE = 10_000
LARGEST_MINUTES = 1_000_000  # of any time of the week, way, buffer or wished amount; two years
LARGEST_COST = 2**53  # of a goal, at its worst: the linear relaxation reckons in floating point, exact up to here
WORST_WISHES = 6  # of one assignment: 3 for its time, 1 each for site, course and partners

SENTENCE = Sentence(
    de="Diese Woche ist für einen Planungslauf zu groß: {what} ist {value}, möglich sind höchstens {most}. "
    "Bitte teilt die Organisation in kleinere Teile oder berichtigt die Zahl.",
    en="This week is too large for a solve: {what} is {value}, at most {most} is possible. "
    "Please split the organisation into smaller parts or correct the number.",
)
NEGATIVE = Sentence(
    de="Mit dieser Woche kann kein Planungslauf rechnen: {what} ist {value}, möglich ist nichts unter 0. "
    "Bitte berichtigt die Zahl.",
    en="No solve can reckon with this week: {what} is {value}, nothing below 0 is possible. Please correct the number.",
)
MINUTES = Sentence("eine Minutenzahl", "a number of minutes")


class ProblemTooLarge(WeekTooLarge):
    """A size or a number beyond what the search can reckon with safely. ``text`` says which, and what to do."""

    def __init__(self, what: Sentence, value: int, most: int, telling: Sentence = SENTENCE) -> None:
        self.what = what
        self.value = value
        self.most = most
        super().__init__(telling, what=what.en, value=value, most=most)

    def text(self, language: str) -> str:
        """The refusal for people."""
        return self.sentence.text(language, **self.facts | {"what": self.what.text(language)})


class Size(NamedTuple):
    """Something of a problem that must not be larger than ``most``, in either direction."""

    what: Sentence
    value: int
    most: int
    may_be_negative: bool = False


def refuse_too_large(problem: Problem) -> None:
    """Raise ProblemTooLarge if anything in the problem lies beyond the caps above.

    Within them no goal of the problem can cost more than 2**53, far from the 2**63 at which whole numbers overflow,
    and none less than 0.
    """
    for sizes in (_numbers(problem), _worst_costs(problem)):  # the costs are worked out of numbers that hold
        for what, value, most, may_be_negative in sizes:
            if value < 0 and not may_be_negative:
                raise ProblemTooLarge(what, value, most, NEGATIVE)
            if abs(value) > most:
                raise ProblemTooLarge(what, value, most)


def _numbers(problem: Problem) -> Iterator[Size]:
    people = max(1, len(problem.people))  # also a week of nobody is written down
    needs = sum(len(session.needs) for session in problem.sessions)
    pairs = people * len(problem.sessions)
    yield Size(Sentence("Personen mal Termine", "people times sessions"), pairs, MOST_PEOPLE_TIMES_SESSIONS)
    what = Sentence("Personen mal Rollen in Terminen", "people times roles in sessions")
    yield Size(what, people * needs, MOST_PEOPLE_TIMES_NEEDS)
    yield from _numbers_of_sessions(problem)
    yield from _numbers_of_people(problem)
    for way in problem.journeys:
        yield Size(MINUTES, way.minutes, LARGEST_MINUTES)
    settings = problem.settings
    yield Size(MINUTES, settings.travel_buffer_minutes, LARGEST_MINUTES)
    for rate in (settings.rate_continuity, settings.rate_wishes, settings.rate_travel, settings.rate_wished_seats):
        yield Size(Sentence("ein Tauschwert", "a rate"), rate, LARGEST_RATE)


def _numbers_of_sessions(problem: Problem) -> Iterator[Size]:
    priority = Sentence("die Priorität eines Kurses", "the priority of a course")
    urgency = Sentence("die Dringlichkeit", "the urgency")
    seats = Sentence("die Zahl der Plätze", "the number of seats")
    for session in problem.sessions:
        yield Size(priority, session.priority, LARGEST_PRIORITY)
        yield Size(urgency, session.urgency, LARGEST_URGENCY)
        yield Size(MINUTES, session.start_minute, LARGEST_MINUTES, may_be_negative=True)
        yield Size(MINUTES, session.end_minute, LARGEST_MINUTES, may_be_negative=True)
        for need in session.needs:
            yield Size(seats, need.required, MOST_SEATS_IN_A_NEED)
            yield Size(seats, need.wished, MOST_SEATS_IN_A_NEED)
            yield Size(seats, need.seats, MOST_SEATS_IN_A_NEED)
    for _, told in problem.told_anyway:
        yield Size(urgency, told, LARGEST_URGENCY)


def _numbers_of_people(problem: Problem) -> Iterator[Size]:
    for person in problem.people:
        for minutes in (person.wished_minutes, person.promised_minutes, person.max_minutes_week):
            yield Size(MINUTES, minutes, LARGEST_MINUTES, may_be_negative=True)
        for commitment in person.commitments:
            yield Size(MINUTES, commitment.start_minute, LARGEST_MINUTES, may_be_negative=True)
            yield Size(MINUTES, commitment.end_minute, LARGEST_MINUTES, may_be_negative=True)


def _worst_costs(problem: Problem) -> Iterator[Size]:
    """What each goal could cost at the very worst; stability is capped by the people and their urgency."""
    cover = sum(
        weight(problem, session, need) * need.required for session in problem.sessions for need in session.needs
    )
    yield Size(Sentence("das Gewicht aller Pflichtplätze", "the weight of all required seats"), cover, LARGEST_COST)
    what = Sentence("der Preis aller gewünschten Stunden", "the price of all wished hours")
    yield Size(what, _worst_promises(problem), LARGEST_COST)
    what = Sentence("der Preis von Wünschen, Wegen und Plätzen", "the price of wishes, ways and seats")
    yield Size(what, _worst_balance(problem), LARGEST_COST)


def _worst_promises(problem: Problem) -> int:
    """Everybody's cost at nothing or at everything, whichever is more: between the two it is less."""
    everything = sum(abs(session.minutes) for session in problem.sessions)
    worst = 0
    for person in problem.people:
        elsewhere = sum(duty.minutes for duty in person.commitments)
        worst += max(cost_of_minutes(person, elsewhere), cost_of_minutes(person, elsewhere + everything))
    return worst


def _worst_balance(problem: Problem) -> int:
    """Every seat taken by somebody else who likes nothing about it and waits from the first minute to the last."""
    settings = problem.settings
    needs = [need for session in problem.sessions for need in session.needs]
    seats = sum(need.seats for need in needs)
    edges = [minute for session in problem.sessions for minute in (session.start_minute, session.end_minute)]
    longest = max(edges, default=0) - min(edges, default=0) + max((way.minutes for way in problem.journeys), default=0)
    of_a_seat = (
        settings.rate_continuity * (continuity.FACE + continuity.NEW_FACE)
        + settings.rate_wishes * WORST_WISHES
        + settings.rate_travel * longest
    )
    return seats * of_a_seat + settings.rate_wished_seats * sum(need.wished for need in needs)
