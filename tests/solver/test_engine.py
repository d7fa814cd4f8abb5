"""What one search of CP-SAT says at its edges."""

from __future__ import annotations

from solver.engine import Engine, News
from solver.limits import Limits
from solver.linear import LinearModel, Sum

ONE_WORKER = Limits(workers=1)


def test_where_nothing_is_to_be_decided_that_is_a_solution() -> None:
    heard: list[News] = []
    run = Engine(LinearModel(), ONE_WORKER).run(Sum(), [], 60.0, heard.append, lambda: False)
    assert run.proven
    assert heard[-1].values == ()


def test_what_is_impossible_was_not_short_of_time() -> None:
    model = LinearModel()
    taken = Sum.of(model.choice())
    model.keep(taken * 2, lower=1, upper=1)
    run = Engine(model, ONE_WORKER).run(taken, [0], 60.0, lambda _: None, lambda: False)
    assert (run.impossible, run.proven, run.out_of_time) == (True, False, False)
