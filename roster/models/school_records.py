"""Between the tables of one organisation and its ``School`` of records, in both directions.

Columns carry the names of the records' fields, so one list of tables says everything. A row keeps its number and
version as long as its natural key stays and its values do not change.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import Session

from roster import records
from roster.calendar.weeks import days_of, monday_of
from roster.errors import Conflict, Invalid
from roster.models import courses, organisations, people, rosters
from roster.models.base import Base
from roster.records import School
from roster.words import Sentence

OTHER_ORGANISATION = Sentence(
    de="Die Tabellen gehören zur Organisation „{given}“, geöffnet ist aber „{here}“. Bitte die richtige wählen.",
    en='The tables belong to the organisation "{given}", but "{here}" is open. Please choose the right organisation.',
)
TWICE = Sentence(
    de="In der Tabelle {table} steht ein Eintrag doppelt: {key}. Bitte einen davon entfernen.",
    en="The table {table} holds an entry twice: {key}. Please remove one of them.",
)
R = TypeVar("R")
BATCH = 500  # rows of one DELETE, well below every database's limit of parameters


@dataclass(frozen=True, slots=True)
class RecordTable:
    """One table of a School: its name there, the record, the mapped class, and the fields that name a row.

    Without ``key`` the whole record names the row: it is added or removed, never changed.
    """

    name: str
    record: type[Any]
    model: type[Base]
    key: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The fields of the record, which are columns too."""
        return tuple(field.name for field in fields(self.record))


# Parents before children: rows are added in this order and removed in the opposite one.
RECORD_TABLES = (
    RecordTable("branches", records.Branch, organisations.Branch, ("key",)),
    RecordTable("sites", records.Site, organisations.Site, ("key",)),
    RecordTable("rooms", records.Room, organisations.Room, ("key",)),
    RecordTable("travel", records.Travel, organisations.Travel, ("from_site", "to_site", "means")),
    RecordTable("roles", records.Role, organisations.Role, ("key",)),
    RecordTable("volunteers", records.Volunteer, people.Volunteer, ("key",)),
    RecordTable("access", records.Access, organisations.Access, ("site", "volunteer")),
    RecordTable("qualifications", records.Qualification, people.Qualification),
    RecordTable("certificates", records.Certificate, people.Certificate, ("volunteer", "kind", "seen_on")),
    RecordTable("availability", records.Availability, people.Availability),
    RecordTable("absences", records.Absence, people.Absence),
    RecordTable("extra_times", records.ExtraTime, people.ExtraTime),
    RecordTable("courses", records.Course, courses.Course, ("key",)),
    RecordTable("seats", records.Seats, courses.Seats, ("course", "role")),
    RecordTable("meetings", records.Meeting, courses.Meeting),
    RecordTable("session_changes", records.SessionChange, courses.SessionChange, ("course", "on_day", "start_minute")),
    RecordTable("closures", records.Closure, organisations.Closure),
    RecordTable("holidays", records.Holiday, organisations.Holiday, ("name", "from_day")),
    RecordTable("terms", records.Term, organisations.Term, ("name",)),
    RecordTable("pairs", records.Pair, people.Pair, ("first", "second", "kind")),
)


def read_school(session: Session, *, week: str | None = None) -> School:
    """All records of the session's organisation, each table in the order of its fields, decisions in their own.

    With ``week``, only those published assignments that a problem of that week asks for: those of the week itself and
    of the weeks before it that the organisation remembers. So a week of a school with years of history is read as
    quickly as one of a new school. Raises sqlalchemy.exc.NoResultFound where the organisation does not exist.
    """
    school = read_unpublished(session)
    if week is None:
        return replace(school, published=rosters.read_published(session))
    return replace(school, published=read_published_before(session, school.organisation, week))


def read_unpublished(session: Session) -> School:
    """The same without any published assignment. Raises sqlalchemy.exc.NoResultFound as ``read_school`` does."""
    columns = [getattr(organisations.Organisation, field.name) for field in fields(records.Organisation)]
    own = records.Organisation(**session.execute(select(*columns)).one()._mapping)
    tables: dict[str, tuple[Any, ...]] = {
        table.name: tuple(sorted(_read(session, table), key=_order(table.columns))) for table in RECORD_TABLES
    }
    return School(organisation=own, decisions=_read_decisions(session), **tables)


def read_published_before(
    session: Session, organisation: records.Organisation, week: str
) -> tuple[records.PublishedAssignment, ...]:
    """What was published for a week and for the weeks before it that the organisation remembers."""
    since = monday_of(week) - dt.timedelta(weeks=organisation.history_weeks)
    return rosters.read_published(session, since=since, until=days_of(week)[-1])


def write_school(session: Session, school: School) -> None:
    """Make the organisation's tables say exactly what the school says: add, change and remove rows, decisions in order.

    Raises Conflict where the school is another organisation's, Invalid where a natural key stands twice. Whatever the
    database refuses beyond that (a reference to nothing) raises IntegrityError, at the latest when the block ends.
    """
    own = session.execute(select(organisations.Organisation)).scalar_one()
    if own.key != school.organisation.key:
        raise Conflict(OTHER_ORGANISATION, given=school.organisation.key, here=own.key)
    for field in fields(school.organisation):
        setattr(own, field.name, getattr(school.organisation, field.name))
    # Decisions refer to much and are few: they go first and come back last.
    session.execute(delete(courses.Decision))
    session.flush()
    before = {table.name: session.execute(select(table.model)).scalars().all() for table in RECORD_TABLES}
    gone: dict[str, Sequence[int]] = {}
    for table in RECORD_TABLES:
        gone[table.name] = _write(session, table, before[table.name], getattr(school, table.name))
    _raise_sheet_versions(session, before["availability"], gone["availability"], school.availability)
    for table in reversed(RECORD_TABLES):
        _remove(session, table.model, gone[table.name])
    _write_decisions(session, school.decisions)
    rosters.write_published(session, school.published)


def record_of(row: Any, record: type[R]) -> R:
    """A row as the record of that class."""
    return record(**{field.name: getattr(row, field.name) for field in fields(record)})  # type: ignore[arg-type]


def _read(session: Session, table: RecordTable) -> list[Any]:
    names = table.columns
    return [table.record(**dict(zip(names, row, strict=True))) for row in session.execute(_all_of(table))]


@cache
def _all_of(table: RecordTable) -> Select[Any]:
    """The query for a table, written once: a page that reads a school asks two dozen of them."""
    return select(*[getattr(table.model, name) for name in table.columns])


def _read_decisions(session: Session) -> tuple[records.Decision, ...]:
    names = [field.name for field in fields(records.Decision)]
    query = select(*[getattr(courses.Decision, name) for name in names]).order_by(courses.Decision.position)
    return tuple(records.Decision(**row._mapping) for row in session.execute(query))


def _write_decisions(session: Session, decisions: Sequence[records.Decision]) -> None:
    names = tuple(field.name for field in fields(records.Decision))
    rows = [{**_values(decision, names), "position": number} for number, decision in enumerate(decisions, start=1)]
    if rows:
        session.execute(insert(courses.Decision), rows)


def _write(session: Session, table: RecordTable, stored: Sequence[Any], wanted: Sequence[Any]) -> Sequence[int]:
    """Add and change rows; gives the numbers of those that must go."""
    named = table.key or table.columns
    rows: dict[tuple[Any, ...], list[Any]] = {}
    for row in stored:
        rows.setdefault(_values_of(row, named), []).append(row)
    if table.key:
        _refuse_doubles(table, wanted)
    fresh = []
    for record in wanted:
        same = rows.get(_values_of(record, named))
        if not same:
            fresh.append(_values(record, table.columns))
            continue
        row = same.pop()
        for column in table.columns:
            value = getattr(record, column)
            if getattr(row, column) != value:
                setattr(row, column, value)
    session.flush()
    if fresh:
        session.execute(insert(table.model), fresh)
    return [row.id for those in rows.values() for row in those]


def _remove(session: Session, model: type[Base], numbers: Sequence[int]) -> None:
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        session.execute(delete(model).where(model.id.in_(batch)), execution_options={"synchronize_session": False})


def _refuse_doubles(table: RecordTable, wanted: Sequence[Any]) -> None:
    counted = Counter(_values_of(record, table.key) for record in wanted)
    for key, times in counted.items():
        if times > 1:
            raise Invalid(TWICE, table=table.name, key=" / ".join(str(part) for part in key))


def _raise_sheet_versions(
    session: Session, before: Sequence[Any], gone: Sequence[int], after: Sequence[records.Availability]
) -> None:
    """Count an edit for each volunteer whose weekly windows changed, so that an open form about them cannot undo it."""
    names = tuple(field.name for field in fields(records.Availability))
    leaving = set(gone)
    kept = Counter(_values_of(row, names) for row in before if row.id not in leaving)
    added = Counter(_values_of(record, names) for record in after) - kept
    changed = {row.volunteer for row in before if row.id in leaving} | {key[0] for key in added}
    sheets = {sheet.volunteer: sheet for sheet in session.execute(select(people.AvailabilitySheet)).scalars()}
    for volunteer in changed & sheets.keys():
        sheets[volunteer].edits += 1
    session.flush()
    if fresh := [{"volunteer": volunteer, "edits": 1} for volunteer in sorted(changed - sheets.keys())]:
        session.execute(insert(people.AvailabilitySheet), fresh)


def _values_of(row: Any, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)


def _values(record: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def _order(names: Sequence[str]) -> Callable[[Any], tuple[tuple[bool, Any], ...]]:
    """Sorts records by these fields, None first."""
    values_of = attrgetter(*names)
    return lambda record: tuple((value is not None, "" if value is None else value) for value in values_of(record))
