"""What a worker and its search process say to each other: one JSON object a line.

The order goes in first; later the word ``cancel`` may follow. Out come lines of progress and at the end the outcome, or
that the search was given up for lack of memory or because the problem is too large.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from pydantic import TypeAdapter

from roster.outcome import Outcome, Progress
from roster.problem import Problem
from solver.limits import Limits

CANCEL = "cancel"

_LIMITS = TypeAdapter(Limits)
_PROGRESS = TypeAdapter(Progress)
_OUTCOME = TypeAdapter(Outcome)


@dataclass(frozen=True, slots=True)
class Order:
    """What a search process shall do: a problem, its limits, and how much memory and priority it gets."""

    problem: Problem
    limits: Limits
    memory_bytes: int
    nice: int

    def to_line(self) -> str:
        """One line of JSON."""
        return json.dumps(
            {
                "problem": self.problem.to_json(),
                "limits": _LIMITS.dump_json(self.limits).decode(),
                "memory_bytes": self.memory_bytes,
                "nice": self.nice,
            }
        )

    @classmethod
    def from_line(cls, line: str) -> Order:
        """Read what ``to_line`` wrote."""
        said = json.loads(line)
        limits = _LIMITS.validate_json(said["limits"])
        return cls(Problem.from_json(said["problem"]), limits, said["memory_bytes"], said["nice"])


@dataclass(frozen=True, slots=True)
class NoMemory:
    """The search needed more memory than it gets."""


@dataclass(frozen=True, slots=True)
class TooLarge:
    """The problem lies beyond what the search takes on."""


Message = Progress | Outcome | NoMemory | TooLarge


def message_line(message: Message) -> str:
    """One line of JSON for what a search process says."""
    if isinstance(message, Progress):
        return json.dumps({"progress": _PROGRESS.dump_json(message).decode()})
    if isinstance(message, Outcome):
        return json.dumps({"outcome": _OUTCOME.dump_json(message).decode()})
    return json.dumps({"no_memory": True} if isinstance(message, NoMemory) else {"too_large": True})


def message_of(line: str) -> Message:
    """Read what ``message_line`` wrote. Raises ValueError for anything else, such as a line that was cut off."""
    said = json.loads(line)
    if not isinstance(said, dict):
        raise ValueError("not a message of a search process")
    if "progress" in said:
        return _PROGRESS.validate_json(said["progress"])
    if "outcome" in said:
        return _OUTCOME.validate_json(said["outcome"])
    return NoMemory() if "no_memory" in said else TooLarge()
