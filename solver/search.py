"""The search: one goal after the other, each kept at what was reached, and always a plan at the end."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from roster.outcome import GoalResult, Outcome, Status
from roster.plan import Plan
from roster.problem import Problem
from roster.records import GoalOrder
from roster.rules import BALANCE, GOALS
from solver.best import Judge
from solver.branch_and_bound import can_take
from solver.caps import refuse_too_large
from solver.clock import Clock
from solver.engine import UNLIMITED, Engine, News
from solver.forms import pairs, patterns
from solver.given import Given
from solver.highs import Program
from solver.limits import Limits, Watch
from solver.linear import Sum
from solver.model import EVERY_GOAL, MISSING_PINS, Form, Written, rates, write
from solver.proofs import Proofs
from solver.relaxation import Relaxation, relax
from solver.telling import Telling

STRICT_GOALS = ("cover", "stability", "promises")
NEAR_PER_MILLE = 5  # how far above the linear bound plans are looked for first
HEAD_START_SECONDS = 1.0  # what HiGHS has near a bound before CP-SAT takes one of its two places
POLL_SECONDS = 0.02
SHARE_NEAR_THE_BOUND = 0.6  # of the time that a goal has
SHARE_OF_CLOSING = 0.1  # of the time that is left, for each goal
DEFAULT_LIMITS = Limits()


def solve(
    problem: Problem, limits: Limits = DEFAULT_LIMITS, watch: Watch | None = None, hint: Plan | None = None
) -> Outcome:
    """Find the best plan of a week within limits, with a proven bound for each goal.

    ``hint`` is a plan to start from, such as the one before a change; it need not keep the rules. Without one the
    search starts from what was published. An empty week gives an empty plan; a limit of 0 gives the past and the pins.
    Raises ProblemTooLarge before any work, and whatever ``watch`` raises; nothing else.
    """
    refuse_too_large(problem)
    return _Search(problem, limits, watch, hint).outcome()


class _Search:
    """One search in its course: the best plan so far, and what is proven about each goal."""

    def __init__(self, problem: Problem, limits: Limits, watch: Watch | None, hint: Plan | None) -> None:
        self._clock = Clock(limits, watch)
        self._limits = limits
        self._given = Given.of(problem)
        self._judge = Judge(self._given, self._order())
        self._best = self._judge.starting_plan(hint)
        self._hint: Plan | None = hint if hint is not None else Plan.of(problem.published or ())
        self._relaxation: Relaxation | None = None
        self._proofs = Proofs(limits.seed)
        self._beside = False  # whether HiGHS works too, on one of CP-SAT's workers' places
        self._bounds: dict[str, int] = {}
        self._working_on = self._order()[0]
        self._telling = Telling(watch, self._judge, self._best)

    # ---- the order of goals ------------------------------------------------------------------------------------------

    def _order(self) -> tuple[str, ...]:
        """Keys of what is made small, one after the other."""
        return (*self._strict_order(), *self._later_order())

    def _strict_order(self) -> tuple[str, ...]:
        pins = (MISSING_PINS,) if self._given.yielding else ()
        left_out = () if self._given.problem.published is not None else ("stability",)
        return (*pins, *(key for key in STRICT_GOALS if key not in left_out))

    def _later_order(self) -> tuple[str, ...]:
        if self._given.problem.settings.goal_order == GoalOrder.STRICT:
            return tuple(rates(self._given))
        return (BALANCE,)

    # ---- searching ---------------------------------------------------------------------------------------------------

    def outcome(self) -> Outcome:
        """Search, and say what was found."""
        self._tell(now=True)
        try:
            self._take(self._strict_order(), pairs.write, STRICT_GOALS, self._limits.strict_deadline)
            self._take(self._later_order(), patterns.write, EVERY_GOAL, self._limits.total_seconds)
        finally:
            self._proofs.end()
        proven = all(self._proven(key) for key in self._order())
        status = Status.OPTIMAL if proven else Status.CANCELLED if self._clock.cancelled else Status.FEASIBLE
        return Outcome(
            plan=self._best.plan,
            status=status,
            goals=self._results(),
            set_aside=self._given.set_aside,
            seconds=self._clock.seconds,
            cut_short=self._clock.out_of_time and not proven,
            fingerprint=self._given.problem.fingerprint,
        )

    def _take(self, keys: Sequence[str], form: Form, goals: Sequence[str], deadline: float) -> None:
        """Make the goals with these keys small, in their order, on one model."""
        for key in keys:
            self._bounds[key] = 0  # no goal can be negative
        if not self._clock.goes_on(deadline):
            return
        written = write(self._given, form, goals)
        self._beside = self._limits.workers > 1 and not self._limits.reproducible and can_take(written.choices.model)
        workers = self._limits.workers - self._beside
        strict = form is pairs.write
        engine = Engine(written.choices.model, replace(self._limits, workers=workers), light_start=strict)
        for earlier in self._order()[: self._order().index(keys[0])]:
            engine.keep(written.costs[earlier], self._best.values[earlier])
        if not strict and BALANCE not in keys:
            self._close_what_is_ruled_out(engine, written, deadline)
        for position, key in enumerate(keys):
            # Earlier goals matter more, so of four goals the first may take 4/10; what it leaves falls to the others.
            until = self._clock.seconds + self._clock.left(deadline, 2 / (len(keys) - position + 1))
            self._working_on = key
            self._work_on(engine, written, key, until, strict=strict)
            engine.keep(written.costs[key], self._best.values[key])  # proven or not
            self._close(written, key, self._relaxation)

    def _work_on(self, engine: Engine, written: Written, key: str, deadline: float, *, strict: bool) -> None:
        """Make one goal small, as far as the others allow that the engine keeps."""
        cost = written.costs[key]
        self._bounds[key] = max(0, written.choices.model.least(cost))
        self._relaxation = None
        self._begin_proofs(engine, written, cost, strict)
        if strict:
            self._give_a_head_start(written, deadline)
            self._proofs.make_room()
        elif self._goes_on(key, deadline):
            self._look_near_the_bound(engine, written, cost, deadline)
        if self._goes_on(key, deadline):
            self._run(engine, written, cost, deadline)
        self._listen(written)
        self._tell(now=True)
        self._judge.compare(self._best, written)
        self._judge.confirm(key, self._best, self._bounds[key])

    def _look_near_the_bound(self, engine: Engine, written: Written, cost: Sum, deadline: float) -> None:
        """Search first among plans that the relaxation calls good: few columns, good plans soon.

        The relaxation is kept for the proof that follows, where it closes what no better plan can use.
        """
        seconds = self._clock.left(deadline, SHARE_NEAR_THE_BOUND)
        if self._proofs.relaxes:
            self._wait_for_highs(written, self._clock.seconds + seconds, lambda: self._proofs.relaxation is not None)
            self._relaxation = self._proofs.relaxation
        else:
            self._relaxation = relax(engine.model, engine.rows, cost, seconds, self._stopping(written))
        if self._relaxation is None:
            return
        key = self._working_on
        self._bounds[key] = max(self._bounds[key], self._relaxation.bound)
        beyond = self._relaxation.bound + max(1, self._relaxation.bound * NEAR_PER_MILLE // 1000)
        if self._proofs.relaxes:
            self._give_a_head_start(written, deadline)
        if self._goes_on(key, deadline):
            self._run(engine, written, cost, deadline, beyond=beyond, share=SHARE_NEAR_THE_BOUND)

    def _run(
        self, engine: Engine, written: Written, cost: Sum, until: float, beyond: int | None = None, share: float = 1.0
    ) -> None:
        """Let the engine search; of plans that move a dear column only those that cost less than ``beyond``.

        By default these are all plans better than the best so far.
        """
        key = self._working_on
        start, self._hint = self._hint or self._best.plan, None
        limit = min(UNLIMITED if beyond is None else beyond, self._best.values[key])
        held = {}
        if self._relaxation is not None:
            held = self._relaxation.held(engine.model, written.choices.values(self._best.plan), limit)
        seconds = self._clock.left(until)
        hear = self._hearing(written, limit)
        stop = self._stopping(written)
        run = engine.run(cost, written.choices.values(start), seconds, hear, stop, held=held, share=share)
        # Beyond the limit nothing was looked at: there the run has shown no more than that.
        shown = replace(run, bound=min(run.bound, limit), proven=run.proven and run.bound < limit)
        self._bounds[key] = max(self._bounds[key], shown.bound)
        if beyond is None:
            self._clock.out_of_time |= run.out_of_time
        self._judge.confirm(key, self._best, shown.bound, proven=shown.proven)

    # ---- HiGHS beside CP-SAT -----------------------------------------------------------------------------------------

    def _begin_proofs(self, engine: Engine, written: Written, cost: Sum, light: bool) -> None:
        """Set HiGHS to work on the goal, where the limits give it a worker."""
        self._proofs.stop()
        if self._beside and self._goes_on(self._working_on, math.inf):
            program = Program.of(engine.model, engine.rows, cost)
            self._proofs.begin(program, light=light, near=light or self._working_on == BALANCE)
            self._offer(written)

    def _wait_for_highs(self, written: Written, until: float, enough: Callable[[], bool] = lambda: False) -> None:
        """Listen to HiGHS alone until that second, or until it is enough, or nothing is left to do."""
        key = self._working_on
        while self._proofs.work and not (
            enough() or self._proven(key) or self._clock.seconds >= until or self._clock.stopped()
        ):
            self._proofs.pause(POLL_SECONDS)
            self._listen(written)
        self._listen(written)

    def _give_a_head_start(self, written: Written, deadline: float) -> None:
        """Let HiGHS work alone: most strict goals are proven in less time than CP-SAT takes to begin.

        Near the bound of the balance it is soon done as well, and sooner with the machine to itself.
        """
        self._wait_for_highs(written, min(deadline, self._clock.seconds + HEAD_START_SECONDS))

    def _stopping(self, written: Written) -> Callable[[], bool]:
        """Whether to end what CP-SAT does: somebody wants it, or HiGHS has proven the goal meanwhile."""

        def stop() -> bool:
            self._listen(written)
            return self._clock.stopped() or self._proven(self._working_on)

        return stop

    def _offer(self, written: Written) -> None:
        """Show HiGHS the best plan, unless it is proven to be that."""
        if self._proofs.work and not self._proven(self._working_on):
            self._proofs.offer(written.choices.values(self._best.plan))

    def _listen(self, written: Written) -> None:
        """Take note of what HiGHS has found by now, and say at once that a goal is proven."""
        hear = self._hearing(written, UNLIMITED)
        before = self._proven(self._working_on)
        for news in self._proofs.news():
            hear(news)
        if self._proven(self._working_on) and not before:
            self._tell(now=True)

    def _close_what_is_ruled_out(self, engine: Engine, written: Written, deadline: float) -> None:
        """Leave out the day patterns that would cost one of the strict goals something: two thirds of all, mostly.

        For goals whose best plan is far above their bound. Near it, as with the balance, little is left open anyway.
        """
        for key in self._strict_order():
            seconds = self._clock.left(deadline, SHARE_OF_CLOSING)
            self._close(
                written, key, relax(engine.model, engine.rows, written.costs[key], seconds, self._clock.stopped)
            )

    def _close(self, written: Written, key: str, relaxation: Relaxation | None) -> None:
        """Close what no plan moves that is as good in this goal as the best one."""
        if relaxation is not None:
            relaxation.close(written.choices.model, written.costs[key], written.choices.values(self._best.plan))

    def _hearing(self, written: Written, most_bound: int) -> Callable[[News], None]:
        key = self._working_on

        def hear(news: News) -> None:
            self._bounds[key] = max(self._bounds[key], min(news.bound, most_bound))
            if news.values is not None:
                best = self._judge.better(self._best, written.choices.plan(news.values))
                if best is not self._best:
                    self._best = best
                    self._offer(written)
            self._tell()

        return hear

    def _goes_on(self, key: str, deadline: float) -> bool:
        return not self._proven(key) and self._clock.goes_on(deadline)

    # ---- telling -----------------------------------------------------------------------------------------------------

    def _proven(self, key: str) -> bool:
        return key in self._bounds and self._bounds[key] >= self._best.values[key]

    def _results(self) -> tuple[GoalResult, ...]:
        """What is known about each goal, then about the balance."""
        return tuple(self._result(key) for key in (*(goal.KEY for goal in GOALS), BALANCE))

    def _result(self, key: str) -> GoalResult:
        value = self._best.values[key]
        if key in self._order():
            bound = self._bounds.get(key)
            return GoalResult(key, value, None if bound is None else min(bound, value), self._proven(key))
        if key == "stability":  # nothing was published, so nobody can be told anything new
            return GoalResult(key, value, value, True)
        # Inside the balance another plan may do better in this goal, at the cost of others. Where the goals are strict
        # and all proven, they settle the balance as well.
        settled = key == BALANCE and all(self._proven(later) for later in self._later_order())
        return GoalResult(key, value, None, settled)

    def _tell(self, *, now: bool = False) -> None:
        self._telling.tell(self._clock.seconds, self._working_on, self._best, self._results, now=now)
