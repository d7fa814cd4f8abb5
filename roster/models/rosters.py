"""Weekly rosters: the draft that leads mend, and the numbered versions that people were told.

Rows name courses, volunteers and roles by key and without a reference: what was published stays as it was told, even
when a course ends or somebody leaves. Times of published assignments stand beside them, so that a person's duties can
be counted across organisations without looking into anybody else's records.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from roster.models.base import Base, Moment, Tenant, choice, key_column
from roster.models.written import Goal, GoalsText, RowNumber, RowsText, SeatsText
from roster.problem import Assignment, session_key
from roster.records import PublishedAssignment

SESSION_LENGTH = 120  # characters of a session key: a course's key, a date and a start


class MadeFrom(enum.StrEnum):
    """Where a draft began."""

    SOLVE = "solve"
    PUBLISHED = "published"
    EMPTY = "empty"


class EditKind(enum.StrEnum):
    """What a lead did to a draft by hand."""

    FILL = "fill"
    EMPTY = "empty"
    MOVE = "move"
    SWAP = "swap"
    PIN = "pin"
    UNPIN = "unpin"
    BAN = "ban"
    LIFT_BAN = "lift_ban"
    TAKE = "take"  # a plan that an answer proposed
    TAKE_NOTED = "take_noted"  # the same, and what had happened was entered along with it


class Roster(Tenant, Base):
    """One ISO week of one organisation. ``current_number`` is the version that counts; 0 = never published.

    ``last_edition`` is the highest edition that a draft of this week ever had: an edition never comes back.
    """

    __tablename__ = "roster"
    __table_args__ = (
        UniqueConstraint("organisation_id", "week"),
        CheckConstraint("current_number >= 0", name="number_not_negative"),
    )

    week: Mapped[str] = mapped_column(String(8))
    current_number: Mapped[int] = mapped_column(default=0)
    last_edition: Mapped[int] = mapped_column(default=0)


class RosterVersion(Tenant, Base):
    """A roster as it was published: never changed afterwards.

    ``fingerprint`` and ``problem`` are the inputs it was checked against; ``rolled_back_to`` names the version whose
    assignments it brought back. ``published_by`` is an account's number, 0 = the command line. A version that came with
    an import of tables has neither date nor problem.
    """

    __tablename__ = "roster_version"
    __table_args__ = (
        UniqueConstraint("roster_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )

    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id", ondelete="CASCADE"))
    number: Mapped[int]
    published_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    published_by: Mapped[int] = mapped_column(default=0)
    comment: Mapped[str] = mapped_column(String(500), default="")
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    problem: Mapped[str | None] = mapped_column(Text, deferred=True)
    goals: Mapped[tuple[Goal, ...]] = mapped_column(GoalsText, default=())
    rolled_back_to: Mapped[int | None]
    assignments: Mapped[list[PublishedDuty]] = relationship(passive_deletes=True, cascade="all, delete-orphan")


class PublishedDuty(Tenant, Base):
    """One assignment of a published version as it was told, with its real times (unknown where it was imported)."""

    __tablename__ = "published_duty"
    __table_args__ = (
        UniqueConstraint("version_id", "session", "volunteer", name="uq_published_duty_one_seat_in_a_session"),
        UniqueConstraint("version_id", "volunteer", "starts_at", name="uq_published_duty_one_place_at_a_time"),
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("roster_version.id", ondelete="CASCADE"), index=True)
    session: Mapped[str] = mapped_column(String(SESSION_LENGTH))
    course: Mapped[str] = key_column()
    on_day: Mapped[dt.date]
    start_minute: Mapped[int]  # of the day
    role: Mapped[str] = key_column()
    volunteer: Mapped[str] = key_column()
    starts_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    ends_at: Mapped[dt.datetime | None] = mapped_column(Moment)


class RosterDraft(Tenant, Base):
    """The one draft of a week. ``edition`` grows with every change: an edit made on an older one is refused.

    ``problem`` are the inputs that the draft was last measured against, ``goals`` its goals then; both follow the
    edits of leads, so that a difference to today's inputs means that something else changed.
    """

    __tablename__ = "roster_draft"
    __table_args__ = (UniqueConstraint("roster_id"),)

    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id", ondelete="CASCADE"))
    edition: Mapped[int]
    made_from: Mapped[MadeFrom] = mapped_column(choice(MadeFrom, "made_from"))
    solve_id: Mapped[int | None]
    changed_at: Mapped[dt.datetime] = mapped_column(Moment)
    changed_by: Mapped[int]
    problem: Mapped[str] = mapped_column(Text)
    goals: Mapped[tuple[Goal, ...]] = mapped_column(GoalsText)
    set_aside: Mapped[tuple[Assignment, ...]] = mapped_column(SeatsText, default=())
    assignments: Mapped[list[DraftDuty]] = relationship(passive_deletes=True, cascade="all, delete-orphan")
    edits: Mapped[list[DraftEdit]] = relationship(
        passive_deletes=True, cascade="all, delete-orphan", order_by="DraftEdit.edition"
    )


class DraftDuty(Tenant, Base):
    """One assignment of a draft. The constraints are the last guard against booking somebody twice."""

    __tablename__ = "draft_duty"
    __table_args__ = (
        UniqueConstraint("draft_id", "session", "volunteer", name="uq_draft_duty_one_seat_in_a_session"),
        UniqueConstraint("draft_id", "volunteer", "start_minute", name="uq_draft_duty_one_place_at_a_time"),
    )

    draft_id: Mapped[int] = mapped_column(ForeignKey("roster_draft.id", ondelete="CASCADE"), index=True)
    session: Mapped[str] = mapped_column(String(SESSION_LENGTH))
    role: Mapped[str] = key_column()
    volunteer: Mapped[str] = key_column()
    start_minute: Mapped[int]  # of the problem: elapsed since Monday


class DraftEdit(Tenant, Base):
    """One edit by hand, with all that is needed to take it back. ``edition`` is the draft's edition after it.

    ``pinned``/``unpinned`` and ``banned``/``unbanned`` are decisions that the edit made or took back; a ban for every
    role has an empty role. ``entered`` are rows of other tables that came with it: an absence, a closure, a change of a
    session.
    """

    __tablename__ = "draft_edit"
    __table_args__ = (UniqueConstraint("draft_id", "edition"),)

    draft_id: Mapped[int] = mapped_column(ForeignKey("roster_draft.id", ondelete="CASCADE"), index=True)
    edition: Mapped[int]
    kind: Mapped[EditKind] = mapped_column(choice(EditKind, "kind"))
    edited_at: Mapped[dt.datetime] = mapped_column(Moment)
    edited_by: Mapped[int]
    added: Mapped[tuple[Assignment, ...]] = mapped_column(SeatsText, default=())
    removed: Mapped[tuple[Assignment, ...]] = mapped_column(SeatsText, default=())
    pinned: Mapped[tuple[Assignment, ...]] = mapped_column(SeatsText, default=())
    unpinned: Mapped[tuple[Assignment, ...]] = mapped_column(SeatsText, default=())
    banned: Mapped[tuple[Assignment, ...]] = mapped_column(SeatsText, default=())
    unbanned: Mapped[tuple[Assignment, ...]] = mapped_column(SeatsText, default=())
    entered: Mapped[tuple[RowNumber, ...]] = mapped_column(RowsText, default=())


# ---- as flat records -------------------------------------------------------------------------------------------------


def read_published(
    session: Session, *, since: dt.date = dt.date.min, until: dt.date = dt.date.max
) -> tuple[PublishedAssignment, ...]:
    """What counts of every week, as it was told, by day, start, course, role and volunteer; both days inclusive."""
    duty = PublishedDuty
    query = (
        select(duty.course, duty.on_day, duty.start_minute, duty.role, duty.volunteer)
        .join(RosterVersion, RosterVersion.id == duty.version_id)
        .join(Roster, Roster.id == RosterVersion.roster_id)
        .where(RosterVersion.number == Roster.current_number, duty.on_day.between(since, until))
        .order_by(duty.on_day, duty.start_minute, duty.course, duty.role, duty.volunteer)
    )
    return tuple(
        PublishedAssignment(course=course, on_day=on_day, start_minute=start, role=role, volunteer=volunteer)
        for course, on_day, start, role, volunteer in session.execute(query)
    )


def write_published(session: Session, published: Iterable[PublishedAssignment]) -> None:
    """Make the weeks say what these records say: a week that differs gets a new version, without date or problem.

    Nobody is told and no feed changes: this is what people know already. Equal weeks stay untouched.
    """
    wanted = _by_week(published)
    stored = _by_week(read_published(session))
    for week in sorted({*wanted, *stored}):
        if wanted.get(week) == stored.get(week):
            continue
        roster = locked_roster(session, week)
        roster.current_number += 1
        version = RosterVersion(roster_id=roster.id, number=roster.current_number)
        session.add(version)
        session.flush()
        rows = [_duty_row(version.id, record) for record in sorted(wanted.get(week, ()), key=repr)]
        if rows:
            session.execute(insert(PublishedDuty), rows)


def locked_roster(session: Session, week: str) -> Roster:
    """The week's row, made if there is none, and locked until the transaction ends: one change of a week at a time."""
    query = select(Roster).where(Roster.week == week).with_for_update()
    found = session.scalars(query).one_or_none()
    if found is not None:
        return found
    try:
        with session.begin_nested():
            roster = Roster(week=week, current_number=0, last_edition=0)
            session.add(roster)
        return roster
    except IntegrityError:  # somebody else made it in the same moment
        return session.scalars(query).one()


def _by_week(published: Iterable[PublishedAssignment]) -> dict[str, set[PublishedAssignment]]:
    weeks: dict[str, set[PublishedAssignment]] = {}
    for record in published:
        year, number, _ = record.on_day.isocalendar()
        weeks.setdefault(f"{year:04d}-W{number:02d}", set()).add(record)
    return weeks


def _duty_row(version_id: int, record: PublishedAssignment) -> dict[str, object]:
    hour, minute = divmod(record.start_minute, 60)
    return {
        "version_id": version_id,
        "session": session_key(record.course, record.on_day, f"{hour:02d}:{minute:02d}"),
        "course": record.course,
        "on_day": record.on_day,
        "start_minute": record.start_minute,
        "role": record.role,
        "volunteer": record.volunteer,
        "starts_at": None,
        "ends_at": None,
    }
