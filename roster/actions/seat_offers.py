"""Stepping in: a volunteer offers to take an open published seat, a lead accepts or declines.

Accepting publishes the week's next version with just this seat changed, checked by the same rules as every plan: it
may break nothing that was whole before. A draft that somebody is mending gets the same change, where it fits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actions.audit import record
from roster.actions.draft_edits import Change, advance, newly_broken, told
from roster.actions.edits import row_by_key
from roster.actions.news_for_leads import duty_line, tell_leads
from roster.actions.publishing import Published, bring_out
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict, Forbidden, Invalid, NotFound
from roster.models.duty_answers import OfferState, SeatOffer
from roster.models.outbox import enqueue
from roster.models.people import Volunteer
from roster.models.rosters import DraftEdit, EditKind, Roster, locked_roster
from roster.plan import Plan
from roster.problem import Assignment
from roster.rules import measure, obstacles_of
from roster.weeks.duty_answers import places_open, sought_in, week_of_session
from roster.weeks.feed_words import FeedNames
from roster.weeks.frozen import FrozenWeek, commitments_elsewhere, freeze_week
from roster.weeks.stored import current_plan, draft_of, plan_of
from roster.words import Sentence

NOT_OPEN = Sentence(
    de="Dieser Platz ist nicht mehr frei. Vielen Dank, dass Sie es angeboten haben.",
    en="This seat is no longer open. Thank you for offering.",
)
DOES_NOT_FIT = Sentence(
    de="Dieser Platz passt zurzeit nicht zu Ihren Angaben. Bitte die Seite neu laden.",
    en="This seat does not fit what is noted about you at present. Please reload the page.",
)
ANSWERED_ALREADY = Sentence(
    de="Dieses Angebot ist schon beantwortet oder zurückgezogen. Bitte die Seite neu laden.",
    en="This offer has been answered or withdrawn already. Please reload the page.",
)
BREAKS_RULES = Sentence(
    de="So geht es nicht: damit würde eine Regel verletzt.", en="Not like this: it would break a rule."
)
COMMENT = Sentence(de="Vertretung übernommen", en="A stand-in was found")
SUBJECT = Sentence(de="Ihr Angebot einzuspringen", en="Your offer to step in")
DECLINED_BODY = Sentence(
    de="Guten Tag {name},\n\nvielen Dank für Ihr Angebot. Dieses Mal brauchen wir Sie dort nicht:\n\n{line}\n",
    en="Hello {name},\n\nthank you for your offer. This time we do not need you there:\n\n{line}\n",
)
TAKEN_BODY = Sentence(
    de="Guten Tag {name},\n\nvielen Dank für Ihr Angebot. Inzwischen übernimmt jemand anderes:\n\n{line}\n",
    en="Hello {name},\n\nthank you for your offer. Somebody else is taking it by now:\n\n{line}\n",
)


def offer_seat(store: Store, actor: Actor, session_key: str, role: str, *, base_url: str = "", now: dt.datetime) -> int:
    """Offer to take an open seat of a published week oneself; gives the offer's number, the same again the same one.

    Raises Forbidden for who is no volunteer, NotFound for an unknown seat, Conflict where it is not open any more,
    Invalid where a rule stands in the way.
    """
    if actor.volunteer is None:
        raise Forbidden()
    week = week_of_session(session_key)
    elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
    with store.writing(actor.organisation_id) as session:
        row_by_key(session, Volunteer, actor.volunteer, lock=True)
        waiting = _waiting(session, session_key, role, actor.volunteer)
        if waiting:
            return waiting[0].id
        frozen = freeze_week(session, week, elsewhere=elsewhere, now=now)
        plan = current_plan(session, week)
        if plan is None or (session_key, role) not in frozen.problem.needs:
            raise NotFound()
        sought = sought_in(session, week, plan)
        if not places_open(frozen.problem, plan, sought, session_key, role):
            raise Conflict(NOT_OPEN)
        there = plan.with_changes(remove=sought)
        known = actor.volunteer in frozen.problem.person_by_key
        if not known or obstacles_of(frozen.problem, there, actor.volunteer, session_key, role):
            raise Invalid(DOES_NOT_FIT)
        offer = SeatOffer(
            week=week,
            session=session_key,
            role=role,
            volunteer=actor.volunteer,
            state=OfferState.WAITING,
            offered_at=now,
        )
        session.add(offer)
        session.flush()
        tell_leads(session, actor, base_url=base_url, now=now)
        record(session, actor, "offer_seat", f"seat_offer/{offer.id}", fields=["state"], now=now)
        return offer.id


def withdraw_offer(store: Store, actor: Actor, offer_id: int, *, base_url: str = "", now: dt.datetime) -> None:
    """Take one's own offer back while it waits. Raises NotFound for another's, Conflict for an answered one."""
    with store.writing(actor.organisation_id) as session:
        offer = _locked(session, offer_id)
        if actor.volunteer is None or offer.volunteer != actor.volunteer:
            raise NotFound()
        _answer(offer, OfferState.WITHDRAWN, actor, now)
        session.flush()
        tell_leads(session, actor, base_url=base_url, now=now)
        record(session, actor, "withdraw_offer", f"seat_offer/{offer.id}", fields=["state"], now=now)


def decline_offer(store: Store, actor: Actor, offer_id: int, *, now: dt.datetime) -> None:
    """Say no to an offer; the volunteer gets a kind mail. Leads and admins; Conflict for an answered one."""
    actor.require(AccountRole.LEAD)
    with store.writing(actor.organisation_id) as session:
        offer = _locked(session, offer_id)
        _answer(offer, OfferState.DECLINED, actor, now)
        session.flush()
        _thank(session, freeze_week(session, offer.week, elsewhere={}, now=now), offer, DECLINED_BODY, now)
        record(session, actor, "decline_offer", f"seat_offer/{offer.id}", fields=["state"], now=now)


def accept_offer(store: Store, actor: Actor, offer_id: int, *, now: dt.datetime) -> Published:
    """Say yes to an offer: the week's next version has this person in the seat, and everybody concerned is told.

    Where the seat is full, they take the place of whoever said first that they cannot come. Others who offered the
    same and are not needed any more are told so. Leads and admins. Raises NotFound, Conflict where the offer was
    answered or the seat is taken meanwhile, Invalid where a rule would newly be broken, with all faults.
    """
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        week = _offer(session, offer_id).week
    elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
    with store.writing(actor.organisation_id) as session:
        roster = locked_roster(session, week)
        offer = _locked(session, offer_id)
        if offer.state is not OfferState.WAITING:
            raise Conflict(ANSWERED_ALREADY)
        frozen = freeze_week(session, week, elsewhere=elsewhere, now=now)
        before = current_plan(session, week)
        if before is None:
            raise Conflict(NOT_OPEN)
        change = _change(session, frozen, before, offer)
        after = before.with_changes(add=change.added, remove=change.removed)
        broken = newly_broken(frozen.problem, before, frozen.problem, after)
        if broken:
            raise Invalid(BREAKS_RULES, faults=told(broken, frozen.school))
        comment = COMMENT.text(frozen.school.organisation.language)
        published = bring_out(session, actor, roster, frozen, after, goals=(), comment=comment, now=now)
        offer.version_number = published.number
        _answer(offer, OfferState.ACCEPTED, actor, now)
        session.flush()
        _release_others(session, actor, frozen, after, offer, now)
        _bring_into_draft(session, actor, roster, frozen, change, now)
        record(session, actor, "accept_offer", f"seat_offer/{offer.id}", fields=["state"], now=now)
        return published


def _change(session: Session, frozen: FrozenWeek, plan: Plan, offer: SeatOffer) -> Change:
    """What accepting does to the published plan. Raises Conflict where no place is left."""
    sought = sought_in(session, offer.week, plan)
    if not places_open(frozen.problem, plan, sought, offer.session, offer.role):
        raise Conflict(NOT_OPEN)
    seat = Assignment(offer.session, offer.role, offer.volunteer)
    full = places_open(frozen.problem, plan, (), offer.session, offer.role) < 1
    removed = [one for one in sought if (one.session, one.role) == (offer.session, offer.role)][:1] if full else []
    return Change(EditKind.FILL, added=(seat,), removed=tuple(removed))


def _release_others(
    session: Session, actor: Actor, frozen: FrozenWeek, plan: Plan, accepted: SeatOffer, now: dt.datetime
) -> None:
    """Tell those who offered the same seat that it is taken, if no place of it is left."""
    sought = sought_in(session, accepted.week, plan)
    if places_open(frozen.problem, plan, sought, accepted.session, accepted.role):
        return
    for other in _waiting(session, accepted.session, accepted.role):
        _answer(other, OfferState.TAKEN, actor, now)
        _thank(session, frozen, other, TAKEN_BODY, now)
    session.flush()


def _bring_into_draft(
    session: Session, actor: Actor, roster: Roster, frozen: FrozenWeek, change: Change, now: dt.datetime
) -> None:
    """Make the same change in the week's draft, so that publishing it later does not undo the promise.

    Where the draft went another way, so that it would break a rule there, it stays: its lead sees the difference.
    """
    draft = draft_of(session, roster.week)
    if draft is None:
        return
    before = plan_of(draft.assignments)
    known = set(before.assignments)
    own = Change(
        change.kind,
        added=tuple(seat for seat in change.added if seat not in known),
        removed=tuple(seat for seat in change.removed if seat in known),
    )
    after = before.with_changes(add=own.added, remove=own.removed)
    if not own.added or newly_broken(frozen.problem, before, frozen.problem, after):
        return
    goals = measure(frozen.problem, after)
    advance(session, roster, draft, frozen.problem, own, goals, account_id=actor.account_id, now=now)
    session.add(
        DraftEdit(
            draft_id=draft.id,
            edition=draft.edition,
            kind=own.kind,
            edited_at=now,
            edited_by=actor.account_id,
            added=own.added,
            removed=own.removed,
        )
    )
    session.flush()


def _offer(session: Session, offer_id: int) -> SeatOffer:
    offer = session.scalar(select(SeatOffer).where(SeatOffer.id == offer_id))
    if offer is None:
        raise NotFound()
    return offer


def _locked(session: Session, offer_id: int) -> SeatOffer:
    query = select(SeatOffer).where(SeatOffer.id == offer_id).with_for_update()
    offer = session.scalar(query.execution_options(populate_existing=True))
    if offer is None:
        raise NotFound()
    return offer


def _waiting(session: Session, session_key: str, role: str, volunteer: str | None = None) -> Sequence[SeatOffer]:
    query = select(SeatOffer).where(
        SeatOffer.session == session_key, SeatOffer.role == role, SeatOffer.state == OfferState.WAITING
    )
    if volunteer is not None:
        query = query.where(SeatOffer.volunteer == volunteer)
    return session.scalars(query.order_by(SeatOffer.id)).all()


def _answer(offer: SeatOffer, state: OfferState, actor: Actor, now: dt.datetime) -> None:
    if offer.state is not OfferState.WAITING:
        raise Conflict(ANSWERED_ALREADY)
    offer.state, offer.answered_at, offer.answered_by = state, now, actor.account_id


def _thank(session: Session, frozen: FrozenWeek, offer: SeatOffer, body: Sentence, now: dt.datetime) -> None:
    volunteer = next((one for one in frozen.school.volunteers if one.key == offer.volunteer), None)
    if volunteer is None or not volunteer.email:
        return
    line = duty_line((offer.session, offer.role, ""), FeedNames.of(frozen.school), {}, volunteer.language)
    enqueue(
        session,
        kind="offer_answered",
        recipient=volunteer.email,
        volunteer=offer.volunteer,
        subject=SUBJECT.text(volunteer.language),
        body=body.text(volunteer.language, name=volunteer.first_name, line=line),
        now=now,
        dedupe_key=f"offer_answered/{offer.id}",
    )
