"""``roster import`` and ``roster export``: from tables into the database and back."""

from __future__ import annotations

from pathlib import Path

import click

from roster.actions.imports import export_school, import_folder
from roster.command_line import database_option, now, organisation_option, say, spoken_language
from roster.command_store import actor_for, opened
from roster.spreadsheets import write_tables
from roster.words import Sentence, spoken_list

IMPORTED = Sentence(
    de="{path} übernommen: {organisations} ({volunteers} Ehrenamtliche, {courses} Kurse).",
    en="Imported {path}: {organisations} ({volunteers} volunteers, {courses} courses).",
)
EXPORTED = Sentence(de="Geschrieben: {path}", en="Written: {path}")


@click.command("import")
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


@click.command("export")
@click.argument("target", type=click.Path(path_type=Path))
@organisation_option
@database_option
def export(target: Path, organisation: str | None, database: str) -> None:
    """Write an organisation's tables to a .zip, an .xlsx or a new folder; importing them again changes nothing."""
    with opened(database) as store:
        school = export_school(store, actor_for(store, organisation))
    write_tables([school], target)
    say(EXPORTED, path=target)
