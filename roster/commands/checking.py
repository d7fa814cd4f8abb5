"""``roster check``: a plan file judged by the rules alone, without solver and database."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from roster.calendar.clock import local_day
from roster.command_line import BERLIN, REFUSED, now, organisation_option, say, spoken_language, week_option
from roster.folder import problem_of
from roster.plan_file import read_plan
from roster.rules import check, measure, names_of, pin_warnings
from roster.words import Sentence

KEPT = Sentence(
    de="{week}: Alle Regeln sind eingehalten, {count} Einsätze.",
    en="{week}: every rule is kept, {count} assignments.",
)
BROKEN = Sentence(de="{week}: {count} Verstoß/Verstöße:", en="{week}: {count} violation(s):")
PIN_NOTE = Sentence(de="Hinweis: {warning}", en="Note: {warning}")


@click.command("check")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.argument("plan_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@week_option
@organisation_option
def check_(source: Path, plan_file: Path, week: str | None, organisation: str | None) -> None:
    """Judge a plan by the rules alone: print each violation and every goal's value.

    Exits with 0 if every hard rule holds, else with 1.
    """
    school, problem = problem_of(source, week=week, organisation=organisation, today=local_day(now(), BERLIN))
    plan = read_plan(plan_file.read_text(encoding="utf-8"), problem, file=plan_file.name)
    language = spoken_language()
    names = names_of(school, language)
    for warning in pin_warnings(problem):
        say(PIN_NOTE, warning=warning.text(language, names))
    violations = check(problem, plan)
    if violations:
        say(BROKEN, week=problem.week, count=len(violations))
        for violation in violations:
            click.echo(f"  {violation.rule}: {violation.text(language, names)}")
    else:
        say(KEPT, week=problem.week, count=len(plan.assignments))
    for key, value in measure(problem, plan).items():
        click.echo(f"{key:<14}{value:>8}")
    if violations:
        sys.exit(REFUSED)
