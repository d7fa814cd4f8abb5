"""What the coordinator asks and what comes back: plain values that become JSON, so that any process can answer."""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from solver.model import MISSING_PINS
from solver.state.block import COVER, Seat
from solver.state.joint import Elsewhere, HeldSeat
from solver.state.sharing import Duty, Record

OPEN, PLAN, PRICE, BOUND, CHECK = "state.open", "state.plan", "state.price", "state.bound", "state.check"


@dataclass(frozen=True)
class SchoolRef:
    """Where a school's problem is to be had: in a file that every worker can read, or packed into the question.

    ``zero_minute`` is its Monday 00:00 in state minutes, ``identities`` are those of its people who help in further
    schools, ``set_aside`` the pins that cannot stand beside what those people are pinned to elsewhere. ``busy`` are
    duties of theirs that nobody plans now: those that schools which cannot be read have told them before.
    """

    key: str
    file: str = ""
    packed: str = ""
    zero_minute: int = 0
    identities: tuple[str, ...] = ()
    set_aside: tuple[Seat, ...] = ()
    busy: tuple[tuple[str, tuple[Duty, ...]], ...] = ()

    @property
    def text(self) -> str:
        """The problem's JSON text."""
        if self.file:
            return Path(self.file).read_text(encoding="utf-8")
        return zlib.decompress(base64.b85decode(self.packed)).decode()


@dataclass(frozen=True)
class OpenAsked:
    """Ask what a school brings along: its shared people's records, and the plan of its past and pins alone.

    ``elsewhere`` are duties that its shared people certainly have in other schools of the state.
    """

    school: SchoolRef
    elsewhere: dict[str, tuple[Duty, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class SchoolPlan:
    """A school's plan: who sits where, what the checker measures, and how many violations it finds.

    ``duties`` are those of its shared people, by identity.
    """

    seats: tuple[Seat, ...]
    values: dict[str, int]
    violations: int
    duties: dict[str, tuple[Duty, ...]]


@dataclass(frozen=True)
class Opened:
    """A school as the coordinator keeps it in mind. ``pinned`` are shared people whom a pin holds.

    Every cover of the school is a multiple of ``step``; 0 if nothing needs cover. ``published``: its people were told a
    plan of this week before.
    """

    plan: SchoolPlan
    records: dict[str, Record]
    pinned: tuple[str, ...]
    set_aside: tuple[Seat, ...]
    step: int
    published: bool


@dataclass(frozen=True)
class PlanAsked:
    """Ask for the best plan of some schools together, one goal after the other.

    ``held`` are shared people who keep their seats in these schools as they are; of all others ``elsewhere`` says what
    they do in schools that are not among these. ``kept`` are values of earlier goals that must not be exceeded.
    ``prices`` are for the hours of people whose other schools have no plan yet. With ``below``, only a plan is of
    interest in which the first goal is less than that.
    """

    schools: tuple[SchoolRef, ...]
    elsewhere: dict[str, Elsewhere] = field(default_factory=dict)
    held: dict[str, tuple[HeldSeat, ...]] = field(default_factory=dict)
    goals: tuple[str, ...] = (COVER,)
    kept: dict[str, int] = field(default_factory=dict)
    prices: dict[str, dict[str, float]] = field(default_factory=dict)
    below: int | None = None
    seconds: float = 60.0


@dataclass(frozen=True)
class Planned:
    """The plans found, empty if none was, and for each goal the proven least over these schools together.

    Bounds are of these schools as they were asked for: with what is held, elsewhere and kept. None are given at prices.
    Where pins may give way, as few as possible do, and that comes first: there the bounds of goals say nothing about
    plans in which more give way. ``best``: the plans are proven best in every goal.
    """

    plans: dict[str, SchoolPlan]
    bounds: dict[str, int]
    best: bool = False

    @property
    def bounds_all_plans(self) -> bool:
        """Whether the bounds hold for all plans, be it that no pin may give way."""
        return MISSING_PINS not in self.bounds


@dataclass(frozen=True)
class PriceAsked:
    """Ask what the hours of the people shared among some schools are worth there."""

    schools: tuple[SchoolRef, ...]
    seconds: float = 60.0


@dataclass(frozen=True)
class Priced:
    """For each shared person the price of their common rows, those above 0; and the bound of these schools' cover."""

    prices: dict[str, dict[str, float]]
    bound: float


@dataclass(frozen=True)
class BoundAsked:
    """Ask for a bound of a goal in some schools where certain shared people cost a price and are tied to nobody.

    ``kept`` are values of earlier goals that no plan exceeds; ``weights`` are for earlier goals that cost so much a
    unit instead. ``relaxed``: by the linear relaxation alone.
    """

    schools: tuple[SchoolRef, ...]
    prices: dict[str, dict[str, float]]
    goal: str = COVER
    kept: dict[str, int] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    relaxed: bool = False
    seconds: float = 60.0


@dataclass(frozen=True)
class Bounded:
    """No plan of these schools costs less than this, prices and weights included.

    For a linear relaxation also what its solution comes to: ``values`` of the goals, and for each person the units of
    the rows with a price that are ``used``. Both are empty if none was found.
    """

    bound: float
    values: dict[str, float] = field(default_factory=dict)
    used: dict[str, dict[str, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckAsked:
    """Ask what the checker says of a school's plan, with everything that its shared people do elsewhere."""

    school: SchoolRef
    seats: tuple[Seat, ...]
    elsewhere: dict[str, tuple[Duty, ...]]


Asked = OpenAsked | PlanAsked | PriceAsked | BoundAsked | CheckAsked
Answer = Opened | Planned | Priced | Bounded | SchoolPlan

KINDS: dict[type[Asked], str] = {
    OpenAsked: OPEN,
    PlanAsked: PLAN,
    PriceAsked: PRICE,
    BoundAsked: BOUND,
    CheckAsked: CHECK,
}
_ANSWERS: dict[str, type[Answer]] = {OPEN: Opened, PLAN: Planned, PRICE: Priced, BOUND: Bounded, CHECK: SchoolPlan}
_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {one: TypeAdapter(one) for one in (*KINDS, *_ANSWERS.values())}


def to_text(value: Asked | Answer) -> str:
    """A question or an answer as JSON text."""
    return _ADAPTERS[type(value)].dump_json(value).decode()


def asked_from(kind: str, text: str) -> Asked:
    """Read a question. Raises pydantic.ValidationError on anything else."""
    wanted = next(one for one, its_kind in KINDS.items() if its_kind == kind)
    asked: Asked = _ADAPTERS[wanted].validate_json(text)
    return asked


def answer_from(kind: str, text: str) -> Answer:
    """Read an answer. Raises pydantic.ValidationError on anything else."""
    answer: Answer = _ADAPTERS[_ANSWERS[kind]].validate_json(text)
    return answer
