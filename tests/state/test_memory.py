"""What is known to be least stays so only as long as nobody's duties elsewhere change."""

from __future__ import annotations

from solver.state.asked import Opened, SchoolPlan, SchoolRef
from solver.state.memory import Memory
from solver.state.sharing import Duty, Record

DUTY = Duty(740000, 540, 630)


def plan(*duties: Duty) -> SchoolPlan:
    return SchoolPlan((), {"cover": 4}, 0, {"anna": duties})


def two_schools() -> Memory:
    memory = Memory({key: SchoolRef(key, identities=("anna",)) for key in ("north", "south")})
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


def test_a_bound_is_rounded_up_to_what_covers_can_be() -> None:
    assert two_schools().whole_bound(["north", "south"], 4.2) == 6
    assert two_schools().whole_bound(["north", "south"], 4.0000001) == 4
