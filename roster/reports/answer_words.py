"""What was asked, told as a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from roster.records import School
from roster.reports.supposition_words import supposed_lines
from roster.rules import Names
from roster.rules.violation import spoken_name, spoken_session
from roster.words import Sentence, spoken_day

About = dict[str, Any]

OUT_OF_SESSION = Sentence(de="{person} fällt aus: {session}", en="{person} cannot come: {session}")
OUT_ON_DAY = Sentence(de="{person} fällt am {day} aus", en="{person} cannot come on {day}")
OUT_ALL_WEEK = Sentence(de="{person} fällt den Rest der Woche aus", en="{person} cannot come for the rest of the week")
LOST = Sentence(de="{place} fällt den Rest der Woche weg", en="{place} is lost for the rest of the week")
LOST_ON_DAY = Sentence(de="{place} fällt am {day} weg", en="{place} is lost on {day}")
MOVED = Sentence(de="{lost}, Umzug nach {site}", en="{lost}, moved to {site}")
ROOM = Sentence(de="{room} ({site})", en="{room} ({site})")
SEAT = Sentence(de="Was würde diesen Platz besetzen: {session} ({role})?", en="What would fill {session} ({role})?")
WITHOUT = Sentence(
    de="Was, wenn {person} nicht hier säße: {session} ({role})?", en="What if {person} were not in {session} ({role})?"
)
RECRUIT = Sentence(de="Wen sollten wir gewinnen?", en="Whom should we recruit?")
HELPS = Sentence(de="Wo hilft {person} am meisten?", en="Where does {person} help most?")
WHAT_IF = Sentence(de="Was wäre, wenn: {changes}", en="What if: {changes}")


def asked_text(kind: str, about: About, school: School, names: Names, language: str) -> str:
    """What a question of that kind asked, with today's names."""
    return _Words(school, names, language).told[kind](about)


class _Words:
    """One reader's words for one school."""

    def __init__(self, school: School, names: Names, language: str) -> None:
        self._rooms = {(room.site, room.key): room.name for room in school.rooms}
        self._names = names
        self._language = language
        self.told: dict[str, Callable[[About], str]] = {
            "repair": self._happened,
            "fillings": lambda about: self._say(SEAT, **self._seat(about)),
            "why": lambda about: self._say(WITHOUT, **self._seat(about), person=self._name("person", about["person"])),
            "recruit": lambda about: self._say(RECRUIT),
            "match": lambda about: self._say(HELPS, person=self._name("person", about["person"])),
            "whatif": lambda about: self._say(WHAT_IF, changes="; ".join(self._supposed(about))),
        }

    def _happened(self, about: About) -> str:
        day = None if about["on_day"] is None else spoken_day(dt.date.fromisoformat(about["on_day"]), self._language)
        if about["event"] == "place_lost":
            place = self._place(about["site"], about["room"])
            lost = self._say(LOST, place=place) if day is None else self._say(LOST_ON_DAY, place=place, day=day)
            return lost if about["to"] is None else self._say(MOVED, lost=lost, site=self._name("site", about["to"]))
        person = self._name("person", about["person"])
        if about["session"] is not None:
            session = spoken_session(about["session"], self._language, self._names)
            return self._say(OUT_OF_SESSION, person=person, session=session)
        return self._say(OUT_ALL_WEEK, person=person) if day is None else self._say(OUT_ON_DAY, person=person, day=day)

    def _supposed(self, about: About) -> Iterator[str]:
        return supposed_lines(about, self._names, self._language, self._place)

    def _seat(self, about: About) -> dict[str, str]:
        session = spoken_session(about["session"], self._language, self._names)
        return {"session": session, "role": self._name("role", about["role"])}

    def _place(self, site: str, room: str | None) -> str:
        name = self._name("site", site)
        if room is None:
            return name
        return self._say(ROOM, room=self._rooms.get((site, room), room), site=name)

    def _name(self, kind: str, key: str) -> str:
        return spoken_name(kind, key, self._names)

    def _say(self, sentence: Sentence, **facts: object) -> str:
        return sentence.text(self._language, **facts)
