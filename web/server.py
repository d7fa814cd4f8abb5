"""What gunicorn serves: the app made from the environment, and the settings that fit it.

``gunicorn "web.server:application()" --config python:web.server`` starts it; ``roster serve`` does the same.
"""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

from web.app import create_app
from web.config import ServiceConfig

if TYPE_CHECKING:
    from flask import Flask

# gunicorn reads these names when it is given this module as its configuration.
bind = os.environ.get("ROSTER_BIND", "127.0.0.1:8000")
worker_class = "gthread"  # a stream of solve progress holds one thread, a sync worker would be blocked by it
workers = 1  # embedded: rate limits and SQLite's writer live in one process
threads = 16
timeout = 60
graceful_timeout = 10
keepalive = 5
accesslog = None  # our own request log names routes; gunicorn's would write secret addresses
errorlog = "-"


def application() -> Flask:
    """The app with the settings of the environment. Raises web.config.ConfigError when one is missing."""
    return settled(create_app(ServiceConfig.from_environment(os.environ)))


def settled(app: Flask) -> Flask:
    """The app, and with it all that was loaded for it set aside for good.

    Else Python looks through some hundred thousand objects for garbage now and again, in the middle of a request: a
    pause of a fifth of a second for things that stay until the process ends.
    """
    gc.collect()
    gc.freeze()
    return app


class Server(BaseApplication):
    """gunicorn around an app that exists already, for the command line."""

    def __init__(self, config: ServiceConfig, address: str, threads_count: int = threads) -> None:
        self.config = config
        self.settings: dict[str, Any] = {
            "bind": address, "worker_class": worker_class, "workers": workers, "threads": threads_count,
            "timeout": timeout, "graceful_timeout": graceful_timeout, "keepalive": keepalive, "accesslog": None,
            "control_socket_disable": True,
        }  # fmt: skip
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        for name, value in self.settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the app inside the worker process, so that no connection is shared over a fork."""
        return settled(create_app(self.config))


def serve(config: ServiceConfig, address: str = "127.0.0.1:8000") -> None:
    """Serve until stopped (SIGTERM or SIGINT)."""
    Server(config, address).run()
