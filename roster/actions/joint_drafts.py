"""Planning all organisations of the service together: their schools as they are, and a draft for each afterwards."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from roster.actions.audit import record
from roster.actions.drafts import replace_draft
from roster.actor import AccountRole, Actor, command_line_actor
from roster.database import Store
from roster.freeze import freeze
from roster.models.rosters import MadeFrom, locked_roster
from roster.models.school_records import read_school
from roster.outcome import Outcome
from roster.problem import Problem
from roster.records import School
from roster.reports.service import organisations
from roster.weeks.frozen import commitments_elsewhere, freeze_week
from roster.weeks.inputs import changed_inputs
from roster.weeks.stored import draft_of, written_goals


@dataclass(frozen=True, slots=True)
class JointSchool:
    """One organisation as it was read, the edition of its week's draft then (0 = none), and who acts for it."""

    actor: Actor
    school: School
    edition: int


def schools_of_all(store: Store, week: str) -> tuple[JointSchool, ...]:
    """Every organisation of the service, by name, with what counts for that week.

    For the operator's command line: what is read here is never shown to an organisation's own people.
    """
    found = []
    for line in organisations(store):
        with store.reading(line.id) as session:
            draft = draft_of(session, week)
            actor = command_line_actor(line.id, line.key, "de")
            found.append(JointSchool(actor, read_school(session, week=week), draft.edition if draft else 0))
    return tuple(found)


def leave_draft(store: Store, joint: JointSchool, problem: Problem, outcome: Outcome, *, now: dt.datetime) -> bool:
    """Make an organisation's part of a joint plan the draft of its week; an earlier draft goes.

    ``problem`` is what was planned, without anybody's duties elsewhere. False, and nothing is written, where somebody
    mended the draft or changed the data meanwhile: their work stands, and the week wants to be planned anew.
    """
    joint.actor.require(AccountRole.LEAD)
    week = problem.week
    elsewhere = commitments_elsewhere(store, joint.actor.organisation_id, week)
    with store.writing(joint.actor.organisation_id) as session:
        roster = locked_roster(session, week)
        draft = draft_of(session, week)
        frozen = freeze_week(session, week, elsewhere=elsewhere, now=now)
        if (draft.edition if draft else 0) != joint.edition:
            return False
        if changed_inputs(problem, freeze(frozen.school, week, now=now)):
            return False
        replace_draft(
            session,
            roster,
            frozen.problem,
            outcome.plan,
            made_from=MadeFrom.SOLVE,
            goals=written_goals(outcome.goals),
            account_id=joint.actor.account_id,
            set_aside=outcome.set_aside,
            now=now,
        )
        record(session, joint.actor, "leave_joint_draft", f"roster/{week}", fields=("assignments",), now=now)
    return True
