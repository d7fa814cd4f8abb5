"""How a process answers questions, one after another, from standard input to standard output.

Which kinds it answers is said by whoever calls ``serve``, so that this module loads quickly.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Callable, Mapping
from typing import TextIO

from roster.errors import WeekTooLarge
from solver.confinement import confine, die_with_parent, private_output, resident_bytes
from solver.question_messages import (
    CRASHED,
    MEMORY,
    TOO_LARGE,
    UNKNOWN_KIND,
    Heard,
    NoAnswer,
    Ready,
    Reply,
    line_of,
    put_of,
    terms_of,
)

Answering = Callable[[str], str]  # from a question's JSON text to the answer's

_log = logging.getLogger(__name__)


def serve(answers: Mapping[str, Answering]) -> None:
    """Answer what comes in until nothing more does."""
    die_with_parent()
    out = private_output()
    terms = terms_of(sys.stdin.readline())
    confine(terms.memory_bytes, terms.nice)
    gc.freeze()  # what is loaded stays: looking through it after each answer would take longer than a short answer
    _say(out, Ready())
    for line in sys.stdin:
        put = put_of(line)
        heard = _answered(answers, put.kind, put.asked)
        _say(out, heard)
        if isinstance(heard, NoAnswer) and heard.why == MEMORY:
            break  # after running out of memory nothing in here can be relied on
    out.flush()
    os._exit(0)  # without waiting for threads of a library that may not end


def _answered(answers: Mapping[str, Answering], kind: str, asked: str) -> Heard:
    if kind not in answers:
        return NoAnswer(UNKNOWN_KIND)
    try:
        answer = answers[kind](asked)
    except MemoryError:
        return NoAnswer(MEMORY)
    except WeekTooLarge:
        return NoAnswer(TOO_LARGE)
    except Exception:  # one bad question must not cost the next one its warm process
        _log.exception("answering a question of the kind %s broke down", kind)
        return NoAnswer(CRASHED)
    gc.collect()  # a model's graph of objects would else stay until much later, and count as growth
    return Reply(answer, resident_bytes())


def _say(out: TextIO, message: Heard) -> None:
    out.write(line_of(message) + "\n")
    out.flush()
