"""How answers are told in both languages, and the forms that all of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from roster.plan import PersonChange, Plan
from roster.problem import Assignment
from roster.records import School
from roster.rules import Names, names_of
from roster.words import LANGUAGES
from solver.news_words import told_text

Data = dict[str, Any]
Texts = dict[str, str]


class Marks(Mapping[str, str]):
    """Names that are not known yet: a thing stands as its kind and key in braces, ``{person/anna}``.

    So that an answer can be kept without anybody's name, and be told with the names of the day it is read:
    ``roster.rules.names.with_names`` puts them in.
    """

    def __getitem__(self, key: str) -> str:
        if "/" not in key:
            raise KeyError(key)
        return f"{{{key}}}"

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@dataclass(frozen=True)
class Speech:
    """Everybody's names in each language, and what the organisation itself is called."""

    names: Mapping[str, Names] = field(default_factory=lambda: dict.fromkeys(LANGUAGES, Marks()))
    organisation: str = ""

    @classmethod
    def of(cls, school: School) -> Speech:
        """The names that a school's own records give."""
        names = {language: names_of(school, language) for language in LANGUAGES}
        return cls(names, school.organisation.name)

    def tell(self, telling: Callable[[str, Names], str]) -> Texts:
        """A text in every language."""
        return {language: telling(language, self.names[language]) for language in LANGUAGES}


def assignment_data(one: Assignment) -> Data:
    """``{"session", "role", "person"}``."""
    return {"session": one.session, "role": one.role, "person": one.person}


def plan_data(plan: Plan) -> list[Data]:
    """All assignments of a plan, sorted."""
    return [assignment_data(one) for one in plan.assignments]


def changes_data(changes: Iterable[PersonChange], speech: Speech) -> list[Data]:
    """What each person would be told."""
    return [_change_data(change, speech) for change in changes]


def _change_data(change: PersonChange, speech: Speech) -> Data:
    return {
        "person": change.person,
        "gained": [assignment_data(one) for one in change.gained],
        "lost": [assignment_data(one) for one in change.lost],
        "text": speech.tell(lambda language, names: told_text(change, language, names)),
    }
