"""Explanations as plain data: empty seats, what would fill them, clashes, and why somebody sits in a seat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from roster.reasons.assignments import WhyAssigned
from roster.reasons.clashes import PinClash, Unteachable
from roster.reasons.empty_seats import EmptySeat
from roster.rules.qualification import spoken_level
from solver.answers.speech import Data, Speech, assignment_data, changes_data, plan_data
from solver.explain.filling import Filling
from solver.explain.single_changes import SingleChange
from solver.explain.without import Without


def filling_data(filling: Filling, speech: Speech) -> Data:
    """How one empty seat could be filled.

    ::

        {"kind": "filling", "change": null | single change, "as_it_is": false, "proven": true, "impossible": false,
         "tried": 3, "plan": null | plan, "changes": [change], "text"}

    A single change is ``{"kind", "cost", "person", "minutes", "session", "what", "branch", "level", "text"}``; its
    kinds are those of ``solver.explain.single_changes.Kind``, what does not belong to a kind is null (``minutes`` 0).
    Without a change: ``as_it_is`` true = a new solve fills the seat as all is; else ``proven`` true = none of the
    changes that are tried does, false = none was found in time; ``impossible`` true = it is proven that nothing that
    one person could offer or learn does, be it ever so much.
    """
    return {
        "kind": "filling",
        "change": None if filling.change is None else _single_change_data(filling.change, speech),
        "as_it_is": filling.as_it_is,
        "proven": filling.proven,
        "impossible": filling.impossible,
        "tried": filling.tried,
        "plan": None if filling.plan is None else plan_data(filling.plan),
        "changes": changes_data(filling.changes, speech),
        "text": speech.tell(lambda language, names: "\n".join(filling.lines(language, names))),
    }


def empty_seat_data(empty: EmptySeat, fillings: Sequence[Filling], speech: Speech) -> Data:
    """Why a seat is empty, and how it could be filled, cheapest first; no fillings where nobody asked.

    ::

        {"kind": "empty_seat", "session", "role", "required": 1, "wished": 0, "qualified": 5,
         "stopped": {rule: people}, "stopped_by_one": {rule: people}, "free": [person], "fillings": [filling], "text"}
    """
    return {
        "kind": "empty_seat",
        "session": empty.session,
        "role": empty.role,
        "required": empty.required,
        "wished": empty.wished,
        "qualified": empty.qualified,
        "stopped": dict(empty.stopped),
        "stopped_by_one": dict(empty.stopped_by_one),
        "free": list(empty.free),
        "fillings": [filling_data(filling, speech) for filling in fillings],
        "text": speech.tell(empty.text),
    }


def clash_data(clash: PinClash, speech: Speech) -> Data:
    """A pin that cannot stand.

    ``{"kind": "pin_clash", "pin": assignment, "with_pins": [assignment], "reasons": [{"rule", "text"}], "text"}``;
    without ``with_pins`` the pin breaks the rules by itself or beside what is past.
    """
    return {
        "kind": "pin_clash",
        "pin": assignment_data(clash.pin),
        "with_pins": [assignment_data(pin) for pin in clash.with_pins],
        "reasons": [{"rule": reason.rule, "text": speech.tell(reason.text)} for reason in clash.reasons],
        "text": speech.tell(clash.text),
    }


def unteachable_data(unteachable: Unteachable, speech: Speech) -> Data:
    """A role of a course that nobody can take.

    ``{"kind": "unteachable", "course", "role", "sessions": [...], "rules": [...], "whole_course", "text"}``; the rules
    are a smallest set that together stops everybody, empty if there is nobody at all.
    """
    return {
        "kind": "unteachable",
        "course": unteachable.course,
        "role": unteachable.role,
        "sessions": list(unteachable.sessions),
        "rules": list(unteachable.rules),
        "whole_course": unteachable.whole_course,
        "text": speech.tell(unteachable.text),
    }


def why_data(why: WhyAssigned, without: Without | None, speech: Speech) -> Data:
    """Why somebody sits in a seat: what others would cost there, and what the seat without them costs at least.

    ::

        {"kind": "why", "assignment", "pinned", "past", "broken": [rule],
         "others": [{"person": "berta" | null, "costs"}], "runner_up": "berta" | null, "without": null | without,
         "text"}

    ``others`` leave everything else as it is, best first, then nobody (null). ``without`` lets everybody move; it is
    ``{"costs", "goals": [{"key", "now", "then", "proven"}], "proven", "plan", "changes": [change], "text"}``, or null
    where nobody asked, and for pins and the past.
    """
    runner_up = why.runner_up
    return {
        "kind": "why",
        "assignment": assignment_data(why.assignment),
        "pinned": why.pinned,
        "past": why.past,
        "broken": list(why.broken),
        "others": [{"person": other.person, "costs": dict(other.costs)} for other in why.others],
        "runner_up": None if runner_up is None else runner_up.person,
        "without": None if without is None else _without_data(without, speech),
        "text": speech.tell(why.text),
    }


def _single_change_data(change: SingleChange, speech: Speech) -> Data:
    return {
        "kind": change.kind.value,
        "cost": change.cost,
        "person": change.person,
        "minutes": change.minutes,
        "session": change.session or None,
        "what": change.what or None,
        "branch": change.branch,
        "level": None if change.level is None else spoken_level(change.level),
        "text": speech.tell(change.text),
    }


def _without_data(without: Without, speech: Speech) -> Data:
    return {
        "costs": {cost.key: cost.then - cost.now for cost in without.costs},
        "goals": [asdict(cost) for cost in without.costs],
        "proven": without.proven,
        "plan": plan_data(without.plan),
        "changes": changes_data(without.changes, speech),
        "text": speech.tell(without.text),
    }
