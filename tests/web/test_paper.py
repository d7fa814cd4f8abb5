"""Sheets as PDF: the same words as the page, nothing fetched, limits kept, and a polite page where there is no PDF."""

from __future__ import annotations

import io
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from flask.testing import FlaskClient
from weasyprint import HTML
from weasyprint.urls import URLFetcher
from werkzeug.test import TestResponse

from roster.models.school_records import read_school, write_school
from tests.structure.imports import imports, modules
from tests.web.planned import publish_week
from tests.web.school import WEEK, Service
from web import paper
from web.press import BASE, OurFilesOnly, pdf_of

ROOT = Path(__file__).parents[2]
DOOR = f"/print/{WEEK}/door/hall"
PAYLOAD = '"><script>alert(1)</script><img src=x>{{7*191}}'
EMPTY_PAGE = '<html lang="en"><title>Empty</title><p>Nothing</p></html>'


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def words(content: bytes) -> str:
    """All words of a PDF, without line breaks."""
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


def as_pdf(client: FlaskClient, path: str) -> TestResponse:
    answer = client.get(path, query_string={"as": "pdf"})
    assert answer.status_code == 200, answer.text
    return answer


@pytest.fixture
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a program of a few lines in the place of the one that makes PDFs."""

    def replace_by(program: str) -> None:
        path = tmp_path / "press.py"
        path.write_text(program, encoding="utf-8")
        monkeypatch.setattr(paper, "PRESS", path)

    return replace_by


def test_a_door_sheet_as_pdf_is_a_private_file_that_says_what_the_page_says(north: Service) -> None:
    publish_week(north)
    answer = as_pdf(north.browser("lead", language="de"), DOOR)
    headers = answer.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == f"attachment; filename=north-{WEEK}-door-hall.pdf"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Lead: Bela" in words(answer.data)
    assert "of north" not in words(answer.data)  # first names only
    assert "Sign out" not in words(answer.data)  # the sheet alone, without the frame of the page


def test_a_pdf_has_tags_a_title_and_its_language(north: Service) -> None:
    publish_week(north)
    found = read(as_pdf(north.browser("volunteer"), f"/print/{WEEK}/person/anna").data)
    assert found.metadata is not None
    assert found.metadata.title == "Duties in week 48"
    assert found.root_object["/Lang"] == "en"
    assert found.root_object["/MarkInfo"]["/Marked"]
    assert len(found.pages) == 1


def test_all_doors_are_one_page_a_room(north: Service) -> None:
    with north.store.writing(north.schools["north"]) as session:
        plain = read_school(session)
        second = replace(plain.rooms[0], key="hall-2", name="Room 2")
        meetings = tuple(replace(one, room="hall-2") if one.course == "c1" else one for one in plain.meetings)
        write_school(session, replace(plain, rooms=(*plain.rooms, second), meetings=meetings))
    publish_week(north)
    pages = read(as_pdf(north.browser("lead"), f"/print/{WEEK}/doors").data).pages
    assert [f"Room {number}" in page.extract_text() for page in pages for number in (1, 2)] == [
        True,
        False,
        False,
        True,
    ]


def test_hostile_names_are_printed_as_they_were_typed(north: Service) -> None:
    with north.store.writing(north.schools["north"]) as session:
        plain = read_school(session)
        named = replace(plain, courses=tuple(replace(one, name=PAYLOAD) for one in plain.courses))
        write_school(session, named)
    publish_week(north)
    assert PAYLOAD.replace(" ", "") in words(as_pdf(north.browser("lead"), DOOR).data).replace(" ", "")


HUNGRY = (
    '<html lang="en"><title>Hungry</title><link rel=stylesheet href="{there}/a.css"><link rel=stylesheet href="{file}">'
    '<style>@import url("{there}/b.css"); p {{ background: url({there}/c.png) }}</style>'
    '<link rel=attachment href="{there}/d"><p><img src="{there}/e.png" alt="e"></p>'
    '<object data="{there}/f.svg"></object>'
)


def asks_of(port_open: socket.socket, make: Callable[[str], object]) -> int:
    """How often a page that wants seven things from a listening port gets through to it."""
    port_open.bind(("127.0.0.1", 0))
    port_open.listen(16)
    port_open.setblocking(False)
    make(HUNGRY.format(there=f"http://127.0.0.1:{port_open.getsockname()[1]}", file=Path(__file__).as_uri()))
    asks = 0
    while True:
        try:
            port_open.accept()[0].close()
        except BlockingIOError:
            return asks
        asks += 1


def test_nothing_is_fetched_from_anywhere() -> None:
    with socket.socket() as listening:
        assert asks_of(listening, lambda html: pdf_of(html, {})) == 0


def test_the_hungry_page_really_asks_where_nobody_refuses() -> None:
    """The positive control of the test above."""

    def make(html: str) -> None:
        HTML(string=html, url_fetcher=URLFetcher(timeout=0.05)).write_pdf()

    with socket.socket() as listening:
        assert asks_of(listening, make) >= 4


@pytest.mark.parametrize("address", ["/static/b.css", "file:///etc/hostname", "data:text/css,p{}", "x:/static/a.css"])
def test_only_our_own_style_sheets_are_handed_out(address: str) -> None:
    ours = OurFilesOnly({"/static/a.css": "p {}"})
    assert ours.fetch(f"{BASE}/static/a.css").read() == b"p {}"
    with pytest.raises(PermissionError):
        ours.fetch(address if ":" in address else f"{BASE}{address}")


def test_the_same_page_gives_the_same_bytes() -> None:
    assert pdf_of(EMPTY_PAGE, {}) == pdf_of(EMPTY_PAGE, {})


def test_the_library_is_loaded_by_the_press_alone_and_the_press_by_nobody() -> None:
    found = imports(modules(ROOT))
    assert {one.importer for one in found if one.imported.partition(".")[0] == "weasyprint"} == {"web.press"}
    assert [one.importer for one in found if one.imported == "web.press"] == []


def test_without_the_extra_there_is_no_button_and_a_page_that_says_what_helps(
    north: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_week(north)
    lead = north.browser("lead")
    assert "as=pdf" in lead.get(DOOR).text
    monkeypatch.setattr(paper, "find_spec", lambda _name: None)
    assert "as=pdf" not in lead.get(DOOR).text
    answer = lead.get(f"{DOOR}?as=pdf&lang=en")
    assert answer.status_code == 501
    assert "Save as PDF" in answer.text
    assert f'href="{DOOR}?lang=en"' in answer.text


def test_what_the_library_lacks_of_the_system_is_told_on_the_same_page(
    north: Service, press: Callable[[str], None]
) -> None:
    press(f"raise SystemExit({paper.LACKING})")
    assert north.browser("volunteer").get("/my/hours/sheet?as=pdf").status_code == 501


def test_the_press_gets_none_of_the_services_secrets(
    north: Service, press: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    press("import os, sys; sys.stdout.write(' '.join(os.environ))")
    monkeypatch.setenv("ROSTER_SECRET_KEY", "for nobody else")
    with north.app.app_context():
        told = paper.pdf_of_page(EMPTY_PAGE).decode()
    assert "PATH" in told
    assert "ROSTER" not in told


def test_a_page_that_is_too_long_is_refused_before_the_press(north: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "LONGEST_PAGE", 100)
    answer = north.browser("volunteer").get("/my/hours/sheet?as=pdf")
    assert answer.status_code == 413
    assert "print the page from your browser" in answer.text


@pytest.mark.parametrize("program", ["while True: pass", "import os; os.abort()"])
def test_a_press_that_hangs_or_falls_is_ended_and_said(
    north: Service, press: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    press(program)
    monkeypatch.setattr(paper, "MOST_SECONDS", 0.3)
    assert north.browser("volunteer").get("/my/hours/sheet?as=pdf").status_code == 413


def test_who_comes_while_the_press_is_busy_is_asked_to_wait(north: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "PATIENCE_SECONDS", 0)
    with paper.AT_THE_PRESS, paper.AT_THE_PRESS:
        answer = north.browser("volunteer").get("/my/hours/sheet?as=pdf")
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers


def test_the_link_to_a_pdf_leads_nowhere_else(north: Service) -> None:
    publish_week(north)
    text = north.browser("lead").get(f"{DOOR}?_external=1&_scheme=javascript&_anchor=x&lang=en").text
    assert f'href="{DOOR}?_external=1&amp;_scheme=javascript&amp;_anchor=x&amp;lang=en&amp;as=pdf"' in text
