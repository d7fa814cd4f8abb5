"""The course of a planning run over time: how seats filled in, and how each goal came down towards its bound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import NotFound
from roster.models.solves import Solve, SolvePoint
from roster.reports.wording import GOAL_NAMES
from roster.words import Sentence

FILLED = Sentence(de="Besetzte nötige Plätze", en="Required seats filled")
Step = tuple[float, int]


@dataclass(frozen=True, slots=True)
class Curve:
    """One number over time, as steps of (second, number). ``bounds`` are what was proven that no plan can beat."""

    title: str
    values: tuple[Step, ...]
    bounds: tuple[Step, ...]
    more_is_better: bool

    @property
    def lowest(self) -> int:
        """The lowest number in the picture."""
        return min(number for _, number in (*self.values, *self.bounds))

    @property
    def highest(self) -> int:
        """The highest number in the picture."""
        return max(number for _, number in (*self.values, *self.bounds))


@dataclass(frozen=True, slots=True)
class SolveCourse:
    """A run's curves, and the seconds that they span. Only numbers that changed on the way have a curve."""

    solve_id: int
    seconds: float
    moments: tuple[float, ...]
    curves: tuple[Curve, ...]


def solve_course(store: Store, actor: Actor, solve_id: int) -> SolveCourse | None:
    """The course of one run; None where nothing was noted. Raises Forbidden, and NotFound, also for another's run."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        if session.scalar(select(Solve.id).where(Solve.id == solve_id)) is None:
            raise NotFound()
        return _course(session, solve_id, actor.language)


def last_course(store: Store, actor: Actor, week: str) -> SolveCourse | None:
    """The course of the latest run of a week that has one."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        noted = select(Solve.id).join(SolvePoint, SolvePoint.solve_id == Solve.id).where(Solve.week == week)
        solve_id = session.scalars(noted.order_by(Solve.id.desc()).limit(1)).one_or_none()
        return None if solve_id is None else _course(session, solve_id, actor.language)


def _course(session: Session, solve_id: int, language: str) -> SolveCourse | None:
    query = select(SolvePoint).where(SolvePoint.solve_id == solve_id).order_by(SolvePoint.seconds, SolvePoint.id)
    points = session.scalars(query).all()
    if len(points) < 2:
        return None
    curves = [Curve(FILLED.text(language), tuple((one.seconds, one.filled_required) for one in points), (), True)]
    curves += [
        Curve(title.text(language), _values(points, key), _bounds(points, key), False)
        for key, (title, _sentence) in GOAL_NAMES.items()
    ]
    return SolveCourse(
        solve_id,
        points[-1].seconds,
        tuple(one.seconds for one in points),
        tuple(curve for curve in curves if curve.values and _moves(curve)),
    )


def _values(points: Iterable[SolvePoint], key: str) -> tuple[Step, ...]:
    return tuple((one.seconds, goal[1]) for one in points for goal in one.goals if goal[0] == key)


def _bounds(points: Sequence[SolvePoint], key: str) -> tuple[Step, ...]:
    return tuple(
        (one.seconds, goal[2]) for one in points for goal in one.goals if goal[0] == key and goal[2] is not None
    )


def _moves(curve: Curve) -> bool:
    """Whether there is anything to see: a number that changed, or a bound below it."""
    return curve.highest > curve.lowest
