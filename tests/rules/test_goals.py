"""Each goal's value, worked out by hand."""

import datetime as dt

import pytest

from roster.plan import Plan
from roster.problem import Commitment, Familiar, Need, Settings
from roster.records import Willingness
from roster.rules import GOALS, balance, continuity, cover, measure, promises, stability, travel, wished_seats, wishes
from tests.tiny_school import (
    LEAD_AND_HELPER,
    MON,
    TUE,
    WED,
    WEEK,
    person,
    plan,
    problem,
    seat,
    session,
    window,
)

ANNA, BERTA = person("anna"), person("berta")
EVENING = session("a2", TUE, "18:30", needs=LEAD_AND_HELPER)


def test_the_goals_come_in_the_order_of_the_handbook_and_the_balance_last() -> None:
    assert [*measure(problem(), Plan())] == [
        *("cover", "stability", "promises", "continuity", "wishes", "travel", "wished_seats", "balance")
    ]
    assert [goal.KEY for goal in GOALS] == [*measure(problem(), Plan())][:-1]


def test_an_empty_week_costs_nothing() -> None:
    assert set(measure(problem(), Plan()).values()) == {0}


class TestCover:
    def test_an_empty_lead_weighs_four_and_an_empty_helper_two_times_the_priority(self) -> None:
        school = problem([session(needs=LEAD_AND_HELPER, priority=3)], [ANNA])
        (where,) = school.sessions

        assert cover.value(school, Plan()) == 3 * (4 + 2)
        assert cover.value(school, plan(seat(where, ANNA))) == 3 * 2
        assert cover.value(school, plan(seat(where, ANNA, "helper"))) == 3 * 4

    @pytest.mark.parametrize(("helpers", "lead_weight"), [(0, 4), (1, 4), (2, 6), (5, 12)])
    def test_a_lead_outweighs_all_its_helpers(self, helpers: int, lead_weight: int) -> None:
        school = problem([session(needs=[Need("lead", 1), Need("helper", helpers, 1)])])

        assert cover.value(school, Plan()) == lead_weight + 2 * helpers
        assert lead_weight > 2 * helpers

    def test_a_role_nobody_depends_on_weighs_two_unless_it_leads(self) -> None:
        assert cover.value(problem([session(needs=[Need("host", 1)])]), Plan()) == 2
        assert cover.value(problem([session(needs=[Need("lead", 1)])]), Plan()) == 4

    def test_wished_seats_do_not_count_and_too_many_people_save_nothing(self) -> None:
        where = session(needs=[Need("lead", 1, 1)])
        school = problem([where], [ANNA, BERTA])

        assert cover.value(school, plan(seat(where, ANNA))) == 0
        assert cover.value(school, plan(seat(where, ANNA), seat(where, BERTA))) == 0

    def test_empty_seats_of_the_past_count(self) -> None:
        assert cover.value(problem([session(past=True)]), Plan()) == 4


class TestStability:
    def test_nobody_was_told_anything_in_an_unpublished_week(self) -> None:
        school = problem([EVENING], [ANNA], told_anyway=(("anna", 4),))

        assert stability.value(school, plan(seat(EVENING, ANNA))) == 0

    def test_a_person_counts_once_with_the_nearest_change(self) -> None:
        near, far = session("a2", TUE, urgency=4), session("b1", WED, urgency=1)
        school = problem([near, far], [ANNA, BERTA], published=(seat(near, ANNA), seat(far, ANNA)))

        assert stability.value(school, plan(seat(near, ANNA), seat(far, ANNA))) == 0
        assert stability.value(school, plan(seat(near, ANNA))) == 1
        assert stability.value(school, Plan()) == 4
        assert stability.value(school, plan(seat(near, BERTA), seat(far, ANNA))) == 4 + 4

    def test_another_role_in_the_same_session_is_news(self) -> None:
        school = problem([EVENING], [ANNA], published=(seat(EVENING, ANNA),))

        assert stability.value(school, plan(seat(EVENING, ANNA, "helper"))) == 1

    def test_who_must_be_told_anyway_counts_at_least_that(self) -> None:
        near = session(urgency=4)
        school = problem([near], [ANNA, BERTA], published=(seat(near, ANNA),), told_anyway=(("anna", 2), ("zoe", 1)))

        assert stability.value(school, plan(seat(near, ANNA))) == 2 + 1
        assert stability.value(school, Plan()) == 4 + 1

    def test_who_left_must_be_told_whatever_the_plan_is(self) -> None:
        assert stability.value(problem([EVENING], [], published=(seat(EVENING, "gone"),)), Plan()) == 1

    def test_the_past_is_no_news(self) -> None:
        over = session(past=True)

        assert stability.value(problem([over], [ANNA], published=(seat(over, ANNA),)), Plan()) == 0


class TestPromises:
    @pytest.mark.parametrize(
        ("minutes", "cost"),
        [
            (600, 0),
            (599, 1),
            (510, 90),
            (509, 93),
            (330, 90 + 540),
            (329, 90 + 540 + 5),
            (0, 90 + 540 + 5 * 330),
            (601, 2),
            (690, 180),
            (691, 184),
        ],
    )
    def test_the_cost_is_convex_in_the_distance_from_the_wish(self, minutes: int, cost: int) -> None:
        assert promises.cost(person("anna", wished_minutes=600), minutes) == cost

    def test_below_the_promise_each_minute_costs_eight_more(self) -> None:
        anna = person("anna", wished_minutes=90, promised_minutes=60)

        assert promises.cost(anna, 60) == 30
        assert promises.cost(anna, 59) == 31 + 8

    def test_more_than_nothing_costs_even_who_wishes_nothing(self) -> None:
        assert promises.cost(person("anna"), 90) == 180

    def test_duties_elsewhere_and_the_past_count_in(self) -> None:
        over = session("b1", MON, past=True)
        busy = person("anna", wished_minutes=270, commitments=(Commitment(WEEK + dt.timedelta(days=WED), 4000, 4090),))
        school = problem([over, EVENING], [busy, person("berta", wished_minutes=10)], published=(seat(over, busy),))

        assert promises.value(school, plan(seat(over, busy), seat(EVENING, busy))) == 0 + 10


class TestContinuity:
    def test_each_face_of_a_course_costs_three(self) -> None:
        first, second = session("a2", MON), session("a2", WED)
        school = problem([first, second], [ANNA, BERTA])

        assert continuity.value(school, plan(seat(first, ANNA), seat(second, ANNA))) == 3
        assert continuity.value(school, plan(seat(first, ANNA), seat(second, BERTA))) == 6

    def test_a_face_that_the_course_does_not_know_costs_one_more(self) -> None:
        school = problem([EVENING], [ANNA, BERTA], familiar=(Familiar("a2", "anna"), Familiar("b1", "berta")))

        assert continuity.value(school, plan(seat(EVENING, ANNA))) == 3
        assert continuity.value(school, plan(seat(EVENING, BERTA))) == 4

    def test_helpers_are_no_faces_and_the_past_is(self) -> None:
        over = session("a2", MON, past=True, needs=LEAD_AND_HELPER)
        told = (seat(over, ANNA), seat(over, BERTA, "helper"))

        assert continuity.value(problem([over], [ANNA, BERTA], published=told), plan(*told)) == 3


class TestWishes:
    @pytest.mark.parametrize(
        ("willingness", "cost"), [(Willingness.GLADLY, 0), (Willingness.POSSIBLE, 1), (Willingness.IF_NEEDED, 3)]
    )
    def test_a_time_costs_by_its_least_glad_minute(self, willingness: Willingness, cost: int) -> None:
        anna = person("anna", windows=[window(TUE, "18:00", "19:59"), window(TUE, "19:59", "20:00", willingness)])

        assert wishes.value(problem([EVENING], [anna]), plan(seat(EVENING, anna))) == cost

    def test_where_windows_overlap_the_gladder_one_counts(self) -> None:
        anna = person(
            "anna", windows=[window(TUE, "17:00", "21:00", Willingness.IF_NEEDED), window(TUE, "18:00", "20:00")]
        )

        assert wishes.value(problem([EVENING], [anna]), plan(seat(EVENING, anna))) == 0

    @pytest.mark.parametrize(
        ("wish", "cost"),
        [
            ({"preferred_sites": ("north",)}, 0),
            ({"preferred_sites": ("south",)}, 1),
            ({"preferred_courses": ("a2", "b1")}, 0),
            ({"preferred_courses": ("b1",)}, 1),
            ({"partners": ("berta", "zoe")}, 0),
            ({"partners": ("zoe",)}, 1),
            ({"preferred_sites": ("south",), "preferred_courses": ("b1",), "partners": ("zoe",)}, 3),
        ],
    )
    def test_each_wish_not_kept_costs_one(self, wish: dict[str, tuple[str, ...]], cost: int) -> None:
        anna = person("anna", **wish)
        school = problem([EVENING], [anna, BERTA])

        assert wishes.value(school, plan(seat(EVENING, anna), seat(EVENING, BERTA, "helper"))) == cost

    def test_the_past_costs_nothing(self) -> None:
        over = session(past=True)
        anna = person("anna", windows=[], partners=("zoe",))

        assert wishes.value(problem([over], [anna], published=(seat(over, anna),)), plan(seat(over, anna))) == 0


class TestTravel:
    def test_waiting_and_way_between_neighbours_add_up(self) -> None:
        first, second = session("a", TUE, "09:00", 90), session("b", TUE, "11:00", 60, site="south")
        third = session("c", TUE, "18:30", site="south")
        school = problem([first, second, third], [ANNA], ways={("north", "south"): 12})

        assert travel.value(school, plan(*(seat(one, ANNA) for one in (first, second, third)))) == 30 + 12 + 390

    def test_two_days_have_nothing_to_do_with_each_other(self) -> None:
        night, morning = session("a", MON, "23:00", 120), session("b", TUE, "09:00", site="south")

        assert travel.value(problem([night, morning], [ANNA]), plan(seat(night, ANNA), seat(morning, ANNA))) == 0

    def test_the_past_of_the_day_counts_and_the_buffer_does_not(self) -> None:
        over, later = session("a", TUE, "09:00", 90, past=True), session("b", TUE, "11:00", site="south")
        school = problem(
            [over, later], [ANNA], settings=Settings(travel_buffer_minutes=15), published=(seat(over, ANNA),)
        )

        assert travel.value(school, plan(seat(over, ANNA), seat(later, ANNA))) == 30 + 20

    def test_an_overlap_has_no_waiting(self) -> None:
        first, second = session("a", TUE, "09:00", 90), session("b", TUE, "10:00")

        assert travel.value(problem([first, second], [ANNA]), plan(seat(first, ANNA), seat(second, ANNA))) == 0


class TestWishedSeats:
    @pytest.mark.parametrize(("filled", "empty"), [(0, 2), (1, 2), (2, 1), (3, 0), (4, 0)])
    def test_required_seats_are_filled_first(self, filled: int, empty: int) -> None:
        where = session(needs=[Need("host", 1, 2)])
        people = [person(f"p{number}") for number in range(4)]
        school = problem([where], people)

        assert wished_seats.value(school, plan(*(seat(where, one, "host") for one in people[:filled]))) == empty


def test_the_balance_is_the_balanced_goals_at_their_rates() -> None:
    rates = Settings(rate_continuity=1000, rate_wishes=100, rate_travel=10, rate_wished_seats=1)
    values = {"continuity": 2, "wishes": 3, "travel": 4, "wished_seats": 5, "cover": 9, "promises": 9}

    assert balance(problem(settings=rates), values) == 2345
