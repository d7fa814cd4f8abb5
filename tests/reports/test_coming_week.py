"""The start page's figures about the coming week are those of the week page."""

from __future__ import annotations

import pytest

from roster.actions import rosters
from roster.actions.organisations import add_closure
from roster.actions.publishing import publish
from roster.errors import Forbidden
from roster.records import Closure
from roster.reports.coming_week import coming_week
from roster.reports.week import Showing, week_page
from tests.actions.north import DAY, NOW, North


def test_an_unplanned_week_counts_its_seats(north: North) -> None:
    found = coming_week(north.store, north.lead, now=NOW)
    assert (found.week, found.showing, found.required, found.filled_required) == ("2026-W48", Showing.NOTHING, 1, 0)


def test_a_closed_site_has_no_seats_to_fill(north: North) -> None:
    add_closure(north.store, north.lead, Closure(from_day=DAY, until_day=DAY), now=NOW)
    assert coming_week(north.store, north.lead, now=NOW).week == "2026-W49"


def test_the_figures_are_those_of_the_week_page(north: North) -> None:
    edition = rosters.start_draft(north.store, north.lead, "2026-W48", now=NOW)
    for showing in (Showing.DRAFT, Showing.PUBLISHED):
        if showing is Showing.PUBLISHED:
            publish(north.store, north.lead, "2026-W48", edition=edition, comment="", now=NOW)
        found = coming_week(north.store, north.lead, now=NOW)
        page = week_page(north.store, north.lead, "2026-W48", now=NOW)
        assert found.showing is page.showing is showing
        assert (found.required, found.filled_required) == (page.required, page.filled_required)
        assert (found.first_day, found.last_day) == (page.first_day, page.last_day)


def test_a_volunteer_may_not_see_it(north: North) -> None:
    with pytest.raises(Forbidden):
        coming_week(north.store, north.anna, now=NOW)
