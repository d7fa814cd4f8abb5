"""Taking over a plan that an answer proposes: as one edit of the week's draft, which can be taken back."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from roster.actions.draft_edits import Change, edit_draft
from roster.actions.questions import answer_of, asked_of
from roster.actions.rosters import start_draft
from roster.actor import Actor
from roster.database import Store
from roster.errors import Conflict, NotFound
from roster.models.rosters import EditKind
from roster.plan import Plan
from roster.problem import Assignment, Problem
from roster.weeks.stored import draft_of
from roster.words import Sentence

OUTDATED = Sentence(
    de="Dieser Vorschlag passt nicht mehr zu den heutigen Angaben: {fault} Bitte noch einmal fragen.",
    en="This proposal no longer fits today's data: {fault} Please ask again.",
)
NOTHING_NEW = Sentence(
    de="Der Entwurf ist schon genau dieser Vorschlag.", en="The draft is exactly this proposal already."
)


def take_proposal(store: Store, actor: Actor, question_id: int, number: int, *, edition: int, now: dt.datetime) -> str:
    """Make a proposed plan the draft of its week: way out ``number`` of a repair, or a way to fill a seat.

    ``edition`` is that of the draft the lead saw, 0 = there was none: then one is begun from what is published. Undoing
    the edit brings back what was there. Gives the week. Raises Forbidden, NotFound for an answer or plan that is not
    there, Conflict where the draft was changed since, or where the plan would break rules by now.
    """
    week, plan = _proposed(store, actor, question_id, number)
    with store.reading(actor.organisation_id) as session:
        none_yet = draft_of(session, week) is None
    if none_yet and edition == 0:
        edition = start_draft(store, actor, week, now=now)

    def change_of(problem: Problem, before: Plan) -> Change:
        there, wanted = set(before.assignments), set(plan.assignments)
        if there == wanted:
            raise Conflict(NOTHING_NEW)
        return Change(EditKind.TAKE, added=tuple(sorted(wanted - there)), removed=tuple(sorted(there - wanted)))

    result = edit_draft(store, actor, week, change_of, edition=edition, despite_warnings=False, now=now)
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


def _proposed(store: Store, actor: Actor, question_id: int, number: int) -> tuple[str, Plan]:
    """The week and the proposed plan. Raises NotFound."""
    found = answer_of(store, actor, question_id)
    answer = json.loads(found.answer or "null")
    plans = plans_of(found.kind, answer) if answer else []
    if not 0 <= number < len(plans) or plans[number] is None:
        raise NotFound()
    week = json.loads(asked_of(store, actor, question_id))["week"]
    return str(week), Plan.of(Assignment(one["session"], one["role"], one["person"]) for one in plans[number])
