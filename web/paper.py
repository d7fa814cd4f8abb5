"""Sheets of paper as answers: the page to look at and print, or the same page as a PDF where the extra is installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import urlencode

import structlog
from flask import Response, current_app, make_response, render_template, request

from roster.errors import Busy, TooLarge
from roster.words import Sentence
from web.downloads import file_answer
from web.static_files import FOLDER
from web.surroundings import the_actor

log = structlog.get_logger("web")

PRESS = Path(__file__).with_name("press.py")
LACKING = 3  # the press found its library, but not what that needs of the system
LONGEST_PAGE = 250_000  # characters; a thousand rows, ten seconds of a processor
MOST_SECONDS = 60
PATIENCE_SECONDS = 5
AT_THE_PRESS = BoundedSemaphore(2)  # each takes a processor and up to a third of a gigabyte

TOO_LONG = Sentence(
    de="Das ist zu lang für ein PDF. Bitte die Seite über den Browser drucken oder weniger auf einmal wählen.",
    en="This is too long for a PDF. Please print the page from your browser, or choose less at once.",
)
BUSY = Sentence(
    de="Gerade entstehen viele PDFs. Bitte versuchen Sie es gleich noch einmal, oder drucken Sie über den Browser.",
    en="Many PDFs are being made right now. Please try again in a moment, or print from your browser.",
)


class NoPdf(RuntimeError):
    """This service makes no PDFs: the extra, or what it needs of the system, is not installed."""


def sheet_answer(template: str, name: str, **shown: Any) -> str | Response:
    """A sheet as a page, or with ``?as=pdf`` in its address as a PDF called after the organisation and ``name``."""
    if request.args.get("as") != "pdf":
        return render_template(template, frame="layout.html", pdf_address=_pdf_address(), **shown)
    try:
        content = pdf_of_page(render_template(template, frame="printing/paper.html", **shown))
    except NoPdf:
        return make_response(render_template("printing/no_pdf.html", page=_address()), 501)
    answer = file_answer(content, "application/pdf", the_actor().organisation, name, ending="pdf")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def pdf_is_offered() -> bool:
    """Whether the extra is installed; nothing is loaded to find out."""
    return find_spec("weasyprint") is not None


def pdf_of_page(html: str) -> bytes:
    """A page as PDF, made by a process of its own. Raises NoPdf, TooLarge, and Busy where it takes too long."""
    if not pdf_is_offered():
        raise NoPdf
    if len(html) > LONGEST_PAGE:
        raise TooLarge(TOO_LONG)
    if not AT_THE_PRESS.acquire(timeout=PATIENCE_SECONDS):
        raise Busy(BUSY)
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-I", str(PRESS)],
            input=json.dumps({"html": html, "files": _style_sheets()}).encode(),
            env={key: value for key, value in os.environ.items() if not key.startswith("ROSTER_")},
            capture_output=True, timeout=MOST_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise TooLarge(TOO_LONG) from None
    finally:
        AT_THE_PRESS.release()
    return _made(done)


def _made(done: subprocess.CompletedProcess[bytes]) -> bytes:
    if done.returncode == 0:
        return done.stdout
    if done.returncode == LACKING:
        raise NoPdf
    last_line = done.stderr.decode(errors="replace").rstrip().rpartition("\n")[2]
    log.error("press", status=done.returncode, kind=last_line.partition(":")[0])  # what follows might quote the page
    raise TooLarge(TOO_LONG)


def _style_sheets() -> dict[str, str]:
    address = current_app.jinja_env.globals["file_url"]
    return {address(path.name): path.read_text("utf-8") for path in FOLDER.glob("*.css")}  # type: ignore[operator]


def _pdf_address() -> str | None:
    return _address({"as": "pdf"}) if pdf_is_offered() else None


def _address(more: Mapping[str, str] | None = None) -> str:
    """The asked address on this host, with ``more`` behind its question mark in place of the wish for a PDF."""
    asked = {key: value for key, value in request.args.items() if key != "as"} | dict(more or {})
    return f"{request.path}?{urlencode(asked)}" if asked else request.path
