"""``roster found``, ``admit`` and ``sign-in-link``: an organisation and the first people who get in."""

from __future__ import annotations

import click

from roster.actions.accounts import sign_in_link
from roster.actions.members import grant_role
from roster.actions.organisations import create_organisation
from roster.actor import AccountRole
from roster.command_line import database_option, now, organisation_option, say
from roster.command_store import actor_for, opened
from roster.records import Organisation
from roster.words import Sentence

FOUNDED = Sentence(de="„{name}“ ist angelegt.", en="“{name}” has been founded.")
ADMITTED = Sentence(
    de="{email} hat jetzt die Rolle „{role}“ in „{organisation}“.", en="{email} now is {role} in “{organisation}”."
)


@click.command("found")
@click.argument("key")
@click.option("--name", required=True, help="What the organisation is called.")
@click.option("--admin", help="Mail address of its first admin.")
@database_option
def found(key: str, name: str, admin: str | None, database: str) -> None:
    """Found an organisation that begins empty; the browser leads its admin from there."""
    with opened(database, upgraded=True) as store:
        create_organisation(store, Organisation(key=key, name=name), admin_email=admin, now=now())
    say(FOUNDED, name=name)


@click.command("admit")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in AccountRole]), required=True)
@click.option("--volunteer", help="Key of the volunteer, for the role of that name.")
@organisation_option
@database_option
def admit(email: str, role: str, volunteer: str | None, organisation: str | None, database: str) -> None:
    """Give somebody a role in an organisation; the way to the first admin."""
    with opened(database) as store:
        actor = actor_for(store, organisation)
        grant_role(store, actor, email, AccountRole(role), volunteer=volunteer, now=now())
    say(ADMITTED, email=email, role=role, organisation=actor.organisation)


@click.command("sign-in-link")
@click.argument("email")
@click.option("--base-url", envvar="ROSTER_BASE_URL", default="http://127.0.0.1:8000", show_default=True)
@database_option
def sign_in_link_(email: str, base_url: str, database: str) -> None:
    """Make a one-time sign-in link for somebody who cannot get mail."""
    with opened(database) as store:
        click.echo(sign_in_link(store, email, base_url=base_url, now=now()))
