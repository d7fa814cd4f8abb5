"""Each hard rule as the search tells it, against the checker: on weeks in which it bites, every plan is tried."""

import pytest

from roster import rules as checked
from roster.problem import Problem
from solver.model import Form
from solver.rules import RULES
from tests.solver.biting_weeks import PAST_WEEKS, WEEKS
from tests.solver.tried import FORMS, accepted_by_checker, accepted_by_search

EACH_WEEK = [pytest.param(key, week, id=f"{key}: {name}") for key in WEEKS for name, week in WEEKS[key].items()]
EACH_FORM = pytest.mark.parametrize("form", FORMS, ids=("pairs", "patterns"))


def test_every_rule_is_told_twice_in_the_same_order() -> None:
    assert [rule.KEY for rule in RULES] == [rule.KEY for rule in checked.RULES]


def test_every_rule_has_a_week_in_which_it_bites() -> None:
    assert list(WEEKS) == [rule.KEY for rule in RULES]


def test_every_module_is_named_as_its_rule() -> None:
    assert [rule.__name__ for rule in RULES] == [f"solver.rules.{rule.KEY}" for rule in RULES]


def test_every_module_says_something() -> None:
    ways = ("allows", "clashes", "most_on_day", "encode")
    assert [rule.KEY for rule in RULES if not any(hasattr(rule, way) for way in ways)] == []


@EACH_FORM
@pytest.mark.parametrize(("key", "week"), EACH_WEEK)
def test_the_search_accepts_exactly_what_the_checker_accepts(form: Form, key: str, week: Problem) -> None:
    assert accepted_by_search(week, form) == accepted_by_checker(week)


@EACH_FORM
@pytest.mark.parametrize("week", PAST_WEEKS.values(), ids=PAST_WEEKS.keys())
def test_the_past_binds_the_search_as_it_binds_the_checker(form: Form, week: Problem) -> None:
    assert accepted_by_search(week, form) == accepted_by_checker(week)


@pytest.mark.parametrize(("key", "week"), EACH_WEEK)
def test_without_its_rule_the_search_would_accept_more(key: str, week: Problem) -> None:
    others = [rule for rule in RULES if key != rule.KEY]
    assert accepted_by_search(week, rules=others) > accepted_by_checker(week)
