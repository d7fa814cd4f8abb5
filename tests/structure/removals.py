"""Finds, in the source text, which pages lead to code that removes rows, and whether they offer to take it back."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.structure.imports import modules

Graph = Mapping[str, frozenset[str]]  # a name such as "web.people.remove_pair" and the names that it speaks of


def spoken_of(root: Path) -> dict[str, frozenset[str]]:
    """What every function, class and table at the top of a module of web/ and roster/ speaks of, by dotted names.

    Names are resolved through the module's imports; methods count as their class.
    """
    sources = modules(root, ["web", "roster"])
    graph: dict[str, frozenset[str]] = {}
    for module, path in sources.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known = {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }
        tops = dict(_tops(tree))
        known |= {name: f"{module}.{name}" for name in tops}
        for name, node in tops.items():
            graph[f"{module}.{name}"] = frozenset(_names(node, known))
    return graph


def removing(graph: Graph) -> frozenset[str]:
    """The names that remove rows themselves: by a session or by a DELETE."""
    return frozenset(name for name, said in graph.items() if said & {"session.delete", "sqlalchemy.delete"})


def reached(graph: Graph, start: str, without: frozenset[str] = frozenset()) -> set[str]:
    """Everything that a name leads to, itself included, not going through the names in ``without``."""
    found, waiting = set[str](), [start]
    while waiting:
        name = waiting.pop()
        if name not in found and name not in without:
            found.add(name)
            waiting += graph.get(name, ())
    return found


def _tops(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    yield target.id, node


def _names(node: ast.AST, known: Mapping[str, str]) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and inner.id in known:
            yield known[inner.id]
        elif isinstance(inner, ast.Attribute):
            owner = ast.unparse(inner.value)
            if owner in known:
                yield f"{known[owner]}.{inner.attr}"
            elif inner.attr == "delete" and owner.endswith("session"):
                yield "session.delete"
