"""HiGHS as SciPy carries it: a linear model handed over, a run that can be stopped.

SciPy's own ``linprog`` and ``milp`` can neither be stopped, nor be told of a plan, nor kept to one thread. So this uses
the binding beneath them, that of HiGHS's package ``highspy``, which cannot be imported into one process with OR-Tools.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize._highspy import _core as binding  # type: ignore[import-not-found]  # it has no types
from scipy.sparse import csr_array

from solver.linear import LinearModel, Row, Sum

Floats = NDArray[np.float64]
Kind = binding.cb.HighsCallbackType
Ended = binding.HighsModelStatus
FEASIBLE = int(binding.SolutionStatus.kSolutionStatusFeasible)
Options = Mapping[str, bool | int | float | str]

# For proofs. What HiGHS does to look for plans would cost a fifth of their time.
PROVING: Options = MappingProxyType(
    {
        "mip_rel_gap": 0.0,
        "dual_feasibility_tolerance": 1e-9,  # a hundredth of HiGHS's own: bounds rest on it
        "mip_heuristic_run_feasibility_jump": False,
        "mip_heuristic_run_rens": False,
        "mip_heuristic_run_rins": False,
    }
)
# On top of that for models in pair form: near their root they are proven in no time unless HiGHS looks for plans there.
LIGHT: Options = MappingProxyType({"mip_heuristic_run_root_reduced_cost": False})


@dataclass(frozen=True)
class Program:
    """``constant + costs * columns`` is to be kept small; limits are pairs of a lower and an upper one, or infinite."""

    costs: Floats
    constant: int
    column_limits: tuple[Floats, Floats]
    matrix: csr_array
    row_limits: tuple[Floats, Floats]

    @classmethod
    def of(cls, model: LinearModel, rows: Sequence[Row], goal: Sum) -> Program:
        """A model's columns with these rows and this goal."""
        costs = np.zeros(len(model.lowers))
        np.add.at(costs, goal.columns, goal.factors)
        limits = (np.array(model.lowers, dtype=np.float64), np.array(model.uppers, dtype=np.float64))
        return cls(costs, goal.constant, limits, *matrix_of(rows, len(model.lowers)))

    @property
    def grain(self) -> int:
        """All that whole columns can cost differs from the constant by a multiple of this: 1 or more."""
        return int(np.gcd.reduce(self.costs.astype(np.int64))) or 1

    def value(self, values: Sequence[int]) -> int:
        """What the columns cost with these values."""
        return self.constant + round(float(self.costs @ np.array(values, dtype=np.float64)))


def loaded(program: Program, *, whole: bool, options: Options) -> Any:
    """HiGHS with a program whose columns are whole numbers, or may take fractions. Silent, in one thread."""
    linear = binding.HighsLp()
    linear.num_row_ = linear.a_matrix_.num_row_ = program.matrix.shape[0]
    linear.num_col_ = linear.a_matrix_.num_col_ = len(program.costs)
    linear.a_matrix_.format_ = binding.MatrixFormat.kRowwise
    linear.a_matrix_.start_ = program.matrix.indptr
    linear.a_matrix_.index_ = program.matrix.indices
    linear.a_matrix_.value_ = program.matrix.data
    linear.col_cost_, linear.offset_ = program.costs, float(program.constant)
    linear.col_lower_, linear.col_upper_ = program.column_limits
    linear.row_lower_, linear.row_upper_ = program.row_limits
    if whole:
        linear.integrality_ = [binding.HighsVarType.kInteger] * len(program.costs)
    highs = binding._Highs()
    for option, value in {"output_flag": False, "threads": 1, **options}.items():
        highs.setOptionValue(option, value)
    highs.passModel(linear)
    return highs


def matrix_of(rows: Sequence[Row], width: int) -> tuple[csr_array, tuple[Floats, Floats]]:
    """Rows over so many columns as a sparse matrix, and their lower and upper limits."""
    starts = np.concatenate([[0], np.cumsum([len(row.columns) for row in rows], dtype=np.int64)])
    columns = np.array([column for row in rows for column in row.columns], dtype=np.int32)
    factors = np.array([factor for row in rows for factor in row.factors], dtype=np.float64)
    lowers = np.array([-math.inf if row.lower is None else row.lower for row in rows], dtype=np.float64)
    uppers = np.array([math.inf if row.upper is None else row.upper for row in rows], dtype=np.float64)
    return csr_array((factors, columns, starts.astype(np.int32)), shape=(len(rows), width)), (lowers, uppers)


@dataclass(frozen=True)
class Fractions:
    """The least-cost values of columns that may take fractions, and the dual of each row."""

    values: Floats
    duals: Floats


def least_in_fractions(program: Program, *, seconds: float = math.inf) -> Fractions | None:
    """The solution of a program's linear relaxation; None where HiGHS found none in time.

    In place of SciPy's ``linprog``, which starts HiGHS with as many threads as the machine likes: from then on HiGHS
    refuses to run with one in the same thread.
    """
    highs = loaded(program, whole=False, options={"time_limit": seconds})
    highs.run()
    if highs.getModelStatus() != Ended.kOptimal:
        return None
    found = highs.getSolution()
    return Fractions(np.array(found.col_value, dtype=np.float64), np.array(found.row_dual, dtype=np.float64))
