"""Taking the last step back: the page after it says what was done and has a button that undoes it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import session
from flask_babel import gettext as _
from flask_babel import ngettext

OFFERED = "undo"  # key in the form session; it holds dates and addresses of our own, no texts of others


@dataclass(frozen=True, slots=True)
class Undo:
    """What was done, in a sentence, and the form that takes it back."""

    sentence: str
    address: str
    fields: tuple[tuple[str, str], ...]


def noted_sentence(sessions: int) -> str:
    """What is said after an absence was noted that meets that many published duties."""
    if not sessions:
        return _("The absence is noted. There was no duty then.")
    return ngettext(
        "The absence is noted, also for one session: leads are told, and a stand-in is sought.",
        "The absence is noted, also for %(num)d sessions: leads are told, and stand-ins are sought.",
        sessions,
    )


def offer_undo(sentence: str, address: str, fields: dict[str, str] | None = None) -> None:
    """Let the next page offer to take back what was just done."""
    session[OFFERED] = [sentence, address, fields or {}]


def offered_undo() -> Undo | None:
    """What can be taken back, offered once; None where the last step was no such step."""
    found = session.pop(OFFERED, None)
    return None if found is None else Undo(found[0], found[1], tuple(found[2].items()))
