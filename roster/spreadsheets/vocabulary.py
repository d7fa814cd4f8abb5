"""The words that cells may hold for weekdays, levels, yes and no, and the like, in German and English.

A ``Vocabulary`` understands many spellings and writes one per language. Spellings are compared by ``plain``: case,
umlauts against ae/oe/ue, dots, blanks and hyphens make no difference.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from roster.records import ChangeKind, DecisionKind, GoalOrder, Level, Means, PairKind, Standing, Willingness

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def plain(text: str) -> str:
    """A spelling reduced to what matters: lower case ASCII-like words, joined by underscores; ``""`` for nothing."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)
    return "_".join("".join(c if c.isalnum() else " " for c in folded).split())


@dataclass(frozen=True)
class Vocabulary:
    """Values with their English and German word; ``also`` lists further spellings that are understood."""

    words: Mapping[object, tuple[str, str]]  # value -> (English, German)
    also: Mapping[str, object]

    @cached_property
    def _meaning(self) -> dict[str, object]:
        meaning = {plain(word): value for value, pair in self.words.items() for word in pair}
        return meaning | {plain(word): value for word, value in self.also.items()}

    def value(self, text: str) -> object:
        """What a spelling means. Raises KeyError for an unknown one."""
        return self._meaning[plain(text)]

    def word(self, value: object, language: str) -> str:
        """The word that is written for a value."""
        english, german = self.words[value]
        return german if language == "de" else english

    def listed(self, language: str) -> str:
        """All words of one language, separated by commas."""
        return ", ".join(self.word(value, language) for value in self.words)


YES_NO = Vocabulary({True: ("yes", "ja"), False: ("no", "nein")}, {"y": True, "j": True, "x": True, "n": False})

WEEKDAYS = Vocabulary(
    {
        0: ("mon", "Mo"),
        1: ("tue", "Di"),
        2: ("wed", "Mi"),
        3: ("thu", "Do"),
        4: ("fri", "Fr"),
        5: ("sat", "Sa"),
        6: ("sun", "So"),
    },
    {
        "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
        "montag": 0, "dienstag": 1, "mittwoch": 2, "donnerstag": 3, "freitag": 4, "samstag": 5, "sonnabend": 5,
        "sonntag": 6,
    },
)  # fmt: skip

LEVELS = Vocabulary(
    {
        Level.ALPHA: ("Alpha", "Alpha"),
        Level.A1_1: ("A1.1", "A1.1"),
        Level.A1_2: ("A1.2", "A1.2"),
        Level.A2: ("A2", "A2"),
        Level.B1: ("B1", "B1"),
        Level.B2: ("B2", "B2"),
        Level.C1: ("C1", "C1"),
    },
    {"literacy": Level.ALPHA, "Alphabetisierung": Level.ALPHA},
)

WILLINGNESS = Vocabulary(
    {
        Willingness.GLADLY: ("gladly", "gern"),
        Willingness.POSSIBLE: ("possible", "möglich"),
        Willingness.IF_NEEDED: ("if_needed", "notfalls"),
    },
    {"only if needed": Willingness.IF_NEEDED, "nur notfalls": Willingness.IF_NEEDED, "gerne": Willingness.GLADLY},
)

STANDINGS = Vocabulary(
    {
        Standing.REGISTERED: ("registered", "angemeldet"),
        Standing.ACTIVE: ("active", "aktiv"),
        Standing.PAUSED: ("paused", "pausiert"),
        Standing.LEFT: ("left", "ausgeschieden"),
    },
    {},
)

MEANS = Vocabulary(
    {
        Means.FOOT: ("foot", "zu Fuß"),
        Means.BIKE: ("bike", "Rad"),
        Means.BUS: ("bus", "Bus"),
        Means.CAR: ("car", "Auto"),
    },
    {"walking": Means.FOOT, "Fuß": Means.FOOT, "Fahrrad": Means.BIKE, "bicycle": Means.BIKE},
)

GOAL_ORDERS = Vocabulary({GoalOrder.BALANCED: ("balanced", "abgewogen"), GoalOrder.STRICT: ("strict", "streng")}, {})

CHANGES = Vocabulary(
    {
        ChangeKind.CANCELLED: ("cancelled", "fällt aus"),
        ChangeKind.MOVED: ("moved", "verlegt"),
        ChangeKind.ONE_OFF: ("one_off", "einmalig"),
    },
    {"canceled": ChangeKind.CANCELLED, "ausgefallen": ChangeKind.CANCELLED},
)

PAIRS = Vocabulary({PairKind.APART: ("apart", "getrennt"), PairKind.TOGETHER: ("together", "gemeinsam")}, {})

DECISIONS = Vocabulary(
    {DecisionKind.PIN: ("pin", "festgelegt"), DecisionKind.BAN: ("ban", "ausgeschlossen")},
    {"fest": DecisionKind.PIN, "gesperrt": DecisionKind.BAN},
)

LANGUAGES = Vocabulary(
    {"de": ("de", "de"), "en": ("en", "en")}, {"German": "de", "Deutsch": "de", "English": "en", "Englisch": "en"}
)

# The German Länder by the codes that ISO 3166-2:DE gives them.
LANDS = Vocabulary(
    {
        code: (code, code)
        for code in ["BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH"]
    },
    {"Niedersachsen": "NI", "Lower Saxony": "NI", "Nordrhein-Westfalen": "NW", "Bremen": "HB", "Hamburg": "HH"},
)
