"""Every file has a name that says what lives there, and every test is where pytest finds it."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.structure.floors import badly_named
from tests.structure.imports import modules

ROOT = Path(__file__).resolve().parents[2]


def never_run(paths: Iterable[Path]) -> list[Path]:
    """The files that hold tests but whose name hides them from pytest."""
    return [
        path
        for path in paths
        if not path.name.startswith("test_")
        and any(
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    ]


def unexplained(tests: Path, paths: Iterable[Path]) -> list[Path]:
    """The test files that lie in no folder of tests/, or in one that tests/README.md does not name."""
    known = set(re.findall(r"`tests/(\w+)/", (tests / "README.md").read_text(encoding="utf-8")))
    return [path for path in paths if path.name.startswith("test_") and path.relative_to(tests).parts[0] not in known]


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert badly_named(ROOT, modules(ROOT, ["roster", "solver", "web", "tests"]).values()) == []


def test_every_file_with_tests_is_found_by_pytest() -> None:
    assert never_run((ROOT / "tests").rglob("*.py")) == []


def test_every_test_is_in_a_folder_that_the_readme_explains() -> None:
    assert unexplained(ROOT / "tests", (ROOT / "tests").rglob("*.py")) == []


# Positive controls.


@pytest.mark.parametrize("name", ["utils.py", "date_helpers.py", "RoomManager.py", "common/hours.py", "WeekPlan.py"])
def test_a_name_that_says_nothing_is_seen(tmp_path: Path, name: str) -> None:
    assert badly_named(tmp_path, [tmp_path / "roster" / name]) == [tmp_path / "roster" / name]


def test_a_name_that_merely_contains_such_a_word_is_fine(tmp_path: Path) -> None:
    assert badly_named(tmp_path, [tmp_path / "roster" / "uncommon_hours.py"]) == []


def test_a_test_in_a_file_without_the_prefix_is_seen(tmp_path: Path) -> None:
    hidden = tmp_path / "travel_time_test.py"
    hidden.write_text("class TestTravel:\n    def test_the_way_back(self):\n        pass\n", encoding="utf-8")

    assert never_run([hidden]) == [hidden]


def test_a_test_outside_of_the_explained_folders_is_seen(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("| `tests/web/` | pages |", encoding="utf-8")
    lost = [tmp_path / "test_lost.py", tmp_path / "attic" / "test_lost.py"]

    assert unexplained(tmp_path, [*lost, tmp_path / "web" / "test_week.py"]) == lost
