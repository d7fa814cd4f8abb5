"""How long the service works on each page: the sample school of the Osnabrück size beside an organisation with nothing.

    .venv/bin/python -m tests.benchmarks.pages --rounds 15

Server time is measured around the whole application, signing in and template included, without a network. In each
round every page is asked for once by each school, so that both meet the same machine. One table: medians in
milliseconds, how many times the empty school's page of the same address, statements, and kilobytes, plain and as they
go over the network. Below it: what a first visit to the week page transfers, style sheets and scripts included.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from flask.testing import FlaskClient

from roster.actions import accounts
from roster.actions.imports import import_folder
from roster.actions.members import grant_role
from roster.actions.publishing import publish
from roster.actions.rosters import start_draft
from roster.actions.solve_claims import claim, finish
from roster.actions.solves import request_solve
from roster.actor import AccountRole, Actor, command_line_actor
from roster.database import Store
from roster.problem import Problem
from roster.reports.service import organisations
from roster.reports.week import week_page
from solver import Limits, solve
from tests.benchmarks.compare import table
from tests.tiny_store import add_organisation, tiny_store
from tests.web.school import Clock, config, counted, post
from web import create_app

FOLDER = Path(__file__).resolve().parents[2] / "sample_data" / "osnabrueck"
WEEK = "2026-W48"
NOW = dt.datetime(2026, 11, 19, 12, tzinfo=dt.UTC)  # the Thursday before
BASE_URL = "http://localhost"
AIM_MILLISECONDS, AIM_TIMES = 50, 3

LEADS_PAGES = (
    "/", f"/week/{WEEK}", f"/week/{WEEK}?only=empty", f"/week/{WEEK}?by=person", f"/week/{WEEK}/seats/{{seat}}",
    f"/week/{WEEK}/publish", f"/week/{WEEK}/versions", f"/week/{WEEK}/questions", f"/week/{WEEK}/pictures",
    f"/print/{WEEK}", "/people/", "/people/{volunteer}", "/time-requests/", "/courses/", "/sites/", "/stand-ins/",
    "/transfer/", "/settings/", "/settings/words", "/settings/calendar", "/settings/accounts/", "/settings/log/",
    "/settings/mail/",
)  # fmt: skip
VOLUNTEERS_PAGES = (
    "/my/week", "/my/calendar", "/my/open-seats/", "/my/hours/", "/my/data/", "/availability/{volunteer}",
)  # fmt: skip


def planned(store: Store) -> tuple[Actor, str, str]:
    """The sample school, its week published with a draft beside it; somebody who leads it, a volunteer, and a seat."""
    import_folder(store, FOLDER, now=NOW)
    [organisation] = organisations(store)
    lead = command_line_actor(organisation.id, organisation.key, "en")
    claimed = claim(store, request_solve(store, lead, WEEK, now=NOW).solve_id, now=NOW)
    assert claimed is not None
    outcome = solve(Problem.from_json(claimed.problem), Limits(total_seconds=5))
    finish(store, claimed, outcome, now=NOW)
    draft = week_page(store, lead, WEEK, now=NOW).draft
    assert draft is not None
    publish(store, lead, WEEK, edition=draft.edition, now=NOW)
    start_draft(store, lead, WEEK, now=NOW)
    taken = outcome.plan.assignments[0]
    return lead, taken.person, f"{taken.session}/{taken.role}?person={taken.person}"


def signed_in(store: Store, app_client: FlaskClient, actor: Actor, role: AccountRole, volunteer: str | None) -> None:
    """Sign somebody with that role in."""
    email = f"{role.value}@{actor.organisation}.example.org"
    grant_role(store, actor, email, role, volunteer=volunteer, now=NOW)
    link = accounts.sign_in_link(store, email, base_url=BASE_URL, now=NOW)
    assert post(app_client, link.removeprefix(BASE_URL)).status_code == 303


def measured(rounds: int) -> tuple[list[list[str]], float]:
    """The table's lines, and the kilobytes of a first visit to the week page."""
    with tempfile.TemporaryDirectory() as folder, tiny_store(f"sqlite:///{folder}/roster.sqlite") as store:
        lead, volunteer, seat = planned(store)
        number = add_organisation(store, "empty", language="en")
        nobody = command_line_actor(number, "empty", "en")
        app = create_app(config("sqlite://"), store=store, clock=Clock(NOW))
        leads, empty_leads, volunteers = app.test_client(), app.test_client(), app.test_client()
        signed_in(store, leads, lead, AccountRole.ADMIN, None)
        signed_in(store, empty_leads, nobody, AccountRole.ADMIN, None)
        signed_in(store, volunteers, lead, AccountRole.VOLUNTEER, volunteer)
        asked = [(path, leads) for path in LEADS_PAGES] + [(path, volunteers) for path in VOLUNTEERS_PAGES]
        asked = [(path.format(volunteer=volunteer, seat=seat), client) for path, client in asked]
        seconds: dict[str, list[float]] = defaultdict(list)
        empty_seconds: dict[str, list[float]] = defaultdict(list)
        for _ in range(rounds + 1):  # the first one warms up
            for path, client in asked:
                seconds[path].append(_seconds(client, path))
                empty_seconds[path].append(_seconds(empty_leads, path))
        lines = [_line(store, path, client, seconds[path][1:], empty_seconds[path][1:]) for path, client in asked]
        return lines, _first_visit(leads, f"/week/{WEEK}") / 1000


def _line(
    store: Store, path: str, client: FlaskClient, seconds: Sequence[float], empty_seconds: Sequence[float]
) -> list[str]:
    with counted(store) as sent:
        answer = client.get(path, buffered=True)
    assert answer.status_code == 200, path
    median, empty_median = 1000 * statistics.median(seconds), 1000 * statistics.median(empty_seconds)
    held = "yes" if median <= AIM_MILLISECONDS and median <= AIM_TIMES * empty_median else "no"
    size, packed = len(answer.data) / 1000, len(_packed(client, path)) / 1000
    told = [f"{median:.0f}", f"{median / empty_median:.1f}", str(len(sent)), f"{size:.0f}", f"{packed:.0f}"]
    return [path, held, "", *told]


def _packed(client: FlaskClient, path: str) -> bytes:
    """A page as it goes to a browser."""
    return client.get(path, buffered=True, headers={"Accept-Encoding": "gzip"}).data


def _first_visit(client: FlaskClient, path: str) -> int:
    """Bytes of a page with the files that it names, to a browser that has none of them yet."""
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get(path, buffered=True).text)
    return sum(len(_packed(client, one)) for one in {path, *files})


def _seconds(client: FlaskClient, path: str) -> float:
    began = time.perf_counter()
    client.get(path, buffered=True)
    return time.perf_counter() - began


def main(words: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args(words).rounds
    header = [
        "page",
        f"<= {AIM_MILLISECONDS} ms and <= {AIM_TIMES} x",
        "",
        "ms",
        "x empty",
        "statements",
        "kB",
        "packed",
    ]
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        spoken = os.dup(1)
        os.dup2(nowhere.fileno(), 1)  # the service logs each request to standard output
        try:
            lines, first_visit = measured(rounds)
        finally:
            os.dup2(spoken, 1)
    sys.stdout.write(f"{table(header, lines)}\n\nA first visit to the week page: {first_visit:.0f} kB\n")


if __name__ == "__main__":
    main()
