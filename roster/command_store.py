"""How the commands of all packages come to a store and to one of its organisations. Loads SQLAlchemy and Alembic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from roster.actor import Actor, command_line_actor
from roster.command_line import spoken_language
from roster.database import Store, open_store
from roster.errors import Invalid
from roster.migrations import require_newest, upgrade
from roster.reports.service import OrganisationLine, organisations
from roster.words import Sentence

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
