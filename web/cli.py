"""The commands that serve people: ``roster serve`` and ``roster demo``."""

from __future__ import annotations

from pathlib import Path

import click

from roster.command_line import database_option, mail_option, opened, say
from roster.words import Sentence
from web.config import ServiceConfig
from web.demo import SAMPLE, Demo
from web.kept_secret import secret_key
from web.processes import keep_running
from web.server import serve

SERVING = Sentence(
    de="Der Dienst läuft auf {address}; Strg-C beendet ihn.", en="The service runs at {address}; Ctrl-C ends it."
)


@click.group()
def commands() -> None:
    """Serve pages and feeds."""


@commands.command("serve")
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
    serve(config, f"{host}:{port}")


@commands.command("demo")
@click.option("--serve/--no-serve", "stay", default=True, help="Stay up and serve, or end after publishing.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--seconds", type=click.FloatRange(0, 600), default=20.0, show_default=True, help="Limit of the search.")
@click.option(
    "--data", type=click.Path(exists=True, path_type=Path), default=SAMPLE, help="Tables to show instead of the sample."
)
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path(".demo"), show_default=True)
def demo(stay: bool, port: int, seconds: float, data: Path, folder: Path) -> None:
    """Show the main job end to end on invented data: import, solve, publish, serve."""
    Demo(data=data, folder=folder, port=port, seconds=seconds).run(stay=stay)
