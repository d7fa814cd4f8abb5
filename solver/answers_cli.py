"""The commands that answer questions about a plan: ``roster explain``, ``roster repair`` and ``roster whatif``."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import click

from roster.calendar.clock import local_day
from roster.command_line import (
    BERLIN,
    actor_for,
    database_option,
    now,
    opened,
    organisation_option,
    say,
    spoken_language,
    week_option,
)
from roster.errors import Invalid, NotFound
from roster.folder import problem_of
from roster.plan import Plan
from roster.plan_file import read_plan
from roster.problem import Problem
from roster.reports.first_steps import week_to_plan
from roster.rules import check, names_of
from roster.weeks.frozen import commitments_elsewhere, freeze_week
from roster.weeks.stored import current_plan, draft_of, plan_of
from roster.words import Sentence
from solver import Limits, solve
from solver.changes import sessions_at, sessions_cancelled, sessions_moved, volunteer_out
from solver.explain.assignments import why_assigned
from solver.explain.clashes import pin_clashes, unteachable
from solver.explain.empty_seats import empty_seats
from solver.explain.filling import Fillings
from solver.repair import repair
from solver.whatif import compare

NO_SUCH = Sentence(
    de="„{asked}“ gibt es in dieser Woche nicht. Bitte den Schlüssel aus den Tabellen nehmen.",
    en="There is no “{asked}” in this week. Please take the key from the tables.",
)
BROKEN = Sentence(
    de="Dieser Plan verletzt {count} Regel(n) und lässt sich so nicht erklären: {first}",
    en="This plan breaks {count} rule(s) and cannot be explained as it is: {first}",
)
ALL_FILLED = Sentence(de="Alle nötigen Plätze sind besetzt.", en="Every required seat is filled.")
MOVE_NEEDS_SITE = Sentence(
    de="--to sagt, wohin ein verlorener Standort umzieht; bitte den Standort mit --lost nennen.",
    en="--to says where a lost site moves to; please name the site with --lost.",
)

source_argument = click.argument("source", required=False, type=click.Path(exists=True, path_type=Path))
plan_option = click.option(
    "--plan",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='A plan file of "roster solve --out"; else what was published, else a new solve.',
)
limit_option = click.option(
    "--seconds", type=click.FloatRange(0, 3600), default=10.0, show_default=True, help="Limit of each search."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON instead of sentences.")
absent_option = click.option("--absent", multiple=True, help="Key of somebody who cannot come; may be repeated.")
lost_option = click.option("--lost", help="Key of a site that is lost: its sessions are cancelled.")
to_option = click.option("--to", help="With --lost: key of the site that its sessions move to instead.")
day_option = click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help="Only on this day; else the rest of the week."
)


@dataclass(frozen=True)
class Week:
    """A week as the commands find it: its problem, the plan that it has (None = none yet), and everybody's names."""

    problem: Problem
    plan: Plan | None
    names: Mapping[str, str]


@click.command("explain")
@source_argument
@plan_option
@week_option
@organisation_option
@limit_option
@click.option("--person", help="Also say why this person sits where they do.")
@click.option("--quick", is_flag=True, help="Only count what stops people; do not search for the smallest change.")
@json_option
@database_option
def explain_command(
    source: Path | None,
    plan: Path | None,
    week: str | None,
    organisation: str | None,
    seconds: float,
    person: str | None,
    quick: bool,
    as_json: bool,
    database: str,
) -> None:
    """Say what clashes, why seats are empty and what would fill them, and why somebody sits where they do."""
    found = _week(source, plan, week, organisation, database)
    if person is not None:
        _known(person, found.problem.person_by_key)
    there = _plan_of(found, seconds)
    answers: list[Any] = [*pin_clashes(found.problem), *unteachable(found.problem)]
    empty = empty_seats(found.problem, there)
    if empty and not quick:
        fillings = Fillings(found.problem, there)
        empty = [replace(one, filling=fillings.cheapest(one.session, one.role, seconds=seconds)) for one in empty]
    answers += empty
    if person is not None:
        answers += [why_assigned(found.problem, there, one) for one in there.by_person.get(person, ())]
    if as_json:
        _write([_told(type(one).__name__, one, one.text(spoken_language(), found.names)) for one in answers])
        return
    if not empty:
        say(ALL_FILLED)
    for one in answers:
        click.echo(one.text(spoken_language(), found.names) + "\n")


@click.command("repair")
@source_argument
@plan_option
@week_option
@organisation_option
@limit_option
@absent_option
@lost_option
@to_option
@day_option
@json_option
@database_option
def repair_command(
    source: Path | None,
    plan: Path | None,
    week: str | None,
    organisation: str | None,
    seconds: float,
    absent: Sequence[str],
    lost: str | None,
    to: str | None,
    day: dt.datetime | None,
    as_json: bool,
    database: str,
) -> None:
    """Find the least disruption of a published week: 0, 1, 2, ... people told something new, and the seats kept."""
    found = _week(source, plan, week, organisation, database)
    published = found.problem
    if plan is not None and found.plan is not None:
        published = replace(published, published=found.plan.assignments)
    repaired = repair(_changed(published, absent, lost, to, day), seconds=seconds)
    text = repaired.text(spoken_language(), found.names)
    if as_json:
        _write(_told("Repair", repaired, text))
    else:
        click.echo(text)


@click.command("whatif")
@source_argument
@click.argument("other", required=False, type=click.Path(exists=True, path_type=Path))
@week_option
@organisation_option
@limit_option
@absent_option
@lost_option
@to_option
@day_option
@json_option
@database_option
def whatif_command(
    source: Path | None,
    other: Path | None,
    week: str | None,
    organisation: str | None,
    seconds: float,
    absent: Sequence[str],
    lost: str | None,
    to: str | None,
    day: dt.datetime | None,
    as_json: bool,
    database: str,
) -> None:
    """Plan a week and a changed copy of it (OTHER, or the same with the changes named here), side by side."""
    before = _week(source, None, week, organisation, database)
    after = before if other is None else _week(other, None, week, organisation, database)
    changed = _changed(after.problem, absent, lost, to, day)
    limits = Limits(total_seconds=seconds)
    plan_before = solve(before.problem, limits).plan
    compared = compare(before.problem, plan_before, changed, solve(changed, limits, hint=plan_before).plan)
    text = compared.text(spoken_language(), {**after.names, **before.names})
    if as_json:
        _write(_told("Comparison", compared, text))
    else:
        click.echo(text)


def _week(source: Path | None, plan: Path | None, week: str | None, organisation: str | None, database: str) -> Week:
    if source is None:
        return _stored_week(week, organisation, database, plan)
    school, problem = problem_of(source, week=week, organisation=organisation, today=local_day(now(), BERLIN))
    published = None if problem.published is None else Plan.of(problem.published)
    return Week(problem, _read(plan, problem) or published, names_of(school, spoken_language()))


def _stored_week(week: str | None, organisation: str | None, database: str, plan: Path | None) -> Week:
    """A week of the database, with its draft or, where there is none, what was published."""
    with opened(database) as store:
        actor = actor_for(store, organisation)
        asked = week or week_to_plan(store, actor, now=now())
        elsewhere = commitments_elsewhere(store, actor.organisation_id, asked)
        with store.reading(actor.organisation_id) as session:
            frozen = freeze_week(session, asked, elsewhere=elsewhere, now=now())
            draft = draft_of(session, asked)
            there = current_plan(session, asked) if draft is None else plan_of(draft.assignments)
    names = names_of(frozen.school, spoken_language())
    return Week(frozen.problem, _read(plan, frozen.problem) or there, names)


def _read(plan: Path | None, problem: Problem) -> Plan | None:
    return None if plan is None else read_plan(plan.read_text(encoding="utf-8"), problem, file=plan.name)


def _plan_of(week: Week, seconds: float) -> Plan:
    """The plan that there is, or a new one. Raises Invalid for one that breaks a rule: its numbers would mislead."""
    there = week.plan or solve(week.problem, Limits(total_seconds=seconds)).plan
    if violations := check(week.problem, there):
        first = violations[0].text(spoken_language(), week.names)
        raise Invalid(BROKEN, count=len(violations), first=first)
    return there


def _changed(
    problem: Problem, absent: Sequence[str], lost: str | None, to: str | None, day: dt.datetime | None
) -> Problem:
    """The week after what the options say has happened. Raises NotFound for a key that it does not know."""
    on_day = None if day is None else day.date()
    for person in absent:
        _known(person, problem.person_by_key)
        problem = volunteer_out(problem, person, on_day=on_day)
    if lost is None:
        if to is not None:
            raise Invalid(MOVE_NEEDS_SITE)
        return problem
    _known(lost, problem.site_by_key)
    keys = sessions_at(problem, lost, on_day=on_day)
    if to is None:
        return sessions_cancelled(problem, keys)
    _known(to, problem.site_by_key)
    return sessions_moved(problem, keys, to)


def _known(key: str, those: Mapping[str, object]) -> None:
    if key not in those:
        raise NotFound(NO_SUCH, asked=key)


def _told(kind: str, answer: Any, text: str) -> dict[str, Any]:
    """An answer as plain data, with its kind and what it says to a person."""
    return {"kind": kind, "text": text, **asdict(answer)}


def _write(answer: object) -> None:
    click.echo(json.dumps(answer, default=str, ensure_ascii=False, indent=1))
