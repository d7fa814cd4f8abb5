"""A volunteer's own published duties, as they need them on the way out of the door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actor import Actor
from roster.calendar.clock import local_day, wall_clock, zone
from roster.calendar.weeks import week_of, weeks_later
from roster.database import Store
from roster.errors import NotFound
from roster.models.feeds import FeedEntry
from roster.models.organisations import Organisation
from roster.models.people import Volunteer
from roster.weeks.feed_names import read_names
from roster.weeks.feed_words import FeedNames, level_name


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty. Times are wall-clock texts; ``colleagues`` are first names of those who sit there too."""

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


@dataclass(frozen=True, slots=True)
class MyDay:
    """A day with duties, by start."""

    on_day: dt.date
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class MyWeek:
    """A volunteer's duties over some weeks. Without any, ``days`` is empty."""

    volunteer: str
    person_name: str
    first_week: str
    weeks: int
    days: tuple[MyDay, ...]
    minutes: int
    sessions: int


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
        duties = [(_on_day(entry, timezone), _duty(session, entry, names, timezone, now)) for entry in own]
    days = {day: tuple(duty for on_day, duty in duties if on_day == day) for day in dict.fromkeys(d for d, _ in duties)}
    return MyWeek(
        volunteer=person,
        person_name=f"{who.first_name} {who.last_name}".strip(),
        first_week=week,
        weeks=weeks,
        days=tuple(MyDay(day, those) for day, those in days.items()),
        minutes=sum((entry.ends_at - entry.starts_at) // dt.timedelta(minutes=1) for entry in own),
        sessions=len(own),
    )


def _own(session: Session, person: str, first_week: str, weeks: int) -> Sequence[FeedEntry]:
    query = (
        select(FeedEntry)
        .where(
            FeedEntry.volunteer == person,
            FeedEntry.week.in_([weeks_later(first_week, number) for number in range(weeks)]),
            FeedEntry.cancelled_at.is_(None),
        )
        .order_by(FeedEntry.starts_at, FeedEntry.session)
    )
    return session.scalars(query).all()


def _duty(session: Session, entry: FeedEntry, names: FeedNames, timezone: str, now: dt.datetime) -> Duty:
    others = session.scalars(
        select(FeedEntry.volunteer).where(
            FeedEntry.session == entry.session,
            FeedEntry.volunteer.not_in(("", entry.volunteer)),
            FeedEntry.cancelled_at.is_(None),
        )
    )
    course, site = names.courses.get(entry.course), names.sites.get(entry.site)
    starts, ends = (at.astimezone(zone(timezone)) for at in (entry.starts_at, entry.ends_at))
    return Duty(
        session=entry.session,
        course_name=names.course(entry.course),
        level="" if course is None or course.level is None else level_name(course.level.name),
        role_name=names.role(entry.role),
        site_name=entry.site if site is None else site.name,
        address="" if site is None else site.address,
        entry_hint="" if site is None else site.entry_hint,
        room=names.room(entry.room),
        starts=wall_clock(60 * starts.hour + starts.minute),
        ends=wall_clock(60 * ends.hour + ends.minute),
        past=entry.starts_at <= now,
        colleagues=tuple(sorted(name for other in others if (name := names.first_name(other)))),
    )


def _on_day(entry: FeedEntry, timezone: str) -> dt.date:
    return entry.starts_at.astimezone(zone(timezone)).date()
