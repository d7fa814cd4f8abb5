"""A Hypothesis strategy for tiny problems that touch every rule and goal, small enough to try every plan of each."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from roster.problem import (
    Assignment,
    Ban,
    Certificate,
    Commitment,
    Familiar,
    Need,
    Person,
    Problem,
    Qualification,
    Session,
    Settings,
    Site,
    Span,
    StrayPin,
    Window,
)
from roster.records import GoalOrder, Level, Means, Willingness
from tests.tiny_school import ALWAYS, ANYTHING, MON, SUN, TUE, WEEK, plan_count, problem, session

# (weekday, start, minutes): touching, overlapping, a short way apart, over midnight, and on other days
SLOTS = (
    (MON, "09:00", 90),
    (MON, "10:00", 60),
    (MON, "10:30", 90),
    (MON, "10:50", 90),
    (MON, "18:30", 90),
    (MON, "23:00", 120),
    (TUE, "01:10", 60),
    (TUE, "18:30", 90),
    (SUN, "18:30", 90),
)
CLOSE_SLOTS = (SLOTS[0], SLOTS[2], SLOTS[3], (MON, "12:05", 90))  # a short way apart, or none
SITES = ("north", "south")
PEOPLE = ("anna", "berta", "carl")
KINDS = ("clearance", "measles")
NEEDS = (
    (Need("lead", 1),),
    (Need("lead", 1), Need("helper", 1)),
    (Need("lead", 1), Need("helper", 0, 1)),
    (Need("helper", 1),),
    (Need("host", 1, 1),),
    (Need("lead", 2),),
    (Need("lead", 0, 1), Need("host", 1, certificates=("measles",))),
)
DAYS = tuple(WEEK + dt.timedelta(days=offset) for offset in (-1, 0, 1, 6, 7))


# Strategies are made once: Hypothesis takes longer to make and validate one than to draw from it. ``typed``, because
# 0 and False are the same key otherwise.
made_once = lru_cache(maxsize=None, typed=True)


@made_once
def among(*values: Any) -> st.SearchStrategy[Any]:
    """One of these values."""
    return st.sampled_from(values)


@made_once
def mostly(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    """The usual value five times in six, so that most seats can be taken by somebody."""
    return st.sampled_from((usual,) * (5 * len(others)) + others)


@made_once
def subsets(items: tuple[str, ...], most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    """A few of these texts, sorted."""
    return st.lists(st.sampled_from(items), max_size=most, unique=True).map(lambda some: tuple(sorted(some)))


@made_once
@st.composite
def tiny_settings(draw: st.DrawFn) -> Settings:
    """Any numbers and switches."""
    rate = among(0, 1, 20, 45)
    return Settings(
        travel_buffer_minutes=draw(among(0, 5, 15)),
        support_needs_lead=draw(mostly(True, False)),
        newcomers=draw(mostly(True, False)),
        goal_order=draw(among(*GoalOrder)),
        rate_continuity=draw(rate),
        rate_wishes=draw(rate),
        rate_travel=draw(rate),
        rate_wished_seats=draw(rate),
    )


@made_once
def some_slots(slots: tuple[tuple[int, str, int], ...], least: int) -> st.SearchStrategy[list[tuple[int, str, int]]]:
    """So many of these slots at least, and three at most."""
    return st.lists(among(*slots), min_size=least, max_size=3, unique=True)


@made_once
@st.composite
def tiny_sessions(draw: st.DrawFn) -> list[Session]:
    """None to three sessions, those before some moment past."""
    slots = sorted(draw(some_slots(draw(among(SLOTS, CLOSE_SLOTS)), draw(mostly(2, 3, 1, 0)))))
    sites = draw(among(("north", "south", "north"), ("south", "north", "north"), ("north",) * 3))
    past_count = draw(among(0, 0, 1))
    return [
        session(
            draw(among("a1", "a2")),
            weekday,
            starts,
            minutes,
            needs=draw(among(*NEEDS)),
            site=sites[number],
            branch=draw(among("adults", "children")),
            level=draw(among(None, Level.ALPHA, Level.A2)),
            priority=draw(st.integers(1, 4)),
            certificates=draw(mostly((), ("clearance",), KINDS)),
            past=number < past_count,
            urgency=draw(among(1, 2, 4)),
        )
        for number, (weekday, starts, minutes) in enumerate(slots)
    ]


EDGES = among(0, 540, 600, 630, 650, 720, 1110, 1200, 1380, 1440, 1510, 2550, 2640, 8640, 10080)
SOME_WINDOWS = st.lists(st.tuples(EDGES, EDGES, among(*Willingness)), max_size=4)


@made_once
@st.composite
def tiny_windows(draw: st.DrawFn) -> tuple[Window, ...]:
    """Always, or a handful of windows whose edges are edges of slots or lie beside them."""
    if draw(among(True, True, False)):
        return ALWAYS
    return tuple(Window(min(a, b), max(a, b), how) for a, b, how in draw(SOME_WINDOWS) if a != b)


A_QUALIFICATION = st.builds(
    Qualification,
    among("lead", "helper", "host"),
    among(None, "adults", "children"),
    among(None, Level.A1_1),
    among(None, Level.A2),
    among(None, *DAYS),
)
QUALIFICATIONS = st.one_of(st.just(ANYTHING), st.just(ANYTHING), st.lists(A_QUALIFICATION, max_size=3).map(tuple))
A_CERTIFICATE = st.builds(Certificate, among(*KINDS), among(*DAYS), among(None, *DAYS))
CERTIFICATES = st.one_of(
    st.just(tuple(Certificate(kind, DAYS[0]) for kind in KINDS)),
    st.just(tuple(Certificate(kind, DAYS[0], DAYS[-1]) for kind in KINDS)),
    st.lists(A_CERTIFICATE, max_size=3).map(tuple),
)
A_COMMITMENT = st.builds(
    lambda slot, minutes, site: Commitment(
        WEEK + dt.timedelta(days=slot[0]), slot[0] * 1440 + slot[1], slot[0] * 1440 + slot[1] + minutes, site
    ),
    among((MON, 520), (MON, 735), (MON, 1330), (TUE, 1005)),
    among(15, 90),
    among(None, *SITES),
)
COMMITMENTS = st.one_of(st.just(()), st.just(()), st.tuples(A_COMMITMENT))


@made_once
@st.composite
def tiny_person(draw: st.DrawFn, key: str) -> Person:
    """One person, with every field varied."""
    wished = draw(among(0, 90, 180, 600))
    return Person(
        key=key,
        identity=f"here/{key}",
        newcomer=draw(among(False, False, True)),
        means=draw(among(Means.FOOT, Means.BIKE)),
        wished_minutes=wished,
        promised_minutes=draw(among(0, min(90, wished), wished)),
        max_minutes_week=draw(mostly(600, 90, 210)),
        max_sessions_day=draw(mostly(3, 1, 2)),
        max_days_week=draw(mostly(5, 1, 2)),
        windows=draw(tiny_windows()),
        absences=draw(mostly((), (Span(600, 640),), (Span(1440, 2880),))),
        qualifications=draw(QUALIFICATIONS),
        certificates=draw(CERTIFICATES),
        preferred_sites=draw(subsets(SITES)),
        refused_sites=draw(mostly((), ("south",))),
        preferred_courses=draw(subsets(("a1", "a2"))),
        partners=draw(subsets(tuple(one for one in PEOPLE if one != key))),
        commitments=draw(COMMITMENTS),
    )


@st.composite
def tiny_problems(draw: st.DrawFn, *, most_plans: int = 400) -> Problem:
    """A problem of at most three sessions and three people, with at most ``most_plans`` plans to try."""
    sessions = draw(tiny_sessions())
    people = [draw(tiny_person(key)) for key in PEOPLE[: draw(mostly(3, 2, 1, 0))]]
    while sessions and plan_count(problem(sessions, people)) > most_plans:
        sessions = sessions[:-1]
    keys = [one.key for one in people]
    seats = [Assignment(one.key, need.role, key) for one in sessions for need in one.needs for key in keys]
    some_seats = st.lists(st.sampled_from(seats), max_size=2) if seats else st.just([])
    return problem(
        sessions,
        people,
        sites=[draw(tiny_site(key, tuple(keys))) for key in SITES],
        ways={
            ("north", "south"): draw(among(0, 10, 30)),
            ("south", "north"): draw(among(5, 25)),
        },
        settings=draw(tiny_settings()),
        apart=draw(among((), (("anna", "berta"),), (("anna", "carl"), ("berta", "carl")))),
        pins=tuple(draw(some_seats)),
        bans=tuple(Ban(one.session, one.person, draw(among(None, one.role))) for one in draw(mostly_few(some_seats))),
        stray_pins=draw(mostly((), (StrayPin("gone", WEEK, "09:00", "lead", "anna"),))),
        published=draw(st.none() | some_seats.map(lambda some: tuple(sorted(set(some))))),
        told_anyway=draw(mostly((), (("anna", 2),), (("berta", 1), ("carl", 4)))),
        familiar=draw(mostly((), (Familiar("a1", "anna"),), (Familiar("a1", "zoe"), Familiar("a2", "berta")))),
    )


def mostly_few(lists: st.SearchStrategy[list[Assignment]]) -> st.SearchStrategy[list[Assignment]]:
    """At most one of what a strategy for lists gives."""
    return lists.map(lambda some: some[:1])


@made_once
@st.composite
def tiny_site(draw: st.DrawFn, key: str, people: tuple[str, ...]) -> Site:
    """One site, mostly open to everyone all week."""
    access = draw(mostly(None, "some"))
    return Site(
        key,
        open_from=draw(mostly(None, WEEK, WEEK + dt.timedelta(days=1))),
        open_until=draw(mostly(None, WEEK, WEEK + dt.timedelta(days=5))),
        access=None if access is None else (draw(subsets(people, 3)) if people else ()),
    )
