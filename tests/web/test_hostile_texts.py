"""Stored texts that try to be markup or code show up as they were typed, on every page and to every role."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from roster.models.school_records import read_school, write_school
from tests.web.asked import answered_drop_out
from tests.web.planned import A1_BEFORE, WEEK_BEFORE, offer_to_step_in, publish_week, start_second_draft
from tests.web.school import WEEK, Service

PAYLOAD = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{7*191}}'
PAGES = (
    "/", "/people/", "/people/bela", "/people/bela/edit", "/availability/bela", "/courses/", "/courses/a2",
    "/courses/a2/edit", "/courses/new", "/sites/", "/sites/hall", "/sites/hall/edit", "/settings/", "/settings/words",
    "/settings/calendar", f"/week/{WEEK}", f"/week/{WEEK}?view=room", f"/week/{WEEK}?view=course",
    f"/week/{WEEK}?view=person",
    f"/print/{WEEK}", f"/print/{WEEK}/door/hall", f"/print/{WEEK}/doors", f"/print/{WEEK}/signatures/hall",
    f"/week/{WEEK}/versions/0/1", f"/week/{WEEK}/publish", f"/week/{WEEK}/versions", "/my/calendar",
    f"/week/{WEEK}/questions", f"/week/{WEEK}/drop-out?person=bela", f"/week/{WEEK}/what-if", "/questions/1",
    f"/week/{WEEK}/seats/a2@2026-11-24T18:30/lead?person=bela", f"/week/{WEEK}/seats/c1@2026-11-26T18:00/lead",
    f"/week/{WEEK_BEFORE}/attendance/", f"/week/{WEEK_BEFORE}/attendance/{A1_BEFORE}",
    "/people/?edit=bela", "/courses/?edit=a2", "/sites/?edit=hall", "/ways/foot", "/time-requests/", "/settings/log/",
    "/settings/accounts/", "/settings/mail/", "/settings/words/branches/adults/edit", "/settings/words/roles/lead/edit",
    "/people/?search=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
)  # fmt: skip

OWN_PAGES = (
    "/my/week", "/my/open-seats/", "/my/hours/", "/my/hours/sheet", "/my/data/", "/my/data/erase",
    "/my/data/everything.html", "/availability/anna", "/stand-ins/",
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
    answered_drop_out(north)
    start_second_draft(north)
    offer_to_step_in(north)
    return north


@pytest.mark.parametrize("role", ["admin", "volunteer"])
def test_hostile_names_are_shown_literally(hostile: Service, role: str) -> None:
    client = hostile.browser(role)
    for path in (*PAGES, *OWN_PAGES):
        text = client.get(path).text
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        assert ">1337<" not in text, path


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
