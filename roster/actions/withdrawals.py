"""Taking an absence back: what is still to come is lifted, what has begun stays as it was.

Whoever was away when a duty began was not there, whatever becomes of the absence: the proof of hours is made from it.
So for such a duty an absence of just its hours takes the place of the longer one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster import records
from roster.actions.audit import record
from roster.actions.duty_answers import duties_of, hours_of, stored_absence
from roster.actions.edits import row_by_key
from roster.actions.news_for_leads import AFTER_ALL, tell_leads, tell_leads_at_once, was_told
from roster.actor import Actor
from roster.database import Store
from roster.errors import Conflict, NotFound
from roster.models.duty_answers import DutyAnswer
from roster.models.organisations import Organisation
from roster.models.people import Absence, Volunteer
from roster.models.rosters import PublishedDuty
from roster.models.school_records import record_of
from roster.weeks.duty_answers import falls_into, still_to_come
from roster.words import Sentence

FOLLOWED = Sentence(
    de="Für diese Absage wurde schon umgeplant, sie lässt sich hier nicht mehr zurücknehmen. "
    "Bitte wenden Sie sich an die Leitung.",
    en="The roster was changed because of this already, so it cannot be taken back here. Please ask a lead.",
)
BEGUN = Sentence(
    de="Dieser Termin hat schon begonnen, deshalb bleibt die Abwesenheit dafür vermerkt. Alles Weitere bitte mit der "
    "Schule besprechen.",
    en="This session has begun already, so the absence from it stays noted. Please talk to the school about anything "
    "else.",
)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What taking an absence back came to: the absence as it was, and the sessions for which it counts still.

    Those had begun before. ``is_gone`` is false where the absence was for nothing else: then it stays as it is.
    """

    absence: records.Absence
    missed: tuple[str, ...]
    is_gone: bool = True


def withdraw_absence(
    store: Store, actor: Actor, volunteer: str, number: int, *, base_url: str = "", now: dt.datetime
) -> Withdrawal:
    """Take an absence back, whatever followed from it: duties that somebody else has by now do not come back.

    It still counts for duties that have begun. Gives the absence as it was, so that it can be noted again. Raises
    Conflict where it was for nothing but a duty that has begun.
    """
    with store.writing(actor.organisation_id) as session:
        return _or_begun(take_absence_out(session, actor, volunteer, number, base_url=base_url, now=now))


def take_back_absence(
    store: Store, actor: Actor, volunteer: str, number: int, *, base_url: str = "", now: dt.datetime
) -> Withdrawal:
    """Undo an absence as long as nothing followed from it. Raises Conflict where one of the duties is gone by now.

    Otherwise as ``withdraw_absence``.
    """
    with store.writing(actor.organisation_id) as session:
        done = take_absence_out(
            session, actor, volunteer, number, only_if_nothing_followed=True, base_url=base_url, now=now
        )
        return _or_begun(done)


def take_absence_out(
    session: Session,
    actor: Actor,
    volunteer: str,
    number: int,
    *,
    only_if_nothing_followed: bool = False,
    base_url: str,
    now: dt.datetime,
) -> Withdrawal:
    """``withdraw_absence`` within a transaction that does more; an absence that has to stay is no error here."""
    actor.require_self_or_lead(volunteer)
    owner = row_by_key(session, Volunteer, volunteer, lock=True)
    row = session.scalar(select(Absence).where(Absence.id == number, Absence.volunteer == volunteer))
    if row is None:
        raise NotFound()
    timezone = session.scalars(select(Organisation.timezone)).one()
    answers = session.scalars(select(DutyAnswer).where(DutyAnswer.absence_id == number)).all()
    standing = {duty.session: duty for duty in duties_of(session, volunteer, [one.session for one in answers])}
    if only_if_nothing_followed and any(one.session not in standing for one in answers):
        raise Conflict(FOLLOWED)
    absence = record_of(row, records.Absence)
    own = [one for one in answers if not _away_all_the_same(session, one, number, standing, timezone)]
    begun = [duty for duty in standing.values() if not still_to_come(duty, timezone, now)]
    missed = {duty.session: hours_missed(duty) for duty in begun if any(one.session == duty.session for one in own)}
    if absence in missed.values():
        return Withdrawal(absence, tuple(missed), is_gone=False)
    lifted = _without(session, own, missed)
    back = [(one.session, one.role, volunteer) for one in lifted if one.session in standing and was_told(session, one)]
    for one in lifted:
        session.delete(one)
    session.flush()
    session.delete(row)
    session.flush()
    tell_leads(session, actor, base_url=base_url, now=now)
    tell_leads_at_once(session, actor, AFTER_ALL, back, base_url=base_url, now=now)
    record(session, actor, "remove_absence", f"volunteer/{owner.id}", fields=["absences"], now=now)
    return Withdrawal(absence, tuple(missed))


def _or_begun(done: Withdrawal) -> Withdrawal:
    """The same, or Conflict where nothing could be taken back."""
    if not done.is_gone:
        raise Conflict(BEGUN)
    return done


def hours_missed(duty: PublishedDuty) -> records.Absence:
    """The absence that covers a duty and nothing else; just its first minute where the end is not known."""
    if duty.ends_at is not None:
        return hours_of(duty)
    minutes = {"start_minute": duty.start_minute, "end_minute": duty.start_minute + 1}
    return records.Absence(volunteer=duty.volunteer, from_day=duty.on_day, until_day=duty.on_day, **minutes)


def _without(
    session: Session, answers: Sequence[DutyAnswer], missed: Mapping[str, records.Absence]
) -> list[DutyAnswer]:
    """Let the answers to missed sessions hang on an absence for just their hours; gives the others."""
    for one in answers:
        if one.session in missed:
            row, _is_new = stored_absence(session, missed[one.session])
            one.absence_id = row.id
    return [one for one in answers if one.session not in missed]


def _away_all_the_same(
    session: Session, answer: DutyAnswer, without: int, standing: Mapping[str, PublishedDuty], timezone: str
) -> bool:
    """Let an answer hang on another absence that covers the same duty; whether there is one."""
    duty = standing.get(answer.session)
    if duty is None:
        return False
    for other in session.scalars(select(Absence).where(Absence.volunteer == answer.volunteer, Absence.id != without)):
        if falls_into(duty, record_of(other, records.Absence), timezone):
            answer.absence_id = other.id
            return True
    return False
