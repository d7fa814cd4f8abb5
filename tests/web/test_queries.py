"""A page asks the database as often for a large school as for a small one: no query for each row."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from roster.models.people import Volunteer
from roster.models.school_records import write_school
from roster.records import School
from tests.web.matrix import MATRIX, Row
from tests.web.planned import publish_week, start_second_draft
from tests.web.school import Service, counted, school, service
from tests.web.test_matrix import full

MOST = 43  # statements for one page after a change; a week alone is read out of 23 tables, and signing in takes six
MOST_UNCHANGED = 21  # the same where nothing has changed since somebody asked last
READ_WHOLE = {
    "my_data.as_page",
    "my_data.as_json",
    "transfer.export",
}  # copies of the data, out of the tables each time
TIMES = 4  # how many of each person and course the larger school has
# Written for one person, one seat or one run, whatever the school: what they show is found by numbers that differ.
PAGES = [row for row in MATRIX if row.method == "GET" and row.status == 200 and "{" not in row.own]


def multiplied(key: str) -> School:
    """The school with copies of every person and course, each with what belongs to it."""
    plain = full(key)
    copies = range(1, TIMES)

    def copied(rows: tuple, *names: str) -> tuple:  # type: ignore[type-arg]
        more = (replace(row, **{name: f"{getattr(row, name)}-{n}" for name in names}) for n in copies for row in rows)
        return (*rows, *more)

    return replace(
        plain,
        volunteers=tuple(replace(one, email="") if "-" in one.key else one for one in copied(plain.volunteers, "key")),
        qualifications=copied(plain.qualifications, "volunteer"),
        certificates=copied(plain.certificates, "volunteer"),
        availability=copied(plain.availability, "volunteer"),
        absences=copied(plain.absences, "volunteer"),
        extra_times=copied(plain.extra_times, "volunteer"),
        courses=copied(plain.courses, "key"),
        seats=copied(plain.seats, "course"),
        meetings=tuple(replace(one, room=None) for one in copied(plain.meetings, "course")),
    )


@dataclass(frozen=True)
class Asked:
    """What a page asks of the database: first of all after a change of somebody's record, and once more."""

    changed: list[str]
    unchanged: list[str]


def statements(path: Path, records: School) -> dict[str, Asked]:
    """By route: what its page asks of a database with this school."""
    found = {}
    with service(path) as running:
        with running.store.writing(running.schools["north"]) as session:
            write_school(session, records)
        publish_week(running)
        start_second_draft(running)
        browsers = {role: running.browser(role) for role in ("volunteer", "lead", "admin", "operator")}
        for row in PAGES:
            role = next((one for one in ("admin", "volunteer", "operator") if one in row.who), row.who[-1])
            change_a_record(running)
            sent = []
            for _ in range(2):
                with counted(running.store) as now_sent:
                    answer = browsers[role].get(row.own, buffered=True)
                assert answer.status_code == 200, (row.own, answer.status_code)
                sent.append(now_sent)
            found[route_of(row)] = Asked(*sent)
    return found


def change_a_record(running: Service) -> None:
    """Let every page read the school anew."""
    with running.store.writing(running.schools["north"]) as session:
        one = session.scalars(select(Volunteer).where(Volunteer.key == "bela")).one()
        one.phone = f"+49 541 {one.version}"


def route_of(row: Row) -> str:
    """How a page is named here."""
    return f"{row.endpoint} {row.own}"


@pytest.fixture(scope="module")
def asked(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Asked, Asked]]:
    """By route: the statements for the small school and for the larger one."""
    folder = tmp_path_factory.mktemp("queries")
    small = statements(Path(shutil.copy(furnished, folder / "small.sqlite")), full("north"))
    large = statements(Path(shutil.copy(furnished, folder / "large.sqlite")), multiplied("north"))
    return {route: (small[route], large[route]) for route in small}


def test_the_larger_school_is_larger() -> None:
    assert len(multiplied("north").volunteers) == TIMES * len(school().volunteers)


def test_no_page_asks_more_often_for_a_larger_school(asked: dict[str, tuple[Asked, Asked]]) -> None:
    growing = {
        route: (len(small), len(large), [one for one in large if large.count(one) > small.count(one)][:1])
        for route, both in asked.items()
        for small, large in (tuple(one.changed for one in both), tuple(one.unchanged for one in both))
        if len(large) > len(small)
    }
    assert growing == {}


def test_no_page_asks_more_than_a_fixed_number_of_times(asked: dict[str, tuple[Asked, Asked]]) -> None:
    asking = {route: len(large.changed) for route, (_, large) in asked.items()}
    assert {route: number for route, number in asking.items() if number > MOST} == {}


def test_no_page_reads_a_school_again_that_has_not_changed(asked: dict[str, tuple[Asked, Asked]]) -> None:
    asking = {route: len(one.unchanged) for route, (_, one) in asked.items() if route.split()[0] not in READ_WHOLE}
    assert {route: number for route, number in asking.items() if number > MOST_UNCHANGED} == {}
