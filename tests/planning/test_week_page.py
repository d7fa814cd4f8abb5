"""What the pages of planning are told: the week, its seats and reasons, versions, one's own week."""

import datetime as dt

import pytest

from roster.actions.publishing import publish
from roster.actions.seat_edits import empty_seat, fill_seat, pin_person
from roster.actions.solve_claims import claim, renew
from roster.actions.solves import request_solve
from roster.actor import AccountRole
from roster.errors import Forbidden, NotFound
from roster.outcome import Progress
from roster.plan import Plan
from roster.problem import Assignment
from roster.reports.my_week import my_week
from roster.reports.seat_panel import seat_choices
from roster.reports.seats import Seat
from roster.reports.solves import solve_status
from roster.reports.versions import publish_preview, version_difference, version_seats, versions_page
from roster.reports.week import Showing, WeekPage, week_page
from tests.planning.desk import A2_THU, A2_TUE, GOOD_PLAN, KIDS, NOW, SEATS, WEEK, Desk
from tests.tiny_store import add_organisation, an_actor

OTHER_PLAN = GOOD_PLAN.with_changes(remove=[SEATS[1]], add=[Assignment(A2_TUE, "lead", "dora")])


def page_of(desk: Desk, *, published: bool = False) -> WeekPage:
    return week_page(desk.store, desk.lead, WEEK, published=published, now=NOW)


def seats_of(page: WeekPage, session: str) -> tuple[Seat, ...]:
    (card,) = [card for site in page.sites for day in site.days for card in day.sessions if card.key == session]
    return card.seats


def test_a_week_without_any_plan_shows_its_sessions_with_empty_seats(sqlite_desk: Desk) -> None:
    page = page_of(sqlite_desk)
    assert (page.showing, page.required, page.filled_required) == (Showing.NOTHING, 4, 0)
    assert [(site.name, [day.on_day.day for day in site.days]) for site in page.sites] == [
        ("House of the ship", [23, 26]),
        ("Old mill", [24, 26]),
    ]


def test_a_draft_is_shown_before_what_is_published(desk: Desk) -> None:
    desk.publish_plan()
    desk.solved(OTHER_PLAN)
    page = page_of(desk)
    assert page.showing is Showing.DRAFT
    assert seats_of(page, A2_TUE)[0].person == "dora"
    assert [(line.person, len(line.gained), len(line.lost)) for line in page.changes] == [("ben", 0, 1), ("dora", 1, 0)]
    assert page_of(desk, published=True).showing is Showing.PUBLISHED


def test_a_session_says_when_where_and_who(sqlite_desk: Desk) -> None:
    sqlite_desk.solved()
    page = page_of(sqlite_desk)
    (card,) = [card for site in page.sites for day in site.days for card in day.sessions if card.key == A2_TUE]
    assert (card.course_name, card.branch_name, card.room, card.starts, card.ends) == (
        "A2 evening",
        "Adults",
        "Wheel room",
        "18:30",
        "20:00",
    )
    assert [(seat.role_name, seat.required, seat.person_name) for seat in card.seats] == [
        ("Lead", True, "Ben Canarysurname"),
        ("Helper", False, ""),
    ]


def test_an_empty_seat_says_how_many_are_qualified_and_what_stops_them(sqlite_desk: Desk) -> None:
    sqlite_desk.change(certificates=())
    (seat,) = seats_of(page_of(sqlite_desk), KIDS)
    assert (seat.free, [(line.rule, line.people) for line in seat.obstacles]) == (0, [("certificate", 3)])
    assert seat.explanation == "3 are qualified, but nobody can just now: Certificates (3)."


def test_an_empty_seat_that_somebody_could_take_says_so(sqlite_desk: Desk) -> None:
    seat = seats_of(page_of(sqlite_desk), A2_TUE)[0]
    assert (seat.free, seat.explanation) == (3, "3 of 3 qualified people could take this seat now.")


@pytest.mark.parametrize(
    ("busy", "told"),
    [
        (("anna",), "2 of 3 qualified people could take this seat now."),
        (("anna", "ben"), "One of 3 qualified people could take this seat now."),
    ],
)
def test_the_one_who_could_take_an_empty_seat_is_told_as_one(
    sqlite_desk: Desk, busy: tuple[str, ...], told: str
) -> None:
    for person in busy:
        sqlite_desk.volunteer(person, max_days_week=0)
    assert seats_of(page_of(sqlite_desk), A2_TUE)[0].explanation == told


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (5, "The only qualified person could take this seat now."),
        (0, "One person is qualified, but cannot just now: Workload (1)."),
    ],
)
def test_the_only_one_who_is_qualified_is_told_as_one(sqlite_desk: Desk, days: int, told: str) -> None:
    school = sqlite_desk.school()
    sqlite_desk.change(qualifications=tuple(one for one in school.qualifications if one.volunteer == "ben"))
    sqlite_desk.volunteer("ben", max_days_week=days)
    assert told in {seat.explanation for seat in seats_of(page_of(sqlite_desk), A2_TUE)}


def test_pins_and_newcomers_are_marked(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    edition = desk.solved()
    pinned = pin_person(desk.store, desk.lead, WEEK, A2_TUE, "lead", "ben", edition=edition, now=NOW)
    fill_seat(desk.store, desk.lead, WEEK, A2_TUE, "helper", "carl", edition=pinned.edition, now=NOW)
    lead, helper = seats_of(page_of(desk), A2_TUE)
    assert (lead.pinned, lead.newcomer) == (True, False)
    assert (helper.pinned, helper.newcomer) == (False, True)


def test_a_broken_rule_is_shown_with_the_seat_and_on_the_page(sqlite_desk: Desk) -> None:
    sqlite_desk.solved()
    sqlite_desk.change(certificates=())
    page = page_of(sqlite_desk)
    assert len(page.warnings) == 1
    assert seats_of(page, KIDS)[0].warnings == page.warnings


def test_the_page_tells_each_goal_with_what_is_proven(sqlite_desk: Desk) -> None:
    sqlite_desk.solved()
    goals = {goal.key: goal for goal in page_of(sqlite_desk).goals}
    assert (goals["cover"].value, goals["cover"].bound, goals["cover"].optimal) == (0, 0, True)
    assert list(goals)[-1] == "balance"


def test_a_goal_that_an_edit_changed_is_not_called_proven(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    edition = desk.solved()
    empty_seat(desk.store, desk.lead, WEEK, A2_TUE, "lead", "ben", edition=edition, now=NOW)
    goals = {goal.key: goal for goal in page_of(desk).goals}
    assert (goals["cover"].bound, goals["cover"].optimal) == (None, False)


def test_a_published_version_keeps_its_proofs_until_the_inputs_change(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    edition = desk.solved()
    publish(desk.store, desk.lead, WEEK, edition=edition, now=NOW)
    goals = {goal.key: goal for goal in page_of(desk).goals}
    assert (goals["cover"].bound, goals["cover"].optimal) == (0, True)
    desk.volunteer("carl", wished_minutes_week=60)
    assert not any(goal.optimal for goal in page_of(desk).goals)


def test_a_draft_loses_its_proofs_where_the_inputs_change(sqlite_desk: Desk) -> None:
    sqlite_desk.solved()
    assert any(goal.optimal for goal in page_of(sqlite_desk).goals)
    sqlite_desk.volunteer("carl", wished_minutes_week=60)
    assert not any(goal.optimal for goal in page_of(sqlite_desk).goals)


def test_the_load_of_each_person_stands_beside_their_wish(sqlite_desk: Desk) -> None:
    sqlite_desk.solved()
    loads = {load.person: (load.minutes, load.sessions, load.share) for load in page_of(sqlite_desk).loads}
    assert loads["anna"] == (180, 2, 100)
    assert loads["carl"] == (0, 0, 0)


def test_the_draft_says_who_made_it_and_what_changed_since(sqlite_desk: Desk) -> None:
    sqlite_desk.solved()
    sqlite_desk.volunteer("carl", wished_minutes_week=60)
    draft = page_of(sqlite_desk).draft
    assert draft is not None
    assert (draft.changed_by, draft.can_undo) == ("command line", False)
    assert draft.inputs_changed == ("Availability or details changed: Carl Canarysurname.",)


def test_who_could_take_a_seat_comes_first(sqlite_desk: Desk) -> None:
    sqlite_desk.solved(GOOD_PLAN.with_changes(remove=[SEATS[2]]))
    choices = seat_choices(sqlite_desk.store, sqlite_desk.lead, WEEK, A2_THU, "lead", now=NOW)
    assert [choice.person for choice in choices if not choice.obstacles] == ["ben", "anna"]
    assert choices[-1].obstacles


def test_a_seat_that_does_not_exist_has_no_choices(sqlite_desk: Desk) -> None:
    with pytest.raises(NotFound):
        seat_choices(sqlite_desk.store, sqlite_desk.lead, WEEK, A2_THU, "host", now=NOW)


def test_a_running_solve_tells_how_far_it_is(desk: Desk) -> None:
    ticket = desk.request()
    claimed = claim(desk.store, ticket.solve_id, now=NOW)
    assert claimed is not None
    renew(desk.store, claimed, Progress(2.0, "cover", (), 3, 4, Plan()), now=NOW)
    line = solve_status(desk.store, desk.lead, ticket.solve_id, now=NOW + dt.timedelta(seconds=2))
    assert line.sentence == "Planning for 2 seconds: 3 of 4 required seats filled."
    assert not line.ended
    line = solve_status(desk.store, desk.lead, ticket.solve_id, now=NOW + dt.timedelta(seconds=1))
    assert line.sentence == "Planning for one second: 3 of 4 required seats filled."


def test_a_waiting_solve_tells_how_many_come_first_and_not_whose(desk: Desk) -> None:
    desk.request()
    south = add_organisation(desk.store, "south")
    lead = an_actor(south, AccountRole.LEAD, organisation="south")
    ticket = request_solve(desk.store, lead, WEEK, now=NOW)
    line = solve_status(desk.store, lead, ticket.solve_id, now=NOW)
    assert (line.ahead, line.sentence) == (1, "Waiting behind one other planning run.")


def test_another_organisations_solve_is_not_shown(desk: Desk) -> None:
    ticket = desk.request()
    stranger = an_actor(add_organisation(desk.store, "south"), AccountRole.LEAD, organisation="south")
    with pytest.raises(NotFound):
        solve_status(desk.store, stranger, ticket.solve_id, now=NOW)


def test_the_preview_says_what_publishing_means(sqlite_desk: Desk) -> None:
    sqlite_desk.publish_plan()
    edition = sqlite_desk.solved(OTHER_PLAN.with_changes(remove=[SEATS[3]]))
    preview = publish_preview(sqlite_desk.store, sqlite_desk.lead, WEEK, now=NOW)
    assert (preview.edition, preview.next_number, preview.empty_required, preview.told) == (edition, 2, 1, 2)
    assert preview.violations == preview.inputs_changed == ()


def test_versions_are_listed_newest_first_and_can_be_compared(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    desk.publish_plan()
    desk.publish_plan(OTHER_PLAN)
    versions = versions_page(desk.store, desk.lead, WEEK).versions
    assert [(version.number, version.current, version.assignments) for version in versions] == [
        (2, True, 4),
        (1, False, 4),
    ]
    (ben, dora) = version_difference(desk.store, desk.lead, WEEK, 1, 2)
    assert (ben.person_name, ben.lost) == ("Ben Canarysurname", ("A2 evening, Tue 24 Nov 18:30 (Lead)",))
    assert (dora.gained, dora.lost) == (ben.lost, ())
    assert len(version_seats(desk.store, desk.lead, WEEK, 1)) == 3


def test_a_volunteer_sees_their_own_published_week(desk: Desk) -> None:
    desk.publish_plan()
    anna = an_actor(desk.id, AccountRole.VOLUNTEER, volunteer="anna")
    own = my_week(desk.store, anna, first_week=WEEK, now=NOW)
    assert (own.minutes, own.sessions, [day.on_day.day for day in own.days]) == (180, 2, [23, 26])
    (duty,) = own.days[1].duties
    assert (duty.course_name, duty.site_name, duty.address, duty.room, duty.starts, duty.ends) == (
        "A2 evening",
        "Old mill",
        "Canary Lane 1",
        "Wheel room",
        "18:30",
        "20:00",
    )


def test_nothing_of_a_draft_is_in_ones_own_week(sqlite_desk: Desk) -> None:
    sqlite_desk.solved()
    anna = an_actor(sqlite_desk.id, AccountRole.VOLUNTEER, volunteer="anna")
    assert my_week(sqlite_desk.store, anna, first_week=WEEK, now=NOW).days == ()


def test_somebody_elses_week_is_not_shown(sqlite_desk: Desk) -> None:
    anna = an_actor(sqlite_desk.id, AccountRole.VOLUNTEER, volunteer="anna")
    with pytest.raises(Forbidden):
        my_week(sqlite_desk.store, anna, volunteer="ben", now=NOW)


def test_volunteers_do_not_see_the_planning_page(sqlite_desk: Desk) -> None:
    anna = an_actor(sqlite_desk.id, AccountRole.VOLUNTEER, volunteer="anna")
    with pytest.raises(Forbidden):
        week_page(sqlite_desk.store, anna, WEEK, now=NOW)
