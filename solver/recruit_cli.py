"""The commands that ask what one more person would change: ``roster recruit`` and ``roster match``."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from roster.calendar.clock import elapsed_minute, local_day
from roster.calendar.weeks import days_of, monday_of
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
from roster.database import Store
from roster.errors import Invalid
from roster.folder import problem_of, read_schools
from roster.problem import Certificate, Person, Problem, Qualification, Window
from roster.records import Level, Means, School, Willingness
from roster.reports.first_steps import week_to_plan
from roster.reports.service import organisations
from roster.rules import names_of
from roster.spreadsheets.vocabulary import LEVELS, WEEKDAYS
from roster.weeks.frozen import commitments_elsewhere, freeze_week
from roster.words import Sentence
from solver.matching import VERIFIED, match
from solver.recruit_words import open_seat_text, recruit_text, recruiting_text, week_text
from solver.recruiting import recruit

NOT_A_TIME = Sentence(
    de="„{said}“ ist keine Zeit. Erwartet wird ein Wochentag mit Uhrzeiten, etwa „Di 17:00-20:30“.",
    en="“{said}” is not a time. Expected is a weekday with times, such as “Tue 17:00-20:30”.",
)
NOT_A_LEVEL = Sentence(
    de="„{said}“ ist kein Niveau. Möglich sind {known}, auch von-bis wie „A1.1-A2“.",
    en="“{said}” is not a level. Possible are {known}, also from-to such as “A1.1-A2”.",
)
NO_SEAT = Sentence(
    de="Kein offener Pflichtplatz passt zu diesen Zeiten und Kenntnissen.",
    en="No open required seat fits these times and skills.",
)

TIME = re.compile(r"(\w+)\.?\s+(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")

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
    found = recruit(asked.problem, verified=top, seconds=seconds, most_minutes=most_minutes)
    language = spoken_language()
    names = names_of(asked.school, language)
    texts = [recruit_text(one, language, names) for one in found.recruits]
    head = recruiting_text(asked.problem.week, found, language)
    if as_json:
        recruits = [asdict(one) | {"text": text} for one, text in zip(found.recruits, texts, strict=True)]
        _print_json(asdict(found) | {"week": asked.problem.week, "text": head, "recruits": recruits})
        return
    click.echo(head)
    for text in texts[:top]:
        click.echo(f"  {text}")


@click.command("match")
@source_argument
@week_option
@organisation_option
@click.option("--role", "roles", multiple=True, required=True, help="Key of a role the person may take; repeatable.")
@click.option("--branch", help="Key of the only branch the person may work in.")
@click.option("--level", help='Level or levels the person may take, such as "A2" or "A1.1-B1".')
@click.option("--time", "times", multiple=True, required=True, help='Such as "Tue 17:00-20:30"; repeatable.')
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
    _tell_match(asked, person, top=top, seconds=seconds, as_json=as_json)


def _tell_match(asked: Sequence[Asked], person: Person, *, top: int, seconds: float, as_json: bool) -> None:
    found = match([one.problem for one in asked], person, verified=top, seconds=seconds)
    language = spoken_language()
    names = {one.problem.organisation: names_of(one.school, language) for one in asked}
    called = {one.problem.organisation: one.school.organisation.name for one in asked}
    weeks = [week_text(one, language, names[one.organisation], called[one.organisation]) for one in found.weeks]
    seats = [open_seat_text(one, language, names[one.organisation], called[one.organisation]) for one in found.seats]
    if as_json:
        _print_json(
            {
                "weeks": [asdict(one) | {"text": text} for one, text in zip(found.weeks, weeks, strict=True)],
                "seats": [asdict(one) | {"text": text} for one, text in zip(found.seats, seats, strict=True)],
            }
        )
        return
    if not seats:
        say(NO_SEAT)
    for text in (*weeks, *(f"  {seat}" for seat in seats[:top])):
        click.echo(text)


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
    found = TIME.fullmatch(said.strip())
    try:
        if found is None:
            raise KeyError(said)
        weekday = WEEKDAYS.value(found[1])
    except KeyError:
        raise Invalid(NOT_A_TIME, said=said) from None
    start, end = (int(hours) * 60 + int(minutes) for hours, minutes in (found.group(2, 3), found.group(4, 5)))
    if not isinstance(weekday, int) or not 0 <= start < end <= 1440:
        raise Invalid(NOT_A_TIME, said=said)
    week, timezone = asked.problem.week, asked.school.organisation.timezone
    day = days_of(week)[weekday]
    begin, until = (elapsed_minute(week, day, minute, timezone) for minute in (start, end))
    return Window(begin, until, Willingness.GLADLY)


def _levels(said: str | None) -> tuple[Level | None, Level | None]:
    """A level, or the first and the last of a range. Raises Invalid."""
    if said is None:
        return None, None
    words = [word.strip() for word in re.split(r"[-–]", said)]
    try:
        levels = [LEVELS.value(word) for word in words]
    except KeyError:
        levels = []
    if len(levels) not in (1, 2):
        raise Invalid(NOT_A_LEVEL, said=said, known=LEVELS.listed(spoken_language()))
    lowest, highest = levels[0], levels[-1]
    return (lowest if isinstance(lowest, Level) else None), (highest if isinstance(highest, Level) else None)


def _print_json(result: dict[str, Any]) -> None:
    click.echo(json.dumps(result, ensure_ascii=False, indent=2))
