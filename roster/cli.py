"""The command ``roster``, and those of its commands that need neither a solver nor a web server."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points
from pathlib import Path

import click

from roster.actions.accounts import sign_in_link
from roster.actions.imports import export_school, import_folder
from roster.actions.members import grant_role
from roster.actions.organisations import create_organisation
from roster.actions.publishing import publish
from roster.actor import AccountRole
from roster.calendar.clock import local_day
from roster.command_line import (
    BERLIN,
    actor_for,
    database_option,
    now,
    opened,
    organisation_option,
    refusal_text,
    say,
    spoken_language,
    week_option,
)
from roster.errors import Refusal
from roster.folder import problem_of
from roster.migrations import WrongSchema
from roster.plan_file import read_plan
from roster.records import Organisation
from roster.reports.coming_week import week_to_plan
from roster.reports.versions import publish_preview
from roster.rules import check, measure, names_of, pin_warnings
from roster.spreadsheets import write_tables
from roster.spreadsheets.sampling import sample
from roster.words import Sentence, spoken_list

COMMAND_GROUP = "roster.commands"
REFUSED = 1

KEPT = Sentence(
    de="{week}: Alle Regeln sind eingehalten, {count} Einsätze.",
    en="{week}: every rule is kept, {count} assignments.",
)
BROKEN = Sentence(de="{week}: {count} Verstoß/Verstöße:", en="{week}: {count} violation(s):")
PIN_NOTE = Sentence(de="Hinweis: {warning}", en="Note: {warning}")
FOUNDED = Sentence(de="„{name}“ ist angelegt.", en="“{name}” has been founded.")
IMPORTED = Sentence(
    de="{path} übernommen: {organisations} ({volunteers} Ehrenamtliche, {courses} Kurse).",
    en="Imported {path}: {organisations} ({volunteers} volunteers, {courses} courses).",
)
EXPORTED = Sentence(de="Geschrieben: {path}", en="Written: {path}")
UPGRADED = Sentence(de="Die Datenbank ist auf dem neuesten Stand.", en="The database is up to date.")
PUBLISHED = Sentence(
    de="{week} veröffentlicht als Fassung {number}; Nachricht an {told} Person(en).",
    en="Published {week} as version {number}; {told} person(s) will be told.",
)
ADMITTED = Sentence(
    de="{email} hat jetzt die Rolle „{role}“ in „{organisation}“.", en="{email} now is {role} in “{organisation}”."
)
SAMPLED = Sentence(
    de="{volunteers} erfundene Ehrenamtliche in {organisations} Organisation(en) geschrieben: {path}",
    en="Wrote {volunteers} invented volunteers in {organisations} organisation(s): {path}",
)


@click.group()
def commands() -> None:
    """Weekly rosters for volunteer schools."""


@commands.group()
def db() -> None:
    """Care for the database."""


@db.command("upgrade")
@database_option
def db_upgrade(database: str) -> None:
    """Make the database, or bring an older one up to date."""
    with opened(database, upgraded=True):
        say(UPGRADED)


@commands.command("found")
@click.argument("key")
@click.option("--name", required=True, help="What the organisation is called.")
@click.option("--admin", help="Mail address of its first admin.")
@database_option
def found_(key: str, name: str, admin: str | None, database: str) -> None:
    """Found an organisation that begins empty; the browser leads its admin from there."""
    with opened(database, upgraded=True) as store:
        create_organisation(store, Organisation(key=key, name=name), admin_email=admin, now=now())
    say(FOUNDED, name=name)


@commands.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@database_option
def import_(path: Path, database: str) -> None:
    """Take over a folder of CSV, a workbook or a ZIP: all of it or nothing."""
    with opened(database, upgraded=True) as store:
        schools = import_folder(store, path, now=now())
    say(
        IMPORTED,
        path=path.name,
        organisations=spoken_list([school.organisation.name for school in schools], spoken_language()),
        volunteers=sum(len(school.volunteers) for school in schools),
        courses=sum(len(school.courses) for school in schools),
    )


@commands.command("export")
@click.argument("target", type=click.Path(path_type=Path))
@organisation_option
@database_option
def export_(target: Path, organisation: str | None, database: str) -> None:
    """Write an organisation's tables to a .zip, an .xlsx or a new folder; importing them again changes nothing."""
    with opened(database) as store:
        school = export_school(store, actor_for(store, organisation))
    write_tables([school], target)
    say(EXPORTED, path=target)


@commands.command("check")
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


@commands.command("publish")
@week_option
@organisation_option
@click.option("--comment", default="", help="A word for the list of versions.")
@database_option
def publish_(week: str | None, organisation: str | None, comment: str, database: str) -> None:
    """Publish the draft of a week as its next numbered version."""
    with opened(database) as store:
        actor = actor_for(store, organisation)
        asked = week or week_to_plan(store, actor, now=now())
        preview = publish_preview(store, actor, asked, now=now())
        published = publish(store, actor, asked, edition=preview.edition, comment=comment, now=now())
    say(PUBLISHED, week=asked, number=published.number, told=len(published.told))


@commands.command("sample")
@click.option(
    "--volunteers",
    type=click.IntRange(1, 100_000),
    show_default="80 for each organisation",
    help="In all organisations together.",
)
@click.option("--organisations", type=click.IntRange(1, 1_000), default=1, show_default=True)
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed gives the same data everywhere."
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A new folder, .zip or .xlsx.")
def sample_(volunteers: int | None, organisations: int, seed: int, out: Path) -> None:
    """Write invented schools of any size, in the format of the tables."""
    people = 80 * organisations if volunteers is None else volunteers
    write_tables(sample(people, organisations, seed), out)
    say(SAMPLED, volunteers=people, organisations=organisations, path=out)


@commands.command("admit")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in AccountRole]), required=True)
@click.option("--volunteer", help="Key of the volunteer, for the role of that name.")
@organisation_option
@database_option
def admit_(email: str, role: str, volunteer: str | None, organisation: str | None, database: str) -> None:
    """Give somebody a role in an organisation; the way to the first admin."""
    with opened(database) as store:
        actor = actor_for(store, organisation)
        grant_role(store, actor, email, AccountRole(role), volunteer=volunteer, now=now())
    say(ADMITTED, email=email, role=role, organisation=actor.organisation)


@commands.command("sign-in-link")
@click.argument("email")
@click.option("--base-url", envvar="ROSTER_BASE_URL", default="http://127.0.0.1:8000", show_default=True)
@database_option
def sign_in_link_(email: str, base_url: str, database: str) -> None:
    """Make a one-time sign-in link for somebody who cannot get mail."""
    with opened(database) as store:
        click.echo(sign_in_link(store, email, base_url=base_url, now=now()))


def main() -> None:
    """Join the commands of all packages into one, and tell refusals as texts instead of traces."""
    joined = click.Group("roster", help=commands.help)
    for entry_point in sorted(entry_points(group=COMMAND_GROUP), key=lambda point: point.name):
        for name, command in entry_point.load().commands.items():
            joined.add_command(command, name)
    try:
        joined()
    except Refusal as refusal:
        click.echo(refusal_text(refusal), err=True)
        sys.exit(REFUSED)
    except WrongSchema as wrong:
        click.echo(str(wrong), err=True)
        sys.exit(REFUSED)
