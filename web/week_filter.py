"""What part of a week somebody looks at, and laid out how: kept in the address, to be bookmarked and sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import parse_qsl, urlencode

from roster.reports.seats import SessionCard

VIEWS = ("site", "room", "course", "person")
LONGEST = 120


@dataclass(frozen=True)
class WeekFilter:
    """The layout and the parts that are shown; an empty text means "all"."""

    view: str = "site"
    site: str = ""
    branch: str = ""
    only: str = ""
    person: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> WeekFilter:
        """The filter that an address asks for; a layout that does not exist counts as the usual one."""
        found = {field.name: given.get(field.name, "")[:LONGEST] for field in fields(cls)}
        found["view"] = found["view"] if found["view"] in VIEWS else "site"
        found["only"] = found["only"] if found["only"] == "trouble" else ""
        return cls(**found)

    @classmethod
    def read(cls, text: str) -> WeekFilter:
        """The filter that a hidden field carries (see ``text``)."""
        return cls.of(dict(parse_qsl(text[: 5 * LONGEST])))

    @property
    def arguments(self) -> dict[str, str]:
        """What an address must say to show the same again; nothing for the usual view of all."""
        usual = WeekFilter()
        pairs = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in pairs if value != getattr(usual, name)}

    @property
    def text(self) -> str:
        """The same as one text."""
        return urlencode(self.arguments)

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.site or self.branch or self.only or self.person)

    def shows(self, card: SessionCard) -> bool:
        """Whether a session is among what is looked at."""
        return (
            self.site in ("", card.site)
            and self.branch in ("", card.branch)
            and (not self.only or card.troubled)
            and (not self.person or any(seat.person == self.person for seat in card.seats))
        )
