"""How single cells are understood and refused (checks 37 and 38)."""

from __future__ import annotations

import datetime as dt

import pytest

from roster.records import Level, Standing, Willingness
from roster.spreadsheets.cells import Choice, Degrees, Email, Key, Keys, Kind, Unreadable, Whole
from roster.spreadsheets.time_cells import Clock, Date, Hours, Week
from roster.spreadsheets.vocabulary import LEVELS, STANDINGS, WEEKDAYS, WILLINGNESS, YES_NO
from roster.words import Sentence

PRIORITY = Whole(1, 4, Sentence(de="Stufe", en="rank"))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Hours(), "1,5", 90),
        (Hours(), "1.5", 90),
        (Hours(), "1:30", 90),
        (Hours(), "0", 0),
        (Hours(), "1,33", 80),
        (Hours(), "168", 10080),
        (Clock(), "18:30", 1110),
        (Clock(), "9:05", 545),
        (Clock(), "18:30 Uhr", 1110),
        (Clock(2880), "24:00", 1440),
        (Clock(2880), "30:00", 1800),
        (Date(), "2026-11-24", dt.date(2026, 11, 24)),
        (Date(), "24.11.2026", dt.date(2026, 11, 24)),
        (Date(), "4.1.2026", dt.date(2026, 1, 4)),
        (Week(), "2026-W48", "2026-W48"),
        (Week(), "KW 48/2026", "2026-W48"),
        (Week(), "2026-W53", "2026-W53"),
        (Choice(YES_NO), "ja", True),
        (Choice(YES_NO), "NO", False),
        (Choice(WEEKDAYS), "Montag", 0),
        (Choice(WEEKDAYS), "mon", 0),
        (Choice(WEEKDAYS), "Mo.", 0),
        (Choice(WEEKDAYS), "Sonnabend", 5),
        (Choice(LEVELS), "a1.1", Level.A1_1),
        (Choice(LEVELS), "Alpha", Level.ALPHA),
        (Choice(WILLINGNESS), "gern", Willingness.GLADLY),
        (Choice(WILLINGNESS), "moeglich", Willingness.POSSIBLE),
        (Choice(WILLINGNESS), "only if needed", Willingness.IF_NEEDED),
        (Choice(STANDINGS), "Ausgeschieden", Standing.LEFT),
        (Keys(), "b, a;c|a", ("a", "b", "c")),
        (Degrees(90), "52,279", 52.279),
        (PRIORITY, "4", 4),
    ],
)
def test_a_cell_is_understood(kind: Kind, text: str, value: object) -> None:
    assert kind.read(text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *[
            (Hours(), text)
            for text in ("-1", "NaN", "Infinity", "1e309", "1e2", "٣", "1.234,5", "10000000", "169", "1:60")
        ],
        *[(PRIORITY, text) for text in ("-1", "nan", "inf", "1e309", "1,0", "２", "1000000000", "0", "5", "+2", "0x2")],
        *[(Clock(), text) for text in ("24:00", "18.30", "18", "25:00", "-1:00", "18:60", "١٨:٣٠", "18:30:15")],
        *[(Clock(2880), text) for text in ("48:01", "99:99")],
        *[
            (Date(), text)
            for text in ("0001-01-01", "9999-12-31", "1999-12-31", "2026-02-29", "31.02.2026", "11/24/2026", "24.11.26")
        ],
        *[(Week(), text) for text in ("2025-W53", "2026-W54", "2026-W00", "2026-48", "9999-W01")],
        *[(Degrees(90), text) for text in ("91", "nan", "inf", "1e5", "-90.1")],
        *[(Choice(YES_NO), text) for text in ("maybe", "1", "")],
        *[(Choice(WEEKDAYS), text) for text in ("1", "M", "holiday")],
        *[(Key(), text) for text in ("", "-a", "a/b", "a,b", "a\tb", "a@b", "=a", "x" * 61, "<b>")],
        *[(Email(), text) for text in ("anna", "anna@", "a b@example.org", "a@b@c.org", "a@b")],
    ],
)
def test_a_cell_is_refused(kind: Kind, text: str) -> None:
    with pytest.raises(Unreadable):
        kind.read(text)


@pytest.mark.parametrize("minutes", [0, 1, 3, 45, 80, 90, 91, 599, 10080])
@pytest.mark.parametrize("language", ["de", "en"])
def test_hours_come_back_to_the_minute(minutes: int, language: str) -> None:
    assert Hours().read(Hours().write(minutes, language)) == minutes
