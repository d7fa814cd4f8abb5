"""One run of CP-SAT after another on one linear model, with progress, cancelling and honest bounds."""

from __future__ import annotations

import math
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType

from ortools.sat.python.cp_model import CpModel, CpSolver, CpSolverSolutionCallback

from solver.limits import Limits
from solver.linear import LinearModel, Row, Sum

UNLIMITED = 1 << 60
NOTHING_HELD: Mapping[int, int] = MappingProxyType({})
POLL_SECONDS = 0.02

# Measured on the study's schools: the choice of workers decides everything. These prove cover and promises about a
# hundred times faster than CP-SAT's own choice of two.
STRONGEST_WORKERS = ("max_lp", "core", "reduced_costs", "quick_restart", "default_lp", "pseudo_costs", "no_lp")


@dataclass(frozen=True, slots=True)
class News:
    """Something found during a run: column values of a better solution, or only a better bound."""

    values: tuple[int, ...] | None
    bound: int


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended: the proven bound, whether the last solution is proven best, whether a clock ended the run.

    ``impossible``: it is proven that there is no solution at all.
    """

    bound: int
    proven: bool
    out_of_time: bool
    impossible: bool = False


class Engine:
    """A model inside CP-SAT. Goals already reached stay as rows, so that later runs cannot lose them.

    With a ``light_start`` the search begins sooner, on a model looked through less thoroughly: a gain where a proof
    takes about a second anyway, a loss where it takes long.
    """

    def __init__(self, model: LinearModel, limits: Limits, *, light_start: bool = False) -> None:
        self._limits = limits
        self._light_start = light_start
        self.model = model
        self.rows: list[Row] = list(model.rows)
        self._cp_model = CpModel()
        self._rows_told = 0

    @property
    def cp_model(self) -> CpModel:
        """What CP-SAT is given: all columns and rows so far. Told only once asked for: a goal may not need it."""
        proto = self._cp_model.proto
        if not proto.variables:
            for lower, upper in zip(self.model.lowers, self.model.uppers, strict=True):
                proto.variables.add().domain.extend((lower, upper))
        for row in self.rows[self._rows_told :]:
            linear = proto.constraints.add().linear
            linear.vars.extend(row.columns)
            linear.coeffs.extend(row.factors)
            lower = -UNLIMITED if row.lower is None else row.lower
            linear.domain.extend((lower, UNLIMITED if row.upper is None else row.upper))
        self._rows_told = len(self.rows)
        return self._cp_model

    def keep(self, cost: Sum, at_most: int) -> None:
        """Never again accept a higher cost."""
        merged = cost.merged()
        self.rows.append(Row(merged.columns, merged.factors, None, at_most - merged.constant))

    def run(
        self,
        goal: Sum,
        hint: Sequence[int],
        seconds: float,
        hear: Callable[[News], None],
        stop: Callable[[], bool],
        *,
        held: Mapping[int, int] = NOTHING_HELD,
        share: float = 1.0,
    ) -> Run:
        """Search for the least value of a goal, starting from complete column values.

        Columns in ``held`` keep the value given there during this run; the proof is then about such plans only.
        ``share`` is the part of the seconds, or of a reproducible search's effort, that this run may take.
        ``hear`` is told of news and ``stop`` is asked whether to end, both in the calling thread. Whatever either of
        them raises ends the search and is raised here.
        """
        self._aim(goal, hint)
        self._hold(held)
        solver = self._solver(seconds * share, self._limits.effort * share)
        news: queue.SimpleQueue[News] = queue.SimpleQueue()
        listener = _Listener(news)
        # Bounds alone are told too: late in a search they are all that moves.
        solver.best_bound_callback = lambda bound: news.put(News(None, _whole(bound)))
        searching = threading.Thread(target=solver.solve, args=(self.cp_model, listener), daemon=True)
        searching.start()
        stopped = False
        try:
            while searching.is_alive():
                searching.join(POLL_SECONDS)
                stopped = stopped or stop()
                if stopped:
                    solver.stop_search()
                _pass_on(news, hear)
        except BaseException:
            _end(solver, searching)
            raise
        _pass_on(news, hear)
        return self._ended(solver, stopped)

    def _ended(self, solver: CpSolver, stopped: bool) -> Run:
        status = solver.status_name(solver.response_proto.status)
        proven = status == "OPTIMAL"
        known = status in ("OPTIMAL", "FEASIBLE", "UNKNOWN")
        bound = _whole(solver.best_objective_bound) if known else -UNLIMITED
        impossible = status == "INFEASIBLE"
        out_of_time = not (proven or impossible or stopped or self._limits.reproducible)
        return Run(bound, proven, out_of_time, impossible)

    def _aim(self, goal: Sum, hint: Sequence[int]) -> None:
        proto = self.cp_model.proto
        merged = goal.merged()
        proto.clear_objective()
        proto.objective.vars.extend(merged.columns)
        proto.objective.coeffs.extend(merged.factors)
        proto.objective.offset = merged.constant
        proto.clear_solution_hint()
        proto.solution_hint.vars.extend(range(len(hint)))
        proto.solution_hint.values.extend(hint)

    def _hold(self, held: Mapping[int, int]) -> None:
        for column, lower, upper in zip(count(), self.model.lowers, self.model.uppers, strict=False):
            value = held.get(column)
            domain = self.cp_model.proto.variables[column].domain
            domain.clear()
            domain.extend((lower, upper) if value is None else (value, value))

    def _solver(self, seconds: float, effort: float) -> CpSolver:
        solver = CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self._limits.seed
        parameters.catch_sigint_signal = False  # Ctrl-C belongs to the program that called
        if self._light_start:
            parameters.cp_model_probing_level = 0
            parameters.symmetry_level = 0
            parameters.max_presolve_iterations = 1
            parameters.use_sat_inprocessing = False
        workers = 1 if self._limits.reproducible else max(1, self._limits.workers)
        parameters.num_workers = workers
        if workers == 1:
            parameters.linearization_level = 2
        else:
            parameters.subsolvers.extend(STRONGEST_WORKERS[:workers])
        if self._limits.reproducible:
            parameters.max_deterministic_time = effort
        else:
            parameters.max_time_in_seconds = seconds
        return solver


class _Listener(CpSolverSolutionCallback):
    """Puts every solution in a queue; called in CP-SAT's threads, so it does nothing else."""

    def __init__(self, news: queue.SimpleQueue[News]) -> None:
        super().__init__()
        self._news = news

    def on_solution_callback(self) -> None:
        self._news.put(News(tuple(self.response_proto.solution), _whole(self.best_objective_bound)))


def _pass_on(news: queue.SimpleQueue[News], hear: Callable[[News], None]) -> None:
    """Tell what has gathered in the queue: of several solutions only the last, which is the best."""
    values: tuple[int, ...] | None = None
    bound: int | None = None
    while not news.empty():
        latest = news.get()
        values = values if latest.values is None else latest.values
        bound = latest.bound if bound is None else max(bound, latest.bound)
    if bound is not None:
        hear(News(values, bound))


def _end(solver: CpSolver, searching: threading.Thread) -> None:
    """Stop a search and wait for it; a search that has only just begun hears a stop only once it runs."""
    while searching.is_alive():
        solver.stop_search()
        searching.join(POLL_SECONDS)


def _whole(bound: float) -> int:
    """The least whole number that a proven bound allows; all goals are whole numbers."""
    if not math.isfinite(bound):
        return -UNLIMITED
    return math.ceil(bound - 1e-6)
