"""How one cell is read and written: one small class for each kind of cell.

Every kind reads text only (nothing is guessed from a spreadsheet's own types), refuses with what it expects, and writes
what it reads back to the same value. Digits are the ASCII ones; text is kept in Unicode NFC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from roster.spreadsheets.vocabulary import Vocabulary
from roster.words import Sentence

# Letters, digits, blanks and - _ . + only, so that a key needs no escaping in lists of keys or addresses of pages.
KEY_PATTERN = re.compile(r"[^\W_](?:[\w .+-]{0,58}[\w.+-])?")
# Where each row has a page called after its key, these are the addresses of other pages beside them.
PAGES_BESIDE_KEYS = frozenset({"new", "table.csv"})


class Unreadable(ValueError):
    """A cell that does not say what its column asks for; carries what is expected."""

    def __init__(self, expected: Sentence, **facts: str | int) -> None:
        self.expected = expected
        self.facts = facts
        super().__init__(expected.text("en", **facts))


class Kind(Protocol):
    """What a column holds. ``unit`` is what the documentation says about it."""

    @property
    def unit(self) -> Sentence:
        """Unit or set of words, for people."""

    def read(self, text: str) -> Any:
        """The value of a cell that is not empty. Raises Unreadable."""

    def write(self, value: Any, language: str) -> str:
        """The cell of a value; reading it gives the value again."""


@dataclass(frozen=True)
class Text:
    """Free text in one line."""

    longest: int = 200
    unit: ClassVar[Sentence] = Sentence(de="Text", en="text")
    expected: ClassVar[Sentence] = Sentence(
        de="Text mit höchstens {longest} Zeichen", en="text of at most {longest} characters"
    )

    def read(self, text: str) -> str:
        if len(text) > self.longest:
            raise Unreadable(self.expected, longest=self.longest)
        return text

    def write(self, value: str, language: str) -> str:
        return value


@dataclass(frozen=True)
class Email:
    """A mail address, looked at only for its form; nobody is asked whether it exists."""

    unit: ClassVar[Sentence] = Sentence(de="Mailadresse", en="mail address")
    expected: ClassVar[Sentence] = Sentence(
        de="eine Mailadresse wie anna@example.org", en="a mail address such as anna@example.org"
    )

    def read(self, text: str) -> str:
        if len(text) > 200 or not re.fullmatch(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\"]+", text):
            raise Unreadable(self.expected)
        return text

    def write(self, value: str, language: str) -> str:
        return value


@dataclass(frozen=True)
class Key:
    """A short text that the school chooses to name a thing; ``of`` is the table it must stand in, None = its own.

    ``reserved`` are texts that it must not be.
    """

    of: str | None = None
    reserved: frozenset[str] = frozenset()
    other: ClassVar[Sentence] = Sentence(
        de="ein anderes Kürzel, denn „{key}“ heißt schon eine andere Seite",
        en="another key, because “{key}” is the name of another page already",
    )
    expected: ClassVar[Sentence] = Sentence(
        de="ein Kürzel: höchstens 60 Buchstaben, Ziffern, Leerzeichen und - _ . +, am Anfang Buchstabe oder Ziffer",
        en="a key: at most 60 letters, digits, blanks and - _ . +, a letter or digit first",
    )

    @property
    def unit(self) -> Sentence:
        if self.of is None:
            return Sentence(de="Kürzel", en="key")
        return Sentence(de=f"Kürzel aus {self.of}", en=f"key in {self.of}")

    def read(self, text: str) -> str:
        if not KEY_PATTERN.fullmatch(text):
            raise Unreadable(self.expected)
        if text in self.reserved:
            raise Unreadable(self.other, key=text)
        return text

    def write(self, value: str, language: str) -> str:
        return value


@dataclass(frozen=True)
class Keys:
    """Several keys in one cell, separated by commas (semicolons and vertical bars are understood too)."""

    of: str | None = None

    @property
    def unit(self) -> Sentence:
        if self.of is None:
            return Sentence(de="Liste von Kürzeln, mit Komma getrennt", en="list of keys, separated by commas")
        return Sentence(
            de=f"Liste von Kürzeln aus {self.of}, mit Komma getrennt",
            en=f"list of keys in {self.of}, separated by commas",
        )

    def read(self, text: str) -> tuple[str, ...]:
        parts = [part.strip() for part in re.split(r"[,;|]", text)]
        # The order of such a list means nothing, so it is sorted and doubles fall together: equal lists compare equal.
        return tuple(sorted({Key(self.of).read(part) for part in parts if part}))

    def write(self, value: tuple[str, ...], language: str) -> str:
        return ", ".join(value)


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    vocabulary: Vocabulary
    expected: ClassVar[Sentence] = Sentence(de="eines von: {words}", en="one of: {words}")

    @property
    def unit(self) -> Sentence:
        return Sentence(de=self.vocabulary.listed("de"), en=self.vocabulary.listed("en"))

    def read(self, text: str) -> Any:
        try:
            return self.vocabulary.value(text)
        except KeyError:
            listed = {self.vocabulary.listed("de"): None, self.vocabulary.listed("en"): None}
            raise Unreadable(self.expected, words=" / ".join(listed)) from None

    def write(self, value: Any, language: str) -> str:
        return self.vocabulary.word(value, language)


@dataclass(frozen=True)
class Whole:
    """A whole number between two bounds, both included; ``counted`` says of what."""

    least: int
    most: int
    counted: Sentence
    expected: ClassVar[Sentence] = Sentence(
        de="eine ganze Zahl von {least} bis {most}", en="a whole number from {least} to {most}"
    )

    @property
    def unit(self) -> Sentence:
        return Sentence(
            de=f"{self.counted.de}, {self.least} bis {self.most}", en=f"{self.counted.en}, {self.least} to {self.most}"
        )

    def read(self, text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not self.least <= int(text) <= self.most:
            raise Unreadable(self.expected, least=self.least, most=self.most)
        return int(text)

    def write(self, value: int, language: str) -> str:
        return str(value)


@dataclass(frozen=True)
class Degrees:
    """A coordinate in degrees, WGS 84; comma or point."""

    most: int
    unit: ClassVar[Sentence] = Sentence(de="Grad (WGS 84)", en="degrees (WGS 84)")
    expected: ClassVar[Sentence] = Sentence(
        de="Grad von -{most} bis {most} mit höchstens 10 Nachkommastellen",
        en="degrees from -{most} to {most} with at most 10 decimals",
    )

    def read(self, text: str) -> float:
        if not re.fullmatch(r"-?[0-9]{1,3}(?:[.,][0-9]{1,10})?", text) or abs(_number(text)) > self.most:
            raise Unreadable(self.expected, most=self.most)
        return _number(text)

    def write(self, value: float, language: str) -> str:
        text = f"{value:.10f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if language == "de" else text


def _number(text: str) -> float:
    return float(text.replace(",", "."))
