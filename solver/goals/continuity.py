"""Different leads per course in this week, and leads who differ from those of the last weeks: faces per course."""

from __future__ import annotations

from collections.abc import Mapping

from solver.choices import Choices
from solver.linear import Sum

KEY = "continuity"

FACE = 3
NEW_FACE = 1


def cost(choices: Choices) -> Sum:
    """3 for each person who leads in a course, 1 more if the course has familiar leads and they are none of them."""
    problem = choices.problem
    leads = {role.key for role in problem.roles if role.leads}
    shown: set[tuple[str, str]] = set()
    for told in choices.given.past:
        if told.role in leads:
            shown.add((problem.session_by_key[told.session].course, told.person))
    leading: dict[tuple[str, str], dict[str, Sum]] = {}
    for offer in choices.offers:
        if offer.need.role in leads:
            sessions = leading.setdefault((offer.session.course, offer.person.key), {})
            sessions.setdefault(offer.session.key, Sum()).add(offer.takes)
    total = Sum(constant=sum(_price(choices, *face) for face in shown))
    for face, sessions in leading.items():
        if face not in shown:
            shows = choices.model.at_least(list(sessions.values()), 0, 1)
            _count_no_part_of_a_face(choices, face[1], sessions, shows)
            total.add(shows, _price(choices, *face))
    return total


def _count_no_part_of_a_face(choices: Choices, person: str, sessions: Mapping[str, Sum], shows: Sum) -> None:
    """Say that who takes all they can of a course is one face of it, no less.

    Follows for whole plans. Without it somebody who can come twice a week would in the bound take two fifths of five
    sessions, and be two fifths of a face.
    """
    most = choices.most_of(person, [choices.problem.session_by_key[session] for session in sessions])
    if 0 < most < len(sessions):
        choices.model.keep(Sum.total(sessions.values()) - shows * most, upper=0)


def _price(choices: Choices, course: str, person: str) -> int:
    familiar = choices.problem.familiar_leads.get(course, frozenset())
    return FACE + (NEW_FACE if familiar and person not in familiar else 0)
