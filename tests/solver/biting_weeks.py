"""For each hard rule a tiny week in which it forbids something that no other rule forbids, as a lead would tell it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from roster.problem import (
    Ban,
    Certificate,
    Commitment,
    Need,
    Problem,
    Qualification,
    Site,
    Span,
)
from roster.records import Level, Means, Willingness
from tests.tiny_school import (
    LEAD_AND_HELPER,
    MON,
    TUE,
    WED,
    WEEK,
    elapsed,
    person,
    plan,
    problem,
    seat,
    session,
    span,
    window,
)

evening = session("a2", TUE, "18:30")
supported = session("a2", TUE, "18:30", needs=LEAD_AND_HELPER)
morning = session("b1", TUE, "09:00")
next_day = session("b1", WED, "18:30")


def _one_lead(**more: object) -> Problem:
    """One session with one lead's seat, and Anna alone, with these further fields."""
    return problem([evening], [person("anna", **more)])  # type: ignore[arg-type]


def _commitment(weekday: int, starts: str, minutes: int, site: str | None = None) -> Commitment:
    start = elapsed(weekday, starts)
    return Commitment(WEEK + dt.timedelta(days=weekday), start, start + minutes, site)


WEEKS: dict[str, dict[str, Problem]] = {
    "seats": {
        "two for one seat": problem([evening], [person("anna"), person("berta")]),
        "three for two seats, one of them wished": problem(
            [session(needs=(Need("host", 1, 1),))], [person("anna"), person("berta"), person("carl")]
        ),
    },
    "availability": {
        "no window": _one_lead(windows=()),
        "a window that ends a minute early": _one_lead(windows=(window(TUE, "18:00", "19:59"),)),
        "two windows with a minute between them": _one_lead(
            windows=(window(TUE, "18:30", "19:00"), window(TUE, "19:01", "20:00", Willingness.POSSIBLE))
        ),
        "an absence in the middle": _one_lead(absences=(span(TUE, "19:00", "19:01"),)),
        "an absence that touches, and one that does not": problem(
            [evening, morning],
            [
                person(
                    "anna", absences=(Span(elapsed(TUE, "20:00"), elapsed(WED, "09:00")), span(TUE, "10:29", "11:00"))
                )
            ],
        ),
    },
    "qualification": {
        "another role": _one_lead(qualifications=(Qualification("host"),)),
        "another branch": _one_lead(qualifications=(Qualification("lead", "children"),)),
        "too low": problem(
            [session(level=Level.B1)], [person(qualifications=(Qualification("lead", level_to=Level.A2),))]
        ),
        "too high": problem(
            [session(level=Level.ALPHA)], [person(qualifications=(Qualification("lead", level_from=Level.A1_1),))]
        ),
        "over since yesterday": _one_lead(qualifications=(Qualification("lead", valid_until=WEEK),)),
    },
    "certificate": {
        "none": problem([session(certificates=("clearance",))], [person()]),
        "seen a day late": problem(
            [session(certificates=("clearance",))],
            [person(certificates=(Certificate("clearance", WEEK + dt.timedelta(days=2)),))],
        ),
        "over since yesterday": problem(
            [session(certificates=("clearance",))],
            [person(certificates=(Certificate("clearance", WEEK - dt.timedelta(days=9), WEEK),))],
        ),
        "asked by the role only": problem(
            [session(needs=(Need("lead", 1, certificates=("measles",)), Need("host", 1)))], [person()]
        ),
    },
    "one_place": {
        "two sessions that share a minute": problem(
            [evening, session("b1", TUE, "19:59")], [person("anna", max_sessions_day=5)]
        ),
        "two seats of one session": problem([supported], [person("anna")]),
        "a commitment": _one_lead(commitments=(_commitment(TUE, "19:50", 60),)),
        "over midnight": problem(
            [session("a2", MON, "23:00", 120), session("b1", TUE, "00:30")], [person("anna", max_sessions_day=5)]
        ),
    },
    "travel_time": {
        "there too late": problem(
            [morning, session("a2", TUE, "10:45", site="south")], [person("anna", max_sessions_day=5)]
        ),
        "there in time, back too late": problem(
            [morning, session("a2", TUE, "10:45", site="south"), session("c1", TUE, "12:30")],
            [person("anna", means=Means.BIKE, max_sessions_day=5)],
            ways={("north", "south"): 10, ("south", "north"): 11},
        ),
        "from a commitment": problem(
            [evening, session("b1", WED, site="south")],
            [person("anna", commitments=(_commitment(TUE, "17:00", 80, "south"),))],
        ),
        "over midnight": problem(
            [session("a2", MON, "22:30"), session("b1", TUE, "00:10", site="south")],
            [person("anna", max_sessions_day=5)],
        ),
    },
    "workload": {
        "hours": problem([evening, next_day], [person("anna", max_minutes_week=179)]),
        "hours with a commitment": _one_lead(max_minutes_week=150, commitments=(_commitment(MON, "09:00", 61),)),
        "sessions a day": problem([evening, morning], [person("anna", max_sessions_day=1)]),
        "sessions of three a day": problem(
            [evening, morning, session("c1", TUE, "12:00")], [person("anna", max_sessions_day=2)]
        ),
        "sessions a day with a commitment": _one_lead(max_sessions_day=1, commitments=(_commitment(TUE, "09:00", 30),)),
        "days a week": problem([evening, next_day], [person("anna", max_days_week=1)]),
        "days a week with a commitment": problem(
            [evening, next_day], [person("anna", max_days_week=1, commitments=(_commitment(WED, "09:00", 30),))]
        ),
    },
    "site_access": {
        "refused": _one_lead(refused_sites=("north",)),
        "not on the list": problem(
            [evening], [person("anna"), person("berta")], sites=[Site("north", access=("berta",))]
        ),
        "not yet open": problem([evening], [person()], sites=[Site("north", open_from=WEEK + dt.timedelta(days=2))]),
        "closed": problem([evening], [person()], sites=[Site("north", open_until=WEEK)]),
    },
    "support_needs_lead": {
        "a helper alone": problem([supported], [person("anna"), person("berta")]),
        "two helpers, two leads": problem(
            [session(needs=(Need("helper", 2), Need("lead", 1, 1)))], [person("anna"), person("berta"), person("carl")]
        ),
        "one helper pinned, one not": problem(
            [session(needs=(Need("helper", 2), Need("lead", 1)))],
            [person("anna"), person("berta")],
            pins=(seat(evening, "anna", "helper"),),
        ),
    },
    "newcomers": {
        "a newcomer alone": problem([evening], [person("anna", newcomer=True)]),
        "two newcomers": problem([supported], [person("anna", newcomer=True), person("berta", newcomer=True)]),
        "a newcomer in another role": problem([supported], [person("anna", newcomer=True), person("berta")]),
        "a pinned newcomer": problem(
            [supported], [person("anna", newcomer=True), person("berta")], pins=(seat(supported, "anna", "helper"),)
        ),
    },
    "apart": {
        "two in different roles": problem([supported], [person("anna"), person("berta")], apart=(("anna", "berta"),)),
    },
    "decisions": {
        "a pin": problem([evening], [person("anna"), person("berta")], pins=(seat(evening, "berta"),)),
        "a ban in one role": problem([supported], [person("anna")], bans=(Ban(supported.key, "anna", "lead"),)),
        "a ban in any role": problem([supported], [person("anna")], bans=(Ban(supported.key, "anna"),)),
        "a newcomer's pin": problem(
            [supported], [person("anna", newcomer=True), person("berta")], pins=(seat(supported, "anna", "lead"),)
        ),
    },
}

PAST_WEEKS: dict[str, Problem] = {
    "the past keeps its people": problem(
        [session("b1", MON, past=True), evening],
        [person("anna", max_minutes_week=179), person("berta")],
        published=plan(seat(session("b1", MON), "anna")).assignments,
    ),
    "a way from the past": problem(
        [session("b1", TUE, "16:55", past=True, site="south"), evening],
        [person("anna"), person("berta")],
        published=plan(seat(session("b1", TUE, "16:55"), "anna")).assignments,
    ),
    "a past role that is gone": problem(
        [session("b1", TUE, "09:00", past=True), evening],
        [person("anna", max_sessions_day=1), person("berta")],
        published=plan(seat(morning, "anna", "host")).assignments,
    ),
    "a site and a role that nobody describes": replace(
        problem(
            [morning, session("a2", TUE, "10:45", site="south", needs=(Need("lead", 1), Need("gone", 1)))],
            [person("anna", qualifications=(Qualification("lead"), Qualification("gone")))],
        ),
        sites=(Site("north"),),
    ),
    "an empty past": problem([session("b1", MON, past=True), evening], [person("anna")]),
}
