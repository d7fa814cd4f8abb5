"""Single changes: one thing that one person could offer or learn, with what it costs to ask for it.

Costs are whole "minutes of asking", for ranking alone: a longer window or week costs the minutes themselves, a new
window 30 more; the rest is in ``COSTS``. A change opens seats that nothing else closes to the person, or widens a
limit.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, replace

from roster.problem import Certificate, Need, Person, Problem, Qualification, Session, Span, Window, willingness
from roster.records import Level, Willingness
from roster.rules import Names, availability, certificate, qualification, site_access
from roster.rules.seating import NOBODY, Placing
from roster.rules.violation import spoken_name, spoken_session
from roster.words import Sentence, spoken_minutes
from solver.changes import with_person

RULES_OF_A_PERSON = (availability, qualification, certificate, site_access)
STEP_MINUTES = 30
MOST_MORE_SESSIONS = 3  # nobody is asked for more extra hours a week than so many of the longest sessions take
NEW_WINDOW_MINUTES = 30


class Kind(enum.StrEnum):
    """What would change."""

    WINDOW = "window"
    HOURS = "hours"
    SESSIONS_A_DAY = "sessions_a_day"
    DAYS = "days"
    ABSENCE = "absence"
    SITE = "site"
    ACCESS = "access"
    CERTIFICATE = "certificate"
    QUALIFICATION = "qualification"


COSTS = {
    Kind.SESSIONS_A_DAY: 60,
    Kind.ACCESS: 60,
    Kind.DAYS: 90,
    Kind.SITE: 120,
    Kind.ABSENCE: 150,
    Kind.CERTIFICATE: 180,
    Kind.QUALIFICATION: 240,
}
WORDS = {
    Kind.WINDOW: Sentence(
        "{person} böte {minutes} mehr an: zur Zeit von {session}.",
        "{person} could offer {minutes} more: at the time of {session}.",
    ),
    Kind.HOURS: Sentence("{person} käme {minutes} länger in der Woche.", "{person} would come {minutes} more a week."),
    Kind.SESSIONS_A_DAY: Sentence(
        "{person} nähme einen Termin mehr am Tag.", "{person} would take one more session a day."
    ),
    Kind.DAYS: Sentence("{person} käme an einem Tag mehr in der Woche.", "{person} would come on one more day a week."),
    Kind.ABSENCE: Sentence(
        "{person} wäre doch da: zur Zeit von {session}.",
        "{person} would not be absent after all: at the time of {session}.",
    ),
    Kind.SITE: Sentence("{person} würde auch an diesen Standort gehen: {what}.", "{person} would go to {what} too."),
    Kind.ACCESS: Sentence(
        "{person} käme auf die Zugangsliste: {what}.", "{person} would be put on the access list of {what}."
    ),
    Kind.CERTIFICATE: Sentence("{person} hätte den Nachweis: {what}.", "{person} would hold the certificate: {what}."),
    Kind.QUALIFICATION: Sentence(
        "{person} wäre als {what} qualifiziert, für einen Kurs wie {session}.",
        "{person} would be qualified as {what}, for a course like {session}.",
    ),
}


@dataclass(frozen=True, slots=True, order=True)
class SingleChange:
    """One change of one person, cheapest first when sorted.

    ``minutes`` are what is added to a window or week, else 0; ``session`` is one that it is about; ``what`` is the key
    of a site, certificate or role. ``branch`` and ``level`` limit a new qualification.
    """

    cost: int
    kind: Kind
    person: str
    minutes: int = 0
    session: str = ""
    what: str = ""
    branch: str | None = None
    level: Level | None = None

    def applied(self, problem: Problem) -> Problem:
        """The problem in which the person has made this change."""
        person = problem.person_by_key[self.person]
        if self.kind is Kind.ACCESS:
            sites = (
                replace(site, access=tuple(sorted({*(site.access or ()), self.person})))
                if site.key == self.what
                else site
                for site in problem.sites
            )
            return replace(problem, sites=tuple(sites))
        return with_person(problem, self.changed(person, problem))

    def changed(self, person: Person, problem: Problem) -> Person:
        """The person after the change; a change of an access list leaves them as they are."""
        if self.kind is Kind.HOURS:
            return replace(person, max_minutes_week=person.max_minutes_week + self.minutes)
        if self.kind is Kind.SESSIONS_A_DAY:
            return replace(person, max_sessions_day=person.max_sessions_day + 1)
        if self.kind is Kind.DAYS:
            return replace(person, max_days_week=person.max_days_week + 1)
        if self.kind is Kind.SITE:
            return replace(person, refused_sites=tuple(site for site in person.refused_sites if site != self.what))
        if self.kind is Kind.QUALIFICATION:
            learnt = Qualification(self.what, self.branch, self.level, self.level)
            return replace(person, qualifications=(*person.qualifications, learnt))
        if self.kind is Kind.CERTIFICATE:
            shown = Certificate(self.what, min(session.on_day for session in problem.sessions))
            return replace(person, certificates=(*person.certificates, shown))
        if self.kind in (Kind.WINDOW, Kind.ABSENCE):
            return self._free_for(person, problem.session_by_key[self.session])
        return person

    def _free_for(self, person: Person, session: Session) -> Person:
        if self.kind is Kind.WINDOW:
            window = Window(session.start_minute, session.end_minute, Willingness.POSSIBLE)
            return replace(person, windows=(*person.windows, window))
        return replace(person, absences=tuple(span for span in person.absences if not _overlap(span, session)))

    def text(self, language: str, names: Names) -> str:
        """The change as one sentence."""
        kind = {Kind.SITE: "site", Kind.ACCESS: "site", Kind.CERTIFICATE: "certificate"}.get(self.kind, "role")
        return WORDS[self.kind].text(
            language,
            person=spoken_name("person", self.person, names),
            minutes=spoken_minutes(self.minutes, language),
            session=spoken_session(self.session, language, names),
            what=spoken_name(kind, self.what, names),
        )


def single_changes(problem: Problem) -> list[SingleChange]:
    """Every change worth a thought, cheapest first: each opens a seat that nothing else closes, or widens a limit."""
    found: set[SingleChange] = set()  # one qualification opens many seats, but is one change
    longest = max((session.minutes for session in problem.sessions if not session.past), default=0)
    for person in problem.people:
        found |= set(_wider_limits(person, longest))
        for session in problem.sessions:
            for need in session.needs if not session.past else ():
                found |= set(_opening(problem, person, session, need))
    return sorted(found, key=lambda one: (one.cost, one.kind, one.person, one.session, one.what, one.minutes))


def _wider_limits(person: Person, longest: int) -> Iterator[SingleChange]:
    yield SingleChange(COSTS[Kind.SESSIONS_A_DAY], Kind.SESSIONS_A_DAY, person.key)
    yield SingleChange(COSTS[Kind.DAYS], Kind.DAYS, person.key)
    for minutes in range(STEP_MINUTES, MOST_MORE_SESSIONS * longest + STEP_MINUTES, STEP_MINUTES):
        yield SingleChange(minutes, Kind.HOURS, person.key, minutes)


def _opening(problem: Problem, person: Person, session: Session, need: Need) -> Iterator[SingleChange]:
    """The change that opens a seat to a person, where exactly one rule closes it and one change is enough."""
    placing = Placing(person, session, need.role)
    closed = [rule for rule in RULES_OF_A_PERSON if rule.objections(problem, NOBODY, placing)]
    if len(closed) != 1:
        return
    rule = closed[0]
    if rule is availability:
        yield from _time(person, session)
    elif rule is site_access:
        yield from _site(problem, person, session)
    elif rule is qualification:
        yield SingleChange(
            COSTS[Kind.QUALIFICATION],
            Kind.QUALIFICATION,
            person.key,
            session=alike(problem, session).key,
            what=need.role,
            branch=session.branch,
            level=session.level,
        )
    else:
        missing = {one for one in (*session.certificates, *need.certificates) if not _holds(person, one, session)}
        if len(missing) == 1:
            [what] = missing
            yield SingleChange(COSTS[Kind.CERTIFICATE], Kind.CERTIFICATE, person.key, what=what)


def _time(person: Person, session: Session) -> Iterator[SingleChange]:
    absent = any(_overlap(span, session) for span in person.absences)
    if willingness(person.windows, session) is not None:
        yield SingleChange(COSTS[Kind.ABSENCE], Kind.ABSENCE, person.key, session=session.key)
    elif not absent:
        missing = _uncovered_minutes(person, session)
        touches = any(
            one.start_minute <= session.end_minute and session.start_minute <= one.end_minute for one in person.windows
        )
        cost = missing if touches else missing + NEW_WINDOW_MINUTES
        yield SingleChange(cost, Kind.WINDOW, person.key, missing, session.key)


def _site(problem: Problem, person: Person, session: Session) -> Iterator[SingleChange]:
    site = problem.site_by_key.get(session.site)
    refused = session.site in person.refused_sites
    unlisted = site is not None and site.access is not None and person.key not in site.access
    is_open = site is None or (
        (site.open_from is None or site.open_from <= session.on_day)
        and (site.open_until is None or session.on_day <= site.open_until)
    )
    if is_open and refused != unlisted:
        kind = Kind.SITE if refused else Kind.ACCESS
        yield SingleChange(COSTS[kind], kind, person.key, what=session.site)


def _uncovered_minutes(person: Person, session: Session) -> int:
    """How many minutes of a session lie in no window of the person."""
    reached, missing = session.start_minute, 0
    for window in sorted(person.windows, key=lambda one: one.start_minute):
        if window.end_minute > reached and window.start_minute < session.end_minute:
            missing += max(0, window.start_minute - reached)
            reached = max(reached, window.end_minute)
    return missing + max(0, session.end_minute - reached)


def _holds(person: Person, kind: str, session: Session) -> bool:
    return any(
        one.kind == kind
        and one.seen_on <= session.on_day
        and (one.valid_until is None or session.on_day <= one.valid_until)
        for one in person.certificates
    )


def alike(problem: Problem, session: Session) -> Session:
    """The first session of the same branch and level: it stands for all that one qualification opens."""
    return next(one for one in problem.sessions if (one.branch, one.level) == (session.branch, session.level))


def _overlap(span: Span, session: Session) -> bool:
    return span.start_minute < session.end_minute and session.start_minute < span.end_minute
