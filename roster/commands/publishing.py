"""``roster publish``: the draft of a week becomes its next version."""

from __future__ import annotations

import click

from roster.actions.publishing import publish
from roster.command_line import database_option, now, organisation_option, say, week_option
from roster.command_store import actor_for, opened
from roster.reports.coming_week import week_to_plan
from roster.reports.versions import publish_preview
from roster.words import Sentence

PUBLISHED = Sentence(
    de="{week} veröffentlicht als Fassung {number}; Nachricht an {told} Person(en).",
    en="Published {week} as version {number}; {told} person(s) will be told.",
)


@click.command("publish")
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
