"""What a worker and the process that answers its questions say to each other: one JSON object a line.

In go the terms, once, and then one question after another; out come ``ready`` and one reply to each question.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

# Why there is no answer, as in roster.models.questions.QuestionReason; the answering process need not know any tables.
MEMORY, TOO_LARGE, CRASHED, UNKNOWN_KIND = "memory", "too_large", "crashed", "unknown_kind"


@dataclass(frozen=True, slots=True)
class Terms:
    """How much memory and priority the process gets."""

    memory_bytes: int
    nice: int


@dataclass(frozen=True, slots=True)
class Put:
    """A question put to the process: the kind and its JSON text."""

    kind: str
    asked: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The process has loaded what it needs; from here on time counts."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a question, and how much memory the process takes by now."""

    answer: str
    resident_bytes: int


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """There is none, and why."""

    why: str


Heard = Ready | Reply | NoAnswer


def line_of(message: Terms | Put | Heard) -> str:
    """One line of JSON."""
    return json.dumps({type(message).__name__: asdict(message)})


def terms_of(line: str) -> Terms:
    """Read terms."""
    return Terms(**json.loads(line)[Terms.__name__])


def put_of(line: str) -> Put:
    """Read a question."""
    return Put(**json.loads(line)[Put.__name__])


def heard_of(line: str) -> Heard:
    """Read what the process said. Raises ValueError for anything else, such as a line that was cut off."""
    said = json.loads(line)
    kinds: dict[str, Any] = {kind.__name__: kind for kind in (Ready, Reply, NoAnswer)}
    if not isinstance(said, dict) or len(said) != 1 or (name := next(iter(said))) not in kinds:
        raise ValueError("not a message of an answering process")
    heard: Heard = kinds[name](**said[name])
    return heard
