"""A week's draft from its beginning to its end: start one, take edits back, throw it away.

The edits by hand are in roster.actions.seat_edits.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from roster.actions.audit import record
from roster.actions.draft_decisions import Decided, decide, decided_school
from roster.actions.draft_edits import Change, EditResult, advance, follow, newly_broken, refuse_never_allowed, told
from roster.actions.drafts import EDIT_WORDS, expected_draft, replace_draft
from roster.actions.happenings import take_out_what_happened
from roster.actions.trails import Trail
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict, Invalid
from roster.freeze import freeze
from roster.models.rosters import DraftEdit, MadeFrom, Roster, RosterDraft, locked_roster
from roster.plan import Plan
from roster.problem import Assignment, Problem
from roster.rules import measure
from roster.weeks.frozen import Commitments, commitments_elsewhere, freeze_week
from roster.weeks.stored import current_plan, draft_of, plan_of, unproven
from roster.words import Sentence

NO_SUCH_SEAT = Sentence(
    de="Diesen Platz gibt es nicht (mehr). Bitte die Woche neu laden.",
    en="This seat does not exist (any more). Please reload the week.",
)
SESSION_IS_OVER = Sentence(
    de="Dieser Termin hat schon begonnen und bleibt, wie er veröffentlicht wurde.",
    en="This session has begun already and stays as it was published.",
)
DRAFT_EXISTS = Sentence(
    de="Für diese Woche gibt es schon einen Entwurf. Bitte mit ihm weiterarbeiten oder ihn verwerfen.",
    en="There is a draft of this week already. Please go on with it or discard it.",
)
NOTHING_TO_UNDO = Sentence(
    de="Es gibt keine Änderung, die zurückgenommen werden kann.", en="There is no edit to take back."
)
UNDONE = Sentence(de="Zurückgenommen: {edit}.", en="Taken back: {edit}.")


def start_draft(store: Store, actor: Actor, week: str, *, now: dt.datetime) -> int:
    """Begin a draft with what is published, as far as it still can stand, or with empty seats; gives its edition.

    Raises Conflict where there is a draft already.
    """
    actor.require(AccountRole.LEAD)
    elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
    with store.writing(actor.organisation_id) as session:
        return begin_draft(session, actor, locked_roster(session, week), elsewhere=elsewhere, now=now).edition


def begin_draft(
    session: Session, actor: Actor, roster: Roster, *, elsewhere: Commitments, now: dt.datetime
) -> RosterDraft:
    """``start_draft`` within a transaction that does more; the roster's row must be locked."""
    if draft_of(session, roster.week) is not None:
        raise Conflict(DRAFT_EXISTS)
    problem = freeze_week(session, roster.week, elsewhere=elsewhere, now=now).problem
    published = current_plan(session, roster.week)
    plan = still_possible(problem, published or Plan())
    draft = replace_draft(
        session,
        roster,
        problem,
        plan,
        made_from=MadeFrom.EMPTY if published is None else MadeFrom.PUBLISHED,
        goals=unproven(measure(problem, plan).items()),
        account_id=actor.account_id,
        now=now,
    )
    record(session, actor, "start_draft", f"roster_draft/{draft.id}", fields=("assignments",), now=now)
    return draft


def discard_draft(store: Store, actor: Actor, week: str, *, edition: int, now: dt.datetime) -> str | None:
    """Throw the draft away; what is published stays. Raises NotFound, Conflict where it was changed since.

    Gives the name to undo it by (roster.actions.undo).
    """
    actor.require(AccountRole.LEAD)
    with store.writing(actor.organisation_id) as session:
        locked_roster(session, week)
        draft = expected_draft(session, week, edition)
        subject, trail = f"roster_draft/{draft.id}", Trail(session, actor)
        record(session, actor, "discard_draft", subject, now=now)
        trail.remove(draft)
        return trail.keep(subject, now=now)


def undo_edit(store: Store, actor: Actor, week: str, *, edition: int, now: dt.datetime) -> EditResult:
    """Take back the last edit that was made by hand; again and again, up to the first one after the draft was made.

    Raises NotFound, Conflict where the draft was changed since or there is nothing to take back, Invalid where what
    it would bring back is not allowed any more. Other broken rules come as warnings.
    """
    actor.require(AccountRole.LEAD)
    elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
    with store.writing(actor.organisation_id) as session:
        roster = locked_roster(session, week)
        draft = expected_draft(session, week, edition)
        if not draft.edits:
            raise Conflict(NOTHING_TO_UNDO)
        last = draft.edits[-1]
        seen = freeze_week(session, week, elsewhere=elsewhere, now=now).problem
        take_out_what_happened(session, actor, last.entered, now=now)
        frozen = freeze_week(session, week, elsewhere=elsewhere, now=now)
        before = plan_of(draft.assignments)
        change = _taken_back(last, frozen.problem)
        after = before.with_changes(add=change.added, remove=change.removed)
        school = decided_school(frozen.school, frozen.dated, change.decided)
        judged = freeze(school, week, now=now, commitments=elsewhere)
        broken = newly_broken(seen, before, judged, after)
        refuse_never_allowed(frozen.school, judged, broken)
        goals = measure(judged, after)
        follow(draft, seen, frozen.problem)
        decide(session, frozen.dated, change.decided)
        advance(session, roster, draft, judged, change, goals, account_id=actor.account_id, now=now)
        session.delete(last)
        record(session, actor, "undo_edit", f"roster_draft/{draft.id}", fields=("assignments",), now=now)
        return EditResult(
            edition=draft.edition,
            saved=True,
            warnings=tuple(fault.text(actor.language) for fault in told(broken, frozen.school)),
            goals_before=measure(seen, before),
            goals_after=goals,
            sentence=UNDONE.text(actor.language, edit=EDIT_WORDS[change.kind].text(actor.language)),
        )


def still_possible(problem: Problem, plan: Plan) -> Plan:
    """The part of a plan whose sessions, seats and people still exist."""
    kept: list[Assignment] = []
    for assignment in plan.assignments:
        need = problem.needs.get((assignment.session, assignment.role))
        if need is None or assignment.person not in problem.person_by_key:
            continue
        if sum((one.session, one.role) == (assignment.session, assignment.role) for one in kept) < need.seats:
            kept.append(assignment)
    return Plan.of(kept)


def _taken_back(edit: DraftEdit, problem: Problem) -> Change:
    """The edit backwards. Raises Invalid where one of its sessions is over or gone."""
    decided = Decided(edit.pinned, edit.unpinned, edit.banned, edit.unbanned)
    for assignment in (
        *edit.added,
        *edit.removed,
        *decided.pinned,
        *decided.unpinned,
        *decided.banned,
        *decided.unbanned,
    ):
        require_open_session(problem, assignment.session)
    return Change(edit.kind, added=edit.removed, removed=edit.added, decided=decided.taken_back())


def require_open_session(problem: Problem, key: str) -> None:
    """Raise Invalid where a session does not exist or has begun."""
    session = problem.session_by_key.get(key)
    if session is None:
        raise Invalid(NO_SUCH_SEAT)
    if session.past:
        raise Invalid(SESSION_IS_OVER)
