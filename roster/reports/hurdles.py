"""What cannot work in a week, told before it is planned, and where each of it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from roster.problem import Assignment, Problem
from roster.reasons.clashes import PinClash, Unteachable, pin_clashes, unteachable
from roster.reports.mending import Mending, Place
from roster.reports.wording import seat_text
from roster.rules import Names, availability, certificate, decisions, qualification, site_access, workload
from roster.rules.violation import spoken_name


@dataclass(frozen=True, slots=True)
class PinChoice:
    """A pin that could be taken out, in words."""

    pin: Assignment
    words: str


@dataclass(frozen=True, slots=True)
class Hurdle:
    """One thing that cannot work: what it is, the pins of which one must give way, and where else it can be mended."""

    lines: tuple[str, ...]
    pins: tuple[PinChoice, ...]
    mendings: tuple[Mending, ...]


def hurdles(problem: Problem, names: Names, language: str) -> tuple[Hurdle, ...]:
    """The pins that cannot hold, then the seats that nobody can take, each with the fewest facts that clash."""
    return (
        *(_of_pin(problem, clash, names, language) for clash in pin_clashes(problem)),
        *(_of_course(problem, hopeless, names, language) for hopeless in unteachable(problem)),
    )


def _of_pin(problem: Problem, clash: PinClash, names: Names, language: str) -> Hurdle:
    pins = tuple(PinChoice(pin, _pin_words(pin, names, language)) for pin in (clash.pin, *clash.with_pins))
    rules = dict.fromkeys(reason.rule for reason in clash.reasons)
    return Hurdle((clash.text(language, names),), pins, tuple(_about(problem, clash.pin, rules, names)))


def _about(problem: Problem, pin: Assignment, rules: Iterable[str], names: Names) -> Iterator[Mending]:
    """Pages about somebody whom a rule keeps from a seat, one for each kind."""
    session = problem.session_by_key.get(pin.session)
    if pin.person not in problem.person_by_key or session is None:
        return
    person = spoken_name("person", pin.person, names)
    for rule in rules:
        if rule == availability.KEY:
            yield Mending(Place.TIMES, pin.person, person)
        elif rule in (qualification.KEY, certificate.KEY, workload.KEY):
            yield Mending(Place.PERSON, pin.person, person)
        elif rule == site_access.KEY:
            yield Mending(Place.SITE, session.site, spoken_name("site", session.site, names))
        elif rule == decisions.KEY:
            yield Mending(Place.SEAT, pin.session, spoken_name("course", session.course, names), pin.role)


def _of_course(problem: Problem, hopeless: Unteachable, names: Names, language: str) -> Hurdle:
    first = problem.session_by_key[hopeless.sessions[0]]
    course, site = (spoken_name(kind, getattr(first, kind), names) for kind in ("course", "site"))
    role = spoken_name("role", hopeless.role, names)
    mendings = [Mending(Place.PEOPLE, first.branch, role, hopeless.role)]
    if certificate.KEY in hopeless.rules:
        mendings.append(Mending(Place.CERTIFICATES, first.branch, role, hopeless.role))
    if site_access.KEY in hopeless.rules:
        mendings.append(Mending(Place.SITE, first.site, site))
    if decisions.KEY in hopeless.rules:
        mendings.append(Mending(Place.SEAT, first.key, course, hopeless.role))
    mendings.append(Mending(Place.COURSE, first.course, course))
    return Hurdle(tuple(hopeless.text(language, names).splitlines()), (), tuple(mendings))


def _pin_words(pin: Assignment, names: Names, language: str) -> str:
    return f"{spoken_name('person', pin.person, names)}, {seat_text(pin, names, language)}"
