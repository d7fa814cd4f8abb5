"""What became of messages: how many wait, and which could not be delivered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.outbox import MessageState, OutboxMessage
from roster.words import Sentence

SHOWN_AT_MOST = 200

KINDS = {
    "sign_in": Sentence(de="Link zum Anmelden", en="link to sign in"),
    "welcome": Sentence(de="Einladung", en="invitation"),
    "roster_changed": Sentence(de="Nachricht über Einsätze", en="message about duties"),
    "availability_request": Sentence(de="Frage nach Zeiten", en="question about times"),
    "news_for_leads": Sentence(de="Neues für die Leitung", en="news for leads"),
    "offer_answered": Sentence(de="Antwort auf ein Angebot", en="answer to an offer"),
    "calendar_switched_off": Sentence(de="Hinweis: Kalenderadresse abgeschaltet", en="notice: calendar switched off"),
    "operator_visit": Sentence(de="Hinweis, dass der Betrieb Einsicht nimmt", en="notice of an operator's visit"),
}
NO_ADDRESS = Sentence(
    de="Das ist keine gültige Mailadresse. Bitte bei der Person berichtigen; eine neue Nachricht geht dann dorthin.",
    en="This is no valid mail address. Please correct it at the person; a new message will go there.",
)
REFUSED = Sentence(
    de="Der Mailserver kennt die Adresse nicht oder nimmt nichts für sie an ({code}). Bitte die Adresse prüfen.",
    en="The mail server does not know the address or takes nothing for it ({code}). Please check the address.",
)
NOT_TAKEN = Sentence(
    de="Der Mailserver hat die Nachricht abgelehnt ({code}). Später noch einmal schicken oder den Betrieb fragen.",
    en="The mail server refused the message ({code}). Send it again later, or ask whoever runs the service.",
)
NO_SIGN_IN = Sentence(
    de="Unser Zugang zum Mailserver stimmt nicht ({code}). Bitte den Betrieb verständigen, dann noch einmal schicken.",
    en="Our own access to the mail server is wrong ({code}). Please tell whoever runs the service, then send it again.",
)
NO_ANSWER = Sentence(
    de="Der Mailserver hat nicht geantwortet. Später noch einmal schicken.",
    en="The mail server did not answer. Send it again later.",
)


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message that was given up. Its text is not shown: it is meant for its recipient alone."""

    message_id: int
    kind: str
    recipient: str
    subject: str
    created_at: dt.datetime
    ended_at: dt.datetime | None
    attempts: int
    last_answer: str
    what: str  # what kind of message it was, in words
    why: str  # why it failed and what helps, in words


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """How many messages wait and were sent in the last day, and those that were given up, the newest first."""

    waiting: int
    sent_in_a_day: int
    failed: tuple[MessageLine, ...]


def outbox_page(store: Store, actor: Actor, *, now: dt.datetime) -> OutboxPage:
    """The organisation's outbox. Raises Forbidden for volunteers."""
    actor.require(AccountRole.LEAD)
    count = select(func.count()).select_from(OutboxMessage)
    with store.reading(actor.organisation_id) as session:
        failed = session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.state == MessageState.FAILED)
            .order_by(OutboxMessage.id.desc())
            .limit(SHOWN_AT_MOST)
        )
        return OutboxPage(
            waiting=session.scalar(count.where(OutboxMessage.state == MessageState.WAITING)) or 0,
            sent_in_a_day=session.scalar(
                count.where(
                    OutboxMessage.state == MessageState.SENT, OutboxMessage.ended_at > now - dt.timedelta(days=1)
                )
            )
            or 0,
            failed=tuple(
                MessageLine(
                    message.id,
                    message.kind,
                    message.recipient,
                    message.subject,
                    message.created_at,
                    message.ended_at,
                    message.attempts,
                    message.last_answer,
                    kind_text(message.kind, actor.language),
                    reason_text(message.last_answer, actor.language),
                )
                for message in failed
            ),
        )


def kind_text(kind: str, language: str) -> str:
    """What kind of message it was."""
    return KINDS[kind].text(language) if kind in KINDS else kind.replace("_", " ")


def reason_text(last_answer: str, language: str) -> str:
    """Why a message failed, from what roster.mail noted: the server's code and our own words, never an address."""
    code = last_answer.partition(":")[0]
    for sign, sentence in (
        ("no mail address", NO_ADDRESS),
        ("recipient refused", REFUSED),
        ("sign-in refused", NO_SIGN_IN),
        ("message refused", NOT_TAKEN),
    ):
        if sign in last_answer:
            return sentence.text(language, code=code)
    return NO_ANSWER.text(language)
