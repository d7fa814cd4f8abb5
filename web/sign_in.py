"""Signing in by a one-time link in a mail, and signing out again.

Mail scanners open every link: so opening one only shows a button, and pressing the button uses the link up.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actions import accounts
from web.access import EVERYONE, RETURN_TO, SIGNED_IN, cookie_name, drop_cookie, open_to, set_cookie
from web.config import LANGUAGES
from web.language import CHOSEN, current_language
from web.surroundings import actor_or_none, now, the_actor, the_config, the_store

pages = Blueprint("sign_in", __name__)


@pages.get("/sign-in")
@open_to(EVERYONE)
def form() -> str:
    """Ask for the mail address."""
    return render_template("sign_in/form.html")


@pages.post("/sign-in")
@open_to(EVERYONE)
def send() -> Response:
    """Send a link; the answer is the same whether the address is known or not."""
    email = request.form.get("email", "").strip()
    if "@" not in email or len(email) > 254:
        flash(_("Please enter your mail address, such as anna@example.org."), "fault")
        return redirect(url_for(".form"), 303)
    accounts.request_sign_in(
        the_store(),
        email,
        language=current_language(),
        base_url=the_config().base_url,
        address=request.remote_addr or "",
        now=now(),
    )
    return redirect(url_for(".sent"), 303)


@pages.get("/sign-in/sent")
@open_to(EVERYONE)
def sent() -> str:
    """Say that a mail is on its way."""
    return render_template("sign_in/sent.html")


@pages.get("/sign-in/<token>")
@open_to(EVERYONE)
def link(token: str) -> str:
    """What the link in the mail opens: a button. Nothing is used up by looking."""
    return render_template("sign_in/link.html", token=token)


@pages.post("/sign-in/<token>")
@open_to(EVERYONE)
def enter(token: str) -> Response:
    """Use the link up and sign in. A used, old or unknown link is refused as gone."""
    secret = accounts.redeem_sign_in(the_store(), token, address=request.remote_addr or "", now=now())
    target = session.get(RETURN_TO) or url_for("home.start")
    session.clear()  # the form token from before signing in is worth nothing afterwards
    response = redirect(target, 303)
    set_cookie(response, secret)
    return response


@pages.post("/sign-out")
@open_to(SIGNED_IN)
def leave() -> Response:
    """End this sign-in, on the server and in the browser."""
    accounts.sign_out(the_store(), request.cookies.get(cookie_name(), ""), now=now())
    session.clear()
    response = redirect(url_for(".form"), 303)
    drop_cookie(response)
    return response


@pages.post("/sign-out/everywhere")
@open_to(SIGNED_IN)
def leave_everywhere() -> Response:
    """End every sign-in of this account, this one included."""
    accounts.sign_out_everywhere(the_store(), the_actor(), now=now())
    session.clear()
    flash(_("You are signed out on every device."), "ok")
    response = redirect(url_for(".form"), 303)
    drop_cookie(response)
    return response


@pages.post("/organisation")
@open_to(SIGNED_IN)
def switch() -> Response:
    """Go on in another organisation of the same account."""
    wanted = request.form.get("organisation", "")
    accounts.switch_organisation(the_store(), request.cookies.get(cookie_name(), ""), wanted, now=now())
    return redirect(url_for("home.start"), 303)


@pages.post("/language")
@open_to(EVERYONE)
def speak() -> Response:
    """Choose the language of the pages; kept with the account, or in the browser before sign-in."""
    language = request.form.get("language", "")
    if language in LANGUAGES:
        session[CHOSEN] = language
        if actor_or_none() is not None:
            accounts.set_language(the_store(), the_actor(), language, now=now())
    return redirect(own_path(request.form.get("back", "")), 303)


def own_path(path: str) -> str:
    r"""The path if it is one of ours, else the start page: never ``//host``, ``/\host`` or a whole address."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and not any(ord(sign) < 33 for sign in path)
    return path if safe else url_for("home.start")
