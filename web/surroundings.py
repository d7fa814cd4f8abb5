"""What a page finds around it while it answers: the store, the time, the settings, and who is asking."""

from __future__ import annotations

import datetime as dt
from typing import cast

from flask import current_app, g

from roster.actor import Actor
from roster.calendar.clock import local_day
from roster.database import Store
from web.config import ServiceConfig

STORE, CLOCK, CONFIG = "roster.store", "roster.clock", "roster.config"


def the_store() -> Store:
    """The store that this service works on."""
    return cast(Store, current_app.extensions[STORE])


def the_config() -> ServiceConfig:
    """The settings that this service was started with."""
    return cast(ServiceConfig, current_app.extensions[CONFIG])


def now() -> dt.datetime:
    """The time of this request, aware, in UTC; the same for all that happens within the request."""
    if "now" not in g:
        g.now = this_moment()
    return cast(dt.datetime, g.now)


def this_moment() -> dt.datetime:
    """The time right now, aware, in UTC: for answers that take minutes. All others ask ``now``."""
    return cast(dt.datetime, current_app.extensions[CLOCK]())


def today() -> dt.date:
    """The day of this request where the service is used; shortly after midnight that is another day than in UTC."""
    return local_day(now(), the_config().timezone)


def the_actor() -> Actor:
    """Who is asking. Only pages that are not open to everyone may call this."""
    return cast(Actor, g.actor)


def actor_or_none() -> Actor | None:
    """Who is asking, or None before sign-in."""
    return cast("Actor | None", g.get("actor"))
