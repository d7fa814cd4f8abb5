"""What protects every page, whatever it shows: headers, cookies, form tokens, hosts, signed-out strangers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from roster.actions import accounts
from tests.web.school import BASE_URL, NOW, SECRET, Service, address_of, config, form_token, post, service
from web import create_app
from web.config import ConfigError, ServiceConfig
from web.language import catalogue
from web.sign_in import own_path


def test_the_service_refuses_to_start_without_a_secret() -> None:
    with pytest.raises(ConfigError, match="ROSTER_SECRET_KEY"):
        ServiceConfig(store_url="sqlite://", secret_key="", base_url=BASE_URL)


def test_the_service_refuses_a_base_address_that_is_none() -> None:
    with pytest.raises(ConfigError, match="ROSTER_BASE_URL"):
        ServiceConfig(store_url="sqlite://", secret_key=SECRET, base_url="plan.school.example/")


def test_every_page_carries_the_security_headers(north: Service) -> None:
    answer = north.browser("lead").get("/people/")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_scripts_carry_the_nonce_of_their_answer_and_no_other(north: Service) -> None:
    client = north.browser("lead")
    first, second = client.get("/people/"), client.get("/people/")
    nonce = re.search(r"'nonce-([^']+)'", first.headers["Content-Security-Policy"])[1]
    assert set(re.findall(r'nonce="([^"]+)"', first.text)) == {nonce}
    assert nonce not in second.text


def test_no_page_has_inline_styles_or_handlers(north: Service) -> None:
    client = north.browser("admin")
    for path in ("/people/", "/people/anna", "/courses/a2/edit", "/settings/", "/availability/anna"):
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", client.get(path).text), path


def test_the_sign_in_cookie_is_bound_to_host_and_https(database: Path) -> None:
    with service(database, base_url="https://plan.school.example") as secure:
        client = secure.app.test_client()
        link = accounts.sign_in_link(secure.store, address_of("lead"), base_url="", now=NOW)
        page = client.get(link, base_url="https://plan.school.example")
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        headers = {"Sec-Fetch-Site": "same-origin", "Referer": "https://plan.school.example/"}
        answer = client.post(link, data={"csrf_token": token}, headers=headers, base_url="https://plan.school.example")
        cookies = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("__Host-roster=")]
        assert len(cookies) == 1
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookies[0].split("; "))
        assert "Domain" not in cookies[0]
        assert answer.headers["Strict-Transport-Security"]


def test_a_strange_host_name_is_refused(north: Service) -> None:
    assert north.app.test_client().get("/sign-in", base_url="http://evil.example").status_code == 400


def test_a_forwarded_host_name_is_not_believed(north: Service) -> None:
    answer = north.app.test_client().get("/", headers={"X-Forwarded-Host": "evil.example"})
    assert "evil" not in answer.headers["Location"]


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "javascript:alert(1)", "https://evil.example", ""]
)
def test_only_own_paths_are_gone_back_to(north: Service, path: str) -> None:
    with north.app.test_request_context():
        assert own_path(path) == "/"


def test_a_form_without_token_is_refused(north: Service) -> None:
    client = north.browser("lead")
    assert client.post("/availability/anna/confirm").status_code == 403


def test_a_form_with_another_sessions_token_is_refused(north: Service) -> None:
    client, other = north.browser("lead"), north.browser("admin")
    answer = client.post("/availability/anna/confirm", data={"csrf_token": form_token(other)})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://a:99999"},
        {"Origin": "http://["},
    ],
)
def test_a_form_from_a_foreign_page_is_refused_even_with_the_token(north: Service, headers: dict[str, str]) -> None:
    client = north.browser("lead")
    data = {"csrf_token": form_token(client)}
    assert client.post("/availability/anna/confirm", data=data, headers=headers).status_code == 403


def test_the_same_form_from_our_own_page_is_taken(north: Service) -> None:
    """The positive control of the refusals above."""
    assert post(north.browser("lead"), "/availability/anna/confirm").status_code == 303


def test_static_files_have_names_that_change_with_their_content(north: Service) -> None:
    client = north.app.test_client()
    address = re.search(r'href="(/static/foundation\.[0-9a-f]{12}\.css)"', client.get("/sign-in").text)[1]
    with client.get(address) as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers


def test_a_vendored_file_is_the_one_that_its_note_describes(north: Service) -> None:
    import hashlib
    from pathlib import Path

    folder = Path(str(north.app.root_path)) / "static" / "vendor" / "htmx"
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


def test_an_unexpected_fault_shows_no_trace(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with service(database) as running:

        def broken(*_args: object, **_more: object) -> None:
            raise ZeroDivisionError("a secret in the message")

        monkeypatch.setattr("web.people.people_page", broken)
        answer = running.browser("lead").get("/people/")
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert "Traceback" not in answer.text
        assert "nothing was changed" in answer.text


def test_the_catalogue_is_compiled_without_a_file() -> None:
    assert catalogue("de").gettext("Sign in") == "Anmelden"


def test_one_app_answers_for_its_own_settings_only(database: Path) -> None:
    with service(database) as running:
        other = create_app(config(f"sqlite:///{database}", base_url="http://other.example"), store=running.store)
        assert other.test_client().get("/sign-in", base_url="http://localhost").status_code == 400
