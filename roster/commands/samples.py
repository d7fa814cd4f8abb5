"""``roster sample``: invented schools as tables, without any database."""

from __future__ import annotations

from pathlib import Path

import click

from roster.command_line import say
from roster.spreadsheets import write_tables
from roster.spreadsheets.sampling import sample
from roster.words import Sentence

SAMPLED = Sentence(
    de="{volunteers} erfundene Ehrenamtliche in {organisations} Organisation(en) geschrieben: {path}",
    en="Wrote {volunteers} invented volunteers in {organisations} organisation(s): {path}",
)


@click.command("sample")
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
