"""What if: a week planned as it is and as supposed, side by side. Nothing that is supposed is ever stored as a record.

A supposition becomes a list of events as ``solver.events`` knows them, and the ``about`` of a question.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from roster.actions.asked_week import AskedWeek, Event
from roster.actions.questions import QuestionTicket
from roster.actor import Actor
from roster.calendar.clock import elapsed_minute, wall_clock
from roster.calendar.weeks import days_of
from roster.database import Store
from roster.errors import Invalid, NotFound
from roster.problem import Certificate, Person, Problem, Qualification, Session, Window, session_key
from roster.records import Level, Means, Willingness
from roster.words import Sentence

INVENTED, NEW_SITE = "~new-", "~site"  # keys that no table can hold
MOST_ALIKE = 5
USUAL_MEANS = (Means.FOOT, Means.BIKE, Means.BUS, Means.CAR)

NOTHING_SUPPOSED = Sentence(
    de="Bitte mindestens eine Änderung auswählen.",
    en="Please choose at least one change.",
)
SESSION_THERE = Sentence(
    de="Diesen Termin gibt es schon. Bitte einen anderen Tag oder Beginn wählen.",
    en="There is this session already. Please choose another day or start.",
)


@dataclass(frozen=True, slots=True)
class MoreTimes:
    """Somebody could come gladly on these weekdays, too; minutes of the day."""

    person: str
    weekdays: tuple[int, ...]
    start_minute: int
    end_minute: int


@dataclass(frozen=True, slots=True)
class OtherNumbers:
    """Somebody has other hours or limits; None leaves a number as it is."""

    person: str
    wished_minutes: int | None = None
    max_minutes_week: int | None = None
    max_sessions_day: int | None = None
    max_days_week: int | None = None


@dataclass(frozen=True, slots=True)
class NewVolunteer:
    """One or more people alike who do not exist: experienced, with every certificate, let in everywhere."""

    role: str
    branch: str | None
    level_from: Level | None
    level_to: Level | None
    weekdays: tuple[int, ...]
    start_minute: int
    end_minute: int
    minutes_week: int
    alike: int = 1


@dataclass(frozen=True, slots=True)
class MoreSession:
    """One more session of a course, at its own site or another: what one more room or site would allow."""

    course: str
    weekday: int
    start_minute: int
    end_minute: int
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Supposition:
    """What is to be different in a what-if, as keys; ``rooms`` are (site, room).

    Sites and rooms are lost from a day on (None = all week); their sessions move to ``moved_to``, or to a site that
    does not exist, ``new_site_minutes`` away from every other, or (neither) do not take place. ``rules`` are fields of
    ``roster.problem.Settings`` with their values.
    """

    absent: tuple[str, ...] = ()
    courses: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    rooms: tuple[tuple[str, str], ...] = ()
    lost_from: dt.date | None = None
    moved_to: str | None = None
    new_site_minutes: int | None = None
    times: tuple[MoreTimes, ...] = ()
    numbers: tuple[OtherNumbers, ...] = ()
    volunteers: tuple[NewVolunteer, ...] = ()
    more_sessions: tuple[MoreSession, ...] = ()
    rules: tuple[tuple[str, bool | int | str], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is different."""
        places = self.sites or self.rooms
        people = self.absent or self.times or self.numbers or self.volunteers
        return bool(people or places or self.courses or self.more_sessions or self.rules)


def ask_what_if(store: Store, actor: Actor, week: str, supposed: Supposition, *, now: dt.datetime) -> QuestionTicket:
    """Ask to have the week planned as it is and as supposed, side by side; nothing of it is kept.

    Raises Forbidden, Invalid where nothing is supposed or a session is there already, NotFound for a key that the week
    does not know.
    """
    if not supposed:
        raise Invalid(NOTHING_SUPPOSED)
    found = AskedWeek.of(store, actor, week, now)
    question = {
        "before": found.problem.to_json(),
        "events": [*_people(found, supposed), *_rules(supposed), *_sessions(found, supposed)],
        "plan": found.sound_plan(),
        "seconds": 10,
    }
    return found.ask(store, actor, "whatif", question, _about(supposed), 45, now)


def invented_keys(alike: int, before: int = 0) -> tuple[str, ...]:
    """Keys of people who do not exist, after so many others."""
    return tuple(f"{INVENTED}{number}" for number in range(before + 1, before + alike + 1))


def _about(supposed: Supposition) -> Event:
    told = asdict(supposed)
    told["lost_from"] = supposed.lost_from and supposed.lost_from.isoformat()
    return told | {"rules": dict(supposed.rules)}


def _people(found: AskedWeek, supposed: Supposition) -> Iterator[Event]:
    people = found.problem.person_by_key
    made = 0
    for new in supposed.volunteers:
        found.require(any(need.role == new.role for one in found.problem.sessions for need in one.needs))
        for key in invented_keys(new.alike, made):
            yield {"event": "person_added", "person": _plain(_invented(found, new, key))}
        made += new.alike
    for more in supposed.times:
        found.require(more.person in people)
        windows = [_plain(one) for one in _windows(found, more.weekdays, more.start_minute, more.end_minute)]
        yield {"event": "windows_added", "person": more.person, "windows": windows}
    for other in supposed.numbers:
        found.require(other.person in people)
        numbers = {name: value for name, value in asdict(other).items() if name != "person" and value is not None}
        yield {"event": "numbers_changed", "person": other.person, "numbers": numbers}
    for person in supposed.absent:
        found.require(person in people)
        yield {"event": "volunteer_out", "person": person}


def _rules(supposed: Supposition) -> Iterator[Event]:
    if supposed.rules:
        yield {"event": "settings_changed", "settings": dict(supposed.rules)}


def _sessions(found: AskedWeek, supposed: Supposition) -> Iterator[Event]:
    """One more session each, then courses that do not take place, then sites and rooms that are lost."""
    found.require(all(key in {one.key for one in found.frozen.school.courses} for key in supposed.courses))
    if supposed.more_sessions:
        sessions = [_plain(_one_more(found, one)) for one in supposed.more_sessions]
        yield {"event": "sessions_added", "sessions": sessions}
    gone = {one.key for one in found.problem.sessions if one.course in supposed.courses and not one.past}
    if gone:
        yield {"event": "sessions_lost", "sessions": sorted(gone)}
    lost: set[str] = set()
    for site, room in (*((site, None) for site in supposed.sites), *supposed.rooms):
        found.require(site in found.problem.site_by_key)
        lost |= set(found.sessions_in(site, room, None, from_day=supposed.lost_from))
    if not lost - gone:
        return
    to = supposed.moved_to
    found.require(to is None or to in found.problem.site_by_key)
    if to is None and supposed.new_site_minutes is not None:
        to = NEW_SITE
        yield {"event": "site_added", "site": to, "minutes": supposed.new_site_minutes}
    yield {"event": "sessions_lost", "sessions": sorted(lost - gone), "to": to}


def _invented(found: AskedWeek, new: NewVolunteer, key: str) -> Person:
    problem = found.problem
    first = days_of(problem.week)[0]
    return Person(
        key=key,
        identity=key,
        means=_known_means(problem),
        wished_minutes=new.minutes_week,
        max_minutes_week=new.minutes_week,
        windows=_windows(found, new.weekdays, new.start_minute, new.end_minute),
        qualifications=(Qualification(new.role, new.branch, new.level_from, new.level_to),),
        certificates=tuple(Certificate(kind, first) for kind in problem.certificates_asked),
    )


def _known_means(problem: Problem) -> Means:
    """A way of travelling whose minutes the problem knows; without any way there is nothing to know."""
    known = {way.means for way in problem.journeys}
    return next((means for means in USUAL_MEANS if means in known), Means.FOOT)


def _windows(found: AskedWeek, weekdays: tuple[int, ...], start: int, end: int) -> tuple[Window, ...]:
    timezone, week = found.frozen.school.organisation.timezone, found.problem.week
    days = [days_of(week)[weekday] for weekday in sorted(weekdays)]
    spans = [tuple(elapsed_minute(week, day, minute, timezone) for minute in (start, end)) for day in days]
    return tuple(Window(begins, ends, Willingness.GLADLY) for begins, ends in spans)


def _one_more(found: AskedWeek, more: MoreSession) -> Session:
    """One more session of a course, like its first one of this week."""
    like = next((one for one in found.problem.sessions if one.course == more.course), None)
    if like is None or (more.site is not None and more.site not in found.problem.site_by_key):
        raise NotFound()
    day, starts = days_of(found.problem.week)[more.weekday], wall_clock(more.start_minute)
    key = session_key(more.course, day, starts)
    if key in found.problem.session_by_key:
        raise Invalid(SESSION_THERE)
    [window] = _windows(found, (more.weekday,), more.start_minute, more.end_minute)
    return replace(
        like,
        key=key,
        site=more.site or like.site,
        on_day=day,
        starts=starts,
        start_minute=window.start_minute,
        end_minute=window.end_minute,
        past=False,
        urgency=1,
    )


def _plain(one: Person | Session | Window) -> Event:
    """A part of a problem as its JSON has it."""
    return {name: _value(value) for name, value in asdict(one).items()}


def _value(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _value(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_value(part) for part in value]
    return value
