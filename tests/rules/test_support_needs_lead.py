"""support_needs_lead: no helper without a lead."""

from roster.problem import Need, Role, Settings
from tests.tiny_school import LEAD_AND_HELPER, broken, person, problem, seat, session

ANNA, BERTA = person("anna"), person("berta")
EVENING = session(needs=LEAD_AND_HELPER)


def test_a_helper_needs_a_lead() -> None:
    school = problem([EVENING], [ANNA, BERTA])

    assert broken(school, seat(EVENING, ANNA, "helper")) == ["support_needs_lead"]
    assert broken(school, seat(EVENING, ANNA, "helper"), seat(EVENING, BERTA)) == []


def test_a_lead_in_another_session_is_none_here() -> None:
    other = session("b1", 3, needs=LEAD_AND_HELPER)
    school = problem([EVENING, other], [ANNA, BERTA])

    assert broken(school, seat(EVENING, ANNA, "helper"), seat(other, BERTA)) == ["support_needs_lead"]


def test_where_the_session_needs_no_lead_a_helper_is_free() -> None:
    play_time = session(needs=[Need("helper", 1)])

    assert broken(problem([play_time], [ANNA]), seat(play_time, ANNA, "helper")) == []


def test_a_lead_that_is_merely_wished_is_needed_too() -> None:
    wished = session(needs=[Need("helper", 1), Need("lead", 0, 1)])

    assert broken(problem([wished], [ANNA]), seat(wished, ANNA, "helper")) == ["support_needs_lead"]


def test_a_chain_of_roles_is_followed_step_by_step() -> None:
    chain = (Role("lead", leads=True), Role("helper", depends_on="lead"), Role("host", depends_on="helper"))
    where = session(needs=[Need("lead", 1), Need("helper", 1), Need("host", 1)])
    school = problem([where], [ANNA, BERTA], roles=chain)

    assert broken(school, seat(where, ANNA), seat(where, BERTA, "host")) == ["support_needs_lead"]


def test_a_pinned_helper_may_come_alone_but_another_may_not() -> None:
    two = session(needs=[Need("helper", 2), Need("lead", 1)])
    pin = seat(two, ANNA, "helper")
    school = problem([two], [ANNA, BERTA], pins=(pin,))

    assert broken(school, pin) == []
    assert broken(school, pin, seat(two, BERTA, "helper")) == ["support_needs_lead"]


def test_the_past_is_not_judged() -> None:
    over = session(needs=LEAD_AND_HELPER, past=True)
    told = seat(over, ANNA, "helper")

    assert broken(problem([over], [ANNA], published=(told,)), told) == []


def test_an_organisation_can_switch_it_off() -> None:
    school = problem([EVENING], [ANNA], settings=Settings(support_needs_lead=False))

    assert broken(school, seat(EVENING, ANNA, "helper")) == []
