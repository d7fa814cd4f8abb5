"""What is wrong with an import: each fault names file, row, column, value and what is expected."""

from __future__ import annotations

from dataclasses import dataclass

from roster.words import Sentence

# A file that is wrong in every row says so often enough; the count of the rest is told in one last fault.
MOST_FAULTS = 1000
_SHOWN_CHARACTERS = 60

_ROW = Sentence(de=", Zeile {row}", en=", row {row}")
_COLUMN = Sentence(de=", Spalte {column}", en=", column {column}")
_VALUE = Sentence(
    de=": „{value}“ geht hier nicht. Erwartet: {expected}.", en=": “{value}” does not fit here. Expected: {expected}."
)
_EMPTY = Sentence(de=": die Zelle ist leer. Erwartet: {expected}.", en=": the cell is empty. Expected: {expected}.")
_WHOLE = Sentence(de=": {expected}.", en=": {expected}.")
_AND_MORE = Sentence(de="und {more} weitere Fehler", en="and {more} more faults")


@dataclass(frozen=True)
class Fault:
    """One fault. ``row`` counts as spreadsheet programs do (the header is row 1); None = the whole file or table.

    ``value`` is what the cell says, None where no single cell is at fault. ``facts`` fill the sentence ``expected``.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    expected: Sentence
    facts: tuple[tuple[str, str | int], ...] = ()

    def text(self, language: str) -> str:
        """The fault as one sentence for people."""
        place = self.file
        if self.row is not None:
            place += _ROW.text(language, row=self.row)
        if self.column is not None:
            place += _COLUMN.text(language, column=self.column)
        expected = self.expected_text(language)
        if self.value is None:
            return place + _WHOLE.text(language, expected=expected)
        if not self.value:
            return place + _EMPTY.text(language, expected=expected)
        return place + _VALUE.text(language, value=self.shown_value, expected=expected)

    def expected_text(self, language: str) -> str:
        """What is expected, alone; for a table of faults."""
        return self.expected.text(language, **dict(self.facts))

    @property
    def shown_value(self) -> str:
        """The value, shortened, with everything invisible made visible."""
        visible = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in (self.value or "")[:_SHOWN_CHARACTERS])
        return visible + ("…" if len(self.value or "") > _SHOWN_CHARACTERS else "")


def capped(faults: list[Fault]) -> list[Fault]:
    """At most MOST_FAULTS faults, the last of them telling how many more there are."""
    if len(faults) <= MOST_FAULTS:
        return faults
    more = len(faults) - MOST_FAULTS + 1
    return [*faults[: MOST_FAULTS - 1], Fault("…", None, None, None, _AND_MORE, (("more", more),))]
