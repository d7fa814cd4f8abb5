"""Planning and judging a folder of tables, without any database."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import SAMPLES, SMALL, Command

GOALS = ["cover", "stability", "promises", "continuity", "wishes", "travel", "wished_seats", "balance"]


@pytest.fixture
def plan(roster: Command, tmp_path: Path) -> Path:
    """A plan of the small school."""
    path = tmp_path / "plan.json"
    assert roster("solve", SMALL, "--seconds", 5, "--out", path).status == 0
    return path


def changed(plan: Path, **changes: object) -> Path:
    content = json.loads(plan.read_text(encoding="utf-8")) | changes
    spoiled = plan.with_name("spoiled.json")
    spoiled.write_text(json.dumps(content), encoding="utf-8")
    return spoiled


def test_a_solved_folder_passes_the_check_with_every_goal_shown(roster: Command, plan: Path) -> None:
    ended = roster("check", SMALL, plan)
    assert ended.status == 0
    assert "every rule is kept" in ended.printed
    assert [line.split()[0] for line in ended.printed.splitlines() if line.split()[0] in GOALS] == GOALS


def test_the_check_recomputes_the_values_that_the_plan_file_states(roster: Command, plan: Path) -> None:
    stated = {goal["key"]: goal["value"] for goal in json.loads(plan.read_text(encoding="utf-8"))["goals"]}
    printed = roster("check", SMALL, plan).printed
    found = {line.split()[0]: int(line.split()[1]) for line in printed.splitlines() if line.split()[0] in GOALS}
    assert found == stated


def test_one_spoiled_assignment_is_refused_by_name_with_status_one(roster: Command, plan: Path) -> None:
    assignments = json.loads(plan.read_text(encoding="utf-8"))["assignments"]
    twice = assignments[0] | {"volunteer": assignments[1]["volunteer"]}
    ended = roster("check", SMALL, changed(plan, assignments=[*assignments, twice, twice]))
    assert ended.status == 1
    assert "violation" in ended.printed


def test_a_plan_file_names_every_seat_that_stays_empty(plan: Path) -> None:
    content = json.loads(plan.read_text(encoding="utf-8"))
    assert content["week"] == "2026-W48"
    assert [goal["key"] for goal in content["goals"]] == GOALS
    assert all(set(seat) == {"course", "date", "start", "role", "required"} for seat in content["empty"])
    assert any(seat["required"] for seat in content["empty"])


def test_a_plan_of_another_week_is_refused_with_the_option_that_helps(roster: Command, plan: Path) -> None:
    ended = roster("check", SMALL, changed(plan, week="2026-W49"))
    assert (ended.status, "--week 2026-W49" in ended.printed) == (1, True)


def test_a_plan_of_another_school_is_refused(roster: Command, plan: Path) -> None:
    ended = roster("check", SMALL, changed(plan, organisation="elsewhere"))
    assert (ended.status, "elsewhere" in ended.printed) == (1, True)


@pytest.mark.parametrize("text", ["", "[]", '{"week": "2026-W48"}', "\x00"])
def test_a_file_that_is_no_plan_is_refused_without_a_trace(roster: Command, tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    ended = roster("check", SMALL, path)
    assert (ended.status, "is not a plan file" in ended.printed, "Traceback" in ended.printed) == (1, True, False)


def test_faults_in_the_tables_are_told_all_at_once(roster: Command, tmp_path: Path) -> None:
    for table in SMALL.glob("*.csv"):
        (tmp_path / table.name).write_bytes(table.read_bytes())
    availability = tmp_path / "verfuegbarkeit.csv"
    lines = availability.read_text(encoding="utf-8").splitlines()
    broken = [line.replace(":", "~", 1) for line in lines[1:3]]
    availability.write_text("\n".join([lines[0], *broken, *lines[3:]]), encoding="utf-8")
    ended = roster("solve", tmp_path)
    assert ended.status == 1
    assert ended.printed.count(availability.name) >= 2


def test_a_reproducible_solve_writes_the_same_assignments_twice(roster: Command, tmp_path: Path) -> None:
    texts = []
    for name in ("first.json", "second.json"):
        assert roster("solve", SMALL, "--reproducible", "--out", tmp_path / name).status == 0
        texts.append(json.loads((tmp_path / name).read_text(encoding="utf-8"))["assignments"])
    assert texts[0] == texts[1]


def test_a_folder_of_several_organisations_asks_which_one(roster: Command, tmp_path: Path) -> None:
    many = tmp_path / "many"
    assert roster("sample", "--volunteers", 40, "--organisations", 2, "--seed", 3, "--out", many).status == 0
    ended = roster("solve", many, "--seconds", 1)
    assert (ended.status, "--organisation" in ended.printed) == (1, True)


def test_the_same_seed_writes_the_same_tables(roster: Command, tmp_path: Path) -> None:
    for name in ("one", "two"):
        roster("sample", "--volunteers", 30, "--seed", 5, "--out", tmp_path / name)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_the_osnabrueck_week_is_solved_and_accepted(roster: Command, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    school = SAMPLES / "osnabrueck"
    solved = roster("solve", school, "--seconds", 3, "--out", path)
    assert solved.status == 0
    assert roster("check", school, path).status == 0
    content = json.loads(path.read_text(encoding="utf-8"))
    assert 0 < sum(seat["required"] for seat in content["empty"]) < 20


def test_without_a_number_of_people_each_invented_school_has_eighty(roster: Command, tmp_path: Path) -> None:
    done = roster("sample", "--organisations", 3, "--seed", 3, "--out", tmp_path / "many")
    assert done.status == 0
    assert len((tmp_path / "many" / "volunteers.csv").read_text(encoding="utf-8").splitlines()) >= 240
