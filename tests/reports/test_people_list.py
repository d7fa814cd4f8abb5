"""The list of people is filtered, sorted and warned about as leads need it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from roster.actions.people import add_certificate, add_qualification
from roster.actions.sites import set_access
from roster.models.school_records import write_school
from roster.records import Availability, Branch, Certificate, Level, Qualification, Role, Standing, Willingness
from roster.reports.certificates import Urgency, certificates_ahead
from roster.reports.people_list import CertificateFilter, PeopleFilter, PeopleOrder, people_page
from tests.actions.north import DAY, NOW, North

CLEARANCE = Certificate(volunteer="anna", kind="clearance", seen_on=dt.date(2024, 1, 9))


@pytest.fixture
def school(north: North) -> North:
    """Anna leads adults A1.1 to B1 and wishes 2 hours; Jan helps children, wishes 4, has times and is paused."""
    plain = north.school()
    anna, jan = plain.volunteers
    children = Branch(key="children", name="Kinder", minors=True, certificates=("clearance",))
    kitchen = Role(key="kitchen", name="Küche", certificates=("food_hygiene",))
    changed = replace(
        plain,
        branches=(plain.branches[0], children),
        roles=(*plain.roles, kitchen),
        volunteers=(
            replace(anna, wished_minutes_week=120, email="anna@example.org"),
            replace(jan, wished_minutes_week=240, standing=Standing.PAUSED, refused_sites=("mill",)),
        ),
        qualifications=(
            Qualification(volunteer="anna", role="lead", branch="adults", level_from=Level.A1_1, level_to=Level.B1),
            Qualification(volunteer="jan", role="helper", branch="children"),
        ),
        availability=(
            Availability(volunteer="jan", weekday=0, start_minute=0, end_minute=60, willingness=Willingness.GLADLY),
        ),
    )
    with north.store.writing(north.id) as session:
        write_school(session, changed)
    return north


def found(north: North, *, today: dt.date = DAY, **only: object) -> list[str]:
    page = people_page(north.store, north.lead, only=PeopleFilter(**only), today=today)  # type: ignore[arg-type]
    return [row.volunteer.key for row in page.rows]


@pytest.mark.parametrize(
    ("only", "keys"),
    [
        ({}, ["anna", "jan"]),
        ({"search": "EXAMPLE.org"}, ["anna"]),
        ({"standing": Standing.PAUSED}, ["jan"]),
        ({"role": "lead"}, ["anna"]),
        ({"branch": "children"}, ["jan"]),
        ({"level": Level.B1}, ["anna", "jan"]),
        ({"level": Level.C1}, ["jan"]),
        ({"level": Level.C1, "role": "lead"}, []),
        ({"branch": "children", "role": "lead"}, []),
        ({"site": "mill"}, ["anna"]),
        ({"entered": True}, ["jan"]),
        ({"entered": False}, ["anna"]),
        ({"wished_from": 120, "wished_until": 239}, ["anna"]),
        ({"wished_from": 240}, ["jan"]),
        ({"certificate": CertificateFilter.MISSING}, ["jan"]),
        ({"certificate": CertificateFilter.FINE}, ["anna"]),
        ({"site": "nowhere"}, []),
    ],
)
def test_only_those_who_fit_are_shown(school: North, only: dict[str, object], keys: list[str]) -> None:
    assert found(school, **only) == keys


def test_a_restricted_site_shows_only_its_access_list(school: North) -> None:
    assert found(school, site="ship") == []
    set_access(school.store, school.lead, "ship", ["jan"], shown=[], now=NOW)
    assert found(school, site="ship") == ["jan"]


@pytest.mark.parametrize(
    ("order", "first"),
    [
        (PeopleOrder.NAME, "anna"),
        (PeopleOrder.STANDING, "anna"),
        (PeopleOrder.HOURS, "anna"),
        (PeopleOrder.TIMES, "anna"),
        (PeopleOrder.CERTIFICATE, "anna"),
    ],
)
def test_the_list_is_sorted_both_ways(school: North, order: PeopleOrder, first: str) -> None:
    for descending in (False, True):
        page = people_page(school.store, school.lead, order=order, descending=descending, today=DAY)
        assert (page.rows[0].volunteer.key == first) != descending


def test_the_page_counts_everybody_and_offers_what_there_is(school: North) -> None:
    page = people_page(school.store, school.lead, only=PeopleFilter(search="anna"), today=DAY)
    assert (len(page.rows), page.everybody) == (1, 2)
    assert ("children", "Kinder") in page.branch_options


@pytest.mark.parametrize(
    ("days", "urgency", "filters"),
    [
        (-1, Urgency.OVER, {CertificateFilter.OVER}),
        (0, Urgency.URGENT, {CertificateFilter.URGENT, CertificateFilter.SOON}),
        (30, Urgency.URGENT, {CertificateFilter.URGENT, CertificateFilter.SOON}),
        (31, Urgency.SOON, {CertificateFilter.SOON}),
        (90, Urgency.SOON, {CertificateFilter.SOON}),
        (91, Urgency.FINE, {CertificateFilter.FINE}),
    ],
)
def test_a_certificate_is_warned_of_at_90_and_30_days(
    school: North, days: int, urgency: Urgency, filters: set[CertificateFilter]
) -> None:
    until = DAY + dt.timedelta(days=days)
    add_certificate(school.store, school.lead, replace(CLEARANCE, valid_until=until), now=NOW)
    (row,) = people_page(school.store, school.lead, only=PeopleFilter(search="anna"), today=DAY).rows
    assert row.urgency is urgency
    assert {one for one in CertificateFilter if "anna" in found(school, certificate=one)} == filters


def test_certificates_are_judged_by_the_date_of_a_session(school: North) -> None:
    until = DAY + dt.timedelta(days=91)
    add_certificate(school.store, school.lead, replace(CLEARANCE, valid_until=until), now=NOW)
    assert "anna" in found(school, certificate=CertificateFilter.FINE)
    assert "anna" in found(school, certificate=CertificateFilter.OVER, today=until + dt.timedelta(days=1))


def test_a_role_asks_for_its_certificate(school: North) -> None:
    add_qualification(school.store, school.lead, Qualification(volunteer="anna", role="kitchen"), now=NOW)
    (row,) = people_page(school.store, school.lead, only=PeopleFilter(search="anna"), today=DAY).rows
    assert row.warnings == ("Food-hygiene instruction is missing",)


def test_a_qualification_for_every_branch_asks_for_no_single_branchs_certificate(school: North) -> None:
    add_qualification(school.store, school.lead, Qualification(volunteer="anna", role="helper"), now=NOW)
    assert "anna" in found(school, certificate=CertificateFilter.FINE)


def test_warnings_ahead_are_about_active_people_alone(school: North) -> None:
    assert certificates_ahead(school.store, school.lead, today=DAY) == ()
    (line,) = certificates_ahead(school.store, school.lead, today=DAY, volunteer="jan")
    assert (line.name, line.notice.urgency, line.duties) == ("Jan Muster", Urgency.MISSING, 0)
