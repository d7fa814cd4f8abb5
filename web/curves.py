"""Curves of numbers over time as points of an SVG line, drawn as steps: a number holds until the next one comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roster.reports.solve_course import Curve, Step

WIDTH, HEIGHT, EDGE = 100.0, 40.0, 2.0  # of the drawing, in its own units; it is stretched to its place


def step_line(curve: Curve, steps: Sequence[Step], seconds: float) -> str:
    """The steps of one curve as ``x,y`` points; empty where there are none."""
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in _corners(curve, steps, seconds))


def rows(curves: Sequence[Curve], moments: Sequence[float]) -> list[tuple[float, list[int | None]]]:
    """The table behind the curves: for each moment the numbers, None where nothing was known yet."""
    known = [dict(curve.values) for curve in curves]
    return [(moment, [values.get(moment) for values in known]) for moment in moments]


def _corners(curve: Curve, steps: Sequence[Step], seconds: float) -> Iterator[tuple[float, float]]:
    span = max(curve.highest - curve.lowest, 1)
    before: float | None = None
    for at, number in steps:
        x = WIDTH * at / seconds if seconds else 0.0
        y = HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (number - curve.lowest) / span
        if before is not None:
            yield x, before
        yield x, y
        before = y
    if before is not None:
        yield WIDTH, before
