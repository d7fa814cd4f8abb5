"""A service on a free port of this machine, a browser that notices every complaint, and people who sign in."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from roster.actions import accounts
from tests.web.school import Service, address_of, make_database, service

POLL_SECONDS = 0.02


@dataclass
class Live:
    """A service that listens; ``complaints`` are what browsers of this test said on their console."""

    running: Service
    url: str
    browser: Browser
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, role: str | None = None, *, phone: bool = False, dark: bool = False, **options: object) -> Page:
        """A page in a browser of its own; with a role, somebody has signed in by clicking their link."""
        viewport = {"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
        context = self.browser.new_context(
            viewport=viewport,  # type: ignore[arg-type]
            color_scheme="dark" if dark else "light",
            **{"locale": "en", **options},  # type: ignore[arg-type]
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "request", lambda request: None if request.url.startswith((self.url, "data:")) else self._note(request.url)
        )
        if role is not None:
            page.goto(self.link(role))
            page.get_by_role("button", name="Sign in now").click()
            page.wait_for_url(lambda address: "/sign-in/" not in address)  # a click alone waits for no page
        return page

    def link(self, role: str) -> str:
        """The sign-in link that a mail would bring."""
        return accounts.sign_in_link(
            self.running.store, address_of(role), base_url=self.url, now=self.running.clock.now
        )

    def _note(self, url: str) -> None:
        self.foreign.append(url)


class Quiet(WSGIRequestHandler):
    """A request handler that writes no addresses down."""

    def log(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database with the schools "north" and "south", made once."""
    return make_database(tmp_path_factory.mktemp("furnished") / "roster.sqlite")


@contextmanager
def listening(furnished: Path, folder: Path, browser: Browser, **settings: object) -> Iterator[Live]:
    """The service, listening; at the end no browser may have complained or asked another host."""
    database = Path(shutil.copy(furnished, folder / "roster.sqlite"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with service(database, base_url=f"http://localhost:{port}", **settings) as running:
        server = make_server("127.0.0.1", port, running.app, threaded=True, request_handler=Quiet)
        server.daemon_threads = False  # so that closing waits for requests on their way: the store is lent on then
        # It looks that often whether it is to end; half a second, as usual, would be most of what many a test takes.
        serving = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,), daemon=True)
        serving.start()
        here = Live(running, f"http://localhost:{port}", browser)
        try:
            yield here
            assert here.complaints == []
            assert here.foreign == []
        finally:
            for context in here.contexts:
                context.close()
            server.shutdown()
            serving.join()  # it closes the server itself; whoever closes second would not wait for the requests


@pytest.fixture
def live(furnished: Path, tmp_path: Path, browser: Browser) -> Iterator[Live]:
    """The service as people have it."""
    with listening(furnished, tmp_path, browser) as here:
        yield here
