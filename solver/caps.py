"""What the search takes on, checked before a model is built: sizes that fit in memory, numbers that cannot overflow."""

from __future__ import annotations

from collections.abc import Iterator

from roster.problem import Problem
from roster.words import Sentence

MOST_PEOPLE_TIMES_SESSIONS = 2_000_000  # the study's school has 15,000; memory grows with it, about 1 GB at the cap
MOST_SEATS_IN_A_NEED = 1_000
LARGEST_PRIORITY = 1_000
LARGEST_URGENCY = 1_000
LARGEST_RATE = 10_000
LARGEST_MINUTES = 1_000_000  # of any time of the week, way, buffer or wished amount; two years

SENTENCE = Sentence(
    de="Diese Woche ist für einen Planungslauf zu groß: {what} ist {value}, möglich sind höchstens {most}. "
    "Bitte teilt die Organisation in kleinere Teile oder berichtigt die Zahl.",
    en="This week is too large for a solve: {what} is {value}, at most {most} is possible. "
    "Please split the organisation into smaller parts or correct the number.",
)


class ProblemTooLarge(ValueError):
    """A size or a number beyond what the search can reckon with safely. ``text`` says which, and what to do."""

    def __init__(self, what: Sentence, value: int, most: int) -> None:
        self.what = what
        self.value = value
        self.most = most
        super().__init__(self.text("en"))

    def text(self, language: str) -> str:
        """The refusal for people."""
        return SENTENCE.text(language, what=self.what.text(language), value=self.value, most=self.most)


def refuse_too_large(problem: Problem) -> None:
    """Raise ProblemTooLarge if anything in the problem lies beyond the caps above.

    Within them no goal can come near 2**63: cover stays below 10**17 (priority x weight x seats x needs), the balance
    below 10**17 (rate x minutes of a day x days of people), promises below 10**14 (19 a minute x minutes x people).
    """
    for what, value, most in _sizes(problem):
        if abs(value) > most:
            raise ProblemTooLarge(what, value, most)


def _sizes(problem: Problem) -> Iterator[tuple[Sentence, int, int]]:
    pairs = len(problem.people) * len(problem.sessions)
    yield Sentence("Personen mal Termine", "people times sessions"), pairs, MOST_PEOPLE_TIMES_SESSIONS
    minutes = Sentence("eine Minutenzahl", "a number of minutes")
    for session in problem.sessions:
        yield Sentence("die Priorität eines Kurses", "the priority of a course"), session.priority, LARGEST_PRIORITY
        yield Sentence("die Dringlichkeit", "the urgency"), session.urgency, LARGEST_URGENCY
        yield minutes, session.start_minute, LARGEST_MINUTES
        yield minutes, session.end_minute, LARGEST_MINUTES
        for need in session.needs:
            yield Sentence("die Zahl der Plätze", "the number of seats"), need.seats, MOST_SEATS_IN_A_NEED
    for _, urgency in problem.told_anyway:
        yield Sentence("die Dringlichkeit", "the urgency"), urgency, LARGEST_URGENCY
    for person in problem.people:
        yield minutes, person.wished_minutes, LARGEST_MINUTES
        yield minutes, person.promised_minutes, LARGEST_MINUTES
        yield minutes, person.max_minutes_week, LARGEST_MINUTES
        for commitment in person.commitments:
            yield minutes, commitment.start_minute, LARGEST_MINUTES
            yield minutes, commitment.end_minute, LARGEST_MINUTES
    for way in problem.journeys:
        yield minutes, way.minutes, LARGEST_MINUTES
    settings = problem.settings
    yield minutes, settings.travel_buffer_minutes, LARGEST_MINUTES
    for rate in (settings.rate_continuity, settings.rate_wishes, settings.rate_travel, settings.rate_wished_seats):
        yield Sentence("ein Tauschwert", "a rate"), rate, LARGEST_RATE
