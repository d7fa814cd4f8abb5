"""Obstacles: for a seat and each volunteer, which rules stand in the way of putting them there."""

from __future__ import annotations

from collections.abc import Iterable

from roster.plan import Plan
from roster.problem import Assignment, Person, Problem, Session
from roster.rules import (
    apart,
    availability,
    certificate,
    decisions,
    newcomers,
    one_place,
    qualification,
    seats,
    site_access,
    support_needs_lead,
    travel_time,
    workload,
)
from roster.rules.decisions import Objections
from roster.rules.seating import NOBODY, Placing, Seating, once_per_problem, seating_of
from roster.rules.violation import Violation

# All rules in their order, and those among them that look at nothing but the person and the seat: what these say is the
# same in every plan of a problem, so it is kept.
IN_ORDER = (
    seats,
    availability,
    qualification,
    certificate,
    one_place,
    travel_time,
    workload,
    site_access,
    support_needs_lead,
    newcomers,
    apart,
    decisions,
)
OF_THE_PERSON = (availability, qualification, certificate, site_access, decisions)
# Rules that look at the person's other duties, and those that can tell first whether a seat concerns them at all.
OF_OTHER_DUTIES = (one_place, travel_time, workload)
OF_THE_SEAT = (seats, support_needs_lead, newcomers, apart)
PLACE_IN_ORDER = {rule.KEY: place for place, rule in enumerate(IN_ORDER)}


def obstacles(
    problem: Problem, plan: Plan, session: str, role: str, *, qualified_only: bool = False
) -> dict[str, tuple[Violation, ...]]:
    """For each person, in key order, what stands against putting them into a role of a session, rule by rule.

    An empty tuple: the person could take the seat now. Somebody who sits in the session already gets ``one_place``; for
    the reasons against a stand-in, take the person they replace out of the plan first. If the session does not exist,
    does not need the role or has no seat left in it, everybody gets ``seats``.

    With ``qualified_only`` people who are not qualified are left out. That is several times as quick, for counting over
    all empty seats of a week.
    """
    where = problem.session_by_key.get(session)
    if where is None:
        return {
            person.key: tuple(
                fault for fault in [seats.unknown(problem, Assignment(session, role, person.key))] if fault is not None
            )
            for person in problem.people
        }
    people = qualification.qualified_people(problem, where, role) if qualified_only else problem.people
    return _of_each(problem, plan, people, where, role)


def obstacles_of(problem: Problem, plan: Plan, person: str, session: str, role: str) -> tuple[Violation, ...]:
    """What stands against putting one person into a role of a session, as ``obstacles`` tells it of everybody.

    Raises KeyError for a person or session that the problem does not have.
    """
    one, where = problem.person_by_key[person], problem.session_by_key[session]
    return _of_each(problem, plan, (one,), where, role)[person]


def _of_each(
    problem: Problem, plan: Plan, people: Iterable[Person], where: Session, role: str
) -> dict[str, tuple[Violation, ...]]:
    seating = seating_of(problem, plan)
    concerned = [rule.objections for rule in OF_THE_SEAT if rule.concerns(problem, seating, where, role)]
    asked = [rule.objections for rule in OF_OTHER_DUTIES] + concerned
    return {person.key: _against(problem, seating, Placing(person, where, role), asked) for person in people}


def _against(
    problem: Problem, seating: Seating, placing: Placing, asked: Iterable[Objections]
) -> tuple[Violation, ...]:
    person, where, role = placing
    known = _of_the_person(problem)
    mark = (person.key, where.key, role)
    if mark not in known:
        known[mark] = [found for rule in OF_THE_PERSON for found in rule.objections(problem, NOBODY, placing)]
    found = known[mark] + [one for objections in asked for one in objections(problem, seating, placing)]
    if len(found) > 1:
        found.sort(key=lambda one: PLACE_IN_ORDER[one.rule])
    return tuple(found)


@once_per_problem
def _of_the_person(_problem: Problem) -> dict[tuple[str, str, str], list[Violation]]:
    """What was found already by the rules that do not look at the plan, by person, session and role."""
    return {}
