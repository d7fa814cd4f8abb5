"""What is written into the tables is what is read from them, and only what changed is touched."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from roster.database import Store
from roster.errors import Conflict, Invalid
from roster.models.base import Tenant
from roster.models.organisations import Organisation as OrganisationRow
from roster.models.people import AvailabilitySheet, Volunteer
from roster.models.school_records import RECORD_TABLES, read_school, write_school
from roster.records import (
    Absence,
    Access,
    Availability,
    Branch,
    Certificate,
    ChangeKind,
    Closure,
    Course,
    Decision,
    DecisionKind,
    ExtraTime,
    Holiday,
    Level,
    Means,
    Meeting,
    Organisation,
    Pair,
    PairKind,
    PublishedAssignment,
    Qualification,
    Role,
    Room,
    School,
    Seats,
    SessionChange,
    Site,
    Standing,
    Term,
    Travel,
    Willingness,
)
from roster.records import Volunteer as VolunteerRecord
from tests.tiny_store import add_organisation

DAY = dt.date(2026, 11, 24)
LATER = dt.date(2027, 1, 8)
PIN = Decision(kind=DecisionKind.PIN, volunteer="anna", course="a2", on_day=DAY, start_minute=1110, role="lead")
BAN = Decision(kind=DecisionKind.BAN, volunteer="jan", course="a2")


def full_school() -> School:
    """A school with something in every table and every field."""
    return School(
        organisation=Organisation(key="north", name="Sprachschule Nord", planning_week="2026-W48", rate_travel=2),
        branches=(Branch(key="adults", name="Erwachsene", minors=True, certificates=("clearance", "measles")),),
        sites=(
            Site(key="mill", name="Mühle", address="Am Bach 1", latitude=52.27, longitude=8.05, open_from=DAY),
            Site(key="ship", name="Schiff", open_until=LATER, restricted=True, certificates=("measles",)),
        ),
        access=(Access(site="ship", volunteer="anna"),),
        rooms=(Room(key="m1", site="mill", name="Raum 1", places=12),),
        travel=(
            Travel(from_site="mill", to_site="ship", means=Means.BIKE, minutes=7),
            Travel(from_site="ship", to_site="mill", means=Means.BIKE, minutes=9),
        ),
        roles=(Role(key="helper", name="Hilfe", depends_on="lead"), Role(key="lead", name="Leitung", leads=True)),
        volunteers=(
            VolunteerRecord(
                key="anna",
                first_name="Anna",
                last_name="Öhlmann",
                person="anna@vereint",
                email="anna@north.example",
                phone="+49 541 0000",
                language="en",
                standing=Standing.PAUSED,
                newcomer=True,
                means=Means.BUS,
                preferred_sites=("ship", "mill"),
                refused_sites=("mill",),
                preferred_courses=("a2",),
            ),
            VolunteerRecord(key="jan", first_name="Jan", last_name="Muster"),
        ),
        qualifications=(
            Qualification(volunteer="anna", role="lead"),
            Qualification(
                volunteer="anna",
                role="helper",
                branch="adults",
                level_from=Level.ALPHA,
                level_to=Level.B1,
                seen_on=DAY,
                valid_until=LATER,
            ),
        ),
        certificates=(Certificate(volunteer="anna", kind="clearance", seen_on=DAY, seen_by="Lena", valid_until=LATER),),
        availability=(
            Availability(
                volunteer="anna",
                weekday=1,
                start_minute=1080,
                end_minute=1500,
                willingness=Willingness.GLADLY,
                valid_from=DAY,
                valid_until=LATER,
            ),
        ),
        absences=(
            Absence(volunteer="anna", from_day=DAY, until_day=LATER),
            Absence(volunteer="jan", from_day=DAY, until_day=DAY, start_minute=540, end_minute=600),
        ),
        extra_times=(
            ExtraTime(volunteer="jan", on_day=DAY, start_minute=540, end_minute=600, willingness=Willingness.IF_NEEDED),
        ),
        courses=(Course(key="a2", name="A2", branch="adults", site="mill", level=Level.A2, starts_on=DAY, learners=0),),
        seats=(Seats(course="a2", role="lead", required=1, wished=2),),
        meetings=(Meeting(course="a2", weekday=1, start_minute=1110, end_minute=1200, room="m1", valid_from=DAY),),
        session_changes=(
            SessionChange(course="a2", on_day=DAY, start_minute=1110, change=ChangeKind.CANCELLED),
            SessionChange(
                course="a2",
                on_day=LATER,
                start_minute=600,
                change=ChangeKind.ONE_OFF,
                new_end_minute=660,
                site="ship",
                room="m1",
            ),
        ),
        closures=(
            Closure(from_day=DAY, until_day=DAY),
            Closure(from_day=DAY, until_day=LATER, site="ship", name="Umbau"),
        ),
        holidays=(Holiday(name="Fest", from_day=DAY, until_day=DAY, school=False),),
        terms=(Term(name="Herbst", starts_on=DAY, ends_on=LATER),),
        pairs=(Pair(first="jan", second="anna", kind=PairKind.APART),),
        decisions=(PIN, BAN),
        published=(PublishedAssignment(course="a2", on_day=DAY, start_minute=1110, role="lead", volunteer="anna"),),
    )


def write(store: Store, organisation_id: int, school: School) -> None:
    with store.writing(organisation_id) as session:
        write_school(session, school)


def read(store: Store, organisation_id: int) -> School:
    with store.reading(organisation_id) as session:
        return read_school(session)


def unordered(school: School) -> dict[str, Any]:
    """A school's tables without order, which carries no meaning except among decisions."""
    return {name: rows if name == "decisions" else sorted(rows, key=repr) for name, rows in school.tables().items()}


def versions(store: Store, organisation_id: int) -> dict[str, tuple[int, int]]:
    with store.reading(organisation_id) as session:
        return {row.key: (row.id, row.version) for row in session.scalars(select(Volunteer))}


def test_a_new_organisation_reads_as_an_empty_school(store: Store) -> None:
    number = add_organisation(store, "north")
    assert set(read(store, number).tables()) == {field.name for field in fields(School)}
    assert sum(map(len, read(store, number).tables().values())) == 1


def test_every_table_comes_back_as_it_was_written(store: Store) -> None:
    number, school = add_organisation(store, "north"), full_school()
    write(store, number, school)
    assert unordered(read(store, number)) == unordered(school)


def test_the_full_school_has_something_in_every_table() -> None:
    assert all(full_school().tables().values())


def test_another_organisation_stays_as_it_is(store: Store) -> None:
    here, there = add_organisation(store, "north"), add_organisation(store, "south")
    write(store, here, full_school())
    before = read(store, there)
    write(store, here, replace(full_school(), volunteers=(), access=(), qualifications=(), certificates=(), pairs=(),
                               availability=(), absences=(), extra_times=(), decisions=(), published=()))  # fmt: skip
    assert read(store, there) == before


def test_two_organisations_may_use_the_same_keys(store: Store) -> None:
    here, there = add_organisation(store, "north"), add_organisation(store, "south")
    write(store, here, full_school())
    south = replace(full_school(), organisation=replace(full_school().organisation, key="south"))
    write(store, there, south)
    assert unordered(read(store, here)) == unordered(full_school())
    assert unordered(read(store, there)) == unordered(south)


def test_writing_the_same_again_touches_no_row(store: Store) -> None:
    number = add_organisation(store, "north")
    write(store, number, full_school())
    before = versions(store, number)
    write(store, number, full_school())
    assert versions(store, number) == before


def test_a_changed_row_keeps_its_number_and_counts_an_edit(store: Store) -> None:
    number, school = add_organisation(store, "north"), full_school()
    write(store, number, school)
    before = versions(store, number)
    anna, jan = school.volunteers
    write(store, number, replace(school, volunteers=(replace(anna, phone="+49 541 1111"), jan)))
    assert versions(store, number) == {"anna": (before["anna"][0], before["anna"][1] + 1), "jan": before["jan"]}


def test_an_import_that_changes_windows_outdates_an_open_form(store: Store) -> None:
    number, school = add_organisation(store, "north"), full_school()
    write(store, number, school)
    (window,) = school.availability
    write(store, number, replace(school, availability=(replace(window, end_minute=1400),)))
    with store.reading(number) as session:
        assert session.execute(select(AvailabilitySheet.volunteer, AvailabilitySheet.edits)).all() == [("anna", 2)]


def test_rows_that_are_gone_are_removed(store: Store) -> None:
    number = add_organisation(store, "north")
    write(store, number, full_school())
    bare = School(organisation=full_school().organisation)
    write(store, number, bare)
    assert read(store, number) == bare


def test_decisions_keep_their_order(store: Store) -> None:
    number = add_organisation(store, "north")
    write(store, number, full_school())
    write(store, number, replace(full_school(), decisions=(BAN, PIN)))
    assert read(store, number).decisions == (BAN, PIN)


def test_a_school_goes_only_into_its_own_organisation(store: Store) -> None:
    number = add_organisation(store, "south")
    with pytest.raises(Conflict, match="north"):
        write(store, number, full_school())


def test_the_same_key_twice_is_refused(store: Store) -> None:
    number, school = add_organisation(store, "north"), full_school()
    with pytest.raises(Invalid, match="anna"):
        write(store, number, replace(school, volunteers=(*school.volunteers, school.volunteers[0])))
    assert read(store, number).volunteers == ()


def test_a_reference_to_nothing_is_refused_whole(store: Store) -> None:
    number, school = add_organisation(store, "north"), full_school()
    with pytest.raises(Conflict):
        write(store, number, replace(school, seats=(Seats(course="a2", role="nobody"),)))
    assert read(store, number).courses == ()


BREAKAGES = {
    "end before start": {"availability": {"end_minute": 1000}},
    "minute beyond the day": {"availability": {"start_minute": 1440, "end_minute": 1450}},
    "weekday eight": {"availability": {"weekday": 7}},
    "absence backwards": {"absences": {"until_day": DAY - dt.timedelta(days=1)}},
    "half an absence": {"absences": {"start_minute": 540}},
    "negative seats": {"seats": {"wished": -1}},
    "priority five": {"courses": {"priority": 5}},
    "a pair of one": {"pairs": {"second": "jan"}},
    "a pin without seat": {"decisions": {"role": None}},
    "a term backwards": {"terms": {"ends_on": DAY - dt.timedelta(days=1)}},
    "more minutes than a week has": {"volunteers": {"max_minutes_week": 10081}},
    "a latitude beyond the pole": {"sites": {"latitude": 91.0}},
    "a one-off without end": {"session_changes": {"change": ChangeKind.ONE_OFF}},
    "a certificate that ends before it was seen": {"certificates": {"valid_until": DAY - dt.timedelta(days=1)}},
}


@pytest.mark.parametrize("name", BREAKAGES)
def test_the_database_itself_refuses(store: Store, name: str) -> None:
    """Named constraints are the last guard, whatever our own code lets through."""
    number, school = add_organisation(store, "north"), full_school()
    ((table, change),) = BREAKAGES[name].items()
    first, *others = getattr(school, table)
    with pytest.raises(Conflict) as refused:
        write(store, number, replace(school, **{table: (replace(first, **change), *others)}))
    assert "ck_" in str(refused.value.__cause__)


def test_every_record_has_a_table_that_belongs_to_an_organisation() -> None:
    tables = {field.name for field in fields(School)} - {"organisation", "decisions", "published"}
    assert {table.name for table in RECORD_TABLES} == tables
    assert all(issubclass(table.model, Tenant) for table in RECORD_TABLES)


WINDOWS = st.builds(
    Availability,
    volunteer=st.sampled_from(["anna", "jan"]),
    weekday=st.integers(0, 6),
    start_minute=st.integers(0, 1439),
    end_minute=st.integers(1440, 2880),
    willingness=st.sampled_from(Willingness),
    valid_from=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    valid_until=st.none() | st.dates(dt.date(2027, 1, 1), dt.date(2027, 12, 31)),
)
PEOPLE = st.tuples(
    *(
        st.builds(
            VolunteerRecord,
            key=st.just(key),
            first_name=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
            last_name=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
            standing=st.sampled_from(Standing),
            newcomer=st.booleans(),
            means=st.sampled_from(Means),
            preferred_sites=st.lists(st.sampled_from(["mill", "ship"]), unique=True).map(tuple),
        )
        for key in ("anna", "jan")
    )
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(first=st.lists(WINDOWS, max_size=8), second=st.lists(WINDOWS, max_size=8), people=PEOPLE)
def test_any_school_replaces_any_other(
    store: Store, first: list[Availability], second: list[Availability], people: tuple[VolunteerRecord, ...]
) -> None:
    with store.across() as session:
        known = {row.key: row.id for row in session.scalars(select(OrganisationRow))}
    number = known.get("north") or add_organisation(store, "north")
    write(store, number, replace(full_school(), availability=tuple(first)))
    wanted = replace(full_school(), availability=tuple(second), volunteers=people)
    write(store, number, wanted)
    assert unordered(read(store, number)) == unordered(wanted)
