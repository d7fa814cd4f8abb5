"""Planning runs: the record that everybody trusts, whatever happens to queues, workers and machines."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from roster.models.base import Base, Moment, Tenant, choice
from roster.models.written import Goal, GoalsText, SeatsText
from roster.problem import Assignment


class SolveStatus(enum.StrEnum):
    """Where a planning run stands."""

    QUEUED = "queued"
    SOLVING = "solving"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self in (SolveStatus.READY, SolveStatus.FAILED, SolveStatus.CANCELLED)


class SolveReason(enum.StrEnum):
    """Why a run failed, or why it was ended from outside although it has a plan."""

    OVERDUE = "overdue"  # did not stop at its limit and was ended
    MEMORY = "memory"  # needed more memory than allowed
    TOO_LARGE = "too_large"  # the week lies beyond what the search takes on
    CRASHED = "crashed"  # the search broke down
    LOST = "lost"  # its worker vanished, as often as is tried
    REFUSED = "refused"  # the checker found a broken rule in its plan
    WITHDRAWN = "withdrawn"  # whoever asked for it may no longer do so


class Solve(Tenant, Base):
    """One run of the solver for one week of one organisation.

    ``problem`` is frozen when the run is asked for. A worker holds the run until ``lease_until`` and proves by
    ``attempt`` that it still does; each attempt raises it, so that a late worker's word counts no more. ``best_plan``
    and ``goals`` are the best so far, stored as it comes. ``draft_edition`` is the draft's edition when the run was
    asked for (0 = none): a draft that somebody mended meanwhile is not overwritten.
    """

    __tablename__ = "solve"
    __table_args__ = (
        # The last guard of "a second click finds the first".
        Index(
            "uq_solve_active_week",
            "organisation_id",
            "week",
            unique=True,
            sqlite_where=text("status IN ('queued', 'solving')"),
            postgresql_where=text("status IN ('queued', 'solving')"),
        ),
        Index("ix_solve_status_lease_until", "status", "lease_until"),
        CheckConstraint("attempt >= 0", name="attempt_not_negative"),
        CheckConstraint("limit_seconds > 0", name="limit_positive"),
    )

    week: Mapped[str] = mapped_column(String(8))
    status: Mapped[SolveStatus] = mapped_column(choice(SolveStatus, "status"), default=SolveStatus.QUEUED)
    requested_at: Mapped[dt.datetime] = mapped_column(Moment)
    requested_by: Mapped[int]
    problem: Mapped[str] = mapped_column(Text, deferred=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    limit_seconds: Mapped[float]
    reproducible: Mapped[bool] = mapped_column(default=False)
    draft_edition: Mapped[int] = mapped_column(default=0)
    attempt: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[dt.datetime | None] = mapped_column(Moment)  # None = nobody holds it
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    finished_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    seconds: Mapped[float] = mapped_column(default=0.0)
    goal: Mapped[str] = mapped_column(String(40), default="")  # key of the goal it works on
    goals: Mapped[tuple[Goal, ...]] = mapped_column(GoalsText, default=())
    filled_required: Mapped[int] = mapped_column(default=0)
    required: Mapped[int] = mapped_column(default=0)
    best_plan: Mapped[tuple[Assignment, ...] | None] = mapped_column(SeatsText)
    set_aside: Mapped[tuple[Assignment, ...]] = mapped_column(SeatsText, default=())
    proven: Mapped[bool] = mapped_column(default=False)
    cut_short: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[SolveReason | None] = mapped_column(choice(SolveReason, "reason"))


class SolvePoint(Tenant, Base):
    """Where a run stood after some seconds: for the picture of its course."""

    __tablename__ = "solve_point"

    solve_id: Mapped[int] = mapped_column(ForeignKey("solve.id", ondelete="CASCADE"), index=True)
    seconds: Mapped[float]
    filled_required: Mapped[int]
    goals: Mapped[tuple[Goal, ...]] = mapped_column(GoalsText)
