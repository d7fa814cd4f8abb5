"""Who was asked for their availability, and who has answered since. For leads and admins."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from sqlalchemy import func, select

from roster import records
from roster.actions.availability_requests import KIND
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.outbox import OutboxMessage
from roster.models.people import Availability, AvailabilitySheet, Volunteer


class Answer(enum.StrEnum):
    """Where one person stands: entered or confirmed after being asked (or without), asked in vain, or never asked."""

    ANSWERED = "answered"
    WAITING = "waiting"
    NOT_ASKED = "not_asked"
    UNREACHABLE = "unreachable"  # no mail address


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One active or registered volunteer; moments are None where it has not happened. ``windows`` are weekly."""

    volunteer: str
    name: str
    answer: Answer
    asked_at: dt.datetime | None
    confirmed_at: dt.datetime | None
    windows: int


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """All who could be asked: those who still have to answer first, then by name."""

    lines: tuple[AnswerLine, ...]

    def count(self, answer: Answer) -> int:
        """How many stand there."""
        return sum(line.answer is answer for line in self.lines)

    @property
    def to_ask(self) -> tuple[str, ...]:
        """Keys of those whom a mail could reach and who have not answered."""
        return tuple(line.volunteer for line in self.lines if line.answer in (Answer.NOT_ASKED, Answer.WAITING))


def answers_page(store: Store, actor: Actor) -> AnswersPage:
    """Who was asked and who has answered, in four queries."""
    actor.require(AccountRole.LEAD)
    standings = (records.Standing.ACTIVE, records.Standing.REGISTERED)
    with store.reading(actor.organisation_id) as session:
        people = session.execute(
            select(Volunteer.key, Volunteer.first_name, Volunteer.last_name, Volunteer.email).where(
                Volunteer.standing.in_(standings)
            )
        ).all()
        sent = select(OutboxMessage.dedupe_key, OutboxMessage.created_at).where(OutboxMessage.kind == KIND)
        asked: dict[str, dt.datetime] = {}
        for key, at in session.execute(sent.order_by(OutboxMessage.created_at)):
            asked[key.split("/")[1]] = at
        confirmed = dict(session.execute(select(AvailabilitySheet.volunteer, AvailabilitySheet.confirmed_at)).all())
        counted = select(Availability.volunteer, func.count()).group_by(Availability.volunteer)
        windows = {volunteer: int(count) for volunteer, count in session.execute(counted)}
    lines = [
        AnswerLine(
            volunteer=key,
            name=f"{first} {last}".strip(),
            answer=_answer(email, asked.get(key), confirmed.get(key), windows.get(key, 0)),
            asked_at=asked.get(key),
            confirmed_at=confirmed.get(key),
            windows=windows.get(key, 0),
        )
        for key, first, last, email in people
    ]
    open_first = [Answer.WAITING, Answer.NOT_ASKED, Answer.UNREACHABLE, Answer.ANSWERED]
    return AnswersPage(tuple(sorted(lines, key=lambda line: (open_first.index(line.answer), line.name.casefold()))))


def _answer(email: str, asked: dt.datetime | None, confirmed: dt.datetime | None, windows: int) -> Answer:
    if asked is not None:
        return Answer.ANSWERED if confirmed is not None and confirmed >= asked else Answer.WAITING
    if confirmed is not None or windows:
        return Answer.ANSWERED
    return Answer.NOT_ASKED if email else Answer.UNREACHABLE
