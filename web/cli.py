"""The command ``roster serve``: a watcher over web service and worker, or with ``--no-worker`` the service itself."""

from __future__ import annotations

import click

import web
from roster.command_line import database_option, mail_option, say
from roster.command_store import opened
from roster.words import Sentence
from web.config import ServiceConfig
from web.kept_secret import secret_key
from web.processes import keep_running

SERVING = Sentence(
    de="Der Dienst läuft auf {address}; Strg-C beendet ihn.", en="The service runs at {address}; Ctrl-C ends it."
)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--base-url",
    envvar="ROSTER_BASE_URL",
    help="Address that people type, such as https://plan.school.example; the listening address unless set.",
)
@click.option("--proxies", envvar="ROSTER_PROXIES", type=click.IntRange(0), default=0, help="Reverse proxies in front.")
@click.option("--worker/--no-worker", default=True, help="Run a worker beside the web service (small machines).")
@database_option
@mail_option
def serve_(host: str, port: int, base_url: str | None, proxies: int, worker: bool, database: str, mail: str) -> None:
    """Serve the pages and feeds, with a worker beside them unless told otherwise."""
    address = base_url or f"http://{host}:{port}"
    with opened(database, upgraded=True):
        pass
    if worker:
        own = ["serve", "--no-worker", "--host", host, "--port", str(port), "--database", database]
        beside = ["worker", "--database", database, "--mail", mail]
        say(SERVING, address=address)
        keep_running(
            [own, beside],
            {"ROSTER_BASE_URL": address, "ROSTER_PROXIES": str(proxies), "ROSTER_SECRET_KEY": secret_key(database)},
        )
        return
    config = ServiceConfig(store_url=database, secret_key=secret_key(database), base_url=address, proxies=proxies)
    web.serve(config, f"{host}:{port}")
