"""Rosters of the weeks before, filled seat by seat with whoever may come: they keep the rules, no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from roster.records import Course, Meeting, PairKind, PublishedAssignment, Qualification, School


def last_weeks(school: School, monday: dt.date, weeks: int, random: Random) -> tuple[PublishedAssignment, ...]:
    """The rosters of some weeks before a Monday, as if every meeting of the weekly pattern was held.

    The same people tend to keep the same seats, as in life.
    """
    candidates = _Candidates(school)
    meetings = sorted(school.meetings, key=lambda m: (m.weekday, m.start_minute, m.course))
    habit: dict[tuple[str, int, int, str], str] = {}
    found: list[PublishedAssignment] = []
    for back in range(weeks, 0, -1):
        duties = _Duties()
        for meeting in meetings:
            on_day = monday + dt.timedelta(days=meeting.weekday - 7 * back)
            found.extend(_session(candidates, duties, habit, meeting, on_day, random))
    return tuple(found)


@dataclass
class _Duties:
    """What people have in the week that is being filled: minutes and days by volunteer."""

    minutes: dict[str, int] = field(default_factory=dict)
    days: dict[str, set[int]] = field(default_factory=dict)

    def add(self, volunteer: str, meeting: Meeting) -> None:
        """Count one more duty."""
        self.minutes[volunteer] = self.minutes.get(volunteer, 0) + meeting.end_minute - meeting.start_minute
        self.days.setdefault(volunteer, set()).add(meeting.weekday)


def _session(
    candidates: _Candidates,
    duties: _Duties,
    habit: dict[tuple[str, int, int, str], str],
    meeting: Meeting,
    on_day: dt.date,
    random: Random,
) -> Iterator[PublishedAssignment]:
    """The filled required seats of one session; a depending seat stays empty where the seat it needs is."""
    taken: dict[str, str] = {}
    for number, role in enumerate(candidates.seats.get(meeting.course, ())):
        needed = candidates.depends[role]
        if needed is not None and needed not in taken.values():
            continue
        free = [key for key in candidates.able(meeting, role, on_day) if candidates.free(key, meeting, duties, taken)]
        if not free:
            continue
        seat = (meeting.course, meeting.weekday, meeting.start_minute, f"{role}/{number}")
        usual = habit.get(seat)
        key = usual if usual is not None and usual in free else random.choice(free)
        habit[seat] = key
        taken[key] = role
        duties.add(key, meeting)
        yield PublishedAssignment(
            course=meeting.course, on_day=on_day, start_minute=meeting.start_minute, role=role, volunteer=key
        )


class _Candidates:
    """Who may sit where, looked up quickly. Newcomers are left out: they were not there in the weeks before."""

    def __init__(self, school: School) -> None:
        self.courses = {course.key: course for course in school.courses}
        self.volunteers = {volunteer.key: volunteer for volunteer in school.volunteers if not volunteer.newcomer}
        self.depends = {role.key: role.depends_on for role in school.roles}
        self.asked = {("role", role.key): role.certificates for role in school.roles}
        self.asked |= {("branch", branch.key): branch.certificates for branch in school.branches}
        self.asked |= {("site", site.key): site.certificates for site in school.sites}
        self.restricted = {site.key for site in school.sites if site.restricted}
        self.access = {(row.site, row.volunteer) for row in school.access}
        self.absences = school.absences
        self.apart = {frozenset((p.first, p.second)) for p in school.pairs if p.kind is PairKind.APART}
        self.seats: dict[str, list[str]] = {}
        for seats in school.seats:
            self.seats.setdefault(seats.course, []).extend([seats.role] * seats.required)
        for roles in self.seats.values():
            roles.sort(key=lambda role: self.depends[role] is not None)
        self.qualified: dict[str, list[Qualification]] = {}
        for qualification in school.qualifications:
            self.qualified.setdefault(qualification.role, []).append(qualification)
        self.windows: dict[tuple[str, int], list[tuple[int, int]]] = {}
        for window in school.availability:
            times = self.windows.setdefault((window.volunteer, window.weekday), [])
            times.append((window.start_minute, window.end_minute))
        self.certificates: dict[tuple[str, str], list[tuple[dt.date, dt.date]]] = {}
        for row in school.certificates:
            valid = self.certificates.setdefault((row.volunteer, row.kind), [])
            valid.append((row.seen_on, row.valid_until or dt.date.max))

    def able(self, meeting: Meeting, role: str, on_day: dt.date) -> list[str]:
        """People who may and can, each once, in the order of their qualifications."""
        course = self.courses[meeting.course]
        asked = self.asked["role", role] + self.asked["branch", course.branch] + self.asked["site", course.site]
        found = {
            q.volunteer: None
            for q in self.qualified.get(role, ())
            if q.volunteer in self.volunteers
            and q.branch in (None, course.branch)
            and _reaches(q, course)
            and self._welcome(q.volunteer, course.site)
            and self._comes(q.volunteer, meeting, on_day)
            and all(self._holds(q.volunteer, kind, on_day) for kind in asked)
        }
        return list(found)

    def free(self, volunteer: str, meeting: Meeting, duties: _Duties, taken: dict[str, str]) -> bool:
        """Whether somebody has time left: one duty a day, so that no way is too far, and within what they wish."""
        person = self.volunteers[volunteer]
        days = duties.days.get(volunteer, set())
        length = meeting.end_minute - meeting.start_minute
        return (
            duties.minutes.get(volunteer, 0) + length <= person.wished_minutes_week
            and person.max_sessions_day > 0
            and meeting.weekday not in days
            and len(days) < person.max_days_week
            and not any(frozenset((volunteer, other)) in self.apart for other in taken)
        )

    def _welcome(self, volunteer: str, site: str) -> bool:
        refused = site in self.volunteers[volunteer].refused_sites
        return not refused and (site not in self.restricted or (site, volunteer) in self.access)

    def _comes(self, volunteer: str, meeting: Meeting, on_day: dt.date) -> bool:
        away = any(row.volunteer == volunteer and row.from_day <= on_day <= row.until_day for row in self.absences)
        windows = self.windows.get((volunteer, meeting.weekday), ())
        return not away and any(start <= meeting.start_minute and meeting.end_minute <= end for start, end in windows)

    def _holds(self, volunteer: str, kind: str, on_day: dt.date) -> bool:
        return any(first <= on_day <= last for first, last in self.certificates.get((volunteer, kind), ()))


def _reaches(qualification: Qualification, course: Course) -> bool:
    if course.level is None:
        return True
    from_level = course.level if qualification.level_from is None else qualification.level_from
    to_level = course.level if qualification.level_to is None else qualification.level_to
    return from_level <= course.level <= to_level
