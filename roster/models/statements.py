"""What an SQL statement reaches: mapped classes, which can be narrowed to an organisation, and what comes past them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, TextClause
from sqlalchemy.orm import Mapper
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.elements import ColumnClause
from sqlalchemy.sql.selectable import FromClause, Select
from sqlalchemy.sql.visitors import HasTraverseInternals

from roster.models.base import Base


def reached(statement: Any) -> tuple[set[Mapper[Any]], set[str]]:
    """The mapped classes that a statement reaches, and what it reaches past them: bare tables and SQL text."""
    entities: set[Mapper[Any]] = set()
    bare: set[str] = set()
    waiting: list[tuple[Any, frozenset[Table]]] = [(statement, frozenset())]
    seen: set[tuple[int, frozenset[Table]]] = set()
    while waiting:
        element, narrowed = waiting.pop()
        if (id(element), narrowed) in seen:
            continue
        seen.add((id(element), narrowed))
        entity = _entity(element)
        if entity is not None:
            entities.add(entity.mapper)
            continue
        if past := _past_the_entities(element, narrowed):
            bare.add(past)
        if isinstance(element, Select):
            narrowed = _narrowed_tables(element)
        waiting.extend((child, narrowed) for child in _children(element))
    return entities, bare


def _entity(element: Any) -> Any:
    """The mapped class or alias of one that a table or column stands for; None for bare ones."""
    if isinstance(element, (FromClause, ColumnClause)):
        return element._annotations.get("parententity")
    return None


def _past_the_entities(element: Any, narrowed: frozenset[Table]) -> str | None:
    if isinstance(element, TextClause) or (isinstance(element, ColumnClause) and element.is_literal):
        return None if str(element) == "*" else "SQL text"  # count(*)
    table = element.table if isinstance(element, ColumnClause) else element
    # A bare column is harmless where its SELECT has the mapped class of its table: SQLAlchemy writes such itself.
    if isinstance(table, Table) and table.metadata is Base.metadata and table not in narrowed:
        return table.name
    return None


def _narrowed_tables(query: Select[Any]) -> frozenset[Table]:
    """The tables that one SELECT reaches as mapped classes, under their own names."""
    sources = [*query._raw_columns, *query._from_obj, *(join[0] for join in query._setup_joins)]
    mappers = (_entity(source) for source in sources)
    return frozenset(
        mapper.local_table for mapper in mappers if isinstance(mapper, Mapper) and isinstance(mapper.local_table, Table)
    )


def _children(element: Any) -> list[Any]:
    if isinstance(element, Select):
        # Its own list would add the tables of its columns, stripped of the classes that they stand for.
        return list(HasTraverseInternals.get_children(element, omit_attrs=("_correlate", "_correlate_except")))
    children = list(element.get_children())
    if isinstance(element, Insert) and element.select is not None:
        children.append(element.select)
    return children
