"""What admins and operators look at: the log in plain words, failed mail with its reason, organisations in figures."""

from __future__ import annotations

import ast
import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from roster.actions.erasure import erase_volunteer
from roster.actions.members import grant_role
from roster.actions.organisations import add_closure
from roster.actions.outbox import give_up_message
from roster.actions.people import add_volunteer
from roster.actions.people_in_bulk import set_standings
from roster.actor import AccountRole, command_line_actor
from roster.database import Store
from roster.errors import Conflict, Forbidden, NotFound
from roster.models.outbox import MessageState, OutboxMessage, enqueue
from roster.records import Closure, Standing, Volunteer
from roster.reports.audit import AuditFilter, audit_page
from roster.reports.audit_words import ACTIONS, Area, action_text, fields_text
from roster.reports.first_steps import Step, first_steps
from roster.reports.outbox import KINDS, outbox_page, reason_text
from roster.reports.service import service_page
from tests.actions.north import DAY, NOW, North

MIRA = Volunteer(key="mira", first_name="Mira", last_name="Neu")
LENA = "lena@north.example"


def lena(north: North) -> int:
    return grant_role(north.store, command_line_actor(north.id, "north"), LENA, AccountRole.LEAD, now=NOW)


def whats(north: North, only: AuditFilter | None = None) -> list[str]:
    return [line.what for line in audit_page(north.store, north.admin, only=only).lines]


def test_an_entry_says_who_what_and_about_whom(north: North) -> None:
    actor = replace(north.lead, account_id=lena(north))
    set_standings(north.store, actor, {"jan": 1}, Standing.PAUSED, now=NOW)
    line = audit_page(north.store, north.admin).lines[0]
    assert (line.who, line.what, line.about) == (LENA, "changed the standing", "Jan Muster")
    assert line.fields_words == "standing"


def test_what_was_deleted_has_no_name_any_more(north: North) -> None:
    add_volunteer(north.store, north.lead, MIRA, now=NOW)
    erase_volunteer(north.store, north.admin, "mira", now=NOW)
    lines = audit_page(north.store, north.admin).lines
    assert {line.about for line in lines if line.subject.startswith("volunteer/")} == {"deleted since"}
    assert "Mira" not in repr(lines)


def test_the_log_is_cut_by_person_area_and_days(north: North) -> None:
    account = lena(north)
    actor = replace(north.lead, account_id=account)
    set_standings(north.store, actor, {"jan": 1}, Standing.PAUSED, now=NOW)
    later = NOW + dt.timedelta(days=2)
    add_closure(north.store, actor, Closure(from_day=DAY, until_day=DAY), now=later)
    assert whats(north, AuditFilter(who=account)) == ["entered a closure", "changed the standing"]
    assert whats(north, AuditFilter(area=Area.PEOPLE)) == ["changed the standing"]
    assert whats(north, AuditFilter(who=account, from_day=later.date())) == ["entered a closure"]
    assert whats(north, AuditFilter(who=account, until_day=NOW.date())) == ["changed the standing"]


def test_a_day_of_the_log_is_the_organisations_day(north: North) -> None:
    late = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)  # half past midnight in Berlin
    set_standings(north.store, north.lead, {"jan": 1}, Standing.PAUSED, now=late)
    assert whats(north, AuditFilter(area=Area.PEOPLE, from_day=dt.date(2026, 11, 23))) == ["changed the standing"]


def test_the_log_says_whether_there_is_more(north: North) -> None:
    lena(north)
    assert audit_page(north.store, north.admin, limit=1).more
    assert not audit_page(north.store, north.admin, limit=2).more


def test_every_action_that_records_itself_has_words() -> None:
    named = set()
    for path in Path("roster/actions").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'record\(\s*session,\s*\w+,\s*"([a-z_]+)"', text))
    assert len(named) > 40
    assert {action for action in named if action_text(action, "en") == action.replace("_", " ")} == set()


def test_an_action_without_words_is_seen() -> None:
    """The positive control of the test above."""
    assert action_text("melt_snow", "en") == "melt snow"


def test_every_action_speaks_both_languages() -> None:
    assert all(action_text(action, "de") != action_text(action, "en") for action in ACTIONS)


def test_inner_fields_are_left_out_of_the_log() -> None:
    assert fields_text(("token_hash", "first_name"), "de") == "Vorname"


# ---- mail -----------------------------------------------------------------------------------------------------------


def failed_mail(north: North, answer: str = "SMTP 550: recipient refused") -> int:
    with north.store.writing(north.id) as session:
        enqueue(session, kind="welcome", recipient="x@example.org", subject="Hi", body="Text", now=NOW, dedupe_key="1")
        session.execute(update(OutboxMessage).values(state=MessageState.FAILED, last_answer=answer, ended_at=NOW))
    return outbox_page(north.store, north.lead, now=NOW).failed[0].message_id


def test_a_failed_mail_says_why_and_what_helps(north: North) -> None:
    failed_mail(north)
    (line,) = outbox_page(north.store, north.lead, now=NOW).failed
    assert line.what == "invitation"
    assert line.why.startswith("The mail server does not know the address")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("this is no mail address", "no valid mail address"),
        ("SMTP 550: recipient refused", "(SMTP 550)"),
        ("SMTP 535: sign-in refused", "Our own access"),
        ("SMTP 554: message refused", "refused the message"),
        ("no answer from the mail server (TimeoutError)", "did not answer"),
        ("", "did not answer"),
    ],
)
def test_every_answer_of_a_server_has_words(answer: str, said: str) -> None:
    assert said in reason_text(answer, "en")


def kinds_of_mail(source: str) -> set[str]:
    """What a module calls the mails that it enqueues: a text, or a name that it gives one."""
    parts = list(ast.walk(ast.parse(source)))
    named = {
        ast.unparse(part.targets[0]): part.value.value
        for part in parts
        if isinstance(part, ast.Assign) and isinstance(part.value, ast.Constant)
    }
    calls = [part for part in parts if isinstance(part, ast.Call) and ast.unparse(part.func) == "enqueue"]
    kinds = [word.value for call in calls for word in call.keywords if word.arg == "kind"]
    return {str(kind.value) if isinstance(kind, ast.Constant) else str(named[ast.unparse(kind)]) for kind in kinds}


def test_every_kind_of_mail_that_is_sent_has_words() -> None:
    sent = {kind for path in Path("roster/actions").glob("*.py") for kind in kinds_of_mail(path.read_text("utf-8"))}
    assert "news_for_leads" in sent
    assert sent <= KINDS.keys()


def test_a_mail_given_up_loses_its_text(north: North) -> None:
    number = failed_mail(north)
    give_up_message(north.store, north.lead, number, now=NOW)
    assert outbox_page(north.store, north.lead, now=NOW).failed == ()
    with north.store.reading(north.id) as session:
        message = session.get(OutboxMessage, number)
        assert message is not None
        assert (message.body, message.state) == ("", MessageState.EXPIRED)
    with pytest.raises(Conflict):
        give_up_message(north.store, north.lead, number, now=NOW)


def test_another_organisations_mail_is_not_found(north: North) -> None:
    number = failed_mail(north)
    with pytest.raises(NotFound):
        give_up_message(north.store, north.stranger, number, now=NOW)


def test_a_volunteer_gives_no_mail_up(north: North) -> None:
    with pytest.raises(Forbidden):
        give_up_message(north.store, north.anna, failed_mail(north), now=NOW)


# ---- first steps and the whole service ------------------------------------------------------------------------------


def test_the_first_steps_lead_on_from_what_is_missing(north: North) -> None:
    steps = first_steps(north.store, north.lead)
    assert (steps.sites, steps.people, steps.published) == (2, 2, 0)
    assert steps.next is Step.QUALIFICATIONS


def test_a_new_organisation_begins_with_its_sites(north: North) -> None:
    assert first_steps(north.store, north.stranger).next is Step.SITES


def test_an_operator_sees_all_organisations_in_figures(north: North) -> None:
    failed_mail(north)
    operator = command_line_actor(north.id, "north")
    lines = {line.key: line for line in service_page(north.store, operator)}
    assert (lines["north"].active, lines["north"].courses, lines["north"].failed_mail) == (2, 1, 1)
    assert (lines["south"].active, lines["south"].last_week) == (0, "")
    assert "Anna" not in repr(lines)


def test_nobody_else_sees_the_whole_service(north: North, store: Store) -> None:
    with pytest.raises(Forbidden):
        service_page(store, north.admin)
