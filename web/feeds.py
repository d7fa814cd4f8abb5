"""Addresses for machines: calendar feeds, the health check, robots.txt. They know no cookies and no sessions."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, request
from werkzeug.http import http_date

from roster.errors import NotFound
from roster.reports.calendar_feed import feed_bytes
from web.access import EVERYONE, open_to
from web.feed_answers import no_feed, private
from web.surroundings import now, the_store

pages = Blueprint("feeds", __name__)

ROBOTS = """User-agent: Googlebot-Calendar
User-agent: Google-Calendar-Importer
Allow: /feed/

User-agent: *
Disallow: /
"""


@pages.get("/feed/<path:token>")
@open_to(EVERYONE)
def feed(token: str) -> Response:
    """One calendar feed, byte for byte the same until it changes; 304 for whoever has it already."""
    try:
        answer = feed_bytes(the_store(), token.removesuffix(".ics"), now=now())
    except NotFound:
        return no_feed()
    response = Response(answer.content, mimetype="text/calendar")
    response.set_etag(answer.etag.strip('"'))
    response.headers["Last-Modified"] = http_date(answer.last_modified)
    response.headers["Content-Disposition"] = 'inline; filename="roster.ics"'
    # If-None-Match alone decides: a date has whole seconds, and two changes can share one
    if request.if_none_match.contains_weak(answer.etag.strip('"')) or "*" in request.headers.get("If-None-Match", ""):
        response.status_code = 304
        response.set_data(b"")
        del response.headers["Content-Length"]
    return private(response)


@pages.get("/healthz")
@open_to(EVERYONE)
def healthz() -> Response:
    """Whether the service is up and its store answers; 503 otherwise."""
    with the_store().across():
        return make_response("ok\n", {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"})


@pages.get("/robots.txt")
@open_to(EVERYONE)
def robots() -> Response:
    """Search engines stay out; calendar services may fetch feeds."""
    return Response(ROBOTS, mimetype="text/plain")
