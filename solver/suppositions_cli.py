"""What is only supposed of a week, as options of ``roster whatif``, beside what may happen (``solver.events_cli``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from roster.errors import Invalid
from roster.problem import Certificate, Person, Problem, Qualification, Settings, Window
from roster.records import Level, School, Willingness
from roster.rules import Names
from roster.spreadsheets.vocabulary import LEVELS
from roster.words import LANGUAGES, Sentence
from solver.events_cli import known, time_of_week
from solver.prices import known_means, with_person
from solver.suppositions import NUMBERS, numbers_changed, settings_changed, site_added, windows_added

NOT_A_NUMBER = Sentence(
    de="„{name} {value}“ geht nicht. Möglich sind ganze Zahlen, nicht negativ, für {known}.",
    en="“{name} {value}” is not possible. Possible are whole numbers, not negative, for {known}.",
)
NOT_A_RULE = Sentence(
    de="„{name} {value}“ geht nicht. Möglich sind {known}; Schalter mit on oder off, goal_order mit balanced oder "
    "strict, alles andere mit einer ganzen Zahl.",
    en="“{name} {value}” is not possible. Possible are {known}; switches with on or off, goal_order with balanced or "
    "strict, all others with a whole number.",
)
NOT_A_NEW_PERSON = Sentence(
    de="„{said}“ beschreibt niemanden. Bitte Rolle, Niveaus (von-bis oder any), Zeiten mit Komma und Minuten je Woche.",
    en="“{said}” describes nobody. Please give a role, levels (from-to or any), times with commas, minutes a week.",
)
NOT_A_NEW_SITE = Sentence(
    de="Ein neuer Standort „{key}“ geht nicht. Bitte einen freien Schlüssel und Minuten angeben.",
    en="There cannot be a new site “{key}”. Please give a key that is free, and minutes.",
)
INVENTED = Sentence(de="Neue Person {number} (erfunden)", en="New person {number} (invented)")
SWITCHES = {"on": True, "off": False}
ANY = "any"


@dataclass(frozen=True)
class Supposed:
    """The options of one call; empty where nothing was said."""

    more_time: Sequence[tuple[str, str]]
    number: Sequence[tuple[str, str, str]]
    new_person: Sequence[tuple[str, str, str, int]]
    new_site: Sequence[tuple[str, int]]
    rule: Sequence[tuple[str, str]]


def supposed_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of ``Supposed``, under their names."""
    options = (
        click.option(
            "--more-time", nargs=2, multiple=True, metavar="PERSON TIME",
            help='Could also come then, such as anna "Thu 17:00-21:00"; may be repeated.',
        ),
        click.option(
            "--number", nargs=3, multiple=True, metavar="PERSON NAME VALUE",
            help=f"Another number of somebody: {', '.join(NUMBERS)}; may be repeated.",
        ),
        click.option(
            "--new-person", nargs=4, multiple=True, type=(str, str, str, int), metavar="ROLE LEVELS TIMES MINUTES",
            help='Somebody who does not exist, such as lead A1.1-B1 "Tue 17:00-21:00, Thu 17:00-21:00" 180; any level: '
            "any; may be repeated.",
        ),
        click.option(
            "--new-site", nargs=2, multiple=True, type=(str, int), metavar="KEY MINUTES",
            help="A site that does not exist, that many minutes from every other; sessions move there with --to.",
        ),
        click.option(
            "--rule", nargs=2, multiple=True, metavar="NAME VALUE",
            help="Another rule or number of the organisation, such as newcomers off, travel_buffer_minutes 15, "
            "goal_order strict, rate_wishes 0; may be repeated.",
        ),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def taken_out(options: dict[str, Any]) -> Supposed:
    """The options of ``Supposed``, taken out of those of a call."""
    return Supposed(**{name: options.pop(name) for name in Supposed.__dataclass_fields__})


def with_supposed(problem: Problem, school: School, said: Supposed) -> Problem:
    """The week as supposed. Raises NotFound for an unknown key, Invalid for what cannot be."""
    for place, new in enumerate(said.new_person, start=1):
        problem = with_person(problem, _invented(problem, school, place, *new))
    for person, time in said.more_time:
        known(person, problem.person_by_key)
        problem = windows_added(problem, person, [_window(time, problem, school)])
    for person, name, value in said.number:
        known(person, problem.person_by_key)
        try:
            problem = numbers_changed(problem, person, {name: int(value)})
        except ValueError:
            raise Invalid(NOT_A_NUMBER, name=name, value=value, known=", ".join(NUMBERS)) from None
    for key, minutes in said.new_site:
        try:
            problem = site_added(problem, key, minutes)
        except ValueError:
            raise Invalid(NOT_A_NEW_SITE, key=key) from None
    for name, value in said.rule:
        try:
            problem = settings_changed(problem, {name: _value(name, value)})
        except ValueError:
            raise Invalid(NOT_A_RULE, name=name, value=value, known=", ".join(Settings.__dataclass_fields__)) from None
    return problem


def invented_names(said: Supposed) -> Mapping[str, Names]:
    """What people are called who do not exist, by language: plainly marked."""
    return {
        language: {
            f"person/{_key(place)}": INVENTED.text(language, number=place)
            for place, _ in enumerate(said.new_person, start=1)
        }
        for language in LANGUAGES
    }


def _key(place: int) -> str:
    return f"~new-{place}"


def _invented(problem: Problem, school: School, place: int, role: str, levels: str, times: str, minutes: int) -> Person:
    known(role, {need.role: need for one in problem.sessions for need in one.needs})
    said = f"{role} {levels} {times} {minutes}"
    if minutes < 0:
        raise Invalid(NOT_A_NEW_PERSON, said=said)
    lowest, highest = _levels(levels, said=said)
    first = min(session.on_day for session in problem.sessions)
    return Person(
        key=_key(place),
        identity=_key(place),
        means=known_means(problem),
        wished_minutes=minutes,
        max_minutes_week=minutes,
        windows=tuple(_window(time, problem, school) for time in times.split(",")),
        qualifications=(Qualification(role, None, lowest, highest),),
        certificates=tuple(Certificate(kind, first) for kind in problem.certificates_asked),
    )


def _window(time: str, problem: Problem, school: School) -> Window:
    _, _, begins, ends = time_of_week(time, problem.week, school.organisation.timezone)
    return Window(begins, ends, Willingness.GLADLY)


def _levels(levels: str, *, said: str) -> tuple[Level | None, Level | None]:
    if levels == ANY:
        return None, None
    try:
        found = [LEVELS.value(word.strip()) for word in levels.replace("–", "-").split("-")]
    except KeyError:
        found = []
    lowest, highest = (found[0], found[-1]) if len(found) in (1, 2) else (None, None)
    if not isinstance(lowest, Level) or not isinstance(highest, Level) or lowest > highest:
        raise Invalid(NOT_A_NEW_PERSON, said=said)
    return lowest, highest


def _value(name: str, value: str) -> bool | int | str:
    """A rule's value as its field has it. Raises ValueError."""
    kind = type(getattr(Settings(), name, ""))
    if kind is bool:
        if value not in SWITCHES:
            raise ValueError(value)
        return SWITCHES[value]
    return int(value) if kind is int else value
