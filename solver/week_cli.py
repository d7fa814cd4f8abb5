"""A week as the commands that answer questions find it: in a folder of tables or in the database, with its plan."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from roster.calendar.clock import local_day
from roster.command_line import BERLIN, now, spoken_language
from roster.command_store import actor_for, opened
from roster.folder import problem_of
from roster.plan import Plan
from roster.plan_file import read_plan
from roster.problem import Problem
from roster.records import School
from roster.reports.coming_week import week_to_plan
from roster.rules import Names, names_of
from roster.weeks.frozen import commitments_elsewhere, freeze_week
from roster.weeks.stored import current_plan, draft_of, plan_of
from solver.answers.speech import Speech


@dataclass(frozen=True)
class Week:
    """A week as the commands find it: its problem, the plan that it has (None = none yet), and its school."""

    problem: Problem
    plan: Plan | None
    school: School

    @property
    def names(self) -> Names:
        """Everybody's names in the language of the person at the terminal."""
        return names_of(self.school, spoken_language())

    @property
    def speech(self) -> Speech:
        """Everybody's names in all languages."""
        return Speech.of(self.school)


def found_week(
    source: Path | None, plan: Path | None, week: str | None, organisation: str | None, database: str
) -> Week:
    """A week of a folder, or without one of the database; with the plan of a file, or what was published."""
    if source is None:
        return stored_week(week, organisation, database, plan)
    school, problem = problem_of(source, week=week, organisation=organisation, today=local_day(now(), BERLIN))
    published = None if problem.published is None else Plan.of(problem.published)
    return Week(problem, _read(plan, problem) or published, school)


def stored_week(week: str | None, organisation: str | None, database: str, plan: Path | None = None) -> Week:
    """A week of the database, with its draft or, where there is none, what was published."""
    with opened(database) as store:
        actor = actor_for(store, organisation)
        asked = week or week_to_plan(store, actor, now=now())
        elsewhere = commitments_elsewhere(store, actor.organisation_id, asked)
        with store.reading(actor.organisation_id) as session:
            frozen = freeze_week(session, asked, elsewhere=elsewhere, now=now())
            draft = draft_of(session, asked)
            there = current_plan(session, asked) if draft is None else plan_of(draft.assignments)
    return Week(frozen.problem, _read(plan, frozen.problem) or there, frozen.school)


def _read(plan: Path | None, problem: Problem) -> Plan | None:
    return None if plan is None else read_plan(plan.read_text(encoding="utf-8"), problem, file=plan.name)
