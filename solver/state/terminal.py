"""A state's planning on a terminal: a line for each stage, a small live table in between, and Ctrl-C as a wish to stop.

Where standard error is no terminal only the lines are printed, and with ``silent`` not even these.
"""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.live import Live
from rich.table import Table

from roster.command_line import spoken_language
from roster.rules import GOALS
from roster.words import Sentence, spoken_seconds
from solver.interrupts import Interrupts
from solver.state.block import COVER, PROMISES, STABILITY
from solver.state.stand import Stand
from solver.state.telling import DOINGS, progress_line

HOW_TO_STOP = Sentence(
    de="Strg-C: beenden und die Pläne bis dahin behalten; noch einmal: sofort abbrechen",
    en="Ctrl-C: end and keep the plans so far; once more: break off at once",
)
PROVEN = Sentence(de="bewiesen {proven} von {schools}", en="proven {proven} of {schools}")


class OnTerminal:
    """Shows where the planning stands. To be used in a ``with`` block."""

    def __init__(self, interrupts: Interrupts, *, silent: bool) -> None:
        self._interrupts = interrupts
        self._silent = silent
        self._live = Live(
            console=Console(stderr=True), transient=True, refresh_per_second=4, redirect_stdout=sys.stdout.isatty()
        )
        self._shown = self._live.console.is_terminal and not silent

    def __enter__(self) -> OnTerminal:
        if self._shown:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._live.stop()

    def stage(self, stand: Stand) -> None:
        """Print a line, and show it."""
        if not self._silent:
            click.echo(progress_line(stand, spoken_language()))
        self.news(stand)

    def news(self, stand: Stand) -> None:
        """Show the newest values and bounds."""
        if self._shown:
            self._live.update(_table(stand, spoken_language()))

    def stopped(self) -> bool:
        """A terminal stops by Ctrl-C."""
        return self._interrupts.came


def _table(stand: Stand, language: str) -> Table:
    done = PROVEN.text(language, proven=stand.proven, schools=stand.schools)
    table = Table(
        title=f"{spoken_seconds(stand.seconds, language)} s  {DOINGS[stand.doing].text(language)}  {done}",
        title_justify="left",
        caption=HOW_TO_STOP.text(language),
        caption_justify="left",
    )
    for column in ("", "≤", "≥"):
        table.add_column(column, justify="left" if not column else "right")
    rows = [(COVER, stand.cover, stand.bound), (PROMISES, stand.promises, stand.promises_bound)]
    if stand.stability or stand.stability_bound is not None:
        rows.insert(1, (STABILITY, stand.stability, stand.stability_bound))
    names = {goal.KEY: goal.NAME for goal in GOALS}
    for key, value, bound in rows:
        table.add_row(names[key].text(language), str(value), "" if bound is None else str(bound))
    return table
