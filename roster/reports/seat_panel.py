"""One seat looked at closely: why it is empty and who could take it, or why this person sits there, and where to go."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import NotFound
from roster.plan import Plan
from roster.problem import Assignment, Ban, Problem
from roster.reasons.assignments import why_assigned
from roster.reasons.candidates import candidates
from roster.reasons.costs import CostLine, cost_lines
from roster.reasons.duty_words import duty_text
from roster.reasons.empty_seats import EmptySeat, empty_seat
from roster.reasons.moves import moves_of
from roster.reports.seats import RULE_NAMES, Cards, ObstacleLine, Seat, SessionCard
from roster.rules import Names
from roster.rules.violation import spoken_name
from roster.weeks.frozen import FrozenWeek, commitments_elsewhere, freeze_week
from roster.weeks.judged import JudgedPlan, judged
from roster.weeks.stored import current_plan, draft_of, draft_plan


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """A person for a seat: nothing in ``obstacles`` means that they could take it now, and ``costs`` what it changes.

    ``minutes`` are those that they have in the week already. ``banned``: a lead has banned them from this session.
    """

    person: str
    person_name: str
    obstacles: tuple[str, ...]
    costs: tuple[CostLine, ...]
    minutes: int = 0
    wished_minutes: int = 0
    banned: bool = False


@dataclass(frozen=True, slots=True)
class EmptyReasons:
    """Why a seat is empty: how many are qualified, how many of them could come now, and how many each rule stops."""

    qualified: int
    free: int
    rules: tuple[ObstacleLine, ...]


@dataclass(frozen=True, slots=True)
class PersonReasons:
    """Why a person sits in a seat, and the others who could, best first, at last "nobody" without a name."""

    sentence: str
    others: tuple[SeatChoice, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A seat that a person could be put into: an empty one, or one whose person would come here instead."""

    session: str
    role: str
    person: str | None
    words: str
    fits: bool


@dataclass(frozen=True, slots=True)
class SeatPanel:
    """One seat. ``edition`` is the draft's, None where there is no draft to change.

    An empty seat has ``empty`` and ``choices``, a taken one ``why`` and its targets.
    """

    week: str
    edition: int | None
    card: SessionCard
    seat: Seat
    empty: EmptyReasons | None
    choices: tuple[SeatChoice, ...]
    why: PersonReasons | None
    free: tuple[Target, ...]
    taken: tuple[Target, ...]


def seat_panel(
    store: Store, actor: Actor, week: str, session: str, role: str, person: str | None = None, *, now: dt.datetime
) -> SeatPanel:
    """A seat of the draft, or of what is published: the one of a person, or the first empty one of the role.

    Raises Forbidden, NotFound where there is no such seat, Invalid for a week that does not exist.
    """
    found = _seen(store, actor, week, now)
    problem, plan, language = found.problem, found.plan, actor.language
    if session not in problem.session_by_key:
        raise NotFound()
    broken = () if found.edition is None else found.judged.broken
    card = Cards(found.frozen, plan, found.told, broken, found.names, language).card(problem.session_by_key[session])
    seat = next((one for one in card.seats if one.role == role and one.person == (person or None)), None)
    if seat is None:
        raise NotFound()
    targets = [] if seat.person is None or card.past else _targets(found, card, seat, language)
    return SeatPanel(
        week=week,
        edition=found.edition,
        card=card,
        seat=seat,
        empty=None if seat.person or card.past else _empty_reasons(empty_seat(problem, plan, session, role), language),
        choices=() if seat.person or card.past else _choices(found, session, role, language),
        why=_why(found, Assignment(session, role, seat.person), language) if seat.person else None,
        free=tuple(one for one in targets if one.person is None),
        taken=tuple(one for one in targets if one.person is not None),
    )


def seat_choices(
    store: Store, actor: Actor, week: str, session: str, role: str, *, now: dt.datetime
) -> tuple[SeatChoice, ...]:
    """Everyone for a seat of the draft (or of what is published), best first: see roster.reasons.candidates.

    Raises NotFound where the week has no such seat.
    """
    found = _seen(store, actor, week, now)
    if (session, role) not in found.problem.needs:
        raise NotFound()
    return _choices(found, session, role, actor.language)


@dataclass(frozen=True, slots=True)
class _Seen:
    judged: JudgedPlan
    told: Plan | None
    edition: int | None
    names: Names

    @property
    def frozen(self) -> FrozenWeek:
        return self.judged.frozen

    @property
    def plan(self) -> Plan:
        return self.judged.plan

    @property
    def problem(self) -> Problem:
        return self.frozen.problem


def _seen(store: Store, actor: Actor, week: str, now: dt.datetime) -> _Seen:
    actor.require(AccountRole.LEAD)
    elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
    with store.reading(actor.organisation_id) as reading:
        frozen = freeze_week(reading, week, elsewhere=elsewhere, now=now)
        draft, told = draft_of(reading, week), current_plan(reading, week)
        plan = (told or Plan()) if draft is None else draft_plan(reading, draft)
    return _Seen(judged(frozen, plan), told, None if draft is None else draft.edition, frozen.names(actor.language))


def _choices(found: _Seen, session: str, role: str, language: str) -> tuple[SeatChoice, ...]:
    return tuple(
        SeatChoice(
            person=one.person,
            person_name=spoken_name("person", one.person, found.names),
            obstacles=tuple(violation.text(language, found.names) for violation in one.obstacles),
            costs=cost_lines(one.costs, language),
            minutes=one.minutes,
            wished_minutes=one.wished_minutes,
            banned=Ban(session, one.person) in found.problem.bans,
        )
        for one in candidates(found.problem, found.plan, session, role)
    )


def _empty_reasons(empty: EmptySeat, language: str) -> EmptyReasons:
    alone = dict(empty.stopped_by_one)
    lines = (
        ObstacleLine(rule, RULE_NAMES[rule].text(language), people, alone.get(rule, 0))
        for rule, people in empty.stopped
    )
    return EmptyReasons(empty.qualified, len(empty.free), tuple(lines))


def _why(found: _Seen, assignment: Assignment, language: str) -> PersonReasons:
    why = why_assigned(found.problem, found.plan, assignment, values=found.judged.values)
    others = tuple(
        SeatChoice(
            person=one.person or "",
            person_name="" if one.person is None else spoken_name("person", one.person, found.names),
            obstacles=(),
            costs=cost_lines(one.costs, language),
        )
        for one in why.others
    )
    return PersonReasons(why.text(language, found.names), others)


def _targets(found: _Seen, card: SessionCard, seat: Seat, language: str) -> list[Target]:
    """Seats of other needs to come, those that fit first, in the order of the week."""
    here = Assignment(card.key, seat.role, seat.person or "")
    moves = moves_of(found.problem, found.plan, here)
    targets = []
    for session in sorted(found.problem.sessions, key=lambda one: (one.start_minute, one.key)):
        for need in session.needs if not session.past else ():
            if (session.key, need.role) == (here.session, here.role):
                continue
            people = found.plan.in_seat(session.key, need.role)
            words = duty_text(session.key, need.role, language, found.names)
            if len(people) < need.seats:
                targets.append(Target(session.key, need.role, None, words, (session.key, need.role) in moves.free))
            for person in people:
                if person != here.person:
                    name = spoken_name("person", person, found.names)
                    fits = Assignment(session.key, need.role, person) in moves.swaps
                    targets.append(Target(session.key, need.role, person, f"{name}: {words}", fits))
    return sorted(targets, key=lambda one: not one.fits)
