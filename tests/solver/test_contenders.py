"""The contenders of the benchmark work on the same problem: on a tiny school they find the same values."""

import pytest
from hypothesis import given, settings

from roster.plan import Plan
from roster.problem import Need, Problem
from roster.records import Willingness
from roster.rules import BALANCE, check, measure
from tests.benchmarks import pairwise
from tests.benchmarks.compare import Account, read, refuted
from tests.benchmarks.contenders import CONTENDERS
from tests.solver.tried import accepted_by_checker, accepted_by_search
from tests.tiny_problems import tiny_problems
from tests.tiny_school import MON, TUE, person, problem, session, window


class Notes:
    """The last plan and the last bounds that a contender told."""

    def __init__(self) -> None:
        self.last = Plan()
        self.proven: dict[str, int] = {}

    def plan(self, plan: Plan) -> None:
        self.last = plan

    def bound(self, goal: str, bound: int, proven: bool) -> None:
        if proven:
            self.proven[goal] = bound


def scarce_week() -> Problem:
    """Four sessions, three people: not every seat can be filled, and the people differ in what they cost."""
    lead_and_helper = (Need("lead", 1), Need("helper", 1))
    return problem(
        [
            session("a1", MON, "09:00", needs=lead_and_helper, priority=2),
            session("a2", MON, "11:00", needs=lead_and_helper, site="south"),
            session("a2", TUE, "18:30", needs=lead_and_helper),
            session("b1", TUE, "18:30", site="south"),
        ],
        [
            person("anna", wished_minutes=180, preferred_sites=("north",)),
            person("berta", wished_minutes=90, windows=(window(MON, "08:00", "13:00", Willingness.POSSIBLE),)),
            person("carl", wished_minutes=270, newcomer=True),
        ],
    )


@pytest.mark.parametrize("contender", CONTENDERS)
def test_every_contender_proves_the_same_values_on_a_tiny_school(contender: str) -> None:
    tiny, notes = scarce_week(), Notes()
    expected = Notes()
    CONTENDERS["this solver"](tiny, 10.0, expected)

    CONTENDERS[contender](tiny, 10.0, notes)

    values = measure(tiny, notes.last)
    assert check(tiny, notes.last) == []
    assert {goal: notes.proven[goal] for goal in ("cover", "promises", BALANCE)} == {
        goal: values[goal] for goal in ("cover", "promises", BALANCE)
    }
    assert values["cover"] > 0
    assert values[BALANCE] == measure(tiny, expected.last)[BALANCE]


@settings(max_examples=25)
@given(tiny=tiny_problems(most_plans=60))
def test_pairwise_days_allow_exactly_the_plans_that_keep_the_rules(tiny: Problem) -> None:
    assert accepted_by_search(tiny, pairwise.write) == accepted_by_checker(tiny)


def test_a_claim_that_a_plan_refutes_is_named() -> None:
    tiny = scarce_week()
    honest = read(Account("honest", "tiny", tiny), '{"seconds": 1.0, "plan": []}\n')
    boasting = read(
        Account("boasting", "tiny", tiny),
        '{"seconds": 1.0, "plan": []}\n{"seconds": 2.0, "goal": "cover", "bound": 1000, "proven": true}\n{"seconds": 3',
    )

    assert refuted([honest]) == []
    assert len(refuted([honest, boasting])) == 2
