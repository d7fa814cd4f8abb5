"""Which certificates run out or are missing, for whom, and what that would touch. For leads and admins.

A certificate counts by the date of a session (see roster.rules.certificate), so warnings look ahead from a day: 90 days
before the end is time to ask for a new one, 30 days before it is late.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster import records
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.rosters import PublishedDuty, Roster, RosterVersion
from roster.reports.lists import full_name
from roster.reports.person_texts import MISSING, WARN_DAYS, certificate_warning, kind_name
from roster.weeks.frozen import read_records
from roster.words import Sentence, spoken_day, spoken_list

R = TypeVar("R", records.Qualification, records.Certificate)

URGENT_DAYS = 30
LOOK_BACK_DAYS = 56  # courses that somebody sat in within eight weeks are those that would miss them
NAMED_AT_MOST = 4

DUTIES = Sentence(
    de="{count} veröffentlichte Einsätze danach, der erste {first}",
    en="{count} published duties after that, the first on {first}",
)
DUTY = Sentence(de="ein veröffentlichter Einsatz danach: {first}", en="one published duty after that: {first}")
COURSES = Sentence(de="betroffen: {courses}", en="concerns {courses}")
NOTHING_YET = Sentence(de="noch kein Einsatz betroffen", en="no duty concerned yet")


class Urgency(enum.IntEnum):
    """How pressing a certificate is, the worst last."""

    FINE = 0
    SOON = 1  # ends within 90 days
    URGENT = 2  # ends within 30 days
    MISSING = 3  # needed for what the person may do, and never seen
    OVER = 4  # ended


@dataclass(frozen=True, slots=True)
class CertificateNotice:
    """What is up with one kind of certificate of one person; ``until`` is None where it is missing."""

    kind: str
    urgency: Urgency
    until: dt.date | None
    text: str


@dataclass(frozen=True, slots=True)
class CertificateAhead:
    """One person whose certificate runs out or is missing, and in words what that touches."""

    volunteer: str
    name: str
    notice: CertificateNotice
    affected: str
    duties: int  # published ones after the end, or while it is missing


def needed_kinds(
    qualifications: Iterable[records.Qualification],
    branches: Mapping[str, records.Branch],
    roles: Mapping[str, records.Role],
) -> frozenset[str]:
    """The kinds of certificates without which a person could not do what their qualifications name.

    A qualification for every branch asks for none of a single branch: there may be others where the person helps.
    """
    kinds: set[str] = set()
    for one in qualifications:
        if one.branch is not None and one.branch in branches:
            kinds.update(branches[one.branch].certificates)
        if one.role in roles:
            kinds.update(roles[one.role].certificates)
    return frozenset(kinds)


def certificate_notices(
    certificates: Iterable[records.Certificate], needed: Collection[str], on_day: dt.date, language: str
) -> tuple[CertificateNotice, ...]:
    """What needs looking at on a day, by kind; of each kind only the certificate that counts longest is looked at."""
    longest: dict[str, records.Certificate] = {}
    for one in certificates:
        known = longest.get(one.kind)
        if known is None or (one.valid_until or dt.date.max) > (known.valid_until or dt.date.max):
            longest[one.kind] = one
    found = [
        CertificateNotice(kind, Urgency.MISSING, None, MISSING.text(language, what=kind_name(kind, language)))
        for kind in needed
        if kind not in longest
    ]
    for kind, one in longest.items():
        urgency = _urgency(one.valid_until, on_day)
        if urgency is not Urgency.FINE:
            text = certificate_warning(one, on_day, language)
            found.append(CertificateNotice(kind, urgency, one.valid_until, text))
    return tuple(sorted(found, key=lambda notice: notice.kind))


def certificates_ahead(
    store: Store, actor: Actor, *, today: dt.date, volunteer: str | None = None
) -> tuple[CertificateAhead, ...]:
    """Whose certificates ended, end within 90 days or are missing, the most pressing first.

    All active people, or that one ``volunteer`` whatever their standing. Leads and admins.
    """
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        school = read_records(session)
        branches = {one.key: one for one in school.branches}
        roles = {one.key: one for one in school.roles}
        qualifications, certificates = by_volunteer(school.qualifications), by_volunteer(school.certificates)
        concerned = {
            one: certificate_notices(
                certificates.get(one.key, ()),
                needed_kinds(qualifications.get(one.key, ()), branches, roles),
                today,
                actor.language,
            )
            for one in school.volunteers
            if (one.key == volunteer if volunteer else one.standing is records.Standing.ACTIVE)
        }
        concerned = {one: notices for one, notices in concerned.items() if notices}
        duties = _duties(session, school, [one.key for one in concerned], today)
    lines = [
        _line(one, notice, duties.get(one.key, ()), today, actor.language)
        for one, notices in concerned.items()
        for notice in notices
    ]
    return tuple(sorted(lines, key=_most_pressing))


def by_volunteer(rows: Iterable[R]) -> dict[str, list[R]]:
    """Qualifications or certificates by the volunteer whose they are."""
    found: dict[str, list[R]] = {}
    for one in rows:
        found.setdefault(one.volunteer, []).append(one)
    return found


@dataclass(frozen=True, slots=True)
class _Duty:
    """A published duty: its day, its course's name, and the kinds of certificates that it asks for."""

    on_day: dt.date
    course: str
    kinds: frozenset[str]


def _urgency(until: dt.date | None, on_day: dt.date) -> Urgency:
    if until is None or until > on_day + dt.timedelta(days=WARN_DAYS):
        return Urgency.FINE
    if until < on_day:
        return Urgency.OVER
    return Urgency.URGENT if until <= on_day + dt.timedelta(days=URGENT_DAYS) else Urgency.SOON


def _most_pressing(line: CertificateAhead) -> tuple[bool, dt.date, str, str]:
    """Those whose published duties it touches first, then what ended or ends, the next first, then what is missing."""
    return not line.duties, line.notice.until or dt.date.max, line.name.casefold(), line.notice.kind


def _duties(
    session: Session, school: records.School, people: Collection[str], today: dt.date
) -> dict[str, list[_Duty]]:
    """Duties of the versions that count, from eight weeks ago on, by volunteer."""
    courses, sites = {one.key: one for one in school.courses}, {one.key: one for one in school.sites}
    branches, roles = {one.key: one for one in school.branches}, {one.key: one for one in school.roles}
    query = (
        select(PublishedDuty.volunteer, PublishedDuty.on_day, PublishedDuty.course, PublishedDuty.role)
        .join(RosterVersion, RosterVersion.id == PublishedDuty.version_id)
        .join(Roster, Roster.id == RosterVersion.roster_id)
        .where(
            RosterVersion.number == Roster.current_number,
            PublishedDuty.on_day >= today - dt.timedelta(days=LOOK_BACK_DAYS),
        )
        .order_by(PublishedDuty.on_day, PublishedDuty.start_minute)
    )
    found: dict[str, list[_Duty]] = {}
    for row in session.execute(query):
        course = courses.get(row.course)
        if course is not None and row.volunteer in people:
            kinds = {*branches[course.branch].certificates, *sites[course.site].certificates}
            kinds.update(roles[row.role].certificates if row.role in roles else ())
            found.setdefault(row.volunteer, []).append(_Duty(row.on_day, course.name, frozenset(kinds)))
    return found


def _line(
    one: records.Volunteer, notice: CertificateNotice, duties: Iterable[_Duty], today: dt.date, language: str
) -> CertificateAhead:
    concerned = [duty for duty in duties if notice.kind in duty.kinds]
    after = [duty for duty in concerned if duty.on_day >= today and duty.on_day > (notice.until or dt.date.min)]
    said = []
    if after:
        first = spoken_day(after[0].on_day, language)
        said.append((DUTIES if len(after) > 1 else DUTY).text(language, count=len(after), first=first))
    names = sorted({duty.course for duty in concerned})
    if names:
        more = [*names[:NAMED_AT_MOST], "…"] if len(names) > NAMED_AT_MOST else names
        said.append(COURSES.text(language, courses=spoken_list(more, language)))
    affected = "; ".join(said) or NOTHING_YET.text(language)
    return CertificateAhead(one.key, full_name(one), notice, affected, len(after))
