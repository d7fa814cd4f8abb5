"""The documentation of all tables and columns, written from their descriptions; sample_data/README.md holds it."""

from __future__ import annotations

from collections.abc import Iterator

from roster.spreadsheets.description import Table
from roster.spreadsheets.tables import TABLES
from roster.words import Sentence

_MUST = Sentence(de="muss ausgefüllt sein", en="must be filled")
_EMPTY = Sentence(de="leer", en="empty")
_HEADER = Sentence(
    de="| Spalte (englisch) | Spalte (deutsch) | Inhalt, Einheit | Vorgabe, wenn leer | Bedeutung |",
    en="| Column (English) | Column (German) | Content, unit | Default if empty | Meaning |",
)


def documented_tables(language: str) -> str:
    """All tables as Markdown in one language, each with a heading, a sentence and its columns."""
    return "\n\n".join("\n".join(_table_lines(table, language)) for table in TABLES) + "\n"


def _table_lines(table: Table, language: str) -> Iterator[str]:
    yield f"### {table.english} / {table.german}" if table.english != table.german else f"### {table.english}"
    yield ""
    yield table.help.text(language)
    yield ""
    yield _HEADER.text(language)
    yield "| --- | --- | --- | --- | --- |"
    for column in table.columns:
        default = table.default_text(column, language)
        shown = _MUST.text(language) if default is None else default or _EMPTY.text(language)
        unit, meaning = column.kind.unit.text(language), column.help.text(language)
        yield f"| `{column.english}` | `{column.german}` | {unit} | {shown} | {meaning} |"
