"""A school that fits in the head, with accounts for every role, behind a real service: what the page tests walk on.

Now is Thursday, 19 November 2026; the week planned next is 2026-W48.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import event

from roster.actions import accounts
from roster.actions.members import grant_role
from roster.actor import AccountRole, command_line_actor
from roster.database import Store
from roster.models.school_records import write_school
from roster.records import (
    Availability,
    Branch,
    Certificate,
    Course,
    Level,
    Means,
    Meeting,
    Organisation,
    Qualification,
    Role,
    Room,
    School,
    Seats,
    Site,
    Travel,
    Volunteer,
    Willingness,
)
from roster.reports.service import organisations
from tests.lent_stores import lent_store
from tests.tiny_store import add_organisation, tiny_store
from web import create_app
from web.config import ServiceConfig
from web.surroundings import CLOCK, CONFIG, STORE

NOW = dt.datetime(2026, 11, 19, 9, 0, tzinfo=dt.UTC)
WEEK = "2026-W48"
BASE_URL = "http://localhost"
SECRET = "for-tests-only-" * 4

ROLES = ("operator", "admin", "lead", "volunteer")
PEOPLE = ("anna", "bela", "clara", "dilan", "emil")


@dataclass
class Clock:
    """A clock that tests set by hand."""

    now: dt.datetime = NOW

    def __call__(self) -> dt.datetime:
        """The time it shows."""
        return self.now


@dataclass
class Service:
    """A running service with two schools, "north" and "south", and who may sign in to them."""

    app: Flask
    store: Store
    clock: Clock
    schools: dict[str, int]

    def browser(self, role: str | None = None, school: str = "north", language: str = "en") -> FlaskClient:
        """A browser in which somebody with that role has signed in by a link; None = nobody has."""
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        if role is not None:
            link = accounts.sign_in_link(self.store, address_of(role, school), base_url=BASE_URL, now=self.clock.now)
            answer = post(client, link.removeprefix(BASE_URL))
            assert answer.status_code == 303, answer.text
        return client


def address_of(role: str, school: str = "north") -> str:
    """The mail address of the account with a role; the volunteer's is Anna's."""
    return f"{role}@{school}.example.org"


def form_token(client: FlaskClient) -> str:
    """A form token of the browser's session, taken from the page with the sign-in form."""
    text = client.get("/sign-in").text
    return text.split('name="csrf_token" value="')[1].split('"')[0]


def post(client: FlaskClient, path: str, data: dict[str, object] | None = None, **more: object):
    """Send a form as a browser does: with the session's token, from our own pages."""
    headers = {"Sec-Fetch-Site": "same-origin"}
    return client.post(path, data={"csrf_token": form_token(client), **(data or {})}, headers=headers, **more)


def school(key: str = "north") -> School:
    """Two sites, two branches, four courses, five people; Clara alone may lead the children's course."""
    return School(
        organisation=Organisation(key=key, name=f"Language school {key}", language="en"),
        branches=(
            Branch(key="adults", name="Adults"),
            Branch(key="children", name="Children", minors=True, certificates=("clearance",)),
        ),
        sites=(
            Site(key="hall", name=f"Hall {key}", address=f"1 Hall Street, {key}", address_in_feeds=True),
            Site(key="hostel", name=f"Hostel {key}", address=f"2 Secret Lane, {key}", entry_hint="Ring twice"),
        ),
        rooms=(Room(key="hall-1", site="hall", name="Room 1", places=12),),
        travel=tuple(
            Travel(from_site=a, to_site=b, means=means, minutes=15)
            for means in Means
            for a, b in (("hall", "hostel"), ("hostel", "hall"))
        ),
        roles=(Role(key="lead", name="Lead", leads=True), Role(key="helper", name="Helper", depends_on="lead")),
        volunteers=tuple(_person(name, key) for name in PEOPLE),
        qualifications=_qualifications(),
        certificates=(Certificate(volunteer="clara", kind="clearance", seen_on=dt.date(2026, 1, 10), seen_by="Lead"),),
        availability=tuple(_window(name, day) for name in PEOPLE for day in range(5)),
        courses=(
            Course(key="a1", name="A1 morning", branch="adults", site="hall", level=Level.A1_1, priority=2),
            Course(key="a2", name="A2 evening", branch="adults", site="hall", level=Level.A2, priority=2),
            Course(key="kids", name="Children's group", branch="children", site="hostel", priority=4),
            Course(key="c1", name="C1 conversation", branch="adults", site="hall", level=Level.C1),
        ),
        seats=(
            Seats(course="a1", role="lead"),
            Seats(course="a1", role="helper", required=0, wished=1),
            Seats(course="a2", role="lead"),
            Seats(course="a2", role="helper"),
            Seats(course="kids", role="lead"),
            Seats(course="c1", role="lead"),  # nobody is qualified: a seat that stays empty
        ),
        meetings=(
            Meeting(course="a1", weekday=0, start_minute=9 * 60, end_minute=10 * 60 + 30, room="hall-1"),
            Meeting(course="a2", weekday=1, start_minute=18 * 60 + 30, end_minute=20 * 60, room="hall-1"),
            Meeting(course="kids", weekday=2, start_minute=9 * 60, end_minute=11 * 60),
            Meeting(course="c1", weekday=3, start_minute=18 * 60, end_minute=19 * 60 + 30),
        ),
    )


def _person(name: str, school_key: str) -> Volunteer:
    return Volunteer(
        key=name,
        first_name=name.title(),
        last_name=f"of {school_key}",
        email=address_of("volunteer", school_key) if name == "anna" else f"{name}@{school_key}.example.org",
        phone=f"+49 541 {len(name)}00",
        newcomer=name == "emil",
        wished_minutes_week=180,
        means=Means.BIKE,
    )


def _qualifications() -> tuple[Qualification, ...]:
    leads = [
        Qualification(volunteer=name, role="lead", branch="adults", level_to=Level.B1)
        for name in ("anna", "bela", "dilan")
    ]
    helpers = [Qualification(volunteer=name, role="helper") for name in PEOPLE]
    return (*leads, *helpers, Qualification(volunteer="clara", role="lead", branch="children"))


def _window(name: str, day: int) -> Availability:
    how = Willingness.GLADLY if day % 2 else Willingness.POSSIBLE
    return Availability(volunteer=name, weekday=day, start_minute=8 * 60, end_minute=21 * 60, willingness=how)


def furnish(store: Store, key: str, records: School | None = None) -> int:
    """Put a school and an account for each role into a store; gives the organisation's number."""
    number = add_organisation(store, key, language="en")
    with store.writing(number) as session:
        write_school(session, records or school(key))
    actor = command_line_actor(number, key)
    for role in ROLES:
        grant_role(
            store,
            actor,
            address_of(role, key),
            AccountRole(role),
            volunteer="anna" if role == "volunteer" else None,
            now=NOW,
        )
    return number


def config(url: str, **changes: object) -> ServiceConfig:
    """Settings for a service in a test."""
    plain = ServiceConfig(store_url=url, secret_key=SECRET, base_url=BASE_URL, rate_limits=False)
    return replace(plain, **changes)  # type: ignore[arg-type]


def make_database(path: Path) -> Path:
    """An SQLite file with both schools, to be copied for each test."""
    with tiny_store(f"sqlite:///{path}") as store:
        for key in ("north", "south"):
            furnish(store, key)
    return path


class Compiled(BytecodeCache):
    """Templates, compiled once in a process for all of its apps. One that was changed since is compiled anew."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out what is there."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_compiled = Compiled()
_plain_apps: list[Flask] = []


def _app(settings: ServiceConfig, store: Store, clock: Clock, *, plain: bool) -> Flask:
    """An app on that store. Apps with plain settings are made once and handed on."""
    if not plain or not _plain_apps:
        app = create_app(settings, store=store, clock=clock)
        app.jinja_env.bytecode_cache = _compiled
        if not plain:
            return app
        _plain_apps.append(app)
    app = _plain_apps[0]
    app.extensions |= {CONFIG: settings, STORE: store, CLOCK: clock}
    return app


@contextmanager
def service(database: Path, *, clock: Clock | None = None, **changes: object) -> Iterator[Service]:
    """A service on a database with both schools."""
    clock, url = clock or Clock(), f"sqlite:///{database}"
    with lent_store(database) as store:
        schools = {one.key: one.id for one in organisations(store)}
        yield Service(_app(config(url, **changes), store, clock, plain=not changes), store, clock, schools)


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that are sent to a store meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement != "BEGIN":
            sent.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
