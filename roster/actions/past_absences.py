"""What an import leaves as it was: who was away in the past, and which duties they missed.

Whoever was away when a duty began was not there, whatever new tables say: the proof of hours is made from it. So an
absence that is over stays, named or not. One that still lasts can be taken out like any other; for duties that have
begun an absence of just their hours takes its place then, as where somebody takes it back (roster.actions.withdrawals).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster import records
from roster.actions.edits import values_of
from roster.actions.withdrawals import hours_missed
from roster.calendar.clock import MINUTES_OF_DAY, moment
from roster.models.duty_answers import DutyAnswer
from roster.models.people import Absence
from roster.models.rosters import PublishedDuty
from roster.models.school_records import record_of
from roster.records import School
from roster.weeks.duty_answers import current_duties, falls_into, still_to_come


@dataclass(frozen=True, slots=True)
class Kept:
    """The school as an import leaves it, and the absence on which each answer hangs then, by the answer's number.

    Answers whose absence stays as it is are not among them.
    """

    school: School
    answers: tuple[tuple[int, records.Absence], ...] = ()


def with_past_absences(session: Session, stored: School, wanted: School, *, now: dt.datetime) -> Kept:
    """The school ``wanted`` with what must stay of the stored absences that it does not name; changes nothing.

    Absences of people whom it does not name go with them. An answer whose duty is covered by another absence that
    stays, such as the same one made longer, hangs on that one.
    """
    timezone = stored.organisation.timezone
    named, people = set(wanted.absences), {one.key for one in wanted.volunteers}
    dropped = [one for one in stored.absences if one not in named and one.volunteer in people]
    over = tuple(one for one in dropped if _ends(one, timezone) <= now)
    staying = (*wanted.absences, *over)
    answers = _held_on_to(session, set(dropped) - set(over), staying, timezone, now)
    hours = dict.fromkeys(absence for _number, absence in answers if absence not in set(staying))
    return Kept(replace(wanted, absences=(*staying, *hours)), answers)


def hang_answers(session: Session, kept: Kept) -> None:
    """Let answers hang on the absences that stay, before the others go and take what hangs on them along."""
    for number, absence in kept.answers:
        session.get_one(DutyAnswer, number).absence_id = _row_of(session, absence).id
    session.flush()


def _held_on_to(
    session: Session, going: Set[records.Absence], staying: Sequence[records.Absence], timezone: str, now: dt.datetime
) -> tuple[tuple[int, records.Absence], ...]:
    """The answers on absences that go of which something stays; what is only lifted for the future is not there."""
    if not going:
        return ()
    since = min(absence.until_day for absence in going)
    query = select(DutyAnswer, Absence).join(Absence, Absence.id == DutyAnswer.absence_id)
    rows = session.execute(query.where(Absence.until_day >= since).order_by(DutyAnswer.id)).all()
    answers = [answer for answer, row in rows if record_of(row, records.Absence) in going]
    duties = current_duties(session, PublishedDuty.session.in_({answer.session for answer in answers}))
    standing = {(duty.session, duty.volunteer): duty for duty in duties}
    held = []
    for answer in answers:
        duty = standing.get((answer.session, answer.volunteer))
        absence = None if duty is None else _still_away(duty, staying, timezone, now)
        if absence is not None:
            held.append((answer.id, absence))
    return tuple(held)


def _still_away(
    duty: PublishedDuty, staying: Sequence[records.Absence], timezone: str, now: dt.datetime
) -> records.Absence | None:
    """The absence that keeps somebody from a duty when another one is gone; None where they can come."""
    for absence in staying:
        if absence.volunteer == duty.volunteer and falls_into(duty, absence, timezone):
            return absence
    return None if still_to_come(duty, timezone, now) else hours_missed(duty)


def _ends(absence: records.Absence, timezone: str) -> dt.datetime:
    """When an absence is over; its hours may reach beyond midnight."""
    last = MINUTES_OF_DAY if absence.end_minute is None else absence.end_minute
    return moment(absence.until_day, last, timezone)


def _row_of(session: Session, absence: records.Absence) -> Absence:
    rows = session.scalars(select(Absence).where(Absence.volunteer == absence.volunteer))
    for row in rows:
        if record_of(row, records.Absence) == absence:
            return row
    row = Absence(**values_of(absence))
    session.add(row)
    session.flush()
    return row
