"""Nothing that stands in a name gets out of its field (check 25)."""

import subprocess
import sys
from pathlib import Path

import pytest

from roster.calendar import feed as feed_module
from tests.feeds.hostile_texts import Hostile, faults, faults_of_lines, try_hostile_texts
from tests.tiny_feed import written

ROOT = Path(__file__).parents[2]
INJECTION = Hostile(
    name="Kurse\r\nMETHOD:CANCEL",
    uid="1\r\nATTENDEE:mailto:x@example.org",
    summary="A2\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:untergeschoben",
    location="Nord\x85\u2028\x00\u202e",
    description="eins\nzwei\x00\r\nBEGIN:VALARM",
)


def test_hostile_texts_stay_in_their_fields() -> None:
    try_hostile_texts()


def test_the_guard_is_not_made_of_asserts() -> None:
    ended = subprocess.run(
        [sys.executable, "-O", "-m", "tests.feeds.hostile_texts"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_whole_injected_event_stays_in_its_field() -> None:
    assert faults([INJECTION]) == []


@pytest.mark.parametrize("field", ["one_line", "lines"])
def test_without_cleaning_the_control_characters_are_seen(monkeypatch: pytest.MonkeyPatch, field: str) -> None:
    monkeypatch.setattr(feed_module, field, lambda text: text)
    content = written(INJECTION.event(), name=INJECTION.name)
    assert faults_of_lines(content) == ["a control character"]


@pytest.mark.parametrize("content", [b"x" * 76 + b"\r\n", b"a\nb\r\n", b"a\rb\r\n", b"a\x00b\r\n", "a\u2028b".encode()])
def test_broken_lines_are_seen(content: bytes) -> None:
    assert faults_of_lines(content) != []
