"""The open needs of a week as NumPy columns, so that a rule can judge all of them for one person at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from roster.problem import Commitment, Need, Person, Problem, Session, Window
from roster.records import Means, Willingness

Numbers = NDArray[np.int64]
Truths = NDArray[np.bool_]

NO_SITE = -1  # the place of a commitment that names no site known here
NO_WAY_MINUTES = 100_000  # where no way is known, nobody can be sent


@dataclass(frozen=True, slots=True)
class Stretches:
    """Stretches of somebody's time, each at a place: minutes of the week, and a row of ``Seats.site_rows``."""

    starts: Numbers
    ends: Numbers
    sites: Numbers

    def __getitem__(self, rows: Numbers | Truths | slice) -> Stretches:
        return Stretches(self.starts[rows], self.ends[rows], self.sites[rows])


class Seats:
    """Every need of every session that is not past, earliest session first.

    ``needs[i]`` is the session and its need in row i; the arrays have one entry for each row.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        future = sorted(
            (session for session in problem.sessions if not session.past),
            key=lambda session: (session.start_minute, session.end_minute, session.key),
        )
        self.needs: list[tuple[Session, Need]] = [(session, need) for session in future for need in session.needs]
        sessions = [session for session, _ in self.needs]
        self.site_rows = {site: row for row, site in enumerate(_sites(problem))}
        self.stretches = self.stretches_of(sessions)
        self.days = np.array([session.on_day.toordinal() for session in sessions], dtype=np.int64)
        self.minutes = self.stretches.ends - self.stretches.starts
        self.roles = np.array([need.role for _, need in self.needs], dtype=np.str_)
        self.branches = np.array([session.branch for session in sessions], dtype=np.str_)
        self.levels = np.array([-1 if s.level is None else int(s.level) for s in sessions], dtype=np.int64)

    def stretches_of(self, duties: Iterable[Session | Commitment]) -> Stretches:
        """The time and place of sessions or commitments, in their order."""
        duties = list(duties)
        sites = [NO_SITE if duty.site is None else self.site_rows.get(duty.site, NO_SITE) for duty in duties]
        return Stretches(
            np.array([duty.start_minute for duty in duties], dtype=np.int64),
            np.array([duty.end_minute for duty in duties], dtype=np.int64),
            np.array(sites, dtype=np.int64),
        )

    def all(self) -> Truths:
        """True in every row."""
        return np.ones(len(self.needs), dtype=np.bool_)

    def on_days(self, days: Iterable[dt.date]) -> Truths:
        """True in the rows whose session starts on one of these days."""
        return np.isin(self.days, [day.toordinal() for day in days])

    @cached_property
    def certificates(self) -> dict[str, Truths]:
        """For each kind of certificate the rows that ask for it."""
        kinds: dict[str, list[int]] = {}
        for row, (session, need) in enumerate(self.needs):
            for kind in {*session.certificates, *need.certificates}:
                kinds.setdefault(kind, []).append(row)
        found = {kind: np.zeros(len(self.needs), dtype=np.bool_) for kind in kinds}
        for kind, rows in kinds.items():
            found[kind][rows] = True
        return found

    @cached_property
    def _journeys(self) -> dict[Means, Numbers]:
        return {}

    def journeys(self, means: Means) -> Numbers:
        """Minutes needed between two sites, buffer included; the last row and column stand for "no site" and hold 0."""
        if means not in self._journeys:
            size = len(self.site_rows)
            table = np.full((size + 1, size + 1), NO_WAY_MINUTES, dtype=np.int64)
            for way in self.problem.journeys:
                if way.means == means and way.from_site in self.site_rows and way.to_site in self.site_rows:
                    minutes = way.minutes + self.problem.settings.travel_buffer_minutes
                    table[self.site_rows[way.from_site], self.site_rows[way.to_site]] = minutes
            np.fill_diagonal(table, 0)
            table[NO_SITE, :] = 0
            table[:, NO_SITE] = 0
            self._journeys[means] = table
        return self._journeys[means]

    def gladness(self, person: Person) -> Numbers:
        """How gladly the person comes to each row, as in ``Willingness``; 0 where some minute lies in no window.

        A session is taken at least this gladly exactly if the windows that are at least this glad cover it together.
        """
        glad = np.zeros(len(self.needs), dtype=np.int64)
        for level in sorted(Willingness):
            spans = _joined([window for window in person.windows if window.willingness >= level])
            if not spans:
                break
            froms, untils = np.array(spans, dtype=np.int64).T
            at = np.searchsorted(froms, self.stretches.starts, side="right") - 1
            covered = (at >= 0) & (untils[np.maximum(at, 0)] >= self.stretches.ends)
            glad[covered & (self.minutes > 0)] = level
        return glad


def _sites(problem: Problem) -> list[str]:
    """Keys of all sites that matter; a session may be at one that is not described any more."""
    described = {site.key for site in problem.sites}
    used = {session.site for session in problem.sessions}
    elsewhere = {duty.site for person in problem.people for duty in person.commitments if duty.site is not None}
    return sorted(described | used | elsewhere)


def _joined(windows: list[Window]) -> list[tuple[int, int]]:
    """The stretches that windows cover together, apart from one another, earliest first."""
    spans: list[tuple[int, int]] = []
    for window in sorted(windows, key=lambda window: window.start_minute):
        if spans and window.start_minute <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], window.end_minute))
        elif window.end_minute > window.start_minute:
            spans.append((window.start_minute, window.end_minute))
    return spans
