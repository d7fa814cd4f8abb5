"""Sheets of paper: the plan for the door, one's own week, and the list to sign."""

from __future__ import annotations

import datetime as dt

import pytest

from roster.actions import rosters, seat_edits
from roster.actions.publishing import publish
from roster.reports.sheets import SheetDay, SheetSeat, SheetSession, SiteSheet
from tests.web.planned import A2, lead_of, publish_week, start_second_draft
from tests.web.school import WEEK, Service
from web.printing import column_size, day_parts, list_size

ROOM, DOORS = f"/print/{WEEK}/door/hall/hall-1", f"/print/{WEEK}/doors"
DOOR, LIST = f"/print/{WEEK}/door/hall", f"/print/{WEEK}/signatures/hall"
OWN = f"/print/{WEEK}/person/anna"


def replace_bela(north: Service) -> None:
    """Version 2: Dilan leads A2 in Bela's place."""
    lead, now = lead_of(north), north.clock.now
    edition = rosters.start_draft(north.store, lead, WEEK, now=now)
    for change, person in ((seat_edits.empty_seat, "bela"), (seat_edits.fill_seat, "dilan")):
        done = change(north.store, lead, WEEK, A2, "lead", person, edition=edition, despite_warnings=True, now=now)
        edition = done.edition
    publish(north.store, lead, WEEK, edition=edition, comment="", now=now)


def sheet_of(text: str) -> str:
    """The part of a page that is printed."""
    return text.split("<article", 1)[1].split("</article>", maxsplit=1)[0]


def test_the_door_sheet_says_first_names_only(north: Service) -> None:
    publish_week(north)
    sheet = sheet_of(north.browser("lead").get(DOOR).text)
    assert "<strong>Bela</strong>" in sheet
    assert "of north" not in sheet


def test_the_door_sheet_marks_required_seats_that_are_empty(north: Service) -> None:
    publish_week(north)
    sheet = sheet_of(north.browser("lead").get(DOOR).text)
    assert sheet.count("still empty") == 1  # C1; the helper that A1 merely wishes for is not mentioned


def test_the_door_sheet_marks_stand_ins(north: Service) -> None:
    publish_week(north)
    mark = '<span class="stand-in">stand-in</span>'
    assert mark not in north.browser("lead").get(DOOR).text
    replace_bela(north)
    assert f"<strong>Dilan</strong> {mark}" in north.browser("lead").get(DOOR).text


def test_no_sheet_is_made_of_a_draft(north: Service) -> None:
    rosters.start_draft(north.store, lead_of(north), WEEK, now=north.clock.now)
    for path in (f"/print/{WEEK}", DOOR, ROOM, DOORS, LIST):
        text = north.browser("lead").get(path).text
        assert "Nothing is published yet" in text
        assert "<article" not in text


def test_the_signature_sheet_has_full_names_units_and_a_line_for_each_seat(north: Service) -> None:
    publish_week(north)
    start_second_draft(north)
    sheet = sheet_of(north.browser("lead").get(LIST).text)
    assert "Bela of north" in sheet
    assert '<td class="number" data-label="Units of 45 min">2</td><td class="sign">' in sheet  # 90 minutes
    assert sheet.count('<td class="sign">') == 4 + 4  # A1 lead, A2 lead and helper, C1 lead; lines to spare


def test_a_room_has_a_door_sheet_of_its_own(north: Service) -> None:
    publish_week(north)
    sheet = sheet_of(north.browser("lead").get(ROOM).text)
    assert "Room 1" in sheet
    assert "Bela" in sheet
    assert "of north" not in sheet  # first names only
    assert "C1 conversation" not in sheet  # it has no room


def test_all_doors_are_one_sheet_for_each_room_with_a_session(north: Service) -> None:
    publish_week(north)
    text = north.browser("lead").get(DOORS).text
    assert text.count("<article") == 1  # the hostel has no rooms
    assert "Room 1" in text


def test_a_room_of_another_site_or_of_nowhere_is_not_found(north: Service) -> None:
    publish_week(north)
    for path in (f"/print/{WEEK}/door/hostel/hall-1", f"/print/{WEEK}/door/hall/nowhere"):
        assert north.browser("lead").get(path).status_code == 404, path


def test_only_the_sites_own_sessions_are_on_its_sheets(north: Service) -> None:
    publish_week(north)
    text = north.browser("lead").get(f"/print/{WEEK}/door/hostel").text
    assert "Children" in text
    assert "A2 evening" not in text


def test_sheets_are_offered_by_site_by_room_and_by_person(north: Service) -> None:
    publish_week(north)
    text = north.browser("lead").get(f"/print/{WEEK}").text
    for path in (DOOR, ROOM, DOORS, LIST, OWN):
        assert f'href="{path}"' in text


def test_volunteers_print_their_own_week(north: Service) -> None:
    publish_week(north)
    sheet = sheet_of(north.browser("volunteer").get(OWN).text)
    assert "A1 morning" in sheet
    assert "1 Hall Street, north" in sheet
    assert f'href="/print/{WEEK}' in north.browser("volunteer").get(f"/my/week?from={WEEK}").text


def test_volunteers_do_not_see_the_week_of_others_nor_the_sheets_of_sites(north: Service) -> None:
    publish_week(north)
    volunteer = north.browser("volunteer")
    for path in (f"/print/{WEEK}/person/bela", DOOR, ROOM, DOORS, LIST, f"/print/{WEEK}"):
        assert volunteer.get(path).status_code == 403, path


def test_printing_works_without_scripts(north: Service) -> None:
    publish_week(north)
    text = north.browser("lead").get(DOOR).text
    assert "use your browser's print" in text.replace("&#39;", "'")
    assert "data-print hidden" in text  # the button appears where scripts run


def test_a_sheet_in_german(north: Service) -> None:
    publish_week(north)
    text = north.browser("lead").get(f"{LIST}?lang=de").text
    assert "Einsatznachweis: Hall north" in text
    assert "Unterschrift der Leitung" in text


TAKEN = SheetSeat("Lead", required=True, taken=True, first_name="Bela", full_name="Bela Bright", stands_in=False)


def day(*starts: str, course: str = "A2") -> SheetDay:
    sessions = tuple(SheetSession(course, None, "", one, "", 90, (TAKEN,)) for one in starts)
    return SheetDay(dt.date(2026, 11, 23), sessions)


@pytest.mark.parametrize(
    ("starts", "parts"),
    [
        (["09:00"] * 3 + ["18:30"] * 3, [6]),
        (["09:00"] * 4 + ["18:30"] * 3, [4, 3]),
        (["15:00"] * 7, [7]),
    ],
)
def test_a_long_door_sheet_is_cut_at_three_in_the_afternoon(starts: list[str], parts: list[int]) -> None:
    assert [len(part[0].sessions) for part in day_parts([day(*starts)])] == parts


def test_both_parts_of_a_long_door_sheet_have_all_days() -> None:
    assert [len(part) for part in day_parts([day(*["09:00"] * 7), day("18:30")])] == [2, 2]


def room(days: int, *starts: str, course: str = "A2") -> SiteSheet:
    first = dt.date(2026, 11, 23)
    return SiteSheet(
        "School", "hall", "Hall", "", WEEK, first, first, 1, None, (day(*starts, course=course),) * days, "r", "Room"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "points"),
    [
        (room(1, "09:00"), 20),
        (room(5, "09:00", "18:30"), 15),
        (room(5, "09:00", "18:30", course="A course with a very long name that is broken"), 11),
        (room(6, *["09:00"] * 9), 9),
    ],
)
def test_the_type_on_a_rooms_door_is_as_large_as_the_page_allows(sheet: SiteSheet, points: int) -> None:
    assert list_size(sheet) == points


COLUMNS = [(2, 1, 15), (5, 1, 13), (6, 1, 11), (6, 7, 10), (5, 20, 9)]


@pytest.mark.parametrize(("columns", "sessions", "points"), COLUMNS)
def test_the_type_of_columns_shrinks_with_their_number_and_height(columns: int, sessions: int, points: int) -> None:
    assert column_size([[day(*["09:00"] * sessions)] * columns]) == points
