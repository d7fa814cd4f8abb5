"""``roster explain``, ``repair`` and ``whatif`` as a person calls them on a folder and on the database."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from roster.actions.imports import import_folder
from roster.calendar.sessions import dated_sessions
from roster.database import open_store
from roster.errors import Conflict, Invalid, NotFound
from roster.folder import problem_of
from roster.migrations import upgrade
from roster.plan import Plan
from roster.plan_file import write_plan
from roster.problem import Assignment
from roster.rules import check
from solver import Limits, solve
from solver.answers_cli import explain_command, repair_command, whatif_command
from solver.changes import volunteer_out
from solver.cli import solve_

SMALL = Path(__file__).parents[2] / "sample_data" / "small"
TODAY = dt.date(2026, 11, 19)
NOW = dt.datetime(2026, 11, 19, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def in_english_on_a_thursday_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROSTER_LANGUAGE", "en")
    monkeypatch.setattr("solver.week_cli.now", lambda: NOW)


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of the small school, as ``roster solve --out`` writes it."""
    _, problem = problem_of(SMALL, week=None, organisation=None, today=TODAY)
    path = tmp_path_factory.mktemp("plans") / "plan.json"
    path.write_text(write_plan(problem, solve(problem, Limits(total_seconds=5))), encoding="utf-8")
    return path


def printed(command: click.Command, *arguments: object) -> str:
    """What a command prints; whatever it raises is raised here."""
    ended = CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    return ended.output


def somebody(plan_file: Path) -> str:
    """A person on duty in the plan."""
    found: dict[str, Any] = json.loads(plan_file.read_text(encoding="utf-8"))
    return str(found["assignments"][0]["volunteer"])


def test_every_empty_seat_is_explained_with_a_change_or_a_proof(plan_file: Path) -> None:
    told = printed(explain_command, SMALL, "--plan", plan_file)
    words = ("The smallest change that helps", "Proven: whatever one person", "None of the changes of one person")
    assert sum(told.count(one) for one in words) == told.count("still to be filled") >= 1


def test_explanations_come_in_german_too(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROSTER_LANGUAGE", "de")
    assert "zu besetzen" in printed(explain_command, SMALL, "--plan", plan_file, "--quick")


def test_explanations_as_json_name_their_kind(plan_file: Path) -> None:
    told = json.loads(printed(explain_command, SMALL, "--plan", plan_file, "--json", "--person", somebody(plan_file)))
    assert {"empty_seat", "why"} <= {one["kind"] for one in told}
    assert all(one["text"].keys() == {"de", "en"} for one in told)


def test_one_seat_of_somebody_is_told_with_what_it_costs_without_them(plan_file: Path) -> None:
    taken = json.loads(plan_file.read_text(encoding="utf-8"))["assignments"][0]
    session = f"{taken['course']}@{taken['date']}T{taken['start']}"
    asked = (explain_command, SMALL, "--plan", plan_file, "--person", taken["volunteer"], "--session", session)
    [told] = [one for one in json.loads(printed(*asked, "--json")) if one["kind"] == "why"]
    assert (told["assignment"]["session"], told["without"]["proven"]) == (session, True)
    assert told["without"]["text"]["en"] in printed(*asked)


def test_a_seat_that_somebody_does_not_have_is_refused(plan_file: Path) -> None:
    with pytest.raises(Invalid):
        printed(explain_command, SMALL, "--plan", plan_file, "--person", somebody(plan_file), "--session", "none")


def test_a_repair_keeps_every_rule_of_the_week_without_the_person(plan_file: Path) -> None:
    absent = somebody(plan_file)
    told = json.loads(printed(repair_command, SMALL, "--plan", plan_file, "--absent", absent, "--json"))
    _, problem = problem_of(SMALL, week=None, organisation=None, today=TODAY)
    without = volunteer_out(problem, absent)
    plans = [Plan.of(Assignment(**one) for one in option["plan"]) for option in told["options"]]
    assert (told["anyway"], [check(without, one) for one in plans]) == ([absent], [[] for _ in plans])


def test_a_lost_site_frees_its_people(plan_file: Path) -> None:
    _, problem = problem_of(SMALL, week=None, organisation=None, today=TODAY)
    site = problem.sessions[0].site
    assert "required seats filled." in printed(repair_command, SMALL, "--plan", plan_file, "--lost", site)


def test_a_lost_room_loses_its_sessions_alone(plan_file: Path) -> None:
    school, problem = problem_of(SMALL, week=None, organisation=None, today=TODAY)
    dated = [one for one in dated_sessions(school, problem.week) if one.room is not None]
    room = str(dated[0].room)
    gone = {one.key for one in dated if one.room == room}
    told = json.loads(printed(repair_command, SMALL, "--plan", plan_file, "--lost-room", room, "--json"))
    required = sum(need.required for (session, _), need in problem.needs.items() if session not in gone)
    assert told["required"] == required


def test_a_site_lost_from_a_day_on_keeps_what_is_before(plan_file: Path) -> None:
    _, problem = problem_of(SMALL, week=None, organisation=None, today=TODAY)
    last = max(problem.sessions, key=lambda one: one.on_day)
    told = json.loads(
        printed(repair_command, SMALL, "--plan", plan_file, "--lost", last.site, "--from", last.on_day, "--json")
    )
    left = [one for one in problem.sessions if one.site != last.site or one.on_day < last.on_day]
    assert told["required"] == sum(need.required for one in left for need in one.needs)


def test_one_more_session_of_a_course_asks_for_its_seats_too(plan_file: Path) -> None:
    _, problem = problem_of(SMALL, week=None, organisation=None, today=TODAY)
    first = problem.sessions[0]
    told = json.loads(
        printed(repair_command, SMALL, "--plan", plan_file, "--added", first.course, "Thu 6:00-7:00", "--json")
    )
    more = sum(need.required for need in first.needs)
    assert told["required"] == sum(need.required for need in problem.needs.values()) + more


def test_an_emptied_seat_is_not_given_back_to_the_same_person(plan_file: Path) -> None:
    taken = json.loads(plan_file.read_text(encoding="utf-8"))["assignments"][0]
    seat = (f"{taken['course']}@{taken['date']}T{taken['start']}", taken["role"], taken["volunteer"])
    told = json.loads(printed(repair_command, SMALL, "--plan", plan_file, "--emptied", *seat, "--json"))
    gone = dict(zip(("session", "role", "person"), seat, strict=True))
    assert [gone in option["plan"] for option in told["options"]] == [False] * len(told["options"])


def test_somebody_absent_from_one_session_keeps_the_others(plan_file: Path) -> None:
    taken = json.loads(plan_file.read_text(encoding="utf-8"))["assignments"][0]
    session = f"{taken['course']}@{taken['date']}T{taken['start']}"
    asked = ("--absent", taken["volunteer"], "--session", session, "--json")
    told = json.loads(printed(repair_command, SMALL, "--plan", plan_file, *asked))
    assert all(one["session"] == session for change in told["options"][0]["changes"] for one in change["lost"])


@pytest.mark.parametrize(
    "asked",
    [("--emptied", "none", "leitung", "anna"), ("--added", "none", "Thu 6:00-7:00"), ("--lost-room", "none")],
    ids=lambda asked: asked[0],
)
def test_what_the_week_does_not_know_is_refused(plan_file: Path, asked: tuple[str, ...]) -> None:
    with pytest.raises(NotFound):
        printed(repair_command, SMALL, "--plan", plan_file, *asked)


def test_a_week_never_published_cannot_be_repaired() -> None:
    with pytest.raises(Conflict):
        printed(repair_command, SMALL, "--week", "2026-W49")


def test_an_unknown_person_is_refused_by_name(plan_file: Path) -> None:
    with pytest.raises(NotFound):
        printed(repair_command, SMALL, "--plan", plan_file, "--absent", "nobody")


def test_a_move_without_a_lost_site_is_refused(plan_file: Path) -> None:
    with pytest.raises(Invalid):
        printed(repair_command, SMALL, "--plan", plan_file, "--to", "somewhere")


TUESDAY = "abend-a2@2026-11-24T18:30"


@pytest.mark.parametrize(
    "asked",
    [
        ("--session", TUESDAY),
        ("--day", "2026-11-24"),
        ("--from", "2026-11-24"),
        ("--absent", "anna", "--from", "2026-11-24"),
        ("--absent", "anna", "--day", "2026-12-24"),
        ("--lost", "lernhaus", "--from", "2026-11-16"),
        ("--added", "abend-a2", "Di 18:30-20:00"),
        ("--added", "abend-a2", "Mi 6:00-7:00", "--added", "abend-a2", "Mi 6:00-8:00"),
        ("--emptied", TUESDAY, "leitung", "bernd"),
    ],
    ids=" ".join,
)
def test_what_would_change_nothing_is_refused_instead_of_passed_over(plan_file: Path, asked: tuple[str, ...]) -> None:
    with pytest.raises(Invalid):
        printed(repair_command, SMALL, "--plan", plan_file, *asked)


def test_a_session_alone_is_asked_about_its_own_empty_seats(plan_file: Path) -> None:
    wednesday = ("--plan", plan_file, "--session", "kinder-a1@2026-11-25T09:00", "--quick")
    told = json.loads(printed(explain_command, SMALL, *wednesday, "--json"))
    empty = [one["session"] for one in told if one["kind"] == "empty_seat"]
    assert empty == ["kinder-a1@2026-11-25T09:00"] * 2


def test_a_session_that_the_week_does_not_have_is_not_explained(plan_file: Path) -> None:
    with pytest.raises(NotFound, match="none"):
        printed(explain_command, SMALL, "--plan", plan_file, "--session", "none", "--quick")


def test_somebody_without_a_duty_is_told_so(plan_file: Path) -> None:
    asked = ("--plan", plan_file, "--quick", "--person", "greta")
    assert "Greta Morgenwind has no duty in this plan." in printed(explain_command, SMALL, *asked)


def test_a_difference_that_is_not_proven_is_called_so() -> None:
    assert "did not suffice" in printed(whatif_command, SMALL, "--absent", "anna", "--seconds", 0)
    assert "did not suffice" not in printed(whatif_command, SMALL, "--absent", "anna", "--seconds", 5)


def test_a_changed_copy_is_compared_in_the_week_of_the_first(tmp_path: Path) -> None:
    copied = tmp_path / "copy"
    shutil.copytree(SMALL, copied)
    about = copied / "organisation.csv"
    about.write_text(about.read_text(encoding="utf-8").replace("2026-W48", "2026-W49"), encoding="utf-8")
    assert "people with another duty: 0" in printed(whatif_command, SMALL, copied, "--seconds", 5)


def test_a_week_without_somebody_stands_beside_the_week_with_them(plan_file: Path) -> None:
    told = printed(whatif_command, SMALL, "--absent", somebody(plan_file), "--seconds", 3)
    assert "of these filled" in told
    assert "people with another duty" in told


def test_what_no_plan_can_do_is_named_before_the_solve() -> None:
    told = printed(solve_, SMALL, "--seconds", 2)
    hopeless = told.index("nobody can")
    assert hopeless < told.index("required seats filled")


def test_goals_inside_the_balance_are_not_called_the_best_there_is() -> None:
    told = printed(solve_, SMALL, "--seconds", 5).splitlines()
    proofs = {line.split("  ")[1]: line.rpartition("  ")[2] for line in told if line.startswith("  ")}
    counted = [name for name, proof in proofs.items() if proof == "counted in the balance"]
    assert counted == ["Continuity", "Wishes", "Travel and waiting", "Wished seats"]
    assert proofs["Balance"] == "proven optimal"


def test_one_empty_seat_stays_empty() -> None:
    assert "4 of 5 required seats filled, 1 stays empty;" in printed(solve_, SMALL, "--week", "2027-W13")


def stored_school(tmp_path: Path) -> str:
    """The address of a database with the small school in it."""
    database = f"sqlite:///{tmp_path}/roster.db"
    store = open_store(database)
    upgrade(store)
    import_folder(store, SMALL, now=NOW)
    store.close()
    return database


def test_seats_that_stayed_empty_in_a_past_week_are_not_called_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solver.week_cli.now", lambda: NOW + dt.timedelta(weeks=2))
    stored = ("--database", stored_school(tmp_path), "--week", "2026-W48")
    assert "Required seats in past sessions that stayed empty: 9." in printed(explain_command, *stored)


def test_a_stored_week_is_explained_too(tmp_path: Path) -> None:
    stored = ("--database", stored_school(tmp_path), "--week", "2026-W48")
    assert "still to be filled" in printed(explain_command, *stored, "--quick")
    compared = json.loads(printed(whatif_command, *stored, "--seconds", 3, "--json"))
    assert compared["kind"] == "whatif"
    assert compared["before"]["plan"]


def test_a_published_week_of_the_database_is_repaired_as_its_folder_is(tmp_path: Path, plan_file: Path) -> None:
    database = stored_school(tmp_path)
    asked = ("--plan", plan_file, "--absent", somebody(plan_file), "--json")
    stored = json.loads(printed(repair_command, "--database", database, "--week", "2026-W48", *asked))
    folder = json.loads(printed(repair_command, SMALL, *asked))
    counts = [[(one["told"], one["filled"], one["cover"]) for one in told["options"]] for told in (stored, folder)]
    assert counts[0] == counts[1]


def test_what_is_only_supposed_takes_the_same_forms_on_the_command_line() -> None:
    supposed = (
        "--new-person", "leitung", "any", "Di 17:00-21:00, Do 17:00-21:00", 300,
        "--more-time", "bernd", "Sa 9:00-12:00",
        "--number", "anna", "max_days_week", 1, "--new-site", "drueben", 10, "--lost-room", "blau",
        "--to", "drueben", "--rule", "newcomers", "off", "--rule", "goal_order", "strict",
    )  # fmt: skip
    told = printed(whatif_command, SMALL, *supposed, "--seconds", 3)
    assert "New person 1 (invented)" in told


@pytest.mark.parametrize(
    "supposed",
    [
        ("--rule", "newcomers", "perhaps"),
        ("--rule", "gravity", "off"),
        ("--number", "anna", "max_days_week", "many"),
        ("--new-person", "leitung", "Z9", "Di 17:00-21:00", 300),
        ("--new-person", "leitung", "B1-A1.1", "Di 17:00-21:00", 300),
        ("--new-person", "leitung", "any", "Di 17:00-21:00", -5),
        ("--new-site", "lernhaus", 10),
    ],
)
def test_what_cannot_be_supposed_is_refused_in_words(supposed: tuple[object, ...]) -> None:
    with pytest.raises(Invalid):
        printed(whatif_command, SMALL, *supposed, "--seconds", 3)
