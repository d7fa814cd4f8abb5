"""Search processes that misbehave, started by tests as ``python unruly_child.py HOW``; else like the real one."""

import ctypes
import os
import signal
import sys
import time

from roster.errors import WeekTooLarge
from roster.outcome import GoalResult, Outcome, Progress, Status
from roster.plan import Plan
from roster.problem import Problem
from roster.rules import measure, past_assignments
from roster.words import Sentence
from solver.limits import Limits, Watch
from solver.order_service import serve


def a_plan(problem: Problem, watch: Watch) -> None:
    """Tell of a first plan: the past, and nobody else anywhere."""
    plan = Plan.of(past_assignments(problem))
    goals = tuple(GoalResult(key, value, 0, value == 0) for key, value in measure(problem, plan).items())
    watch.progress(Progress(0.1, "cover", goals, 0, len(problem.needs), plan))


def finished(problem: Problem) -> Outcome:
    """A proper result: the plan that was told of."""
    plan = Plan.of(past_assignments(problem))
    goals = tuple(GoalResult(key, value, value, True) for key, value in measure(problem, plan).items())
    return Outcome(plan, Status.OPTIMAL, goals, (), 0.1, False, problem.fingerprint)


def deaf(problem: Problem, limits: Limits, watch: Watch) -> Outcome:
    """Finds a plan, then neither stops at its limit nor listens."""
    a_plan(problem, watch)
    while True:
        time.sleep(60)


def deaf_without_plan(problem: Problem, limits: Limits, watch: Watch) -> Outcome:
    """Finds nothing and never ends."""
    while True:
        time.sleep(60)


def deaf_with_offspring(problem: Problem, limits: Limits, watch: Watch) -> Outcome:
    """Starts another process and never ends."""
    a_plan(problem, watch)
    if os.fork() == 0:
        time.sleep(600)
    return deaf(problem, limits, watch)


def hungry(problem: Problem, limits: Limits, watch: Watch) -> Outcome:
    """Finds a plan, then wants 8 GB."""
    a_plan(problem, watch)
    eaten = [bytearray(256 * 1024**2) for _ in range(32)]
    raise AssertionError(f"got {len(eaten)} pieces of 256 MB")


def hungry_in_a_library(problem: Problem, limits: Limits, watch: Watch) -> Outcome:
    """Ends as a C++ library does that gets no memory."""
    os.write(2, b"terminate called after throwing an instance of 'std::bad_alloc'\n")
    os.abort()


def too_large(problem: Problem, limits: Limits, watch: Watch) -> Outcome:
    """Refuses the week as beyond its limits."""
    raise WeekTooLarge(Sentence(de="zu viele Sitzungen", en="too many sessions"))


def crashing(problem: Problem, limits: Limits, watch: Watch) -> Outcome:
    """Finds a plan, then breaks down."""
    a_plan(problem, watch)
    ctypes.string_at(0)
    raise AssertionError("read where nothing is")


def crashing_at_once(problem: Problem, limits: Limits, watch: Watch) -> Outcome:
    """Breaks down before it finds anything."""
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError("survived")


def babbling(problem: Problem, limits: Limits, watch: Watch) -> Outcome:
    """Prints whatever comes to mind beside its messages, and finishes."""
    sys.stdout.write("Starting presolve...\n" * 10_000)  # more than a pipe holds
    sys.stdout.flush()
    os.write(1, b'{"outcome": "nonsense"}\n\xff\xfe\n' * 10_000)
    a_plan(problem, watch)
    return finished(problem)


def steady(problem: Problem, limits: Limits, watch: Watch) -> Outcome:
    """Searches for a second and finishes properly."""
    a_plan(problem, watch)
    time.sleep(1)
    return finished(problem)


def obedient(problem: Problem, limits: Limits, watch: Watch) -> Outcome:
    """Searches until it is told to stop."""
    a_plan(problem, watch)
    while not watch.cancelled():
        time.sleep(0.02)
    plan = Plan.of(past_assignments(problem))
    goals = tuple(GoalResult(key, value, None, False) for key, value in measure(problem, plan).items())
    return Outcome(plan, Status.CANCELLED, goals, (), 0.1, True, problem.fingerprint)


if __name__ == "__main__":
    serve(globals()[sys.argv[1]])
