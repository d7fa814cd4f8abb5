"""Reads who imports whom from the source text; nothing of it is run."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

PACKAGES = ("roster", "solver", "web")


@dataclass(frozen=True)
class Import:
    """One import as it stands in a file: ``importer`` needs ``imported``, seen in line ``line``.

    ``for_types`` means that it stands under ``if TYPE_CHECKING``: it has a direction but closes no cycle, because
    it is not there when the program runs.
    """

    importer: str
    imported: str
    line: int
    for_types: bool = False

    def __str__(self) -> str:
        return f"{self.importer} (line {self.line}) imports {self.imported}"


def modules(root: Path, packages: Iterable[str] = PACKAGES) -> dict[str, Path]:
    """Every module below the packages in ``root``, by its dotted name; a package that is missing has none."""
    found = {}
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(sources: Mapping[str, Path]) -> list[Import]:
    """Every import in the modules, late ones inside functions included.

    ``from roster.rules import travel_time`` names the module ``roster.rules.travel_time`` if there is one, and
    ``roster.rules`` otherwise. What lies outside of ``sources`` keeps its whole name.
    """
    return [found for name, path in sources.items() for found in _imports_of(name, path, sources)]


def _imports_of(name: str, path: Path, sources: Mapping[str, Path]) -> Iterator[Import]:
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, name, path)
            whole = [f"{base}.{alias.name}" for alias in node.names]
            targets = [target if target in sources else base for target in whole]
        else:
            continue
        for target in dict.fromkeys(targets):
            yield Import(name, target, node.lineno, id(node) in for_types)


def _absolute(node: ast.ImportFrom, name: str, path: Path) -> str:
    """The absolute name behind ``from``, also for a relative import (ruff forbids those; a cycle counts anyway)."""
    if not node.level:
        return node.module or ""
    package = name.split(".") if path.stem == "__init__" else name.split(".")[:-1]
    above = package[: len(package) - (node.level - 1)]
    return ".".join([*above, *([node.module] if node.module else [])])


def cycle(found: Iterable[Import]) -> list[str]:
    """The modules of one import cycle in order, its first one again at the end; an empty list if there is none."""
    needs: dict[str, set[str]] = {}
    for each in found:
        if not each.for_types and each.importer != each.imported:
            needs.setdefault(each.importer, set()).add(each.imported)
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []
