"""What was done in an organisation, for its admins: who, what, to what, when. Fields are named, values never."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actions.audit import first_broken_link
from roster.actor import COMMAND_LINE_ACCOUNT, AccountRole, Actor
from roster.calendar.clock import moment
from roster.database import Store
from roster.models.accounts import Account, OperatorVisit
from roster.models.audit import AuditEntry
from roster.models.courses import Course
from roster.models.organisations import Branch, Organisation, Role, Room, Site
from roster.models.people import Volunteer
from roster.models.rosters import Roster, RosterDraft, RosterVersion
from roster.models.solves import Solve
from roster.reports.audit_words import ACTIONS, Area, action_text, area_of, fields_text
from roster.words import Sentence

VISITS = 20
MACHINE = Sentence(de="Kommandozeile oder Planungsdienst", en="command line or worker")
GONE_ACCOUNT = Sentence(de="ein Konto, das es hier nicht mehr gibt", en="an account that is no longer here")
GONE = Sentence(de="inzwischen gelöscht", en="deleted since")


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries to show; None = any. ``who`` is an account's number, days are the organisation's, inclusive."""

    who: int | None = None
    area: Area | None = None
    from_day: dt.date | None = None
    until_day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry. ``who`` is a mail address or in words what acted, ``what`` was done, ``about`` names the thing."""

    number: int
    at: dt.datetime
    who: str
    action: str
    what: str
    about: str
    subject: str
    fields: tuple[str, ...]
    fields_words: str  # the fields as people know them from forms and tables


@dataclass(frozen=True, slots=True)
class VisitLine:
    """That an operator opened the organisation's data: who, why, from when until when it lasted or may still last."""

    who: str
    reason: str
    began_at: dt.datetime
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The newest entries first; ``more`` = there are older ones that fit.

    ``broken_at`` is the first entry that was tampered with, None if the chain holds. ``accounts`` are numbers and names
    of all who may be asked for. ``visits`` are the operators' newest, at most VISITS.
    """

    lines: tuple[AuditLine, ...]
    more: bool
    broken_at: int | None
    accounts: tuple[tuple[int, str], ...]
    visits: tuple[VisitLine, ...]


def audit_page(
    store: Store, actor: Actor, *, only: AuditFilter | None = None, before: int | None = None, limit: int = 100
) -> AuditPage:
    """Entries with a smaller number than ``before``, at most ``limit``. Admins only."""
    actor.require(AccountRole.ADMIN)
    only = only or AuditFilter()
    with store.reading(actor.organisation_id) as session:
        who = dict(session.execute(select(Account.id, Account.email).order_by(Account.email)).all())
        query = select(AuditEntry).order_by(AuditEntry.number.desc()).limit(limit + 1)
        for condition in _conditions(session, only, before):
            query = query.where(condition)
        found = list(session.scalars(query))
        names = _names(session, {entry.subject for entry in found[:limit]})
        lines = tuple(_line(entry, who, names, actor.language) for entry in found[:limit])
        accounts = ((COMMAND_LINE_ACCOUNT, MACHINE.text(actor.language)), *who.items())
        visits = tuple(
            VisitLine(who[one.account_id], one.reason, one.began_at, one.ended_at or one.ends_at)
            for one in session.scalars(select(OperatorVisit).order_by(OperatorVisit.id.desc()).limit(VISITS))
        )
        return AuditPage(lines, len(found) > limit, first_broken_link(session), accounts, visits)


def _conditions(session: Session, only: AuditFilter, before: int | None) -> Iterable[Any]:
    if before is not None:
        yield AuditEntry.number < before
    if only.who is not None:
        yield AuditEntry.account_id == only.who
    if only.area is Area.ROSTER:  # edits of drafts have names of their own
        others = [action for action in ACTIONS if area_of(action) is not Area.ROSTER]
        yield AuditEntry.action.not_in(others)
    elif only.area is not None:
        yield AuditEntry.action.in_([action for action in ACTIONS if area_of(action) is only.area])
    if only.from_day is not None or only.until_day is not None:
        timezone = session.scalars(select(Organisation.timezone)).one()
        if only.from_day is not None:
            yield AuditEntry.at >= moment(only.from_day, 0, timezone)
        if only.until_day is not None:
            yield AuditEntry.at < moment(only.until_day + dt.timedelta(days=1), 0, timezone)


def _line(entry: AuditEntry, who: dict[int, str], names: dict[str, str], language: str) -> AuditLine:
    unknown = MACHINE if entry.account_id == COMMAND_LINE_ACCOUNT else GONE_ACCOUNT
    return AuditLine(
        number=entry.number,
        at=entry.at,
        who=who.get(entry.account_id) or unknown.text(language),
        action=entry.action,
        what=action_text(entry.action, language),
        about=names.get(entry.subject, GONE.text(language) if entry.subject.partition("/")[0] in NAMED else ""),
        subject=entry.subject,
        fields=entry.fields,
        fields_words=fields_text(entry.fields, language),
    )


NAMED: dict[str, Callable[[], Any]] = {
    "volunteer": lambda: select(Volunteer.id, Volunteer.first_name, Volunteer.last_name),
    "account": lambda: select(Account.id, Account.email),
    "course": lambda: select(Course.id, Course.name),
    "site": lambda: select(Site.id, Site.name),
    "room": lambda: select(Room.id, Room.name),
    "branch": lambda: select(Branch.id, Branch.name),
    "role": lambda: select(Role.id, Role.name),
    "solve": lambda: select(Solve.id, Solve.week),
    "roster_draft": lambda: select(RosterDraft.id, Roster.week).join(Roster, Roster.id == RosterDraft.roster_id),
    "roster_version": lambda: select(RosterVersion.id, Roster.week, RosterVersion.number).join(
        Roster, Roster.id == RosterVersion.roster_id
    ),
}


def _names(session: Session, subjects: set[str]) -> dict[str, str]:
    """What the rows that entries name are called now; at most one query for each table."""
    wanted: dict[str, set[int]] = {}
    for subject in subjects:
        table, _, number = subject.partition("/")
        if table in NAMED and number.isdigit():
            wanted.setdefault(table, set()).add(int(number))
    names: dict[str, str] = {}
    for table, numbers in wanted.items():
        query = NAMED[table]()
        identity = query.selected_columns[0]
        for number, *words in session.execute(query.where(identity.in_(numbers))):
            names[f"{table}/{number}"] = " ".join(str(word) for word in words).strip()
    return names
