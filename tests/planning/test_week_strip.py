"""The strip of weeks: the term that a week lies in, its neighbours, and how each week is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from roster.records import Closure, Holiday, Term
from roster.reports.week import week_page
from roster.reports.week_strip import MOST_WEEKS, Neighbour, StripTerm, StripWeek, WeekState, WeekStrip
from tests.planning.desk import GOOD_PLAN, NOW, SEATS, WEEK, Desk
from tests.web.school import counted

AUTUMN = Term(name="Autumn", starts_on=dt.date(2026, 8, 19), ends_on=dt.date(2026, 12, 11))  # Wednesday to Friday
SPRING = Term(name="Spring", starts_on=dt.date(2027, 1, 11), ends_on=dt.date(2027, 7, 2))


def strip(desk: Desk, week: str = WEEK) -> WeekStrip:
    return week_page(desk.store, desk.lead, week, now=NOW).strip


def weeks(desk: Desk, week: str = WEEK) -> list[str]:
    return [one.week for one in strip(desk, week).weeks]


def one(desk: Desk, week: str = WEEK) -> StripWeek:
    return next(found for found in strip(desk).weeks if found.week == week)


def test_the_whole_term_is_shown_from_its_first_to_its_last_week(sqlite_desk: Desk) -> None:
    sqlite_desk.change(terms=(AUTUMN, SPRING))
    found = strip(sqlite_desk)
    assert (found.weeks[0].week, found.weeks[-1].week, len(found.weeks)) == ("2026-W34", "2026-W50", 17)
    assert found.term == StripTerm("Autumn", AUTUMN.starts_on, AUTUMN.ends_on, 15, 17)


def test_a_term_leads_to_the_first_weeks_of_its_neighbours(sqlite_desk: Desk) -> None:
    sqlite_desk.change(terms=(AUTUMN, SPRING))
    assert (strip(sqlite_desk).before, strip(sqlite_desk).after) == (None, Neighbour("Spring", "2027-W02"))
    assert strip(sqlite_desk, "2027-W02").before == Neighbour("Autumn", "2026-W34")


def test_weeks_between_two_terms_stand_by_themselves(sqlite_desk: Desk) -> None:
    sqlite_desk.change(terms=(AUTUMN, SPRING))
    found = strip(sqlite_desk, "2026-W53")
    assert weeks(sqlite_desk, "2026-W53") == ["2026-W51", "2026-W52", "2026-W53", "2027-W01"]
    assert (found.term, found.has_terms) == (None, True)
    assert (found.before, found.after) == (Neighbour("Autumn", "2026-W34"), Neighbour("Spring", "2027-W02"))


def test_of_two_terms_that_share_a_week_the_later_one_has_it(sqlite_desk: Desk) -> None:
    sqlite_desk.change(terms=(AUTUMN, replace(SPRING, starts_on=dt.date(2026, 12, 12))))
    assert strip(sqlite_desk, "2026-W50").term.name == "Spring"  # type: ignore[union-attr]
    assert strip(sqlite_desk, "2026-W49").term.name == "Autumn"  # type: ignore[union-attr]


def test_without_any_term_the_weeks_around_are_shown(sqlite_desk: Desk) -> None:
    found = strip(sqlite_desk)
    assert (found.weeks[0].week, found.weeks[-1].week) == ("2026-W45", "2027-W03")
    assert (found.term, found.before, found.after, found.has_terms) == (None, None, None, False)


def test_a_term_of_years_does_not_make_a_strip_of_years(sqlite_desk: Desk) -> None:
    sqlite_desk.change(terms=(Term(name="For ever", starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2035, 1, 1)),))
    assert len(weeks(sqlite_desk)) == MOST_WEEKS
    assert WEEK in weeks(sqlite_desk)


def test_today_and_the_week_that_is_looked_at_are_marked(sqlite_desk: Desk) -> None:
    assert [(found.week, found.shown) for found in strip(sqlite_desk).weeks if found.today] == [("2026-W47", False)]
    assert [found.week for found in strip(sqlite_desk).weeks if found.shown] == [WEEK]


@pytest.mark.parametrize(
    ("closures", "holidays", "pause", "partly"),
    [
        ((), (Holiday(name="Feast", from_day=dt.date(2026, 11, 30), until_day=dt.date(2026, 12, 4)),), "Feast", ""),
        ((Closure(name="Flood", from_day=dt.date(2026, 12, 1), until_day=dt.date(2026, 12, 1)),), (), "", "Flood"),
    ],
)
def test_a_closed_week_is_named_and_so_is_a_day_that_is(
    sqlite_desk: Desk, closures: tuple[Closure, ...], holidays: tuple[Holiday, ...], pause: str, partly: str
) -> None:
    sqlite_desk.change(closures=closures, holidays=holidays)
    found = one(sqlite_desk, "2026-W49")
    assert (found.pause, found.partly) == (pause, partly)
    assert (found.state is WeekState.PAUSE) is bool(pause)


def test_empty_required_seats_are_counted_in_the_draft_and_in_what_is_published(sqlite_desk: Desk) -> None:
    assert one(sqlite_desk).empty == 0  # nobody has planned it
    sqlite_desk.solved(GOOD_PLAN.with_changes(remove=SEATS[:2]))
    assert one(sqlite_desk).empty == 2
    sqlite_desk.publish()
    assert (one(sqlite_desk).state, one(sqlite_desk).empty) == (WeekState.PUBLISHED, 2)
    sqlite_desk.solved(GOOD_PLAN)
    assert (one(sqlite_desk).state, one(sqlite_desk).empty) == (WeekState.CHANGED, 0)


def test_a_term_takes_no_more_statements_than_a_few_weeks(sqlite_desk: Desk) -> None:
    def statements() -> int:
        with counted(sqlite_desk.store) as sent:
            strip(sqlite_desk)
        return len(sent)

    sqlite_desk.publish_plan()
    few = statements()
    sqlite_desk.change(terms=(AUTUMN, SPRING))
    strip(sqlite_desk)  # what a change makes stale is read anew once
    assert statements() <= few
