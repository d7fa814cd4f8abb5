"""Warnings about pins before a solve: which of them cannot stand, why, and which other pin is in their way."""

from __future__ import annotations

from dataclasses import dataclass

from roster.problem import Assignment, Problem, session_key
from roster.rules import seats
from roster.rules.decisions import against_pin, standing_pins
from roster.rules.violation import Names, Violation, spoken_name, spoken_session
from roster.words import Sentence, spoken_list

PIN = Sentence("{person} als {role} in {session}", "{person} as {role} in {session}")
CANNOT_STAND = Sentence(
    "Diese Festlegung kann nicht gelten: {pin}. {reasons}",
    "This pin cannot stand: {pin}. {reasons}",
)
CLASH = Sentence(
    "Sie verträgt sich nicht mit der früheren Festlegung: {others}.",
    "It clashes with the earlier pin: {others}.",
)
GONE = Sentence(
    "Den Termin, die Rolle oder die aktive Person dazu gibt es nicht mehr.",
    "Its session, role or active volunteer no longer exists.",
)


@dataclass(frozen=True, slots=True)
class PinWarning:
    """A pin that a solve will set aside.

    ``reasons`` are the rules it breaks; empty for a stray pin about which nothing more is known.
    ``clashes_with`` are earlier pins that stand and without which there would be less against this one.
    """

    pin: Assignment
    reasons: tuple[Violation, ...]
    clashes_with: tuple[Assignment, ...] = ()

    def text(self, language: str, names: Names) -> str:
        """The pin, the reasons and the other pin, in a few sentences for a lead."""
        reasons = [reason.text(language, names) for reason in self.reasons] or [GONE.text(language)]
        if self.clashes_with:
            others = spoken_list([_spoken(pin, language, names) for pin in self.clashes_with], language)
            reasons.append(CLASH.text(language, others=others))
        return CANNOT_STAND.text(language, pin=_spoken(self.pin, language, names), reasons=" ".join(reasons))


def pin_warnings(problem: Problem) -> list[PinWarning]:
    """Every pin that cannot stand, in the order of the pins, then every stray one. Empty = all pins will be kept."""
    warnings = [
        PinWarning(pin, reasons, _in_its_way(problem, pin, reasons))
        for pin, reasons in standing_pins(problem).set_aside
    ]
    for stray in problem.stray_pins:
        pin = Assignment(session_key(stray.course, stray.on_day, stray.starts), stray.role, stray.volunteer)
        fault = seats.unknown(problem, pin)
        warnings.append(PinWarning(pin, () if fault is None else (fault,)))
    return warnings


def _in_its_way(problem: Problem, pin: Assignment, reasons: tuple[Violation, ...]) -> tuple[Assignment, ...]:
    """Earlier standing pins without which less, or something else, would stand against this one."""
    order = problem.pins.index(pin)
    earlier = [one for one in standing_pins(problem).standing if problem.pins.index(one) < order]
    return tuple(
        one
        for one in earlier
        if (one.person == pin.person or one.session == pin.session)
        and against_pin(problem, pin, [other for other in earlier if other != one]) != reasons
    )


def _spoken(pin: Assignment, language: str, names: Names) -> str:
    return PIN.text(
        language,
        person=spoken_name("person", pin.person, names),
        role=spoken_name("role", pin.role, names),
        session=spoken_session(pin.session, language, names),
    )
