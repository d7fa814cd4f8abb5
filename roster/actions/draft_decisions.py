"""Pins and bans that leads set while they mend a draft: added to, and taken from, the organisation's decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from roster.calendar.sessions import DatedSession
from roster.errors import Conflict
from roster.models.courses import Decision
from roster.problem import Assignment
from roster.records import Decision as DecisionRecord
from roster.records import DecisionKind, School
from roster.words import Sentence

NOT_SET_HERE = Sentence(
    de="Diese Festlegung oder Sperre gilt nicht nur für diesen Termin. Bitte bei der Person oder dem Kurs ändern.",
    en="This pin or ban is not about this session alone. Please change it with the person or the course.",
)

Dated = Mapping[str, DatedSession]


@dataclass(frozen=True, slots=True)
class Decided:
    """Decisions that come and go with an edit. A ban for every role has an empty role."""

    pinned: tuple[Assignment, ...] = ()
    unpinned: tuple[Assignment, ...] = ()
    banned: tuple[Assignment, ...] = ()
    unbanned: tuple[Assignment, ...] = ()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.pinned or self.unpinned or self.banned or self.unbanned)

    def taken_back(self) -> Decided:
        """What undoes them."""
        return Decided(pinned=self.unpinned, unpinned=self.pinned, banned=self.unbanned, unbanned=self.banned)


NOTHING_DECIDED = Decided()


def decided_school(school: School, dated: Dated, decided: Decided) -> School:
    """The records as they are after the decisions. Raises Conflict for one to be lifted that does not stand so."""
    kept = list(school.decisions)
    for kind, lifted in ((DecisionKind.PIN, decided.unpinned), (DecisionKind.BAN, decided.unbanned)):
        for assignment in lifted:
            named = [one for one in kept if one in _as_stored(kind, assignment, dated)]
            if not named:
                raise Conflict(NOT_SET_HERE)
            kept = [one for one in kept if one not in named]
    return replace(school, decisions=(*kept, *_records(dated, decided)))


def decide(session: Session, dated: Dated, decided: Decided) -> None:
    """Store the decisions; new pins come after all earlier ones."""
    for kind, lifted in ((DecisionKind.PIN, decided.unpinned), (DecisionKind.BAN, decided.unbanned)):
        for assignment in lifted:
            session.execute(delete(Decision).where(or_(*map(_is, _as_stored(kind, assignment, dated)))))
    last = session.scalar(select(func.max(Decision.position))) or 0
    rows = [
        {
            "position": last + number,
            "kind": record.kind,
            "volunteer": record.volunteer,
            "course": record.course,
            "on_day": record.on_day,
            "start_minute": record.start_minute,
            "role": record.role,
        }
        for number, record in enumerate(_records(dated, decided), start=1)
    ]
    if rows:
        session.execute(insert(Decision), rows)


def _records(dated: Dated, decided: Decided) -> Iterable[DecisionRecord]:
    for kind, assignments in ((DecisionKind.PIN, decided.pinned), (DecisionKind.BAN, decided.banned)):
        for assignment in assignments:
            yield _as_stored(kind, assignment, dated)[0]


def _as_stored(kind: DecisionKind, assignment: Assignment, dated: Dated) -> tuple[DecisionRecord, ...]:
    """The records that say this about the session: by its present time, and by that of the weekly pattern."""
    session = dated[assignment.session]
    times = dict.fromkeys(
        ((session.on_day, session.start_minute), (session.original_day, session.original_start_minute))
    )
    return tuple(
        DecisionRecord(
            kind=kind,
            volunteer=assignment.person,
            course=session.course,
            on_day=day,
            start_minute=start,
            role=assignment.role or None,
        )
        for day, start in times
    )


def _is(record: DecisionRecord) -> ColumnElement[bool]:
    return (
        (Decision.kind == record.kind)
        & (Decision.volunteer == record.volunteer)
        & (Decision.course == record.course)
        & (Decision.on_day == record.on_day)
        & (Decision.start_minute == record.start_minute)
        & (Decision.role.is_(None) if record.role is None else Decision.role == record.role)
    )
