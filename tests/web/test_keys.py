"""Keys that schools choose are never the address of another page."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import update

from roster.models.accounts import Account
from roster.spreadsheets.cells import PAGES_BESIDE_KEYS
from roster.spreadsheets.tables import TABLE_BY_NAME
from tests.web.school import Service, post

PERSON = {"first_name": "Frieda", "last_name": "Test", "language": "de", "standing": "active", "means": "bike"}
COURSE = {"name": "B1 noon", "branch": "adults", "site": "hall", "priority": "3"}


@pytest.mark.parametrize(("pages", "table"), [("people", "volunteers"), ("courses", "courses"), ("sites", "sites")])
def test_pages_beside_those_of_keys_are_reserved(north: Service, pages: str, table: str) -> None:
    rules = [rule.rule for rule in north.app.url_map.iter_rules() if "GET" in rule.methods]
    beside = {rule.removeprefix(f"/{pages}/").rstrip("/") for rule in rules if rule.startswith(f"/{pages}/")} - {""}
    taken = {name for name in beside if "<" not in name and "/" not in name}
    assert "new" in taken
    assert taken <= TABLE_BY_NAME[table].column_by_field["key"].kind.reserved


@pytest.mark.parametrize("key", sorted(PAGES_BESIDE_KEYS))
@pytest.mark.parametrize(
    ("address", "form"), [("/people/", PERSON), ("/courses/", COURSE), ("/sites/", {"name": "Church hall"})]
)
def test_a_form_refuses_a_key_that_is_another_page(
    north: Service, address: str, form: dict[str, str], key: str
) -> None:
    answer = post(north.browser("lead"), address, {**form, "key": key})
    assert (answer.status_code, f"because “{key}” is the name of another page" in answer.text) == (422, True)


def test_the_refusal_of_a_key_is_told_in_german_too(north: Service) -> None:
    with north.store.across(writing=True) as session:
        session.execute(update(Account).values(language="de"))
    answer = post(north.browser("lead", language="de"), "/sites/", {"name": "Gemeindesaal", "key": "new"})
    assert "ein anderes Kürzel, denn „new“ heißt schon eine andere Seite" in answer.text


@pytest.mark.parametrize(
    ("table", "content"),
    [
        ("volunteers", "key,first_name,last_name\nnew,Frieda,Test\n"),
        ("courses", "key,name,branch,site\nnew,B1 noon,adults,hall\n"),
        ("sites", "key,name\nnew,Church hall\n"),
    ],
)
def test_an_import_refuses_a_key_that_is_another_page(north: Service, table: str, content: str) -> None:
    file = {"file": (io.BytesIO(content.encode()), f"{table}.csv")}
    answer = post(north.browser("admin"), "/transfer/preview", file, content_type="multipart/form-data")
    assert (answer.status_code, "because “new” is the name of another page" in answer.text) == (422, True)
