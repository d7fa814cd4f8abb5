"""An integer linear model in plain Python: what the rules and goals write, and what a search reads.

A column is a whole number between two limits. A row keeps a sum of columns between two limits. Helper columns (a day on
which somebody works, a face in a course) know how to work out their own tightest value from the columns before them, so
that any roster can be handed to the search complete, with every helper set right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import mul

Telling = Callable[[Sequence[int]], Sequence[int]]
"""Works out the values of helper columns from the values of all earlier columns."""


class Sum:
    """A constant plus whole multiples of columns. A column may occur more than once; its factors add up."""

    __slots__ = ("columns", "constant", "factors")

    def __init__(self, columns: Iterable[int] = (), factors: Iterable[int] | None = None, constant: int = 0) -> None:
        self.columns = list(columns)
        self.factors = [1] * len(self.columns) if factors is None else list(factors)
        self.constant = constant

    @classmethod
    def of(cls, column: int, factor: int = 1) -> Sum:
        """One column, taken ``factor`` times."""
        return cls((column,), (factor,))

    @classmethod
    def total(cls, parts: Iterable[Sum]) -> Sum:
        """All parts added up; 0 if there is none."""
        whole = cls()
        for part in parts:
            whole.add(part)
        return whole

    def add(self, other: Sum, factor: int = 1) -> Sum:
        """Add ``factor`` times another sum to this one, in place; gives this sum back."""
        self.columns += other.columns
        self.factors += other.factors if factor == 1 else [factor * own for own in other.factors]
        self.constant += factor * other.constant
        return self

    def __add__(self, other: Sum | int) -> Sum:
        if isinstance(other, int):
            return Sum(self.columns, self.factors, self.constant + other)
        return Sum(self.columns, self.factors, self.constant).add(other)

    def __sub__(self, other: Sum | int) -> Sum:
        if isinstance(other, int):
            return Sum(self.columns, self.factors, self.constant - other)
        return Sum(self.columns, self.factors, self.constant).add(other, -1)

    def __mul__(self, factor: int) -> Sum:
        return Sum(self.columns, [factor * own for own in self.factors], factor * self.constant)

    def value(self, values: Sequence[int]) -> int:
        """What the sum comes to with these column values."""
        whole: int = sum(map(mul, self.factors, map(values.__getitem__, self.columns)))
        return self.constant + whole

    def merged(self) -> Sum:
        """The same sum with every column at most once and no zero factor."""
        if len(set(self.columns)) == len(self.columns) and 0 not in self.factors:
            return Sum(self.columns, self.factors, self.constant)
        factors: dict[int, int] = {}
        for column, factor in zip(self.columns, self.factors, strict=True):
            factors[column] = factors.get(column, 0) + factor
        kept = {column: factor for column, factor in factors.items() if factor}
        return Sum(kept.keys(), kept.values(), self.constant)


@dataclass(frozen=True, slots=True)
class Row:
    """``lower <= sum of columns <= upper``; None = no limit on that side."""

    columns: list[int]
    factors: list[int]
    lower: int | None
    upper: int | None


class LinearModel:
    """Columns with limits, rows, and the tellings that fill in helper columns."""

    def __init__(self) -> None:
        self.lowers: list[int] = []
        self.uppers: list[int] = []
        self.rows: list[Row] = []
        self._tellings: list[Telling] = []

    def choice(self, lower: int = 0, upper: int = 1) -> int:
        """A column that the search decides. All choices come before the first helper. Gives the column's index."""
        return self._column(lower, upper)

    def helpers(self, limits: Sequence[tuple[int, int]], telling: Telling) -> range:
        """Columns that follow from earlier ones: ``telling`` gives their values, in order. Gives their indices."""
        columns = range(len(self.lowers), len(self.lowers) + len(limits))
        for lower, upper in limits:
            self._column(lower, upper)
        self._tellings.append(telling)
        return columns

    def at_least(self, sums: Sequence[Sum], lower: int, upper: int) -> Sum:
        """The least number from ``lower`` to ``upper`` that is no less than each of the sums."""

        def largest(values: Sequence[int]) -> Sequence[int]:
            return (max(lower, *(part.value(values) for part in sums)),)

        [column] = self.helpers([(lower, upper)], largest)
        for part in sums:
            earlier = part.merged()
            self.rows.append(Row([*earlier.columns, column], [*earlier.factors, -1], None, -earlier.constant))
        return Sum.of(column)

    def keep(self, kept: Sum, *, lower: int | None = None, upper: int | None = None) -> None:
        """Add the row ``lower <= kept <= upper``. A row without columns is kept too: it may say "impossible"."""
        merged = kept.merged()
        self.rows.append(
            Row(
                merged.columns,
                merged.factors,
                None if lower is None else lower - kept.constant,
                None if upper is None else upper - kept.constant,
            )
        )

    def close(self, column: int, value: int) -> None:
        """From now on leave a column at one value."""
        self.lowers[column] = self.uppers[column] = value

    def complete(self, choices: Sequence[int]) -> list[int]:
        """The values of all columns, helpers at their tightest, for given values of the choices."""
        values = list(choices)
        for telling in self._tellings:
            values.extend(telling(values))
        return values

    def least(self, amount: Sum) -> int:
        """The least that a sum could be, seen from the columns' limits alone."""
        return amount.constant + sum(
            min(factor * self.lowers[column], factor * self.uppers[column])
            for column, factor in zip(amount.columns, amount.factors, strict=True)
        )

    def _column(self, lower: int, upper: int) -> int:
        self.lowers.append(lower)
        self.uppers.append(upper)
        return len(self.lowers) - 1
