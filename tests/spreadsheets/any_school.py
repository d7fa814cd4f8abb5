"""Hypothesis strategies for whole schools of records, as the tables may say them."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any

from hypothesis import strategies as st

from roster import records
from roster.spreadsheets.guard import cleaned
from roster.spreadsheets.vocabulary import LANDS

keys = st.from_regex(r"[A-Za-z0-9äÖß][A-Za-zéß0-9 _.+-]{0,8}[a-zé0-9]", fullmatch=True).map(
    lambda text: unicodedata.normalize("NFC", text)
)
# Ã, â and the mark of a lost character stand for text that was garbled before: reading refuses it.
words = st.text(st.characters(codec="utf-8", exclude_characters="\ufffdÃâ"), max_size=20).map(cleaned)
names = words.filter(bool)
formulas = ["=1+1", "+49 170 555", "-5", "@home", "'quoted", "''=", "＝x", '"a";b', "a,b|c", "=", "'", "-"]
spoken = st.sampled_from(formulas) | words
days = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))
starts = st.integers(0, 1439)


def spans(least: Any, most: Any) -> st.SearchStrategy[tuple[Any, Any]]:
    """Two values in order."""
    return st.tuples(least, most).map(lambda pair: (min(pair), max(pair)))


@st.composite
def volunteers(draw: st.DrawFn, key: str, sites: list[str], courses: list[str]) -> records.Volunteer:
    """A volunteer with anything in every field."""
    most = draw(st.integers(0, 10080))
    return records.Volunteer(
        key=key,
        first_name=draw(names),
        last_name=draw(names.filter(lambda text: len(text) <= 80)),
        person=draw(st.none() | st.just(f"person {key}")),
        phone=draw(spoken),
        language=draw(st.sampled_from(["de", "en"])),
        standing=draw(st.sampled_from(records.Standing)),
        newcomer=draw(st.booleans()),
        means=draw(st.sampled_from(records.Means)),
        wished_minutes_week=draw(st.integers(0, most)),
        promised_minutes_week=draw(st.integers(0, most)),
        max_minutes_week=most,
        max_sessions_day=draw(st.integers(0, 20)),
        max_days_week=draw(st.integers(0, 7)),
        preferred_sites=tuple(sorted(draw(st.sets(st.sampled_from(sites))))),
        preferred_courses=tuple(sorted(draw(st.sets(st.sampled_from(courses))))),
    )


@st.composite
def any_school(draw: st.DrawFn) -> records.School:
    """A school that fits together, with every kind of cell in it."""
    distinct = {"unique_by": str.casefold, "min_size": 2, "max_size": 3}
    sites, courses, people = (draw(st.lists(keys, **distinct)) for _ in range(3))  # type: ignore[arg-type]
    coordinates = draw(st.none() | st.tuples(st.integers(-900000, 900000), st.integers(-1800000, 1800000)))
    first_day, last_day = draw(spans(days, days))
    lowest, highest = draw(spans(st.sampled_from(records.Level), st.sampled_from(records.Level)))
    start = draw(starts)
    certificates = tuple(sorted(draw(st.sets(keys, max_size=2))))
    length = draw(st.integers(1, 1440))
    organisation = records.Organisation(
        key=draw(keys),
        name=draw(names),
        land=draw(st.sampled_from([str(code) for code in LANDS.words])),
        planning_week=draw(st.none() | st.sampled_from(["2026-W48", "2026-W53"])),
        goal_order=draw(st.sampled_from(records.GoalOrder)),
        rate_continuity=draw(st.integers(0, 1000)),
    )
    return records.School(
        organisation=organisation,
        branches=(records.Branch(key="branch", name=draw(names), certificates=certificates),),
        sites=tuple(
            records.Site(
                key=key,
                name=draw(names),
                address=draw(spoken),
                latitude=None if coordinates is None else coordinates[0] / 10000,
                longitude=None if coordinates is None else coordinates[1] / 10000,
                open_from=first_day,
                open_until=last_day,
            )
            for key in sites
        ),
        roles=(
            records.Role(key="lead", name=draw(names), leads=True),
            records.Role(key="help", name="Help", depends_on="lead"),
        ),
        volunteers=tuple(draw(volunteers(key, sites, courses)) for key in people),
        qualifications=(
            records.Qualification(
                volunteer=people[0], role="lead", branch="branch", level_from=lowest, level_to=highest
            ),
            records.Qualification(volunteer=people[0], role="help"),
        ),
        availability=(
            records.Availability(
                volunteer=people[1],
                weekday=draw(st.integers(0, 6)),
                start_minute=start,
                end_minute=start + length,
                willingness=draw(st.sampled_from(records.Willingness)),
                valid_until=draw(st.none() | days),
            ),
        ),
        absences=(records.Absence(volunteer=people[0], from_day=first_day, until_day=last_day),),
        courses=tuple(records.Course(key=key, name=draw(names), branch="branch", site=sites[0]) for key in courses),
        pairs=(records.Pair(first=people[0], second=people[1], kind=draw(st.sampled_from(records.PairKind))),),
        decisions=tuple(
            records.Decision(kind=records.DecisionKind.BAN, volunteer=key, course=courses[0]) for key in people[:2]
        ),
    )
