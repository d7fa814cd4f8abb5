"""Secret calendar addresses: make one, change it, take it back; and the calendar behind one.

Calendar programs cannot sign in, so the address itself is the key (that is why it is long, kept as a hash only, easily
changed, and opens very little). Only who uses a calendar ever gets its address: leads may switch off those of others,
who are told so by mail, since their calendar stops without a word. Whatever is wrong with an address, the answer is one
and the same NotFound.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actions.audit import record
from roster.actor import COMMAND_LINE_ACCOUNT, AccountRole, Actor
from roster.database import Store
from roster.errors import Forbidden, NotFound
from roster.models.accounts import Account
from roster.models.courses import Course
from roster.models.feeds import Feed, FeedKind
from roster.models.organisations import Organisation, Site
from roster.models.outbox import enqueue
from roster.models.people import Volunteer
from roster.tokens import FEED, new_token, token_hash
from roster.words import Sentence

KIND = "calendar_switched_off"

NOT_YOURS = Sentence(
    de="Eine neue Adresse kann nur holen, wer diesen Kalender selbst nutzt. Sie können die Adresse abschalten; dann "
    "bekommt die Person eine Mail und holt sich eine neue.",
    en="Only the person who uses this calendar can get a new address. You can switch the address off; the person then "
    "gets a mail and makes a new one.",
)
NOT_ON_A_VISIT = Sentence(
    de="Während einer Einsicht gibt es keine Kalenderadressen: sie würden auch danach noch gelten.",
    en="There are no calendar addresses while you only look in: they would still work afterwards.",
)
SUBJECT = Sentence(
    de="Ihr abonnierter Kalender von {organisation} ist abgeschaltet",
    en="Your subscribed calendar of {organisation} is switched off",
)
BODY = Sentence(
    de=(
        "Guten Tag,\n\neine Kalenderadresse, die Sie nutzen, ist bei {organisation} abgeschaltet worden. "
        "Der abonnierte Kalender bekommt ab jetzt keine Änderungen mehr; was noch darin steht, kann veraltet sein.\n\n"
        "Bitte entfernen Sie ihn aus Ihrem Kalenderprogramm. Eine neue Adresse holen Sie hier: {address}\n"
    ),
    en=(
        "Hello,\n\na calendar address that you use was switched off at {organisation}. From now on the subscribed "
        "calendar gets no changes any more; what still stands in it may be out of date.\n\n"
        "Please remove it from your calendar program. You can make a new address here: {address}\n"
    ),
)


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A fresh address. The token is known now and never again: only its hash is stored."""

    feed_id: int
    token: str


def create_feed(store: Store, actor: Actor, kind: FeedKind, subject: str, *, now: dt.datetime) -> NewFeed:
    """Make a secret address for a calendar; an earlier one of the same account for it stops working.

    ``subject`` is the key of the volunteer, course or site, and empty for the lead's calendar of all sessions.
    A volunteer's calendar is for that volunteer alone. Raises Forbidden, and NotFound where the subject does not exist.
    """
    _require_own_use(actor, kind, subject)
    with store.writing(actor.organisation_id) as session:
        language = _language(session, kind, subject)
        made = _new_feed(session, actor, kind, subject, language, now)
        record(session, actor, "create_feed", f"feed/{made.feed_id}", fields=("token_hash",), now=now)
        return made


def rotate_feed(store: Store, actor: Actor, feed_id: int, *, now: dt.datetime) -> NewFeed:
    """Replace an address of one's own by a new one; the old one stops working at once.

    Raises NotFound, and Forbidden where somebody else uses the calendar.
    """
    with store.writing(actor.organisation_id) as session:
        old = _living_feed(session, actor, feed_id)
        if not uses(actor, old):
            raise Forbidden(NOT_YOURS)
        _require_own_use(actor, old.kind, old.subject)
        old.revoked_at = now
        made = _new_feed(session, actor, old.kind, old.subject, old.language, now)
        record(session, actor, "rotate_feed", f"feed/{made.feed_id}", fields=("token_hash",), now=now)
        return made


def revoke_feed(store: Store, actor: Actor, feed_id: int, *, base_url: str = "", now: dt.datetime) -> bool:
    """Take an address back for good; whether somebody else who uses it is told by mail. Raises NotFound."""
    with store.writing(actor.organisation_id) as session:
        feed = _living_feed(session, actor, feed_id)
        feed.revoked_at = now
        record(session, actor, "revoke_feed", f"feed/{feed_id}", fields=("revoked_at",), now=now)
        return not uses(actor, feed) and _tell_holder(session, feed, base_url, now)


def uses(actor: Actor, feed: Feed) -> bool:
    """Whether a calendar is the actor's own: it holds their duties, or their account made the address."""
    own_duties = feed.kind is FeedKind.VOLUNTEER and feed.subject == actor.volunteer
    return own_duties or feed.created_by == actor.account_id


def _require_own_use(actor: Actor, kind: FeedKind, subject: str) -> None:
    """Refuse whoever would hold an address that outlives their reason to have it."""
    if actor.visit_until is not None:
        raise Forbidden(NOT_ON_A_VISIT)
    _require_allowed(actor, kind, subject)
    if kind is FeedKind.VOLUNTEER and actor.volunteer != subject and actor.account_id != COMMAND_LINE_ACCOUNT:
        raise Forbidden(NOT_YOURS)


def _require_allowed(actor: Actor, kind: FeedKind, subject: str) -> None:
    if kind is FeedKind.VOLUNTEER:
        actor.require_self_or_lead(subject)
    else:
        actor.require(AccountRole.LEAD)


def _tell_holder(session: Session, feed: Feed, base_url: str, now: dt.datetime) -> bool:
    """Write to whoever uses a calendar that it stops; False where no address of theirs is known."""
    volunteer = feed.subject if feed.kind is FeedKind.VOLUNTEER else None
    holder = session.execute(
        select(Account.email, Account.language).where(Account.id == feed.created_by, Account.disabled_at.is_(None))
        if feed.created_by != COMMAND_LINE_ACCOUNT
        else select(Volunteer.email, Volunteer.language).where(Volunteer.key == feed.subject, Volunteer.email != "")
    ).one_or_none()
    if holder is None:
        return False
    organisation = session.scalars(select(Organisation.name)).one()
    enqueue(
        session,
        kind=KIND,
        recipient=holder.email,
        volunteer=volunteer,
        subject=SUBJECT.text(holder.language, organisation=organisation),
        body=BODY.text(holder.language, organisation=organisation, address=f"{base_url}/my/calendar"),
        now=now,
        dedupe_key=f"{KIND}/{feed.id}",
    )
    return True


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


def _new_feed(session: Session, actor: Actor, kind: FeedKind, subject: str, language: str, now: dt.datetime) -> NewFeed:
    """A fresh address in the place of whatever the actor's account has for that calendar."""
    living = select(Feed).where(
        Feed.kind == kind,
        Feed.subject == subject,
        Feed.created_by == actor.account_id,
        Feed.revoked_at.is_(None),
    )
    for old in session.scalars(living):
        old.revoked_at = now
    session.flush()
    token = new_token(FEED)
    feed = Feed(
        kind=kind,
        subject=subject,
        language=language,
        token_hash=token_hash(token),
        created_at=now,
        created_by=actor.account_id,
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
