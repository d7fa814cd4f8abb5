"""The main job end to end, as a newcomer sees it: import, solve, publish, and where to click.

Nothing here is special to the demo: it takes the steps that a school takes, with the same worker as its own process.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import click

from roster.actions.accounts import sign_in_link
from roster.actions.feeds import create_feed
from roster.actions.imports import import_folder
from roster.actions.members import grant_role
from roster.actions.publishing import Published, publish
from roster.actions.solves import request_solve
from roster.actor import AccountRole, Actor
from roster.calendar.clock import local_day
from roster.calendar.sessions import dated_sessions, next_teaching_week
from roster.calendar.shifting import shifted_to_next_teaching_week
from roster.command_line import BERLIN, now, say, say_goal, spoken_language
from roster.command_store import actor_for, opened
from roster.database import Store
from roster.errors import Refusal
from roster.folder import read_schools
from roster.models.feeds import FeedKind
from roster.models.solves import SolveStatus
from roster.records import School
from roster.reports.solves import SolveLine, solve_status
from roster.reports.versions import publish_preview
from roster.spreadsheets import write_tables
from roster.words import Sentence, spoken_seconds
from web.kept_secret import secret_key
from web.processes import Started, keep_running

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data" / "osnabrueck"
MOMENT_SECONDS = 0.1
LEAD, ADMIN = "lead@example.org", "admin@example.org"

IMPORTED = Sentence(
    de="{name}: {people} Ehrenamtliche, {courses} Kurse, {sites} Standorte übernommen; Woche {week}.",
    en="{name}: took over {people} volunteers, {courses} courses, {sites} sites; week {week}.",
)
SOLVED = Sentence(
    de="Geplant in {seconds} s: {sessions} Termine, {filled} von {required} nötigen Plätzen besetzt, {empty} leer.",
    en="Planned in {seconds} s: {sessions} sessions, {filled} of {required} required seats filled, {empty} empty.",
)
PUBLISHED = Sentence(
    de="Veröffentlicht als Fassung {number}; {told} Personen bekommen eine Nachricht.",
    en="Published as version {number}; {told} people will be told.",
)
FAILED = Sentence(
    de="Der Planungslauf ist nicht fertig geworden ({status}): {reason}. Näheres steht in {log}.",
    en="The solve did not finish ({status}): {reason}. See {log} for more.",
)
PLACES = Sentence(
    de="Zum Ansehen (Anmeldelinks gelten einmal und 10 Minuten):",
    en="Where to click (sign-in links work once, for 10 minutes):",
)
LINES = {
    AccountRole.LEAD: Sentence(de="Leitung", en="Lead"),
    AccountRole.ADMIN: Sentence(de="Verwaltung", en="Admin"),
    AccountRole.VOLUNTEER: Sentence(de="Ehrenamtliche:r", en="Volunteer"),
}
FEED = Sentence(de="Kalender", en="Calendar")
NOT_SERVED = Sentence(
    de="Mit „./run demo“ bleibt der Dienst danach auf {address} stehen.",
    en="“./run demo” keeps the service up at {address} afterwards.",
)
SERVED = Sentence(
    de="Der Dienst läuft auf {address}; Strg-C beendet ihn.", en="The service runs at {address}; Ctrl-C ends it."
)
SOLVING = Sentence(de="Plane {week}", en="Planning {week}")


class Demo:
    """One run of the demo in a folder of its own, whose earlier contents are thrown away."""

    def __init__(self, *, data: Path, folder: Path, port: int, seconds: float) -> None:
        self.data = data
        self.folder = folder
        self.port = port
        self.seconds = seconds
        self.database = f"sqlite:///{folder / 'roster.db'}"
        self.mail = f"file:{folder / 'mail'}"
        self.address = f"http://127.0.0.1:{port}"

    def run(self, *, stay: bool) -> None:
        """Import, solve, publish, say where to click; with ``stay`` serve until stopped. Raises Refusal if it fails."""
        if self.folder.exists():
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True)
        with opened(self.database, upgraded=True) as store:
            school = self._import(store)
            actor = actor_for(store, school.organisation.key)
            week = school.organisation.planning_week or next_teaching_week(school, local_day(now(), BERLIN))
            with Started(["worker", "--database", self.database, "--mail", self.mail], {}):
                line = self._solve(store, actor, week)
            _tell(line, _sessions(school, week))
            published = self._publish(store, actor, week)
            self._say_places(store, actor, school, published)
        if stay:
            self._serve()
        else:
            say(NOT_SERVED, address=self.address)

    def _import(self, store: Store) -> School:
        today = local_day(now(), BERLIN)
        (school,) = (shifted_to_next_teaching_week(one, today) for one in read_schools(self.data))
        tables = self.folder / "tables"
        write_tables([school], tables)
        import_folder(store, tables, now=now())
        say(
            IMPORTED,
            name=school.organisation.name,
            people=len(school.volunteers),
            courses=len(school.courses),
            sites=len(school.sites),
            week=school.organisation.planning_week,
        )
        return school

    def _solve(self, store: Store, actor: Actor, week: str) -> SolveLine:
        ticket = request_solve(store, actor, week, seconds=self.seconds, now=now())
        label = SOLVING.text(spoken_language(), week=week)
        with click.progressbar(length=int(self.seconds * 10), label=label, show_eta=False) as bar:
            line = solve_status(store, actor, ticket.solve_id, now=now())
            while not line.ended:
                time.sleep(MOMENT_SECONDS)
                line = solve_status(store, actor, ticket.solve_id, now=now())
                bar.update(min(int(10 * line.seconds), bar.length or 0) - bar.pos)
        if line.status is not SolveStatus.READY:
            raise Refusal(FAILED, status=line.status.value, reason=line.reason or "-", log=str(self.folder))
        return line

    def _publish(self, store: Store, actor: Actor, week: str) -> Published:
        preview = publish_preview(store, actor, week, now=now())
        published = publish(store, actor, week, edition=preview.edition, comment="Demo", now=now())
        say(PUBLISHED, number=published.number, told=len(published.told))
        return published

    def _say_places(self, store: Store, actor: Actor, school: School, published: Published) -> None:
        someone = next(one for one in school.volunteers if one.key in published.told and one.email)
        people: dict[AccountRole, tuple[str, str | None]] = {
            AccountRole.LEAD: (LEAD, None),
            AccountRole.ADMIN: (ADMIN, None),
            AccountRole.VOLUNTEER: (someone.email, someone.key),
        }
        say(PLACES)
        for role, (email, volunteer) in people.items():
            grant_role(store, actor, email, role, volunteer=volunteer, now=now())
            link = sign_in_link(store, email, base_url=self.address, now=now())
            click.echo(f"  {LINES[role].text(spoken_language()):<16}{email}\n    {link}")
        feed = create_feed(store, actor, FeedKind.VOLUNTEER, someone.key, now=now())
        click.echo(f"  {FEED.text(spoken_language()):<16}{someone.first_name} {someone.last_name}")
        click.echo(f"    {self.address}/feed/{feed.token}.ics")

    def _serve(self) -> None:
        say(SERVED, address=self.address)
        place = ["--database", self.database]
        keep_running(
            [
                ["serve", "--no-worker", "--port", str(self.port), *place],
                ["worker", "--mail", self.mail, *place],
            ],
            {"ROSTER_BASE_URL": self.address, "ROSTER_SECRET_KEY": secret_key(self.database)},
        )


def _sessions(school: School, week: str) -> int:
    return sum(1 for session in dated_sessions(school, week) if session.held)


def _tell(line: SolveLine, sessions: int) -> None:
    say(
        SOLVED,
        seconds=spoken_seconds(line.seconds, spoken_language()),
        sessions=sessions,
        filled=line.filled_required,
        required=line.required,
        empty=line.required - line.filled_required,
    )
    for goal in line.goals:
        say_goal(goal.title, goal)
