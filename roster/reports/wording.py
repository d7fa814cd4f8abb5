"""How planning reports say goals, seats, changes and people, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actor import COMMAND_LINE_ACCOUNT
from roster.models.accounts import Account, Membership
from roster.models.people import Volunteer
from roster.outcome import GoalResult
from roster.plan import PersonChange
from roster.problem import Assignment
from roster.rules import BALANCE, BALANCE_NAME, BALANCE_SENTENCE, GOALS, Names
from roster.rules.violation import spoken_name, spoken_session
from roster.words import Sentence

GOAL_NAMES = {goal.KEY: (goal.NAME, goal.SENTENCE) for goal in GOALS} | {BALANCE: (BALANCE_NAME, BALANCE_SENTENCE)}
COMMAND_LINE = Sentence(de="Kommandozeile", en="command line")
SOMEBODY = Sentence(de="jemand, der nicht mehr dabei ist", en="somebody who left")
SEAT = Sentence(de="{session} ({role})", en="{session} ({role})")


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal of a plan: less is better. ``bound`` is proven, None where nothing is proven about it on its own."""

    key: str
    title: str
    sentence: str
    value: int
    bound: int | None
    optimal: bool


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What one person has to be told: duties that are new and duties that are gone, as texts."""

    person: str
    person_name: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def goal_lines(goals: Iterable[GoalResult], language: str) -> tuple[GoalLine, ...]:
    """Goals with their names and sentences."""
    return tuple(
        GoalLine(
            goal.key,
            GOAL_NAMES[goal.key][0].text(language),
            GOAL_NAMES[goal.key][1].text(language),
            goal.value,
            goal.bound,
            goal.optimal,
        )
        for goal in goals
        if goal.key in GOAL_NAMES
    )


def change_lines(changes: Iterable[PersonChange], names: Names, language: str) -> tuple[ChangeLine, ...]:
    """Changes by person, people in the order of their names."""
    lines = [
        ChangeLine(
            change.person,
            spoken_name("person", change.person, names),
            seat_texts(change.gained, names, language),
            seat_texts(change.lost, names, language),
        )
        for change in changes
    ]
    return tuple(sorted(lines, key=lambda line: (line.person_name, line.person)))


def seat_texts(seats: Iterable[Assignment], names: Names, language: str) -> tuple[str, ...]:
    """Seats as texts such as "A2 evening, Tue 24 Nov 18:30 (lead)", earliest first."""
    ordered = sorted(seats, key=lambda seat: (seat.session.rpartition("@")[2], seat))
    return tuple(seat_text(seat, names, language) for seat in ordered)


def seat_text(seat: Assignment, names: Names, language: str) -> str:
    """One seat as a text."""
    return SEAT.text(
        language,
        session=spoken_session(seat.session, language, names),
        role=spoken_name("role", seat.role, names),
    )


def account_name(session: Session, account_id: int, language: str) -> str:
    """Whom an account belongs to: the volunteer's name where it is one, else its mail address."""
    if account_id == COMMAND_LINE_ACCOUNT:
        return COMMAND_LINE.text(language)
    volunteer = session.execute(
        select(Volunteer.first_name, Volunteer.last_name)
        .join(Membership, Membership.volunteer == Volunteer.key)
        .where(Membership.account_id == account_id)
    ).first()
    if volunteer is not None:
        return f"{volunteer.first_name} {volunteer.last_name}".strip()
    email = session.scalars(select(Account.email).where(Account.id == account_id)).one_or_none()
    return email or SOMEBODY.text(language)
