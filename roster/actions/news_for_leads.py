"""Telling leads what volunteers answered: one mail for all that comes within some minutes, not one for each tap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actor import AccountRole, Actor
from roster.models.accounts import Account, Membership
from roster.models.duty_answers import Answer, DutyAnswer, OfferState, SeatOffer
from roster.models.organisations import Organisation
from roster.models.outbox import MessageState, OutboxMessage, enqueue
from roster.models.people import Volunteer
from roster.weeks.feed_names import read_names
from roster.weeks.feed_words import FeedNames
from roster.words import Sentence, spoken_time

KIND = "news_for_leads"
COLLECTED_FOR = dt.timedelta(minutes=5)  # how long a mail waits for what else comes

SUBJECT = Sentence(de="Wochenplan: bitte ansehen", en="Roster: please have a look")
GREETING = Sentence(
    de="Guten Tag,\n\nim Wochenplan von {organisation} gibt es Neues.",
    en="Hello,\n\nthere is news about the roster of {organisation}.",
)
AWAY = Sentence(de="Kann nicht kommen, Vertretung gesucht:", en="Cannot come, a stand-in is sought:")
OFFERED = Sentence(de="Bietet sich an:", en="Offers to step in:")
AFTER_ALL = Sentence(de="Kann doch kommen:", en="Can come after all:")
LEFT = Sentence(
    de="Eine ehrenamtliche Person hat ihre Daten gelöscht. Diese Plätze sind wieder frei:",
    en="A volunteer has erased their data. These seats are open again:",
)
LINE = Sentence(de="- {when}: {course} ({role}), {person}", en="- {when}: {course} ({role}), {person}")
LINE_WITHOUT_PERSON = Sentence(de="- {when}: {course} ({role})", en="- {when}: {course} ({role})")
WHERE = Sentence(de="Alles auf einen Blick: {address}", en="Everything at a glance: {address}")

Duty = tuple[str, str, str]  # session key, role, volunteer
News = Mapping[Sentence, Sequence[Duty]]  # duties under their headings


def tell_leads(session: Session, actor: Actor, *, base_url: str, now: dt.datetime) -> None:
    """Write, or write anew, the mail of each lead with all answers since it began to be collected.

    A mail that has nothing to say any more is dropped. Whoever acts gets no mail about it.
    """
    for account in _leads(session):
        waiting = _collecting(session, account.email)
        if waiting is None and account.id == actor.account_id:
            continue
        since = now if waiting is None else waiting.created_at
        news = {AWAY: _away_since(session, since), OFFERED: _offered_since(session, since)}
        if not any(news.values()):
            if waiting is not None:
                session.delete(waiting)
            continue
        body, about = _body(session, news, account.language, base_url), _people_in(news)
        if waiting is None:
            _enqueue(session, account, body, about, f"{KIND}/{account.id}/{now.isoformat()}", now=now)
            waiting = _collecting(session, account.email)
            if waiting is not None:
                waiting.due_at = now + COLLECTED_FOR
        else:
            waiting.body, waiting.about = body, about
    session.flush()


def tell_leads_at_once(
    session: Session, actor: Actor, heading: Sentence, duties: Iterable[Duty], *, base_url: str, now: dt.datetime
) -> None:
    """Tell every lead about some duties in a mail of its own; nothing for no duties."""
    news = {heading: list(duties)}
    for account in _leads(session) if news[heading] else ():
        if account.id == actor.account_id:
            continue
        body = _body(session, news, account.language, base_url)
        _enqueue(session, account, body, _people_in(news), f"{KIND}/now/{account.id}/{now.isoformat()}", now=now)


def was_told(session: Session, answer: DutyAnswer) -> bool:
    """Whether some lead's mail about an answer has gone out, or is going out, already."""
    collecting = filter(is_collecting, _waiting(session))
    return not any(message.created_at <= answer.answered_at for message in collecting)


def _leads(session: Session) -> Sequence[Account]:
    """Who plans here; where there is no lead, the admins."""
    for role in (AccountRole.LEAD, AccountRole.ADMIN):
        query = (
            select(Account)
            .join(Membership, Membership.account_id == Account.id)
            .where(Membership.role == role, Account.disabled_at.is_(None))
            .order_by(Account.id)
        )
        if found := session.scalars(query).all():
            return found
    return []


def is_collecting(message: OutboxMessage) -> bool:
    """Whether a message is a lead's mail that waits for more, and is written anew from what is stored."""
    waits = message.kind == KIND and message.state is MessageState.WAITING and message.attempts == 0
    return waits and not message.dedupe_key.startswith(f"{KIND}/now/")


def _waiting(session: Session) -> Sequence[OutboxMessage]:
    query = select(OutboxMessage).where(
        OutboxMessage.kind == KIND, OutboxMessage.state == MessageState.WAITING, OutboxMessage.attempts == 0
    )
    return session.scalars(query.with_for_update()).all()


def _collecting(session: Session, recipient: str) -> OutboxMessage | None:
    """The mail to an address that still waits for more; one that a worker has taken is closed."""
    ours = (message for message in _waiting(session) if message.recipient == recipient)
    return next(filter(is_collecting, ours), None)


def _away_since(session: Session, since: dt.datetime) -> list[Duty]:
    query = select(DutyAnswer.session, DutyAnswer.role, DutyAnswer.volunteer).where(
        DutyAnswer.answer == Answer.CANNOT_COME, DutyAnswer.answered_at >= since
    )
    return [(key, role, person) for key, role, person in session.execute(query)]


def _offered_since(session: Session, since: dt.datetime) -> list[Duty]:
    query = select(SeatOffer.session, SeatOffer.role, SeatOffer.volunteer).where(
        SeatOffer.state == OfferState.WAITING, SeatOffer.offered_at >= since
    )
    return [(key, role, person) for key, role, person in session.execute(query)]


def _part(session: Session, heading: Sentence, duties: Iterable[Duty], language: str) -> str:
    names, people = read_names(session), _full_names(session)
    ordered = sorted(duties, key=lambda duty: (duty[0].rpartition("@")[2], duty))
    lines = [duty_line(duty, names, people, language) for duty in ordered]
    return "\n".join([heading.text(language), *lines]) if lines else ""


def duty_line(duty: Duty, names: FeedNames, people: dict[str, str], language: str) -> str:
    """One duty as a line of a mail; without a person where the person has no name here."""
    key, role, person = duty
    course, _, when = key.rpartition("@")
    day, _, starts = when.partition("T")
    sentence = LINE if person in people else LINE_WITHOUT_PERSON
    return sentence.text(
        language,
        when=spoken_time(dt.date.fromisoformat(day), starts, language),
        course=names.course(course),
        role=names.role(role),
        person=people.get(person, ""),
    )


def _full_names(session: Session) -> dict[str, str]:
    rows = session.execute(select(Volunteer.key, Volunteer.first_name, Volunteer.last_name))
    return {key: f"{first} {last}".strip() for key, first, last in rows}


def _people_in(news: News) -> tuple[str, ...]:
    """The keys of everybody in some news, sorted."""
    return tuple(sorted({person for duties in news.values() for _session, _role, person in duties if person}))


def _body(session: Session, news: News, language: str, base_url: str) -> str:
    organisation = session.scalars(select(Organisation.name)).one()
    parts = [_part(session, heading, duties, language) for heading, duties in news.items()]
    told = [GREETING.text(language, organisation=organisation), *(part for part in parts if part)]
    if base_url:
        told.append(WHERE.text(language, address=f"{base_url}/stand-ins/"))
    return "\n\n".join(told) + "\n"


def _enqueue(
    session: Session, account: Account, body: str, about: tuple[str, ...], dedupe_key: str, *, now: dt.datetime
) -> None:
    enqueue(
        session,
        kind=KIND,
        recipient=account.email,
        subject=SUBJECT.text(account.language),
        body=body,
        about=about,
        now=now,
        dedupe_key=dedupe_key,
    )
