"""Packed answers: the same content in fewer bytes, for those who can unpack it."""

from __future__ import annotations

import gzip

import pytest
from werkzeug.test import TestResponse

from tests.web.school import Service

SIGN_IN = "/sign-in"


def asked(north: Service, path: str, accepts: str = "gzip, br", role: str | None = None) -> TestResponse:
    return north.browser(role).get(path, headers={"Accept-Encoding": accepts}, buffered=True)


@pytest.mark.parametrize("path", [SIGN_IN, "/static/foundation.css", "/static/page.js"])
def test_a_packed_answer_holds_what_the_plain_one_holds(north: Service, path: str) -> None:
    packed, plain = asked(north, path), asked(north, path, "identity")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < 0.6 * len(plain.data)
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    unpacked = gzip.decompress(packed.data)
    if path != SIGN_IN:  # a page holds a token of its own each time
        assert unpacked == plain.data
    assert b"</html>" in unpacked or path != SIGN_IN


@pytest.mark.parametrize("accepts", ["", "identity", "br", "gzip;q=0"])
def test_who_cannot_unpack_gets_plain_text(north: Service, accepts: str) -> None:
    answer = asked(north, SIGN_IN, accepts)
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers.getlist("Vary")


def test_the_same_content_is_packed_in_many_lengths(north: Service) -> None:
    lengths = {len(asked(north, "/static/foundation.css").data) for _ in range(12)}
    assert len(lengths) > 3


def test_small_answers_and_refusals_go_out_as_they_are(north: Service) -> None:
    assert "Content-Encoding" not in asked(north, "/static/mark.svg").headers
    assert "Content-Encoding" not in asked(north, "/nothing-here").headers
    assert "Content-Encoding" not in asked(north, "/healthz").headers
