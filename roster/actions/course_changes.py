"""What may be done to several courses at once, and what it would do to each: it changes, is so already, or cannot."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster import records
from roster.actions.bulk import Foresight, Verdict, dated, filled, held_between
from roster.actions.edits import row_by_key
from roster.calendar.sessions import DatedSession, SessionStatus
from roster.errors import Invalid
from roster.models.courses import Course, Meeting, SessionChange
from roster.models.organisations import Room, Site
from roster.models.rosters import DraftDuty, PublishedDuty
from roster.weeks.duty_answers import current_duties
from roster.weeks.feed_words import level_name
from roster.words import Sentence, spoken_date

ENDS = Sentence(de="endet am {day}", en="ends on {day}")
ENDS_AFTER_ONE_TOLD = Sentence(
    de="endet am {day}; ein schon veröffentlichter Einsatz liegt danach",
    en="ends on {day}; one duty published already lies after it",
)
ENDS_AFTER_TOLD = Sentence(
    de="endet am {day}; {count} schon veröffentlichte Einsätze liegen danach",
    en="ends on {day}; {count} duties published already lie after it",
)
ENDS_THEN = Sentence(de="endet schon an diesem Tag", en="ends on that day already")
BEGINS_LATER = Sentence(de="beginnt erst am {day}.", en="begins only on {day}.")
WILL_BE = Sentence(de="{before} → {after}", en="{before} → {after}")
WILL_MEET = Sentence(
    de="{before} → {after}. Achtung, zur selben Zeit dort: {others}",
    en="{before} → {after}. Mind: at the same time there: {others}",
)
IS_SO = Sentence(de="ist schon so", en="is so already")
CLOSES_BEFORE = Sentence(de="der Standort ist nur bis zum {day} offen.", en="the site is open only until {day}.")
OWN_ROOMS = Sentence(
    de="einzelne Termine sind in einen Raum des alten Standorts verlegt. Bitte diese zuerst zurücknehmen.",
    en="single sessions are moved to a room of the old site. Please undo those first.",
)
FALL_OUT = Sentence(de="{count} Termine fallen aus: {days}", en="{count} sessions are cancelled: {days}")
FALLS_OUT = Sentence(de="ein Termin fällt aus: {days}", en="one session is cancelled: {days}")
NONE_THEN = Sentence(de="hat in dieser Zeit keinen Termin", en="has no session in that time")
UNUSED = Sentence(de="wird gelöscht", en="will be deleted")
USED = Sentence(
    de="steht in Wochenplänen. Bitte stattdessen einen letzten Tag setzen.",
    en="stands in rosters. Please set a last day instead.",
)


@dataclass(frozen=True, slots=True)
class EndOn:
    """Give courses their last day."""

    day: dt.date


@dataclass(frozen=True, slots=True)
class Prioritise:
    """Set how early courses are filled, 1 (can wait) to 4."""

    priority: int


@dataclass(frozen=True, slots=True)
class SetLevel:
    """Set the level, None = none."""

    level: records.Level | None


@dataclass(frozen=True, slots=True)
class MoveTo:
    """Let the weekly meetings take place elsewhere: at a site, in one of its rooms or in none that is named."""

    site: str
    room: str | None = None


@dataclass(frozen=True, slots=True)
class CancelBetween:
    """Cancel every session that takes place from one day to another, both inclusive."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class DeleteUnused:
    """Delete courses that no roster names. Admins only, as for a single course."""


CourseChange = EndOn | Prioritise | SetLevel | MoveTo | CancelBetween | DeleteUnused


class CourseForesight:
    """What one change would do to courses; what it needs to know beyond them is read once."""

    def __init__(self, session: Session, change: CourseChange) -> None:
        self.session, self.change = session, change
        self._sessions: dict[str, list[DatedSession]] = {}
        if isinstance(change, MoveTo):
            self._site = row_by_key(session, Site, change.site)
            self._room = row_by_key(session, Room, change.room) if change.room else None
            if self._room is not None and self._room.site != change.site:
                raise Invalid()
            self._there: list[tuple[str, Meeting]] = []  # names of courses with their meetings in that room by then
            if self._room is not None:
                held = select(Course.name, Meeting).join(Meeting, Meeting.course == Course.key)
                self._there = [(name, one) for name, one in session.execute(held.where(Meeting.room == change.room))]
        if isinstance(change, CancelBetween):
            for one in held_between(session, change.first, change.last):
                if one.status is SessionStatus.HELD:  # what a lead set for a date stays
                    self._sessions.setdefault(one.course, []).append(one)

    def sessions_of(self, course: str) -> list[DatedSession]:
        """The sessions of the pattern that would be cancelled."""
        return self._sessions.get(course, [])

    def of(self, row: Course) -> Foresight:
        """What would become of one course."""
        match self.change:
            case EndOn(day):
                return self._ending(row, day)
            case Prioritise(priority):
                return _plain(str(row.priority), str(priority))
            case SetLevel(level):
                return _plain(_level(row.level), _level(level))
            case MoveTo():
                return self._moving(row)
            case CancelBetween():
                return self._cancelling(row)
            case DeleteUnused():
                used = _in_rosters(self.session, row.key)
                return Foresight(Verdict.CANNOT, USED) if used else Foresight(Verdict.CHANGES, UNUSED)

    def _ending(self, row: Course, day: dt.date) -> Foresight:
        if row.ends_on == day:
            return Foresight(Verdict.STAYS, ENDS_THEN)
        if row.starts_on is not None and day < row.starts_on:
            return Foresight(Verdict.CANNOT, dated(BEGINS_LATER, row.starts_on))
        told = len(current_duties(self.session, PublishedDuty.course == row.key, PublishedDuty.on_day > day))
        telling = {0: ENDS, 1: ENDS_AFTER_ONE_TOLD}.get(told, ENDS_AFTER_TOLD)
        return Foresight(Verdict.CHANGES, dated(telling, day, count=told))

    def _moving(self, row: Course) -> Foresight:
        closes = self._site.open_until
        if closes is not None and (row.ends_on is None or row.ends_on > closes):
            return Foresight(Verdict.CANNOT, dated(CLOSES_BEFORE, closes))
        own = SessionChange.course == row.key, SessionChange.room.is_not(None), SessionChange.site.is_(None)
        if row.site != self._site.key and self.session.scalar(select(SessionChange.id).where(*own).limit(1)):
            return Foresight(Verdict.CANNOT, OWN_ROOMS)
        wanted = None if self._room is None else self._room.key
        rooms = set(self.session.scalars(select(Meeting.room).where(Meeting.course == row.key)))
        if row.site == self._site.key and rooms <= {wanted}:
            return Foresight(Verdict.STAYS, IS_SO)
        named = self.session.scalars(select(Room.name).where(Room.key.in_([one for one in rooms if one])))
        before = [row_by_key(self.session, Site, row.site).name, *sorted(named)]
        after = [self._site.name, *([self._room.name] if self._room else [])]
        words = {"before": ", ".join(before), "after": ", ".join(after), "others": ", ".join(self._meeting_there(row))}
        return Foresight(Verdict.CHANGES, filled(WILL_MEET if words["others"] else WILL_BE, **words))

    def _meeting_there(self, row: Course) -> list[str]:
        """The names of other courses that would be in the room at the same time, those moved before it too."""
        if self._room is None:
            return []
        own = self.session.scalars(select(Meeting).where(Meeting.course == row.key)).all()
        met = {name for name, other in self._there for one in own if other.course != row.key and _overlap(one, other)}
        self._there += [(row.name, one) for one in own]
        return sorted(met)

    def _cancelling(self, row: Course) -> Foresight:
        found = self.sessions_of(row.key)
        if not found:
            return Foresight(Verdict.STAYS, NONE_THEN)
        sentence = FALLS_OUT if len(found) == 1 else FALL_OUT
        days = {language: _days(found, language) for language in ("de", "en")}
        return Foresight(
            Verdict.CHANGES,
            Sentence(
                de=sentence.de.format(count=len(found), days=days["de"]),
                en=sentence.en.format(count=len(found), days=days["en"]),
            ),
        )


def _in_rosters(session: Session, course: str) -> bool:
    """Whether a draft or any version that was ever published names the course."""
    published = select(PublishedDuty.id).where(PublishedDuty.course == course).limit(1)
    drafted = select(DraftDuty.id).where(DraftDuty.session.startswith(f"{course}@", autoescape=True)).limit(1)
    return session.scalar(published) is not None or session.scalar(drafted) is not None


def _overlap(one: Meeting, other: Meeting) -> bool:
    """Whether two weekly meetings lie on the same day and share a minute."""
    same_day = one.weekday == other.weekday
    return same_day and one.start_minute < other.end_minute and other.start_minute < one.end_minute


def _plain(before: str, after: str) -> Foresight:
    if before == after:
        return Foresight(Verdict.STAYS, IS_SO)
    return Foresight(Verdict.CHANGES, filled(WILL_BE, before=before, after=after))


def _level(level: records.Level | None) -> str:
    return "–" if level is None else level_name(level.name)


def _days(sessions: list[DatedSession], language: str) -> str:
    """The dates, the first few where there are many."""
    told = [spoken_date(day, language) for day in sorted({one.on_day for one in sessions})]
    return ", ".join([*told[:4], "…"] if len(told) > 5 else told)
