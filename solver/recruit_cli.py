"""The commands that ask what one more person would change: ``roster recruit`` and ``roster match``."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from roster.calendar.clock import local_day
from roster.calendar.weeks import monday_of
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
from roster.database import Store
from roster.errors import Invalid, NotFound
from roster.folder import problem_of, read_schools
from roster.problem import Certificate, Person, Problem, Qualification, Window
from roster.records import Level, Means, School, Willingness
from roster.reports.coming_week import week_to_plan
from roster.reports.service import organisations
from roster.spreadsheets.vocabulary import LEVELS
from roster.weeks.frozen import commitments_elsewhere, freeze_week
from roster.words import Sentence
from solver.answers.recruited import match_data, recruiting_data
from solver.answers.speech import Speech
from solver.confinement import noise_aside
from solver.events_cli import known, time_of_week
from solver.matching import VERIFIED, Match, match, match_volunteer
from solver.recruiting import recruit
from solver.state.reading import zero_minute

NOT_A_LEVEL = Sentence(
    de="„{said}“ ist kein Niveau. Möglich sind {known}, auch von-bis wie „A1.1-A2“.",
    en="“{said}” is not a level. Possible are {known}, also from-to such as “A1.1-A2”.",
)
NO_SEAT = Sentence(
    de="Kein offener Pflichtplatz passt zu diesen Zeiten und Kenntnissen.",
    en="No open required seat fits these times and skills.",
)
ONLY_IF_OTHERS_MOVE = Sentence(
    de="Kein leerer Pflichtplatz passt zu diesen Zeiten und Kenntnissen; die Person kann nur helfen, wenn andere "
    "umziehen.",
    en="No empty required seat fits these times and skills; the person can only help if others move.",
)
WHO = Sentence(
    de="Bitte sagen, wer gemeint ist: entweder --volunteer mit einem Schlüssel oder --role und --time.",
    en="Please say who is meant: either --volunteer with a key, or --role and --time.",
)
NO_VOLUNTEER = Sentence(
    de="Eine aktive Person „{asked}“ gibt es hier nicht. Bitte den Schlüssel aus den Tabellen nehmen.",
    en="There is no active volunteer “{asked}” here. Please take the key from the tables.",
)
NOWHERE = Sentence(
    de="„{asked}“ gibt es hier nicht. Bitte den Schlüssel aus den Tabellen nehmen.",
    en="There is no “{asked}” here. Please take the key from the tables.",
)
WHICH_VOLUNTEER = Sentence(
    de="„{asked}“ gibt es in mehreren Organisationen. Bitte eine nennen: {found}.",
    en="There is a “{asked}” in several organisations. Please name one: {found}.",
)

source_argument = click.argument("source", required=False, type=click.Path(exists=True, path_type=Path))
seconds_option = click.option(
    "--seconds", type=click.FloatRange(0, 3600), default=60.0, show_default=True, help="Limit of all searches together."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
top_option = click.option(
    "--top", type=click.IntRange(1, 200), default=VERIFIED, show_default=True, help="How many are verified and shown."
)


@dataclass(frozen=True)
class Asked:
    """One organisation's week, with the records that name things."""

    school: School
    problem: Problem

    @property
    def speech(self) -> Speech:
        """Everybody's names, and what the organisation is called."""
        return Speech.of(self.school)


@click.command("recruit")
@source_argument
@week_option
@organisation_option
@click.option("--most-minutes", type=click.IntRange(1), help="Only profiles that ask for no more minutes a week.")
@top_option
@seconds_option
@json_option
@database_option
def recruit_command(
    source: Path | None,
    week: str | None,
    organisation: str | None,
    most_minutes: int | None,
    top: int,
    seconds: float,
    as_json: bool,
    database: str,
) -> None:
    """Whom to recruit: the profiles that would fill most empty seats of a week, of a folder or of the database."""
    asked = _one_week(source, database, week, organisation)
    with noise_aside():
        found = recruit(asked.problem, verified=top, seconds=seconds, most_minutes=most_minutes)
    data = recruiting_data(found, asked.problem.week, asked.speech)
    if as_json:
        _print_json(data)
        return
    click.echo(data["text"][spoken_language()])
    for one in data["recruits"][:top]:
        click.echo(f"  {one['text'][spoken_language()]}")


@click.command("match")
@source_argument
@week_option
@organisation_option
@click.option(
    "--volunteer",
    help='Key of somebody in the data, with their times and skills there; "school/anna" where several schools have it.',
)
@click.option("--role", "roles", multiple=True, help="Key of a role the person may take; repeatable.")
@click.option("--branch", help="Key of the only branch the person may work in.")
@click.option("--level", help='Level or levels the person may take, such as "A2" or "A1.1-B1".')
@click.option(
    "--time", "times", multiple=True, help='Such as "Tue 17:00-20:30", on the first organisation\'s clock; repeatable.'
)
@click.option("--site", "sites", multiple=True, help="Key of a site the person would come to; all unless given.")
@click.option("--certificate", "certificates", multiple=True, help="Kind of a certificate that was seen; repeatable.")
@click.option("--minutes", type=click.IntRange(1, 10_080), default=360, show_default=True, help="Most minutes a week.")
@click.option("--means", type=click.Choice([one.value for one in Means]), default=Means.FOOT.value, show_default=True)
@click.option("--newcomer", is_flag=True, help="Somebody experienced has to sit beside the person.")
@top_option
@seconds_option
@json_option
@database_option
def match_command(
    source: Path | None,
    week: str | None,
    organisation: str | None,
    volunteer: str | None,
    roles: tuple[str, ...],
    branch: str | None,
    level: str | None,
    times: tuple[str, ...],
    sites: tuple[str, ...],
    certificates: tuple[str, ...],
    minutes: int,
    means: str,
    newcomer: bool,
    top: int,
    seconds: float,
    as_json: bool,
    database: str,
) -> None:
    """Where somebody with these times and skills helps most: open seats of all organisations, or of one."""
    asked = _all_weeks(source, database, week, organisation)
    problems = [one.problem for one in asked]
    zeros = {one.problem.organisation: zero_minute(one.school, one.problem.week) for one in asked}
    if (volunteer is None) is not bool(roles and times):
        raise Invalid(WHO)
    if volunteer is not None:
        home, key = _home_of(volunteer, problems)
        found = match_volunteer(problems, home, key, verified=top, seconds=seconds, zero_minutes=zeros)
        _tell_match(asked, found, top, as_json=as_json)
        return
    _refuse_unknown(asked, roles, branch, sites)
    lowest, highest = _levels(level)
    all_sites = {site.key for one in asked for site in one.problem.sites}
    person = Person(
        key="",
        identity="",
        newcomer=newcomer,
        means=Means(means),
        wished_minutes=minutes,
        max_minutes_week=minutes,
        windows=tuple(_window(said, asked[0]) for said in times) if asked else (),
        qualifications=tuple(Qualification(role, branch, lowest, highest) for role in roles),
        certificates=tuple(Certificate(kind, monday_of(asked[0].problem.week)) for kind in certificates if asked),
        refused_sites=tuple(sorted(all_sites - set(sites))) if sites else (),
    )
    found = match(problems, person, verified=top, seconds=seconds, zero_minutes=zeros)
    _tell_match(asked, found, top, as_json=as_json)


def _tell_match(asked: Sequence[Asked], found: Match, top: int, *, as_json: bool) -> None:
    data = match_data(found, {one.problem.organisation: one.speech for one in asked})
    if as_json:
        _print_json(data)
        return
    if not data["seats"]:
        helps = any(week["at_most"] if week["gain"] is None else week["gain"] for week in data["weeks"])
        say(ONLY_IF_OTHERS_MOVE if helps else NO_SEAT)
    for week in data["weeks"]:
        click.echo(week["text"][spoken_language()])
    for seat in data["seats"][:top]:
        click.echo(f"  {seat['text'][spoken_language()]}")


def _refuse_unknown(asked: Sequence[Asked], roles: Sequence[str], branch: str | None, sites: Sequence[str]) -> None:
    """Raise NotFound for a key that no organisation has: a slip of the pen would look like a seat that does not fit."""
    schools = [one.school for one in asked]
    for key in roles:
        known(key, {role.key: role for school in schools for role in school.roles}, NOWHERE)
    for key in () if branch is None else (branch,):
        known(key, {one.key: one for school in schools for one in school.branches}, NOWHERE)
    for key in sites:
        known(key, {site.key: site for school in schools for site in school.sites}, NOWHERE)


def _home_of(volunteer: str, problems: Sequence[Problem]) -> tuple[str, str]:
    """The organisation and the key of a volunteer. Raises Invalid where it is not clear who is meant."""
    home, _, key = volunteer.rpartition("/")
    found = [one.organisation for one in problems if key in one.person_by_key and home in ("", one.organisation)]
    if not found:
        raise NotFound(NO_VOLUNTEER, asked=volunteer)
    if len(found) > 1:
        raise Invalid(WHICH_VOLUNTEER, asked=key, found=", ".join(f"{one}/{key}" for one in found))
    return found[0], key


def _one_week(source: Path | None, database: str, week: str | None, organisation: str | None) -> Asked:
    if source is not None:
        return Asked(*problem_of(source, week=week, organisation=organisation, today=local_day(now(), BERLIN)))
    with opened(database) as store:
        return _stored(store, week, organisation)


def _all_weeks(source: Path | None, database: str, week: str | None, organisation: str | None) -> list[Asked]:
    """The same week of every organisation: the week that was asked for, or the next one of the first."""
    asked: list[Asked] = []
    if source is not None:
        keys = [organisation] if organisation else [school.organisation.key for school in read_schools(source)]
        for key in keys:
            asked.append(_one_week(source, database, week, key))
            week = asked[0].problem.week
        return asked
    with opened(database) as store:
        for key in [organisation] if organisation else [line.key for line in organisations(store)]:
            asked.append(_stored(store, week, key))
            week = asked[0].problem.week
    return asked


def _stored(store: Store, week: str | None, organisation: str | None) -> Asked:
    actor = actor_for(store, organisation)
    chosen = week or week_to_plan(store, actor, now=now())
    elsewhere = commitments_elsewhere(store, actor.organisation_id, chosen)
    with store.reading(actor.organisation_id) as session:
        frozen = freeze_week(session, chosen, elsewhere=elsewhere, now=now())
    return Asked(frozen.school, frozen.problem)


def _window(said: str, asked: Asked) -> Window:
    """A window from words such as "Tue 17:00-20:30". Raises Invalid."""
    _, _, begins, ends = time_of_week(said, asked.problem.week, asked.school.organisation.timezone)
    return Window(begins, ends, Willingness.GLADLY)


def _levels(said: str | None) -> tuple[Level | None, Level | None]:
    """A level, or the first and the last of a range. Raises Invalid."""
    if said is None:
        return None, None
    words = [word.strip() for word in re.split(r"[-–]", said)]
    try:
        levels = [level for word in words if isinstance(level := LEVELS.value(word), Level)]
    except KeyError:
        levels = []
    if len(levels) not in (1, 2) or levels[0] > levels[-1]:
        raise Invalid(NOT_A_LEVEL, said=said, known=LEVELS.listed(spoken_language()))
    return levels[0], levels[-1]


def _print_json(result: dict[str, Any]) -> None:
    click.echo(json.dumps(result, ensure_ascii=False, indent=2))
