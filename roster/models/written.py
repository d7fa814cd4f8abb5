"""Column types for values that are always read as a whole: seats of a plan, goals, rows, as JSON text."""

from __future__ import annotations

import json

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from roster.problem import Assignment

Goal = tuple[str, int, int | None, bool]  # key, value, proven bound, optimal: the fields of roster.outcome.GoalResult
RowNumber = tuple[str, int]  # a table and the number of one of its rows


class SeatsText(TypeDecorator[tuple[Assignment, ...]]):
    """Assignments as a JSON list of ``[session, role, person]``, order kept."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Assignment, ...] | None, dialect: Dialect) -> str | None:
        """Write the list."""
        if value is None:
            return None
        return json.dumps([[a.session, a.role, a.person] for a in value], ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Assignment, ...] | None:
        """Read the list."""
        return None if value is None else tuple(Assignment(*seat) for seat in json.loads(value))


class GoalsText(TypeDecorator[tuple[Goal, ...]]):
    """Goals as a JSON list of ``[key, value, bound, optimal]``, order kept."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Goal, ...] | None, dialect: Dialect) -> str | None:
        """Write the list."""
        return None if value is None else json.dumps([list(goal) for goal in value])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Goal, ...] | None:
        """Read the list."""
        return (
            None
            if value is None
            else tuple((key, number, bound, done) for key, number, bound, done in json.loads(value))
        )


class RowsText(TypeDecorator[tuple[RowNumber, ...]]):
    """Rows as a JSON list of ``[table, number]``, order kept."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[RowNumber, ...] | None, dialect: Dialect) -> str | None:
        """Write the list."""
        return None if value is None else json.dumps([list(row) for row in value])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[RowNumber, ...] | None:
        """Read the list."""
        return None if value is None else tuple((table, number) for table, number in json.loads(value))
