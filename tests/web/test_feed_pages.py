"""Feeds over HTTP: headers, conditional fetches, one answer for every wrong address, no session anywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import session
from flask.testing import FlaskClient

from tests.web.planned import publish_week
from tests.web.school import Service, post, service


@pytest.fixture
def address(north: Service) -> str:
    """The path of Anna's own feed, with a published week."""
    publish_week(north)
    return new_address(north.browser("volunteer"))


def new_address(client: FlaskClient) -> str:
    page = post(client, "/my/calendar", {"calendar": "volunteer:anna"})
    assert page.status_code == 200, page.text
    return page.text.split('id="address" readonly value="http://localhost')[1].split('"')[0]


def test_a_feed_has_exactly_the_headers_that_calendars_need(north: Service, address: str) -> None:
    answer = north.app.test_client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    assert not answer.headers["ETag"].startswith("W/")


def test_a_feed_holds_the_own_published_duties(north: Service, address: str) -> None:
    text = north.app.test_client().get(address).text
    assert "A1 morning" in text
    assert "A2 evening" not in text
    assert "Secret Lane" not in text


def test_head_gives_the_headers_of_get_and_no_body(north: Service, address: str) -> None:
    client = north.app.test_client()
    whole, head = client.get(address), client.head(address)
    names = ("Content-Type", "Content-Length", "ETag", "Cache-Control", "Last-Modified")
    assert [head.headers[name] for name in names] == [whole.headers[name] for name in names]
    assert head.data == b""


@pytest.mark.parametrize("spelling", ["{0}", "W/{0}", '"other", {0}', "*"])
def test_whoever_has_it_already_gets_304_without_a_body(north: Service, address: str, spelling: str) -> None:
    client = north.app.test_client()
    tag = client.get(address).headers["ETag"]
    answer = client.get(address, headers={"If-None-Match": spelling.format(tag)})
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == tag


def test_another_tag_gets_the_whole_feed(north: Service, address: str) -> None:
    answer = north.app.test_client().get(address, headers={"If-None-Match": '"something-else"'})
    assert answer.status_code == 200


def test_the_same_feed_has_the_same_tag_an_hour_later(north: Service, address: str) -> None:
    client = north.app.test_client()
    before = client.get(address).headers["ETag"]
    north.clock.now = north.clock.now.replace(hour=north.clock.now.hour + 1)
    assert client.get(address).headers["ETag"] == before


def test_every_wrong_address_gets_the_same_bytes(north: Service, address: str) -> None:
    client = north.app.test_client()
    revoked = address
    post(north.browser("volunteer"), "/my/calendar/1/revoke")
    answers = {
        (answer.status_code, answer.data, answer.headers["Content-Type"], answer.headers["Cache-Control"])
        for answer in (
            client.get(path)
            for path in (revoked, "/feed/unknown.ics", "/feed/x", f"{revoked}%0a", "/feed/" + "a" * 3000, "/feed/..%2f")
        )
    }
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


def test_a_revoked_feed_is_404_also_for_its_old_tag(north: Service, address: str) -> None:
    client = north.app.test_client()
    tag = client.get(address).headers["ETag"]
    post(north.browser("volunteer"), "/my/calendar/1/revoke")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 404


def test_a_new_address_ends_the_old_one_at_once(north: Service, address: str) -> None:
    page = post(north.browser("volunteer"), "/my/calendar/1/rotate")
    fresh = page.text.split('readonly value="http://localhost')[1].split('"')[0]
    client = north.app.test_client()
    assert (client.get(address).status_code, client.get(fresh).status_code) == (404, 200)


def test_touching_the_session_in_a_feed_view_raises(north: Service) -> None:
    with north.app.test_request_context("/feed/anything.ics"):
        with pytest.raises(RuntimeError, match="without any session"):
            session["seen"] = True
        with pytest.raises(RuntimeError, match="without any session"):
            session.get("seen")


def test_the_log_names_routes_and_never_an_address(
    north: Service, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    north.app.test_client().get(address)
    north.app.test_client().get("/sign-in/a-very-secret-link")
    north.app.test_client().get("/feeds/mistyped-secret")
    logged = capsys.readouterr()
    routes = [json.loads(line)["route"] for line in logged.out.splitlines()]
    assert routes == ["/feed/<path:token>", "/sign-in/<token>", "(no such page)"]
    assert "secret" not in logged.out + logged.err
    assert address.removeprefix("/feed/").removesuffix(".ics") not in logged.out + logged.err


def test_feeds_are_limited_and_stay_plain_when_they_are(database: Path) -> None:
    with service(database, rate_limits=True, feed_limit="3 per minute") as running:
        answers = [running.app.test_client().get(f"/feed/{number}.ics") for number in range(5)]
        assert [answer.status_code for answer in answers] == [404, 404, 404, 429, 429]
        assert "Set-Cookie" not in answers[-1].headers
        assert answers[-1].headers["Retry-After"]


def test_search_engines_stay_out_and_calendars_may_come(north: Service) -> None:
    text = north.app.test_client().get("/robots.txt").text
    assert "Google-Calendar-Importer" in text
    assert "Disallow: /" in text


def test_the_health_check_says_ok(north: Service) -> None:
    assert north.app.test_client().get("/healthz").text == "ok\n"


def test_a_volunteer_cannot_make_a_feed_of_somebody_else(north: Service) -> None:
    assert post(north.browser("volunteer"), "/my/calendar", {"calendar": "volunteer:bela"}).status_code == 403


def test_a_lead_can_switch_off_a_volunteers_address_and_never_see_a_new_one(north: Service) -> None:
    new_address(north.browser("volunteer"))
    client = north.browser("lead")
    page = client.get("/my/calendar").text
    assert ("/my/calendar/1/rotate" in page, "/my/calendar/1/revoke" in page) == (False, True)
    assert post(client, "/my/calendar/1/rotate").status_code == 403
    post(client, "/my/calendar/1/revoke")
    assert "Whoever used it is told by mail." in client.get("/my/calendar").text


def test_a_lead_has_a_calendar_of_everything_and_renews_it(north: Service) -> None:
    client = north.browser("lead")
    assert post(client, "/my/calendar", {"calendar": "lead:"}).status_code == 200
    assert "/my/calendar/1/rotate" in client.get("/my/calendar").text
    assert post(client, "/my/calendar/1/rotate").status_code == 200


def test_the_page_with_the_address_loads_nothing_from_elsewhere(north: Service) -> None:
    publish_week(north)
    page = post(north.browser("volunteer"), "/my/calendar", {"calendar": "volunteer:anna"}).text
    assert "<svg" in page
    assert 'src="http' not in page
