"""The service as a Flask app, made of one blueprint for each area of pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from roster.database import Store, open_store
from web import (
    access,
    accounts,
    answers,
    asking,
    attendance,
    audit,
    availability,
    availability_requests,
    courses,
    courses_in_bulk,
    errors,
    failed_mail,
    feeds,
    forgery,
    headers,
    home,
    language,
    limits,
    my,
    my_data,
    my_hours,
    my_seats,
    people,
    people_in_bulk,
    pictures,
    pins,
    printing,
    publishing,
    reading,
    request_log,
    seats,
    service,
    settings,
    sign_in,
    sites,
    sites_in_bulk,
    solving,
    stand_ins,
    static_files,
    transfer,
    undoing,
    uploads,
    ways,
    week,
    wording,
)
from web.config import ServiceConfig
from web.packing import Packed
from web.surroundings import CLOCK, CONFIG, STORE

AREAS = (
    home, sign_in, reading, week, attendance, pictures, asking, answers, printing, solving, seats, pins, publishing,
    people, people_in_bulk, availability_requests, availability, courses, courses_in_bulk, sites, sites_in_bulk, ways,
    transfer, my, my_seats, my_hours, my_data, stand_ins, feeds, settings, accounts, audit, failed_mail, service,
    undoing,
)  # fmt: skip


def create_app(
    config: ServiceConfig, *, store: Store | None = None, clock: Callable[[], dt.datetime] | None = None
) -> Flask:
    """Make the service. ``store`` and ``clock`` stand in for the configured database and the real time in tests.

    Raises web.access.UndeclaredView when a page does not say who may open it.
    """
    app = Flask("web", static_folder=None)
    app.config.update(
        SECRET_KEY=config.secret_key,
        MAX_CONTENT_LENGTH=config.largest_upload_bytes,
        TRUSTED_HOSTS=[config.host],
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions[CONFIG] = config
    app.extensions[STORE] = store or open_store(config.store_url)
    app.extensions[CLOCK] = clock or (lambda: dt.datetime.now(dt.UTC))
    for part in (request_log, language, reading, errors, forgery, headers, wording, static_files, uploads):
        part.prepare(app, config)
    for area in AREAS:
        app.register_blueprint(area.pages)
    limits.prepare(app, config)
    access.prepare(app, config)
    app.wsgi_app = Packed(app.wsgi_app)  # type: ignore[method-assign]
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=config.proxies)  # type: ignore[method-assign]
    return app
