"""Changed weeks as plain data: repairs after something happened, and two weeks side by side."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from roster.outcome import Outcome
from roster.rules import BALANCE, BALANCE_NAME, GOALS
from roster.words import LANGUAGES
from solver.answers.speech import Data, Speech, changes_data, plan_data
from solver.repair import Option, Repair
from solver.whatif import NAMES_OF_LINES, Comparison, Line, seat_change_text


def repair_data(repaired: Repair, speech: Speech) -> Data:
    """The ways out, fewest told people first; the last one is the least disruption.

    ::

        {"kind": "repair", "required": 177, "anyway": ["anna"], "seconds": 0.12, "text",
         "options": [{"told": 0, "urgency": 0, "filled": 165, "cover": 120, "proven": true,
                      "plan": plan, "changes": [change], "text"}]}

    ``anyway`` must hear something whatever is decided; ``told`` more people hear something in this option, and
    ``urgency`` adds up how urgent that is for each of them (4 within two days, 2 within a week, else 1). ``filled`` of
    the ``required`` seats are filled, ``cover`` weighs the others. ``proven``: with no more told people nothing is
    better.
    """
    return {
        "kind": "repair",
        "required": repaired.required,
        "anyway": list(repaired.anyway),
        "seconds": round(repaired.seconds, 3),
        "text": speech.tell(repaired.text),
        "options": [_option_data(option, repaired.required, speech) for option in repaired.options],
    }


def comparison_data(compared: Comparison, before: Outcome, after: Outcome, speech: Speech) -> Data:
    """A week and a changed copy of it side by side.

    ::

        {"kind": "whatif", "text",
         "lines": [{"key": "filled", "title": {"de", "en"}, "before": 165, "after": 160, "goal": false}],
         "seats": [{"session", "role", "before_empty", "after_empty", "text"}],
         "loads": [{"person", "before_minutes", "after_minutes"}], "changes": [change],
         "before": solved, "after": solved}

    Of a line with ``goal`` less is better. ``solved`` is ``{"status", "seconds", "goals": [{"key", "value", "bound",
    "optimal"}], "plan"}``. Duties in sessions that only one side has are changes too. ``seats`` are the roles of
    sessions of which more or fewer required seats are empty than before.
    """
    return {
        "kind": "whatif",
        "text": speech.tell(compared.text),
        "lines": [_line_data(line) for line in compared.lines],
        "seats": [{**asdict(seat), "text": speech.tell(partial(seat_change_text, seat))} for seat in compared.seats],
        "loads": [asdict(load) for load in compared.loads],
        "changes": changes_data(compared.changes, speech),
        "before": _outcome_data(before),
        "after": _outcome_data(after),
    }


def _option_data(option: Option, required: int, speech: Speech) -> Data:
    return {
        "told": option.told,
        "urgency": option.urgency,
        "filled": option.filled,
        "cover": option.cover,
        "proven": option.proven,
        "plan": plan_data(option.plan),
        "changes": changes_data(option.changes, speech),
        "text": speech.tell(lambda language, names: option.text(language, names, required)),
    }


def _line_data(line: Line) -> Data:
    goals = {goal.KEY: goal.NAME for goal in GOALS} | {BALANCE: BALANCE_NAME}
    title = (NAMES_OF_LINES | goals)[line.key]
    return {
        "key": line.key,
        "title": {language: title.text(language) for language in LANGUAGES},
        "before": line.before,
        "after": line.after,
        "goal": line.key in goals,
    }


def _outcome_data(outcome: Outcome) -> Data:
    return {
        "status": outcome.status.value,
        "seconds": round(outcome.seconds, 3),
        "goals": [asdict(goal) for goal in outcome.goals],
        "plan": plan_data(outcome.plan),
    }
