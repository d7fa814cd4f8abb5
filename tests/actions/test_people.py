"""Volunteers are looked after by leads, with every edit checked, versioned and logged."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from roster.actions.erasure import erase_volunteer
from roster.actions.own_settings import save_own_settings
from roster.actions.people import (
    add_certificate,
    add_pair,
    add_qualification,
    add_volunteer,
    remove_certificate,
    remove_pair,
    remove_qualification,
    save_volunteer,
)
from roster.errors import Conflict, Forbidden, Invalid, NotFound
from roster.models.people import Certificate as CertificateRow
from roster.models.people import Pair as PairRow
from roster.models.people import Qualification as QualificationRow
from roster.models.people import Volunteer as VolunteerRow
from roster.records import Certificate, Level, Pair, PairKind, Qualification, Volunteer
from tests.actions.north import DAY, NOW, North

MIRA = Volunteer(key="mira", first_name="Mira", last_name="Neu", preferred_sites=("mill",))
CLEARANCE = Certificate(volunteer="anna", kind="clearance", seen_on=DAY, seen_by="Lena")
LEADING = Qualification(volunteer="anna", role="lead", branch="adults", level_from=Level.A1_1, level_to=Level.B1)


def stored(north: North, key: str) -> Volunteer:
    return next(one for one in north.school().volunteers if one.key == key)


def only_number(north: North, model: type[CertificateRow] | type[QualificationRow] | type[PairRow]) -> int:
    with north.store.reading(north.id) as session:
        return session.scalars(select(model.id)).one()


def test_a_volunteer_is_added(north: North) -> None:
    add_volunteer(north.store, north.lead, MIRA, now=NOW)
    assert stored(north, "mira") == MIRA


@pytest.mark.parametrize("key", ["anna", "Anna"])
def test_a_key_is_given_once(north: North, key: str) -> None:
    with pytest.raises(Conflict, match=key):
        add_volunteer(north.store, north.lead, replace(MIRA, key=key), now=NOW)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", ""),
        ("key", "../etc"),
        ("first_name", ""),
        ("email", "not an address"),
        ("phone", "0" * 60),
        ("max_minutes_week", 10081),
        ("max_sessions_day", 99),
        ("max_days_week", 8),
        ("promised_minutes_week", 900),
        ("language", "xx"),
    ],
)
def test_a_field_that_does_not_fit_is_named(north: North, field: str, value: object) -> None:
    with pytest.raises(Invalid) as refused:
        add_volunteer(north.store, north.lead, replace(MIRA, **{field: value}), now=NOW)
    assert [fault.field for fault in refused.value.faults] == [field]  # type: ignore[attr-defined]
    assert all(fault.text("de") and fault.text("en") for fault in refused.value.faults)


def test_all_faults_are_told_at_once(north: North) -> None:
    with pytest.raises(Invalid) as refused:
        add_volunteer(north.store, north.lead, replace(MIRA, email="@", max_days_week=9), now=NOW)
    assert len(refused.value.faults) == 2


def test_a_wish_for_a_site_that_is_not_there_is_refused(north: North) -> None:
    with pytest.raises(NotFound):
        add_volunteer(north.store, north.lead, replace(MIRA, preferred_sites=("moon",)), now=NOW)


def test_a_form_that_somebody_overtook_carries_both_versions(north: North) -> None:
    anna = stored(north, "anna")
    save_volunteer(north.store, north.lead, replace(anna, phone="+49 1"), version=1, now=NOW)
    with pytest.raises(Conflict) as refused:
        save_volunteer(north.store, north.admin, replace(anna, phone="+49 2"), version=1, now=NOW)
    assert refused.value.stored == replace(anna, phone="+49 1")
    assert refused.value.yours == replace(anna, phone="+49 2")


def test_the_log_names_the_changed_fields_only(north: North) -> None:
    save_volunteer(north.store, north.lead, replace(stored(north, "anna"), phone="+49 1"), version=1, now=NOW)
    assert north.audited() == [("save_volunteer", ("phone",))]


def test_saving_without_change_is_not_logged(north: North) -> None:
    save_volunteer(north.store, north.lead, stored(north, "anna"), version=1, now=NOW)
    assert north.audited() == []


def test_a_volunteer_changes_their_own_phone_and_language(north: North) -> None:
    save_own_settings(north.store, north.anna, phone="+49 9", language="en", version=1, now=NOW)
    assert (stored(north, "anna").phone, stored(north, "anna").language) == ("+49 9", "en")


def test_an_old_form_of_ones_own_details_is_refused(north: North) -> None:
    save_own_settings(north.store, north.anna, phone="+49 9", language="en", version=1, now=NOW)
    with pytest.raises(Conflict):
        save_own_settings(north.store, north.anna, phone="+49 8", language="en", version=1, now=NOW)


def test_a_language_that_is_not_there_is_refused(north: North) -> None:
    with pytest.raises(Invalid):
        save_own_settings(north.store, north.anna, phone="", language="xx", version=1, now=NOW)


def test_who_is_no_volunteer_has_no_own_details(north: North) -> None:
    with pytest.raises(NotFound):
        save_own_settings(north.store, north.lead, phone="", language="de", version=1, now=NOW)


def test_a_deleted_volunteer_leaves_nothing_behind(north: North) -> None:
    add_qualification(north.store, north.lead, LEADING, now=NOW)
    add_certificate(north.store, north.lead, CLEARANCE, now=NOW)
    add_pair(north.store, north.lead, Pair(first="jan", second="anna", kind=PairKind.APART), now=NOW)
    erase_volunteer(north.store, north.admin, "anna", now=NOW)
    school = north.school()
    assert (school.qualifications, school.certificates, school.pairs) == ((), (), ())
    assert [one.key for one in school.volunteers] == ["jan"]


def test_only_admins_delete_volunteers(north: North) -> None:
    with pytest.raises(Forbidden):
        erase_volunteer(north.store, north.lead, "anna", now=NOW)


def test_a_qualification_is_noted_once_and_taken_away(north: North) -> None:
    add_qualification(north.store, north.lead, LEADING, now=NOW)
    add_qualification(north.store, north.lead, LEADING, now=NOW)
    assert north.school().qualifications == (LEADING,)
    remove_qualification(north.store, north.lead, "anna", only_number(north, QualificationRow), now=NOW)
    assert north.school().qualifications == ()


def test_a_range_of_levels_is_not_upside_down(north: North) -> None:
    with pytest.raises(Invalid):
        add_qualification(north.store, north.lead, replace(LEADING, level_from=Level.C1), now=NOW)


def test_a_certificate_is_noted_once_for_a_day(north: North) -> None:
    add_certificate(north.store, north.lead, CLEARANCE, now=NOW)
    with pytest.raises(Conflict):
        add_certificate(north.store, north.lead, replace(CLEARANCE, valid_until=DAY), now=NOW)
    assert north.school().certificates == (CLEARANCE,)


def test_a_certificate_is_taken_away_from_its_owner_only(north: North) -> None:
    add_certificate(north.store, north.lead, CLEARANCE, now=NOW)
    number = only_number(north, CertificateRow)
    with pytest.raises(NotFound):
        remove_certificate(north.store, north.lead, "jan", number, now=NOW)
    remove_certificate(north.store, north.lead, "anna", number, now=NOW)
    assert north.school().certificates == ()


def test_a_certificate_does_not_end_before_it_was_seen(north: North) -> None:
    with pytest.raises(Invalid):
        add_certificate(north.store, north.lead, replace(CLEARANCE, valid_until=DAY - dt.timedelta(days=1)), now=NOW)


def test_there_is_one_wish_about_two_people(north: North) -> None:
    add_pair(north.store, north.lead, Pair(first="anna", second="jan", kind=PairKind.APART), now=NOW)
    with pytest.raises(Conflict):
        add_pair(north.store, north.lead, Pair(first="jan", second="anna", kind=PairKind.TOGETHER), now=NOW)
    remove_pair(north.store, north.lead, only_number(north, PairRow), now=NOW)
    assert north.school().pairs == ()


def test_a_volunteer_may_do_none_of_this(north: North) -> None:
    attempts = (
        lambda: add_volunteer(north.store, north.anna, MIRA, now=NOW),
        lambda: save_volunteer(north.store, north.anna, stored(north, "anna"), version=1, now=NOW),
        lambda: erase_volunteer(north.store, north.anna, "anna", now=NOW),
        lambda: add_qualification(north.store, north.anna, LEADING, now=NOW),
        lambda: remove_qualification(north.store, north.anna, "anna", 1, now=NOW),
        lambda: add_certificate(north.store, north.anna, CLEARANCE, now=NOW),
        lambda: remove_certificate(north.store, north.anna, "anna", 1, now=NOW),
        lambda: add_pair(north.store, north.anna, Pair(first="anna", second="jan", kind=PairKind.APART), now=NOW),
        lambda: remove_pair(north.store, north.anna, 1, now=NOW),
    )
    for attempt in attempts:
        with pytest.raises(Forbidden):
            attempt()
    assert north.audited() == []


def test_another_organisations_people_are_not_there(north: North) -> None:
    attempts = (
        lambda: save_volunteer(north.store, north.stranger, stored(north, "anna"), version=1, now=NOW),
        lambda: erase_volunteer(north.store, north.stranger, "anna", now=NOW),
        lambda: add_certificate(north.store, north.stranger, CLEARANCE, now=NOW),
    )
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    with north.store.across() as session:
        assert len(session.scalars(select(VolunteerRow.id)).all()) == 2
