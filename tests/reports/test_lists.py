"""Lists and pages say what is stored, in the asking person's language, to those who may know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from roster.actions.availability import add_extra_time
from roster.actions.courses import change_session
from roster.actions.duty_answers import report_absence
from roster.actions.people import add_certificate, add_pair, add_qualification
from roster.errors import Forbidden, NotFound
from roster.records import (
    Absence,
    Certificate,
    ChangeKind,
    ExtraTime,
    Level,
    Pair,
    PairKind,
    Qualification,
    SessionChange,
    Standing,
    Willingness,
)
from roster.reports.audit import audit_page
from roster.reports.courses import course_choices, course_page, courses_page
from roster.reports.organisations import organisation_page
from roster.reports.people import availability_page, person_page
from roster.reports.people_list import PeopleFilter, people_page
from roster.reports.service import organisations
from roster.reports.sites import site_page, sites_page
from tests.actions.north import DAY, NOW, North

CLEARANCE = Certificate(volunteer="anna", kind="clearance", seen_on=dt.date(2024, 1, 9), seen_by="Lena")


def test_the_list_names_people_by_last_name(north: North) -> None:
    page = people_page(north.store, north.lead, today=DAY)
    assert [row.volunteer.last_name for row in page.rows] == ["Beispiel", "Muster"]


@pytest.mark.parametrize(("search", "found"), [("", 2), ("ANNA bei", 1), ("muster", 1), ("nobody", 0), ("%", 0)])
def test_the_list_is_searched_by_name(north: North, search: str, found: int) -> None:
    assert len(people_page(north.store, north.lead, only=PeopleFilter(search=search), today=DAY).rows) == found


def test_the_list_is_cut_by_standing(north: North) -> None:
    assert people_page(north.store, north.lead, only=PeopleFilter(standing=Standing.LEFT), today=DAY).rows == ()


@pytest.mark.parametrize(
    ("days", "warned"),
    [(-1, "ran out on"), (0, "runs out on"), (90, "runs out on"), (91, None)],
)
def test_the_list_warns_of_certificates_that_end(north: North, days: int, warned: str | None) -> None:
    until = DAY + dt.timedelta(days=days)
    add_certificate(north.store, north.lead, replace(CLEARANCE, valid_until=until), now=NOW)
    (row,) = people_page(north.store, north.lead, only=PeopleFilter(search="anna"), today=DAY).rows
    assert [warned in warning for warning in row.warnings] == ([True] if warned else [])  # type: ignore[operator]


def test_a_newer_certificate_silences_the_old_ones_warning(north: North) -> None:
    add_certificate(north.store, north.lead, replace(CLEARANCE, valid_until=DAY), now=NOW)
    newer = replace(CLEARANCE, seen_on=DAY, valid_until=DAY + dt.timedelta(days=1800))
    add_certificate(north.store, north.lead, newer, now=NOW)
    assert people_page(north.store, north.lead, only=PeopleFilter(search="anna"), today=DAY).rows[0].warnings == ()


def test_a_persons_page_says_everything_in_lines(north: North) -> None:
    qualification = Qualification(
        volunteer="anna", role="lead", branch="adults", level_from=Level.A1_1, level_to=Level.B1, valid_until=DAY
    )
    add_qualification(north.store, north.lead, qualification, now=NOW)
    add_certificate(north.store, north.lead, CLEARANCE, now=NOW)
    add_pair(north.store, north.lead, Pair(first="jan", second="anna", kind=PairKind.APART), now=NOW)
    page = person_page(north.store, north.lead, "anna", today=DAY)
    assert [line.text for line in page.qualifications] == ["Leitung, Erwachsene, A1.1 to B1, until 24 Nov 2026"]
    assert [line.text for line in page.certificates] == ["Police clearance certificate, seen on 9 Jan 2024 by Lena"]
    assert [line.text for line in page.pairs] == ["kept apart: Jan Muster and Anna Beispiel"]
    assert page.role_options == (("helper", "Hilfe"), ("lead", "Leitung"))


def test_the_same_page_in_german(north: North) -> None:
    add_certificate(north.store, north.lead, replace(CLEARANCE, valid_until=DAY), now=NOW)
    page = person_page(north.store, replace(north.lead, language="de"), "anna", today=DAY)
    (line,) = page.certificates
    assert line.text == "Erweitertes Führungszeugnis, gesehen am 9.1.2024 von Lena, bis 24.11.2026"
    assert line.warning == "Erweitertes Führungszeugnis: läuft ab am 24.11.2026"


def test_a_volunteer_sees_their_own_availability(north: North) -> None:
    report_absence(north.store, north.anna, Absence(volunteer="anna", from_day=DAY, until_day=DAY), now=NOW)
    hours = Absence(volunteer="anna", from_day=DAY, until_day=DAY, start_minute=540, end_minute=600)
    report_absence(north.store, north.anna, hours, now=NOW)
    extra = ExtraTime(volunteer="anna", on_day=DAY, start_minute=540, end_minute=600, willingness=Willingness.GLADLY)
    add_extra_time(north.store, north.anna, extra, now=NOW)
    page = availability_page(north.store, north.anna, "anna", today=DAY)
    assert (page.name, page.own, page.version) == ("Anna Beispiel", True, 0)
    assert [line.text for line in page.absences] == ["24 Nov 2026", "24 Nov 2026, 09:00 to 10:00"]
    assert [line.text for line in page.extra_times] == ["Tue 24 Nov 2026, 09:00 to 10:00, gladly"]


def test_what_is_over_is_left_out(north: North) -> None:
    report_absence(north.store, north.anna, Absence(volunteer="anna", from_day=DAY, until_day=DAY), now=NOW)
    page = availability_page(north.store, north.anna, "anna", today=DAY + dt.timedelta(days=1))
    assert page.absences == ()


def test_courses_are_listed_with_meetings_and_seats(north: North) -> None:
    (row,) = courses_page(north.store, north.lead, today=DAY).rows
    assert (row.branch_name, row.site_name) == ("Erwachsene", "Mühle")
    assert [(name, seats.required) for name, seats in row.seats] == [("Leitung", 1)]
    assert [meeting.start_minute for meeting in row.meetings] == [1110]


def test_a_courses_page_says_its_changes(north: North) -> None:
    moved = SessionChange(
        course="a2", on_day=DAY, start_minute=1110, change=ChangeKind.MOVED, new_start_minute=1140, site="ship"
    )
    change_session(north.store, north.lead, moved, now=NOW)
    off = SessionChange(course="a2", on_day=DAY + dt.timedelta(days=7), start_minute=1110, change=ChangeKind.CANCELLED)
    change_session(north.store, north.lead, off, now=NOW)
    assert [line.text for line in course_page(north.store, north.lead, "a2").changes] == [
        "1 Dec 2026 18:30: cancelled",
        "24 Nov 2026 18:30: moved to 19:00, Schiff",
    ]


def test_sites_are_listed_with_their_rooms(north: North) -> None:
    assert [(row.site.key, [room.key for room in row.rooms]) for row in sites_page(north.store, north.lead).rows] == [
        ("mill", ["m1"]),
        ("ship", ["s1"]),
    ]


def test_a_site_offers_people_for_its_list(north: North) -> None:
    page = site_page(north.store, north.lead, "ship")
    assert [choice.name for choice in page.people] == ["Anna Beispiel", "Jan Muster"]


def test_the_log_is_shown_newest_first_and_in_parts(north: North) -> None:
    add_certificate(north.store, north.lead, CLEARANCE, now=NOW)
    page = audit_page(north.store, north.admin)
    assert [line.action for line in page.lines] == ["add_certificate", "create_organisation"]
    assert page.broken_at is None
    assert len(audit_page(north.store, north.admin, before=2).lines) == 1


def test_the_command_line_sees_all_organisations(north: North) -> None:
    assert [line.key for line in organisations(north.store)] == ["north", "south"]


FOR_LEADS: dict[str, Callable[[North], object]] = {
    "people_page": lambda n: people_page(n.store, n.anna, today=DAY),
    "person_page": lambda n: person_page(n.store, n.anna, "anna", today=DAY),
    "availability_page of another": lambda n: availability_page(n.store, n.anna, "jan", today=DAY),
    "courses_page": lambda n: courses_page(n.store, n.anna, today=DAY),
    "course_page": lambda n: course_page(n.store, n.anna, "a2"),
    "course_choices": lambda n: course_choices(n.store, n.anna),
    "sites_page": lambda n: sites_page(n.store, n.anna),
    "site_page": lambda n: site_page(n.store, n.anna, "mill"),
    "organisation_page": lambda n: organisation_page(n.store, n.anna),
    "audit_page": lambda n: audit_page(n.store, n.lead),
}


@pytest.mark.parametrize("name", FOR_LEADS)
def test_who_may_not_know_is_refused(north: North, name: str) -> None:
    with pytest.raises(Forbidden):
        FOR_LEADS[name](north)


def test_another_organisations_things_are_not_there(north: North) -> None:
    looks: tuple[Callable[[], object], ...] = (
        lambda: person_page(north.store, north.stranger, "anna", today=DAY),
        lambda: availability_page(north.store, north.stranger, "anna", today=DAY),
        lambda: course_page(north.store, north.stranger, "a2"),
        lambda: site_page(north.store, north.stranger, "mill"),
    )
    for look in looks:
        with pytest.raises(NotFound):
            look()


def test_another_organisations_lists_hold_nothing_of_ours(north: North) -> None:
    shown = repr(
        (
            people_page(north.store, north.stranger, today=DAY),
            courses_page(north.store, north.stranger, today=DAY),
            course_choices(north.store, north.stranger),
            sites_page(north.store, north.stranger),
            organisation_page(north.store, north.stranger),
            audit_page(north.store, north.stranger),
        )
    )
    for ours in ("Anna", "Mühle", "A2", "Leitung", "0000"):
        assert ours not in shown
