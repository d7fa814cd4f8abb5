"""The page of secret calendar addresses: which there are, and which one may make."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actions.feeds import uses
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.courses import Course
from roster.models.feeds import Feed, FeedKind
from roster.models.organisations import Site
from roster.models.people import Volunteer
from roster.words import Sentence

MINE = Sentence(de="Meine Einsätze", en="My duties")
DUTIES_OF = Sentence(de="Einsätze von {name}", en="Duties of {name}")
COURSE = Sentence(de="Kurs {name}", en="Course {name}")
SITE = Sentence(de="Standort {name}", en="Site {name}")
EVERYTHING = Sentence(de="Alle Termine der Organisation", en="All sessions of the organisation")


@dataclass(frozen=True, slots=True)
class FeedLine:
    """A living address; its token is not known any more."""

    feed_id: int
    kind: FeedKind
    subject: str
    title: str
    created_at: dt.datetime
    mine: bool  # made by the actor's own account
    renewable: bool  # the actor uses it, so a new address is theirs to have


@dataclass(frozen=True, slots=True)
class FeedChoice:
    """A calendar for which the actor may make an address."""

    kind: FeedKind
    subject: str
    title: str


@dataclass(frozen=True, slots=True)
class FeedsPage:
    """Living addresses that the actor may switch off, and calendars to make one for: none while only looking in."""

    feeds: tuple[FeedLine, ...]
    choices: tuple[FeedChoice, ...]


def feeds_page(store: Store, actor: Actor) -> FeedsPage:
    """A volunteer's own calendar; for leads also those of courses, sites and everything, and everybody's addresses."""
    with store.reading(actor.organisation_id) as session:
        titles = _titles(session, actor)
        living = session.scalars(select(Feed).where(Feed.revoked_at.is_(None)).order_by(Feed.created_at, Feed.id))
        lines = [
            FeedLine(
                feed.id,
                feed.kind,
                feed.subject,
                titles.get((feed.kind, feed.subject), feed.subject),
                feed.created_at,
                feed.created_by == actor.account_id,
                actor.visit_until is None and uses(actor, feed),
            )
            for feed in living
            if actor.may(AccountRole.LEAD) or (feed.kind is FeedKind.VOLUNTEER and feed.subject == actor.volunteer)
        ]
    choices = [
        FeedChoice(kind, subject, title)
        for (kind, subject), title in titles.items()
        if actor.visit_until is None and (kind is not FeedKind.VOLUNTEER or subject == actor.volunteer)
    ]
    return FeedsPage(tuple(lines), tuple(choices))


def _titles(session: Session, actor: Actor) -> dict[tuple[FeedKind, str], str]:
    """What the calendars are called that the actor may see: their own first."""
    language = actor.language
    titles: dict[tuple[FeedKind, str], str] = {}
    if actor.volunteer is not None:
        titles[FeedKind.VOLUNTEER, actor.volunteer] = MINE.text(language)
    if not actor.may(AccountRole.LEAD):
        return titles
    titles[FeedKind.LEAD, ""] = EVERYTHING.text(language)
    for key, name in session.execute(select(Course.key, Course.name).order_by(Course.name)):
        titles[FeedKind.COURSE, key] = COURSE.text(language, name=name)
    for key, name in session.execute(select(Site.key, Site.name).order_by(Site.name)):
        titles[FeedKind.SITE, key] = SITE.text(language, name=name)
    people = select(Volunteer.key, Volunteer.first_name, Volunteer.last_name)
    for key, first, last in session.execute(people):
        titles.setdefault((FeedKind.VOLUNTEER, key), DUTIES_OF.text(language, name=f"{first} {last}".strip()))
    return titles
