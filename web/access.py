"""Who may open which page. Every view says so itself; a view that says nothing stops the start.

Who is signed in is known by a random secret in a cookie, whose hash the store keeps: ending a sign-in on the server
ends it everywhere, at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from roster.actions.accounts import SESSION_LIFE, actor_of_session
from roster.actor import AccountRole, Actor
from roster.errors import Forbidden
from web.config import ServiceConfig
from web.surroundings import actor_or_none, now, the_config, the_store

View = TypeVar("View", bound=Callable[..., Any])
RETURN_TO = "return_to"  # key in the form session: the own path to open after signing in


class UndeclaredView(RuntimeError):
    """A view does not say who may open it."""


@dataclass(frozen=True)
class Audience:
    """Who may open a view: everyone, or people signed in with one of the roles (an admin may what a lead may)."""

    everyone: bool = False
    roles: tuple[AccountRole, ...] = ()

    def admits(self, actor: Actor) -> bool:
        """Whether somebody signed in may open it."""
        return self.everyone or any(actor.may(role) for role in self.roles)


EVERYONE = Audience(everyone=True)
SIGNED_IN = Audience(roles=tuple(AccountRole))
LEADS = Audience(roles=(AccountRole.LEAD,))
ADMINS = Audience(roles=(AccountRole.ADMIN,))
OPERATORS = Audience(roles=(AccountRole.OPERATOR,))
VOLUNTEERS = Audience(roles=(AccountRole.VOLUNTEER,))
VOLUNTEERS_AND_LEADS = Audience(roles=(AccountRole.VOLUNTEER, AccountRole.LEAD))


def open_to(audience: Audience) -> Callable[[View], View]:
    """Say who may open a view; stands nearest to the function, below the route."""

    def declare(view: View) -> View:
        view.audience = audience  # type: ignore[attr-defined]
        return view

    return declare


def audience_of(app: Flask, endpoint: str) -> Audience:
    """Who may open an endpoint. Raises UndeclaredView where nobody said so."""
    audience = getattr(app.view_functions[endpoint], "audience", None)
    if not isinstance(audience, Audience):
        raise UndeclaredView(f"{endpoint} does not say who may open it: add @open_to(...) to the view")
    return audience


def prepare(app: Flask, config: ServiceConfig) -> None:
    """Guard every view of an app; called after all blueprints are there."""
    for rule in app.url_map.iter_rules():
        audience_of(app, rule.endpoint)
    app.before_request(_let_in)
    app.context_processor(_visible)


def _visible() -> dict[str, Any]:
    actor = actor_or_none()
    return {"actor": actor, "may": lambda role: actor is not None and actor.may(AccountRole(role))}


def _let_in() -> AnyResponse | None:
    """Load who is asking, and turn away whoever may not open this view."""
    if request.endpoint is None:
        return None
    audience = audience_of(current_app, request.endpoint)
    if request.endpoint.startswith("feeds."):
        return None  # machine addresses work without cookies
    actor = _load_actor()
    if audience.everyone:
        return None
    if actor is None:
        return _ask_to_sign_in()
    if not audience.admits(actor):
        raise Forbidden()
    return None


def _load_actor() -> Actor | None:
    secret = request.cookies.get(cookie_name())
    actor = actor_of_session(the_store(), secret, now=now()) if secret else None
    asked = request.args.get("lang")
    if actor is not None:
        g.actor = actor = replace(actor, language=asked) if asked in the_config().languages else actor
    return actor


def _ask_to_sign_in() -> AnyResponse:
    if request.method in {"GET", "HEAD"} and "HX-Request" not in request.headers:
        # only our own path is remembered, so nobody can be sent elsewhere after signing in
        session[RETURN_TO] = request.full_path.rstrip("?")
        return redirect(url_for("sign_in.form"), 303)
    response = Response(status=401)
    response.headers["HX-Redirect"] = url_for("sign_in.form")
    return response


def cookie_name() -> str:
    """Name of the sign-in cookie; by https the prefix binds it to this host and to https."""
    return "__Host-roster" if the_config().secure else "roster"


def set_cookie(response: AnyResponse, secret: str) -> None:
    """Give a browser the secret of its new sign-in."""
    response.set_cookie(
        cookie_name(), secret, max_age=SESSION_LIFE, path="/", secure=the_config().secure, httponly=True, samesite="Lax"
    )


def drop_cookie(response: AnyResponse) -> None:
    """Take the secret back from a browser."""
    response.delete_cookie(cookie_name(), path="/", secure=the_config().secure, httponly=True, samesite="Lax")
