"""Secret calendar addresses: make one, change it, take it back; and the calendar behind one.

Calendar programs cannot sign in, so the address itself is the key (that is why it is long, kept as a hash only, easily
changed, and opens very little). Whatever is wrong with an address, the answer is one and the same NotFound.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actions.audit import record
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Forbidden, NotFound
from roster.models.courses import Course
from roster.models.feeds import Feed, FeedKind
from roster.models.organisations import Organisation, Site
from roster.models.people import Volunteer
from roster.tokens import FEED, new_token, token_hash


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A fresh address. The token is known now and never again: only its hash is stored."""

    feed_id: int
    token: str


def create_feed(store: Store, actor: Actor, kind: FeedKind, subject: str, *, now: dt.datetime) -> NewFeed:
    """Make a secret address for a calendar; an earlier one of the same person for it stops working.

    ``subject`` is the key of the volunteer, course or site, and empty for the lead's calendar of all sessions.
    Volunteers may have their own calendar only. Raises Forbidden, and NotFound where the subject does not exist.
    """
    _require_allowed(actor, kind, subject)
    with store.writing(actor.organisation_id) as session:
        language = _language(session, kind, subject)
        living = select(Feed).where(
            Feed.kind == kind,
            Feed.subject == subject,
            Feed.created_by == actor.account_id,
            Feed.revoked_at.is_(None),
        )
        for old in session.scalars(living):
            old.revoked_at = now
        session.flush()
        made = _new_feed(session, kind, subject, language, actor.account_id, now)
        record(session, actor, "create_feed", f"feed/{made.feed_id}", fields=("token_hash",), now=now)
        return made


def rotate_feed(store: Store, actor: Actor, feed_id: int, *, now: dt.datetime) -> NewFeed:
    """Replace an address by a new one; the old one stops working at once. Raises NotFound, Forbidden."""
    with store.writing(actor.organisation_id) as session:
        old = _living_feed(session, actor, feed_id)
        old.revoked_at = now
        session.flush()
        made = _new_feed(session, old.kind, old.subject, old.language, old.created_by, now)
        record(session, actor, "rotate_feed", f"feed/{made.feed_id}", fields=("token_hash",), now=now)
        return made


def revoke_feed(store: Store, actor: Actor, feed_id: int, *, now: dt.datetime) -> None:
    """Take an address back for good. Raises NotFound, Forbidden."""
    with store.writing(actor.organisation_id) as session:
        _living_feed(session, actor, feed_id).revoked_at = now
        record(session, actor, "revoke_feed", f"feed/{feed_id}", fields=("revoked_at",), now=now)


def _require_allowed(actor: Actor, kind: FeedKind, subject: str) -> None:
    if kind is FeedKind.VOLUNTEER:
        actor.require_self_or_lead(subject)
    else:
        actor.require(AccountRole.LEAD)


def _living_feed(session: Session, actor: Actor, feed_id: int) -> Feed:
    """A feed that the actor may change. Somebody else's is as unknown as one that does not exist."""
    feed = session.get(Feed, feed_id)
    if feed is None or feed.revoked_at is not None:
        raise NotFound()
    try:
        _require_allowed(actor, feed.kind, feed.subject)
    except Forbidden as error:
        raise NotFound() from error
    return feed


def _new_feed(
    session: Session, kind: FeedKind, subject: str, language: str, account_id: int, now: dt.datetime
) -> NewFeed:
    token = new_token(FEED)
    feed = Feed(
        kind=kind,
        subject=subject,
        language=language,
        token_hash=token_hash(token),
        created_at=now,
        created_by=account_id,
    )
    session.add(feed)
    session.flush()
    return NewFeed(feed.id, token)


def _language(session: Session, kind: FeedKind, subject: str) -> str:
    """The calendar's language: the volunteer's, else the organisation's. Raises NotFound for an unknown subject."""
    if kind is FeedKind.VOLUNTEER:
        language = session.scalars(select(Volunteer.language).where(Volunteer.key == subject)).one_or_none()
        if language is None:
            raise NotFound()
        return language
    known = {
        FeedKind.COURSE: select(Course.id).where(Course.key == subject),
        FeedKind.SITE: select(Site.id).where(Site.key == subject),
    }
    if kind in known and session.scalars(known[kind]).one_or_none() is None:
        raise NotFound()
    if kind is FeedKind.LEAD and subject:
        raise NotFound()
    return session.scalars(select(Organisation.language)).one()
