"""wishes: people come when, where, to whom and with whom they like best."""

from __future__ import annotations

from collections.abc import Set

from roster.plan import Plan
from roster.problem import Problem, willingness
from roster.records import Willingness
from roster.rules.seating import Placing, seating_of
from roster.words import Sentence

KEY = "wishes"
NAME = Sentence("Wünsche", "Wishes")
SENTENCE = Sentence(
    de=(
        "Gezählt werden Einsätze zu Zeiten, die nur möglich oder nur notfalls genannt sind, und Einsätze fern von "
        "Wunschstandort, Wunschkurs oder Wunschpartner:in."
    ),
    en=(
        "Counted are duties at times given as merely possible or only if needed, and duties away from preferred "
        "sites, courses and partners."
    ),
)

COST_OF_TIME = {Willingness.GLADLY: 0, Willingness.POSSIBLE: 1, Willingness.IF_NEEDED: 3, None: 3}


def value(problem: Problem, plan: Plan) -> int:
    """Sum over all assignments in sessions that are not past: see ``cost_alone`` and ``misses_partners``."""
    seating = seating_of(problem, plan)
    return sum(
        cost_alone(placing)
        + misses_partners(placing, {one.person.key for one in seating.in_session(placing.session.key)})
        for placing in seating.judged
    )


def cost_alone(placing: Placing) -> int:
    """What time, site and course cost, whoever else comes: 0 to 5.

    A time counts 0 if gladly, 1 if possible, 3 if only if needed (by its worst minute); a site and a course count 1
    each if the person prefers some and it is not among them. A time outside all windows, which no plan may have,
    counts 3.
    """
    person, session, _ = placing
    return (
        COST_OF_TIME[willingness(person.windows, session)]
        + (1 if person.preferred_sites and session.site not in person.preferred_sites else 0)
        + (1 if person.preferred_courses and session.course not in person.preferred_courses else 0)
    )


def misses_partners(placing: Placing, people_there: Set[str]) -> int:
    """1 if the person named partners and none of them sits in the session, else 0."""
    partners = placing.person.partners
    return 1 if partners and people_there.isdisjoint(partners) else 0
