"""What volunteers answer to their published duties: "I'll be there", or "I cannot come", which is an absence.

No reason is asked. An absence that meets published duties marks them: a stand-in is sought, and leads are told. The
duty itself stays published until a lead changes the week; the next planning run knows of the absence.
Taking one back is in roster.actions.withdrawals.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster import records
from roster.actions.audit import record
from roster.actions.edits import row_by_key, values_of
from roster.actions.news_for_leads import tell_leads
from roster.actions.record_checks import checked
from roster.actor import Actor
from roster.calendar.weeks import week_of
from roster.database import Store
from roster.errors import Conflict, Invalid, NotFound
from roster.models.duty_answers import Answer, DutyAnswer
from roster.models.organisations import Organisation
from roster.models.people import Absence, Volunteer
from roster.models.rosters import PublishedDuty
from roster.models.school_records import record_of
from roster.weeks.duty_answers import begins, current_duties, falls_into, still_to_come, week_of_session
from roster.words import Sentence

MOST_ABSENCES = 500

TOO_MANY = Sentence(
    de="Mehr als {most} Einträge sind hier nicht möglich. Bitte alte oder doppelte entfernen.",
    en="More than {most} entries are not possible here. Please remove old or double ones.",
)
OVER = Sentence(
    de="Dieser Termin hat schon begonnen. Bitte in der Schule anrufen.",
    en="This session has begun already. Please call the school.",
)
SAID_NO = Sentence(
    de="Für diesen Termin haben Sie abgesagt. Bitte zuerst die Absage zurücknehmen.",
    en="You said that you cannot come to this session. Please take that back first.",
)


@dataclass(frozen=True, slots=True)
class AbsenceReport:
    """What reporting an absence came to: its number, and the published duties that now need a stand-in.

    ``is_new`` is false where the very same had been noted before.
    """

    absence_id: int
    sessions: tuple[str, ...]
    is_new: bool = True


def confirm_duty(store: Store, actor: Actor, volunteer: str, session_key: str, *, now: dt.datetime) -> None:
    """Note "I'll be there"; the same again changes nothing.

    Raises NotFound where this is no published duty of theirs, Conflict where it has begun or they cancelled.
    """
    actor.require_self_or_lead(volunteer)
    with store.writing(actor.organisation_id) as session:
        owner = row_by_key(session, Volunteer, volunteer, lock=True)
        duty = _own_duty(session, volunteer, session_key, now)
        known = _answer(session, volunteer, session_key)
        if known is not None and known.answer is Answer.CANNOT_COME:
            raise Conflict(SAID_NO)
        if known is None:
            session.add(_answer_row(duty, Answer.CONFIRMED, None, actor, now))
            record(session, actor, "confirm_duty", f"volunteer/{owner.id}", fields=["duty_answer"], now=now)


def take_back_confirmation(store: Store, actor: Actor, volunteer: str, session_key: str, *, now: dt.datetime) -> None:
    """Forget "I'll be there". Raises NotFound where nothing was confirmed."""
    actor.require_self_or_lead(volunteer)
    with store.writing(actor.organisation_id) as session:
        owner = row_by_key(session, Volunteer, volunteer, lock=True)
        known = _answer(session, volunteer, session_key)
        if known is None or known.answer is not Answer.CONFIRMED:
            raise NotFound()
        session.delete(known)
        record(session, actor, "take_back_confirmation", f"volunteer/{owner.id}", fields=["duty_answer"], now=now)


def cannot_come(
    store: Store, actor: Actor, volunteer: str, session_key: str, *, base_url: str = "", now: dt.datetime
) -> AbsenceReport:
    """Note that somebody cannot come to one published duty: they are away for just its hours.

    Raises NotFound where this is no published duty of theirs, Conflict where it has begun.
    """
    actor.require_self_or_lead(volunteer)
    with store.writing(actor.organisation_id) as session:
        row_by_key(session, Volunteer, volunteer, lock=True)
        duty = _own_duty(session, volunteer, session_key, now)
        return _report(session, actor, hours_of(duty), base_url=base_url, now=now)


def report_absence(
    store: Store, actor: Actor, absence: records.Absence, *, base_url: str = "", now: dt.datetime
) -> AbsenceReport:
    """Note that somebody is away; the same again changes nothing. Published duties in that time need a stand-in."""
    with store.writing(actor.organisation_id) as session:
        return enter_absence(session, actor, absence, base_url=base_url, now=now)


def enter_absence(
    session: Session, actor: Actor, absence: records.Absence, *, base_url: str, now: dt.datetime
) -> AbsenceReport:
    """``report_absence`` within a transaction that does more."""
    actor.require_self_or_lead(absence.volunteer)
    absence = checked("absences", absence)
    row_by_key(session, Volunteer, absence.volunteer, lock=True)
    return _report(session, actor, absence, base_url=base_url, now=now)


def _report(
    session: Session, actor: Actor, absence: records.Absence, *, base_url: str, now: dt.datetime
) -> AbsenceReport:
    owner = row_by_key(session, Volunteer, absence.volunteer)
    row, is_new = stored_absence(session, absence)
    timezone = session.scalars(select(Organisation.timezone)).one()
    near = (absence.from_day - dt.timedelta(days=1), absence.until_day + dt.timedelta(days=1))
    missed = [
        duty
        for duty in current_duties(
            session, PublishedDuty.volunteer == absence.volunteer, PublishedDuty.on_day.between(*near)
        )
        if still_to_come(duty, timezone, now) and falls_into(duty, absence, timezone)
    ]
    fresh = [duty for duty in missed if _mark(session, actor, duty, row.id, now)]
    session.flush()
    if fresh:
        tell_leads(session, actor, base_url=base_url, now=now)
    if is_new or fresh:
        changed = ["absences", "duty_answer"] if fresh else ["absences"]
        action = "add_absence" if actor.volunteer == absence.volunteer else "add_absence_for_somebody"
        record(session, actor, action, f"volunteer/{owner.id}", fields=changed, now=now)
    return AbsenceReport(row.id, tuple(duty.session for duty in missed), is_new)


def stored_absence(session: Session, absence: records.Absence) -> tuple[Absence, bool]:
    """The absence's row, and whether it was just made."""
    rows = list(session.scalars(select(Absence).where(Absence.volunteer == absence.volunteer)))
    for row in rows:
        if record_of(row, records.Absence) == absence:
            return row, False
    if len(rows) >= MOST_ABSENCES:
        raise Invalid(TOO_MANY, most=MOST_ABSENCES)
    row = Absence(**values_of(absence))
    session.add(row)
    session.flush()
    return row, True


def _mark(session: Session, actor: Actor, duty: PublishedDuty, absence_id: int, now: dt.datetime) -> bool:
    """Note that the holder of a duty cannot come; False where that was noted already."""
    known = _answer(session, duty.volunteer, duty.session)
    if known is None:
        session.add(_answer_row(duty, Answer.CANNOT_COME, absence_id, actor, now))
        return True
    if known.answer is Answer.CANNOT_COME:
        return False
    known.answer, known.absence_id = Answer.CANNOT_COME, absence_id
    known.answered_at, known.answered_by, known.role = now, actor.account_id, duty.role
    return True


def _answer_row(
    duty: PublishedDuty, answer: Answer, absence_id: int | None, actor: Actor, now: dt.datetime
) -> DutyAnswer:
    return DutyAnswer(
        week=week_of(duty.on_day),
        session=duty.session,
        role=duty.role,
        volunteer=duty.volunteer,
        answer=answer,
        absence_id=absence_id,
        answered_at=now,
        answered_by=actor.account_id,
    )


def _own_duty(session: Session, volunteer: str, session_key: str, now: dt.datetime) -> PublishedDuty:
    week_of_session(session_key)
    found = duties_of(session, volunteer, [session_key])
    if not found:
        raise NotFound()
    if not still_to_come(found[0], session.scalars(select(Organisation.timezone)).one(), now):
        raise Conflict(OVER)
    return found[0]


def duties_of(session: Session, volunteer: str, sessions: Sequence[str]) -> Sequence[PublishedDuty]:
    return current_duties(session, PublishedDuty.volunteer == volunteer, PublishedDuty.session.in_(sessions))


def _answer(session: Session, volunteer: str, session_key: str) -> DutyAnswer | None:
    query = select(DutyAnswer).where(DutyAnswer.volunteer == volunteer, DutyAnswer.session == session_key)
    return session.scalars(query).one_or_none()


def hours_of(duty: PublishedDuty) -> records.Absence:
    """The absence that covers a duty and nothing else; the whole day where its end is not known."""
    if duty.starts_at is None or duty.ends_at is None:
        return records.Absence(volunteer=duty.volunteer, from_day=duty.on_day, until_day=duty.on_day)
    minutes = (duty.ends_at - begins(duty, "UTC")) // dt.timedelta(minutes=1)
    return records.Absence(
        volunteer=duty.volunteer,
        from_day=duty.on_day,
        until_day=duty.on_day,
        start_minute=duty.start_minute,
        end_minute=duty.start_minute + minutes,
    )
