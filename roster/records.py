"""What an organisation knows about itself, as plain records: one class for each table.

The same records come out of a folder of spreadsheets and out of the database, and go into both.
So import, preview, export and the frozen problem of a week have one common language, and none of them
knows where the records came from.

Keys are short texts that a school chooses (``"anna"``, ``"a2-evening"``), unique within one organisation and table.
Minutes of a day count from local midnight of the day a thing starts; an end beyond 1440 lies on the next day.
Weekdays count from 0 (Monday) to 6 (Sunday). Dates are calendar dates in the organisation's time zone.
An empty tuple means "none named"; ``None`` means "no limit" or "not known", as each field says.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass, fields

PSEUDONYM = "anonym-"  # begins the keys that stand in published history for people who were erased


class Level(enum.IntEnum):
    """Language levels in their order; a course has one, a qualification spans a range."""

    ALPHA = 0
    A1_1 = 1
    A1_2 = 2
    A2 = 3
    B1 = 4
    B2 = 5
    C1 = 6


class Willingness(enum.IntEnum):
    """How gladly somebody comes within a window; a time in no window means "not available"."""

    IF_NEEDED = 1
    POSSIBLE = 2
    GLADLY = 3


class Standing(enum.StrEnum):
    """Where a volunteer stands with the organisation; only the active ones are rostered."""

    REGISTERED = "registered"
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"


class Means(enum.StrEnum):
    """How somebody gets from site to site."""

    FOOT = "foot"
    BIKE = "bike"
    BUS = "bus"
    CAR = "car"


class GoalOrder(enum.StrEnum):
    """Whether the lesser goals share an exchange rate (the default) or come strictly one after the other."""

    BALANCED = "balanced"
    STRICT = "strict"


class ChangeKind(enum.StrEnum):
    """What happens to one dated session against its weekly pattern."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    ONE_OFF = "one_off"


class PairKind(enum.StrEnum):
    """A private wish about two volunteers: never in one session, or gladly in one session."""

    APART = "apart"
    TOGETHER = "together"


class DecisionKind(enum.StrEnum):
    """A lead's word about a volunteer and a session: must sit there, or must not."""

    PIN = "pin"
    BAN = "ban"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """One association with its own data and its own numbers for the rules.

    The four rates are the exchange rates of the balance: what a point of such a goal is worth in minutes of waiting.
    """

    key: str
    name: str
    timezone: str = "Europe/Berlin"
    land: str = "NI"  # German Land for public and school holidays
    language: str = "de"
    planning_week: str | None = None  # ISO week "2026-W48" that the tables were made for; None = the next teaching week
    travel_buffer_minutes: int = 5
    support_needs_lead: bool = True  # rule switched on
    newcomers: bool = True  # rule switched on
    goal_order: GoalOrder = GoalOrder.BALANCED
    rate_continuity: int = 20
    rate_wishes: int = 20
    rate_travel: int = 1
    rate_wished_seats: int = 40
    history_weeks: int = 4  # how many published weeks back a course's familiar leads are remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A part of the organisation, such as the children's or the adults' courses.

    ``certificates`` are the kinds that everyone in a session of this branch must hold, valid on that date.
    """

    key: str
    name: str
    minors: bool = False
    certificates: tuple[str, ...] = ()
    pauses_on_public_holidays: bool = True
    pauses_in_school_holidays: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place where sessions happen. ``restricted`` sites let in only those on their access list."""

    key: str
    name: str
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    open_from: dt.date | None = None  # contract dates, both inclusive; None = no limit
    open_until: dt.date | None = None
    restricted: bool = False
    address_in_feeds: bool = False  # accommodations keep their address out of calendars unless the school opts in
    certificates: tuple[str, ...] = ()  # such as measles proof in a shared accommodation
    entry_hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One volunteer on the access list of one restricted site."""

    site: str
    volunteer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room of a site; ``places`` is the number of learners it holds, None = not known."""

    key: str
    site: str
    name: str
    places: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """The way from one site to another by one means, in whole minutes; the way back is its own row."""

    from_site: str
    to_site: str
    means: Means
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a seat is for. ``leads`` marks the role whose faces a course remembers.

    A role that ``depends_on`` another is filled only in sessions where that other role is filled.
    """

    key: str
    name: str
    leads: bool = False
    depends_on: str | None = None
    certificates: tuple[str, ...] = ()  # such as the food-hygiene instruction for the kitchen


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer:
    """A person who takes seats in this organisation.

    ``person`` is the same text in every organisation that the person helps in, so that one load counts over all of
    them; None = helps only here.
    """

    key: str
    first_name: str
    last_name: str
    person: str | None = None
    email: str = ""
    phone: str = ""
    language: str = "de"
    standing: Standing = Standing.ACTIVE
    newcomer: bool = False
    means: Means = Means.FOOT
    wished_minutes_week: int = 0
    promised_minutes_week: int = 0
    max_minutes_week: int = 600
    max_sessions_day: int = 2
    max_days_week: int = 5
    preferred_sites: tuple[str, ...] = ()
    refused_sites: tuple[str, ...] = ()
    preferred_courses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    """What a volunteer may do: a role, in one branch or in any, over a range of levels, perhaps until a date."""

    volunteer: str
    role: str
    branch: str | None = None  # None = every branch
    level_from: Level | None = None  # both inclusive; None = no limit
    level_to: Level | None = None
    seen_on: dt.date | None = None
    valid_until: dt.date | None = None  # inclusive


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """That a certificate was inspected, by whom and when, and how long it counts. Never the paper itself."""

    volunteer: str
    kind: str  # "clearance" (erweitertes Führungszeugnis), "measles", "food_hygiene" ...
    seen_on: dt.date
    seen_by: str = ""
    valid_until: dt.date | None = None  # inclusive; None = for good


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """One weekly window of a volunteer."""

    volunteer: str
    weekday: int
    start_minute: int
    end_minute: int
    willingness: Willingness
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Dates or hours on which a volunteer is away. No reason is kept.

    Both days are inclusive; with ``start_minute``/``end_minute`` (both or neither) only those hours of each day.
    """

    volunteer: str
    from_day: dt.date
    until_day: dt.date
    start_minute: int | None = None
    end_minute: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraTime:
    """A dated window beyond the weekly pattern."""

    volunteer: str
    on_day: dt.date
    start_minute: int
    end_minute: int
    willingness: Willingness


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A learner group, a drop-in or a café. Learners are head counts, never names."""

    key: str
    name: str
    branch: str
    site: str
    level: Level | None = None
    priority: int = 1  # 1 (can wait) to 4 (children and running courses first)
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    learners: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """How many seats of one role each session of a course has: ``required`` ones and further ``wished`` ones."""

    course: str
    role: str
    required: int = 1
    wished: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """The weekly pattern of a course: weekday, start, end, room."""

    course: str
    weekday: int
    start_minute: int
    end_minute: int  # beyond 1440 = after midnight
    room: str | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionChange:
    """One dated session that differs from the weekly pattern.

    ``on_day`` and ``start_minute`` name the session of the pattern (for ``one_off``: the session itself).
    ``moved`` gives what is new in ``new_day``, ``new_start_minute``, ``new_end_minute``, ``site``, ``room``, each
    None = as before.
    ``one_off`` needs ``new_end_minute``; its site is the course's unless ``site`` is given.
    """

    course: str
    on_day: dt.date
    start_minute: int
    change: ChangeKind
    new_day: dt.date | None = None
    new_start_minute: int | None = None
    new_end_minute: int | None = None
    site: str | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Days without teaching; both days inclusive. Limited to a site or a branch where one is named."""

    from_day: dt.date
    until_day: dt.date
    site: str | None = None
    branch: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A dated holiday of its own beside those of the Land. ``school`` ones pause only branches that keep them."""

    name: str
    from_day: dt.date
    until_day: dt.date
    school: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A teaching term, both days inclusive. An organisation with terms teaches only inside them."""

    name: str
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A wish about two volunteers; the order of the two does not matter."""

    first: str
    second: str
    kind: PairKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A pin or a ban. A pin names one dated session and a role; a ban may leave day, start and role open (= any)."""

    kind: DecisionKind
    volunteer: str
    course: str
    on_day: dt.date | None = None
    start_minute: int | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedAssignment:
    """One seat of a published roster, as it was told to people."""

    course: str
    on_day: dt.date
    start_minute: int
    role: str
    volunteer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """All records of one organisation. Order means nothing, except in ``decisions``: an earlier pin wins."""

    organisation: Organisation
    branches: tuple[Branch, ...] = ()
    sites: tuple[Site, ...] = ()
    access: tuple[Access, ...] = ()
    rooms: tuple[Room, ...] = ()
    travel: tuple[Travel, ...] = ()
    roles: tuple[Role, ...] = ()
    volunteers: tuple[Volunteer, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    availability: tuple[Availability, ...] = ()
    absences: tuple[Absence, ...] = ()
    extra_times: tuple[ExtraTime, ...] = ()
    courses: tuple[Course, ...] = ()
    seats: tuple[Seats, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    session_changes: tuple[SessionChange, ...] = ()
    closures: tuple[Closure, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    terms: tuple[Term, ...] = ()
    pairs: tuple[Pair, ...] = ()
    decisions: tuple[Decision, ...] = ()
    published: tuple[PublishedAssignment, ...] = ()

    def tables(self) -> dict[str, tuple[object, ...]]:
        """The records by table name, the organisation itself as a table of one row."""
        return {
            field.name: (self.organisation,) if field.name == "organisation" else getattr(self, field.name)
            for field in fields(self)
        }
