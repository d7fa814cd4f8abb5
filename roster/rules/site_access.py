"""site_access: people are sent only to sites that they accept, that let them in, and that are open to the school."""

from __future__ import annotations

from roster.plan import Plan
from roster.problem import Problem, Session, Site
from roster.rules.seating import Placing, Seating, seating_of
from roster.rules.violation import Violation
from roster.words import Sentence

KEY = "site_access"
NAME = Sentence("Standorte", "Site access")
SENTENCE = Sentence(
    de=(
        "Niemand wird an einen Standort geschickt, den er ablehnt, auf dessen Zugangsliste er fehlt oder der an "
        "diesem Tag nicht zur Verfügung steht."
    ),
    en=("Nobody is sent to a site they refuse, or whose access list lacks them, or outside the site's contract dates."),
)

REFUSED = Sentence(
    "{session}: {person} möchte nicht am Standort {site} eingesetzt werden.",
    "{session}: {person} does not want to be sent to {site}.",
)
NOT_ON_THE_LIST = Sentence(
    "{session}: {person} steht nicht auf der Zugangsliste von {site}.",
    "{session}: {person} is not on the access list of {site}.",
)
CLOSED = Sentence(
    "{session}: Der Standort {site} steht an diesem Tag nicht zur Verfügung (für {person} eingeteilt).",
    "{session}: the site {site} is not open to the school on that day (assigned: {person}).",
)


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """List every assignment at a site that is refused, locked or closed to it; past sessions are not judged."""
    seating = seating_of(problem, plan)
    return [found for placing in seating.judged for found in objections(problem, seating, placing)]


def objections(problem: Problem, _seating: Seating, placing: Placing) -> list[Violation]:
    """Up to three violations: the person refuses the site, is not on its list, or it is closed on that day."""
    person, session, role = placing
    site = problem.site_by_key.get(session.site)
    tellings = []
    if session.site in person.refused_sites:
        tellings.append(REFUSED)
    if site is not None and site.access is not None and person.key not in site.access:
        tellings.append(NOT_ON_THE_LIST)
    if site is not None and not _is_open(site, session):
        tellings.append(CLOSED)
    facts = (("site", session.site),)
    return [Violation(KEY, person.key, (session.key,), role, facts, telling) for telling in tellings]


def _is_open(site: Site, session: Session) -> bool:
    """The first and the last day of a contract both count."""
    return (site.open_from is None or site.open_from <= session.on_day) and (
        site.open_until is None or session.on_day <= site.open_until
    )
