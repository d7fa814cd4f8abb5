"""Which function answers which kind of question. It gets the question's JSON text and gives the answer's."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from roster.problem import Problem
from solver import answering
from solver.covering import least_cover
from solver.state import parts

Answering = Callable[[str], str]


def cover_answer(asked: str) -> str:
    """The least cover of a week: ``{"problem": JSON text, "seconds": 5}`` -> ``{"value": 40, "bound": 40}``."""
    question = json.loads(asked)
    cover = least_cover(Problem.from_json(question["problem"]), seconds=question["seconds"])
    return json.dumps({"value": cover.value, "bound": cover.bound})


ANSWERS: Mapping[str, Answering] = {
    "cover": cover_answer,
    **answering.ANSWERS,
    **parts.ANSWERS,  # of a task that spans organisations
}
