"""Secret calendar addresses and what they open (checks 18-21, 24, 27)."""

import datetime as dt
from dataclasses import replace

import pytest
from icalendar import Calendar, Event
from sqlalchemy import delete, select, update

from roster.actions.feeds import create_feed, revoke_feed, rotate_feed
from roster.actor import AccountRole
from roster.errors import Forbidden, NotFound
from roster.models.accounts import Account, Membership
from roster.models.feeds import Feed, FeedKind
from roster.problem import Assignment
from roster.records import Standing
from roster.reports.calendar_feed import FeedAnswer, Shelf, feed_bytes
from roster.reports.feeds import feeds_page
from roster.tokens import FEED, token_hash
from tests.planning.desk import A2_TUE, GOOD_PLAN, NOW, SEATS, Desk
from tests.tiny_store import add_organisation, an_actor

LATER = NOW + dt.timedelta(hours=1)
OTHER_PLAN = GOOD_PLAN.with_changes(remove=[SEATS[1]], add=[Assignment(A2_TUE, "lead", "dora")])


def token_for(desk: Desk, kind: FeedKind = FeedKind.VOLUNTEER, subject: str = "ben") -> str:
    return create_feed(desk.store, desk.lead, kind, subject, now=NOW).token


def fetched(desk: Desk, token: str, now: dt.datetime = NOW) -> FeedAnswer:
    """The feed as a process sees it that never saw it before."""
    return feed_bytes(desk.store, token, now=now, shelf=Shelf())


def events(answer: FeedAnswer) -> list[Event]:
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def text_of(desk: Desk, token: str) -> str:
    """The feed with folded lines joined."""
    return fetched(desk, token).content.decode().replace("\r\n ", "")


# ---- addresses -------------------------------------------------------------------------------------------------------


def test_only_the_hash_of_a_token_is_stored(desk: Desk) -> None:
    token = token_for(desk)
    with desk.store.reading(desk.id) as session:
        row = session.scalars(select(Feed)).one()
        stored = {column.key: getattr(row, column.key) for column in Feed.__table__.columns}
    assert stored["token_hash"] == token_hash(token)
    assert not any(token.removeprefix(f"{FEED}_") in str(value) for value in stored.values())


def test_a_rotated_address_stops_and_the_new_one_works(desk: Desk) -> None:
    made = create_feed(desk.store, desk.lead, FeedKind.VOLUNTEER, "ben", now=NOW)
    shelf = Shelf()
    feed_bytes(desk.store, made.token, now=NOW, shelf=shelf)  # kept in memory
    new = rotate_feed(desk.store, desk.lead, made.feed_id, now=NOW)
    with pytest.raises(NotFound):
        feed_bytes(desk.store, made.token, now=NOW, shelf=shelf)
    assert feed_bytes(desk.store, new.token, now=NOW, shelf=shelf).content


def test_a_new_address_for_the_same_calendar_ends_the_old_one(desk: Desk) -> None:
    first, second = token_for(desk), token_for(desk)
    with pytest.raises(NotFound):
        fetched(desk, first)
    assert fetched(desk, second)


def test_unknown_malformed_and_revoked_addresses_get_the_same_answer(desk: Desk) -> None:
    made = create_feed(desk.store, desk.lead, FeedKind.VOLUNTEER, "ben", now=NOW)
    revoke_feed(desk.store, desk.lead, made.feed_id, now=NOW)
    wrong = [made.token, f"{FEED}_{'x' * 43}", "", "x", made.token + "\n", made.token[:-1], "ä" * 5000, "\ud800", "\0"]
    texts = set()
    for token in wrong:
        with pytest.raises(NotFound) as refused:
            fetched(desk, token)
        texts.add((type(refused.value), refused.value.text("de"), refused.value.text("en")))
    assert len(texts) == 1


@pytest.mark.parametrize("spoiled", ["{}\n", " {}", "{}x", "{}/"])
def test_a_living_address_with_something_around_it_opens_nothing(desk: Desk, spoiled: str) -> None:
    token = token_for(desk)
    assert fetched(desk, token)
    with pytest.raises(NotFound):
        fetched(desk, spoiled.format(token))


def test_a_volunteer_who_left_finds_the_calendar_gone(desk: Desk) -> None:
    token = token_for(desk)
    desk.volunteer("ben", standing=Standing.LEFT)
    with pytest.raises(NotFound):
        fetched(desk, token)


def test_who_loses_the_role_finds_the_calendar_gone(desk: Desk) -> None:
    lead = desk.account(AccountRole.LEAD)
    token = create_feed(desk.store, lead, FeedKind.LEAD, "", now=NOW).token
    assert fetched(desk, token)
    with desk.store.across(writing=True) as session:
        session.execute(delete(Membership).where(Membership.account_id == lead.account_id))
    with pytest.raises(NotFound):
        fetched(desk, token)


def test_a_disabled_account_finds_its_calendar_gone(desk: Desk) -> None:
    ben = desk.account(AccountRole.VOLUNTEER, volunteer="ben")
    token = create_feed(desk.store, ben, FeedKind.VOLUNTEER, "ben", now=NOW).token
    assert fetched(desk, token)
    with desk.store.across(writing=True) as session:
        session.execute(update(Account).where(Account.id == ben.account_id).values(disabled_at=NOW))
    with pytest.raises(NotFound):
        fetched(desk, token)


def test_a_former_leads_own_membership_opens_nobody_elses_calendar(desk: Desk) -> None:
    """A lead who made Ben's address once, and now is a volunteer like him."""
    carl = desk.account(AccountRole.VOLUNTEER, volunteer="carl")
    token = token_for(desk)
    with desk.store.writing(desk.id) as session:
        session.execute(update(Feed).values(created_by=carl.account_id))
    with pytest.raises(NotFound):
        fetched(desk, token)


def test_an_account_that_became_another_volunteer_loses_the_first_ones_calendar(desk: Desk) -> None:
    ben = desk.account(AccountRole.VOLUNTEER, volunteer="ben")
    token = create_feed(desk.store, ben, FeedKind.VOLUNTEER, "ben", now=NOW).token
    assert fetched(desk, token)
    with desk.store.writing(desk.id) as session:
        session.execute(update(Membership).where(Membership.volunteer == "ben").values(volunteer="carl"))
    with pytest.raises(NotFound):
        fetched(desk, token)


def test_nobody_gets_the_address_of_somebody_elses_duties(desk: Desk) -> None:
    ben = desk.account(AccountRole.VOLUNTEER, volunteer="ben", email="ben@school.example")
    lead = desk.account(AccountRole.LEAD)
    made = create_feed(desk.store, ben, FeedKind.VOLUNTEER, "ben", now=NOW)
    with pytest.raises(Forbidden):
        create_feed(desk.store, lead, FeedKind.VOLUNTEER, "ben", now=NOW)
    with pytest.raises(Forbidden):
        rotate_feed(desk.store, lead, made.feed_id, now=NOW)
    assert fetched(desk, made.token)


def test_a_lead_renews_no_other_leads_address(desk: Desk) -> None:
    first, second = (desk.account(AccountRole.LEAD, email=f"{name}@school.example") for name in ("lena", "lars"))
    made = create_feed(desk.store, first, FeedKind.COURSE, "a2", now=NOW)
    with pytest.raises(Forbidden):
        rotate_feed(desk.store, second, made.feed_id, now=NOW)
    assert fetched(desk, made.token)


def test_volunteers_renew_their_own_address_whoever_made_it(desk: Desk) -> None:
    ben = desk.account(AccountRole.VOLUNTEER, volunteer="ben")
    own = create_feed(desk.store, ben, FeedKind.VOLUNTEER, "ben", now=NOW).token
    made = create_feed(desk.store, desk.lead, FeedKind.VOLUNTEER, "ben", now=NOW)
    new = rotate_feed(desk.store, ben, made.feed_id, now=NOW).token
    for old in (own, made.token):
        with pytest.raises(NotFound):
            fetched(desk, old)
    assert fetched(desk, new)


def test_an_operator_who_looks_in_gets_no_address(desk: Desk) -> None:
    visitor = replace(desk.account(AccountRole.LEAD), visit_until=LATER)
    made = create_feed(desk.store, replace(visitor, visit_until=None), FeedKind.COURSE, "a2", now=NOW)
    for kind, subject in ((FeedKind.LEAD, ""), (FeedKind.COURSE, "a2"), (FeedKind.VOLUNTEER, "ben")):
        with pytest.raises(Forbidden):
            create_feed(desk.store, visitor, kind, subject, now=NOW)
    with pytest.raises(Forbidden):
        rotate_feed(desk.store, visitor, made.feed_id, now=NOW)
    page = feeds_page(desk.store, visitor)
    assert (page.choices, [feed.renewable for feed in page.feeds]) == ((), [False])


def test_whose_calendar_a_lead_switches_off_is_told_where_to_get_a_new_address(desk: Desk) -> None:
    ben = desk.account(AccountRole.VOLUNTEER, volunteer="ben", email="ben@school.example")
    made = create_feed(desk.store, ben, FeedKind.VOLUNTEER, "ben", now=NOW)
    lead = desk.account(AccountRole.LEAD)
    assert revoke_feed(desk.store, lead, made.feed_id, base_url="https://school.example", now=NOW)
    (mail,) = desk.mails()
    assert (mail.recipient, mail.volunteer) == ("ben@school.example", "ben")
    assert "https://school.example/my/calendar" in mail.body


def test_a_calendar_from_the_command_line_is_told_to_the_volunteers_address(desk: Desk) -> None:
    made = create_feed(desk.store, desk.lead, FeedKind.VOLUNTEER, "ben", now=NOW)
    assert revoke_feed(desk.store, desk.account(AccountRole.LEAD), made.feed_id, now=NOW)
    assert [mail.recipient for mail in desk.mails()] == ["ben@school.example"]


def test_who_switches_off_their_own_calendar_gets_no_mail(desk: Desk) -> None:
    ben = desk.account(AccountRole.VOLUNTEER, volunteer="ben")
    made = create_feed(desk.store, ben, FeedKind.VOLUNTEER, "ben", now=NOW)
    assert not revoke_feed(desk.store, ben, made.feed_id, now=NOW)
    assert desk.mails() == []


def test_volunteers_make_addresses_for_themselves_only(desk: Desk) -> None:
    ben = desk.account(AccountRole.VOLUNTEER, volunteer="ben")
    for kind, subject in ((FeedKind.VOLUNTEER, "anna"), (FeedKind.LEAD, ""), (FeedKind.COURSE, "a2")):
        with pytest.raises(Forbidden):
            create_feed(desk.store, ben, kind, subject, now=NOW)
    assert [choice.subject for choice in feeds_page(desk.store, ben).choices] == ["ben"]


@pytest.mark.parametrize(
    ("kind", "subject"),
    [(FeedKind.VOLUNTEER, "nobody"), (FeedKind.COURSE, "c9"), (FeedKind.SITE, "moon"), (FeedKind.LEAD, "x")],
)
def test_there_is_no_calendar_of_what_does_not_exist(desk: Desk, kind: FeedKind, subject: str) -> None:
    with pytest.raises(NotFound):
        token_for(desk, kind, subject)


def test_another_organisations_address_cannot_be_changed(desk: Desk) -> None:
    made = create_feed(desk.store, desk.lead, FeedKind.LEAD, "", now=NOW)
    stranger = an_actor(add_organisation(desk.store, "south"), AccountRole.ADMIN, organisation="south")
    with pytest.raises(NotFound):
        rotate_feed(desk.store, stranger, made.feed_id, now=NOW)
    assert fetched(desk, made.token)


# ---- content ---------------------------------------------------------------------------------------------------------


def test_a_volunteers_calendar_holds_their_own_published_duties(desk: Desk) -> None:
    token = token_for(desk, subject="anna")
    desk.publish_plan()
    found = events(fetched(desk, token))
    assert [str(event["SUMMARY"]) for event in found] == ["Children's German (Lead)", "A2 evening (Lead)"]
    assert found[1]["DTSTART"].dt.isoformat() == "2026-11-26T18:30:00+01:00"
    assert str(found[1]["LOCATION"]) == "Old mill, Wheel room, Canary Lane 1"


def test_a_draft_is_in_no_calendar(desk: Desk) -> None:
    token = token_for(desk)
    desk.solved()
    assert events(fetched(desk, token)) == []


def test_calendars_of_courses_sites_and_leads_hold_sessions_with_first_names(desk: Desk) -> None:
    desk.publish_plan()
    course = events(fetched(desk, token_for(desk, FeedKind.COURSE, "a2")))
    assert [str(event["SUMMARY"]) for event in course] == ["A2 evening: Ben", "A2 evening: Anna"]
    assert len(events(fetched(desk, token_for(desk, FeedKind.SITE, "ship")))) == 2
    assert len(events(fetched(desk, token_for(desk, FeedKind.LEAD, "")))) == 4


@pytest.mark.parametrize(
    ("kind", "subject"),
    [(FeedKind.VOLUNTEER, "anna"), (FeedKind.COURSE, "kids"), (FeedKind.SITE, "ship"), (FeedKind.LEAD, "")],
)
def test_no_calendar_tells_surnames_phones_mail_or_an_accommodations_address(
    desk: Desk, kind: FeedKind, subject: str
) -> None:
    token = token_for(desk, kind, subject)
    desk.publish_plan()
    text = text_of(desk, token)
    assert "BEGIN:VEVENT" in text
    for canary in ("Canarysurname", "5550", "school.example", "Secret Harbour"):
        assert canary not in text


def test_an_address_is_told_only_where_the_school_opted_in(desk: Desk) -> None:
    token = token_for(desk, subject="dora")
    desk.publish_plan()
    sites = tuple(replace(site, address_in_feeds=True) for site in desk.school().sites)
    desk.change(sites=sites)
    assert "Secret Harbour" in text_of(desk, token)


def test_a_cancelled_duty_does_not_tell_who_took_it_over(desk: Desk) -> None:
    token = token_for(desk)
    desk.publish_plan()
    desk.publish_plan(OTHER_PLAN, LATER)
    assert "Dora" not in text_of(desk, token)


def test_only_the_coming_weeks_are_told(desk: Desk) -> None:
    token = token_for(desk)
    desk.publish_plan()
    assert len(events(fetched(desk, token))) == 1
    assert events(fetched(desk, token, NOW + dt.timedelta(days=60))) == []


# ---- updates ---------------------------------------------------------------------------------------------------------


def test_an_unchanged_feed_has_the_same_etag_in_every_process_and_hours_later(desk: Desk) -> None:
    token = token_for(desk)
    desk.publish_plan()
    assert fetched(desk, token).etag == fetched(desk, token, NOW + dt.timedelta(hours=7)).etag


def test_publishing_the_same_again_changes_no_byte(desk: Desk) -> None:
    token = token_for(desk)
    desk.publish_plan()
    before = fetched(desk, token)
    desk.publish_plan(now=LATER)
    assert fetched(desk, token, LATER) == before


def test_a_change_is_seen_at_once_although_the_feed_is_kept_in_memory(desk: Desk) -> None:
    token, shelf = token_for(desk), Shelf()
    desk.publish_plan()
    before = feed_bytes(desk.store, token, now=NOW, shelf=shelf)
    desk.publish_plan(OTHER_PLAN)
    assert feed_bytes(desk.store, token, now=NOW, shelf=shelf).etag != before.etag


def test_a_feed_kept_in_memory_is_never_given_for_another_token(desk: Desk) -> None:
    shelf = Shelf()
    desk.publish_plan()
    of_ben, of_dora = token_for(desk, subject="ben"), token_for(desk, subject="dora")
    first, second = (feed_bytes(desk.store, token, now=NOW, shelf=shelf).content for token in (of_ben, of_dora))
    assert first != second


def test_a_change_keeps_the_uid_and_raises_sequence_and_last_modified(desk: Desk) -> None:
    token = token_for(desk, FeedKind.COURSE, "a2")
    desk.publish_plan()
    (before, *_) = events(fetched(desk, token))
    desk.publish_plan(OTHER_PLAN, LATER)
    (after, *_) = events(fetched(desk, token, LATER))
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["LAST-MODIFIED"].dt == after["DTSTAMP"].dt == LATER
    assert before["DTSTAMP"].dt == NOW


def test_a_dropped_duty_stays_as_cancelled_for_thirty_days(desk: Desk) -> None:
    token = token_for(desk)
    desk.publish_plan()
    desk.publish_plan(OTHER_PLAN, LATER)
    (dropped,) = events(fetched(desk, token, LATER))
    assert (dropped["STATUS"], dropped["SEQUENCE"]) == ("CANCELLED", 1)
    assert events(fetched(desk, token, NOW + dt.timedelta(days=26)))
    assert events(fetched(desk, token, NOW + dt.timedelta(days=35))) == []


def test_a_duty_that_comes_back_is_confirmed_under_the_same_uid(desk: Desk) -> None:
    token = token_for(desk)
    desk.publish_plan()
    (before,) = events(fetched(desk, token))
    desk.publish_plan(OTHER_PLAN, LATER)
    desk.publish_plan(GOOD_PLAN, LATER + dt.timedelta(hours=1))
    (back,) = events(fetched(desk, token, LATER + dt.timedelta(hours=1)))
    assert (back["UID"], back["STATUS"], back["SEQUENCE"]) == (before["UID"], "CONFIRMED", 2)


def test_a_renamed_site_is_told_without_publishing(desk: Desk) -> None:
    token = token_for(desk, subject="dora")
    desk.publish_plan()
    sites = tuple(replace(site, name="New name") if site.key == "ship" else site for site in desk.school().sites)
    desk.change(sites=sites)
    (event,) = events(fetched(desk, token))
    assert str(event["LOCATION"]) == "New name"


def test_a_course_that_is_gone_does_not_take_the_feed_away(desk: Desk) -> None:
    desk.publish_plan()
    token = token_for(desk, FeedKind.LEAD, "")
    courses = tuple(course for course in desk.school().courses if course.key != "b1")
    desk.change(
        courses=courses,
        seats=tuple(seat for seat in desk.school().seats if seat.course != "b1"),
        meetings=tuple(meeting for meeting in desk.school().meetings if meeting.course != "b1"),
    )
    assert "b1: Dora" in text_of(desk, token)
