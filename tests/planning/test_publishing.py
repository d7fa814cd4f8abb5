"""Publishing: one version at a time, whole or not at all, and only those are told whose duties changed."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from roster.actions.publishing import InputsChanged, publish, roll_back
from roster.actions.rosters import start_draft
from roster.actions.seat_edits import fill_seat
from roster.actor import command_line_actor
from roster.errors import Conflict, Invalid, NotFound
from roster.models.feeds import FeedEntry
from roster.models.rosters import RosterVersion
from roster.models.school_records import write_school
from roster.plan import Plan
from roster.problem import Assignment
from roster.records import ChangeKind, PublishedAssignment, SessionChange
from roster.reports.versions import publish_preview
from roster.weeks.frozen import commitments_elsewhere
from tests.planning.desk import A2_THU, A2_TUE, B1_THU, GOOD_PLAN, KIDS, NOW, SEATS, WEEK, Desk, small_school
from tests.tiny_store import add_organisation

OTHER_PLAN = GOOD_PLAN.with_changes(remove=[SEATS[1]], add=[Assignment(A2_TUE, "lead", "dora")])


def recipients(desk: Desk) -> list[str]:
    return sorted(mail.recipient for mail in desk.mails())


def south_with(desk: Desk, dora: str) -> Desk:
    """A second school in which somebody is the Dora of the first one."""
    desk.volunteer("dora", person="the-same-dora")
    number = add_organisation(desk.store, "south")
    school = small_school("south")
    people = tuple(replace(one, person="the-same-dora") if one.key == dora else one for one in school.volunteers)
    with desk.store.writing(number) as session:
        write_school(session, replace(school, volunteers=people))
    return Desk(desk.store, number, command_line_actor(number, "south", "en"))


def test_the_first_version_tells_everyone_who_has_a_duty(desk: Desk) -> None:
    desk.solved()
    published = desk.publish()
    assert (published.number, published.told) == (1, ("anna", "ben", "dora"))
    assert recipients(desk) == ["anna@school.example", "ben@school.example", "dora@school.example"]


def test_several_changes_come_in_one_mail(desk: Desk) -> None:
    desk.solved()
    desk.publish()
    (mail,) = [mail for mail in desk.mails() if mail.recipient == "anna@school.example"]
    assert "Mon 23 Nov 09:00 to 10:30: Children's German (Lead), House of the ship" in mail.body
    assert "Thu 26 Nov 18:30 to 20:00: A2 evening (Lead), Old mill, Wheel room" in mail.body


def test_mails_say_no_address_and_no_phone(desk: Desk) -> None:
    desk.solved()
    desk.publish()
    text = " ".join(mail.body + mail.subject for mail in desk.mails())
    assert "Canary Lane" not in text
    assert "Secret Harbour" not in text
    assert "+49" not in text


def test_the_next_version_tells_only_those_whose_duties_changed(desk: Desk) -> None:
    desk.publish_plan()
    before = len(desk.mails())
    assert desk.publish_plan(OTHER_PLAN).told == ("ben", "dora")
    new = desk.mails()[before:]
    assert [mail.recipient for mail in new] == ["ben@school.example", "dora@school.example"]
    assert "No longer yours:\n- Tue 24 Nov 18:30: A2 evening (Lead)" in new[0].body


def test_a_version_without_change_tells_nobody(desk: Desk) -> None:
    desk.publish_plan()
    before = len(desk.mails())
    assert desk.publish_plan().told == ()
    assert len(desk.mails()) == before


def test_another_room_is_told_although_the_duty_is_the_same(desk: Desk) -> None:
    desk.publish_plan()
    before = len(desk.mails())
    moved = SessionChange(
        course="a2", on_day=dt.date(2026, 11, 24), start_minute=1110, change=ChangeKind.MOVED, site="ship"
    )
    desk.change(session_changes=(moved,))
    desk.publish_plan()
    (mail,) = desk.mails()[before:]
    assert mail.recipient == "ben@school.example"
    assert "At another place:\n- Tue 24 Nov 18:30" in mail.body


def test_what_is_over_is_told_to_nobody(desk: Desk) -> None:
    desk.publish_plan()
    before = len(desk.mails())
    on_wednesday = NOW.replace(day=25)
    plan = GOOD_PLAN.with_changes(remove=[SEATS[3]], add=[Assignment(B1_THU, "lead", "ben")])
    assert desk.publish_plan(plan, on_wednesday).told == ("ben", "dora")
    assert all("Tue 24 Nov" not in mail.body for mail in desk.mails()[before:])


def test_mail_is_in_the_volunteers_language(desk: Desk) -> None:
    desk.volunteer("ben", language="de")
    desk.solved()
    desk.publish()
    (mail,) = [mail for mail in desk.mails() if mail.recipient == "ben@school.example"]
    assert mail.subject == "Ihre Einsätze vom Mo 23.11. bis So 29.11."


def test_publishing_ends_the_draft_and_a_second_click_finds_none(desk: Desk) -> None:
    edition = desk.solved()
    desk.publish()
    with pytest.raises(NotFound):
        publish(desk.store, desk.lead, WEEK, edition=edition, now=NOW)


def test_an_old_edition_is_not_published(desk: Desk) -> None:
    edition = desk.solved()
    fill_seat(desk.store, desk.lead, WEEK, A2_TUE, "helper", "dora", edition=edition, now=NOW)
    with pytest.raises(Conflict):
        publish(desk.store, desk.lead, WEEK, edition=edition, now=NOW)
    assert desk.published_plan() is None


def test_changed_inputs_are_named_and_stop_publishing_until_confirmed(desk: Desk) -> None:
    edition = desk.solved()
    desk.volunteer("carl", wished_minutes_week=60)
    with pytest.raises(InputsChanged) as refused:
        publish(desk.store, desk.lead, WEEK, edition=edition, now=NOW)
    assert "Carl Canarysurname" in refused.value.text("en")
    assert desk.published_plan() is None
    assert publish(desk.store, desk.lead, WEEK, edition=edition, despite_changes=True, now=NOW).number == 1


def test_time_that_passes_is_no_changed_input(desk: Desk) -> None:
    desk.solved()
    assert desk.publish(NOW + dt.timedelta(days=2)).number == 1


def test_a_plan_that_breaks_a_rule_is_never_published(desk: Desk) -> None:
    edition = desk.solved()
    desk.change(certificates=())
    with pytest.raises(Invalid) as refused:
        publish(desk.store, desk.lead, WEEK, edition=edition, despite_changes=True, now=NOW)
    assert "Anna Canarysurname" in refused.value.faults[0].text("de")
    assert desk.mails() == []


def test_a_roll_back_is_a_new_version_with_the_old_assignments(desk: Desk) -> None:
    desk.publish_plan()
    desk.publish_plan(OTHER_PLAN)
    back = roll_back(desk.store, desk.lead, WEEK, to_number=1, current=2, now=NOW)
    assert (back.number, back.told) == (3, ("ben", "dora"))
    assert desk.published_plan() == GOOD_PLAN
    with desk.store.reading(desk.id) as session:
        assert session.scalars(select(RosterVersion.rolled_back_to).order_by(RosterVersion.number)).all() == [
            None,
            None,
            1,
        ]


def test_a_roll_back_to_what_breaks_a_rule_today_is_refused_with_reasons(desk: Desk) -> None:
    desk.publish_plan()
    desk.publish_plan(Plan.of(SEATS[1:]))
    desk.change(certificates=())
    with pytest.raises(Invalid) as refused:
        roll_back(desk.store, desk.lead, WEEK, to_number=1, current=2, now=NOW)
    assert len(refused.value.faults) == 1
    assert desk.published_plan() == Plan.of(SEATS[1:])


def test_a_roll_back_leaves_the_past_as_it_was_held(desk: Desk) -> None:
    desk.publish_plan()
    desk.publish_plan(OTHER_PLAN)
    roll_back(desk.store, desk.lead, WEEK, to_number=1, current=2, now=NOW.replace(day=25))
    assert desk.published_plan() == OTHER_PLAN


@pytest.mark.parametrize(("number", "refusal"), [(1, Conflict), (2, NotFound)])
def test_a_roll_back_needs_another_version_that_exists(desk: Desk, number: int, refusal: type[Exception]) -> None:
    desk.publish_plan()
    with pytest.raises(refusal):
        roll_back(desk.store, desk.lead, WEEK, to_number=number, current=1, now=NOW)


def test_a_roll_back_goes_over_no_version_that_the_lead_has_not_seen(desk: Desk) -> None:
    desk.publish_plan()
    desk.publish_plan(OTHER_PLAN)
    desk.publish_plan(OTHER_PLAN)
    with pytest.raises(Conflict) as refused:
        roll_back(desk.store, desk.lead, WEEK, to_number=1, current=2, now=NOW)
    assert refused.value.stored == 3
    assert desk.published_plan() == OTHER_PLAN


def test_the_published_plan_is_what_later_weeks_and_exports_know(desk: Desk) -> None:
    desk.publish_plan()
    told = PublishedAssignment(
        course="a2", on_day=dt.date(2026, 11, 24), start_minute=1110, role="lead", volunteer="ben"
    )
    assert told in desk.school().published


def test_writing_the_same_records_again_makes_no_new_version(desk: Desk) -> None:
    desk.publish_plan()
    desk.change()
    with desk.store.reading(desk.id) as session:
        assert session.scalar(select(func.count()).select_from(RosterVersion)) == 1


def test_duties_elsewhere_are_known_by_their_times_alone(desk: Desk) -> None:
    south = south_with(desk, "ben")
    desk.publish_plan()
    (duty,) = commitments_elsewhere(desk.store, south.id, WEEK)["ben"]
    assert (duty.on_day, duty.minutes, duty.site) == (dt.date(2026, 11, 26), 90, None)
    assert commitments_elsewhere(desk.store, desk.id, WEEK) == {}


def test_duties_that_came_elsewhere_are_told_and_need_no_confirmation(desk: Desk) -> None:
    south = south_with(desk, "ben")
    south.solved()
    desk.publish_plan()
    preview = publish_preview(south.store, south.lead, WEEK, now=NOW)
    assert preview.inputs_changed == ("Duties in other organisations changed: Ben Canarysurname.",)
    assert not preview.to_confirm
    assert south.publish().number == 1


def test_a_draft_that_clashes_with_duties_that_came_elsewhere_is_not_published(desk: Desk) -> None:
    south = south_with(desk, "dora")
    edition = south.solved()
    desk.publish_plan()
    with pytest.raises(Invalid):
        publish(south.store, south.lead, WEEK, edition=edition, despite_changes=True, now=NOW)


def test_a_cancelled_session_is_dropped_from_calendars_and_told(desk: Desk) -> None:
    desk.publish_plan()
    cancelled = SessionChange(course="b1", on_day=dt.date(2026, 11, 26), start_minute=1110, change=ChangeKind.CANCELLED)
    desk.change(session_changes=(cancelled,))
    start_draft(desk.store, desk.lead, WEEK, now=NOW)
    published = desk.publish()
    assert published.told == ("dora",)
    with desk.store.reading(desk.id) as session:
        gone = session.scalars(select(FeedEntry.session).where(FeedEntry.cancelled_at.is_not(None))).all()
    assert set(gone) == {B1_THU}
    assert {KIDS, A2_TUE, A2_THU}.isdisjoint(gone)
