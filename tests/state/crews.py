"""A crew without processes, for tests of what is asked and answered."""

from __future__ import annotations

from collections import deque

from solver.state.crew import Answered
from solver.state.parts import ANSWERS


class InlineCrew:
    """Answers in this process, the oldest question first."""

    hands = 1  # a test may give it more

    def __init__(self) -> None:
        self._waiting: deque[tuple[int, str, str]] = deque()

    def ask(self, number: int, kind: str, text: str, seconds: float) -> None:
        """Keep the question for later."""
        self._waiting.append((number, kind, text))

    def next_answer(self, seconds: float) -> Answered | None:
        """Answer the oldest question now."""
        number, kind, text = self._waiting.popleft()
        return self.answered(number, kind, text)

    def answered(self, number: int, kind: str, text: str) -> Answered:
        """What comes of a question; a test may have it fail."""
        return Answered(number, ANSWERS[kind](text))

    def withdraw(self) -> tuple[int, ...]:
        """Nothing waits that a test would have forgotten."""
        return ()

    def drop(self) -> None:
        """Forget what waits."""
        self._waiting.clear()
