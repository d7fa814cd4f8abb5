"""What feed addresses answer besides a calendar: always the same bytes, with the headers that keep addresses secret."""

from __future__ import annotations

from flask import Response

# Unknown, malformed and revoked addresses get these bytes, whatever was asked.
NO_FEED = b"There is no calendar at this address. Ask your school for your current one.\n"


def no_feed() -> Response:
    """The one answer for every address that is none."""
    return private(Response(NO_FEED, 404, mimetype="text/plain"))


def private(response: Response) -> Response:
    """Keep an answer out of shared caches, search engines and other sites' logs."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
