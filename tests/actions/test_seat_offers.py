"""Offering to step in, accepting and declining: rules hold, the first accepted wins, drafts are not overrun."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from roster.actions.duty_answers import cannot_come
from roster.actions.rosters import start_draft
from roster.actions.seat_offers import accept_offer, decline_offer, offer_seat, withdraw_offer
from roster.errors import Conflict, Forbidden, Invalid, NotFound
from roster.models.duty_answers import OfferState, SeatOffer
from roster.plan import Plan
from roster.problem import Assignment
from roster.reports.my_seats import my_seats
from tests.actions.stepping_in import LATER, Week
from tests.planning.desk import A2_THU, A2_TUE, B1_THU, KIDS, NOW, SEATS, WEEK

HELPING = Assignment(A2_TUE, "helper", "carl")


@pytest.fixture
def without_ben(week: Week) -> Week:
    """Ben cannot come on Tuesday; Anna and Dora could lead instead."""
    cannot_come(week.store, week.ben, "ben", A2_TUE, now=NOW)
    return week


def seats_of(week: Week, who: str) -> list[tuple[str, str]]:
    """What fits somebody, in order."""
    return [(seat.session, seat.role) for seat in my_seats(week.store, getattr(week, who), now=NOW).seats]


def test_wished_seats_that_nobody_has_are_open(week: Week) -> None:
    assert seats_of(week, "carl") == [(A2_TUE, "helper"), (A2_THU, "helper")]


def test_a_seat_whose_person_cannot_come_is_open_to_those_who_may(without_ben: Week) -> None:
    assert seats_of(without_ben, "dora")[0] == (A2_TUE, "lead")
    assert (A2_TUE, "lead") not in seats_of(without_ben, "carl")


def test_a_helpers_seat_is_not_open_while_nobody_leads_there(without_ben: Week) -> None:
    assert seats_of(without_ben, "carl") == [(A2_THU, "helper")]


def test_nobody_is_shown_a_seat_at_a_time_when_they_sit_elsewhere(week: Week) -> None:
    assert (A2_THU, "helper") not in seats_of(week, "dora")


def test_children_are_left_to_those_with_the_certificate(week: Week) -> None:
    cannot_come(week.store, week.anna, "anna", KIDS, now=NOW)
    assert all((KIDS, "lead") not in seats_of(week, who) for who in ("ben", "carl", "dora"))


def test_who_cannot_come_is_not_offered_their_own_seat(without_ben: Week) -> None:
    assert (A2_TUE, "lead") not in seats_of(without_ben, "ben")


def test_an_offer_waits_for_the_lead_and_is_shown_to_both(without_ben: Week) -> None:
    offer_seat(without_ben.store, without_ben.dora, A2_TUE, "lead", now=NOW)
    mine = my_seats(without_ben.store, without_ben.dora, now=NOW)
    assert [one.state for one in mine.offers] == [OfferState.WAITING]
    assert (A2_TUE, "lead") not in [(seat.session, seat.role) for seat in mine.seats]
    (seat,) = without_ben.to_look_after().seats
    assert [one.person for one in seat.offers] == ["dora"]


def test_the_same_offer_twice_is_one(without_ben: Week) -> None:
    first = offer_seat(without_ben.store, without_ben.dora, A2_TUE, "lead", now=NOW)
    assert offer_seat(without_ben.store, without_ben.dora, A2_TUE, "lead", now=LATER) == first


def test_leads_read_of_offer_and_absence_in_one_mail(without_ben: Week) -> None:
    offer_seat(without_ben.store, without_ben.dora, A2_TUE, "lead", now=LATER)
    (mail,) = without_ben.mails("news_for_leads")
    assert "Ben Canarysurname" in mail.body
    assert "Offers to step in:\n- Tue 24 Nov 18:30" in mail.body


def test_a_seat_that_is_taken_cannot_be_offered_for(week: Week) -> None:
    with pytest.raises(Conflict):
        offer_seat(week.store, week.dora, A2_TUE, "lead", now=NOW)


def test_a_rule_in_the_way_refuses_the_offer(without_ben: Week) -> None:
    with pytest.raises(Invalid):
        offer_seat(without_ben.store, without_ben.carl, A2_TUE, "lead", now=NOW)


@pytest.mark.parametrize(("session", "role"), [(A2_TUE, "cook"), ("nonsense", "lead"), ("a2@2027-11-23T18:30", "lead")])
def test_a_seat_that_does_not_exist_is_not_found(week: Week, session: str, role: str) -> None:
    with pytest.raises(NotFound):
        offer_seat(week.store, week.dora, session, role, now=NOW)


def test_who_is_no_volunteer_offers_nothing(week: Week) -> None:
    with pytest.raises(Forbidden):
        offer_seat(week.store, week.lead, A2_TUE, "helper", now=NOW)


def test_an_accepted_stand_in_sits_there_in_the_next_version(without_ben: Week) -> None:
    offer = offer_seat(without_ben.store, without_ben.dora, A2_TUE, "lead", now=NOW)
    published = accept_offer(without_ben.store, without_ben.lead, offer, now=LATER)
    assert published.number == 2
    plan = without_ben.desk.published_plan()
    assert plan is not None
    assert plan.in_seat(A2_TUE, "lead") == ("dora",)
    assert published.told == ("ben", "dora")
    assert without_ben.to_look_after().seats == ()


def test_accepting_changes_nobody_elses_duties(without_ben: Week) -> None:
    offer = offer_seat(without_ben.store, without_ben.dora, A2_TUE, "lead", now=NOW)
    accept_offer(without_ben.store, without_ben.lead, offer, now=LATER)
    kept = set(SEATS) - {Assignment(A2_TUE, "lead", "ben")}
    assert without_ben.desk.published_plan() == Plan.of([*kept, Assignment(A2_TUE, "lead", "dora")])


def test_an_empty_seat_is_filled_and_nobody_leaves(week: Week) -> None:
    offer = offer_seat(week.store, week.carl, A2_TUE, "helper", now=NOW)
    accept_offer(week.store, week.lead, offer, now=LATER)
    assert week.desk.published_plan() == Plan.of([*SEATS, HELPING])


def test_the_first_accepted_of_two_wins_and_the_other_is_told(without_ben: Week) -> None:
    first = offer_seat(without_ben.store, without_ben.dora, A2_TUE, "lead", now=NOW)
    second = offer_seat(without_ben.store, without_ben.anna, A2_TUE, "lead", now=NOW)
    accept_offer(without_ben.store, without_ben.lead, second, now=LATER)
    assert without_ben.offers() == [("dora", "taken"), ("anna", "accepted")]
    assert [mail.recipient for mail in without_ben.mails("offer_answered")] == ["dora@school.example"]
    with pytest.raises(Conflict):
        accept_offer(without_ben.store, without_ben.lead, first, now=LATER)


def test_an_offer_that_no_longer_fits_cannot_be_accepted(without_ben: Week) -> None:
    offer = offer_seat(without_ben.store, without_ben.dora, A2_TUE, "lead", now=NOW)
    without_ben.desk.change(qualifications=())
    with pytest.raises(Invalid) as refused:
        accept_offer(without_ben.store, without_ben.lead, offer, now=LATER)
    assert any("qualified" in fault.text("en") for fault in refused.value.faults)
    assert without_ben.offers() == [("dora", "waiting")]


def test_a_seat_filled_by_a_new_version_meanwhile_refuses_the_offer(without_ben: Week) -> None:
    offer = offer_seat(without_ben.store, without_ben.dora, A2_TUE, "lead", now=NOW)
    others = [seat for seat in SEATS if seat.session != A2_TUE]
    without_ben.desk.publish_plan(Plan.of([*others, Assignment(A2_TUE, "lead", "anna")]))
    with pytest.raises(Conflict):
        accept_offer(without_ben.store, without_ben.lead, offer, now=LATER)


def test_others_who_cannot_come_do_not_stand_in_the_way(without_ben: Week) -> None:
    cannot_come(without_ben.store, without_ben.anna, "anna", KIDS, now=NOW)
    offer = offer_seat(without_ben.store, without_ben.dora, A2_TUE, "lead", now=NOW)
    accept_offer(without_ben.store, without_ben.lead, offer, now=LATER)
    assert [seat.session for seat in without_ben.to_look_after().seats] == [KIDS]


def test_a_draft_gets_the_same_change_so_that_publishing_it_keeps_the_promise(without_ben: Week) -> None:
    start_draft(without_ben.store, without_ben.lead, WEEK, now=NOW)
    offer = offer_seat(without_ben.store, without_ben.dora, A2_TUE, "lead", now=NOW)
    accept_offer(without_ben.store, without_ben.lead, offer, now=LATER)
    assert without_ben.desk.draft_plan() == without_ben.desk.published_plan()


def test_a_draft_that_went_another_way_stays_as_it_is(without_ben: Week) -> None:
    others = [seat for seat in SEATS if seat.session != A2_TUE]
    start_draft(without_ben.store, without_ben.lead, WEEK, now=NOW)
    mended = Plan.of([*others, Assignment(A2_TUE, "lead", "anna")])
    without_ben.desk._make(mended, without_ben.desk.edition(), NOW)
    offer = offer_seat(without_ben.store, without_ben.dora, A2_TUE, "lead", now=NOW)
    accept_offer(without_ben.store, without_ben.lead, offer, now=LATER)
    assert without_ben.desk.draft_plan() == mended


def test_a_declined_offer_is_answered_kindly(without_ben: Week) -> None:
    offer = offer_seat(without_ben.store, without_ben.dora, A2_TUE, "lead", now=NOW)
    decline_offer(without_ben.store, without_ben.lead, offer, now=LATER)
    assert without_ben.offers() == [("dora", "declined")]
    (mail,) = without_ben.mails("offer_answered")
    assert "thank you for your offer" in mail.body


def test_a_withdrawn_offer_is_gone_for_the_lead(without_ben: Week) -> None:
    offer = offer_seat(without_ben.store, without_ben.dora, A2_TUE, "lead", now=NOW)
    withdraw_offer(without_ben.store, without_ben.dora, offer, now=LATER)
    (seat,) = without_ben.to_look_after().seats
    assert seat.offers == ()
    with pytest.raises(Conflict):
        accept_offer(without_ben.store, without_ben.lead, offer, now=LATER)


def test_an_offer_can_be_made_again_after_it_was_withdrawn(without_ben: Week) -> None:
    offer = offer_seat(without_ben.store, without_ben.dora, A2_TUE, "lead", now=NOW)
    withdraw_offer(without_ben.store, without_ben.dora, offer, now=NOW)
    offer_seat(without_ben.store, without_ben.dora, A2_TUE, "lead", now=LATER)
    assert without_ben.offers() == [("dora", "withdrawn"), ("dora", "waiting")]


def test_only_leads_answer_and_only_oneself_withdraws(without_ben: Week) -> None:
    offer = offer_seat(without_ben.store, without_ben.dora, A2_TUE, "lead", now=NOW)
    with pytest.raises(Forbidden):
        accept_offer(without_ben.store, without_ben.dora, offer, now=NOW)
    with pytest.raises(Forbidden):
        decline_offer(without_ben.store, without_ben.dora, offer, now=NOW)
    with pytest.raises(NotFound):
        withdraw_offer(without_ben.store, without_ben.anna, offer, now=NOW)


def test_a_full_seat_is_not_open_because_another_role_is(week: Week) -> None:
    assert (B1_THU, "lead") not in seats_of(week, "anna")


@pytest.mark.parametrize(
    "wrong", [{"state": OfferState.ACCEPTED, "answered_at": NOW}, {"state": OfferState.WAITING, "answered_at": NOW}]
)
def test_the_database_refuses_offers_that_contradict_themselves(week: Week, wrong: dict[str, object]) -> None:
    row = {"week": WEEK, "session": A2_TUE, "role": "helper", "volunteer": "carl", "offered_at": NOW, **wrong}
    with pytest.raises(Conflict), week.store.writing(week.desk.id) as session:
        session.execute(insert(SeatOffer), row)


def test_the_database_keeps_one_waiting_offer(week: Week) -> None:
    offer_seat(week.store, week.carl, A2_TUE, "helper", now=NOW)
    row = {
        "week": WEEK, "session": A2_TUE, "role": "helper", "volunteer": "carl", "offered_at": NOW,
        "state": OfferState.WAITING,
    }  # fmt: skip
    with pytest.raises(Conflict), week.store.writing(week.desk.id) as session:
        session.execute(insert(SeatOffer), row)
