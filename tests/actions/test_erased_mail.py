"""Erasing a volunteer: mail to them and about them goes, whatever address or name it uses; news of others stays."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage

from roster.actions.availability_requests import ask_for_availability
from roster.actions.duty_answers import cannot_come
from roster.actions.erasure import erase_myself
from roster.actions.members import withdraw_role
from roster.actions.news_for_leads import COLLECTED_FOR
from roster.actions.outbox import deliver_due
from roster.actions.seat_offers import decline_offer, offer_seat
from roster.actor import AccountRole
from roster.mail import SendingFailed
from roster.plan import Plan
from tests.actions.stepping_in import LATER, Week, dump
from tests.planning.desk import A2_THU, A2_TUE, B1_THU, NOW, SEATS


@dataclass
class NobodyKnown:
    """A mail server that knows none of the addresses."""

    from_address: str = "roster@school.example"

    def send(self, message: EmailMessage) -> None:
        """Refuse it for good."""
        raise SendingFailed("SMTP 550: recipient refused", permanent=True)


@dataclass
class Everybody:
    """A mail server that takes every message."""

    from_address: str = "roster@school.example"

    def send(self, message: EmailMessage) -> None:
        """Take it."""


def test_mail_that_went_to_a_mistyped_address_goes_too(week: Week) -> None:
    """It failed, so its text is still there; the address was put right, so the person is no longer known by it."""
    week.desk.volunteer("dora", email="Dorra@school.example")
    week.desk.publish_plan(Plan.of(SEATS[:3]))
    deliver_due(week.store, NobodyKnown(), now=LATER)
    week.desk.volunteer("dora", email="dora@school.example")
    traces = ("Dorra@", "Hello Dora", "/dora")
    assert all(trace in dump(week) for trace in traces)
    erase_myself(week.store, week.dora, now=LATER)
    after = dump(week)
    assert [trace for trace in traces if trace in after] == []


def test_mail_to_leads_that_uses_an_earlier_name_goes_too(week: Week) -> None:
    """It failed, so its text is still there; the person married since, so the text no longer says their name."""
    week.desk.volunteer("dora", last_name="Maidenname")
    cannot_come(week.store, week.dora, "dora", B1_THU, now=NOW)
    deliver_due(week.store, NobodyKnown(), now=LATER + COLLECTED_FOR)
    week.desk.volunteer("dora", last_name="Canarysurname")
    assert "Dora Maidenname" in dump(week)
    erase_myself(week.store, week.dora, now=LATER + COLLECTED_FOR)
    after = dump(week)
    assert [trace for trace in ("Maidenname", '"dora"') if trace in after] == []


def test_mail_that_somebody_would_get_who_leads_no_longer_goes_too(week: Week) -> None:
    """It still waits for more news, but nobody writes it anew."""
    cannot_come(week.store, week.dora, "dora", B1_THU, now=NOW)
    withdraw_role(week.store, week.admin, week.lead.account_id, AccountRole.LEAD, now=NOW)
    assert "Dora" in week.mails("news_for_leads")[0].body
    erase_myself(week.store, week.dora, now=LATER)
    assert [mail.body for mail in week.mails("news_for_leads") if "Dora" in mail.body] == []


def test_mail_that_was_sent_says_no_longer_about_whom(week: Week) -> None:
    cannot_come(week.store, week.dora, "dora", B1_THU, now=NOW)
    assert [mail.about for mail in week.mails("news_for_leads")] == [("dora",)]
    deliver_due(week.store, Everybody(), now=LATER + COLLECTED_FOR)
    assert [(mail.body, mail.about) for mail in week.mails("news_for_leads")] == [("", ())]


def test_every_mail_to_volunteers_says_for_whom_it_is(week: Week) -> None:
    """An erasure finds it by that, also when the address has changed since."""
    ask_for_availability(week.store, week.lead, ["dora"], base_url="https://school.example", now=NOW)
    cannot_come(week.store, week.ben, "ben", A2_TUE, now=NOW)
    offer = offer_seat(week.store, week.dora, A2_TUE, "lead", now=NOW)
    decline_offer(week.store, week.lead, offer, now=NOW)
    theirs = [mail for mail in week.desk.mails() if mail.recipient == "dora@school.example"]
    assert {(mail.kind, mail.volunteer) for mail in theirs} == {
        ("roster_changed", "dora"),
        ("availability_request", "dora"),
        ("offer_answered", "dora"),
    }


def test_mail_to_somebody_else_at_the_same_address_stays(week: Week) -> None:
    week.desk.volunteer("ben", email="dora@school.example")
    week.desk.publish_plan(Plan.of(seat for seat in SEATS if seat.person != "ben"))
    erase_myself(week.store, week.dora, now=LATER)
    assert [mail.volunteer for mail in week.desk.mails() if mail.recipient == "dora@school.example"] == ["ben"]


def test_news_about_others_that_waits_for_the_leads_is_not_lost(week: Week) -> None:
    cannot_come(week.store, week.anna, "anna", A2_THU, now=NOW)
    cannot_come(week.store, week.dora, "dora", B1_THU, now=NOW)
    erase_myself(week.store, week.dora, now=LATER)
    told = "\n".join(mail.body for mail in week.mails("news_for_leads"))
    assert "Anna Canarysurname" in told
    assert "Dora" not in told
