"""Taking the last step back: the page after it says what was done and has a button that undoes it.

There is one way for all of it. Whoever takes something away ends with ``say_done`` (or ``offer_undo`` where the step
back is a form of its own, such as noting an absence again); every page shows the button in its frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from roster.actions.undo import take_back
from roster.errors import Conflict
from web.access import SIGNED_IN, open_to
from web.language import current_language
from web.sign_in import own_path
from web.surroundings import now, the_actor, the_store

pages = Blueprint("undoing", __name__, url_prefix="/undo")

OFFERED = "undo"  # key in the form session; it holds dates and addresses of our own, no texts of others


@dataclass(frozen=True, slots=True)
class Undo:
    """What was done, in a sentence, and the form that takes it back."""

    sentence: str
    address: str
    fields: tuple[tuple[str, str], ...]


@pages.post("/<name>")
@open_to(SIGNED_IN)
def carry_out(name: str) -> Response:
    """Take back what was done under that name, or say what stands in the way."""
    try:
        take_back(the_store(), the_actor(), name, now=now())
    except Conflict as refusal:
        flash(refusal.text(current_language()), "fault")
    else:
        flash(_("Undone: it is as it was before."), "ok")
    return redirect(own_path(request.form.get("back", "")), 303)


def noted_sentence(sessions: int) -> str:
    """What is said after an absence was noted that meets that many published duties."""
    if not sessions:
        return _("The absence is noted. There was no duty then.")
    return ngettext(
        "The absence is noted, also for one session: leads are told, and a stand-in is sought.",
        "The absence is noted, also for %(num)d sessions: leads are told, and stand-ins are sought.",
        sessions,
    )


def still_counts(sessions: int) -> list[str]:
    """What is said along with a removed absence that counts on for that many duties; nothing for none."""
    if not sessions:
        return []
    sentence = ngettext(
        "For one session that had begun already the absence still counts.",
        "For %(num)d sessions that had begun already the absence still counts.",
        sessions,
    )
    return [sentence]


def offer_undo(sentence: str, address: str, fields: dict[str, str] | None = None) -> None:
    """Let the next page offer to take back what was just done."""
    session[OFFERED] = [sentence, address, fields or {}]


def say_done(sentence: str, undo: str | None, back: str) -> None:
    """Let the next page say what was done, with the button "Undo" where an action gave a name to undo it by.

    ``back`` is our own address to return to after undoing.
    """
    if undo is None:
        flash(sentence, "ok")
    else:
        offer_undo(sentence, url_for("undoing.carry_out", name=undo), {"back": back})


def offered_undo() -> Undo | None:
    """What can be taken back, offered once; None where the last step was no such step."""
    found = session.pop(OFFERED, None)
    return None if found is None else Undo(found[0], found[1], tuple(found[2].items()))


@pages.app_context_processor
def frame() -> dict[str, Any]:
    """What the frame of every page may offer."""
    return {"offered_undo": offered_undo}
