"""What-if: a week and a changed copy of it, each with its plan, compared side by side.

The changed copy is any problem: another folder, or one of ``solver.changes``. Both plans are measured by the rules
alone, each against its own problem.
"""

from __future__ import annotations

from dataclasses import dataclass

from roster.plan import PersonChange, Plan, difference
from roster.problem import Problem
from roster.reasons.duty_words import duty_text
from roster.rules import BALANCE, BALANCE_NAME, GOALS, Names, measure
from roster.rules.violation import spoken_name
from roster.words import Sentence, spoken_minutes
from solver.news_words import told_text

NAMES_OF_LINES = {
    "required": Sentence("nötige Plätze", "required seats"),
    "filled": Sentence("davon besetzt", "of these filled"),
    "people": Sentence("Personen im Einsatz", "people on duty"),
    "minutes": Sentence("Minuten im Einsatz", "minutes on duty"),
    "busiest_minutes": Sentence("Minuten der am stärksten belasteten Person", "minutes of the busiest person"),
    "below_promise": Sentence("Personen unter ihrer Zusage", "people below their promise"),
}
CHANGES = Sentence("Personen mit anderem Einsatz: {count}", "people with another duty: {count}")
FILLED = Sentence("{seat}: nicht mehr leer", "{seat}: no longer empty")
EMPTIED = Sentence("{seat}: neu leer", "{seat}: newly empty")
LOAD = Sentence("{person}: {before} → {after}", "{person}: {before} → {after}")


@dataclass(frozen=True, slots=True)
class Line:
    """One number before and after: a key of ``NAMES_OF_LINES`` or of a goal (there less is better)."""

    key: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class LoadChange:
    """One person's minutes in the week before and after, duties elsewhere included; 0 where they are not there."""

    person: str
    before_minutes: int
    after_minutes: int


@dataclass(frozen=True, slots=True)
class SeatChange:
    """A role of a session of which more or fewer required seats are empty than before.

    0 where a side has no such session, too: what does not take place leaves nothing empty.
    """

    session: str
    role: str
    before_empty: int
    after_empty: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two weeks side by side: counts of seats and load, then every goal, then which seats, loads and duties differ."""

    lines: tuple[Line, ...]
    loads: tuple[LoadChange, ...]
    changes: tuple[PersonChange, ...]
    seats: tuple[SeatChange, ...] = ()

    def line(self, key: str) -> Line:
        """The line of one key; KeyError if there is none."""
        for line in self.lines:
            if line.key == key:
                return line
        raise KeyError(key)

    def text(self, language: str, names: Names) -> str:
        """A table of three columns, then the changes of load and of duties."""
        titles = NAMES_OF_LINES | {goal.KEY: goal.NAME for goal in GOALS} | {BALANCE: BALANCE_NAME}
        told = [(titles[line.key].text(language), line) for line in self.lines]
        width = max(len(title) for title, _ in told)
        lines = [f"{title:<{width}}{line.before:>9}{line.after:>9}{_signed(line):>9}" for title, line in told]
        lines += ["", *(seat_change_text(seat, language, names) for seat in self.seats)]
        lines += [CHANGES.text(language, count=len(self.changes))]
        lines += [
            LOAD.text(
                language,
                person=spoken_name("person", load.person, names),
                before=spoken_minutes(load.before_minutes, language),
                after=spoken_minutes(load.after_minutes, language),
            )
            for load in self.loads
        ]
        return "\n".join([*lines, *(told_text(change, language, names) for change in self.changes)])


def seat_change_text(seat: SeatChange, language: str, names: Names) -> str:
    """Whether the seat is filled or empty now, by its session and role."""
    telling = FILLED if seat.after_empty < seat.before_empty else EMPTIED
    return telling.text(language, seat=duty_text(seat.session, seat.role, language, names))


def compare(before: Problem, plan_before: Plan, after: Problem, plan_after: Plan) -> Comparison:
    """Put two weeks with their plans side by side. People, courses and sites may differ in any way."""
    old, new = _counts(before, plan_before), _counts(after, plan_after)
    old |= measure(before, plan_before)
    new |= measure(after, plan_after)
    minutes_before, minutes_after = _minutes(before, plan_before), _minutes(after, plan_after)
    loads = [
        LoadChange(person, minutes_before.get(person, 0), minutes_after.get(person, 0))
        for person in sorted({*minutes_before, *minutes_after})
    ]
    return Comparison(
        tuple(Line(key, old[key], new[key]) for key in old),
        tuple(load for load in loads if load.before_minutes != load.after_minutes),
        difference(plan_before, plan_after),
        _seats(before, plan_before, after, plan_after),
    )


def _seats(before: Problem, plan_before: Plan, after: Problem, plan_after: Plan) -> tuple[SeatChange, ...]:
    old, new = _empty(before, plan_before), _empty(after, plan_after)
    found = [SeatChange(*seat, old.get(seat, 0), new.get(seat, 0)) for seat in {**old, **new}]
    differing = [one for one in found if one.before_empty != one.after_empty]
    return tuple(sorted(differing, key=lambda one: (one.session.rpartition("@")[2], one.session, one.role)))


def _empty(problem: Problem, plan: Plan) -> dict[tuple[str, str], int]:
    return {
        seat: max(0, need.required - len(plan.in_seat(*seat))) for seat, need in problem.needs.items() if need.required
    }


def _counts(problem: Problem, plan: Plan) -> dict[str, int]:
    minutes = _minutes(problem, plan)
    filled = sum(
        min(need.required, len(plan.in_seat(session, role))) for (session, role), need in problem.needs.items()
    )
    return {
        "required": sum(need.required for need in problem.needs.values()),
        "filled": filled,
        "people": len(plan.by_person),
        "minutes": sum(minutes.values()),
        "busiest_minutes": max(minutes.values(), default=0),
        "below_promise": sum(minutes[person.key] < person.promised_minutes for person in problem.people),
    }


def _minutes(problem: Problem, plan: Plan) -> dict[str, int]:
    """Everybody's minutes in the week, duties elsewhere included."""
    found = {person.key: sum(duty.minutes for duty in person.commitments) for person in problem.people}
    for person, sessions in plan.sessions_in_order(problem):
        if person in found:
            found[person] += sum({session.key: session.minutes for session in sessions}.values())
    return found


def _signed(line: Line) -> str:
    return f"{line.after - line.before:+d}" if line.after != line.before else "="
