"""Answers of the solver turned into what pages show: plain values, told with today's names in the reader's language.

The forms of the answers are those of ``solver.answers``; they hold keys and marked texts, never names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from roster.actions.proposals import plans_of
from roster.models.questions import QuestionStatus
from roster.reports.mending import Mending
from roster.rules import Names
from roster.rules.names import with_names
from roster.rules.violation import spoken_name

Data = dict[str, Any]
MORE_IS_BETTER = frozenset({"filled"})
LESS_IS_BETTER = frozenset({"busiest_minutes", "below_promise"})


@dataclass(frozen=True, slots=True)
class Way:
    """One proposal: a way out, or a way to fill a seat.

    ``told`` more people hear something new and ``filled`` of the required seats are filled (0 where it is no repair);
    ``moves`` says what each person would be told. ``can_be_taken``: as a draft, without anybody's agreement.
    """

    number: int
    text: str
    told: int
    filled: int
    empty: int
    proven: bool
    moves: tuple[str, ...]
    can_be_taken: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of two weeks side by side; ``better`` None where it is neither a gain nor a loss."""

    title: str
    before: int
    after: int
    better: bool | None


@dataclass(frozen=True, slots=True)
class SeatTurn:
    """A seat that is filled or empty on one side only; ``better``: it would be filled."""

    text: str
    better: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """Whom to recruit, or where somebody helps: ``seats`` and ``gain`` where verified, else None and ``at_most``."""

    text: str
    seats: int | None
    gain: int | None
    at_most: int


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question. Of the fields below ``sentence`` those are filled that its kind and status have."""

    id: int
    kind: str
    week: str
    about: dict[str, Any]
    asked: str  # what was asked, as a sentence
    status: QuestionStatus
    ended: bool
    sentence: str
    asked_at: dt.datetime
    lines: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    compared: tuple[Compared, ...] = ()
    loads: tuple[tuple[str, int, int], ...] = ()  # name, minutes before and after
    moves: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()
    courses: tuple[tuple[str, str], ...] = ()  # key and name of those whose sessions are lost
    seats: tuple[SeatTurn, ...] = ()
    really: tuple[Mending, ...] = ()  # where what is supposed would really be changed
    proven: bool = False
    edition: int = 0  # of the week's draft, 0 = there is none


@dataclass(frozen=True, slots=True)
class Telling:
    """A language and today's names."""

    language: str
    names: Names

    def text(self, texts: Mapping[str, str]) -> str:
        """A marked text of an answer, told."""
        return with_names(texts[self.language if self.language in texts else "en"], self.names)

    def texts(self, those: list[Data]) -> tuple[str, ...]:
        """The texts of some things, in their order."""
        return tuple(self.text(one["text"]) for one in those)

    def lines(self, texts: Mapping[str, str]) -> tuple[str, ...]:
        """The lines of a text."""
        return tuple(line for line in self.text(texts).splitlines() if line)


def with_answer(page: QuestionPage, answer: Data | None, telling: Telling) -> QuestionPage:
    """The page of a question together with its answer."""
    return page if answer is None else VIEWS[page.kind](page, answer, telling)


def _ways_out(page: QuestionPage, answer: Data, telling: Telling) -> QuestionPage:
    ways = [
        Way(
            number,
            telling.lines(option["text"])[0],
            option["told"],
            option["filled"],
            answer["required"] - option["filled"],
            option["proven"],
            telling.texts(option["changes"]),
            True,
        )
        for number, option in enumerate(answer["options"])
    ]
    anyway = tuple(spoken_name("person", key, telling.names) for key in answer["anyway"])
    return replace(page, ways=tuple(ways), lines=anyway)


def _fillings(page: QuestionPage, answer: Data, telling: Telling) -> QuestionPage:
    plans = plans_of("fillings", answer)
    ways = []
    for number, one in enumerate(answer["fillings"]):
        moves = telling.texts(one["changes"])
        lines = [line for line in telling.lines(one["text"]) if line not in moves]
        text = telling.text(one["change"]["text"]) if one["change"] else " ".join(lines)
        ways.append(Way(number, text, len(moves), 0, 0, one["proven"], moves, plans[number] is not None))
    why = [line for line in telling.lines(answer["text"]) if not any(line in way.moves for way in ways)]
    return replace(page, ways=tuple(ways), lines=tuple(why[:2]))


def _why(page: QuestionPage, answer: Data, telling: Telling) -> QuestionPage:
    without = answer["without"]
    if without is None:
        return replace(page, lines=telling.lines(answer["text"]))
    head = telling.lines(without["text"])[:1]
    return replace(
        page,
        lines=(*telling.lines(answer["text"]), *head),
        moves=telling.texts(without["changes"]),
        proven=without["proven"],
    )


def _recruits(page: QuestionPage, answer: Data, telling: Telling) -> QuestionPage:
    profiles = tuple(
        Profile(telling.text(one["profile"]["text"]), one["seats"], one["gain"], one["at_most"])
        for one in answer["recruits"]
    )
    return replace(page, lines=telling.lines(answer["text"])[:1], profiles=profiles, proven=answer["proven"])


def _matches(page: QuestionPage, answer: Data, telling: Telling) -> QuestionPage:
    profiles = tuple(Profile(telling.text(one["text"]), None, one["gain"], one["at_most"]) for one in answer["seats"])
    lines = tuple(line for week in answer["weeks"] for line in telling.lines(week["text"]))
    return replace(page, lines=lines, profiles=profiles)


def _comparison(page: QuestionPage, answer: Data, telling: Telling) -> QuestionPage:
    return replace(
        page,
        compared=tuple(_compared(line, telling.language) for line in answer["lines"]),
        loads=tuple(
            (spoken_name("person", one["person"], telling.names), one["before_minutes"], one["after_minutes"])
            for one in answer["loads"]
        ),
        moves=telling.texts(answer["changes"]),
        seats=tuple(
            SeatTurn(telling.text(one["text"]), one["after_empty"] < one["before_empty"]) for one in answer["seats"]
        ),
        proven=all(goal["optimal"] for side in ("before", "after") for goal in answer[side]["goals"][:3]),
    )


def _compared(line: Data, language: str) -> Compared:
    less = line["goal"] or line["key"] in LESS_IS_BETTER
    difference = line["after"] - line["before"]
    better = None if not difference or not (less or line["key"] in MORE_IS_BETTER) else (difference < 0) == less
    return Compared(line["title"].get(language, line["title"]["en"]), line["before"], line["after"], better)


VIEWS: dict[str, Callable[[QuestionPage, Data, Telling], QuestionPage]] = {
    "repair": _ways_out,
    "fillings": _fillings,
    "why": _why,
    "recruit": _recruits,
    "match": _matches,
    "whatif": _comparison,
}
