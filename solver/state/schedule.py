"""Tasks in a fixed order, done side by side where that makes no difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from solver.state.asked import KINDS, Asked, answer_from, to_text
from solver.state.crew import Crew

Taking = Callable[[Any], None]
"""Takes the answer of the kind that belongs to the question."""


@dataclass(frozen=True)
class Task:
    """One question, put together only when its turn comes, and what is done with the answer.

    ``changes`` are the schools whose plans it may change, ``reads`` those whose plans it looks at. ``ask`` may find
    that there is nothing to ask any more: None.
    """

    ask: Callable[[], Asked | None]
    take: Taking
    changes: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()

    def waits_for(self, earlier: Task) -> bool:
        """Whether the two must not be exchanged."""
        return bool(self.changes & (earlier.changes | earlier.reads) or self.reads & earlier.changes)


def carry_out(tasks: Sequence[Task], crew: Crew, goes_on: Callable[[], bool] = lambda: True) -> None:
    """Do all tasks; what comes of them is the same as one after the other in their order, however many hands there are.

    A task begins once no earlier one that it depends on is unfinished. When ``goes_on`` says no, no further one begins.
    Raises PartFailed.
    """
    waiting = list(range(len(tasks)))
    working: dict[int, str] = {}
    while waiting or working:
        if not goes_on():
            waiting.clear()
        for number in _ready(tasks, waiting, working, crew.hands - len(working)):
            waiting.remove(number)
            asked = tasks[number].ask()
            if asked is not None:
                working[number] = KINDS[type(asked)]
                crew.ask(number, working[number], to_text(asked))
        if working and (len(working) >= crew.hands or not _ready(tasks, waiting, working, 1)):
            answered = crew.next_answer()
            tasks[answered.number].take(answer_from(working.pop(answered.number), answered.text))


def _ready(tasks: Sequence[Task], waiting: Sequence[int], working: dict[int, str], most: int) -> list[int]:
    """The first tasks whose turn it is."""
    unfinished = sorted([*waiting, *working])
    found: list[int] = []
    for number in waiting:
        if len(found) >= most:
            break
        if not any(tasks[number].waits_for(tasks[other]) for other in unfinished if other < number):
            found.append(number)
    return found
