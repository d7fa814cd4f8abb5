"""The contenders of the benchmark work on the same problem: on a tiny school they find the same values."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from roster.plan import Plan
from roster.problem import Need, Problem
from roster.records import GoalOrder, Willingness
from roster.rules import BALANCE, check, measure
from tests.benchmarks import pairwise
from tests.benchmarks.account import Account, read
from tests.benchmarks.aims import Standing, cover_never_as_good, no_faster, proof_of_cover, standings
from tests.benchmarks.all_strict import KEYS
from tests.benchmarks.compare import refuted
from tests.benchmarks.contenders import CONTENDERS, EIGHT_WORKERS, HIGHS, OURS, TIMEFOLD, TWO_WORKERS
from tests.solver.tried import accepted_by_checker, accepted_by_search, least_values
from tests.tiny_problems import tiny_problems
from tests.tiny_school import MON, TUE, person, plan, problem, seat, session, window

PROVERS = [contender for contender in CONTENDERS if contender != TIMEFOLD]  # see test_timefold_contender.py


class Notes:
    """The last plan and the last bounds that a contender told."""

    def __init__(self) -> None:
        self.last = Plan()
        self.proven: dict[str, int] = {}

    def begin(self) -> None:
        raise AssertionError("these contenders have nothing to load")

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


EMPTY = Plan()
FILLED = plan(seat(scarce_week().sessions[-1], "anna"))


@pytest.mark.parametrize("contender", PROVERS)
def test_every_contender_proves_the_same_values_on_a_tiny_school(contender: str) -> None:
    tiny, notes = scarce_week(), Notes()
    expected = Notes()
    CONTENDERS[OURS](tiny, 10.0, expected)

    CONTENDERS[contender](tiny, 10.0, notes)

    values = measure(tiny, notes.last)
    assert check(tiny, notes.last) == []
    assert {goal: notes.proven[goal] for goal in ("cover", "promises", BALANCE)} == {
        goal: values[goal] for goal in ("cover", "promises", BALANCE)
    }
    assert values["cover"] > 0
    assert values[BALANCE] == measure(tiny, expected.last)[BALANCE]


@pytest.mark.parametrize("contender", [OURS, HIGHS])
def test_all_goals_strictly_are_proven_at_what_the_checker_measures(contender: str) -> None:
    tiny, notes = scarce_week(), Notes()
    tiny = replace(tiny, settings=replace(tiny.settings, goal_order=GoalOrder.STRICT))

    CONTENDERS[contender](tiny, 10.0, notes)

    values = measure(tiny, notes.last)
    assert {key: values[key] for key in KEYS} == {key: notes.proven[key] for key in KEYS}
    assert {key: values[key] for key in KEYS} == {key: least_values(tiny)[key] for key in KEYS}


@settings(max_examples=25)
@given(tiny=tiny_problems(most_plans=60))
def test_pairwise_days_allow_exactly_the_plans_that_keep_the_rules(tiny: Problem) -> None:
    assert accepted_by_search(tiny, pairwise.write, pairwise.RULES) == accepted_by_checker(tiny)


def test_a_claim_that_a_plan_refutes_is_named() -> None:
    tiny = scarce_week()
    honest = read(Account("honest", "tiny", tiny), '{"seconds": 1.0, "plan": []}\n')
    boasting = read(
        Account("boasting", "tiny", tiny),
        '{"seconds": 1.0, "plan": []}\n{"seconds": 2.0, "goal": "cover", "bound": 1000, "proven": true}\n{"seconds": 3',
    )

    assert refuted([honest]) == []
    assert len(refuted([honest, boasting])) == 2


# ---- the aims --------------------------------------------------------------------------------------------------------


def account(contender: str, *, plan_at: float | None = None, plan: Plan = EMPTY, **proven: float) -> Account:
    """What a contender said on the scarce week: one plan at a time, and when it proved which goal."""
    plans = [] if plan_at is None else [(plan_at, plan)]
    return Account(contender, "tiny", scarce_week(), plans, {}, proven, [])


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        (account(TWO_WORKERS, cover=50.0), (Standing.HELD, "50.00 / 0.50 s = 100.0")),
        (account(TWO_WORKERS, cover=49.0), (Standing.NOT_HELD, "49.00 / 0.50 s = 98.0")),
        (account(TWO_WORKERS), (Standing.HELD, "> 60 / 0.50 s = 120")),
    ],
    ids=["late", "too soon", "never"],
)
def test_a_proof_that_never_came_took_at_least_the_whole_time(theirs: Account, expected: tuple[str, str]) -> None:
    accounts = {OURS: account(OURS, cover=0.5), TWO_WORKERS: theirs}
    finding = proof_of_cover(TWO_WORKERS, 100)(accounts, 60)
    assert (finding.standing, finding.figures) == expected


def test_a_run_that_is_too_short_leaves_a_ratio_open() -> None:
    accounts = {OURS: account(OURS, cover=0.5), TWO_WORKERS: account(TWO_WORKERS)}
    assert proof_of_cover(TWO_WORKERS, 100)(accounts, 20).standing is Standing.OPEN


def test_without_a_proof_of_ours_no_ratio_is_held() -> None:
    accounts = {OURS: account(OURS), TWO_WORKERS: account(TWO_WORKERS)}
    assert proof_of_cover(TWO_WORKERS, 100)(accounts, 60).standing is Standing.NOT_HELD


@pytest.mark.parametrize(
    ("ours", "theirs", "standing"),
    [
        (account(OURS, plan_at=0.9, plan=FILLED), account(TIMEFOLD, plan_at=59.0), Standing.HELD),
        (account(OURS, plan_at=1.1, plan=FILLED), account(TIMEFOLD, plan_at=59.0), Standing.NOT_HELD),
        (account(OURS, plan_at=0.9, plan=FILLED), account(TIMEFOLD, plan_at=59.0, plan=FILLED), Standing.NOT_HELD),
        (account(OURS, plan_at=0.9, plan=FILLED), account(TIMEFOLD), Standing.HELD),
    ],
    ids=["worse", "ours too late", "as good", "none"],
)
def test_their_last_cover_stands_beside_ours_after_a_second(ours: Account, theirs: Account, standing: str) -> None:
    assert cover_never_as_good({OURS: ours, TIMEFOLD: theirs}, 60).standing == standing


@pytest.mark.parametrize(
    ("theirs", "standing"),
    [
        (account(HIGHS, cover=0.6, promises=1.1), Standing.HELD),
        (account(HIGHS, cover=0.4, promises=1.1), Standing.NOT_HELD),
        (account(HIGHS, cover=0.6, promises=1.1, balance=50.0), Standing.NOT_HELD),
    ],
    ids=["later", "sooner", "only theirs"],
)
def test_being_no_faster_is_about_every_goal(theirs: Account, standing: str) -> None:
    accounts = {OURS: account(OURS, cover=0.5, promises=1.0), HIGHS: theirs}
    assert no_faster(HIGHS)(accounts, 60).standing == standing


def test_an_aim_is_held_only_where_it_is_held_on_every_instance() -> None:
    ours = [account(OURS, cover=0.5), replace(account(OURS, cover=0.5), name="other")]
    theirs = [account(EIGHT_WORKERS, cover=2.0), replace(account(EIGHT_WORKERS, cover=1.0), name="other")]
    assert standings([*ours, *theirs], 60) == [
        "CP-SAT as first written with 8 workers takes at least 3 times as long to prove cover: NOT HELD (on 1 of 2)",
        "  tiny: held; 2.00 / 0.50 s = 4.0",
        "  other: not held; 1.00 / 0.50 s = 2.0",
    ]
