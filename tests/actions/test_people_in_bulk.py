"""Several volunteers are changed at once: all of them or none, and only as they were seen."""

from __future__ import annotations

import pytest

from roster.actions.people import save_volunteer
from roster.actions.people_in_bulk import prefer_site, set_standings
from roster.actions.trails import Done
from roster.errors import Conflict, Forbidden, Invalid, NotFound
from roster.records import Standing, Volunteer
from tests.actions.north import NOW, North


def people(north: North) -> dict[str, Volunteer]:
    return {one.key: one for one in north.school().volunteers}


BOTH = {"anna": 1, "jan": 1}


def test_all_get_the_standing_and_each_change_is_logged(north: North) -> None:
    assert set_standings(north.store, north.lead, BOTH, Standing.PAUSED, now=NOW).changed == 2
    assert {one.standing for one in people(north).values()} == {Standing.PAUSED}
    assert north.audited() == [("set_standing", ("standing",))] * 2


def test_who_has_the_standing_already_is_passed_over(north: North) -> None:
    assert set_standings(north.store, north.lead, BOTH, Standing.ACTIVE, now=NOW) == Done(0, None)
    assert north.audited() == []


def test_one_who_was_changed_meanwhile_stops_it_for_all(north: North) -> None:
    anna = people(north)["anna"]
    save_volunteer(north.store, north.lead, _renamed(anna), version=1, now=NOW)
    with pytest.raises(Conflict, match="Other Beispiel"):
        set_standings(north.store, north.lead, BOTH, Standing.LEFT, now=NOW)
    assert {one.standing for one in people(north).values()} == {Standing.ACTIVE}


def _renamed(anna: Volunteer) -> Volunteer:
    return Volunteer(key=anna.key, first_name="Other", last_name=anna.last_name, phone=anna.phone)


def test_a_site_becomes_preferred_and_is_refused_no_longer(north: North) -> None:
    refusing = Volunteer(key="anna", first_name="Anna", last_name="B", refused_sites=("mill",))
    save_volunteer(north.store, north.lead, refusing, version=1, now=NOW)
    assert prefer_site(north.store, north.lead, {"anna": 2, "jan": 1}, "mill", now=NOW).changed == 2
    assert [(one.preferred_sites, one.refused_sites) for one in people(north).values()] == [(("mill",), ())] * 2


def test_nobody_chosen_is_told(north: North) -> None:
    with pytest.raises(Invalid):
        set_standings(north.store, north.lead, {}, Standing.LEFT, now=NOW)


def test_somebody_who_is_not_there_stops_it(north: North) -> None:
    with pytest.raises(NotFound):
        set_standings(north.store, north.lead, {**BOTH, "nobody": 1}, Standing.LEFT, now=NOW)


def test_a_site_that_is_not_there_stops_it(north: North) -> None:
    with pytest.raises(NotFound):
        prefer_site(north.store, north.lead, BOTH, "nowhere", now=NOW)


def test_a_volunteer_may_not(north: North) -> None:
    with pytest.raises(Forbidden):
        set_standings(north.store, north.anna, BOTH, Standing.LEFT, now=NOW)


def test_another_organisations_people_are_not_found(north: North) -> None:
    with pytest.raises(NotFound):
        set_standings(north.store, north.stranger, BOTH, Standing.LEFT, now=NOW)
