"""Taking over a plan that an answer proposes: as one edit of the week's draft, which can be taken back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from roster.actions.draft_edits import Change, change_draft
from roster.actions.drafts import expected_draft
from roster.actions.happenings import enter_what_happened
from roster.actions.questions import answer_of, asked_of
from roster.actions.rosters import begin_draft
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict, NotFound
from roster.models.rosters import EditKind, locked_roster
from roster.models.written import RowNumber
from roster.plan import Plan
from roster.problem import Assignment, Problem
from roster.weeks.frozen import FrozenWeek, commitments_elsewhere
from roster.weeks.stored import draft_of
from roster.words import Sentence

OUTDATED = Sentence(
    de="Dieser Vorschlag passt nicht mehr zu den heutigen Angaben: {fault} Bitte noch einmal fragen.",
    en="This proposal no longer fits today's data: {fault} Please ask again.",
)
NOTHING_NEW = Sentence(
    de="Der Entwurf ist schon genau dieser Vorschlag.", en="The draft is exactly this proposal already."
)


def take_proposal(
    store: Store,
    actor: Actor,
    question_id: int,
    number: int,
    *,
    edition: int,
    noting: bool = False,
    base_url: str = "",
    now: dt.datetime,
) -> str:
    """Make a proposed plan the draft of its week: way out ``number`` of a repair, or a way to fill a seat.

    ``edition`` is that of the draft the lead saw, 0 = there was none: then one is begun from what is published. With
    ``noting`` a repair also enters what happened (an absence, a closure), so that the next plan knows of it. All of it
    is one transaction, and undoing the edit takes all of it back but a draft that was begun. Gives the week. Raises
    Forbidden, NotFound for an answer or plan that is not there, Conflict where the draft was changed since, or where
    the plan would break rules by now.
    """
    actor.require(AccountRole.LEAD)
    asked, plan = _proposed(store, actor, question_id, number)
    week, about = str(asked["week"]), asked["about"]
    noting = noting and "event" in about
    elsewhere = commitments_elsewhere(store, actor.organisation_id, week)

    def enter(session: Session, frozen: FrozenWeek) -> tuple[RowNumber, ...]:
        return enter_what_happened(session, actor, about, frozen, base_url=base_url, now=now)

    with store.writing(actor.organisation_id) as session:
        roster = locked_roster(session, week)
        none_yet = edition == 0 and draft_of(session, week) is None
        draft = (
            begin_draft(session, actor, roster, elsewhere=elsewhere, now=now)
            if none_yet
            else expected_draft(session, week, edition)
        )
        becoming, entering = _becoming(plan, noting=noting), enter if noting else None
        result = change_draft(
            session, actor, roster, draft, becoming,
            elsewhere=elsewhere, despite_warnings=False, enter=entering, now=now,
        )  # fmt: skip
        if not result.saved:
            raise Conflict(OUTDATED, fault=result.warnings[0])
    return week


def plans_of(kind: str, answer: dict[str, Any]) -> list[Any]:
    """The plans that an answer proposes and that need nobody to agree to anything first; None for those that do."""
    if kind == "repair":
        return [option["plan"] for option in answer["options"]]
    if kind == "fillings":
        return [one["plan"] if one["change"] is None else None for one in answer["fillings"]]
    return []


def _becoming(plan: Plan, *, noting: bool) -> Callable[[Problem, Plan], Change]:
    """The edit that makes a draft that plan; refused where it is that plan already and nothing is noted."""

    def change_of(problem: Problem, before: Plan) -> Change:  # every change looks at both
        there, wanted = set(before.assignments), set(plan.assignments)
        if there == wanted and not noting:
            raise Conflict(NOTHING_NEW)
        kind = EditKind.TAKE_NOTED if noting else EditKind.TAKE
        return Change(kind, added=tuple(sorted(wanted - there)), removed=tuple(sorted(there - wanted)))

    return change_of


def _proposed(store: Store, actor: Actor, question_id: int, number: int) -> tuple[dict[str, Any], Plan]:
    """What was asked and the proposed plan. Raises NotFound."""
    found = answer_of(store, actor, question_id)
    answer = json.loads(found.answer or "null")
    plans = plans_of(found.kind, answer) if answer else []
    if not 0 <= number < len(plans) or plans[number] is None:
        raise NotFound()
    asked = json.loads(asked_of(store, actor, question_id))
    return asked, Plan.of(Assignment(one["session"], one["role"], one["person"]) for one in plans[number])
