"""Every arrow between rooms points down: the drawing of ARCHITECTURE.md, held against the source text."""

from pathlib import Path

import pytest

from tests.structure.floors import homeless, to_foreign_ground, to_neighbours, upwards
from tests.structure.imports import Import, cycle, imports, modules

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def found() -> list[Import]:
    return imports(modules(ROOT))


def said(wrong: list[Import]) -> str:
    return "\n".join(str(each) for each in wrong)


def test_the_three_packages_are_seen() -> None:
    assert {"roster", "solver", "web"} <= set(modules(ROOT))


def test_web_and_solver_know_roster_and_nothing_knows_them(found: list[Import]) -> None:
    assert not (wrong := to_neighbours(found)), said(wrong)


def test_every_room_of_roster_stands_on_a_floor() -> None:
    assert not (wrong := homeless(modules(ROOT))), f"give these a floor in tests/structure/floors.py: {wrong}"


def test_no_room_of_roster_imports_a_higher_one(found: list[Import]) -> None:
    assert not (wrong := upwards(found)), said(wrong)


def test_libraries_and_tables_are_used_only_where_they_belong(found: list[Import]) -> None:
    assert not (wrong := to_foreign_ground(found)), said(wrong)


def test_no_modules_import_each_other_in_a_circle(found: list[Import]) -> None:
    assert not (circle := cycle(found)), " -> ".join(circle)


# Positive controls: a tiny tree with one fault each, and the guard must see it.


def tree(root: Path, files: dict[str, str]) -> list[Import]:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return imports(modules(root))


def test_an_import_from_roster_into_web_is_seen(tmp_path: Path) -> None:
    wrong = to_neighbours(tree(tmp_path, {"roster/plan.py": "import web.week"}))

    assert wrong == [Import("roster.plan", "web.week", 1)]


def test_a_late_import_from_web_into_solver_is_seen(tmp_path: Path) -> None:
    late = "def view():\n    from solver import solve\n    return solve"

    assert to_neighbours(tree(tmp_path, {"web/week.py": late})) == [Import("web.week", "solver", 2)]


@pytest.mark.parametrize(
    "line",
    [
        "from roster.actions import publish",
        "from roster import actions",
        "import roster.actions.publish",
        "from ..actions import publish",
    ],
)
def test_an_import_of_a_higher_floor_is_seen_however_it_is_written(tmp_path: Path, line: str) -> None:
    files = {"roster/__init__.py": "", "roster/actions/__init__.py": "", "roster/actions/publish.py": ""}

    wrong = upwards(tree(tmp_path, {**files, "roster/rules/travel_time.py": line}))

    assert [each.importer for each in wrong] == ["roster.rules.travel_time"]


def test_an_import_of_a_higher_floor_for_types_alone_is_seen(tmp_path: Path) -> None:
    source = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from roster.rules import RULES"

    assert upwards(tree(tmp_path, {"roster/problem.py": source})) == [Import("roster.problem", "roster.rules", 3, True)]


def test_an_import_of_a_lower_floor_is_fine(tmp_path: Path) -> None:
    assert upwards(tree(tmp_path, {"roster/rules/one_place.py": "from roster.problem import Problem"})) == []


def test_a_room_without_a_floor_is_seen(tmp_path: Path) -> None:
    tree(tmp_path, {"roster/attic/box.py": "", "roster/rules/one_place.py": ""})

    assert homeless(modules(tmp_path)) == ["roster.attic.box"]


@pytest.mark.parametrize(
    ("file", "library"),
    [
        ("web/week.py", "sqlalchemy.orm"),
        ("web/week.py", "ortools.sat.python.cp_model"),
        ("solver/search.py", "flask"),
        ("solver/worker.py", "sqlalchemy"),
        ("roster/actions/solve.py", "ortools"),
        ("roster/rules/travel_time.py", "pandas"),
        ("roster/rules/travel_time.py", "roster.models"),
    ],
)
def test_something_out_of_its_place_is_seen(tmp_path: Path, file: str, library: str) -> None:
    assert [each.imported for each in to_foreign_ground(tree(tmp_path, {file: f"import {library}"}))] == [library]


def test_a_library_in_its_place_is_fine(tmp_path: Path) -> None:
    files = {
        "web/week.py": "import flask",
        "solver/search.py": "import ortools",
        "roster/models/a.py": "import sqlalchemy",
    }

    assert to_foreign_ground(tree(tmp_path, files)) == []


def test_a_circle_of_three_modules_is_seen_though_one_import_is_late(tmp_path: Path) -> None:
    files = {
        "roster/models/a.py": "import roster.models.b",
        "roster/models/b.py": "from roster.models import c",
        "roster/models/c.py": "def late():\n    from roster.models.a import x\n    return x",
    }

    assert set(cycle(tree(tmp_path, files))) == {"roster.models.a", "roster.models.b", "roster.models.c"}


def test_a_package_that_gathers_a_module_which_asks_it_back_is_a_circle(tmp_path: Path) -> None:
    files = {
        "roster/rules/__init__.py": "from roster.rules.travel_time import check",
        "roster/rules/travel_time.py": "from roster.rules import Violation",
    }

    assert cycle(tree(tmp_path, files))


def test_an_import_for_types_alone_closes_no_circle(tmp_path: Path) -> None:
    files = {
        "roster/models/a.py": "import roster.models.b",
        "roster/models/b.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import roster.models.a",
    }

    assert cycle(tree(tmp_path, files)) == []
