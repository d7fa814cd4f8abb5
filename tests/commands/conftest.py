"""The command ``roster`` as a person calls it, in this process: what it prints and how it ends."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from roster.cli import main

SAMPLES = Path(__file__).parents[2] / "sample_data"
SMALL = SAMPLES / "small"


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit status, and all that it printed."""

    status: int
    printed: str


Command = Callable[..., Ended]


@pytest.fixture
def roster(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Call ``roster ARGUMENTS`` and get how it ended; it speaks English unless a test says otherwise."""
    monkeypatch.setenv("ROSTER_LANGUAGE", "en")

    def call(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["roster", *(str(argument) for argument in arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Ended(ended.value.code if isinstance(ended.value.code, int) else 0, printed.out + printed.err)

    return call
