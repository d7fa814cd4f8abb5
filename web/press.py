"""A program of its own that makes a PDF of a sheet: one order comes in as JSON, the PDF goes out.

It stands apart from the service that starts it (web/paper.py). Laying out pages keeps a processor busy for a second,
and whatever goes wrong with a text goes wrong here: under limits of time and memory, with nothing to fetch and none of
the service's secrets. No other file imports WeasyPrint.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Mapping
from typing import Any

LACKING = 3  # how this program ends where the library, or what it needs of the system, is not there
LACKS_MEMORY = 4
MOST_MEMORY = 1_000_000_000  # bytes of address space; a door sheet needs a third of it
MOST_SECONDS = 40  # of the processor
BASE = "https://paper.invalid"  # what relative addresses in the page begin with; nobody ever answers there

try:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse
except (ImportError, OSError):
    sys.exit(LACKING)


class OurFilesOnly(URLFetcher):  # type: ignore[misc]
    """Gives the texts that came with the order, and refuses every other address: network, files, inline data."""

    def __init__(self, files: Mapping[str, str]) -> None:
        super().__init__(allowed_protocols=())
        self._files = files

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The text at one of our own addresses. Raises PermissionError for any other."""
        path = url.removeprefix(BASE)
        if path == url or path not in self._files:
            raise PermissionError(url)
        return URLFetcherResponse(url, self._files[path], {"Content-Type": "text/css"})


def pdf_of(html: str, files: Mapping[str, str]) -> bytes:
    """A page as a tagged PDF (PDF/UA-1), with its language and title; ``files`` are style sheets by their path."""
    page = HTML(string=html, base_url=f"{BASE}/", url_fetcher=OurFilesOnly(files))
    content: bytes = page.write_pdf(pdf_variant="pdf/ua-1")
    return content


def main() -> int:
    """Carry out the order on the standard input; gives the exit status."""
    os.nice(5)  # pages are answered first
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    order = json.load(sys.stdin.buffer)
    try:
        sys.stdout.buffer.write(pdf_of(order["html"], order["files"]))
    except MemoryError:
        return LACKS_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main())
