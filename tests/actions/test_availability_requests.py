"""People are asked by mail when they can come, once a day, and the school sees who has answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from roster.actions.accounts import request_sign_in
from roster.actions.availability import confirm_availability
from roster.actions.availability_requests import ask_for_availability
from roster.actions.people import save_volunteer
from roster.errors import Forbidden, NotFound
from roster.models.accounts import Account, Membership
from roster.models.outbox import OutboxMessage
from roster.records import Standing
from roster.reports.availability_requests import Answer, answers_page
from tests.actions.north import NOW, North

BASE = "https://roster.example.org"


@pytest.fixture
def reachable(north: North) -> North:
    """North, where Anna and Jan have mail addresses of their own."""
    for one in north.school().volunteers:
        with_mail = replace(one, email=f"{one.key}@example.org", language="en")
        save_volunteer(north.store, north.lead, with_mail, version=1, now=NOW)
    return north


def mails(north: North) -> list[tuple[str, str]]:
    with north.store.reading(north.id) as session:
        rows = session.execute(select(OutboxMessage.recipient, OutboxMessage.body).order_by(OutboxMessage.recipient))
        return [(recipient, body) for recipient, body in rows]


def answers(north: North) -> dict[str, Answer]:
    return {line.volunteer: line.answer for line in answers_page(north.store, north.lead).lines}


def test_each_gets_one_mail_with_a_link_to_their_own_page(reachable: North) -> None:
    asked = ask_for_availability(reachable.store, reachable.lead, ["anna", "jan"], base_url=BASE, now=NOW)
    assert asked.asked == ("anna", "jan")
    assert [recipient for recipient, _ in mails(reachable)] == ["anna@example.org", "jan@example.org"]
    assert f"{BASE}/availability/anna" in mails(reachable)[0][1]


def test_whoever_is_asked_can_sign_in_as_themselves(reachable: North) -> None:
    ask_for_availability(reachable.store, reachable.lead, ["jan"], base_url=BASE, now=NOW)
    with reachable.store.reading(reachable.id) as session:
        query = select(Account.email, Membership.volunteer).join(Membership, Membership.account_id == Account.id)
        assert [tuple(row) for row in session.execute(query)] == [("jan@example.org", "jan")]
    request_sign_in(reachable.store, "jan@example.org", language="en", base_url=BASE, now=NOW)
    assert len(mails(reachable)) == 2


def test_asking_twice_on_one_day_sends_one_mail(reachable: North) -> None:
    for _ in range(2):
        ask_for_availability(reachable.store, reachable.lead, ["anna"], base_url=BASE, now=NOW)
    assert len(mails(reachable)) == 1


def test_who_has_no_address_is_named(north: North) -> None:
    asked = ask_for_availability(north.store, north.lead, ["anna"], base_url=BASE, now=NOW)
    assert (asked.asked, asked.unreachable) == ((), ("anna",))


def test_two_who_share_one_address_cannot_both_be_asked_by_it(reachable: North) -> None:
    jan = next(one for one in reachable.school().volunteers if one.key == "jan")
    save_volunteer(reachable.store, reachable.lead, replace(jan, email="anna@example.org"), version=2, now=NOW)
    asked = ask_for_availability(reachable.store, reachable.lead, ["anna", "jan"], base_url=BASE, now=NOW)
    assert (asked.asked, asked.unreachable) == (("anna",), ("jan",))


def test_who_left_is_not_asked(reachable: North) -> None:
    jan = next(one for one in reachable.school().volunteers if one.key == "jan")
    save_volunteer(reachable.store, reachable.lead, replace(jan, standing=Standing.LEFT), version=2, now=NOW)
    assert ask_for_availability(reachable.store, reachable.lead, ["jan"], base_url=BASE, now=NOW).asked == ()


def test_an_answer_counts_only_after_the_question(reachable: North) -> None:
    assert answers(reachable)["anna"] is Answer.NOT_ASKED
    confirm_availability(reachable.store, reachable.anna, "anna", now=NOW)
    assert answers(reachable)["anna"] is Answer.ANSWERED
    later = NOW + dt.timedelta(days=30)
    ask_for_availability(reachable.store, reachable.lead, ["anna"], base_url=BASE, now=later)
    assert answers(reachable)["anna"] is Answer.WAITING
    confirm_availability(reachable.store, reachable.anna, "anna", now=later + dt.timedelta(hours=1))
    assert answers(reachable)["anna"] is Answer.ANSWERED


def test_without_an_address_somebody_has_to_ask_in_person(north: North) -> None:
    assert answers(north) == {"anna": Answer.UNREACHABLE, "jan": Answer.UNREACHABLE}


def test_a_volunteer_may_neither_ask_nor_see_the_answers(north: North) -> None:
    with pytest.raises(Forbidden):
        ask_for_availability(north.store, north.anna, ["jan"], base_url=BASE, now=NOW)
    with pytest.raises(Forbidden):
        answers_page(north.store, north.anna)


def test_another_organisation_cannot_ask_our_people(north: North) -> None:
    with pytest.raises(NotFound):
        ask_for_availability(north.store, north.stranger, ["anna"], base_url=BASE, now=NOW)
