"""How somebody reads: in larger type, and from which side.

Larger type belongs to the device, not to the account: the phone in the kitchen may need it and the desk not. So it is a
cookie of its own, which holds one word and no secret.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, redirect, request
from flask_babel import get_locale
from werkzeug.wrappers import Response

from web.access import EVERYONE, open_to
from web.config import ServiceConfig
from web.sign_in import own_path
from web.surroundings import the_config

TYPE_SIZE = "roster-type"  # name of the cookie
LARGE = "large"
KEPT_SECONDS = 365 * 86400

pages = Blueprint("reading", __name__)


def prepare(app: Flask, config: ServiceConfig) -> None:
    """Tell every template of an app how it will be read."""
    app.context_processor(_manner)


def _manner() -> dict[str, Any]:
    locale = get_locale()
    return {
        "large_type": request.cookies.get(TYPE_SIZE) == LARGE,
        "direction": locale.text_direction if locale else "ltr",
        "read_on_at": _read_on_at(),
    }


def _read_on_at() -> str | None:
    """The address to come back to after choosing how to read, None where the page could not be fetched again.

    What answers a form stands on that page alone (what was typed, a choice of rows, a calendar address shown once),
    and its address may take no GET at all: so there the frame does not offer to lead away from it.
    """
    return request.path if request.method in {"GET", "HEAD"} else None


@pages.post("/type-size")
@open_to(EVERYONE)
def choose_type_size() -> Response:
    """Read on in larger or in usual type; kept in this browser for a year."""
    answer = redirect(own_path(request.form.get("back", "")), 303)
    answer.set_cookie(
        TYPE_SIZE,
        LARGE if request.form.get("size") == LARGE else "",
        max_age=KEPT_SECONDS,
        path="/",
        secure=the_config().secure,
        httponly=True,
        samesite="Lax",
    )
    return answer
