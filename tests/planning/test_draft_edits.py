"""Mending a draft by hand: warned by the same rules, never double-booked, never over somebody else's edit."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from roster.actions.draft_edits import EditResult
from roster.actions.rosters import discard_draft, start_draft, undo_edit
from roster.actions.seat_edits import (
    ban_person,
    empty_seat,
    fill_seat,
    lift_ban,
    move_person,
    pin_person,
    swap_people,
    unpin_person,
)
from roster.actor import AccountRole
from roster.errors import Conflict, Forbidden, Invalid, NotFound
from roster.models.rosters import DraftDuty, MadeFrom
from roster.plan import Plan
from roster.problem import Assignment
from roster.records import Decision, DecisionKind, Pair, PairKind
from roster.weeks.stored import draft_of
from tests.planning.desk import A2_THU, A2_TUE, B1_THU, GOOD_PLAN, KIDS, NOW, SEATS, WEEK, Desk
from tests.tiny_store import add_organisation, an_actor

BEN_TUESDAY = Assignment(A2_TUE, "lead", "ben")


def fill(desk: Desk, session: str, role: str, person: str, *, despite_warnings: bool = False) -> EditResult:
    return fill_seat(
        desk.store,
        desk.lead,
        WEEK,
        session,
        role,
        person,
        edition=desk.edition(),
        despite_warnings=despite_warnings,
        now=NOW,
    )


def empty(desk: Desk, session: str, role: str, person: str) -> EditResult:
    return empty_seat(desk.store, desk.lead, WEEK, session, role, person, edition=desk.edition(), now=NOW)


def test_a_draft_begins_with_what_is_published(desk: Desk) -> None:
    desk.publish_plan()
    start_draft(desk.store, desk.lead, WEEK, now=NOW)
    assert desk.draft_plan() == GOOD_PLAN


def test_a_draft_of_a_week_never_published_begins_empty(desk: Desk) -> None:
    start_draft(desk.store, desk.lead, WEEK, now=NOW)
    with desk.store.reading(desk.id) as session:
        draft = draft_of(session, WEEK)
        assert draft is not None
        assert draft.made_from is MadeFrom.EMPTY
    assert desk.draft_plan() == Plan()


def test_a_second_draft_of_a_week_is_refused(desk: Desk) -> None:
    desk.solved()
    with pytest.raises(Conflict):
        start_draft(desk.store, desk.lead, WEEK, now=NOW)


def test_filling_a_seat_says_what_it_does_to_the_goals(desk: Desk) -> None:
    desk.solved(GOOD_PLAN.with_changes(remove=[BEN_TUESDAY]))
    result = fill(desk, A2_TUE, "lead", "ben")
    assert result.saved
    assert result.goals_after["cover"] < result.goals_before["cover"]
    assert desk.draft_plan() == GOOD_PLAN


def test_each_edit_makes_a_new_edition(desk: Desk) -> None:
    before = desk.solved()
    assert empty(desk, A2_TUE, "lead", "ben").edition == desk.edition() == before + 1


def test_an_edit_of_an_old_edition_is_refused_and_says_what_was_done_meanwhile(desk: Desk) -> None:
    old = desk.solved()
    empty(desk, A2_TUE, "lead", "ben")
    with pytest.raises(Conflict) as refused:
        empty_seat(desk.store, desk.lead, WEEK, B1_THU, "lead", "dora", edition=old, now=NOW)
    assert "seat emptied" in refused.value.text("en")
    assert "Platz geleert" in refused.value.text("de")
    assert desk.draft_plan() == GOOD_PLAN.with_changes(remove=[BEN_TUESDAY])


def test_an_edition_never_comes_back_after_a_draft_was_thrown_away(desk: Desk) -> None:
    first = desk.solved()
    discard_draft(desk.store, desk.lead, WEEK, edition=first, now=NOW)
    assert start_draft(desk.store, desk.lead, WEEK, now=NOW) > first


def test_what_breaks_a_rule_is_told_and_not_saved_until_confirmed(desk: Desk) -> None:
    desk.change(absences=(), availability=tuple(w for w in desk.school().availability if w.volunteer != "carl"))
    desk.solved()
    asked = fill(desk, A2_TUE, "helper", "carl")
    assert (asked.saved, len(asked.warnings)) == (False, 1)
    assert desk.draft_plan() == GOOD_PLAN
    assert fill(desk, A2_TUE, "helper", "carl", despite_warnings=True).saved
    assert Assignment(A2_TUE, "helper", "carl") in (desk.draft_plan() or Plan()).assignments


def test_nobody_is_booked_twice_even_when_confirmed(desk: Desk) -> None:
    desk.solved(GOOD_PLAN.with_changes(remove=[SEATS[3]]))
    with pytest.raises(Invalid) as refused:
        fill(desk, B1_THU, "lead", "anna", despite_warnings=True)
    assert len(refused.value.faults) == 1


def test_the_database_itself_refuses_to_book_somebody_twice(desk: Desk) -> None:
    desk.solved()
    with desk.store.writing(desk.id) as session:
        draft = draft_of(session, WEEK)
        assert draft is not None
        there = next(duty for duty in draft.assignments if duty.session == A2_THU)
        with pytest.raises(IntegrityError), session.begin_nested():
            session.add(
                DraftDuty(
                    draft_id=draft.id,
                    session=B1_THU,
                    role="lead",
                    volunteer=there.volunteer,
                    start_minute=there.start_minute,
                )
            )


def test_nobody_without_the_certificate_sits_with_children_even_when_confirmed(desk: Desk) -> None:
    desk.solved(GOOD_PLAN.with_changes(remove=[SEATS[0]]))
    with pytest.raises(Invalid):
        fill(desk, KIDS, "lead", "ben", despite_warnings=True)


def test_people_who_are_kept_apart_are_not_put_together_even_when_confirmed(desk: Desk) -> None:
    desk.change(pairs=(Pair(first="ben", second="dora", kind=PairKind.APART),))
    desk.solved()
    with pytest.raises(Invalid):
        fill(desk, A2_TUE, "helper", "dora", despite_warnings=True)


def test_a_seat_too_many_is_refused(desk: Desk) -> None:
    desk.solved()
    with pytest.raises(Invalid):
        fill(desk, A2_TUE, "lead", "dora", despite_warnings=True)


@pytest.mark.parametrize(
    ("session", "role", "person"),
    [("a2@2026-11-25T18:30", "lead", "ben"), (A2_TUE, "host", "ben"), (A2_TUE, "lead", "nobody")],
)
def test_seats_and_people_that_do_not_exist_are_refused(desk: Desk, session: str, role: str, person: str) -> None:
    desk.solved(Plan())
    with pytest.raises(Invalid):
        fill(desk, session, role, person)


def test_a_session_that_has_begun_stays_as_it_was(desk: Desk) -> None:
    edition = desk.solved()
    on_tuesday = NOW.replace(day=24, hour=18)
    with pytest.raises(Invalid):
        empty_seat(desk.store, desk.lead, WEEK, A2_TUE, "lead", "ben", edition=edition, now=on_tuesday)


def test_a_person_moves_to_a_free_seat(desk: Desk) -> None:
    edition = desk.solved(GOOD_PLAN.with_changes(remove=[SEATS[2]]))
    move_person(desk.store, desk.lead, WEEK, A2_TUE, "lead", "ben", A2_THU, "lead", edition=edition, now=NOW)
    plan = desk.draft_plan()
    assert plan is not None
    assert [seat.session for seat in plan.by_person["ben"]] == [A2_THU]


def test_two_people_change_seats(desk: Desk) -> None:
    edition = desk.solved()
    swap_people(desk.store, desk.lead, WEEK, SEATS[1], SEATS[3], edition=edition, now=NOW)
    plan = desk.draft_plan()
    assert plan is not None
    assert (plan.in_seat(A2_TUE, "lead"), plan.in_seat(B1_THU, "lead")) == (("dora",), ("ben",))


def test_pinning_somebody_puts_them_there_and_binds_the_next_solve(desk: Desk) -> None:
    edition = desk.solved()
    pin_person(desk.store, desk.lead, WEEK, A2_TUE, "helper", "dora", edition=edition, now=NOW)
    pin = Assignment(A2_TUE, "helper", "dora")
    assert desk.problem().pins == (pin,)
    assert pin in (desk.draft_plan() or Plan()).assignments


def test_a_pin_is_lifted_again_and_the_seat_kept(desk: Desk) -> None:
    edition = desk.solved()
    pinned = pin_person(desk.store, desk.lead, WEEK, A2_TUE, "lead", "ben", edition=edition, now=NOW)
    unpin_person(desk.store, desk.lead, WEEK, A2_TUE, "lead", "ben", edition=pinned.edition, now=NOW)
    assert desk.problem().pins == ()
    assert desk.draft_plan() == GOOD_PLAN


def test_banning_somebody_takes_them_out(desk: Desk) -> None:
    edition = desk.solved()
    ban_person(desk.store, desk.lead, WEEK, A2_TUE, "ben", edition=edition, now=NOW)
    assert desk.draft_plan() == GOOD_PLAN.with_changes(remove=[BEN_TUESDAY])
    assert [(ban.session, ban.person, ban.role) for ban in desk.problem().bans] == [(A2_TUE, "ben", None)]


def test_a_ban_of_this_session_is_lifted(desk: Desk) -> None:
    edition = desk.solved()
    banned = ban_person(desk.store, desk.lead, WEEK, A2_TUE, "ben", edition=edition, now=NOW)
    lift_ban(desk.store, desk.lead, WEEK, A2_TUE, "ben", edition=banned.edition, now=NOW)
    assert desk.problem().bans == ()


def test_a_ban_of_the_whole_course_is_not_lifted_from_one_session(desk: Desk) -> None:
    desk.change(decisions=(Decision(kind=DecisionKind.BAN, volunteer="ben", course="a2"),))
    edition = desk.solved(GOOD_PLAN.with_changes(remove=[BEN_TUESDAY]))
    with pytest.raises(Conflict):
        lift_ban(desk.store, desk.lead, WEEK, A2_TUE, "ben", edition=edition, now=NOW)


def test_edits_are_taken_back_one_after_the_other(desk: Desk) -> None:
    desk.solved()
    empty(desk, A2_TUE, "lead", "ben")
    ban_person(desk.store, desk.lead, WEEK, B1_THU, "dora", edition=desk.edition(), now=NOW)
    undo_edit(desk.store, desk.lead, WEEK, edition=desk.edition(), now=NOW)
    assert desk.problem().bans == ()
    undo_edit(desk.store, desk.lead, WEEK, edition=desk.edition(), now=NOW)
    assert desk.draft_plan() == GOOD_PLAN
    with pytest.raises(Conflict):
        undo_edit(desk.store, desk.lead, WEEK, edition=desk.edition(), now=NOW)


def test_own_pins_do_not_count_as_changed_inputs_when_publishing(desk: Desk) -> None:
    edition = desk.solved()
    pin_person(desk.store, desk.lead, WEEK, A2_TUE, "helper", "dora", edition=edition, now=NOW)
    assert desk.publish().number == 1


def test_a_draft_of_another_organisation_does_not_exist(desk: Desk) -> None:
    edition = desk.solved()
    stranger = an_actor(add_organisation(desk.store, "south"), AccountRole.LEAD, organisation="south")
    with pytest.raises(NotFound):
        empty_seat(desk.store, stranger, WEEK, A2_TUE, "lead", "ben", edition=edition, now=NOW)


def test_volunteers_cannot_mend_drafts(sqlite_desk: Desk) -> None:
    edition = sqlite_desk.solved()
    anna = replace(sqlite_desk.lead, roles=frozenset({AccountRole.VOLUNTEER}), volunteer="anna")
    with pytest.raises(Forbidden):
        empty_seat(sqlite_desk.store, anna, WEEK, KIDS, "lead", "anna", edition=edition, now=NOW)
