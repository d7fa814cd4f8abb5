"""Moves: where somebody could go from their seat, and with whom they could change, without breaking a rule anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roster.plan import Plan
from roster.problem import Assignment, Problem
from roster.rules import RULES, Violation, check
from roster.rules.seating import NOBODY, Placing

ALONE = ("availability", "qualification", "certificate", "site_access")
"""Rules that look at nothing but the person and the seat."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Needs with an empty seat that the person could move to, and assignments whose person they could change with."""

    free: frozenset[tuple[str, str]]
    swaps: frozenset[Assignment]


def moves_of(problem: Problem, plan: Plan, seat: Assignment) -> Moves:
    """Every move and swap of the person in a seat that breaks nothing which the plan keeps now.

    Past sessions are left out. Raises KeyError where the plan does not hold the assignment.
    """
    if seat not in plan.assignments:
        raise KeyError(seat)
    if not _is_open(problem, seat):
        return Moves(frozenset(), frozenset())  # what is over, and who left, stays as it is
    free = (
        Assignment(session, role, seat.person)
        for (session, role), need in problem.needs.items()
        if (session, role) != (seat.session, seat.role)
        and not problem.session_by_key[session].past
        and len(plan.in_seat(session, role)) < need.seats
    )
    others = (
        other
        for other in plan.assignments
        if other.person != seat.person
        and (other.session, other.role) != (seat.session, seat.role)
        and _is_open(problem, other)
    )
    return Moves(
        frozenset((to.session, to.role) for to in free if _fits(problem, plan, [seat], [to])),
        frozenset(other for other in others if _fits(problem, plan, [seat, other], _exchanged(seat, other))),
    )


def _is_open(problem: Problem, seat: Assignment) -> bool:
    where = problem.session_by_key.get(seat.session)
    return where is not None and not where.past and seat.person in problem.person_by_key


def _exchanged(first: Assignment, second: Assignment) -> list[Assignment]:
    return [
        Assignment(second.session, second.role, first.person),
        Assignment(first.session, first.role, second.person),
    ]


def newly_broken(
    problem: Problem, plan: Plan, *, gone: Sequence[Assignment] = (), new: Sequence[Assignment] = ()
) -> list[Violation]:
    """What an edit breaks that the plan kept before, rule by rule.

    Every rule looks at one person's week or at one session: so only those that the edit touches are judged, before and
    after it.
    """
    touched = _touched(plan, [*gone, *new])
    known = set(check(problem, touched))
    return [one for one in check(problem, touched.with_changes(remove=gone, add=new)) if one not in known]


def _fits(problem: Problem, plan: Plan, gone: Sequence[Assignment], new: Sequence[Assignment]) -> bool:
    """Whether an edit breaks nothing anew."""
    return not any(_unfit(problem, seat) for seat in new) and not newly_broken(problem, plan, gone=gone, new=new)


def _unfit(problem: Problem, seat: Assignment) -> bool:
    """Whether a rule stops the person even in an empty week; so end most pairs, without a look at the plan."""
    placing = Placing(problem.person_by_key[seat.person], problem.session_by_key[seat.session], seat.role)
    return any(rule.objections(problem, NOBODY, placing) for rule in RULES if rule.KEY in ALONE)


def _touched(plan: Plan, seats: Sequence[Assignment]) -> Plan:
    """All duties of the people in these seats, and everybody in their sessions."""
    found = {duty for seat in seats for duty in plan.by_person.get(seat.person, ())}
    return Plan.of(found | {duty for seat in seats for duty in plan.by_session.get(seat.session, ())})
