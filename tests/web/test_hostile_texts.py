"""Stored texts that try to be markup or code show up as they were typed, on every page and to every role."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from roster.models.school_records import read_school, write_school
from tests.web.planned import publish_week, start_second_draft
from tests.web.school import WEEK, Service

PAYLOAD = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}'
PAGES = (
    "/", "/people/", "/people/bela", "/people/bela/edit", "/availability/bela", "/courses/", "/courses/a2",
    "/courses/a2/edit", "/courses/new", "/sites/", "/sites/hall", "/sites/hall/edit", "/settings/", "/settings/words",
    "/settings/calendar", f"/week/{WEEK}", f"/week/{WEEK}/publish", f"/week/{WEEK}/versions", "/my/calendar",
    f"/week/{WEEK}/seats/a2@2026-11-24T18:30/lead?person=bela", f"/week/{WEEK}/seats/c1@2026-11-26T18:00/lead",
    "/people/?search=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
)  # fmt: skip


@pytest.fixture
def hostile(north: Service) -> Service:
    """The school with the payload in every name."""
    with north.store.writing(north.schools["north"]) as session:
        plain = read_school(session)
        write_school(
            session,
            replace(
                plain,
                organisation=replace(plain.organisation, name=PAYLOAD),
                volunteers=tuple(replace(one, last_name=PAYLOAD, phone=PAYLOAD[:40]) for one in plain.volunteers),
                courses=tuple(replace(one, name=PAYLOAD) for one in plain.courses),
                sites=tuple(replace(one, name=PAYLOAD, address=PAYLOAD, entry_hint=PAYLOAD) for one in plain.sites),
                rooms=tuple(replace(one, name=PAYLOAD) for one in plain.rooms),
                roles=tuple(replace(one, name=PAYLOAD) for one in plain.roles),
                branches=tuple(replace(one, name=PAYLOAD) for one in plain.branches),
            ),
        )
    publish_week(north)
    start_second_draft(north)
    return north


@pytest.mark.parametrize("role", ["admin", "volunteer"])
def test_hostile_names_are_shown_literally(hostile: Service, role: str) -> None:
    client = hostile.browser(role)
    for path in (*PAGES, "/my/week"):
        text = client.get(path).text
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        assert ">49<" not in text, path


def test_the_crawl_really_meets_the_hostile_names(hostile: Service) -> None:
    """The positive control of the crawl above."""
    assert "&lt;script&gt;alert(1)" in hostile.browser("admin").get("/people/bela").text


def test_a_canary_of_the_other_school_is_on_no_page(north: Service) -> None:
    publish_week(north)
    publish_week(north, "south")
    client = north.browser("admin")
    for path in PAGES:
        assert "south" not in client.get(path).text.casefold(), path
    with zipfile.ZipFile(io.BytesIO(client.get("/transfer/export.zip").data)) as export:
        assert not any(b"south" in export.read(name).lower() for name in export.namelist())
