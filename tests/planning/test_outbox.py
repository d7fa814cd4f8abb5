"""Mail goes out once, safely worded, and failures are told (checks 32, 50 and 55)."""

import datetime as dt
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from roster.actions.outbox import PAUSES_MINUTES, deliver_due, enqueue, retry_message
from roster.errors import Conflict, Invalid
from roster.mail import FolderSender, SendingFailed, SmtpSender, sender_for
from roster.models.outbox import MessageState
from roster.reports.outbox import outbox_page
from tests.planning.desk import NOW, Desk

LATER = NOW + dt.timedelta(days=3)


class Recorder:
    """A sender that remembers, and fails as often as it is told to."""

    from_address = "roster@school.example"

    def __init__(self, *failures: Exception | None) -> None:
        self.messages: list[EmailMessage] = []
        self._failures = list(failures)

    def send(self, message: EmailMessage) -> None:
        failure = self._failures.pop(0) if self._failures else None
        if failure is not None:
            raise failure
        self.messages.append(message)


class Killed(BaseException):
    """Stands for a worker that dies at this very point."""


def write(desk: Desk, **fields: Any) -> None:
    message = {
        "kind": "test",
        "recipient": "ben@school.example",
        "subject": "Your duties",
        "body": "Hello Ben\n",
        "now": NOW,
        "dedupe_key": "test/1",
    }
    with desk.store.writing(desk.id) as session:
        enqueue(session, **(message | fields))


def test_a_message_is_sent_once_and_its_text_erased(desk: Desk) -> None:
    write(desk)
    sender = Recorder()
    assert deliver_due(desk.store, sender, now=NOW).sent == 1
    assert deliver_due(desk.store, sender, now=LATER).sent == 0
    assert [str(message["To"]) for message in sender.messages] == ["ben@school.example"]
    (kept,) = desk.mails()
    assert (kept.state, kept.body) == (MessageState.SENT, "")


def test_the_same_reason_makes_one_message(desk: Desk) -> None:
    write(desk)
    write(desk, body="again")
    assert len(desk.mails()) == 1


def test_a_message_of_a_transaction_that_failed_does_not_exist(desk: Desk) -> None:
    def write_and_fail() -> None:
        with desk.store.writing(desk.id) as session:
            enqueue(session, kind="test", recipient="a@b.example", subject="s", body="b", now=NOW, dedupe_key="k")
            raise RuntimeError("something else went wrong")

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert desk.mails() == []


def test_a_worker_killed_between_acceptance_and_note_repeats_once_with_the_same_message_id(desk: Desk) -> None:
    write(desk)
    sender = Recorder()

    class DyingAfterwards(Recorder):
        def send(self, message: EmailMessage) -> None:
            sender.send(message)
            raise Killed

    with pytest.raises(Killed):
        deliver_due(desk.store, DyingAfterwards(), now=NOW)
    assert deliver_due(desk.store, sender, now=NOW).sent == 0  # it may still be on its way
    assert deliver_due(desk.store, sender, now=LATER).sent == 1
    first, second = sender.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_failures_are_tried_again_after_growing_pauses_and_then_given_up_and_shown(desk: Desk) -> None:
    write(desk)
    failure = SendingFailed("SMTP 451: message refused", permanent=False)
    now = NOW
    for pause in PAUSES_MINUTES:
        assert deliver_due(desk.store, Recorder(failure), now=now).postponed == 1
        assert deliver_due(desk.store, Recorder(), now=now).sent == 0
        now += dt.timedelta(minutes=pause)
    assert deliver_due(desk.store, Recorder(failure), now=now).failed == 1
    (shown,) = outbox_page(desk.store, desk.lead, now=now).failed
    assert (shown.recipient, shown.last_answer) == ("ben@school.example", "SMTP 451: message refused")


def test_what_cannot_succeed_is_given_up_at_once_and_can_be_sent_again_by_a_lead(desk: Desk) -> None:
    write(desk)
    refused = SendingFailed("SMTP 550: recipient refused", permanent=True)
    assert deliver_due(desk.store, Recorder(refused), now=NOW).failed == 1
    (shown,) = outbox_page(desk.store, desk.lead, now=NOW).failed
    retry_message(desk.store, desk.lead, shown.message_id, now=NOW)
    assert deliver_due(desk.store, Recorder(), now=NOW).sent == 1
    with pytest.raises(Conflict):
        retry_message(desk.store, desk.lead, shown.message_id, now=NOW)


def test_one_bad_address_does_not_keep_the_others(desk: Desk) -> None:
    write(desk, recipient="no address", dedupe_key="1")
    write(desk, dedupe_key="2")
    done = deliver_due(desk.store, Recorder(), now=NOW)
    assert (done.sent, done.failed) == (1, 1)


def test_a_message_past_its_time_is_not_sent(desk: Desk) -> None:
    write(desk, expires_at=NOW + dt.timedelta(minutes=10))
    done = deliver_due(desk.store, Recorder(), now=NOW + dt.timedelta(minutes=10))
    assert (done.sent, done.expired) == (0, 1)
    assert desk.mails()[0].body == ""


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\x00"])
def test_line_breaks_in_names_make_no_header_of_their_own(sqlite_desk: Desk, end: str) -> None:
    write(sqlite_desk, subject=f"Duties of Eve{end}Bcc: all@school.example", body=f"{{braces}} {end} stay\n")
    sender = Recorder()
    deliver_due(sqlite_desk.store, sender, now=NOW)
    (message,) = sender.messages
    assert message["Bcc"] is None
    assert message.get_all("Subject") == ["Duties of Eve Bcc: all@school.example"]
    assert "{braces}" in message.get_content()


def test_line_breaks_in_an_address_reach_nobody_else(sqlite_desk: Desk) -> None:
    write(sqlite_desk, recipient="ben@school.example\r\nBcc: all@school.example")
    sender = Recorder()
    assert deliver_due(sqlite_desk.store, sender, now=NOW).failed == 1
    assert sender.messages == []


# ---- real servers ----------------------------------------------------------------------------------------------------


class Answering:
    """A mail server's mind: what it answers to a recipient, and what it took in."""

    def __init__(self, answer: str = "250 OK") -> None:
        self.answer = answer
        self.taken: list[Envelope] = []

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope)
        return "250 OK"


@pytest.fixture
def mail_server() -> Iterator[Controller]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(Answering(), hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


def smtp_sender(controller: Controller) -> SmtpSender:
    return SmtpSender("127.0.0.1", controller.port, "roster@school.example", starttls=False, seconds=5)


def test_a_mail_server_gets_umlauts_one_recipient_and_a_stable_message_id(
    sqlite_desk: Desk, mail_server: Controller
) -> None:
    write(sqlite_desk, subject="Einsätze geändert", body="Schöne Grüße\n")
    assert deliver_due(sqlite_desk.store, smtp_sender(mail_server), now=NOW).sent == 1
    (envelope,) = mail_server.handler.taken
    assert envelope.rcpt_tos == ["ben@school.example"]
    assert b"@school.example>" in envelope.content
    assert b"Auto-Submitted: auto-generated" in envelope.content


@pytest.mark.parametrize(("answer", "lost"), [("451 later", False), ("550 no such user", True)])
def test_a_servers_refusal_counts_as_it_is_meant(
    sqlite_desk: Desk, mail_server: Controller, answer: str, lost: bool
) -> None:
    write(sqlite_desk)
    mail_server.handler.answer = answer
    done = deliver_due(sqlite_desk.store, smtp_sender(mail_server), now=NOW)
    assert (done.failed, done.postponed) == ((1, 0) if lost else (0, 1))
    assert "ben@" not in sqlite_desk.mails()[0].last_answer


def test_a_server_that_is_not_there_is_tried_again(sqlite_desk: Desk) -> None:
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        sender = SmtpSender("127.0.0.1", taken.getsockname()[1], "roster@school.example", starttls=False, seconds=2)
        write(sqlite_desk)
        assert deliver_due(sqlite_desk.store, sender, now=NOW).postponed == 1


def test_a_server_that_never_answers_does_not_hold_the_worker(sqlite_desk: Desk) -> None:
    with socket.socket() as pit:
        pit.bind(("127.0.0.1", 0))
        pit.listen()
        sender = SmtpSender("127.0.0.1", pit.getsockname()[1], "roster@school.example", starttls=False, seconds=0.3)
        write(sqlite_desk)
        assert deliver_due(sqlite_desk.store, sender, now=NOW).postponed == 1


def test_mail_goes_into_a_folder_where_that_is_set(sqlite_desk: Desk, tmp_path: Path) -> None:
    write(sqlite_desk)
    deliver_due(sqlite_desk.store, FolderSender(tmp_path / "mail"), now=NOW)
    (file,) = (tmp_path / "mail").iterdir()
    assert b"Hello Ben" in file.read_bytes()


def test_mail_is_printed_where_that_is_set(sqlite_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    write(sqlite_desk)
    deliver_due(sqlite_desk.store, sender_for("console:"), now=NOW)
    assert "mail to ben@school.example: Your duties" in capsys.readouterr().out


@pytest.mark.parametrize("setting", ["", "smtp://", "smtp://host", "ftp://host?from=a@b.example", "file:"])
def test_a_setting_that_is_no_way_to_send_mail_is_refused(setting: str) -> None:
    with pytest.raises(Invalid):
        sender_for(setting)


def test_an_smtp_setting_names_server_account_and_sender() -> None:
    sender = sender_for("smtp://user:p%40ss@mail.school.example:2525?from=plan@school.example&starttls=0")
    assert isinstance(sender, SmtpSender)
    assert sender.from_address == "plan@school.example"
