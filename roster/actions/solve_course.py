"""Noting the course of a planning run: a point now and then, the more of them the earlier, some dozens at most."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from roster.models.solves import SolvePoint
from roster.models.written import Goal

CLOSEST_SECONDS = 0.25
CLOSEST_SHARE = 0.12  # of the seconds that have passed: 600 seconds make about fifty points


def note_point(
    session: Session,
    organisation_id: int,
    solve_id: int,
    seconds: float,
    filled_required: int,
    goals: tuple[Goal, ...],
    *,
    last: bool = False,
) -> None:
    """Note where a run stands, unless a point was noted just before; ``last``: in any case."""
    latest = session.scalar(select(func.max(SolvePoint.seconds)).where(SolvePoint.solve_id == solve_id))
    if latest is not None and not last and seconds - latest < max(CLOSEST_SECONDS, CLOSEST_SHARE * seconds):
        return
    point = SolvePoint(
        organisation_id=organisation_id,
        solve_id=solve_id,
        seconds=seconds,
        filled_required=filled_required,
        goals=goals,
    )
    session.add(point)


def forget_points(session: Session, solve_id: int) -> None:
    """Forget the course of a run that begins anew."""
    session.execute(
        delete(SolvePoint).where(SolvePoint.solve_id == solve_id).execution_options(synchronize_session=False)
    )
