"""The names that violations need, from a school's own records."""

from __future__ import annotations

import re

from roster.records import School
from roster.rules.violation import Names, spoken_name
from roster.words import Sentence

MARK = re.compile(r"\{(\w+)/([^{}]+)\}")
CERTIFICATE_NAMES = {
    "clearance": Sentence("erweitertes Führungszeugnis", "extended certificate of good conduct"),
    "measles": Sentence("Masernschutz", "measles protection"),
    "food_hygiene": Sentence("Belehrung nach Infektionsschutzgesetz", "food hygiene instruction"),
}


def names_of(school: School, language: str) -> dict[str, str]:
    """Display texts of all people, roles, sites, courses, branches and well-known certificates of a school.

    Each is found by its kind and key (``"person/anna"``) and, where no earlier kind uses the key, by the key alone.
    """
    by_kind = {
        "person": {one.key: f"{one.first_name} {one.last_name}".strip() for one in school.volunteers},
        "course": {one.key: one.name for one in school.courses},
        "site": {one.key: one.name for one in school.sites},
        "role": {one.key: one.name for one in school.roles},
        "branch": {one.key: one.name for one in school.branches},
        "certificate": {kind: name.text(language) for kind, name in CERTIFICATE_NAMES.items()},
    }
    names: dict[str, str] = {}
    for kind, texts in by_kind.items():
        for key, text in texts.items():
            names[f"{kind}/{key}"] = text
            names.setdefault(key, text)
    return names


def with_names(text: str, names: Names) -> str:
    """A text in which things stand as their kind and key in braces, ``{person/anna}``, told with their names.

    Answers of the solver are kept in this form, so that nobody's name is stored with them. A thing without a name is
    told by its key. The result is plain text: a page has to escape it as it does any other.
    """
    return MARK.sub(lambda mark: spoken_name(mark[1], mark[2], names), text)
