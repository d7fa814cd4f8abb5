"""A volunteer's own published duties, as they need them on the way out of the door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from roster.actor import Actor
from roster.calendar.clock import local_day, wall_clock, zone
from roster.calendar.weeks import week_of, weeks_later
from roster.database import Store
from roster.errors import NotFound
from roster.models.duty_answers import Answer, DutyAnswer
from roster.models.feeds import FeedEntry
from roster.models.organisations import Organisation
from roster.models.people import Volunteer
from roster.weeks.duty_answers import Answers, answers_in
from roster.weeks.feed_names import read_names
from roster.weeks.feed_words import FeedNames, level_name

TOLD_FOR = dt.timedelta(days=7)  # how long a page says that something changed


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty. Times are wall-clock texts; ``colleagues`` are first names of those who sit there too.

    ``latitude`` and ``longitude`` are the site's, None where not known. ``answer`` is what the volunteer said about it,
    None = nothing yet. ``absence_id`` is the absence that says "cannot come". ``changed_at`` is when what was told
    about the duty last changed, if that was lately and after it was first told.
    """

    session: str
    course_name: str
    level: str
    role_name: str
    site_name: str
    address: str
    entry_hint: str
    room: str
    starts: str
    ends: str
    past: bool
    colleagues: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    answer: Answer | None
    absence_id: int | None
    changed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class DroppedDuty:
    """A coming duty that is no longer theirs, told for some days."""

    on_day: dt.date
    starts: str
    course_name: str
    role_name: str
    dropped_at: dt.datetime


@dataclass(frozen=True, slots=True)
class MyDay:
    """A day with duties, by start."""

    on_day: dt.date
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class MyWeek:
    """A volunteer's duties over some weeks. Without any, ``days`` is empty.

    ``later`` is the first week beyond these with a duty, None = there is none. ``dropped`` are duties lost lately.
    """

    volunteer: str
    person_name: str
    first_week: str
    weeks: int
    days: tuple[MyDay, ...]
    minutes: int
    sessions: int
    later: str | None
    dropped: tuple[DroppedDuty, ...]


def my_week(
    store: Store,
    actor: Actor,
    *,
    first_week: str | None = None,
    weeks: int = 4,
    volunteer: str | None = None,
    now: dt.datetime,
) -> MyWeek:
    """Published duties from a week on, by default from this one; volunteers see their own, leads anybody's.

    Nothing of a draft is seen here. Raises Forbidden, and NotFound for an unknown volunteer or an actor who is none.
    """
    person = volunteer or actor.volunteer
    if person is None:
        raise NotFound()
    actor.require_self_or_lead(person)
    with store.reading(actor.organisation_id) as session:
        timezone = session.scalars(select(Organisation.timezone)).one()
        who = session.execute(select(Volunteer.first_name, Volunteer.last_name).where(Volunteer.key == person)).first()
        if who is None:
            raise NotFound()
        week = first_week or week_of(local_day(now, timezone))
        own = _own(session, person, week, weeks)
        names = read_names(session)
        answers = answers_in(session, {entry.week for entry in own})
        people = _people_there(session, own)
        duties = [(_on_day(entry, timezone), _duty(entry, people, answers, names, timezone, now)) for entry in own]
        later = session.scalar(_own_entries(person).where(FeedEntry.week > weeks_later(week, weeks - 1)).limit(1))
        dropped = _dropped(session, person, names, timezone, now)
    days = {day: tuple(duty for on_day, duty in duties if on_day == day) for day in dict.fromkeys(d for d, _ in duties)}
    return MyWeek(
        volunteer=person,
        person_name=f"{who.first_name} {who.last_name}".strip(),
        first_week=week,
        weeks=weeks,
        days=tuple(MyDay(day, those) for day, those in days.items()),
        minutes=sum((entry.ends_at - entry.starts_at) // dt.timedelta(minutes=1) for entry in own),
        sessions=len(own),
        later=None if later is None else later.week,
        dropped=dropped,
    )


def _own_entries(person: str) -> Select[FeedEntry]:
    living = select(FeedEntry).where(FeedEntry.volunteer == person, FeedEntry.cancelled_at.is_(None))
    return living.order_by(FeedEntry.starts_at, FeedEntry.session)


def _own(session: Session, person: str, first_week: str, weeks: int) -> Sequence[FeedEntry]:
    shown = [weeks_later(first_week, number) for number in range(weeks)]
    return session.scalars(_own_entries(person).where(FeedEntry.week.in_(shown))).all()


def _people_there(session: Session, own: Sequence[FeedEntry]) -> Mapping[str, Sequence[str]]:
    """Who has a duty in the same sessions, by session, in one query."""
    query = select(FeedEntry.session, FeedEntry.volunteer).where(
        FeedEntry.session.in_([entry.session for entry in own]),
        FeedEntry.volunteer != "",
        FeedEntry.cancelled_at.is_(None),
    )
    there: dict[str, list[str]] = {}
    for key, volunteer in session.execute(query):
        there.setdefault(key, []).append(volunteer)
    return there


def _dropped(
    session: Session, person: str, names: FeedNames, timezone: str, now: dt.datetime
) -> tuple[DroppedDuty, ...]:
    query = (
        select(FeedEntry)
        .where(FeedEntry.volunteer == person, FeedEntry.cancelled_at > now - TOLD_FOR, FeedEntry.starts_at > now)
        .order_by(FeedEntry.starts_at)
    )
    return tuple(
        DroppedDuty(
            on_day=_on_day(entry, timezone),
            starts=_clock(entry.starts_at, timezone),
            course_name=names.course(entry.course),
            role_name=names.role(entry.role),
            dropped_at=entry.cancelled_at,
        )
        for entry in session.scalars(query)
        if entry.cancelled_at is not None
    )


def _duty(
    entry: FeedEntry,
    people: Mapping[str, Sequence[str]],
    answers: Answers,
    names: FeedNames,
    timezone: str,
    now: dt.datetime,
) -> Duty:
    course, site = names.courses.get(entry.course), names.sites.get(entry.site)
    others = [one for one in people.get(entry.session, ()) if one != entry.volunteer]
    answer = answers.get((entry.session, entry.volunteer))
    past = entry.starts_at <= now
    return Duty(
        session=entry.session,
        course_name=names.course(entry.course),
        level="" if course is None or course.level is None else level_name(course.level.name),
        role_name=names.role(entry.role),
        site_name=entry.site if site is None else site.name,
        address="" if site is None else site.address,
        entry_hint="" if site is None else site.entry_hint,
        room=names.room(entry.room),
        starts=_clock(entry.starts_at, timezone),
        ends=_clock(entry.ends_at, timezone),
        past=past,
        colleagues=tuple(sorted(name for other in others if (name := names.first_name(other)))),
        latitude=None if site is None else site.latitude,
        longitude=None if site is None else site.longitude,
        answer=None if answer is None else answer.answer,
        absence_id=None if answer is None else answer.absence_id,
        changed_at=entry.changed_at if _changed_lately(entry, answer, now) and not past else None,
    )


def _changed_lately(entry: FeedEntry, answer: DutyAnswer | None, now: dt.datetime) -> bool:
    """Whether what was told changed in the last days, and after the volunteer last answered."""
    since = now - TOLD_FOR if answer is None else max(answer.answered_at, now - TOLD_FOR)
    return entry.sequence > 0 and entry.changed_at > since


def _clock(at: dt.datetime, timezone: str) -> str:
    local = at.astimezone(zone(timezone))
    return wall_clock(60 * local.hour + local.minute)


def _on_day(entry: FeedEntry, timezone: str) -> dt.date:
    return entry.starts_at.astimezone(zone(timezone)).date()
