"""``recruit`` and ``match`` as a person calls them: on a folder, on a database, in both languages and as JSON."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from roster.actions.imports import import_folder
from roster.database import open_store
from roster.errors import Invalid, NotFound
from roster.migrations import upgrade
from roster.spreadsheets import write_tables
from roster.spreadsheets.sampling import sample
from solver.matching import Match
from solver.recruit_cli import match_command, recruit_command
from solver.recruit_words import gain_text

SMALL = Path(__file__).parents[2] / "sample_data" / "small"
NOW = dt.datetime(2026, 11, 19, 12, tzinfo=dt.UTC)  # the Thursday before the school's week
ANYBODY = ("--role", "leitung", "--role", "gastgeber", "--time", "Wed 08:00-22:00", "--time", "Sa 14:00-18:00")
PAPERS = ("--certificate", "clearance", "--certificate", "measles")


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROSTER_LANGUAGE", "en")


def printed(command: click.Command, *arguments: object) -> str:
    """What a command prints; whatever it raises is raised here."""
    ended = CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    return ended.output


def test_the_profiles_worth_looking_for_are_told_with_their_seats() -> None:
    lines = printed(recruit_command, SMALL).splitlines()

    assert lines[0] == "2026-W48: 3 required seats stay empty. Who would help most (profiles looked at: 9):"
    assert lines[1] == (
        "  Leitung, Kinder, A1.1, Wed 09:00–10:30, at Wohnhaus, 1 h 30 min a week: "
        "2 more required seats filled, 24 points of cover"
    )


def test_the_profiles_are_told_in_german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROSTER_LANGUAGE", "de")

    assert "Mi 09:00–10:30, Standort Wohnhaus, 1 Std. 30 Min. in der Woche: 2 Pflichtplätze mehr" in printed(
        recruit_command, SMALL
    )


def test_what_was_not_verified_is_called_at_most() -> None:
    assert "at most" in printed(recruit_command, SMALL, "--seconds", 0)
    assert "at most" not in printed(recruit_command, SMALL)


def test_recruiting_as_json_holds_numbers_and_texts() -> None:
    found = json.loads(printed(recruit_command, SMALL, "--json"))

    assert found["week"] == "2026-W48"
    assert found["recruits"][0]["gain"] == 24
    assert found["recruits"][0]["text"]["en"].startswith("Leitung, Kinder, A1.1")


def test_the_open_seats_of_somebody_are_told_with_what_bars_them() -> None:
    lines = printed(match_command, SMALL, *ANYBODY, *PAPERS).splitlines()

    whole_week, *seats = lines
    assert whole_week == (
        "Beispielschule, 2026-W48: in all 26 points of cover, with Kinder A1, Wed 25 Nov 09:00; "
        "Samstagscafé, Sat 28 Nov 14:30. 2 empty required seats are out: Qualification (2)"
    )
    assert " ".join(seats) == (
        "  Beispielschule: Kinder A1, Wed 25 Nov 09:00, Leitung: 24 points of cover; "
        "has to be put on the site's access list"
    )


def test_somebody_who_has_no_time_is_told_so() -> None:
    assert "No open required seat fits" in printed(match_command, SMALL, "--role", "leitung", "--time", "Sun 3:00-3:30")


def test_matching_as_json_holds_numbers_and_texts() -> None:
    found = json.loads(printed(match_command, SMALL, *ANYBODY, *PAPERS, "--json"))

    assert {"organisation", "gain", "at_most", "text"} <= found["seats"][0].keys()
    assert found["weeks"][0]["gain"] >= found["seats"][0]["gain"]


@pytest.mark.parametrize("said", ["Tuesday evening", "Xy 10:00-11:00", "Tue 20:00-18:00", "Tue 20:00-25:00"])
def test_a_time_that_is_none_is_refused_with_an_example(said: str) -> None:
    with pytest.raises(Invalid, match="Tue 17:00-20:30"):
        printed(match_command, SMALL, "--role", "leitung", "--time", said)


def test_a_level_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(Invalid, match=r"A1\.1"):
        printed(match_command, SMALL, *ANYBODY, "--level", "D7")


def test_levels_from_high_to_low_are_refused_because_nobody_would_have_them() -> None:
    with pytest.raises(Invalid, match="B1-A1"):
        printed(match_command, SMALL, *ANYBODY, "--level", "B1-A1.1")


@pytest.mark.parametrize(
    "said", [("--role", "lietung"), ("--branch", "none"), ("--site", "none")], ids=lambda it: it[0]
)
def test_a_slip_of_the_pen_is_refused_by_name(said: tuple[str, str]) -> None:
    with pytest.raises(NotFound, match=said[1]):
        printed(match_command, SMALL, *ANYBODY, *said)


def test_somebody_who_helps_only_if_others_move_is_told_so() -> None:
    told = printed(match_command, SMALL, "--volunteer", "anna")
    assert told.startswith("No empty required seat fits these times and skills; the person can only help if others")


def test_a_single_seat_and_a_single_point_are_told_as_one() -> None:
    told = printed(match_command, SMALL, "--week", "2026-W53", "--role", "leitung", "--time", "Wed 8:00-12:00")
    assert "1 empty required seat is out: Availability (1)" in told
    assert [gain_text(gain, 1, "de") for gain in (1, 2, None)] == [
        "1 Punkt Besetzung",
        "2 Punkte Besetzung",
        "höchstens 1 Punkt Besetzung",
    ]


def test_a_volunteer_in_the_data_is_matched_with_their_own_times_and_skills() -> None:
    told = json.loads(printed(match_command, SMALL, "--volunteer", "anna", "--json"))
    same = json.loads(printed(match_command, SMALL, "--volunteer", "beispiel/anna", "--json"))
    assert told["kind"] == "match"
    assert [one["session"] for one in told["seats"]] == [one["session"] for one in same["seats"]]


def test_an_unknown_volunteer_is_refused_by_name() -> None:
    with pytest.raises(NotFound, match="nobody"):
        printed(match_command, SMALL, "--volunteer", "nobody")


@pytest.mark.parametrize("said", [(), ("--role", "leitung"), ("--volunteer", "anna", *ANYBODY)])
def test_it_must_be_clear_who_is_meant(said: tuple[str, ...]) -> None:
    with pytest.raises(Invalid, match="--volunteer"):
        printed(match_command, SMALL, *said)


def test_a_database_answers_as_its_folder_does(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solver.recruit_cli.now", lambda: NOW)
    store = open_store(sqlite_url)
    upgrade(store)
    import_folder(store, SMALL, now=NOW)
    store.close()
    stored = ("--database", sqlite_url, "--week", "2026-W48", "--json")

    for command, arguments in ((recruit_command, ()), (match_command, (*ANYBODY, *PAPERS))):
        told, told_of_folder = (
            json.loads(printed(command, *where, *arguments)) for where in (stored, (SMALL, "--json"))
        )
        listed = "recruits" if command is recruit_command else "seats"
        assert told[listed] == told_of_folder[listed] != []


def test_seats_of_every_organisation_are_ranked_together(
    tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solver.recruit_cli.now", lambda: NOW)
    write_tables(sample(16, 2, 3), tmp_path / "two")
    store = open_store(sqlite_url)
    upgrade(store)
    import_folder(store, tmp_path / "two", now=NOW)
    store.close()
    asked = ("--role", "lead", "--time", "Mon 8:00-21:00", *PAPERS, "--json")

    for where in ((tmp_path / "two",), ("--database", sqlite_url)):
        found = json.loads(printed(match_command, *where, *asked))
        gains = [seat["at_most"] if seat["gain"] is None else seat["gain"] for seat in found["seats"]]
        assert len({week["organisation"] for week in found["weeks"]}) == 2
        assert gains == sorted(gains, reverse=True) != []


@pytest.mark.parametrize(
    ("called", "who"),
    [
        ("match", ("--role", "lead", "--time", "Wed 08:00-22:00")),
        ("match_volunteer", ("--volunteer", "{home}/{person}")),
    ],
)
def test_each_organisations_clock_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, called: str, who: tuple[str, ...]
) -> None:
    north, south = sample(16, 2, 3)
    abroad = replace(south, organisation=replace(south.organisation, timezone="Europe/Helsinki"))
    write_tables([north, abroad], tmp_path / "two")
    told: list[dict[str, int]] = []

    def heard(*_: object, zero_minutes: dict[str, int], **__: object) -> Match:
        told.append(zero_minutes)
        return Match((), ())

    monkeypatch.setattr(f"solver.recruit_cli.{called}", heard)
    facts = {"home": north.organisation.key, "person": north.volunteers[0].key}
    printed(match_command, tmp_path / "two", *(word.format(**facts) for word in who), "--week", "2026-W48")

    assert told == [{north.organisation.key: -60, south.organisation.key: -120}]
