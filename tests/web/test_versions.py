"""Published versions in the browser: compared, and an earlier one brought back."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from roster.actions.publishing import publish
from roster.actions.rosters import start_draft
from roster.models.rosters import read_published
from tests.web.planned import lead_of, publish_week, start_second_draft
from tests.web.school import WEEK, Service, post

VERSIONS = f"/week/{WEEK}/versions"


@pytest.fixture
def lead(north: Service) -> FlaskClient:
    """A lead's browser; version 1 is published, and version 2, in which Clara also leads the children's group."""
    publish_week(north)
    _publish(north, start_second_draft(north))
    return north.browser("lead")


def _publish(north: Service, edition: int) -> None:
    publish(north.store, lead_of(north), WEEK, edition=edition, now=north.clock.now)


def publish_a_third(north: Service) -> None:
    """Somebody else publishes version 3, with the same duties as version 2."""
    _publish(north, start_draft(north.store, lead_of(north), WEEK, now=north.clock.now))


def who_leads(north: Service) -> set[tuple[str, str]]:
    with north.store.reading(north.schools["north"]) as session:
        return {(one.course, one.volunteer) for one in read_published(session) if one.role == "lead"}


def seen(client: FlaskClient) -> str:
    """The version that the page for going back to version 1 compares it with."""
    return client.get(f"{VERSIONS}/1/2").text.split('name="current" value="')[1].partition('"')[0]


def test_two_versions_are_compared_the_older_one_first(lead: FlaskClient) -> None:
    answer = lead.get(f"{VERSIONS}/compare?first=3&second=1")
    assert answer.headers["Location"].endswith(f"{VERSIONS}/1/3")


def test_a_version_says_what_it_changed(lead: FlaskClient) -> None:
    assert "Difference to version 1" in lead.get(VERSIONS).text
    assert "Clara of north" in lead.get(f"{VERSIONS}/1/2").text


def test_an_earlier_version_can_be_brought_back_with_a_comment(north: Service, lead: FlaskClient) -> None:
    answer = post(lead, f"{VERSIONS}/1/roll-back", {"current": seen(lead), "comment": "Clara is ill"})
    assert answer.status_code == 303
    assert who_leads(north) == {("a1", "anna"), ("a2", "bela")}
    assert "Clara is ill" in lead.get(VERSIONS).text


def test_going_back_never_goes_over_a_version_that_the_lead_has_not_seen(north: Service, lead: FlaskClient) -> None:
    before = seen(lead)
    publish_a_third(north)
    answer = post(lead, f"{VERSIONS}/1/roll-back", {"current": before})
    assert answer.status_code == 409
    assert "By now version 3 counts." in answer.text
    assert ("kids", "clara") in who_leads(north)


def test_who_was_overtaken_sees_the_newer_version_and_can_go_back_all_the_same(
    north: Service, lead: FlaskClient
) -> None:
    before = seen(lead)
    publish_a_third(north)
    text = post(lead, f"{VERSIONS}/1/roll-back", {"current": before, "comment": "Clara is ill"}).text
    assert "From version 1 to 3" in text
    assert 'value="Clara is ill"' in text
    newer = text.split('name="current" value="')[1].partition('"')[0]
    assert post(lead, f"{VERSIONS}/1/roll-back", {"current": newer}).status_code == 303
    assert ("kids", "clara") not in who_leads(north)


def test_a_second_click_makes_no_second_version(lead: FlaskClient) -> None:
    form = {"current": seen(lead)}
    assert [post(lead, f"{VERSIONS}/1/roll-back", form).status_code for _click in range(2)] == [303, 409]
    assert "Version 4" not in lead.get(VERSIONS).text


def test_between_two_versions_that_count_no_more_the_way_back_leads_past_the_one_that_does(
    north: Service, lead: FlaskClient
) -> None:
    publish_a_third(north)
    text = lead.get(f"{VERSIONS}/1/2").text
    assert "roll-back" not in text
    assert f'href="{VERSIONS}/1/3"' in text
