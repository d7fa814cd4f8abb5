"""What the commands of all packages share: options, the language of the person at the terminal, refusals as texts."""

from __future__ import annotations

import datetime as dt
import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from roster.actor import Actor, command_line_actor
from roster.database import Store, open_store
from roster.errors import Invalid, Refusal
from roster.migrations import require_newest, upgrade
from roster.outcome import GoalResult
from roster.reports.service import OrganisationLine, organisations
from roster.reports.wording import GoalLine
from roster.words import ENGLISH, GERMAN, LANGUAGES, Sentence

DEFAULT_DATABASE = "sqlite:///roster.db"
BERLIN = "Europe/Berlin"

WHICH_ORGANISATION = Sentence(
    de="Der Dienst hält mehrere Organisationen ({found}). Bitte eine davon mit --organisation nennen.",
    en="The service holds several organisations ({found}). Please name one of them with --organisation.",
)
NO_SUCH_ORGANISATION = Sentence(
    de="Die Organisation „{asked}“ gibt es hier nicht, nur: {found}.",
    en="There is no organisation “{asked}” here, only: {found}.",
)
NO_ORGANISATION = Sentence(
    de="Hier ist noch keine Organisation angelegt. Zuerst „roster import ORDNER“ aufrufen.",
    en="No organisation has been set up here yet. Call “roster import FOLDER” first.",
)

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
    "--seconds", type=click.FloatRange(0, 3600), default=20.0, show_default=True, help="Limit of the search."
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
    if goal.optimal:
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


@contextmanager
def opened(url: str, *, upgraded: bool = False) -> Iterator[Store]:
    """A store that is closed again at the end, brought up to date first where the command is there for that.

    Otherwise raises WrongSchema where its tables are not those of this release.
    """
    store = open_store(url)
    try:
        if upgraded:
            upgrade(store)
        else:
            require_newest(store)
        yield store
    finally:
        store.close()


def chosen_organisation(store: Store, organisation: str | None) -> OrganisationLine:
    """The organisation that was asked for; without a wish, the only one. Raises Invalid otherwise."""
    known = organisations(store)
    if not known:
        raise Invalid(NO_ORGANISATION)
    found = ", ".join(line.key for line in known)
    if organisation is None:
        if len(known) == 1:
            return known[0]
        raise Invalid(WHICH_ORGANISATION, found=found)
    for line in known:
        if line.key == organisation:
            return line
    raise Invalid(NO_SUCH_ORGANISATION, asked=organisation, found=found)


def actor_for(store: Store, organisation: str | None) -> Actor:
    """The person at the terminal, acting for one organisation."""
    chosen = chosen_organisation(store, organisation)
    return command_line_actor(chosen.id, chosen.key, spoken_language())


def written(path: Path, content: str) -> None:
    """Write a text file whole or not at all: a reader never sees half of it."""
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(content, encoding="utf-8")
    beside.replace(path)
