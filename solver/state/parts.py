"""The parts of a state's work: pure functions from a question's JSON to its answer's, run wherever there is a core."""

from __future__ import annotations

import datetime as dt
import math
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from roster.plan import Plan
from roster.problem import Assignment, Commitment, Problem
from roster.rules import check, measure
from roster.rules.cover import seat_weights
from solver.given import Given
from solver.model import MISSING_PINS
from solver.state.arrays import Floats
from solver.state.asked import (
    KINDS,
    Answer,
    Asked,
    BoundAsked,
    Bounded,
    CheckAsked,
    OpenAsked,
    Opened,
    PlanAsked,
    Planned,
    PriceAsked,
    Priced,
    SchoolPlan,
    SchoolRef,
    asked_from,
    to_text,
)
from solver.state.block import COVER, Block, Seat, duty_of, record_of, written_block
from solver.state.highs import least_whole, relaxation
from solver.state.joint import Elsewhere, Joint, joint
from solver.state.keeping import keep, kept
from solver.state.sharing import Duty

BLOCKS_KEPT = 100  # in one process; a school of the study's size takes 2 MB, and 0.02 s to read again
LEAST_PRICE = 1e-7


def answer(kind: str, text: str) -> str:
    """Answer one question of any kind."""
    return to_text(_answer(asked_from(kind, text)))


ANSWERS: Mapping[str, Callable[[str], str]] = {kind: partial(answer, kind) for kind in KINDS.values()}


def _answer(asked: Asked) -> Answer:
    if isinstance(asked, OpenAsked):
        return opened(asked)
    if isinstance(asked, PlanAsked):
        return planned(asked)
    if isinstance(asked, PriceAsked):
        return priced(asked)
    if isinstance(asked, CheckAsked):
        return judged(asked.school, asked.seats, asked.elsewhere)
    return bounded(asked)


# ---- schools ---------------------------------------------------------------------------------------------------------


def problem_of(school: SchoolRef) -> Problem:
    """The school's problem, without the pins that are set aside."""
    problem = Problem.from_json(school.text)
    gone = set(school.set_aside)
    pins = tuple(pin for pin in problem.pins if (pin.session, pin.role, pin.person) not in gone)
    problem = replace(problem, pins=pins) if gone else problem
    return with_commitments(problem, dict(school.busy), school.zero_minute) if school.busy else problem


def duties_told(school: SchoolRef) -> dict[str, tuple[Duty, ...]]:
    """What the school has told its shared people before, by identity: all that is known where nobody can plan it.

    Raises ValueError and OSError where the problem cannot be read.
    """
    problem, shared = Problem.from_json(school.text), frozenset(school.identities)
    found = {}
    known = [
        told
        for told in problem.published or ()
        if told.session in problem.session_by_key and told.person in problem.person_by_key
    ]
    for key, sessions in Plan.of(known).sessions_in_order(problem):
        if (identity := problem.person_by_key[key].identity) in shared:
            once = {session.key: session for session in sessions}
            found[identity] = tuple(duty_of(session, school.zero_minute) for session in once.values())
    return found


@lru_cache(maxsize=BLOCKS_KEPT)
def block_of(school: SchoolRef, goals: tuple[str, ...]) -> Block:
    """The school in arrays; from the file beside its problem where another process has written them before."""
    file = _block_file(school, goals) if school.file else None
    block = kept(file) if file is not None else None
    if block is None:
        block = written_block(problem_of(school), school.identities, school.zero_minute, goals)
        if file is not None:
            keep(block, file)
    return block


def _block_file(school: SchoolRef, goals: tuple[str, ...]) -> Path:
    """Another file for everything that would make another block."""
    told = repr((school.text, school.identities, school.set_aside, school.busy, school.zero_minute, goals))
    return Path(school.file).with_suffix(f".{zlib.crc32(told.encode()):08x}.npz")


def with_commitments(problem: Problem, duties: Mapping[str, tuple[Duty, ...]], zero_minute: int) -> Problem:
    """The problem, its shared people busy with these duties in other schools of the state as well."""
    people = tuple(
        replace(person, commitments=(*person.commitments, *(_commitment(duty, zero_minute) for duty in busy)))
        if (busy := duties.get(person.identity))
        else person
        for person in problem.people
    )
    return replace(problem, people=people)


def _commitment(duty: Duty, zero_minute: int) -> Commitment:
    return Commitment(dt.date.fromordinal(duty.day), duty.start - zero_minute, duty.end - zero_minute)


def judged(school: SchoolRef, seats: tuple[Seat, ...], elsewhere: Mapping[str, tuple[Duty, ...]]) -> SchoolPlan:
    """What the independent checker says of a school's plan, with what its shared people do elsewhere."""
    bare = problem_of(school)
    problem = with_commitments(bare, elsewhere, school.zero_minute)
    plan = Plan.of(Assignment(*seat) for seat in seats)
    duties: dict[str, list[Duty]] = {}
    shared = frozenset(school.identities)
    for person, sessions in plan.sessions_in_order(problem):
        identity = problem.person_by_key[person].identity
        if identity in shared:
            once = {session.key: session for session in sessions}
            duties[identity] = [duty_of(session, school.zero_minute) for session in once.values()]
    return SchoolPlan(
        seats,
        measure(problem, plan),
        len(check(problem, plan)),
        {identity: tuple(those) for identity, those in duties.items()},
    )


# ---- the kinds of questions ------------------------------------------------------------------------------------------


def opened(asked: OpenAsked) -> Opened:
    """What a school brings along."""
    school = asked.school
    bare = problem_of(replace(school, set_aside=()))
    busy = with_commitments(bare, asked.elsewhere, school.zero_minute)
    given, lonely = Given.of(busy), Given.of(bare)
    grain = math.gcd(*(session.minutes for session in bare.sessions))
    set_aside = tuple(
        (pin.session, pin.role, pin.person) for pin in lonely.standing if pin not in frozenset(given.standing)
    )
    seats = tuple((told.session, told.role, told.person) for told in given.least_plan().assignments)
    shared = frozenset(school.identities)
    pinned = {given.problem.person_by_key[pin.person].identity for pin in lonely.standing}
    return Opened(
        judged(replace(school, set_aside=set_aside), seats, asked.elsewhere),
        {
            person.identity: replace(record_of(lonely, person, school.zero_minute), grain=max(1, grain))
            for person in bare.people
            if person.identity in shared
        },
        tuple(sorted(pinned & shared)),
        set_aside,
        math.gcd(*(weight for need, weight in seat_weights(bare).items() if bare.needs[need].required)),
        bare.published is not None,
    )


def planned(asked: PlanAsked) -> Planned:
    """The best plans of some schools together, one goal after the other."""
    ends = time.monotonic() + asked.seconds
    model = _model(asked)
    bounds: dict[str, int] = {}
    values = None
    if asked.below is not None:
        key = asked.goals[0]
        solved = relaxation(model.costs[key], model.arrays, asked.seconds)
        bounds[key] = 0 if solved is None else model.rounded_up(key, solved.bound)
        if bounds[key] >= asked.below:
            return Planned({}, {key: asked.below})
    for key in (*((MISSING_PINS,) if MISSING_PINS in model.costs else ()), *asked.goals):
        costs, extra = model.sparing(key, asked.elsewhere.keys()) if key == COVER else (model.costs[key], 0.0)
        if key == COVER and asked.prices:
            costs, extra = costs + model.price_costs(asked.prices), math.inf
        below = math.inf
        if key == asked.goals[0] and asked.below is not None and extra < math.inf:
            below = asked.below - model.constants[key]  # sparing adds less than a step, so all that is less stays less
        found = least_whole(costs, model.arrays, max(0.0, ends - time.monotonic()), below=below)
        if math.isfinite(found.bound - extra):
            bounds[key] = max(bounds.get(key, 0), model.rounded_up(key, found.bound - extra))
        reached = math.inf if found.values is None else model.value(key, found.values)
        if key == asked.goals[0] and asked.below is not None and reached >= asked.below:
            return Planned({}, {key: min(bounds.get(key, 0), asked.below)})
        if found.values is None:
            break
        values = found.values
        model = model.keeping(key, model.value(key, values))
    if values is None:
        return Planned({}, bounds)
    best = all(bounds.get(key, -1) >= model.value(key, values) for key in asked.goals)
    return Planned(_plans(asked, model, values), bounds, best)


def _model(asked: PlanAsked) -> Joint:
    needed = tuple(sorted({*asked.goals, *asked.kept}))
    blocks = [block_of(school, needed) for school in asked.schools]
    held = {identity: frozenset(seats) for identity, seats in asked.held.items()}
    model = joint(blocks, asked.elsewhere, held)
    for key, most in asked.kept.items():
        model = model.keeping(key, most)
    return model


def _plans(asked: PlanAsked, model: Joint, values: Floats) -> dict[str, SchoolPlan]:
    seats, duties = model.seats(values), model.duties(values)
    return {
        school.key: judged(school, seats[school.key], _duties_beside(school, duties, asked.elsewhere))
        for school in asked.schools
    }


def _duties_beside(
    school: SchoolRef,
    duties: Mapping[str, Mapping[str, tuple[Duty, ...]]],
    elsewhere: Mapping[str, Elsewhere],
) -> dict[str, tuple[Duty, ...]]:
    """What a school's shared people do in the other schools, those of the model and those left out."""
    return {
        identity: (
            *(elsewhere[identity].duties if identity in elsewhere else ()),
            *(duty for other, those in duties.items() if other != school.key for duty in those.get(identity, ())),
        )
        for identity in school.identities
    }


def priced(asked: PriceAsked) -> Priced:
    """The prices of the linear relaxation of some schools' cover."""
    model = joint([block_of(school, (COVER,)) for school in asked.schools], {}, {})
    solved = relaxation(model.costs[COVER], model.arrays, asked.seconds)
    if solved is None:
        return Priced({}, 0.0)  # no prices are valid prices, and no cover is negative
    prices: dict[str, dict[str, float]] = {}
    for row, (identity, name) in model.names.items():
        if solved.prices[row] > LEAST_PRICE:
            prices.setdefault(identity, {})[name] = float(solved.prices[row])
    return Priced(prices, solved.bound + model.constants[COVER])


def bounded(asked: BoundAsked) -> Bounded:
    """A bound of a goal at prices."""
    goals = tuple(sorted({asked.goal, *asked.kept, *asked.weights}))
    blocks = [block_of(school, goals) for school in asked.schools]
    model = joint(blocks, {}, {}, left_apart=frozenset(asked.prices))
    for key, most in asked.kept.items():
        model = model.keeping(key, most)
    costs = model.costs[asked.goal] + model.price_costs(asked.prices)
    constant = float(model.constants[asked.goal])
    for key, weight in asked.weights.items():
        costs = costs + weight * model.costs[key]
        constant += weight * model.constants[key]
    if asked.relaxed:
        solved = relaxation(costs, model.arrays, asked.seconds)
        if solved is not None:
            values = {key: float(model.costs[key] @ solved.values) + model.constants[key] for key in goals}
            return Bounded(solved.bound + constant, values, model.used(asked.prices, solved.values))
        bound = -math.inf
    else:
        bound = least_whole(costs, model.arrays, asked.seconds).bound
    if not math.isfinite(bound):  # out of time: what the columns' limits alone say
        bound = float(np.minimum(costs * model.arrays.lowers, costs * model.arrays.uppers).sum())
    return Bounded(bound + constant)
