"""certificate: everyone in a session holds what its branch, site and their role ask for, valid on that date."""

from __future__ import annotations

from roster.plan import Plan
from roster.problem import Certificate, Problem, Session
from roster.rules.seating import Placing, Seating, seating_of
from roster.rules.violation import Violation
from roster.words import Sentence

KEY = "certificate"
NAME = Sentence("Nachweise", "Certificates")
SENTENCE = Sentence(
    de=(
        "Wo Minderjährige sind oder Standort oder Rolle es verlangen, hat jede:r jeden verlangten Nachweis, gültig an "
        "diesem Tag."
    ),
    en=(
        "In a session with minors, or where the site or the role asks for it, everyone holds each certificate asked "
        "for, valid on that date."
    ),
)

NONE_SEEN = Sentence(
    "{session}: Für {person} ist kein Nachweis vermerkt: {certificate}.",
    "{session}: no certificate is recorded for {person}: {certificate}.",
)
RUN_OUT = Sentence(
    "{session}: Der Nachweis von {person} galt nur bis {until}: {certificate}.",
    "{session}: the certificate of {person} was valid only until {until}: {certificate}.",
)
NOT_YET_SEEN = Sentence(
    "{session}: Der Nachweis von {person} gilt erst ab {since}: {certificate}.",
    "{session}: the certificate of {person} counts only from {since}: {certificate}.",
)


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """List every certificate that somebody lacks in a session of theirs; past sessions are not judged."""
    seating = seating_of(problem, plan)
    return [found for placing in seating.judged for found in objections(problem, seating, placing)]


def objections(problem: Problem, _seating: Seating, placing: Placing) -> list[Violation]:
    """One violation for each kind of certificate that is asked and not held on that day, sorted by kind."""
    person, session, role = placing
    need = problem.needs.get((session.key, role))
    asked = {*session.certificates, *(need.certificates if need else ())}
    return [
        _lacking(placing, kind)
        for kind in sorted(asked)
        if not any(one.kind == kind and _counts(one, session) for one in person.certificates)
    ]


def _counts(certificate: Certificate, session: Session) -> bool:
    """Both the day it was seen and its last day count."""
    return certificate.seen_on <= session.on_day and (
        certificate.valid_until is None or session.on_day <= certificate.valid_until
    )


def _lacking(placing: Placing, kind: str) -> Violation:
    person, session, role = placing
    shown = [one for one in person.certificates if one.kind == kind]
    ended = [one.valid_until for one in shown if one.valid_until is not None and one.valid_until < session.on_day]
    if ended:
        return Violation(KEY, person.key, (session.key,), role, (("certificate", kind), ("until", max(ended))), RUN_OUT)
    if shown:
        since = min(one.seen_on for one in shown)
        return Violation(KEY, person.key, (session.key,), role, (("certificate", kind), ("since", since)), NOT_YET_SEEN)
    return Violation(KEY, person.key, (session.key,), role, (("certificate", kind),), NONE_SEEN)
