"""The command ``roster solve``."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.live import Live
from rich.table import Table

from roster.actions.solves import request_solve
from roster.calendar.clock import local_day
from roster.command_line import (
    BERLIN,
    database_option,
    now,
    organisation_option,
    say,
    say_goal,
    seconds_option,
    spoken_language,
    week_option,
    written,
)
from roster.command_store import actor_for, opened
from roster.errors import Invalid, Refusal
from roster.folder import problem_of
from roster.models.solves import SolveStatus
from roster.outcome import Outcome, Progress, Status
from roster.plan_file import empty_seats, write_plan
from roster.problem import Problem
from roster.reasons.clashes import pin_clashes, unteachable
from roster.reports.coming_week import week_to_plan
from roster.reports.solves import solve_status
from roster.rules import BALANCE, BALANCE_NAME, GOALS, Names, names_of
from roster.words import Sentence, spoken_seconds
from solver import Limits, solve
from solver.confinement import noise_aside
from solver.interrupts import Interrupts
from solver.week_cli import stored_week
from solver.worker import see_through

OUT_NEEDS_FOLDER = Sentence(
    de="--out gehört zu einem Ordner mit Tabellen: „roster solve ORDNER --out plan.json“.",
    en="--out belongs to a folder of tables: “roster solve FOLDER --out plan.json”.",
)
SOLVED = Sentence(
    de="{week}: {filled} von {required} nötigen Plätzen besetzt, {empty} bleiben leer; {seconds} s.",
    en="{week}: {filled} of {required} required seats filled, {empty} stay empty; {seconds} s.",
)
SOLVED_BUT_ONE = Sentence(
    de="{week}: {filled} von {required} nötigen Plätzen besetzt, 1 bleibt leer; {seconds} s.",
    en="{week}: {filled} of {required} required seats filled, 1 stays empty; {seconds} s.",
)
CANCELLED = Sentence(
    de="Mit Strg-C beendet: Das ist der beste Plan bis dahin. Er hält jede Regel; vielleicht gibt es einen besseren.",
    en="Stopped by Ctrl-C: this is the best plan until then. It keeps every rule; a better one may be possible.",
)
HOW_TO_STOP = Sentence(de="Strg-C: beenden, mit dem besten Plan", en="Ctrl-C: stop, with the best plan")
SET_ASIDE = Sentence(de="Zurückgestellt: {warning}", en="Set aside: {warning}")
WRITTEN = Sentence(de="Geschrieben: {path}", en="Written: {path}")
DRAFT = Sentence(
    de="Der Entwurf für {week} liegt bereit; „roster publish --week {week}“ veröffentlicht ihn.",
    en="The draft for {week} is ready; “roster publish --week {week}” publishes it.",
)
FAILED = Sentence(de="Der Planungslauf endete als „{status}“: {reason}", en="The solve ended as “{status}”: {reason}")


@click.command("solve")
@click.argument("source", required=False, type=click.Path(exists=True, path_type=Path))
@week_option
@organisation_option
@seconds_option
@click.option("--reproducible", is_flag=True, help="One worker and no clock: the same plan on every machine.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where the plan of a folder is written.")
@database_option
def solve_(
    source: Path | None,
    week: str | None,
    organisation: str | None,
    seconds: float,
    reproducible: bool,
    out: Path | None,
    database: str,
) -> None:
    """Plan a week: of a folder, workbook or ZIP without any database, or of the database (no SOURCE) as a draft."""
    if source is not None:
        _solve_folder(source, week, organisation, Limits(total_seconds=seconds, reproducible=reproducible), out)
    elif out is not None:
        raise Invalid(OUT_NEEDS_FOLDER)
    else:
        _solve_stored(database, week, organisation, seconds, reproducible)


def _solve_folder(source: Path, week: str | None, organisation: str | None, limits: Limits, out: Path | None) -> None:
    school, problem = problem_of(source, week=week, organisation=organisation, today=local_day(now(), BERLIN))
    names = names_of(school, spoken_language())
    tell_clashes(problem, names)
    with Interrupts() as interrupts, OnTerminal(interrupts) as watch, noise_aside():
        outcome = solve(problem, limits, watch)
    if outcome.status is Status.CANCELLED:
        say(CANCELLED)
    tell_outcome(problem, outcome)
    if out is not None:
        written(out, write_plan(problem, outcome))
        say(WRITTEN, path=out)


def _solve_stored(
    database: str, week: str | None, organisation: str | None, seconds: float, reproducible: bool
) -> None:
    with opened(database) as store:
        actor = actor_for(store, organisation)
        asked = week or week_to_plan(store, actor, now=now())
        there = stored_week(asked, organisation, database)
        tell_clashes(there.problem, there.names)
        ticket = request_solve(store, actor, asked, seconds=seconds, reproducible=reproducible, now=now())
        see_through(store, ticket.solve_id)
        line = solve_status(store, actor, ticket.solve_id, now=now())
    click.echo(line.sentence)
    for goal in line.goals:
        say_goal(goal.title, goal)
    if line.status is not SolveStatus.READY:
        raise Refusal(FAILED, status=line.status.value, reason=line.reason or "-")
    say(DRAFT, week=asked)


def tell_clashes(problem: Problem, names: Names) -> None:
    """Print before a search what no plan can do: pins that cannot stand and why, and courses that nobody can teach."""
    for clash in pin_clashes(problem):
        say(SET_ASIDE, warning=clash.text(spoken_language(), names))
    for hopeless in unteachable(problem):
        click.echo(hopeless.text(spoken_language(), names))


def tell_outcome(problem: Problem, outcome: Outcome) -> None:
    """Print what a search found: seats, seconds, and each goal with what is proven about it."""
    required = sum(need.required for session in problem.sessions for need in session.needs)
    empty = sum(1 for seat in empty_seats(problem, outcome.plan) if seat["required"])
    say(
        SOLVED_BUT_ONE if empty == 1 else SOLVED,
        week=problem.week,
        filled=required - empty,
        required=required,
        empty=empty,
        seconds=spoken_seconds(outcome.seconds, spoken_language()),
    )
    for goal in outcome.goals:
        say_goal(_goal_name(goal.key), goal)


class OnTerminal:
    """Shows a running search as a small table that renews itself; on anything but a terminal it stays silent."""

    def __init__(self, interrupts: Interrupts) -> None:
        self._interrupts = interrupts
        self._live = Live(console=Console(stderr=True), transient=True, refresh_per_second=8)
        self._shown = self._live.console.is_terminal

    def __enter__(self) -> OnTerminal:
        if self._shown:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._live.stop()

    def progress(self, progress: Progress) -> None:
        """Show the newest values and bounds."""
        if self._shown:
            self._live.update(_table(progress))

    def cancelled(self) -> bool:
        """A terminal cancels by Ctrl-C."""
        return self._interrupts.came


def _table(progress: Progress) -> Table:
    table = Table(
        title=f"{progress.seconds:.0f} s  {progress.filled_required}/{progress.required}",
        title_justify="left",
        caption=HOW_TO_STOP.text(spoken_language()),
        caption_justify="left",
    )
    for column in ("", "≤", "≥"):
        table.add_column(column, justify="left" if not column else "right")
    for goal in progress.goals:
        bound = "" if goal.bound is None else str(goal.bound)
        table.add_row(_goal_name(goal.key), str(goal.value), bound + (" ✓" if goal.optimal else ""))
    return table


def _goal_name(key: str) -> str:
    names = {goal.KEY: goal.NAME for goal in GOALS} | {BALANCE: BALANCE_NAME}
    return names[key].text(spoken_language())
