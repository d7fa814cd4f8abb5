"""The drawing of ARCHITECTURE.md as tables: which room may import which."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.structure.imports import PACKAGES, Import

# The rooms of roster/ by floor, from the top. A room may import rooms of its own floor (without a cycle) and of the
# floors below. A new room gets its place here and in the drawing. Values are at the very bottom, so that a table may
# store a plan, but a plan never knows of tables; hours and weeks are next, so that a table may keep them right.
FLOORS: tuple[tuple[str, frozenset[str]], ...] = (
    ("commands", frozenset({"cli", "command_line", "command_store", "commands", "__main__"})),
    ("what people do and read", frozenset({"actions", "reports"})),
    ("a week as the store has it", frozenset({"weeks"})),
    ("what the rules say of a plan", frozenset({"reasons"})),
    ("the specification", frozenset({"rules"})),
    ("from one form into another", frozenset({"spreadsheets", "folder", "freeze", "frozen", "plan_file", "mail"})),
    ("memory", frozenset({"models", "database", "migrations", "work_queue", "kept"})),
    ("time", frozenset({"calendar"})),
    (
        "plain values",
        frozenset({"problem", "plan", "outcome", "records", "actor", "errors", "tokens", "words", "garbage"}),
    ),
)

# Which of the three packages a package may import, itself apart.
NEIGHBOURS: Mapping[str, frozenset[str]] = {
    "web": frozenset({"roster"}),
    "solver": frozenset({"roster"}),
    "roster": frozenset(),
}

# What a place must not touch itself, because another place is there for it: libraries, and rooms below that it could
# reach. The bans of `roster` hold in `roster.rules` too.
FOREIGN: Mapping[str, frozenset[str]] = {
    "web": frozenset({"ortools", "sqlalchemy", "alembic"}),
    "solver": frozenset({"flask", "sqlalchemy", "alembic", "pandas"}),
    "roster": frozenset({"ortools", "flask"}),
    # the specification is plain Python over plain values, so that a layman can read it and the solver can trust it
    "roster.rules": frozenset(
        {"sqlalchemy", "pandas", "numpy", "roster.models", "roster.database", "roster.spreadsheets"}
    ),
    "roster.problem": frozenset({"sqlalchemy", "pandas", "numpy"}),
    "roster.plan": frozenset({"sqlalchemy", "pandas", "numpy"}),
    "roster.outcome": frozenset({"sqlalchemy", "pandas", "numpy"}),
}

# Words for "I did not find a name".
NAMELESS = frozenset({"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc", "data2"})


def room(module: str) -> str:
    """The room of a module of roster/: ``roster.rules.travel_time`` is in ``rules``; ``roster`` itself is ``""``."""
    return [*module.split("."), ""][1]


def floor(module: str) -> int | None:
    """How many floors lie above the module's room, None if no floor names it; roster/__init__.py is at the bottom."""
    name = room(module)
    if not name:
        return len(FLOORS)
    return next((depth for depth, (_, rooms) in enumerate(FLOORS) if name in rooms), None)


def homeless(sources: Iterable[str]) -> list[str]:
    """The modules of roster/ whose room stands on no floor."""
    return [name for name in sources if name.split(".")[0] == "roster" and floor(name) is None]


def to_neighbours(found: Iterable[Import]) -> list[Import]:
    """The imports from one of the three packages into another that it must not know."""
    return [
        each
        for each in found
        if (target := each.imported.split(".")[0]) in PACKAGES
        and (source := each.importer.split(".")[0]) != target
        and target not in NEIGHBOURS[source]
    ]


def upwards(found: Iterable[Import]) -> list[Import]:
    """The imports within roster/ from a lower floor to a higher one."""
    wrong = []
    for each in found:
        if each.importer.split(".")[0] == each.imported.split(".")[0] == "roster":
            source, target = floor(each.importer), floor(each.imported)
            if source is not None and target is not None and target < source:
                wrong.append(each)
    return wrong


def to_foreign_ground(found: Iterable[Import]) -> list[Import]:
    """The imports in a place of what another place is there for."""
    return [
        each
        for each in found
        if any(
            _is_within(each.importer, place) and any(_is_within(each.imported, banned) for banned in all_banned)
            for place, all_banned in FOREIGN.items()
        )
    ]


def _is_within(module: str, place: str) -> bool:
    return module == place or module.startswith(f"{place}.")


def badly_named(root: Path, paths: Iterable[Path]) -> list[Path]:
    """The files with a folder or name that says nothing, or that is not written in small letters."""
    wrong = []
    for path in paths:
        parts = path.relative_to(root).with_suffix("").parts
        if any(part != part.lower() or NAMELESS & set(part.split("_")) for part in parts):
            wrong.append(path)
    return wrong
