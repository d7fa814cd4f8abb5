"""Lists that are filtered and sorted by their address: it can be kept, sent on, and works without any script."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request, url_for

from web.forms import Entries

Choice = TypeVar("Choice", bound=enum.StrEnum)
OF_ONE_ANSWER = frozenset({"edit", "saved", "lang"})  # parts of an address that belong to one answer, not to the list


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading: where a click on it leads, and how the column is sorted now, in the words of ARIA."""

    address: str
    sorted: str  # "ascending", "descending" or "none"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as its address describes it: ``asked`` are the filters that are set, ``order`` the column sorted by."""

    endpoint: str
    asked: Mapping[str, str]
    order: str
    descending: bool

    @property
    def filtered(self) -> bool:
        """Whether anything but the order is asked for."""
        return any(name not in ("sort", "down") for name in self.asked)

    @property
    def query(self) -> str:
        """The list's own part of the address, with its question mark; empty for the plain list."""
        return f"?{urlencode(self.asked)}" if self.asked else ""

    def at(self, endpoint: str, **more: str) -> str:
        """The address of another view of the same list."""
        words: dict[str, Any] = {**self.asked, **more}
        return url_for(endpoint, **words)

    def heading(self, order: str) -> Heading:
        """How the column of that order is headed; clicking the sorted one turns it round."""
        current = order == self.order
        turned = {"down": "yes"} if current and not self.descending else {}
        asked: dict[str, Any] = {name: value for name, value in self.asked.items() if name not in ("sort", "down")}
        now = ("descending" if self.descending else "ascending") if current else "none"
        return Heading(url_for(self.endpoint, **{**asked, "sort": order, **turned}), now)


def listing(endpoint: str, orders: type[Choice], default: Choice) -> tuple[Listing, Choice]:
    """The asked list and its order; what an address says wrongly is passed over."""
    asked = {name: value for name, value in request.args.items() if value.strip() and name not in OF_ONE_ANSWER}
    chosen = asked.get("sort", default)
    order = orders(chosen) if chosen in set(orders) else default
    return Listing(endpoint, asked, order, asked.get("down") == "yes"), order


def one_of(entries: Entries, name: str, choices: type[Choice]) -> Choice | None:
    """The choice that a filter names; None for any other text."""
    text = entries.form.get(name, "")
    return choices(text) if text in set(choices) else None
