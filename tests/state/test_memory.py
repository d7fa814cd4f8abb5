"""What is known to be least stays so only as long as nobody's duties elsewhere change; what a bound is noted for."""

from __future__ import annotations

import pytest

from solver.model import MISSING_PINS
from solver.state.asked import Opened, Planned, SchoolPlan, SchoolRef
from solver.state.cover import CoverWork
from solver.state.memory import Memory
from solver.state.promising import PromiseWork
from solver.state.sharing import Duty, Record

DUTY = Duty(740000, 540, 630)


def plan(*duties: Duty, cover: int = 4) -> SchoolPlan:
    return SchoolPlan((), {"cover": cover, "promises": 0}, 0, {"anna": duties})


def two_schools() -> Memory:
    return memory_of("north", "south")


def memory_of(*schools: str) -> Memory:
    memory = Memory({key: SchoolRef(key, identities=("anna",)) for key in schools})
    for key in memory.schools:
        memory.take_in(key, Opened(plan(), {"anna": Record(key, "anna", 600, 3, 5)}, (), (), 2, False))
    return memory


def test_another_duty_of_a_shared_person_ends_the_proof_of_the_other_school() -> None:
    memory = two_schools()
    memory.note_least(["north"])
    memory.note_least(["south"])
    memory.replace_plans({"north": plan(DUTY)})
    assert memory.proven == {"north"}


def test_a_plan_with_the_same_duties_leaves_every_proof() -> None:
    memory = two_schools()
    memory.note_least(["south"])
    memory.replace_plans({"north": plan()})
    assert memory.proven == {"south"}


def test_what_is_least_together_stays_so_while_it_changes_within() -> None:
    memory = two_schools()
    memory.note_least(["north", "south"])
    memory.replace_plans({"north": plan(DUTY), "south": plan()})
    assert memory.proven == {"north", "south"}


def test_a_school_that_covers_less_for_the_good_of_another_is_proven_no_more() -> None:
    memory = two_schools()
    memory.note_least(["north"])
    memory.note_least(["south"])
    memory.replace_plans({"north": plan(cover=6), "south": plan(cover=0)})
    assert memory.proven == {"south"}


def cover_work(memory: Memory) -> CoverWork:
    return CoverWork(memory, lambda: 60.0, 0.003, 12)


@pytest.mark.parametrize(("bounds", "bound"), [({"cover": 8}, 8), ({MISSING_PINS: 0, "cover": 8}, 0)])
def test_a_bound_that_rests_on_pins_kept_is_none_for_all_plans(bounds: dict[str, int], bound: int) -> None:
    work = cover_work(two_schools())
    for task in work.whole_plans():
        task.take(Planned({key: plan() for key in ("north", "south")}, bounds))
    assert work.bound == bound


def test_the_best_whole_plan_is_taken_where_it_keeps_more_pins_at_the_price_of_cover() -> None:
    memory = two_schools()
    work = cover_work(memory)
    for task in work.whole_plans():
        task.take(Planned({key: plan(cover=6) for key in ("north", "south")}, {MISSING_PINS: 0, "cover": 12}))
    work.settle()
    assert memory.value("cover") == 12


def test_what_is_proven_with_shared_people_held_still_is_no_bound_for_all_plans() -> None:
    memory = memory_of("north")  # the other school could not be read
    promising = PromiseWork(memory, cover_work(memory), lambda: 60.0)
    for task in promising.mending():
        task.take(Planned({}, {"promises": 90}))
    assert promising.bound("promises") is None


def test_a_bound_is_rounded_up_to_what_covers_can_be() -> None:
    assert two_schools().whole_bound(["north", "south"], 4.2) == 6
    assert two_schools().whole_bound(["north", "south"], 4.0000001) == 4
