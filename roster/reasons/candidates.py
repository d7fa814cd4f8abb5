"""Candidates: everybody for a seat, who could take it first, with what stands against them and what they would cost."""

from __future__ import annotations

from dataclasses import dataclass

from roster.plan import Plan
from roster.problem import Assignment, Problem
from roster.reasons.costs import Costs, cost_rank, costs_of
from roster.rules import Violation, measure, obstacles


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person for a seat. Without ``obstacles`` they could take it now, and ``costs`` say what that does to each goal.

    ``minutes`` are those that they have here in the week already.
    """

    person: str
    obstacles: tuple[Violation, ...]
    costs: Costs
    minutes: int
    wished_minutes: int


def candidates(problem: Problem, plan: Plan, session: str, role: str) -> list[Candidate]:
    """Everybody for one more seat of a role in a session, best first.

    Those whom no rule stops come first, by their costs in the organisation's order of goals; then the others, fewest
    obstacles first. Among equals who is furthest below their wish comes first.
    """
    now = measure(problem, plan)
    ranked = []
    for person, against in obstacles(problem, plan, session, role).items():
        costs = () if against else _costs(problem, plan, now, Assignment(session, role, person))
        minutes = minutes_of(problem, plan, person)
        wished = problem.person_by_key[person].wished_minutes
        candidate = Candidate(person, against, costs, minutes, wished)
        rank = cost_rank(problem, costs) if costs else ()
        ranked.append(((len(against), rank, minutes - wished, person), candidate))
    return [candidate for _, candidate in sorted(ranked, key=lambda one: one[0])]


def minutes_of(problem: Problem, plan: Plan, person: str) -> int:
    """What a person has to do in this organisation in the week; sessions that no longer exist count nothing."""
    keys = {seat.session for seat in plan.by_person.get(person, ()) if seat.session in problem.session_by_key}
    return sum(problem.session_by_key[key].minutes for key in keys)


def _costs(problem: Problem, plan: Plan, now: dict[str, int], seat: Assignment) -> Costs:
    return costs_of(now, measure(problem, plan.with_changes(add=[seat])))
