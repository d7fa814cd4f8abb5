"""A preview says what is new, changed, unchanged and missing, and its fingerprint stands for exactly that."""

from __future__ import annotations

from dataclasses import replace

from roster.records import Decision, DecisionKind, Organisation, Pair, PairKind, School, Volunteer
from roster.spreadsheets import compare
from roster.spreadsheets.comparing import CellChange, Preview, RowChange, TablePreview

ANNA = Volunteer(key="anna", first_name="Anna", last_name="Apfelhain", preferred_sites=("a", "b"))
BERND = Volunteer(key="bernd", first_name="Bernd", last_name="Brombeer")
NORTH = School(organisation=Organisation(key="north", name="North"), volunteers=(ANNA, BERND))


def table(preview: Preview, name: str) -> TablePreview:
    return next(table for table in preview.tables if table.table == name)


def test_the_same_school_is_no_change() -> None:
    preview = compare(NORTH, replace(NORTH, volunteers=(BERND, replace(ANNA, preferred_sites=("b", "a")))))
    assert preview.is_empty
    assert preview.counts == {"new": 0, "changed": 0, "missing": 0, "unchanged": 3}


def test_a_first_import_is_all_new() -> None:
    assert compare(None, NORTH).counts == {"new": 3, "changed": 0, "missing": 0, "unchanged": 0}


def test_a_changed_row_is_told_field_by_field() -> None:
    preview = compare(NORTH, replace(NORTH, volunteers=(replace(ANNA, max_minutes_week=90, phone="+49"), BERND)))
    assert table(preview, "volunteers").changed == (
        RowChange(("anna",), (CellChange("phone", "", "+49"), CellChange("max_minutes_week", "10", "1.5"))),
    )


def test_a_row_that_is_not_there_any_more_would_be_removed() -> None:
    preview = compare(NORTH, replace(NORTH, volunteers=(ANNA, replace(BERND, key="carla"))))
    assert table(preview, "volunteers").new == (("carla",),)
    assert table(preview, "volunteers").missing == (("bernd",),)


def test_a_pair_is_the_same_whoever_stands_first() -> None:
    pair = Pair(first="anna", second="bernd", kind=PairKind.APART)
    turned = Pair(first="bernd", second="anna", kind=PairKind.APART)
    assert compare(replace(NORTH, pairs=(pair,)), replace(NORTH, pairs=(turned,))).is_empty


def test_the_order_of_decisions_is_a_change() -> None:
    bans = tuple(Decision(kind=DecisionKind.BAN, volunteer=key, course="a2") for key in ("anna", "bernd"))
    preview = compare(replace(NORTH, decisions=bans), replace(NORTH, decisions=bans[::-1]))
    assert table(preview, "decisions").reordered
    assert not preview.is_empty


def test_the_fingerprint_changes_with_either_side() -> None:
    other = replace(NORTH, volunteers=(ANNA,))
    prints = [compare(before, after).fingerprint for before in (NORTH, other) for after in (NORTH, other)]
    assert len(set(prints)) == 4
    assert compare(NORTH, other).fingerprint == prints[1]
