"""How an edit of a draft is judged and stored; the edits themselves are in roster.actions.rosters.

The rules that judge a plan of the solver judge an edit by hand as well. What an edit newly breaks is told before it is
saved, and a lead may save it anyway while they mend on: only publishing needs a plan without faults. A few things no
lead may do even for a while: book somebody twice, seat somebody where no seat is, put people together who must be kept
apart, and put somebody without the certificate with children.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import delete
from sqlalchemy.orm import Session

from roster.actions.audit import record
from roster.actions.draft_decisions import NOTHING_DECIDED, Decided, decide, decided_school
from roster.actions.drafts import EDIT_WORDS, add_duties, expected_draft
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Invalid
from roster.freeze import freeze
from roster.models.rosters import DraftDuty, DraftEdit, EditKind, Roster, RosterDraft, locked_roster
from roster.models.written import RowNumber
from roster.plan import Plan
from roster.problem import Assignment, Problem
from roster.records import School
from roster.rules import Violation, apart, certificate, check, measure, names_of, one_place, seats
from roster.weeks.frozen import Commitments, FrozenWeek, commitments_elsewhere, freeze_week
from roster.weeks.inputs import changed_inputs, with_decisions_of
from roster.weeks.stored import plan_of, unproven
from roster.words import Sentence

NEVER = Sentence(
    de="Das geht nicht: es verstößt gegen Regeln, die immer gelten.",
    en="This is not possible: it breaks rules that always hold.",
)
CONFIRM = Sentence(
    de="Noch nicht gespeichert: das verstößt gegen Regeln. Trotzdem speichern? Veröffentlichen geht so nicht.",
    en="Not saved yet: this breaks rules. Save it anyway? It cannot be published like this.",
)
SAVED = Sentence(de="Gespeichert: {edit}.", en="Saved: {edit}.")
Entering = Callable[[Session, FrozenWeek], tuple[RowNumber, ...]]

NEVER_BROKEN = frozenset({seats.KEY, one_place.KEY, apart.KEY})
NEVER_BROKEN_WITH_CHILDREN = frozenset({certificate.KEY})


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit does: assignments and decisions that come and go."""

    kind: EditKind
    added: tuple[Assignment, ...] = ()
    removed: tuple[Assignment, ...] = ()
    decided: Decided = NOTHING_DECIDED


@dataclass(frozen=True, slots=True)
class EditResult:
    """What became of an edit.

    ``saved`` is false where it newly breaks rules and the lead has not confirmed: nothing was stored, and ``warnings``
    say what it would break. ``goals_before`` and ``goals_after`` are all goals of the plan, less is better.
    """

    edition: int
    saved: bool
    warnings: tuple[str, ...]
    goals_before: Mapping[str, int]
    goals_after: Mapping[str, int]
    sentence: str


@dataclass(frozen=True, slots=True)
class Told:
    """A violation with the names to tell it, as a fault of a refusal."""

    violation: Violation
    names: Mapping[str, Mapping[str, str]]  # by language

    def text(self, language: str) -> str:
        """The sentence in that language."""
        return self.violation.text(language, self.names.get(language, self.names["en"]))


def told(violations: Iterable[Violation], school: School) -> tuple[Told, ...]:
    """Violations as faults that can be read in every language."""
    names = {language: names_of(school, language) for language in ("de", "en")}
    return tuple(Told(violation, names) for violation in violations)


def edit_draft(
    store: Store,
    actor: Actor,
    week: str,
    change_of: Callable[[Problem, Plan], Change],
    *,
    edition: int,
    despite_warnings: bool,
    now: dt.datetime,
) -> EditResult:
    """Carry out an edit on the draft in the edition that the lead saw; ``change_of`` says what it does, or refuses.

    Raises NotFound without a draft, Conflict where the draft was changed since, Invalid for what is never allowed.
    """
    actor.require(AccountRole.LEAD)
    elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
    with store.writing(actor.organisation_id) as session:
        roster = locked_roster(session, week)
        draft = expected_draft(session, week, edition)
        return change_draft(
            session, actor, roster, draft, change_of, elsewhere=elsewhere, despite_warnings=despite_warnings, now=now
        )


def change_draft(
    session: Session,
    actor: Actor,
    roster: Roster,
    draft: RosterDraft,
    change_of: Callable[[Problem, Plan], Change],
    *,
    elsewhere: Commitments,
    despite_warnings: bool,
    enter: Entering | None = None,
    now: dt.datetime,
) -> EditResult:
    """``edit_draft`` within a transaction that does more; the roster's row must be locked.

    ``enter`` writes further records that belong to the edit: the plan is judged with them, and undoing takes them back.
    """
    frozen = freeze_week(session, roster.week, elsewhere=elsewhere, now=now)
    before = plan_of(draft.assignments)
    change = change_of(frozen.problem, before)
    after = before.with_changes(add=change.added, remove=change.removed)
    entered = () if enter is None else enter(session, frozen)
    by_now = freeze_week(session, roster.week, elsewhere=elsewhere, now=now) if entered else frozen
    judged = _with_decisions(by_now, change.decided, elsewhere, now)
    broken = newly_broken(frozen.problem, before, judged, after)
    refuse_never_allowed(frozen.school, judged, broken)
    result = EditResult(
        edition=draft.edition,
        saved=not broken or despite_warnings,
        warnings=tuple(fault.text(actor.language) for fault in told(broken, frozen.school)),
        goals_before=measure(frozen.problem, before),
        goals_after=measure(judged, after),
        sentence=CONFIRM.text(actor.language),
    )
    if not result.saved:
        return result
    decide(session, frozen.dated, change.decided)
    follow(draft, frozen.problem, by_now.problem)
    advance(session, roster, draft, judged, change, result.goals_after, account_id=actor.account_id, now=now)
    session.add(_history(draft, change, entered))
    record(session, actor, f"{change.kind}_draft", f"roster_draft/{draft.id}", fields=("assignments",), now=now)
    said = SAVED.text(actor.language, edit=EDIT_WORDS[change.kind].text(actor.language))
    return replace(result, edition=draft.edition, sentence=said)


def _with_decisions(frozen: FrozenWeek, decided: Decided, elsewhere: Commitments, now: dt.datetime) -> Problem:
    """The week's problem once the decisions of an edit stand."""
    if not decided:
        return frozen.problem
    school = decided_school(frozen.school, frozen.dated, decided)
    return freeze(school, frozen.problem.week, now=now, commitments=elsewhere)


def follow(draft: RosterDraft, before: Problem, after: Problem) -> None:
    """Let the draft's inputs follow records that came or went with an edit, unless others had changed already."""
    if after != before and not changed_inputs(Problem.from_json(draft.problem), before):
        draft.problem = after.to_json()


def advance(
    session: Session,
    roster: Roster,
    draft: RosterDraft,
    problem: Problem,
    change: Change,
    goals: Mapping[str, int],
    *,
    account_id: int,
    now: dt.datetime,
) -> None:
    """Bring a draft to its next edition: assignments, goals, and the pins and bans among its inputs."""
    for gone in change.removed:
        session.execute(
            delete(DraftDuty).where(
                DraftDuty.draft_id == draft.id,
                DraftDuty.session == gone.session,
                DraftDuty.role == gone.role,
                DraftDuty.volunteer == gone.person,
            )
        )
    add_duties(session, draft, problem, change.added)
    roster.last_edition += 1
    draft.edition = roster.last_edition
    draft.changed_at, draft.changed_by = now, account_id
    draft.problem = with_decisions_of(Problem.from_json(draft.problem), problem).to_json()
    if change.added or change.removed or change.decided:
        draft.goals = unproven(goals.items())
    session.flush()


def refuse_never_allowed(school: School, problem: Problem, broken: Iterable[Violation]) -> None:
    """Raise Invalid for what no lead may do, even in a draft."""
    minors = {branch.key for branch in school.branches if branch.minors}
    with_children = {session.key for session in problem.sessions if session.branch in minors}
    refused = [
        violation
        for violation in broken
        if violation.rule in NEVER_BROKEN
        or (violation.rule in NEVER_BROKEN_WITH_CHILDREN and not with_children.isdisjoint(violation.sessions))
    ]
    if refused:
        raise Invalid(NEVER, faults=told(refused, school))


def newly_broken(problem: Problem, before: Plan, judged: Problem, after: Plan) -> tuple[Violation, ...]:
    """What the plan after an edit breaks that the plan before it did not."""
    known = set(check(problem, before))
    return tuple(violation for violation in check(judged, after) if violation not in known)


def _history(draft: RosterDraft, change: Change, entered: tuple[RowNumber, ...]) -> DraftEdit:
    return DraftEdit(
        draft_id=draft.id,
        edition=draft.edition,
        kind=change.kind,
        edited_at=draft.changed_at,
        edited_by=draft.changed_by,
        added=change.added,
        removed=change.removed,
        pinned=change.decided.pinned,
        unpinned=change.decided.unpinned,
        banned=change.decided.banned,
        unbanned=change.decided.unbanned,
        entered=entered,
    )
