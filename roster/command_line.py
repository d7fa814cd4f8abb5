"""What the commands of all packages share: options, the language of the person at the terminal, refusals as texts.

It loads quickly; what a command needs to reach a store is in ``roster.command_store``.
"""

from __future__ import annotations

import datetime as dt
import locale
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roster.errors import Invalid, Refusal
from roster.words import ENGLISH, GERMAN, LANGUAGES, Sentence

if TYPE_CHECKING:
    from roster.outcome import GoalResult
    from roster.reports.wording import GoalLine

REFUSED = 1  # exit code: the answer is no, and a text says why
DEFAULT_DATABASE = "sqlite:///roster.db"
BERLIN = "Europe/Berlin"

COUNTED_THERE = Sentence(de="zählt im Ausgleich", en="counted in the balance")
PROVEN = Sentence(de="bewiesen bestmöglich", en="proven optimal")
OPEN = Sentence(de="bisher bestes (mindestens {bound})", en="best so far (at least {bound})")
UNPROVEN = Sentence(de="bisher bestes", en="best so far")

database_option = click.option(
    "--database",
    envvar="ROSTER_DATABASE",
    default=DEFAULT_DATABASE,
    show_default=True,
    help="SQLAlchemy address of the database; also ROSTER_DATABASE.",
)
organisation_option = click.option("--organisation", help="Key of the organisation, where there are several.")
week_option = click.option("--week", help='ISO week such as "2026-W48".')
seconds_option = click.option(
    "--seconds",
    type=click.FloatRange(0, 3600),
    default=20.0,
    show_default=True,
    help="Limit of the search. What is not proven of cover, stability and promised hours may take three times as long.",
)
mail_option = click.option(
    "--mail",
    envvar="ROSTER_MAIL",
    default="console:",
    show_default=True,
    help="Where mail goes: console:, file:/path or smtp://user:password@host:587; also ROSTER_MAIL.",
)


def spoken_language() -> str:
    """The language of the person at the terminal: ROSTER_LANGUAGE, else the locale's, else English."""
    asked = os.environ.get("ROSTER_LANGUAGE", "")
    if asked in LANGUAGES:
        return asked
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return GERMAN if locale.normalize(named).startswith("de") else ENGLISH


def say(sentence: Sentence, **facts: object) -> None:
    """Print a sentence in the person's language."""
    click.echo(sentence.text(spoken_language(), **facts))


def say_goal(name: str, goal: GoalResult | GoalLine) -> None:
    """Print one goal of a plan on a line: its value, and what is proven about it."""
    if goal.in_balance:
        proof = COUNTED_THERE.text(spoken_language())
    elif goal.optimal:
        proof = PROVEN.text(spoken_language())
    elif goal.bound is None:
        proof = UNPROVEN.text(spoken_language())
    else:
        proof = OPEN.text(spoken_language(), bound=goal.bound)
    click.echo(f"  {name:<24}{goal.value:>8}  {proof}")


def refusal_text(refusal: Refusal) -> str:
    """A refusal for the terminal: its sentence, then each fault on a line of its own."""
    language = spoken_language()
    lines = [refusal.text(language)]
    if isinstance(refusal, Invalid):
        lines += [f"  {fault.text(language)}" for fault in refusal.faults]
    return "\n".join(lines)


def now() -> dt.datetime:
    """The present moment; commands are where it enters, everything below is told."""
    return dt.datetime.now(dt.UTC)


def written(path: Path, content: str) -> None:
    """Write a text file whole or not at all: a reader never sees half of it."""
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(content, encoding="utf-8")
    beside.replace(path)
