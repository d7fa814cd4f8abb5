"""Availability is saved as a whole, never lost between two editors, and only by those who may."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace

import pytest

from roster.actions.availability import (
    add_extra_time,
    confirm_availability,
    remove_extra_time,
    save_availability,
)
from roster.actions.duty_answers import report_absence
from roster.actions.withdrawals import withdraw_absence
from roster.errors import Conflict, Forbidden, Invalid, NotFound
from roster.records import Absence, Availability, ExtraTime, Willingness
from roster.reports.people import availability_page
from tests.actions.north import DAY, NOW, North

TUESDAY = Availability(volunteer="anna", weekday=1, start_minute=1080, end_minute=1260, willingness=Willingness.GLADLY)
FRIDAY = replace(TUESDAY, weekday=4, willingness=Willingness.IF_NEEDED)
AWAY = Absence(volunteer="anna", from_day=DAY, until_day=DAY)
EXTRA = ExtraTime(volunteer="anna", on_day=DAY, start_minute=600, end_minute=660, willingness=Willingness.POSSIBLE)


def test_saved_windows_replace_the_old_ones(north: North) -> None:
    version = save_availability(north.store, north.anna, "anna", [TUESDAY], version=0, now=NOW).version
    save_availability(north.store, north.anna, "anna", [FRIDAY], version=version, now=NOW)
    assert north.school().availability == (FRIDAY,)


def test_an_empty_form_means_not_available_at_all(north: North) -> None:
    version = save_availability(north.store, north.anna, "anna", [TUESDAY], version=0, now=NOW).version
    save_availability(north.store, north.anna, "anna", [], version=version, now=NOW)
    assert north.school().availability == ()


def test_the_second_of_two_editors_gets_both_versions(north: North) -> None:
    save_availability(north.store, north.lead, "anna", [TUESDAY], version=0, now=NOW)
    with pytest.raises(Conflict) as refused:
        save_availability(north.store, north.anna, "anna", [FRIDAY], version=0, now=NOW)
    assert (refused.value.yours, refused.value.stored) == ((FRIDAY,), (TUESDAY,))
    assert north.school().availability == (TUESDAY,)


def test_of_many_editors_at_once_exactly_one_wins(north: North) -> None:
    answers: list[str] = []

    def save(weekday: int) -> None:
        try:
            save_availability(north.store, north.lead, "anna", [replace(TUESDAY, weekday=weekday)], version=0, now=NOW)
            answers.append("saved")
        except Conflict:
            answers.append("conflict")

    editors = [threading.Thread(target=save, args=(weekday,)) for weekday in range(6)]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()
    assert sorted(answers) == ["conflict"] * 5 + ["saved"]
    assert len(north.school().availability) == 1


def test_saving_what_is_stored_already_keeps_the_version(north: North) -> None:
    first = save_availability(north.store, north.anna, "anna", [TUESDAY, FRIDAY], version=0, now=NOW).version
    again = save_availability(north.store, north.anna, "anna", [FRIDAY, TUESDAY], version=first, now=NOW)
    assert again.version == first


def test_confirming_notes_who_and_when(north: North) -> None:
    confirm_availability(north.store, north.anna, "anna", now=NOW)
    page = availability_page(north.store, north.anna, "anna", today=DAY)
    assert (page.confirmed_at, page.confirmed_by, page.on_behalf) == (NOW, "Anna Beispiel", False)


def test_confirming_does_not_outdate_an_open_form(north: North) -> None:
    confirm_availability(north.store, north.lead, "anna", now=NOW)
    save_availability(north.store, north.anna, "anna", [TUESDAY], version=0, now=NOW)
    assert north.school().availability == (TUESDAY,)


def test_what_a_lead_enters_is_marked_as_on_behalf(north: North) -> None:
    save_availability(north.store, north.lead, "anna", [TUESDAY], version=0, now=NOW)
    page = availability_page(north.store, north.anna, "anna", today=DAY)
    assert (page.confirmed_by, page.on_behalf) == ("a lead", True)


@pytest.mark.parametrize(
    "change",
    [
        {"end_minute": 1080},
        {"end_minute": 3000},
        {"start_minute": -5},
        {"weekday": 7},
        {"valid_from": DAY, "valid_until": DAY - dt.timedelta(days=1)},
        {"volunteer": "jan"},
    ],
)
def test_windows_that_make_no_sense_are_refused_whole(north: North, change: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        save_availability(north.store, north.anna, "anna", [FRIDAY, replace(TUESDAY, **change)], version=0, now=NOW)
    assert north.school().availability == ()


def test_more_windows_than_anybody_has_are_refused(north: North) -> None:
    many = [replace(TUESDAY, start_minute=minute) for minute in range(300)]
    with pytest.raises(Invalid, match="200"):
        save_availability(north.store, north.anna, "anna", many, version=0, now=NOW)


def test_an_absence_is_noted_once_and_can_be_taken_back(north: North) -> None:
    noted = report_absence(north.store, north.anna, AWAY, now=NOW)
    assert report_absence(north.store, north.anna, AWAY, now=NOW) == replace(noted, is_new=False)
    assert north.school().absences == (AWAY,)
    withdraw_absence(north.store, north.anna, "anna", noted.absence_id, now=NOW)
    assert north.school().absences == ()


def test_an_extra_time_is_noted_and_can_be_taken_back(north: North) -> None:
    number = add_extra_time(north.store, north.lead, EXTRA, now=NOW)
    assert north.school().extra_times == (EXTRA,)
    remove_extra_time(north.store, north.lead, "anna", number, now=NOW)
    assert north.school().extra_times == ()


def test_half_an_absence_is_refused(north: North) -> None:
    with pytest.raises(Invalid):
        report_absence(north.store, north.anna, replace(AWAY, start_minute=600), now=NOW)


def test_a_volunteer_changes_nobody_elses_times(north: North) -> None:
    other = replace(TUESDAY, volunteer="jan")
    with pytest.raises(Forbidden):
        save_availability(north.store, north.anna, "jan", [other], version=0, now=NOW)
    with pytest.raises(Forbidden):
        confirm_availability(north.store, north.anna, "jan", now=NOW)
    with pytest.raises(Forbidden):
        report_absence(north.store, north.anna, replace(AWAY, volunteer="jan"), now=NOW)
    with pytest.raises(Forbidden):
        add_extra_time(north.store, north.anna, replace(EXTRA, volunteer="jan"), now=NOW)
    assert north.audited() == []


def test_a_volunteer_cannot_take_back_anothers_absence_by_its_number(north: North) -> None:
    noted = report_absence(north.store, north.lead, replace(AWAY, volunteer="jan"), now=NOW)
    with pytest.raises(NotFound):
        withdraw_absence(north.store, north.anna, "anna", noted.absence_id, now=NOW)
    assert len(north.school().absences) == 1


def test_another_organisations_volunteer_is_not_there(north: North) -> None:
    with pytest.raises(NotFound):
        save_availability(north.store, north.stranger, "anna", [TUESDAY], version=0, now=NOW)
    with pytest.raises(NotFound):
        report_absence(north.store, north.stranger, AWAY, now=NOW)


def test_the_log_names_what_changed_and_no_value(north: North) -> None:
    save_availability(north.store, north.anna, "anna", [TUESDAY], version=0, now=NOW)
    report_absence(north.store, north.anna, AWAY, now=NOW)
    assert north.audited() == [("save_availability", ("availability",)), ("add_absence", ("absences",))]
