"""The form of a table description: names of a table and its columns, what they hold, and what makes a row one row.

The descriptions in roster/spreadsheets/tables are the only place that knows names, units and help sentences; reading,
writing, refusals and the documentation in sample_data/README.md follow them. Defaults come from the records themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cached_property
from typing import Any

from roster.spreadsheets.cells import Key, Kind
from roster.spreadsheets.time_cells import Clock, Date
from roster.spreadsheets.vocabulary import plain
from roster.words import Sentence


@dataclass(frozen=True)
class Column:
    """One column. ``field`` is the record's field; ``english`` and ``german`` are the headers that are written.

    ``also`` are further headers that are understood. ``after`` names the fields (the first that is filled counts) that
    hold the start of which this column is the end: an end at or before its start lies on the next day.
    """

    field: str
    english: str
    german: str
    kind: Kind
    help: Sentence
    also: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    longest_minutes: int = 24 * 60

    def header(self, language: str) -> str:
        """The header in one language."""
        return self.german if language == "de" else self.english

    @property
    def spellings(self) -> frozenset[str]:
        """Every understood header, reduced by ``plain``."""
        return frozenset(plain(name) for name in (self.field, self.english, self.german, *self.also))


@dataclass(frozen=True)
class Table:
    """One table. ``name`` is its field in School; ``identity`` are the fields that make two rows the same thing.

    ``spans`` are pairs of fields that hold the first and last value of a stretch.
    """

    name: str
    english: str
    german: str
    record: Callable[..., Any]
    identity: tuple[str, ...]
    columns: tuple[Column, ...]
    help: Sentence
    also: tuple[str, ...] = ()
    spans: tuple[tuple[str, str], ...] = ()

    def title(self, language: str) -> str:
        """The table's name in one language: of its file or sheet."""
        return self.german if language == "de" else self.english

    @property
    def spellings(self) -> frozenset[str]:
        """Every understood name of the table, reduced by ``plain``."""
        return frozenset(plain(name) for name in (self.name, self.english, self.german, *self.also))

    @cached_property
    def column_by_spelling(self) -> Mapping[str, Column]:
        """Columns by every understood header."""
        return {spelling: column for column in self.columns for spelling in column.spellings}

    @cached_property
    def column_by_field(self) -> Mapping[str, Column]:
        """Columns by the record's field."""
        return {column.field: column for column in self.columns}

    @cached_property
    def defaults(self) -> Mapping[str, object]:
        """What an empty cell means, by field; a field that is missing here must be filled."""
        return {field.name: field.default for field in fields(self.record) if field.default is not MISSING}  # type: ignore[arg-type]

    def default_text(self, column: Column, language: str) -> str | None:
        """The default as it would stand in a cell; ``""`` = left empty, None = the column must be filled."""
        if column.field not in self.defaults:
            return None
        value = self.defaults[column.field]
        return "" if value is None or value == () else column.kind.write(value, language)


def column(
    field: str,
    english: str,
    german: str,
    kind: Kind,
    help_de: str,
    help_en: str,
    *,
    also: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
    longest_minutes: int = 24 * 60,
) -> Column:
    """A column with its help sentence in both languages, in one line of a table's description."""
    return Column(field, english, german, kind, Sentence(help_de, help_en), also, after, longest_minutes)


def start_column() -> Column:
    """The usual column for a start on the clock."""
    return column(
        "start_minute", "start", "Beginn", Clock(), "Uhrzeit des Beginns", "time it starts", also=("von_uhr",)
    )


def end_column(longest_minutes: int = 24 * 60) -> Column:
    """The usual column for an end on the clock; at or before the start means on the next day."""
    return column(
        "end_minute",
        "end",
        "Ende",
        Clock(2 * 24 * 60),
        "Uhrzeit des Endes; 24:00 ist Mitternacht, ein Ende vor dem Beginn (oder über 24:00) liegt am nächsten Tag",
        "time it ends; 24:00 is midnight, an end before the start (or beyond 24:00) lies on the next day",
        also=("bis_uhr",),
        after=("start_minute",),
        longest_minutes=longest_minutes,
    )


def volunteer_column(help_de: str, help_en: str) -> Column:
    """The usual column that names a volunteer."""
    also = ("ehrenamtliche:r", "person")
    return column("volunteer", "volunteer", "Ehrenamtliche", Key("volunteers"), help_de, help_en, also=also)


def valid_from_column() -> Column:
    """The usual column for the first day on which a row counts."""
    return column(
        "valid_from", "valid_from", "Gültig_ab", Date(), "erster Tag; leer = schon immer", "first day; empty = always"
    )


def valid_until_column() -> Column:
    """The usual column for the last day on which a row counts."""
    return column(
        "valid_until",
        "valid_until",
        "Gültig_bis",
        Date(),
        "letzter Tag; leer = ohne Ende",
        "last day; empty = without end",
    )
