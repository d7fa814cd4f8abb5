"""When volunteers can come: weekly windows edited as one sheet, and dated extra times.

Volunteers do this for themselves, leads and admins on anybody's behalf; who it was stays visible. Absences are in
roster.actions.duty_answers, because published duties may depend on them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster import records
from roster.actions.audit import record
from roster.actions.edits import row_by_key, values_of
from roster.actions.record_checks import checked
from roster.actions.trails import Trail
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict, Invalid, NotFound
from roster.models.people import Availability, AvailabilitySheet, ExtraTime, Volunteer
from roster.models.school_records import record_of
from roster.words import Sentence

MOST_WINDOWS = 200
MOST_EXTRA_TIMES = 500

TOO_MANY = Sentence(
    de="Mehr als {most} Einträge sind hier nicht möglich. Bitte alte oder doppelte entfernen.",
    en="More than {most} entries are not possible here. Please remove old or double ones.",
)
SOMEBODY_ELSES = Sentence(
    de="Die Zeitfenster gehören zu einer anderen Person.", en="The windows belong to another person."
)


@dataclass(frozen=True, slots=True)
class SavedWindows:
    """What saving came to: the version that the next form starts from, and, where windows were taken out, the name to
    undo it by (roster.actions.undo)."""

    version: int
    undo: str | None


def save_availability(
    store: Store,
    actor: Actor,
    volunteer: str,
    windows: Iterable[records.Availability],
    *,
    version: int,
    now: dt.datetime,
) -> SavedWindows:
    """Replace a volunteer's weekly windows by those of a form that was opened at ``version``.

    An empty form means: not available at all. Saving also confirms. Raises Conflict where somebody saved meanwhile:
    nothing is lost, ``yours`` holds the windows of this form and ``stored`` those in the database. Invalid for
    windows that do not fit.
    """
    actor.require_self_or_lead(volunteer)
    wanted = _checked_windows(volunteer, windows)
    with store.writing(actor.organisation_id) as session:
        owner = row_by_key(session, Volunteer, volunteer, lock=True)
        sheet = _sheet(session, volunteer)
        rows = session.scalars(select(Availability).where(Availability.volunteer == volunteer)).all()
        stored = _in_order(record_of(row, records.Availability) for row in rows)
        if sheet.edits != version:
            raise Conflict(yours=wanted, stored=stored)
        trail = Trail(session, actor, AccountRole.VOLUNTEER if actor.volunteer == volunteer else AccountRole.LEAD)
        if wanted != stored:
            trail.touch(sheet, "edits")
            trail.replace(rows, [Availability(**values_of(window)) for window in wanted])
        _note_confirmation(sheet, actor, now=now)
        record(session, actor, "save_availability", f"volunteer/{owner.id}", fields=["availability"], now=now)
        taken_out = set(stored) - set(wanted)
        return SavedWindows(sheet.edits, trail.keep(f"volunteer/{owner.id}", now=now) if taken_out else None)


def confirm_availability(store: Store, actor: Actor, volunteer: str, *, now: dt.datetime) -> None:
    """Note that the weekly windows are still right today: "nothing changed"."""
    actor.require_self_or_lead(volunteer)
    with store.writing(actor.organisation_id) as session:
        owner = row_by_key(session, Volunteer, volunteer, lock=True)
        _note_confirmation(_sheet(session, volunteer), actor, now=now)
        record(session, actor, "confirm_availability", f"volunteer/{owner.id}", fields=["confirmed_at"], now=now)


def add_extra_time(store: Store, actor: Actor, extra: records.ExtraTime, *, now: dt.datetime) -> int:
    """Note a dated window beyond the weekly ones. Gives the entry's number; the same again changes nothing."""
    actor.require_self_or_lead(extra.volunteer)
    extra = checked("extra_times", extra)
    with store.writing(actor.organisation_id) as session:
        owner = row_by_key(session, Volunteer, extra.volunteer, lock=True)
        rows = list(session.scalars(select(ExtraTime).where(ExtraTime.volunteer == extra.volunteer)))
        for known in rows:
            if record_of(known, records.ExtraTime) == extra:
                return known.id
        if len(rows) >= MOST_EXTRA_TIMES:
            raise Invalid(TOO_MANY, most=MOST_EXTRA_TIMES)
        row = ExtraTime(**values_of(extra))
        session.add(row)
        session.flush()
        record(session, actor, "add_extra_time", f"volunteer/{owner.id}", fields=["extra_times"], now=now)
        return row.id


def remove_extra_time(
    store: Store, actor: Actor, volunteer: str, number: int, *, now: dt.datetime
) -> records.ExtraTime:
    """Take an extra time back; gives it as it was, so that it can be noted again."""
    actor.require_self_or_lead(volunteer)
    with store.writing(actor.organisation_id) as session:
        owner = row_by_key(session, Volunteer, volunteer, lock=True)
        row = session.scalar(select(ExtraTime).where(ExtraTime.id == number, ExtraTime.volunteer == volunteer))
        if row is None:
            raise NotFound()
        session.delete(row)
        record(session, actor, "remove_extra_time", f"volunteer/{owner.id}", fields=["extra_times"], now=now)
        return record_of(row, records.ExtraTime)


def _checked_windows(volunteer: str, windows: Iterable[records.Availability]) -> tuple[records.Availability, ...]:
    given = list(windows)
    if len(given) > MOST_WINDOWS:
        raise Invalid(TOO_MANY, most=MOST_WINDOWS)
    if any(window.volunteer != volunteer for window in given):
        raise Invalid(SOMEBODY_ELSES)
    return _in_order({checked("availability", window) for window in given})


def _in_order(windows: Iterable[records.Availability]) -> tuple[records.Availability, ...]:
    def place(window: records.Availability) -> tuple[int, int, int, str, str, int]:
        dates = str(window.valid_from or ""), str(window.valid_until or "")
        return (window.weekday, window.start_minute, window.end_minute, *dates, window.willingness)

    return tuple(sorted(windows, key=place))


def _sheet(session: Session, volunteer: str) -> AvailabilitySheet:
    sheet = session.scalar(select(AvailabilitySheet).where(AvailabilitySheet.volunteer == volunteer))
    if sheet is None:
        sheet = AvailabilitySheet(volunteer=volunteer, edits=0, on_behalf=False)
        session.add(sheet)
        session.flush()
    return sheet


def _note_confirmation(sheet: AvailabilitySheet, actor: Actor, *, now: dt.datetime) -> None:
    sheet.confirmed_at = now
    sheet.confirmed_by = actor.account_id
    sheet.on_behalf = actor.volunteer != sheet.volunteer
