"""Erasing a volunteer: all that is kept about them in this organisation goes, in one transaction.

What happened stays: in published versions a random pseudonym takes their place, so that versions, hours of others and
the number of faces stay right. Coming duties become open seats by a new version, and leads are told, without a name.
Calendar addresses stop, mail to them is deleted whatever the address was, sessions end. The audit log says that it
happened, and to which row.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, delete, func, or_, select, type_coerce, update
from sqlalchemy.orm import Session

from roster.actions.audit import record
from roster.actions.edits import row_by_key
from roster.actions.feed_entries import raise_revision
from roster.actions.members import LAST_ADMIN
from roster.actions.news_for_leads import LEFT, is_collecting, tell_leads, tell_leads_at_once
from roster.actions.publishing import bring_out
from roster.actions.trails import forget_trails_of
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict, Forbidden
from roster.models.accounts import Account, LoginSession, Membership, OperatorVisit, SignInToken
from roster.models.feeds import Feed, FeedEntry, FeedKind
from roster.models.organisations import Organisation
from roster.models.outbox import MessageState, OutboxMessage
from roster.models.people import Certificate, Volunteer
from roster.models.questions import Question
from roster.models.rosters import DraftDuty, DraftEdit, PublishedDuty, Roster, RosterDraft, RosterVersion, locked_roster
from roster.models.solves import Solve, SolveStatus
from roster.models.tenancy import within
from roster.plan import Plan
from roster.weeks.duty_answers import current_duties, still_to_come, week_of_session
from roster.weeks.forgetting import forgotten, new_pseudonym, renamed
from roster.weeks.frozen import Commitments, commitments_elsewhere, freeze_week
from roster.weeks.stored import plan_of, version_of
from roster.words import Sentence

COMMENT = Sentence(de="Eine Person ist nicht mehr dabei", en="Somebody has left")
Duty = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Person:
    """Whom to forget: key, row number, the texts by which mail knows them, and their account if it must go.

    ``addresses`` are all to which they were ever written, in lower case, and among the texts; ``subjects`` are what
    the log calls them.
    """

    key: str
    row: int
    texts: tuple[str, ...]
    addresses: frozenset[str]
    subjects: tuple[str, ...]
    account_id: int | None


def erase_myself(store: Store, actor: Actor, *, base_url: str = "", now: dt.datetime) -> None:
    """Erase all that this organisation keeps about the asking volunteer, with all their roles here.

    The account goes too where it opens no other organisation. Raises Forbidden for who is no volunteer, Conflict for
    the organisation's last admin.
    """
    if actor.volunteer is None:
        raise Forbidden()
    _erase(store, actor, actor.volunteer, with_account=True, base_url=base_url, now=now)


def erase_volunteer(store: Store, actor: Actor, key: str, *, base_url: str = "", now: dt.datetime) -> None:
    """Erase a volunteer on their behalf. Admins only; other roles of the same account stay. Raises NotFound."""
    actor.require(AccountRole.ADMIN)
    _erase(store, actor, key, with_account=False, base_url=base_url, now=now)


def _erase(store: Store, actor: Actor, key: str, *, with_account: bool, base_url: str, now: dt.datetime) -> None:
    organisation = actor.organisation_id
    with store.reading(organisation) as session:
        row_by_key(session, Volunteer, key)
        weeks = sorted(_coming(session, key, now))
    elsewhere = {week: commitments_elsewhere(store, organisation, week) for week in weeks}
    with store.across(writing=True) as session:
        with within(session, organisation):
            open_again = _leave_coming_weeks(session, actor, key, elsewhere, now)
            person = _known_as(session, actor, key, with_account=with_account)
            pseudonym = new_pseudonym()
            _forget_in_rosters(session, key, pseudonym)
            _forget_in_runs(session, key, pseudonym, now)
            _forget_calendars_and_mail(session, person)
            _forget_who_inspected(session, person, pseudonym)
            forget_trails_of(session, (*person.texts, key), [("volunteer", person.row)], person.subjects)
            session.execute(delete(Volunteer).where(Volunteer.key == key))
            tell_leads(session, actor, base_url=base_url, now=now)
            tell_leads_at_once(session, actor, LEFT, open_again, base_url=base_url, now=now)
            _forget_mail_about(session, key)
            record(session, actor, "erase_volunteer", f"volunteer/{person.row}", now=now)
        _forget_account(session, person.account_id, organisation)
        _forget_empty_accounts(session, person.addresses)


# ---- coming duties ---------------------------------------------------------------------------------------------------


def _coming(session: Session, key: str, now: dt.datetime) -> dict[str, list[PublishedDuty]]:
    """The person's published duties that have not begun, by week."""
    timezone = session.scalars(select(Organisation.timezone)).one()
    weeks: dict[str, list[PublishedDuty]] = {}
    for duty in current_duties(session, PublishedDuty.volunteer == key):
        if still_to_come(duty, timezone, now):
            weeks.setdefault(week_of_session(duty.session), []).append(duty)
    return weeks


def _leave_coming_weeks(
    session: Session, actor: Actor, key: str, elsewhere: Mapping[str, Commitments], now: dt.datetime
) -> list[Duty]:
    """Publish each coming week without the person; gives the seats that are open again.

    No rule is asked: somebody leaves, whatever the plan is worth then.
    """
    left: list[Duty] = []
    for week, duties in sorted(_coming(session, key, now).items()):
        roster = locked_roster(session, week)
        version = version_of(session, week)
        frozen = freeze_week(session, week, elsewhere=elsewhere.get(week, {}), now=now)
        gone = {duty.session for duty in duties}
        kept = Plan.of(
            seat
            for seat in (plan_of(version.assignments) if version else Plan()).assignments
            if seat.session in frozen.dated and not (seat.person == key and seat.session in gone)
        )
        comment = COMMENT.text(frozen.school.organisation.language)
        bring_out(session, actor, roster, frozen, kept, goals=(), comment=comment, now=now)
        left += [(duty.session, duty.role, "") for duty in duties]
    return left


# ---- what is stored --------------------------------------------------------------------------------------------------


def _known_as(session: Session, actor: Actor, key: str, *, with_account: bool) -> _Person:
    """Everything by which the person is found; refuses the last admin, and withdraws their roles."""
    row = row_by_key(session, Volunteer, key, lock=True)
    # Lock the organisation: two admins who leave at once must not both succeed.
    session.execute(select(Organisation.id).where(Organisation.id == actor.organisation_id).with_for_update()).one()
    account_id = session.scalar(select(Membership.account_id).where(Membership.volunteer == key))
    email = session.scalar(select(Account.email).where(Account.id == account_id)) if account_id else None
    mine = Membership.account_id == account_id
    if with_account:
        admins = session.scalars(select(Membership.account_id).where(Membership.role == AccountRole.ADMIN)).all()
        if admins == [account_id]:
            raise Conflict(LAST_ADMIN)
        session.execute(delete(Membership).where(mine))
    else:
        session.execute(delete(Membership).where(Membership.volunteer == key))
    full_name = f"{row.first_name} {row.last_name}".strip()
    written_to = session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.volunteer == key).distinct()).all()
    addresses = [text for text in (row.email, email or "", *written_to) if text]  # a mistyped one was theirs, too
    texts = tuple(dict.fromkeys(text for text in (full_name, *addresses) if text))
    remaining = session.scalar(select(func.count(Membership.id)).where(mine)) if account_id else 0
    subjects = (f"volunteer/{row.id}", f"account/{account_id}")
    lower = frozenset(address.lower() for address in addresses)
    return _Person(key, row.id, texts, lower, subjects, None if remaining else account_id)


def _forget_in_rosters(session: Session, key: str, pseudonym: str) -> None:
    """Versions keep the pseudonym, drafts lose the person; what both were checked against forgets them."""
    session.execute(update(PublishedDuty).where(PublishedDuty.volunteer == key).values(volunteer=pseudonym))
    for version in session.scalars(select(RosterVersion).where(_names(RosterVersion.problem, key))):
        version.problem = forgotten(version.problem or "", key)
    for draft in session.scalars(select(RosterDraft)):
        _forget_in_draft(session, draft, key, pseudonym)
    session.flush()


def _forget_in_draft(session: Session, draft: RosterDraft, key: str, pseudonym: str) -> None:
    names_them = session.scalar(
        select(func.count(DraftDuty.id)).where(DraftDuty.draft_id == draft.id, DraftDuty.volunteer == key)
    )
    session.execute(delete(DraftDuty).where(DraftDuty.draft_id == draft.id, DraftDuty.volunteer == key))
    draft.problem = forgotten(draft.problem, key)
    draft.set_aside = renamed(draft.set_aside, key, pseudonym)
    for edit in session.scalars(select(DraftEdit).where(DraftEdit.draft_id == draft.id)):
        for part in ("added", "removed", "pinned", "unpinned", "banned", "unbanned"):
            setattr(edit, part, renamed(getattr(edit, part), key, pseudonym))
    if names_them:  # whoever mends it now must load it anew
        roster = session.get_one(Roster, draft.roster_id, with_for_update=True)
        roster.last_edition += 1
        draft.edition = roster.last_edition


def _forget_in_runs(session: Session, key: str, pseudonym: str, now: dt.datetime) -> None:
    """Planning runs and questions: what still runs is cancelled, since its answer would bring the person back."""
    for run in session.scalars(select(Solve).where(_names(Solve.problem, key))):
        if not run.status.ended:
            run.status, run.finished_at, run.lease_until = SolveStatus.CANCELLED, now, None
            run.cancel_requested, run.attempt = True, run.attempt + 1  # a worker's late word counts no more
        run.problem = forgotten(run.problem, key)
        run.set_aside = renamed(run.set_aside, key, pseudonym)
        if run.best_plan is not None:
            run.best_plan = renamed(run.best_plan, key, pseudonym)
    answered = select(Question).where(or_(_names(Question.asked, key), _names(Question.answer, key)))
    for question in session.scalars(answered):
        session.delete(question)
    session.flush()


def _forget_calendars_and_mail(session: Session, person: _Person) -> None:
    """Addresses stop working, events go, and mail to them, or waiting mail that names them, is dropped."""
    theirs = (Feed.kind == FeedKind.VOLUNTEER) & (Feed.subject == person.key)
    if person.account_id is not None:
        theirs |= Feed.created_by == person.account_id
    session.execute(delete(Feed).where(theirs))
    session.execute(delete(FeedEntry).where(FeedEntry.volunteer == person.key))
    raise_revision(session)
    # Mail to another volunteer stays that one's, though two people may share an address.
    to_account = OutboxMessage.volunteer.is_(None) & OutboxMessage.recipient.in_(person.texts)
    session.execute(delete(OutboxMessage).where((OutboxMessage.volunteer == person.key) | to_account))
    for message in session.scalars(select(OutboxMessage).where(OutboxMessage.state != MessageState.SENT)):
        if not is_collecting(message) and any(text in message.body for text in person.texts):
            session.delete(message)
    session.flush()


def _forget_mail_about(session: Session, key: str) -> None:
    """Drop mail to others that says it is about the person, whatever name it uses; last, when news is written anew."""
    for message in session.scalars(select(OutboxMessage).where(_names(type_coerce(OutboxMessage.about, Text), key))):
        if key in message.about:
            session.delete(message)
    session.flush()


def _forget_who_inspected(session: Session, person: _Person, pseudonym: str) -> None:
    """Certificates of others that this person inspected: that somebody did stays, who it was goes."""
    seen = Certificate.seen_by.in_(person.texts)
    session.execute(update(Certificate).where(seen).values(seen_by=pseudonym))


def _names(column: ColumnElement[str] | object, key: str) -> ColumnElement[bool]:
    """Whether a JSON text may name a key; what only looks like it is sorted out by reading it."""
    text: ColumnElement[str] = column  # type: ignore[assignment]
    return text.contains(json.dumps(key, ensure_ascii=False), autoescape=True)


# ---- the account -----------------------------------------------------------------------------------------------------


def _forget_account(session: Session, account_id: int | None, organisation_id: int) -> None:
    """In a service-wide session: end what the account has open here, and delete it where it opens nothing else."""
    if account_id is None:
        return
    for model in (LoginSession, SignInToken):
        session.execute(delete(model).where(model.account_id == account_id, model.organisation_id == organisation_id))
    elsewhere: Sequence[int] = session.scalars(
        select(Membership.id).where(Membership.account_id == account_id).limit(1)
    ).all()
    if not elsewhere:
        session.execute(delete(Account).where(Account.id == account_id))


def _forget_empty_accounts(session: Session, addresses: Collection[str]) -> None:
    """In a service-wide session: delete accounts that an earlier address of theirs had, where they open nothing."""
    opens = select(Membership.id).where(Membership.account_id == Account.id).exists()
    looked_in = select(OperatorVisit.id).where(OperatorVisit.account_id == Account.id).exists()
    session.execute(delete(Account).where(Account.email.in_(addresses), ~opens, ~looked_in))
