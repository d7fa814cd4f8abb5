"""Answers go out packed (gzip) to whoever can unpack them: the week of a large school is 130 kB of text.

A packed page must not betray by its length what it holds beside words that somebody else chose (the attack called
BREACH): each one carries a file name of random length in its gzip header. Feeds and streams are left alone.
"""

from __future__ import annotations

import gzip
import io
import secrets
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.datastructures import Headers
from werkzeug.http import parse_accept_header

TYPES = ("text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml")
SMALLEST = 1000  # bytes; packing less saves nothing
LEVEL = 5
LONGEST_NAME = 100

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Packed:
    """A WSGI application whose answers are packed where that helps."""

    def __init__(self, application: WsgiApp) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        begun: list[Any] = []

        def begin(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            begun[:] = [status, Headers(headers), exc_info]
            return _no_writing

        body = self._application(environ, begin)
        status, headers, exc_info = begun
        if _is_packable(headers):
            headers.add("Vary", "Accept-Encoding")
            if status.startswith("200") and environ["REQUEST_METHOD"] == "GET" and _unpacks(environ):
                body = _pack(body, headers)
        start_response(status, headers.to_wsgi_list(), exc_info)
        return body


def _is_packable(headers: Headers) -> bool:
    kind = headers.get("Content-Type", "").partition(";")[0]
    return kind in TYPES and "Content-Encoding" not in headers and headers.get("Content-Length", type=int) is not None


def _unpacks(environ: dict[str, Any]) -> bool:
    accepted = parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING"))
    return bool(accepted["gzip"])


def _pack(body: Iterable[bytes], headers: Headers) -> Iterable[bytes]:
    try:
        plain = b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()
    if len(plain) < SMALLEST:
        return [plain]
    packed = io.BytesIO()
    name = "x" * secrets.randbelow(LONGEST_NAME)
    with gzip.GzipFile(name, "wb", LEVEL, packed, mtime=0) as packing:
        packing.write(plain)
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(packed.tell())
    if (tag := headers.get("ETag", "")).startswith('"'):  # the same content in other bytes
        headers["ETag"] = f"W/{tag}"
    return [packed.getvalue()]


def _no_writing(content: bytes) -> object:
    raise RuntimeError("answers are returned here, never written")
