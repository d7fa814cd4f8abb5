"""How long the service works on each page: the sample school of the Osnabrück size beside an organisation with nothing.

    .venv/bin/python -m tests.benchmarks.pages --rounds 15

Server time is measured around the whole application, signing in and template included, without a network. In each
round every page is asked for once by each school, so that both meet the same machine; the empty organisation has
nothing but one volunteer, for the pages that volunteers see. One table: medians in milliseconds, by the clock and of
the processor alone (the one to go by while others work on the machine), how many times the empty school's page of the
same address, statements, and kilobytes, plain and as they go over the network. The columns "after a change" tell of the
first request after somebody changed a volunteer's record: then a week is read and frozen anew. Below the table: what a
first visit to the week page transfers, style sheets and scripts included.
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
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select

from roster.actions import accounts
from roster.actions.imports import import_folder
from roster.actions.members import grant_role
from roster.actions.publishing import publish
from roster.actions.rosters import start_draft
from roster.actions.solve_claims import claim, finish
from roster.actions.solves import request_solve
from roster.actor import AccountRole, Actor, command_line_actor
from roster.database import Store
from roster.models.people import Volunteer as VolunteerRow
from roster.models.school_records import write_school
from roster.problem import Problem
from roster.records import Organisation, School, Volunteer
from roster.reports.service import organisations
from roster.reports.week import week_page
from solver import Limits, solve
from tests.benchmarks.compare import table
from tests.tiny_store import add_organisation, tiny_store
from tests.web.school import Clock, config, counted, post
from web import create_app
from web.server import settled

FOLDER = Path(__file__).resolve().parents[2] / "sample_data" / "osnabrueck"
WEEK = "2026-W48"
NOW = dt.datetime(2026, 11, 19, 12, tzinfo=dt.UTC)  # the Thursday before
BASE_URL = "http://localhost"
AIM_MILLISECONDS, AIM_TIMES = 50, 3
Seconds = tuple[float, float]

LEADS_PAGES = (
    "/", f"/week/{WEEK}", f"/week/{WEEK}?only=trouble", f"/week/{WEEK}?view=person", f"/week/{WEEK}/seats/{{seat}}",
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


def nothing_but(store: Store, volunteer: str) -> Actor:
    """Who leads an organisation that has nothing but a volunteer of that key."""
    number = add_organisation(store, "empty", language="en")
    own = Organisation(key="empty", name="Empty", language="en")
    with store.writing(number) as session:
        write_school(session, School(organisation=own, volunteers=(
            Volunteer(key=volunteer, first_name="Nobody", last_name="Else"),
        )))  # fmt: skip
    return command_line_actor(number, "empty", "en")


@dataclass
class Page:
    """One address, who asks for it in either organisation, and how long that took: (seconds, processor's seconds)."""

    path: str
    client: FlaskClient
    empty_client: FlaskClient
    warm: list[Seconds] = field(default_factory=list)
    empty: list[Seconds] = field(default_factory=list)
    changed: list[Seconds] = field(default_factory=list)


def measured(rounds: int) -> tuple[list[list[str]], float]:
    """The table's lines, and the kilobytes of a first visit to the week page."""
    with tempfile.TemporaryDirectory() as folder, tiny_store(f"sqlite:///{folder}/roster.sqlite") as store:
        lead, volunteer, seat = planned(store)
        nobody = nothing_but(store, volunteer)
        app = settled(create_app(config("sqlite://"), store=store, clock=Clock(NOW)))
        pages = []
        for paths, role in ((LEADS_PAGES, AccountRole.ADMIN), (VOLUNTEERS_PAGES, AccountRole.VOLUNTEER)):
            clients = app.test_client(), app.test_client()
            for client, actor in zip(clients, (lead, nobody), strict=True):
                signed_in(store, client, actor, role, volunteer if role is AccountRole.VOLUNTEER else None)
            pages += [Page(path.format(volunteer=volunteer, seat=seat), *clients) for path in paths]
        for _ in range(rounds + 1):
            for page in pages:
                page.warm.append(_seconds(page.client, page.path))
                page.empty.append(_seconds(page.empty_client, page.path))
        for _ in range(-(-rounds // 3)):  # afterwards, so that no change is felt by the page that is asked for next
            for page in pages:
                _change(store, lead)
                page.changed.append(_seconds(page.client, page.path))
        return [_line(store, page) for page in pages], _first_visit(pages[0].client, f"/week/{WEEK}") / 1000


def _line(store: Store, page: Page) -> list[str]:
    with counted(store) as sent:
        answer = page.client.get(page.path, buffered=True)
    assert answer.status_code == 200, page.path
    warm, empty = _medians(page.warm[1:]), _medians(page.empty[1:])  # the first one warmed up
    both = list(zip(warm, empty, strict=True))
    held = ["yes" if one <= AIM_MILLISECONDS and one <= AIM_TIMES * other else "no" for one, other in both]
    size, packed = len(answer.data) / 1000, len(_packed(page.client, page.path)) / 1000
    told = [f"{one:.0f}" for one in (*warm, *_medians(page.changed))]
    times = [f"{one / other:.1f}" for one, other in both]
    return [page.path, *held, "", *told[:2], *times, *told[2:], str(len(sent)), f"{size:.0f}", f"{packed:.0f}"]


def _medians(seconds: Sequence[Seconds]) -> tuple[float, float]:
    """Milliseconds by the clock and of the processor."""
    return 1000 * statistics.median(one for one, _ in seconds), 1000 * statistics.median(one for _, one in seconds)


def _change(store: Store, actor: Actor) -> None:
    """Change one volunteer's record, to something that it never was."""
    with store.writing(actor.organisation_id) as session:
        one = session.scalars(select(VolunteerRow).order_by(VolunteerRow.id).limit(1)).one()
        one.phone = f"+49 541 {one.version}"


def _packed(client: FlaskClient, path: str) -> bytes:
    """A page as it goes to a browser."""
    return client.get(path, buffered=True, headers={"Accept-Encoding": "gzip"}).data


def _first_visit(client: FlaskClient, path: str) -> int:
    """Bytes of a page with the files that it names, to a browser that has none of them yet."""
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get(path, buffered=True).text)
    return sum(len(_packed(client, one)) for one in {path, *files})


def _seconds(client: FlaskClient, path: str) -> Seconds:
    began, worked = time.perf_counter(), time.process_time()
    client.get(path, buffered=True)
    return time.perf_counter() - began, time.process_time() - worked


HEADER = (
    "page", "held by the clock", "by the processor", "", "ms", "processor's", "x empty", "processor's",
    "ms after a change", "processor's", "statements", "kB", "packed",
)  # fmt: skip


def main(words: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args(words).rounds
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        spoken = os.dup(1)
        os.dup2(nowhere.fileno(), 1)  # the service logs each request to standard output
        try:
            lines, first_visit = measured(rounds)
        finally:
            os.dup2(spoken, 1)
    aims = f"Held: at most {AIM_MILLISECONDS} ms, and at most {AIM_TIMES} times the empty one."
    sys.stdout.write(f"{table(list(HEADER), lines)}\n\n{aims}\nA first visit to the week page: {first_visit:.0f} kB\n")


if __name__ == "__main__":
    main()
