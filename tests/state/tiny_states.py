"""States that fit in the head: a few tiny schools which share people, and every joint plan that they can have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from hypothesis import strategies as st

from roster.plan import Plan
from roster.problem import Commitment, Need, Person, Problem, Session
from roster.rules import check, measure
from solver.state.asked import SchoolRef
from tests.tiny_problems import among
from tests.tiny_school import MON, TUE, every_plan, person, plan_count, problem, session

SLOTS = ((MON, "09:00", 90), (MON, "10:00", 60), (MON, "10:30", 90), (TUE, "18:30", 90), (MON, "23:30", 60))
NEEDS = ((Need("lead", 1),), (Need("lead", 1), Need("helper", 1)), (Need("host", 1),), (Need("lead", 0, 1),))

SOME_SLOTS = st.lists(among(*SLOTS), min_size=1, max_size=2, unique=True)
PRIORITIES = st.integers(1, 3)
Plans = Mapping[str, Plan]


def school(key: str, sessions: Sequence[Session], people: Sequence[Person], **more: object) -> Problem:
    """A tiny problem under a name of its own; people keep the identities that they were given."""
    return replace(problem(sessions, people, **more), organisation=key)  # type: ignore[arg-type]


def helps(identity: str, key: str = "", **more: object) -> Person:
    """Somebody's record in one school; ``identity`` says who it is everywhere."""
    return replace(person(key or identity, **more), identity=identity)  # type: ignore[arg-type]


def refs(state: Sequence[Problem], folder: Path, zero_minutes: Mapping[str, int] | None = None) -> list[SchoolRef]:
    """The schools as a coordinator gets them, their problems written into a folder."""
    places: dict[str, list[str]] = {}
    for one in state:
        for who in one.people:
            places.setdefault(who.identity, []).append(one.organisation)
    shared = {identity for identity, schools in places.items() if len(schools) > 1}
    found = []
    for one in state:
        file = folder / f"{one.organisation}.json"
        file.write_text(one.to_json(), encoding="utf-8")
        identities = tuple(sorted(who.identity for who in one.people if who.identity in shared))
        zero = (zero_minutes or {}).get(one.organisation, 0)
        found.append(SchoolRef(one.organisation, file=str(file), zero_minute=zero, identities=identities))
    return found


def beside(state: Sequence[Problem], plans: Plans, shifts: Mapping[str, int] | None = None) -> list[Problem]:
    """Each school's problem with the commitments that the other schools' plans make: told apart from the solver."""
    zero = shifts or {}
    found = []
    for here in state:
        people = []
        for who in here.people:
            duties = [
                Commitment(
                    held.on_day,
                    held.start_minute + zero.get(there.organisation, 0) - zero.get(here.organisation, 0),
                    held.end_minute + zero.get(there.organisation, 0) - zero.get(here.organisation, 0),
                )
                for there in state
                if there is not here
                for same in there.people
                if same.identity == who.identity
                for key, sessions in plans[there.organisation].sessions_in_order(there)
                if key == same.key
                for held in {one.key: one for one in sessions}.values()
            ]
            people.append(replace(who, commitments=(*who.commitments, *duties)))
        found.append(replace(here, people=tuple(people)))
    return found


def violations(state: Sequence[Problem], plans: Plans, shifts: Mapping[str, int] | None = None) -> int:
    """How many violations the checkers find in all schools, each with what the others plan."""
    return sum(len(check(one, plans[one.organisation])) for one in beside(state, plans, shifts))


def worth(state: Sequence[Problem], plans: Plans) -> tuple[int, int]:
    """Cover and promises of all schools by the checkers."""
    values = [measure(one, plans[one.organisation]) for one in beside(state, plans)]
    return sum(one["cover"] for one in values), sum(one["promises"] for one in values)


def every_joint_plan(state: Sequence[Problem]) -> Iterator[Plans]:
    """Every way to plan all schools that each school's checker accepts beside the others' plans."""
    own = [[plan for plan in every_plan(one) if _may_stand(one, plan)] for one in state]
    for choice in product(*own):
        plans = {one.organisation: plan for one, plan in zip(state, choice, strict=True)}
        if not violations(state, plans):
            yield plans


def _may_stand(one: Problem, plan: Plan) -> bool:
    return not check(one, plan)


def least(state: Sequence[Problem]) -> tuple[int, int]:
    """The least cover, and the least promises with that cover, by trying everything."""
    return min(worth(state, plans) for plans in every_joint_plan(state))


def every_worth(state: Sequence[Problem]) -> list[tuple[int, int, int]]:
    """Cover, stability and promises of every joint plan, by the checkers."""
    found = []
    for plans in every_joint_plan(state):
        values = [measure(one, plans[one.organisation]) for one in beside(state, plans)]
        cover, stability, promises = (sum(one[key] for one in values) for key in ("cover", "stability", "promises"))
        found.append((cover, stability, promises))
    return found


@st.composite
def tiny_states(draw: st.DrawFn, *, most_plans: int = 4000, published: bool = False) -> list[Problem]:
    """Two or three schools of one to three sessions; one or two people help in several, with limits of each school's
    own. With ``published`` some of them have told a plan of this week before."""
    state = []
    shared = ["dora", "emil"][: draw(among(1, 1, 2))]
    count = 1
    for number in range(draw(among(2, 2, 3))):
        slots = draw(SOME_SLOTS)
        sessions = [
            session(f"c{place}", *slot, needs=draw(among(*NEEDS)), priority=draw(PRIORITIES))
            for place, slot in enumerate(slots)
        ]
        people = [_record(draw, identity, f"{identity}-{number}") for identity in shared]
        if draw(st.booleans()):
            people.append(_record(draw, f"own-{number}", f"own-{number}"))
        one = school(f"school-{number}", sessions, people)
        while plan_count(one) * count > most_plans and len(sessions) > 1:
            sessions = sessions[:-1]
            one = school(f"school-{number}", sessions, people)
        count *= plan_count(one)
        if count > most_plans:
            break
        if published and draw(st.booleans()):
            plans = [plan for plan in every_plan(one) if _may_stand(one, plan)]
            one = replace(one, published=tuple(draw(st.sampled_from(plans)).assignments))
        state.append(one)
    return state


def _record(draw: st.DrawFn, identity: str, key: str) -> Person:
    wished = draw(among(0, 90, 180))
    tuesday = dt.date(2026, 11, 24)
    outside = Commitment(tuesday, 1440 + 720, 1440 + 780)
    return helps(
        identity,
        key,
        newcomer=draw(among(False, False, False, True)),
        wished_minutes=wished,
        promised_minutes=draw(among(0, wished)),
        max_minutes_week=draw(among(600, 600, 150, 90, 210)),
        max_sessions_day=draw(among(3, 2, 1)),
        max_days_week=draw(among(5, 1, 2)),
        commitments=draw(among((), (), (outside,))),
    )
