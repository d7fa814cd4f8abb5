"""The commands that answer questions about a plan: ``roster explain``, ``roster repair`` and ``roster whatif``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from roster.command_line import (
    database_option,
    organisation_option,
    say,
    spoken_language,
    week_option,
)
from roster.errors import Invalid
from roster.outcome import Status
from roster.plan import Plan
from roster.problem import Assignment, Problem
from roster.reasons.assignments import why_assigned
from roster.reasons.clashes import pin_clashes, unteachable
from roster.reasons.empty_seats import empty_seats
from roster.rules import check
from roster.rules.violation import spoken_name
from roster.words import LANGUAGES, Sentence
from solver import Limits, solve
from solver.answers.changed import comparison_data, repair_data
from solver.answers.explained import clash_data, empty_seat_data, unteachable_data, why_data
from solver.answers.speech import Data, Speech
from solver.confinement import noise_aside
from solver.events_cli import Happened, after, event_options, happened, known
from solver.explain.filling import Filling, Fillings
from solver.explain.without import without_them
from solver.repair import repair
from solver.suppositions_cli import invented_names, supposed_options, taken_out, with_supposed
from solver.week_cli import Week, found_week
from solver.whatif import compare

BROKEN = Sentence(
    de="Dieser Plan verletzt {count} Regel(n) und lässt sich so nicht erklären: {first}",
    en="This plan breaks {count} rule(s) and cannot be explained as it is: {first}",
)
ALL_FILLED = Sentence(de="Alle nötigen Plätze sind besetzt.", en="Every required seat is filled.")
PAST_EMPTY = Sentence(
    de="Nötige Plätze in vergangenen Terminen, die leer blieben: {count}. Daran ändert sich nichts mehr.",
    en="Required seats in past sessions that stayed empty: {count}. Nothing can change that any more.",
)
NO_DUTY = Sentence(de="{person} hat in diesem Plan keinen Einsatz.", en="{person} has no duty in this plan.")
UNPROVEN = Sentence(
    de="Die Zeit reichte nicht für den Beweis, dass es auf beiden Seiten nicht besser geht; der Unterschied kann auch "
    "daran liegen.",
    en="Time did not suffice to prove that nothing is better on either side; the difference may also come from that.",
)
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


@click.command("explain")
@source_argument
@plan_option
@week_option
@organisation_option
@limit_option
@click.option("--person", help="Also say why this person sits where they do.")
@click.option(
    "--session",
    help="Only this session; with --person: why there, and what the seat costs at least without them.",
)
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
    found = found_week(source, plan, week, organisation, database)
    if person is not None:
        known(person, found.problem.person_by_key)
    elif session is not None:
        known(session, found.problem.session_by_key)
    there = _plan_of(found, seconds)
    data = [clash_data(one, found.speech) for one in pin_clashes(found.problem)]
    data += [unteachable_data(one, found.speech) for one in unteachable(found.problem)]
    asked_why = person is not None and session is not None
    empty = [] if asked_why else _empty_seats(found, there, session, None if quick else seconds)
    why = [] if person is None else _why(found, there, person, session, seconds)
    data += [*empty, *why]
    if as_json:
        _write(data)
        return
    if not empty and not asked_why:
        _say_nothing_is_empty(found.problem, there, session)
    for one in data:
        click.echo(_spoken(one) + "\n")
    if person is not None and not why:
        say(NO_DUTY, person=spoken_name("person", person, found.names))


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
    found = found_week(source, plan, week, organisation, database)
    published = found.problem
    if plan is not None and found.plan is not None:
        published = replace(published, published=found.plan.assignments)
    said = happened(events)
    changed = after(published, found.school, said)
    _refuse_never_taken(published, said)
    repaired = repair(changed, seconds=seconds)
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
    before = found_week(source, None, week, organisation, database)
    copied = before if other is None else found_week(other, None, before.problem.week, organisation, database)
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
        if not first.status == second.status == Status.OPTIMAL:
            say(UNPROVEN)


def _empty_seats(week: Week, plan: Plan, session: str | None, seconds: float | None) -> list[Data]:
    """Every empty required seat, or those of one session; with seconds also the cheapest way to fill it."""
    empty = [one for one in empty_seats(week.problem, plan) if session in (None, one.session)]
    fillings = Fillings(week.problem, plan) if empty and seconds is not None else None
    told = []
    for one in empty:
        found: tuple[Filling, ...] = ()
        if fillings is not None and seconds is not None:
            found = (fillings.cheapest(one.session, one.role, seconds=seconds),)
        told.append(empty_seat_data(replace(one, filling=found[0] if found else None), found, week.speech))
    return told


def _say_nothing_is_empty(problem: Problem, plan: Plan, session: str | None) -> None:
    """Say that every seat is filled; of past ones, which nobody can fill, only what is true of them."""
    past = [one for one in problem.sessions if one.past and session in (None, one.key)]
    empty = sum(max(0, need.required - len(plan.in_seat(one.key, need.role))) for one in past for need in one.needs)
    if empty:
        say(PAST_EMPTY, count=empty)
    else:
        say(ALL_FILLED)


def _refuse_never_taken(published: Problem, said: Happened) -> None:
    """Raise Invalid for a seat that is called emptied though its person was never published in it."""
    for session, role, person in said.emptied:
        if published.published is not None and Assignment(session, role, person) not in published.published:
            raise Invalid(NOT_THERE, person=person, session=session)


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
