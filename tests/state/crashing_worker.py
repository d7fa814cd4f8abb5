"""A worker that is killed from outside whenever it is asked about plans of the school "south"."""

from __future__ import annotations

import os
import signal
from typing import Any

from solver.state import crew
from solver.state.asked import PLAN


def _answer_or_die(kind: str, text: str) -> str:
    if kind == PLAN and '"key":"south"' in text:
        os.kill(os.getpid(), signal.SIGKILL)
    return _answers[kind](text)


class _Answers(dict[str, Any]):
    def __missing__(self, kind: str) -> Any:
        return lambda text: _answer_or_die(kind, text)


if __name__ == "__main__":
    _answers = crew.ANSWERS
    crew.ANSWERS = _Answers()
    crew.serve()
