"""Boundless people: a week in which somebody offers and learns all that a person can."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from roster.plan import Plan
from roster.problem import Certificate, Person, Problem, Qualification, Window
from roster.records import Willingness
from roster.rules import availability, certificate, decisions, obstacles, qualification, site_access
from solver.caps import LARGEST_MINUTES
from solver.given import Given

OF_THE_PERSON = frozenset(rule.KEY for rule in (availability, qualification, certificate, site_access, decisions))


def boundless(problem: Problem, keys: Collection[str]) -> Problem:
    """The problem in which these people come at any time, to any site, as often and as long as wanted, know all and
    hold all. Who is new, how they travel, what they do elsewhere and what leads have set stays as it is.
    """
    people = (_boundless(problem, one) if one.key in keys else one for one in problem.people)
    return replace(problem, people=tuple(people), sites=tuple(site.open_to(keys) for site in problem.sites))


def could_take(problem: Problem, plan: Plan, session: str, role: str) -> bool | None:
    """Whether a boundless person could sit down in this seat with nobody else moving.

    None where that is not so, but somebody could sit there in another plan; False where nobody ever can. No search.
    """
    everybody = boundless(problem, [one.key for one in problem.people])
    against = obstacles(everybody, plan, session, role).values()
    if not all(against):
        return True
    return False if all(any(one.rule in OF_THE_PERSON for one in found) for found in against) else None


def is_widest(problem: Problem) -> bool:
    """Whether a boundless person can do whatever the same person can do with any smaller change.

    Not where pins are set aside: one that can stand again binds its person.
    """
    return not Given.of(problem).set_aside


def _boundless(problem: Problem, person: Person) -> Person:
    needs = [(session, need) for session in problem.sessions for need in session.needs]
    first = min((session.on_day for session, _ in needs), default=None)
    often = len(problem.sessions) + len(person.commitments)
    return replace(
        person,
        windows=(Window(-LARGEST_MINUTES, LARGEST_MINUTES, Willingness.POSSIBLE),),
        absences=(),
        qualifications=tuple(Qualification(role) for role in sorted({need.role for _, need in needs})),
        certificates=tuple(Certificate(kind, first) for kind in problem.certificates_asked)
        if first is not None
        else (),
        refused_sites=(),
        max_minutes_week=LARGEST_MINUTES,
        max_sessions_day=often,
        max_days_week=often,
    )
