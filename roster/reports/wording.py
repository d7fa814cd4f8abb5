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
    """One goal of a plan: less is better. ``bound`` is proven, None where nothing is proven about it on its own.

    ``in_balance``: it counts inside the balance alone.
    """

    key: str
    title: str
    sentence: str
    value: int
    bound: int | None
    optimal: bool
    in_balance: bool


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
            goal.in_balance,
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


def account_names(session: Session, account_ids: Iterable[int], language: str) -> dict[int, str]:
    """Whom accounts belong to: the volunteer's name where it is one, else the mail address; with one query."""
    wanted = set(account_ids)
    names = dict.fromkeys(wanted, SOMEBODY.text(language))
    query = (
        select(Account.id, Account.email, Volunteer.first_name, Volunteer.last_name)
        .select_from(Account)
        .outerjoin(Membership, Membership.account_id == Account.id)
        .outerjoin(Volunteer, Volunteer.key == Membership.volunteer)
        .where(Account.id.in_(wanted))
        .order_by(Volunteer.key.is_not(None))  # where one membership names a volunteer, that row comes last and counts
    )
    for number, email, first_name, last_name in session.execute(query) if wanted - {COMMAND_LINE_ACCOUNT} else ():
        names[number] = f"{first_name or ''} {last_name or ''}".strip() or email  # no volunteer: both are None
    if COMMAND_LINE_ACCOUNT in wanted:
        names[COMMAND_LINE_ACCOUNT] = COMMAND_LINE.text(language)
    return names
