"""The authorisation matrix: every route is listed, every role gets what its row says, in its own school only."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite3
from werkzeug.test import TestResponse

from roster.actions import feeds, solves
from roster.actor import AccountRole, Actor
from roster.models.feeds import FeedKind
from roster.models.school_records import write_school
from roster.records import (
    Absence,
    Branch,
    ChangeKind,
    Closure,
    Course,
    ExtraTime,
    Pair,
    PairKind,
    Room,
    School,
    SessionChange,
    Site,
    Volunteer,
    Willingness,
)
from tests.web.asked import answered_drop_out
from tests.web.matrix import EVERYONE, MATRIX, Row
from tests.web.planned import fail_a_mail, lead_of, offer_to_step_in, publish_week, start_second_draft
from tests.web.school import NOW, WEEK, Service, post, school, service

DAY = NOW.date()
TABLES = {
    "qualification": "qualification", "certificate": "certificate", "absence": "absence", "extra": "extra_time",
    "change": "session_change", "closure": "closure", "feed": "feed", "solve": "solve",
    "question": "question", "pair": "pair",
}  # fmt: skip


def full(key: str) -> School:
    """The school with something in every table; "south" has keys that "north" has not."""
    plain = school(key)
    more = replace(
        plain,
        branches=(*plain.branches, Branch(key="unused", name="Unused")),
        sites=(*plain.sites, Site(key="empty", name="Empty")),
        rooms=(*plain.rooms, Room(key="spare", site="hall", name="Spare")),
        absences=(Absence(volunteer="anna", from_day=DAY.replace(month=12), until_day=DAY.replace(year=2027)),),
        extra_times=(
            ExtraTime(
                volunteer="anna",
                on_day=DAY.replace(month=12),
                start_minute=60,
                end_minute=90,
                willingness=Willingness.GLADLY,
            ),
        ),
        pairs=(Pair(first="anna", second="clara", kind=PairKind.TOGETHER),),
        closures=(Closure(from_day=DAY.replace(year=2027), until_day=DAY.replace(year=2027)),),
        session_changes=(
            SessionChange(
                course="a2", on_day=DAY.replace(month=12, day=8), start_minute=1110, change=ChangeKind.CANCELLED
            ),
        ),
    )
    if key == "north":
        return more
    return replace(
        more,
        branches=(*more.branches, Branch(key="zoo", name="Zoo")),
        sites=(*more.sites, Site(key="zoo", name="Zoo")),
        rooms=(*more.rooms, Room(key="zoo-1", site="zoo", name="Zoo 1")),
        volunteers=(*more.volunteers, Volunteer(key="zoe", first_name="Zoe", last_name="Canary")),
        courses=(*more.courses, Course(key="zen", name="Zen", branch="adults", site="zoo")),
    )


@pytest.fixture(scope="module")
def crowded(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both schools with a published week, a draft, an ended search and a feed."""
    path = Path(shutil.copy(furnished, tmp_path_factory.mktemp("crowded") / "roster.sqlite"))
    with service(path) as running:
        signed_in = {role: running.browser(role).get_cookie("roster") for role in EVERYONE[1:]}
        for role, cookie in signed_in.items():
            assert cookie is not None
            (path.parent / role).write_text(cookie.value)
        for key, number in running.schools.items():
            with running.store.writing(number) as session:
                write_school(session, full(key))
            publish_week(running, key)
            start_second_draft(running, key)
            lead = lead_of(running, key)
            answered_drop_out(running, key)
            asked = solves.request_solve(running.store, lead, WEEK, now=NOW)
            solves.cancel_solve(running.store, lead, asked.solve_id, now=NOW)
            anna = Actor(
                _account(path, f"volunteer@{key}.example.org"), number, key, frozenset({AccountRole.VOLUNTEER}), "anna"
            )
            fail_a_mail(running, key)
            offer_to_step_in(running, key)
            feeds.create_feed(running.store, anna, FeedKind.VOLUNTEER, "anna", now=NOW)
    return path


@pytest.fixture
def untouched(crowded: Path) -> Iterator[Service]:
    """The crowded service, for requests that may change nothing."""
    with service(crowded) as running:
        yield running


@pytest.fixture
def facts(crowded: Path) -> dict[str, str]:
    """Numbers of rows in both schools, by the names that the matrix uses, and a sign-in cookie for each role."""
    found = {role: (crowded.parent / role).read_text() for role in EVERYONE[1:]}
    with sqlite3.connect(crowded) as connection:
        for name, table in TABLES.items():
            for suffix, number in (("", 1), ("_south", 2)):
                owner = " AND volunteer = 'bela'" if name == "qualification" else ""
                query = f"SELECT max(id) FROM {table} WHERE organisation_id = ?{owner}"  # noqa: S608
                found[name + suffix] = str(connection.execute(query, (number,)).fetchone()[0])
        found["account"], found["account_south"] = (
            str(_account(crowded, f"lead@{key}.example.org")) for key in ("north", "south")
        )
        failed = "SELECT id FROM outbox_message WHERE state = 'failed' ORDER BY organisation_id"
        found["message"], found["message_south"] = (str(row[0]) for row in connection.execute(failed))
        for name, which in (("own_offer", "min"), ("offer", "max")):
            for suffix, number in (("", 1), ("_south", 2)):
                query = f"SELECT {which}(id) FROM seat_offer WHERE organisation_id = ?"  # noqa: S608
                found[name + suffix] = str(connection.execute(query, (number,)).fetchone()[0])
        found["edition"] = str(
            connection.execute("SELECT edition FROM roster_draft WHERE organisation_id = 1").fetchone()[0]
        )
    connection.close()
    return found


def _account(path: Path, email: str) -> int:
    with sqlite3.connect(path) as connection:
        number = connection.execute("SELECT id FROM account WHERE email = ?", (email,)).fetchone()[0]
    connection.close()
    return int(number)


def ask(running: Service, role: str, row: Row, address: str, facts: dict[str, str]) -> TestResponse:
    """Send a row's request as somebody with a role, who had signed in before the database was copied."""
    client = running.browser()
    if role != "anonymous":
        client.set_cookie("roster", facts[role])
    path = address.format(**facts)
    if row.method == "GET":
        return client.get(path, buffered=True)
    return post(client, path, {name: value.format(**facts) for name, value in row.form.items()})


def content_hash(path: Path) -> str:
    """All rows of all tables but those that signing in itself writes."""
    digest = hashlib.sha256()
    with sqlite3.connect(path) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        for (table,) in tables:
            if table not in {"login_session", "sign_in_token", "sign_in_attempt"}:
                digest.update(repr(connection.execute(f"SELECT * FROM {table}").fetchall()).encode())  # noqa: S608
    connection.close()
    return digest.hexdigest()


def name_of(row: Row) -> str:
    return f"{row.endpoint}-{row.method}"


def test_every_route_has_exactly_one_row(north: Service) -> None:
    routes = {
        (rule.endpoint, method)
        for rule in north.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    rows = [(row.endpoint, row.method) for row in MATRIX]
    assert sorted(rows) == sorted(routes)


def test_every_row_says_what_the_view_itself_declares(north: Service) -> None:
    roles = {
        "volunteer": AccountRole.VOLUNTEER,
        "lead": AccountRole.LEAD,
        "admin": AccountRole.ADMIN,
        "operator": AccountRole.OPERATOR,
    }
    wrong = []
    for row in MATRIX:
        audience = north.app.view_functions[row.endpoint].audience
        declared = {
            name for name, role in roles.items() if audience.admits(Actor(1, 1, "north", frozenset({role}), "anna"))
        } | ({"anonymous"} if audience.everyone else set())
        if not set(row.who) <= declared:
            wrong.append((row.endpoint, row.who, declared))
    assert wrong == []


@pytest.mark.parametrize("row", MATRIX, ids=name_of)
def test_those_who_may_not_are_refused_and_nothing_changes(
    untouched: Service, crowded: Path, facts: dict[str, str], row: Row
) -> None:
    before = content_hash(crowded)
    for role in EVERYONE:
        if role in row.who:
            continue
        answer = ask(untouched, role, row, row.own, facts)
        if role == "anonymous":
            assert answer.status_code == (303 if row.method == "GET" else 401), role
            assert answer.headers.get("Location", "/sign-in") == "/sign-in"
        else:
            assert answer.status_code in {403, 404}, (role, answer.status_code)
    assert content_hash(crowded) == before


@pytest.mark.parametrize("row", MATRIX, ids=name_of)
def test_those_who_may_get_exactly_the_listed_answer(
    crowded: Path, tmp_path: Path, facts: dict[str, str], row: Row
) -> None:
    for role in row.who:
        own = Path(shutil.copy(crowded, tmp_path / f"{role}.sqlite"))
        with service(own) as running:
            answer = ask(running, role, row, row.own, facts)
            elsewhere = row.endpoint == "home.start" and role == "volunteer"
            assert answer.status_code == (303 if elsewhere else row.status), (role, answer.text[:2000])


@pytest.mark.parametrize("row", [row for row in MATRIX if row.foreign], ids=name_of)
def test_another_schools_things_are_not_found_exactly_as_if_they_did_not_exist(
    untouched: Service, crowded: Path, facts: dict[str, str], row: Row
) -> None:
    before = content_hash(crowded)
    role = "admin" if "admin" in row.who else row.who[-1]
    assert row.foreign is not None
    nobodys = {name: "99999" if name.endswith("_south") else value for name, value in facts.items()}
    unknown = row.foreign.replace("zo", "qx").replace("zen", "qxn")
    foreign, missing = ask(untouched, role, row, row.foreign, facts), ask(untouched, role, row, unknown, nobodys)
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert _without_secrets(foreign.text) == _without_secrets(missing.text)
    assert content_hash(crowded) == before


def _without_secrets(text: str) -> list[str]:
    """The lines of a page but those with one-time tokens and the page's own path."""
    return [
        line for line in text.splitlines() if not any(sign in line for sign in ("nonce", "csrf", "CSRF", 'name="back"'))
    ]


def test_a_volunteer_may_not_reach_others_by_changing_the_address(
    untouched: Service, crowded: Path, facts: dict[str, str]
) -> None:
    before = content_hash(crowded)
    for row in MATRIX:
        if "/availability/anna" in row.own:
            answer = ask(untouched, "volunteer", row, row.own.replace("anna", "bela"), facts)
            assert answer.status_code == 403, row.endpoint
    assert content_hash(crowded) == before


def test_looking_at_every_page_changes_nothing(untouched: Service, crowded: Path, facts: dict[str, str]) -> None:
    before = content_hash(crowded)
    for row in MATRIX:
        if row.method == "GET":
            for role in row.who:
                ask(untouched, role, row, row.own, facts)
    assert content_hash(crowded) == before


def test_a_change_is_seen_by_the_hash(crowded: Path, tmp_path: Path, facts: dict[str, str]) -> None:
    """The positive control of the hashes above."""
    own = Path(shutil.copy(crowded, tmp_path / "own.sqlite"))
    with service(own) as running:
        before = content_hash(own)
        ask(running, "lead", next(row for row in MATRIX if row.endpoint == "people.add"), "/people/", facts)
        assert content_hash(own) != before
