"""Files come under names that people recognise, whatever script they write, and that every server can send."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import update
from werkzeug.http import parse_options_header

from roster.models.organisations import Organisation
from tests.web.school import WEEK, Service
from web import paper
from web.downloads import file_name

WEB = Path(paper.__file__).parent


def names(north: Service, key: str, address: str, role: str = "admin") -> tuple[str, str]:
    """The full name under which a browser saves a file of an organisation of that key, and the one in plain letters."""
    with north.store.across(writing=True) as session:
        session.execute(update(Organisation).where(Organisation.key == "north").values(key=key))
    header = north.browser(role).get(address).headers["Content-Disposition"]
    assert header.isascii()
    (plain,) = re.findall(r"filename=([^;]+)", header)
    return parse_options_header(header)[1]["filename"], plain


@pytest.mark.parametrize(
    ("key", "address", "full", "plain"),
    [
        ("łódź", "/people/table.csv", "łódź-volunteers.csv", "odz-volunteers.csv"),
        ("weiß", "/courses/table.csv", "weiß-courses.csv", "wei-courses.csv"),
        ("школа", "/sites/table.csv", "школа-sites.csv", "sites.csv"),
        ("مدرسة", "/transfer/export.zip", "مدرسة.zip", "roster.zip"),
        ("school", "/transfer/export.xlsx", "school.xlsx", "school.xlsx"),
    ],
)
def test_a_file_is_called_after_the_organisation_in_any_script(
    north: Service, key: str, address: str, full: str, plain: str
) -> None:
    assert names(north, key, address) == (full, plain)


def test_a_sheet_as_pdf_is_called_alike(north: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "pdf_of_page", lambda html: b"%PDF")
    sheet = f"/print/{WEEK}/doors?as=pdf"
    assert names(north, "школа", sheet, "lead") == (f"школа-{WEEK}-doors.pdf", f"{WEEK}-doors.pdf")


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Öst/erreich", '"a b\n.pdf'), "Öst-erreich-a-b-.pdf"),
        (("..", ".profile"), "profile"),
        (("a\u202egpj.exe",), "a-gpj.exe"),  # what turns the reading direction would hide the ending
        (("हिन्दी",), "हिन्दी"),
        (("o\u0308",), "ö"),
        (("*?",), "roster"),
    ],
)
def test_a_name_holds_only_what_every_system_can_store(parts: tuple[str, ...], name: str) -> None:
    assert file_name(*parts) == name


def test_every_download_gets_its_name_in_one_place() -> None:
    naming = {path.name for path in WEB.glob("*.py") if "Content-Disposition" in path.read_text("utf-8")}
    assert naming == {"downloads.py", "feeds.py"}  # feeds are no downloads: calendar programs read them in place
