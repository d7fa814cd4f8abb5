"""Ways for a mail to leave the house: an SMTP server, a folder of files, or the console for trying things out."""

from __future__ import annotations

import datetime as dt
import smtplib
import ssl
import sys
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol, TextIO
from urllib.parse import parse_qs, unquote, urlsplit

from roster.errors import Invalid
from roster.words import Sentence

SMTP_SECONDS = 20.0
PERMANENT = range(500, 600)  # SMTP replies that trying again does not change

NOT_A_MAIL_SETTING = Sentence(
    de="„{setting}“ ist kein Weg für Mails. Bitte console:, file:/ordner oder smtp://server:587?from=adresse angeben.",
    en="“{setting}” is no way to send mail. Please give console:, file:/folder or smtp://server:587?from=address.",
)


class SendingFailed(Exception):
    """The message could not be handed over. ``permanent``: trying again would not help. The text names no address."""

    def __init__(self, answer: str, *, permanent: bool) -> None:
        super().__init__(answer)
        self.permanent = permanent


class Sender(Protocol):
    """Somebody who hands messages over."""

    from_address: str

    def send(self, message: EmailMessage) -> None:
        """Hand one message over. Raises SendingFailed; a return means that it was accepted."""
        ...


class ConsoleSender:
    """Prints messages, for demos."""

    def __init__(self, stream: TextIO | None = None, from_address: str = "roster@localhost") -> None:
        self.from_address = from_address
        self._stream = stream or sys.stdout

    def send(self, message: EmailMessage) -> None:
        """Print it."""
        body = message.get_content()
        self._stream.write(f"--- mail to {message['To']}: {message['Subject']}\n{body}---\n")
        self._stream.flush()


class FolderSender:
    """Writes each message into a file of its own, named by its message id, so that a repeat overwrites it."""

    def __init__(self, folder: Path, from_address: str = "roster@localhost") -> None:
        self.from_address = from_address
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").split("@")[0]
        (self._folder / f"{name}.eml").write_bytes(message.as_bytes(policy=SMTP))


class SmtpSender:
    """Hands messages to a mail server, one connection each: mails are few, and a broken connection harms only one."""

    def __init__(
        self,
        host: str,
        port: int,
        from_address: str,
        *,
        user: str | None = None,
        password: str | None = None,
        starttls: bool = True,
        seconds: float = SMTP_SECONDS,
    ) -> None:
        self.from_address = from_address
        self._host, self._port = host, port
        self._user, self._password = user, password
        self._starttls = starttls
        self._seconds = seconds

    def send(self, message: EmailMessage) -> None:
        """Hand it to the server; nothing that the server says is shown beyond its code and first words."""
        try:
            with smtplib.SMTP(self._host, self._port, timeout=self._seconds) as server:
                if self._starttls:
                    server.starttls(context=ssl.create_default_context())
                if self._user is not None:
                    server.login(self._user, self._password or "")
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, _ = next(iter(error.recipients.values()))
            raise SendingFailed(f"SMTP {code}: recipient refused", permanent=code in PERMANENT) from error
        except smtplib.SMTPAuthenticationError as error:
            # A wrong password is our own fault and will be mended: keep the messages.
            raise SendingFailed(f"SMTP {error.smtp_code}: sign-in refused", permanent=False) from error
        except smtplib.SMTPResponseException as error:
            refused = error.smtp_code in PERMANENT
            raise SendingFailed(f"SMTP {error.smtp_code}: message refused", permanent=refused) from error
        except (smtplib.SMTPException, OSError) as error:
            raise SendingFailed(f"no answer from the mail server ({type(error).__name__})", permanent=False) from error


def sender_for(setting: str) -> Sender:
    """The sender that a setting names: ``console:``, ``file:/folder``, or ``smtp://user:password@host:587?from=address``.

    ``starttls=0`` leaves out encryption, for a server on the same machine. Raises Invalid for anything else.
    """
    parts = urlsplit(setting)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme == "console":
        return ConsoleSender()
    if parts.scheme == "file" and parts.path:
        return FolderSender(Path(unquote(parts.path)))
    if parts.scheme == "smtp" and parts.hostname and "from" in options:
        return SmtpSender(
            parts.hostname,
            parts.port or 587,
            options["from"],
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            starttls=options.get("starttls", "1") != "0",
        )
    raise Invalid(NOT_A_MAIL_SETTING, setting=parts.scheme or setting[:40])


def email_message(
    *, from_address: str, recipient: str, subject: str, body: str, message_id: str, now: dt.datetime
) -> EmailMessage:
    """A message with one recipient. ``message_id`` is what stands before the @: the same one when it is sent again.

    Raises ValueError for an address that is none, and for line breaks in address or subject.
    """
    message = EmailMessage(policy=SMTP)
    domain = from_address.rpartition("@")[2]
    message["From"] = Address(addr_spec=from_address)
    message["To"] = Address(addr_spec=recipient)
    message["Subject"] = subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{message_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"  # no holiday answers, please
    message.set_content(body)
    return message
