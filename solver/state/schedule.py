"""Tasks in a fixed order, done side by side where that makes no difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from solver.state.asked import KINDS, Asked, CheckAsked, OpenAsked, answer_from, to_text
from solver.state.crew import NOBODY, OVERDUE, TOO_LARGE, Crew

POLL_SECONDS = 0.2
GRACE_SECONDS = 30.0  # what a part may take beyond its own limit, models written and plans judged
LONGEST = 60.0  # of parts without a limit of their own

Taking = Callable[[Any], None]
"""Takes the answer of the kind that belongs to the question."""


class Failure(NamedTuple):
    """A part that could not be answered: of what kind it was, which schools it was about, and why."""

    kind: str
    schools: tuple[str, ...]
    reason: str


def _nothing() -> None:
    """What most tasks do when their part fails: all stays as it is."""


@dataclass(frozen=True)
class Task:
    """One question, put together only when its turn comes, and what is done with the answer.

    ``changes`` are the schools whose plans it may change, ``reads`` those whose plans it looks at. ``ask`` may find
    that there is nothing to ask any more: None. ``lost`` is done if the part cannot be answered.
    """

    ask: Callable[[], Asked | None]
    take: Taking
    changes: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    lost: Callable[[], None] = _nothing

    def waits_for(self, earlier: Task) -> bool:
        """Whether the two must not be exchanged."""
        return bool(self.changes & (earlier.changes | earlier.reads) or self.reads & earlier.changes)


class _Part(NamedTuple):
    """A question that somebody works on."""

    asked: Asked
    text: str
    again: bool  # whether it is asked for the second time

    @property
    def kind(self) -> str:
        return KINDS[type(self.asked)]

    @property
    def seconds(self) -> float:
        limit = LONGEST if isinstance(self.asked, OpenAsked | CheckAsked) else self.asked.seconds
        return limit + GRACE_SECONDS

    @property
    def schools(self) -> tuple[str, ...]:
        schools = (self.asked.school,) if isinstance(self.asked, OpenAsked | CheckAsked) else self.asked.schools
        return tuple(school.key for school in schools)


class Schedule:
    """Carries out tasks. A part that fails is asked once more, unless it is too large, took too long, or nobody came.

    If there is still no answer, ``failures`` names it and the work goes on.

    ``stopped`` is asked all the time: as soon as it says yes, whatever is being worked on is dropped. ``heard`` is
    called after every answer.
    """

    def __init__(
        self, crew: Crew, stopped: Callable[[], bool] = lambda: False, heard: Callable[[], None] = _nothing
    ) -> None:
        self._crew = crew
        self._stopped = stopped
        self._heard = heard
        self.failures: list[Failure] = []

    def carry_out(self, tasks: Sequence[Task], goes_on: Callable[[], bool] = lambda: True) -> None:
        """Do all tasks; what comes of them is the same as one after the other in their order, however many hands.

        A task begins once no earlier one that it depends on is unfinished. When ``goes_on`` says no, none begins, and
        what is handed over is withdrawn where nobody works on it yet.
        """
        waiting = list(range(len(tasks)))
        working: dict[int, _Part] = {}
        while waiting or working:
            if self._stopped():
                self._crew.drop()
                return
            if not goes_on():
                waiting.clear()
                for number in self._crew.withdraw():
                    del working[number]
            for number in _ready(tasks, waiting, working, self._crew.hands - len(working)):
                waiting.remove(number)
                asked = tasks[number].ask()
                if asked is not None:
                    self._hand_over(working, number, _Part(asked, to_text(asked), again=False))
            if working and (len(working) >= self._crew.hands or not _ready(tasks, waiting, working, 1)):
                self._hear(tasks, working)

    def finish(self, tasks: Sequence[Task]) -> None:
        """Do all tasks in any case, stopped or not: what a plan cannot do without."""
        patient = Schedule(self._crew)
        patient.carry_out(tasks)
        self.failures += patient.failures

    def _hand_over(self, working: dict[int, _Part], number: int, part: _Part) -> None:
        working[number] = part
        self._crew.ask(number, part.kind, part.text, part.seconds)

    def _hear(self, tasks: Sequence[Task], working: dict[int, _Part]) -> None:
        answered = self._crew.next_answer(POLL_SECONDS)
        if answered is None:
            return
        part = working.pop(answered.number)
        if answered.text is not None:
            tasks[answered.number].take(answer_from(part.kind, answered.text))
            self._heard()
        elif part.again or answered.reason in (NOBODY, OVERDUE, TOO_LARGE):
            self.failures.append(Failure(part.kind, part.schools, answered.reason))
            tasks[answered.number].lost()
        else:
            self._hand_over(working, answered.number, part._replace(again=True))


def _ready(tasks: Sequence[Task], waiting: Sequence[int], working: dict[int, _Part], most: int) -> list[int]:
    """The first tasks whose turn it is."""
    if most <= 0:
        return []
    unfinished = sorted([*waiting, *working])
    found: list[int] = []
    for number in waiting:
        if len(found) >= most:
            break
        if not any(tasks[number].waits_for(tasks[other]) for other in unfinished if other < number):
            found.append(number)
    return found
