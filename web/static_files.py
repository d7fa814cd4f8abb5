"""Style sheets and scripts under names that carry their content's hash, so that browsers may keep them for good."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

from web.config import ServiceConfig

FOLDER = Path(__file__).parent / "static"


class HashedFiles(WhiteNoise):  # type: ignore[misc]
    """Serves each file under its plain name, and for good under a name with its hash: ``page.1a2b3c4d5e6f.css``."""

    def __init__(self, application: Any) -> None:
        self.hashed: dict[str, str] = {}
        super().__init__(application, immutable_file_test=lambda path, url: url in self.hashed.values())

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        """Add one file under both of its names."""
        name = PurePosixPath(url)
        digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]
        self.hashed[url] = str(name.with_name(f"{name.stem}.{digest}{name.suffix}"))
        super().add_file_to_dictionary(url, path, stat_cache)
        super().add_file_to_dictionary(self.hashed[url], path, stat_cache)


def prepare(app: Flask, config: ServiceConfig) -> None:
    """Serve the static folder below /static/ and give templates ``file_url('page.css')``."""
    files = HashedFiles(app.wsgi_app)
    files.add_files(str(FOLDER), prefix="/static/")
    app.wsgi_app = files  # type: ignore[method-assign]
    app.jinja_env.globals["file_url"] = lambda name: files.hashed[f"/static/{name}"]
