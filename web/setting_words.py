"""What the numbers of the rules mean, in words, and the names of the German Länder."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from roster.records import GoalOrder

LAND_NAMES = {
    "BB": "Brandenburg", "BE": "Berlin", "BW": "Baden-Württemberg", "BY": "Bayern", "HB": "Bremen", "HE": "Hessen",
    "HH": "Hamburg", "MV": "Mecklenburg-Vorpommern", "NI": "Niedersachsen", "NW": "Nordrhein-Westfalen",
    "RP": "Rheinland-Pfalz", "SH": "Schleswig-Holstein", "SL": "Saarland", "SN": "Sachsen", "ST": "Sachsen-Anhalt",
    "TH": "Thüringen",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RateWords:
    """One number of the rules: its field, its label, its highest value, and what it means.

    In ``meaning`` a number in braces stands for that many times the value: "{3}" with 20 in the field reads "60".
    """

    field: str
    label: str
    highest: int
    meaning: str

    def said(self, value: int) -> str:
        """What the value means."""
        text = self.meaning
        for times in (1, 3, 60):
            text = text.replace(f"{{{times}}}", str(times * value))
        return text


def goal_order_words() -> list[tuple[GoalOrder, str]]:
    """The orders of the goals, and what each means."""
    return [
        (GoalOrder.BALANCED, _("the last four share an exchange rate (recommended)")),
        (GoalOrder.STRICT, _("each one strictly before the next")),
    ]


def rate_words() -> list[RateWords]:
    """The exchange rates and the memory of courses, in their order; factors as roster.rules defines the goals."""
    return [
        RateWords(
            "rate_continuity",
            _("Continuity"),
            10_000,
            _("One teacher less for a course is worth {3} minutes of waiting; one whom the course knows, {1} more."),
        ),
        RateWords(
            "rate_wishes",
            _("Wishes"),
            10_000,
            _("One wish kept is worth {1} minutes of waiting; sparing a time given as “only if needed”, {3}."),
        ),
        RateWords(
            "rate_travel",
            _("Ways and waiting"),
            10_000,
            _("An hour on the way or between two sessions counts as {60} minutes of waiting."),
        ),
        RateWords(
            "rate_wished_seats",
            _("Wished seats"),
            10_000,
            _("One more wished seat filled is worth {1} minutes of waiting."),
        ),
        RateWords(
            "history_weeks",
            _("Memory in weeks"),
            52,
            _("A course knows those who led it in the last {1} published weeks."),
        ),
    ]
