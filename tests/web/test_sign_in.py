"""Signing in by a link, and out again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from roster.actions import accounts
from roster.actions.members import withdraw_role
from roster.actor import AccountRole, command_line_actor
from tests.web.school import BASE_URL, Service, address_of, post, service


def link(north: Service, role: str = "lead") -> str:
    return accounts.sign_in_link(north.store, address_of(role), base_url="", now=north.clock.now)


def test_asking_for_a_link_answers_the_same_for_known_and_unknown_addresses(north: Service) -> None:
    known = post(north.browser(), "/sign-in", {"email": address_of("lead")})
    unknown = post(north.browser(), "/sign-in", {"email": "nobody@nowhere.example"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])


def test_something_that_is_no_address_is_sent_back_to_the_form(north: Service) -> None:
    answer = post(north.browser(), "/sign-in", {"email": "anna"}, follow_redirects=True)
    assert "Please enter your mail address" in answer.text


def test_looking_at_a_link_does_not_use_it_up(north: Service) -> None:
    address, client = link(north), north.browser()
    for _ in range(5):
        assert client.get(address).status_code == 200
        assert client.head(address).status_code == 200
    assert post(client, address).status_code == 303
    assert client.get("/people/").status_code == 200


def test_a_link_works_once(north: Service) -> None:
    address = link(north)
    assert post(north.browser(), address).status_code == 303
    again = post(north.browser(), address)
    assert again.status_code == 410
    assert "no longer valid" in again.text


def test_a_link_ends_after_ten_minutes(north: Service) -> None:
    address = link(north)
    north.clock.now += dt.timedelta(minutes=10, seconds=1)
    assert post(north.browser(), address).status_code == 410


def test_signing_in_leads_back_to_the_page_that_was_asked_for(north: Service) -> None:
    client = north.browser()
    client.get("/people/?search=anna")
    assert post(client, link(north)).headers["Location"] == "/people/?search=anna"


def test_signing_out_ends_the_session_on_the_server(north: Service) -> None:
    client = north.browser("lead")
    kept = client.get_cookie("roster").value
    assert post(client, "/sign-out").status_code == 303
    client.set_cookie("roster", kept)
    assert client.get("/people/").status_code == 303


def test_signing_out_everywhere_ends_all_sessions(north: Service) -> None:
    here, there = north.browser("admin"), north.browser("admin")
    post(here, "/sign-out/everywhere")
    assert there.get("/people/").status_code == 303


@pytest.mark.parametrize("role", ["operator", "admin", "lead", "volunteer"])
def test_everybody_finds_the_way_out_of_all_devices_in_the_menu(north: Service, role: str) -> None:
    menu = north.browser(role).get("/my/calendar").text.partition('id="menu"')[2].partition("</header>")[0]
    assert 'action="/sign-out/everywhere"' in menu


def test_a_volunteer_finds_it_with_their_data_too(north: Service) -> None:
    assert 'action="/sign-out/everywhere"' in north.browser("volunteer").get("/my/data/").text.partition("<main")[2]


def test_signing_out_everywhere_is_said_on_the_page_that_comes_then(north: Service) -> None:
    text = post(north.browser("lead"), "/sign-out/everywhere", follow_redirects=True).text
    assert "You are signed out on every device." in text


def test_a_session_id_from_before_signing_in_is_worth_nothing(north: Service) -> None:
    client = north.browser()
    client.set_cookie("roster", "planted-by-somebody")
    post(client, link(north))
    assert client.get_cookie("roster").value != "planted-by-somebody"
    stranger = north.browser()
    stranger.set_cookie("roster", "planted-by-somebody")
    assert stranger.get("/people/").status_code == 303


def test_a_role_that_is_taken_away_is_gone_with_the_next_request(north: Service) -> None:
    client = north.browser("lead")
    assert client.get("/people/").status_code == 200
    actor = command_line_actor(north.schools["north"], "north")
    account = _account_number(north, client)
    withdraw_role(north.store, actor, account, AccountRole.LEAD, now=north.clock.now)
    assert client.get("/people/").status_code == 303


def _account_number(north: Service, client: FlaskClient) -> int:
    secret = client.get_cookie("roster").value
    return accounts.actor_of_session(north.store, secret, now=north.clock.now).account_id


def test_too_many_tries_to_sign_in_are_slowed_down(database: Path) -> None:
    with service(database, rate_limits=True, sign_in_limit="5 per minute") as running:
        client = running.browser()
        answers = [
            post(client, f"/sign-in/wrong-{number}", environ_overrides={"REMOTE_ADDR": "10.0.0.1"}).status_code
            for number in range(8)
        ]
        assert answers[-1] == 429
        assert 410 in answers


def test_a_forged_forwarding_header_does_not_get_around_the_limit(database: Path) -> None:
    with service(database, rate_limits=True, sign_in_limit="5 per minute") as running:
        client = running.browser()
        answers = []
        for number in range(8):
            client.environ_base["HTTP_X_FORWARDED_FOR"] = f"10.1.1.{number}"
            answers.append(post(client, f"/sign-in/wrong-{number}").status_code)
        assert answers[-1] == 429


@pytest.mark.parametrize(("asked", "words"), [("de", "Anmelden"), ("en", "Sign in")])
def test_the_page_speaks_the_language_of_the_browser(north: Service, asked: str, words: str) -> None:
    assert f"<h1>{words}</h1>" in north.browser(language=asked).get("/sign-in").text


def test_a_chosen_language_is_kept_with_the_account(north: Service) -> None:
    client = north.browser("lead")
    post(client, "/language", {"language": "de", "back": "/people/"})
    assert 'lang="de"' in north.browser("lead", language="en").get("/people/").text


WAYS_TO_READ = ('action="/language"', 'action="/type-size"')


def test_how_to_read_is_chosen_in_the_frame_of_a_page(north: Service) -> None:
    text = north.browser("lead").get("/people/").text
    assert [way in text for way in WAYS_TO_READ] == [True, True]


@pytest.mark.parametrize(
    ("role", "address", "form"),
    [
        ("lead", "/bulk/people/", {"do": "ask", "people": "anna"}),
        ("volunteer", "/my/calendar", {"calendar": "volunteer:anna"}),
        ("volunteer", "/availability/anna/absences", {"from_day": "soon"}),
    ],
)
def test_nothing_in_the_frame_leads_away_from_an_answer_that_stands_nowhere_else(
    north: Service, role: str, address: str, form: dict[str, object]
) -> None:
    answer = post(north.browser(role), address, form)
    assert answer.status_code in {200, 422}
    assert [way in answer.text for way in WAYS_TO_READ] == [False, False]


def test_the_address_can_ask_for_a_language(north: Service) -> None:
    assert 'lang="de"' in north.browser("lead").get("/people/?lang=de").text


def test_links_in_mails_use_the_configured_address(north: Service) -> None:
    assert accounts.sign_in_link(
        north.store, address_of("lead"), base_url=north.app.extensions["roster.config"].base_url, now=north.clock.now
    ).startswith(BASE_URL + "/sign-in/")
