"""The commands on a database: from tables to a published week and back."""

from pathlib import Path

import pytest

from tests.commands.conftest import SMALL, Command

WEEK = "2027-W06"


@pytest.fixture
def database(roster: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with the small school in it."""
    url = f"sqlite:///{tmp_path / 'roster.db'}"
    monkeypatch.setenv("ROSTER_DATABASE", url)
    assert roster("import", SMALL).status == 0
    return url


@pytest.mark.usefixtures("database")
def test_a_week_goes_from_tables_to_a_published_version(roster: Command) -> None:
    solved = roster("solve", "--week", WEEK, "--seconds", 5)
    assert (solved.status, f"roster publish --week {WEEK}" in solved.printed) == (0, True)
    published = roster("publish", "--week", WEEK, "--comment", "first")
    assert (published.status, "version 1" in published.printed) == (0, True)


@pytest.mark.usefixtures("database")
def test_publishing_without_a_draft_says_what_to_do(roster: Command) -> None:
    ended = roster("publish", "--week", WEEK)
    assert (ended.status, "Traceback" in ended.printed) == (1, False)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("target", ["tables", "tables.zip", "tables.xlsx"])
def test_export_and_import_change_nothing(roster: Command, tmp_path: Path, target: str) -> None:
    first, second = tmp_path / target, tmp_path / f"again-{target}"
    assert roster("export", first).status == 0
    assert roster("import", first).status == 0
    assert roster("export", tmp_path / "again").status == 0
    assert roster("export", second).status == 0
    tables = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    roster("import", second)
    roster("export", tmp_path / "third")
    assert {path.name: path.read_bytes() for path in (tmp_path / "third").iterdir()} == tables


@pytest.mark.usefixtures("database")
def test_the_first_admin_is_admitted_and_gets_a_link(roster: Command) -> None:
    assert roster("admit", "first@example.org", "--role", "admin").status == 0
    link = roster("sign-in-link", "first@example.org", "--base-url", "https://plan.example")
    assert link.printed.startswith("https://plan.example/sign-in/")


@pytest.mark.usefixtures("database")
def test_a_link_for_a_stranger_is_refused(roster: Command) -> None:
    assert roster("sign-in-link", "stranger@example.org").status == 1


def test_an_empty_database_says_the_next_step(roster: Command, sqlite_url: str) -> None:
    assert roster("db", "upgrade", "--database", sqlite_url).status == 0
    ended = roster("solve", "--week", WEEK, "--database", sqlite_url)
    assert (ended.status, "roster import" in ended.printed) == (1, True)


@pytest.mark.usefixtures("database")
def test_refusals_speak_german_to_germans(roster: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROSTER_LANGUAGE", "de")
    assert "gibt es hier nicht" in roster("publish", "--organisation", "elsewhere", "--week", WEEK).printed


def test_an_organisation_can_begin_empty_with_its_first_admin(roster: Command, sqlite_url: str) -> None:
    founded = roster("found", "school", "--name", "Our school", "--admin", "a@example.org", "--database", sqlite_url)
    assert (founded.status, "Our school" in founded.printed) == (0, True)
    assert roster("sign-in-link", "a@example.org", "--database", sqlite_url).status == 0


def test_a_key_is_founded_only_once(roster: Command, sqlite_url: str) -> None:
    found = ("found", "school", "--name", "Our school", "--database", sqlite_url)
    assert [roster(*found).status, roster(*found).status] == [0, 1]


def test_a_database_without_our_tables_names_the_command_that_makes_them(roster: Command, sqlite_url: str) -> None:
    ended = roster("solve", "--week", WEEK, "--database", sqlite_url)
    assert (ended.status, "roster db upgrade" in ended.printed) == (1, True)
