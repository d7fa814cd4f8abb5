"""The calendar behind a secret address, as bytes.

A calendar program asks again and again and mostly nothing is new. So the bytes are kept in memory by the organisation's
feed revision, which grows with each publishing. They are made anew after some minutes all the same, so that a name or
an address that was taken out does not linger; equal content gives equal bytes and the same ETag on every machine.
Whether the address still opens anything is looked up at every single request.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from roster.actor import COMMAND_LINE_ACCOUNT, AccountRole
from roster.calendar.feed import FeedEvent, etag, feed
from roster.database import Store
from roster.errors import NotFound
from roster.models.accounts import Account, Membership
from roster.models.feeds import Feed, FeedEntry, FeedKind, FeedState
from roster.models.organisations import Organisation
from roster.models.people import Volunteer
from roster.records import Standing
from roster.tokens import FEED, token_hash
from roster.weeks.feed_names import read_names
from roster.weeks.feed_words import FeedNames, duty_words, session_words
from roster.words import Sentence

DAYS_BACK, DAYS_AHEAD = 28, 84  # a leaked address tells little
KEPT_MINUTES = 10
KEPT_FEEDS = 2_000
TOKEN_LENGTH = len(FEED) + 1 + 43

TITLES = {
    FeedKind.VOLUNTEER: Sentence(de="{organisation}: meine Einsätze", en="{organisation}: my duties"),
    FeedKind.COURSE: Sentence(de="{organisation}: {subject}", en="{organisation}: {subject}"),
    FeedKind.SITE: Sentence(de="{organisation}: {subject}", en="{organisation}: {subject}"),
    FeedKind.LEAD: Sentence(de="{organisation}: alle Termine", en="{organisation}: all sessions"),
}


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """A calendar file; ``last_modified`` is when anything in it last changed."""

    content: bytes
    etag: str
    last_modified: dt.datetime


@dataclass(frozen=True, slots=True)
class _Opened:
    """What an address opens, at one revision."""

    feed_id: int
    organisation_id: int
    kind: FeedKind
    subject: str
    language: str
    created_at: dt.datetime
    revision: int


class Shelf:
    """Calendars of one process, kept in memory; the least recently asked for go first."""

    def __init__(self, most: int = KEPT_FEEDS) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[object, ...], FeedAnswer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[object, ...]) -> FeedAnswer | None:
        """What was put there under exactly this key."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: tuple[object, ...], answer: FeedAnswer) -> None:
        """Keep a calendar."""
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


_SHELF = Shelf()


def feed_bytes(store: Store, token: str, *, now: dt.datetime, shelf: Shelf = _SHELF) -> FeedAnswer:
    """The calendar behind a token. Raises NotFound, the same for unknown, malformed, revoked and no longer allowed."""
    opened = _opened(store, token)
    slot = int(now.timestamp()) // (60 * KEPT_MINUTES)
    key = (store.engine.url, opened, slot)
    answer = shelf.get(key)
    if answer is None:
        answer = _rendered(store, opened, now)
        shelf.put(key, answer)
    return answer


def _opened(store: Store, token: str) -> _Opened:
    """What a token opens just now. The hash is looked up whatever the token looks like: equal work, equal answers."""
    query = (
        select(Feed, FeedState.revision)
        .outerjoin(FeedState, FeedState.organisation_id == Feed.organisation_id)
        .where(Feed.token_hash == token_hash(token[: 2 * TOKEN_LENGTH]), Feed.revoked_at.is_(None))
    )
    with store.across() as session:
        found = session.execute(query).one_or_none()
        if found is None or len(token) != TOKEN_LENGTH or not _still_allowed(session, found.Feed):
            raise NotFound()
        it = found.Feed
        return _Opened(it.id, it.organisation_id, it.kind, it.subject, it.language, it.created_at, found.revision or 0)


def _still_allowed(session: Session, it: Feed) -> bool:
    """Whether the holder may still have the calendar: who left, lost the role or was locked out finds it gone.

    A volunteer's calendar is for the account that is this very volunteer, whatever other roles it has or had.
    """
    if it.kind is FeedKind.VOLUNTEER:
        left = select(Volunteer.standing).where(
            Volunteer.organisation_id == it.organisation_id, Volunteer.key == it.subject
        )
        if session.scalars(left).one_or_none() in (None, Standing.LEFT):
            return False
    if it.created_by == COMMAND_LINE_ACCOUNT:
        return True
    wanted: ColumnElement[bool]
    if it.kind is FeedKind.VOLUNTEER:
        wanted = (Membership.role == AccountRole.VOLUNTEER) & (Membership.volunteer == it.subject)
    else:
        wanted = Membership.role.in_({AccountRole.LEAD, AccountRole.ADMIN})
    allowed = (
        select(Membership.id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.account_id == it.created_by,
            Membership.organisation_id == it.organisation_id,
            wanted,
            Account.disabled_at.is_(None),
        )
    )
    return session.scalars(allowed.limit(1)).one_or_none() is not None


def _rendered(store: Store, opened: _Opened, now: dt.datetime) -> FeedAnswer:
    with store.reading(opened.organisation_id) as session:
        organisation = session.scalars(select(Organisation)).one()
        names = read_names(session)
        own = _entries(session, opened, now)
        duties = _duties_by_session(session, own)
    events = [_event(entry, duties.get(entry.session, ()), names, opened.language) for entry in own]
    title = TITLES[opened.kind].text(
        opened.language, organisation=organisation.name, subject=_subject_name(names, opened)
    )
    content = feed(title, events, opened.language, organisation.timezone)
    changed = max((entry.changed_at for entry in own), default=opened.created_at)
    return FeedAnswer(content, etag(content), changed)


def _entries(session: Session, opened: _Opened, now: dt.datetime) -> Sequence[FeedEntry]:
    of_feed: dict[FeedKind, ColumnElement[bool]] = {
        FeedKind.VOLUNTEER: FeedEntry.volunteer == opened.subject,
        FeedKind.COURSE: (FeedEntry.volunteer == "") & (FeedEntry.course == opened.subject),
        FeedKind.SITE: (FeedEntry.volunteer == "") & (FeedEntry.site == opened.subject),
        FeedKind.LEAD: FeedEntry.volunteer == "",
    }
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    query = (
        select(FeedEntry)
        .where(
            of_feed[opened.kind],
            FeedEntry.ends_at >= today - dt.timedelta(days=DAYS_BACK),
            FeedEntry.starts_at < today + dt.timedelta(days=DAYS_AHEAD),
            FeedEntry.cancelled_at.is_(None) | (FeedEntry.cancelled_at >= today - dt.timedelta(days=30)),
        )
        .order_by(FeedEntry.starts_at, FeedEntry.uid)
    )
    return session.scalars(query).all()


def _duties_by_session(session: Session, own: Sequence[FeedEntry]) -> dict[str, list[FeedEntry]]:
    """Who sits in those sessions, by session."""
    weeks = {entry.week for entry in own}
    query = select(FeedEntry).where(
        FeedEntry.week.in_(weeks), FeedEntry.volunteer != "", FeedEntry.cancelled_at.is_(None)
    )
    found: dict[str, list[FeedEntry]] = {}
    for duty in session.scalars(query):
        found.setdefault(duty.session, []).append(duty)
    return found


def _event(entry: FeedEntry, duties: Sequence[FeedEntry], names: FeedNames, language: str) -> FeedEvent:
    # A cancelled duty says nothing about who sits there now: that is not this person's business any more.
    others = [duty for duty in duties if duty.volunteer != entry.volunteer and entry.cancelled_at is None]
    told = duty_words if entry.volunteer else session_words
    words = told(entry, others, names, language)
    return FeedEvent(
        uid=entry.uid,
        sequence=entry.sequence,
        last_modified=entry.changed_at,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        summary=words.summary,
        location=words.location,
        description=words.description,
        cancelled=entry.cancelled_at is not None,
        blocks_time=bool(entry.volunteer),
    )


def _subject_name(names: FeedNames, opened: _Opened) -> str:
    if opened.kind is FeedKind.COURSE:
        return names.course(opened.subject)
    return names.sites[opened.subject].name if opened.subject in names.sites else opened.subject
