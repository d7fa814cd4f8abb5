"""Freezing a week: equal records give equal problems, and unknown references do no harm."""

import datetime as dt
import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from roster.freeze import freeze
from roster.problem import (
    Problem,
)
from roster.records import (
    Absence,
    Access,
    Branch,
    ChangeKind,
    DecisionKind,
    Level,
    Pair,
    PairKind,
    Qualification,
    Role,
    School,
    Seats,
    Willingness,
)
from roster.records import Certificate as SeenCertificate
from tests.tiny_records import (
    MONDAY,
    NIGHT,
    SUNDAY,
    WEDNESDAY,
    WEEK,
    change,
    decision,
    frozen,
    school,
    told,
)

NOW = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)


def rich() -> School:
    """A school with several rows in every table, doubles and contradictions among them."""
    days = [MONDAY + dt.timedelta(days=number) for number in range(-14, 10)]
    return school(
        branches=(*school().branches, Branch(key="cafe", name="Café")),
        access=tuple(Access(site="north", volunteer=who) for who in ("ben", "anna")),
        availability=tuple(
            replace(row, weekday=weekday, willingness=willingness)
            for row in school().availability
            for weekday in (0, 1, 6)
            for willingness in Willingness
        ),
        absences=tuple(Absence(volunteer="ben", from_day=day, until_day=day) for day in days[10:20:3]),
        qualifications=tuple(
            Qualification(volunteer="anna", role="lead", branch=branch, level_from=level, valid_until=until)
            for branch in (None, "adults")
            for level in (None, Level.A2)
            for until in (None, SUNDAY)
        ),
        certificates=tuple(
            SeenCertificate(volunteer="anna", kind="clearance", seen_on=MONDAY, valid_until=until)
            for until in (None, SUNDAY, MONDAY)
        ),
        seats=(*school().seats, Seats(course="a2", role="lead", required=2)),
        session_changes=(
            change(ChangeKind.MOVED, new_day=WEDNESDAY),
            change(ChangeKind.MOVED, new_day=SUNDAY),
            change(ChangeKind.ONE_OFF, on_day=SUNDAY, new_end_minute=NIGHT),
            change(ChangeKind.ONE_OFF, on_day=SUNDAY, new_end_minute=NIGHT + 15),
        ),
        pairs=tuple(
            Pair(first=first, second=second, kind=kind)
            for first, second in (("anna", "ben"), ("cleo", "ben"))
            for kind in PairKind
        ),
        decisions=(decision(DecisionKind.BAN), decision(DecisionKind.PIN, role="lead")),
        published=tuple(told(who, day) for who in ("anna", "ben") for day in days),
    )


@given(st.randoms(use_true_random=False))
def test_the_fingerprint_does_not_depend_on_the_order_of_rows(chance: random.Random) -> None:
    tables = {name: list(rows) for name, rows in rich().tables().items() if name not in {"organisation", "decisions"}}
    for rows in tables.values():
        chance.shuffle(rows)
    shuffled = replace(rich(), **{name: tuple(rows) for name, rows in tables.items()})  # type: ignore[arg-type]
    assert freeze(shuffled, WEEK, now=NOW).fingerprint == freeze(rich(), WEEK, now=NOW).fingerprint


def test_the_fingerprint_changes_with_a_record_that_counts() -> None:
    fewer = replace(rich(), qualifications=rich().qualifications[:-1])
    assert freeze(fewer, WEEK, now=NOW).fingerprint != freeze(rich(), WEEK, now=NOW).fingerprint


def test_the_fingerprint_does_not_change_with_a_name() -> None:
    renamed = replace(rich(), volunteers=tuple(replace(one, last_name="Anders") for one in rich().volunteers))
    assert freeze(renamed, WEEK, now=NOW).fingerprint == freeze(rich(), WEEK, now=NOW).fingerprint


def test_a_problem_reads_back_from_its_json() -> None:
    problem = freeze(rich(), WEEK, now=NOW)
    assert Problem.from_json(problem.to_json()) == problem


# Records that name something unknown: no error, no harm.


def test_records_that_name_nothing_known_do_no_harm() -> None:
    lost = school(
        branches=(),
        sites=(),
        roles=(),
        seats=(Seats(course="a2", role="ghost"), Seats(course="ghost", role="lead")),
        qualifications=(Qualification(volunteer="ghost", role="ghost"),),
        availability=tuple(replace(row, volunteer="ghost") for row in school().availability),
        pairs=(Pair(first="anna", second="ghost", kind=PairKind.TOGETHER),),
        published=(told("ghost"), told(course="ghost"), told(role="ghost")),
        access=(Access(site="ghost", volunteer="ghost"),),
    )
    problem = freeze(lost, WEEK)
    assert (problem.role_by_key["ghost"].leads, set(problem.site_by_key)) == (False, {"north", "south"})


def test_a_role_that_depends_on_an_unknown_role_depends_on_none() -> None:
    assert (
        frozen(roles=(Role(key="helper", name="Hilfe", depends_on="ghost"),)).role_by_key["helper"].depends_on is None
    )
