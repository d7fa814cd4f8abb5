"""A week in Timefold's words: plain numbers, those who could take each seat, and rosters read back as plans.

Everything that depends on one person and one seat alone is asked of ``roster.rules``; what depends on who else comes
are the constraints in ``timefold_search``. A seat that nobody could take is left out: it costs the same in every plan.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from roster.plan import Plan
from roster.problem import Assignment, Need, Person, Problem, Session
from roster.rules import BALANCE, obstacles, standing_pins
from roster.rules.continuity import PER_FACE, PER_NEW_FACE
from roster.rules.cover import seat_weights
from roster.rules.seating import Placing
from roster.rules.wishes import cost_alone

NO_ROLE = -1
OF_OTHERS = ("support_needs_lead", "newcomers")  # in an empty week they object to everybody they are about


class NotModelled(ValueError):
    """A week with something in it that no benchmark has: a published one, or one with pinned newcomers."""


@dataclass(frozen=True)
class TimefoldSeat:
    """One seat, and the rows of the people who could take it."""

    session: Session
    need: Need
    required: bool
    people: tuple[int, ...]
    pinned: int | None = None


class TimefoldWeek:
    """The seats of a week in an order of their own, and what Timefold is told of them. Raises NotModelled."""

    def __init__(self, problem: Problem) -> None:
        if problem.published is not None:
            raise NotModelled("a published week")
        if problem.settings.newcomers and any(problem.person_by_key[pin.person].newcomer for pin in _pins(problem)):
            raise NotModelled("a pinned newcomer")
        self.problem = problem
        self._row_of = {person.key: row for row, person in enumerate(problem.people)}
        self._row_of_session = {session.key: row for row, session in enumerate(problem.sessions)}
        self._row_of_role = {role.key: row for row, role in enumerate(problem.roles)}
        self._row_of_site = {site: row for row, site in enumerate(sorted({one.site for one in problem.sessions}))}
        self._row_of_course = {
            course: row for row, course in enumerate(sorted({one.course for one in problem.sessions}))
        }
        self.seats = [
            seat for session in problem.sessions for need in session.needs for seat in self._seats(session, need)
        ]

    def told(self) -> dict[str, Any]:
        """What Timefold is told; rows instead of keys."""
        return {
            "people": [self._person(row, person) for row, person in enumerate(self.problem.people)],
            "seats": [self._seat(number, seat) for number, seat in enumerate(self.seats)],
        }

    def plan(self, roster: Sequence[int | None]) -> Plan:
        """The plan that one row of people (or None) for each seat means."""
        return Plan.of(
            Assignment(seat.session.key, seat.need.role, self.problem.people[row].key)
            for seat, row in zip(self.seats, roster, strict=True)
            if row is not None
        )

    def roster(self, plan: Plan) -> list[int | None] | None:
        """The other way round: for each seat who sits in it, required seats first; None if Timefold cannot say so."""
        left: dict[tuple[str, str], list[int]] = {}
        for one in plan.assignments:
            left.setdefault((one.session, one.role), []).append(self._row_of[one.person])
        found = [_taken(seat, left.get((seat.session.key, seat.need.role), [])) for seat in self.seats]
        return found if self.plan(found) == plan else None

    # ---- seats -------------------------------------------------------------------------------------------------------

    def _seats(self, session: Session, need: Need) -> list[TimefoldSeat]:
        against = obstacles(self.problem, Plan(), session.key, need.role)
        could = tuple(
            self._row_of[person]
            for person, faults in against.items()
            if all(fault.rule in OF_OTHERS for fault in faults)
        )
        pins = [
            self._row_of[pin.person]
            for pin in _pins(self.problem)
            if (pin.session, pin.role) == (session.key, need.role)
        ]
        seats = [
            TimefoldSeat(session, need, number < need.required, could, pins[number] if number < len(pins) else None)
            for number in range(need.seats)
        ]
        return [seat for seat in seats if seat.people]

    def _seat(self, number: int, seat: TimefoldSeat) -> dict[str, Any]:
        session, settings = seat.session, self.problem.settings
        role = self.problem.role_by_key[seat.need.role]
        held_by_decision = seat.pinned is not None
        asks = settings.support_needs_lead and (session.key, role.depends_on) in self.problem.needs
        return {
            "id": number,
            "session": self._row_of_session[session.key],
            "role": self._row_of_role[role.key],
            "needs_role": self._row_of_role[role.depends_on] if asks and not held_by_decision else NO_ROLE,
            "leads": role.leads,
            "course": self._row_of_course[session.course],
            "day": session.on_day.toordinal(),
            "start": session.start_minute,
            "end": session.end_minute,
            "site": self._row_of_site[session.site],
            "sites": len(self._row_of_site),
            "travel_rate": settings.rate_travel,
            "required": seat.required,
            "cost_empty": self._weights[session.key, role.key] if seat.required else settings.rate_wished_seats,
            "people": list(seat.people),
            "person": seat.pinned,
        }

    @cached_property
    def _weights(self) -> Mapping[tuple[str, str], int]:
        return seat_weights(self.problem)

    # ---- people ------------------------------------------------------------------------------------------------------

    def _person(self, row: int, person: Person) -> dict[str, Any]:
        settings = self.problem.settings
        elsewhere = sum(duty.minutes for duty in person.commitments)
        busy = [duty.on_day for duty in person.commitments]
        days = {session.on_day for session in self.problem.sessions}
        return {
            "id": row,
            "newcomer": person.newcomer and settings.newcomers,
            "wished": person.wished_minutes,
            "promised": person.promised_minutes,
            "minutes_elsewhere": elsewhere,
            "minutes_left": person.max_minutes_week - elsewhere,
            "days_left": person.max_days_week - len(set(busy)),
            "fresh_days": sorted(day.toordinal() for day in days - set(busy)),
            "sessions_left": {day.toordinal(): person.max_sessions_day - busy.count(day) for day in sorted(days)},
            "foes": sorted(self._row_of[foe] for foe in self._foes(person)),
            "partners": sorted(self._row_of[one] for one in person.partners if one in self._row_of),
            "partner_cost": settings.rate_wishes if person.partners else 0,
            "wish_costs": self._wish_costs(row, person),
            "face_costs": self._face_costs(person),
            "ways": [self.problem.way_minutes(person.key, *way) for way in self._ways],
            "journeys": [self.problem.journey(person.key, *way) for way in self._ways],
        }

    @cached_property
    def _ways(self) -> list[tuple[str, str]]:
        return list(itertools.product(self._row_of_site, repeat=2))

    def _foes(self, person: Person) -> set[str]:
        pairs = [pair for pair in self.problem.apart if person.key in pair and pair[0] != pair[1]]
        return {other for pair in pairs for other in pair if other != person.key and other in self._row_of}

    def _wish_costs(self, row: int, person: Person) -> dict[int, int]:
        rate = self.problem.settings.rate_wishes
        return {
            self._row_of_session[seat.session.key]: rate * cost_alone(Placing(person, seat.session, seat.need.role))
            for seat in self.seats
            if row in seat.people
        }

    def _face_costs(self, person: Person) -> dict[int, int]:
        """What the person costs in front of each course, more where the course knows others."""
        rate, known = self.problem.settings.rate_continuity, self.problem.familiar_leads
        return {
            row: rate * (PER_FACE + PER_NEW_FACE * (person.key not in known.get(course, {person.key})))
            for course, row in self._row_of_course.items()
        }


def unseen_costs(week: TimefoldWeek) -> dict[str, int]:
    """What every plan costs for the seats that nobody could take."""
    seen = {(seat.session.key, seat.need.role) for seat in week.seats}
    unseen = [(where, need) for where, need in week.problem.needs.items() if where not in seen]
    weights = seat_weights(week.problem)
    return {
        "cover": sum(weights[where] * need.required for where, need in unseen),
        BALANCE: sum(week.problem.settings.rate_wished_seats * need.wished for _, need in unseen),
    }


def _taken(seat: TimefoldSeat, there: list[int]) -> int | None:
    """Who of those in the role sits in this seat; taken out of the list. A pinned seat is never empty."""
    could = [row for row in there if row in seat.people and seat.pinned in (None, row)]
    if not could:
        return seat.pinned
    there.remove(could[0])
    return could[0]


def _pins(problem: Problem) -> tuple[Assignment, ...]:
    return standing_pins(problem).standing
