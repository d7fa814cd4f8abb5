"""Asking for a plan, watching it grow, stopping it. The search itself runs elsewhere: pages only read its record."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from roster.actions import solves
from roster.errors import Busy
from roster.reports.solve_course import solve_course
from roster.reports.solves import SolveLine, solve_status
from web.access import LEADS, open_to
from web.curves import rows, step_line
from web.forms import whole_number
from web.surroundings import now, the_actor, the_store, this_moment
from web.undoing import say_done

pages = Blueprint("solving", __name__)

STREAMS = threading.BoundedSemaphore(8)  # each open stream holds one of the server's 16 threads
STREAM_SECONDS = 240  # then the browser connects anew
SHORTEST_SECONDS, LONGEST_SECONDS = 1, 600


@pages.post("/week/<week>/solve")
@open_to(LEADS)
def ask(week: str) -> AnyResponse:
    """Ask for a plan of the week. Pressing twice finds the search that runs already."""
    seconds = whole_number(request.form, "seconds", SHORTEST_SECONDS, LONGEST_SECONDS, default=20)
    ticket = solves.request_solve(the_store(), the_actor(), week, seconds=float(seconds), now=now())
    if ticket.found == "running":
        flash(_("This week is being planned already; here is how far it is."), "wait")
    elif ticket.found == "stored":
        sentence = _("Nothing has changed since the last plan, and that plan is proven to be the best. Here it is.")
        say_done(sentence, ticket.undo, url_for("week.show", week=week))
    return redirect(url_for(".show", solve_id=ticket.solve_id), 303)


@pages.get("/solves/<int:solve_id>")
@open_to(LEADS)
def show(solve_id: int) -> str:
    """A search and how far it is; goes on by itself while it runs."""
    return render_template("solving/show.html", **_seen(solve_id), area="week.current")


@pages.get("/solves/<int:solve_id>/progress")
@open_to(LEADS)
def progress(solve_id: int) -> str:
    """The part of the page that changes, for browsers that ask again and again."""
    return render_template("solving/progress.html", **_seen(solve_id))


@pages.get("/solves/<int:solve_id>/stream")
@open_to(LEADS)
def stream(solve_id: int) -> Response:
    """The same part as server-sent events, once a second, until the search has ended."""
    _status(solve_id, now())
    if not STREAMS.acquire(blocking=False):
        raise Busy()
    response = Response(stream_with_context(_events(solve_id)), mimetype="text/event-stream")
    response.headers.update({"X-Accel-Buffering": "no", "Cache-Control": "no-store"})
    response.call_on_close(STREAMS.release)
    return response


@pages.post("/solves/<int:solve_id>/cancel")
@open_to(LEADS)
def cancel(solve_id: int) -> AnyResponse:
    """Stop a search; the best plan so far is kept."""
    solves.cancel_solve(the_store(), the_actor(), solve_id, now=now())
    return redirect(url_for(".show", solve_id=solve_id), 303)


@pages.post("/solves/<int:solve_id>/adopt")
@open_to(LEADS)
def adopt(solve_id: int) -> AnyResponse:
    """Make the best plan of a search the week's draft."""
    undo = solves.adopt_plan(the_store(), the_actor(), solve_id, now=now())
    back = url_for("week.show", week=_status(solve_id, now()).week)
    say_done(_("The plan is the draft of the week now."), undo, back)
    return redirect(back, 303)


def _status(solve_id: int, at: dt.datetime) -> SolveLine:
    return solve_status(the_store(), the_actor(), solve_id, now=at)


def _seen(solve_id: int) -> dict[str, Any]:
    """What the pages of a search show."""
    return _drawn(_status(solve_id, now()))


def _drawn(status: SolveLine) -> dict[str, Any]:
    """A search, and once it has ended the curves of its course."""
    course = solve_course(the_store(), the_actor(), status.id) if status.ended else None
    return {"solve": status, "course": course, "step_line": step_line, "rows": rows}


def _events(solve_id: int) -> Iterator[str]:
    """One event a second; an unchanged picture is sent as a comment that keeps the connection open."""
    last, ends_at = "", time.monotonic() + STREAM_SECONDS
    while time.monotonic() < ends_at:
        status = _status(solve_id, this_moment())  # not the time at which the stream began
        picture = render_template("solving/progress.html", **_drawn(status))
        yield _event("progress", picture) if picture != last else ": still the same\n\n"
        if status.ended:
            yield _event("ended", "")
            return
        last = picture
        time.sleep(1)


def _event(name: str, content: str) -> str:
    lines = "".join(f"data: {line}\n" for line in content.splitlines()) or "data:\n"
    return f"event: {name}\n{lines}\n"
