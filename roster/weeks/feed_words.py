"""What calendar events and mails say about a duty: course, role, place and first names, never more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roster.models.feeds import FeedEntry
from roster.records import Course, Role, Room, School, Site
from roster.words import LANGUAGES, Sentence, spoken_list

WITH = Sentence(de="Mit: {names}", en="With: {names}")
NOBODY_YET = Sentence(de="noch niemand", en="nobody yet")
LEVEL = Sentence(de="Niveau: {level}", en="Level: {level}")


@dataclass(frozen=True, slots=True)
class FeedWords:
    """The words of an event, before any word for "cancelled"."""

    summary: str
    location: str
    description: str


@dataclass(frozen=True)
class FeedNames:
    """What things and people of one organisation are called; what is gone is called by its key."""

    courses: Mapping[str, Course]
    sites: Mapping[str, Site]
    rooms: Mapping[str, Room]
    roles: Mapping[str, Role]
    first_names: Mapping[str, str]

    @classmethod
    def of(cls, school: School) -> FeedNames:
        """The names in a school's records."""
        return cls(
            courses={course.key: course for course in school.courses},
            sites={site.key: site for site in school.sites},
            rooms={room.key: room for room in school.rooms},
            roles={role.key: role for role in school.roles},
            first_names={volunteer.key: volunteer.first_name for volunteer in school.volunteers},
        )

    def course(self, key: str) -> str:
        """The course's name."""
        return self.courses[key].name if key in self.courses else key

    def role(self, key: str) -> str:
        """The role's name."""
        return self.roles[key].name if key in self.roles else key

    def first_name(self, key: str) -> str:
        """The person's first name; nothing for somebody who was erased."""
        return self.first_names.get(key, "")

    def room(self, key: str) -> str:
        """The room's name."""
        return self.rooms[key].name if key in self.rooms else key

    def place(self, site: str, room: str, *, for_feed: bool = True) -> str:
        """Site and room, and the address only where the organisation lets it into calendars."""
        record = self.sites.get(site)
        parts = [record.name if record else site, self.room(room)]
        if for_feed and record is not None and record.address_in_feeds:
            parts.append(record.address)
        return ", ".join(part for part in parts if part)


def duty_words(entry: FeedEntry, others: Iterable[FeedEntry], names: FeedNames, language: str) -> FeedWords:
    """The words of one person's duty; ``others`` are the duties of those who sit in the session with them."""
    colleagues = sorted(name for other in others if (name := names.first_name(other.volunteer)))
    lines = _level(names, entry.course, language)
    if colleagues:
        lines.append(WITH.text(language, names=spoken_list(colleagues, language)))
    return FeedWords(
        summary=f"{names.course(entry.course)} ({names.role(entry.role)})",
        location=names.place(entry.site, entry.room),
        description="\n".join(lines),
    )


def session_words(entry: FeedEntry, duties: Iterable[FeedEntry], names: FeedNames, language: str) -> FeedWords:
    """The words of a session for those who look after a course, a site or the whole week."""
    people = sorted((names.role(duty.role), names.first_name(duty.volunteer)) for duty in duties)
    told = [name for _, name in people if name]
    return FeedWords(
        summary=f"{names.course(entry.course)}: {', '.join(told) or NOBODY_YET.text(language)}",
        location=names.place(entry.site, entry.room),
        description="\n".join([*_level(names, entry.course, language), *(f"{role}: {name}" for role, name in people)]),
    )


def digest(entry: FeedEntry, duties: Iterable[FeedEntry], names: FeedNames) -> str:
    """The hash of all that an event says, in every language; ``duties`` are those of its session, its own left out."""
    duties = tuple(duties)
    words = [
        duty_words(entry, duties, names, language) if entry.volunteer else session_words(entry, duties, names, language)
        for language in LANGUAGES
    ]
    said = [
        entry.starts_at.isoformat(),
        entry.ends_at.isoformat(),
        *([word.summary, word.location, word.description] for word in words),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _level(names: FeedNames, course: str, language: str) -> list[str]:
    level = names.courses[course].level if course in names.courses else None
    return [] if level is None else [LEVEL.text(language, level=level_name(level.name))]


def level_name(name: str) -> str:
    """How people write a level: "A1.1" for the word A1_1, "Alpha" for ALPHA."""
    return "Alpha" if name == "ALPHA" else name.replace("_", ".")
