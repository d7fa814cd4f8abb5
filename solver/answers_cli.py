"""The commands that answer questions about a plan: ``roster explain``, ``roster repair`` and ``roster whatif``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from roster.calendar.clock import local_day
from roster.command_line import (
    BERLIN,
    database_option,
    now,
    organisation_option,
    say,
    spoken_language,
    week_option,
)
from roster.command_store import actor_for, opened
from roster.errors import Invalid
from roster.folder import problem_of
from roster.plan import Plan
from roster.plan_file import read_plan
from roster.problem import Assignment, Problem
from roster.reasons.assignments import why_assigned
from roster.reasons.clashes import pin_clashes, unteachable
from roster.reasons.empty_seats import empty_seats
from roster.records import School
from roster.reports.coming_week import week_to_plan
from roster.rules import Names, check, names_of
from roster.weeks.frozen import commitments_elsewhere, freeze_week
from roster.weeks.stored import current_plan, draft_of, plan_of
from roster.words import LANGUAGES, Sentence
from solver import Limits, solve
from solver.answers.changed import comparison_data, repair_data
from solver.answers.explained import clash_data, empty_seat_data, unteachable_data, why_data
from solver.answers.speech import Data, Speech
from solver.confinement import noise_aside
from solver.events_cli import after, event_options, happened, known
from solver.explain.filling import Filling, Fillings
from solver.explain.without import without_them
from solver.repair import repair
from solver.suppositions_cli import invented_names, supposed_options, taken_out, with_supposed
from solver.whatif import compare

BROKEN = Sentence(
    de="Dieser Plan verletzt {count} Regel(n) und lässt sich so nicht erklären: {first}",
    en="This plan breaks {count} rule(s) and cannot be explained as it is: {first}",
)
ALL_FILLED = Sentence(de="Alle nötigen Plätze sind besetzt.", en="Every required seat is filled.")
NOT_THERE = Sentence(
    de="{person} sitzt in diesem Plan nicht in {session}. Bitte Termin und Person aus dem Plan nehmen.",
    en="{person} has no seat in {session} in this plan. Please take session and person from the plan.",
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


@click.command("explain")
@source_argument
@plan_option
@week_option
@organisation_option
@limit_option
@click.option("--person", help="Also say why this person sits where they do.")
@click.option("--session", help="With --person: only in this session, and what the seat costs at least without them.")
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
    session: str | None,
    quick: bool,
    as_json: bool,
    database: str,
) -> None:
    """Say what clashes, why seats are empty and what would fill them, and why somebody sits where they do."""
    found = _week(source, plan, week, organisation, database)
    if person is not None:
        known(person, found.problem.person_by_key)
    there = _plan_of(found, seconds)
    data = [clash_data(one, found.speech) for one in pin_clashes(found.problem)]
    data += [unteachable_data(one, found.speech) for one in unteachable(found.problem)]
    empty = [] if session is not None else _empty_seats(found, there, None if quick else seconds)
    data += empty
    if person is not None:
        data += _why(found, there, person, session, seconds)
    if as_json:
        _write(data)
        return
    if not empty and session is None:
        say(ALL_FILLED)
    for one in data:
        click.echo(_spoken(one) + "\n")


@click.command("repair")
@source_argument
@plan_option
@week_option
@organisation_option
@limit_option
@event_options
@json_option
@database_option
def repair_command(
    source: Path | None,
    plan: Path | None,
    week: str | None,
    organisation: str | None,
    seconds: float,
    as_json: bool,
    database: str,
    **events: Any,
) -> None:
    """Find the least disruption of a published week: 0, 1, 2, ... people told something new, and the seats kept."""
    found = _week(source, plan, week, organisation, database)
    published = found.problem
    if plan is not None and found.plan is not None:
        published = replace(published, published=found.plan.assignments)
    repaired = repair(after(published, found.school, happened(events)), seconds=seconds)
    if as_json:
        _write(repair_data(repaired, found.speech))
    else:
        click.echo(repaired.text(spoken_language(), found.names))


@click.command("whatif")
@source_argument
@click.argument("other", required=False, type=click.Path(exists=True, path_type=Path))
@week_option
@organisation_option
@limit_option
@event_options
@supposed_options
@json_option
@database_option
def whatif_command(
    source: Path | None,
    other: Path | None,
    week: str | None,
    organisation: str | None,
    seconds: float,
    as_json: bool,
    database: str,
    **options: Any,
) -> None:
    """Plan a week and a changed copy of it (OTHER, or the same with the changes named here), side by side."""
    before = _week(source, None, week, organisation, database)
    copied = before if other is None else _week(other, None, week, organisation, database)
    supposed = taken_out(options)
    changed = after(with_supposed(copied.problem, copied.school, supposed), copied.school, happened(options))
    limits = Limits(total_seconds=seconds)
    with noise_aside():
        first = solve(before.problem, limits)
        second = solve(changed, limits, hint=first.plan)
    compared = compare(before.problem, first.plan, changed, second.plan)
    invented = invented_names(supposed)
    names = {
        language: {**copied.speech.names[language], **before.speech.names[language], **invented[language]}
        for language in LANGUAGES
    }
    if as_json:
        _write(comparison_data(compared, first, second, Speech(names)))
    else:
        click.echo(compared.text(spoken_language(), names[spoken_language()]))


def _empty_seats(week: Week, plan: Plan, seconds: float | None) -> list[Data]:
    """Every empty required seat; with seconds also the cheapest way to fill it."""
    empty = empty_seats(week.problem, plan)
    fillings = Fillings(week.problem, plan) if empty and seconds is not None else None
    told = []
    for one in empty:
        found: tuple[Filling, ...] = ()
        if fillings is not None and seconds is not None:
            found = (fillings.cheapest(one.session, one.role, seconds=seconds),)
        told.append(empty_seat_data(replace(one, filling=found[0] if found else None), found, week.speech))
    return told


def _why(week: Week, plan: Plan, person: str, session: str | None, seconds: float) -> list[Data]:
    """Why somebody sits where they do; for one session also what it costs at least without them."""
    seats = [one for one in plan.by_person.get(person, ()) if session in (None, one.session)]
    if session is not None and not seats:
        raise Invalid(NOT_THERE, person=person, session=session)
    return [_why_here(week, plan, one, seconds if session is not None else None) for one in seats]


def _why_here(week: Week, plan: Plan, assignment: Assignment, seconds: float | None) -> Data:
    without = None if seconds is None else without_them(week.problem, plan, assignment, seconds=seconds)
    return why_data(why_assigned(week.problem, plan, assignment), without, week.speech)


def _spoken(data: Data) -> str:
    """An answer for the terminal; the words about a seat without its person come after those about it."""
    without: Mapping[str, Any] = data.get("without") or {}
    texts = [part["text"][spoken_language()] for part in (data, without) if part]
    return "\n".join(texts)


def _week(source: Path | None, plan: Path | None, week: str | None, organisation: str | None, database: str) -> Week:
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


def _plan_of(week: Week, seconds: float) -> Plan:
    """The plan that there is, or a new one. Raises Invalid for one that breaks a rule: its numbers would mislead."""
    with noise_aside():
        there = week.plan or solve(week.problem, Limits(total_seconds=seconds)).plan
    if violations := check(week.problem, there):
        first = violations[0].text(spoken_language(), week.names)
        raise Invalid(BROKEN, count=len(violations), first=first)
    return there


def _write(answer: object) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
