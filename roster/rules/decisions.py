"""decisions: what leads have set stands: pins, bans and the past."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from roster.plan import Plan
from roster.problem import Assignment, Problem
from roster.rules import (
    apart,
    availability,
    certificate,
    newcomers,
    one_place,
    qualification,
    seats,
    site_access,
    travel_time,
    workload,
)
from roster.rules.seating import Placing, Seating, once_per_problem, placings_of, seating_of
from roster.rules.violation import Violation
from roster.words import Sentence

KEY = "decisions"
NAME = Sentence("Entscheidungen der Leitung", "Decisions of the leads")
SENTENCE = Sentence(
    de=(
        "Festlegungen, Sperren und Vergangenes gelten so, wie die Leitung sie gesetzt hat; eine Festlegung, die gegen "
        "eine Regel verstößt, wird vorher gezeigt."
    ),
    en=(
        "Pins, bans and the past stand as leads have set them; a pin that breaks another rule is shown before the "
        "solve."
    ),
)

PAST_IS_MISSING = Sentence(
    de=(
        "{session}: {person} war dort als {role} eingeteilt; der Termin ist vorbei und bleibt, wie er veröffentlicht "
        "wurde."
    ),
    en="{session}: {person} was assigned there as {role}; the session is over and stays as it was published.",
)
PAST_IS_OVER = Sentence(
    "{session}: Der Termin ist vorbei; {person} kann dort nicht mehr eingeteilt werden.",
    "{session}: the session is over; {person} can no longer be assigned there.",
)
BANNED = Sentence(
    "{session}: {person} ist dort gesperrt (als {role}).",
    "{session}: {person} is banned from it (as {role}).",
)
PIN_IS_MISSING = Sentence(
    "{session}: {person} ist dort als {role} festgelegt, fehlt aber im Plan.",
    "{session}: {person} is pinned there as {role}, but missing from the plan.",
)

Objections = Callable[[Problem, Seating, Placing], list[Violation]]


class PinsInOrder(NamedTuple):
    """Pins that stand, in their order, and pins that had to be set aside, each with every rule that it would break."""

    standing: tuple[Assignment, ...]
    set_aside: tuple[tuple[Assignment, tuple[Violation, ...]], ...]


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """List what differs from the published past, then banned assignments, then standing pins that are missing.

    A standing pin of a newcomer may be missing where nobody experienced sits in its session: it must not break
    ``newcomers``.
    """
    seating = seating_of(problem, plan)
    there = {Assignment(one.session.key, one.role, one.person.key) for one in seating.placings if one.session.past}
    past = set(past_assignments(problem))
    found = [_violation(PAST_IS_MISSING, missing) for missing in sorted(past - there)]
    found += [_violation(PAST_IS_OVER, extra) for extra in sorted(there - past)]
    found += [banned for placing in seating.judged for banned in objections(problem, seating, placing)]
    for pin in missing_pins(problem, plan):
        new = problem.settings.newcomers and problem.person_by_key[pin.person].newcomer
        if not new or newcomers.has_experience(seating, pin.session):
            found.append(_violation(PIN_IS_MISSING, pin))
    return found


def objections(problem: Problem, _seating: Seating, placing: Placing) -> list[Violation]:
    """At most one violation: the session is over, or the person is banned from it."""
    person, session, role = placing
    banned_roles = _banned_roles(problem).get((session.key, person.key), ())
    if session.past:
        telling = PAST_IS_OVER
    elif None in banned_roles or role in banned_roles:
        telling = BANNED
    else:
        return []
    return [_violation(telling, Assignment(session.key, role, person.key))]


@once_per_problem
def past_assignments(problem: Problem) -> tuple[Assignment, ...]:
    """What must stand in past sessions: what was published there for people that the problem knows, each once."""
    return tuple(
        told
        for told in dict.fromkeys(problem.published or ())
        if told.person in problem.person_by_key
        and (session := problem.session_by_key.get(told.session)) is not None
        and session.past
    )


@once_per_problem
def standing_pins(problem: Problem) -> PinsInOrder:
    """Sort the pins: those that can be kept together with the past, in their order, and those that cannot.

    An earlier pin wins over a later one. A pin in a past session means nothing any more, a repeated pin nothing more.
    """
    standing: list[Assignment] = []
    set_aside: list[tuple[Assignment, tuple[Violation, ...]]] = []
    for pin in dict.fromkeys(problem.pins):
        session = problem.session_by_key.get(pin.session)
        if session is not None and session.past:
            continue
        if reasons := against_pin(problem, pin, standing):
            set_aside.append((pin, reasons))
        else:
            standing.append(pin)
    return PinsInOrder(tuple(standing), tuple(set_aside))


def against_pin(problem: Problem, pin: Assignment, standing: Iterable[Assignment]) -> tuple[Violation, ...]:
    """Every rule that a pin breaks alone or together with the past and other pins; empty if it can stand beside them.

    ``support_needs_lead`` and ``newcomers`` are not asked: others may still come to the session.
    """
    if (fault := seats.unknown(problem, pin)) is not None:
        return (fault,)
    placing = next(placings_of(problem, [pin]))
    seating = Seating(placings_of(problem, (*past_assignments(problem), *standing)))
    return tuple(found for objects in RULES_FOR_PINS for found in objects(problem, seating, placing))


def missing_pins(problem: Problem, plan: Plan) -> tuple[Assignment, ...]:
    """Standing pins that a plan does not hold, whether it may miss them or not."""
    held = set(plan.assignments)
    return tuple(pin for pin in standing_pins(problem).standing if pin not in held)


@once_per_problem
def _banned_roles(problem: Problem) -> Mapping[tuple[str, str], frozenset[str | None]]:
    """By session and person the roles that are banned; None among them means every role."""
    roles: dict[tuple[str, str], set[str | None]] = {}
    for ban in problem.bans:
        roles.setdefault((ban.session, ban.person), set()).add(ban.role)
    return {where: frozenset(those) for where, those in roles.items()}


def _violation(telling: Sentence, assignment: Assignment) -> Violation:
    return Violation(KEY, assignment.person, (assignment.session,), assignment.role, (), telling)


RULES_FOR_PINS: tuple[Objections, ...] = (
    seats.objections,
    availability.objections,
    qualification.objections,
    certificate.objections,
    one_place.objections,
    travel_time.objections,
    workload.objections,
    site_access.objections,
    apart.objections,
    objections,
)
