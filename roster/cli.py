"""The command ``roster``: every command of all packages by its name, and only the one that is called gets loaded."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint, entry_points

import click

from roster.command_line import REFUSED, refusal_text
from roster.errors import Refusal, WrongSchema
from roster.garbage import no_search_for_garbage

COMMAND_GROUP = "roster.commands"

# What `roster --help` and completions say of each command, so that they need not load it. A test compares these lines
# with what the commands say of themselves; one that is missing here, somebody's extension say, is loaded for it.
HELP_LINES = {
    "admit": "Give somebody a role in an organisation; the way to the first admin.",
    "check": "Judge a plan by the rules alone: print each violation and every goal's value.",
    "db": "Care for the database.",
    "demo": "Show the main job end to end on invented data: import, solve, publish, serve.",
    "explain": "Say what clashes, why seats are empty and what would fill them, and why somebody sits where they do.",
    "export": "Write an organisation's tables to a .zip, an .xlsx or a new folder; "
    "importing them again changes nothing.",
    "found": "Found an organisation that begins empty; the browser leads its admin from there.",
    "import": "Take over a folder of CSV, a workbook or a ZIP: all of it or nothing.",
    "match": "Where somebody with these times and skills helps most: open seats of all organisations, or of one.",
    "publish": "Publish the draft of a week as its next numbered version.",
    "recruit": "Whom to recruit: the profiles that would fill most empty seats of a week, "
    "of a folder or of the database.",
    "repair": "Find the least disruption of a published week: 0, 1, 2, ... people told something new, "
    "and the seats kept.",
    "sample": "Write invented schools of any size, in the format of the tables.",
    "serve": "Serve the pages and feeds, with a worker beside them unless told otherwise.",
    "sign-in-link": "Make a one-time sign-in link for somebody who cannot get mail.",
    "solve": "Plan a week: of a folder, workbook or ZIP without any database, "
    "or of the database (no SOURCE) as a draft.",
    "state": "Plan all organisations together: nobody in two places, and a proven bound for the whole.",
    "whatif": "Plan a week and a changed copy of it (OTHER, or the same with the changes named here), side by side.",
    "worker": "Carry out queued solves and send mail until stopped.",
}


class Late(click.Command):
    """A command of which only the name and the help line are known until it is called."""

    def __init__(self, point: EntryPoint) -> None:
        self._point = point
        super().__init__(point.name, help=HELP_LINES.get(point.name) or self.loaded().help)

    def loaded(self) -> click.Command:
        """The command itself."""
        with no_search_for_garbage():
            command: click.Command = self._point.load()
        return command

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """From here on, for a call as for ``--help`` and completion, Click deals with the command itself."""
        return self.loaded().make_context(info_name, args, parent, **extra)


def joined() -> click.Group:
    """The commands that the packages name in their entry points, in one group."""
    commands = [Late(point) for point in entry_points(group=COMMAND_GROUP)]
    return click.Group("roster", commands, help="Weekly rosters for volunteer schools.")


def main() -> None:
    """Call the command that the arguments name, and tell refusals as texts instead of traces."""
    try:
        joined()()
    except Refusal as refusal:
        click.echo(refusal_text(refusal), err=True)
        sys.exit(REFUSED)
    except WrongSchema as wrong:
        click.echo(str(wrong), err=True)
        sys.exit(REFUSED)
