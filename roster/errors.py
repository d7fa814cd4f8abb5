"""Everything the service may refuse, as one tree of errors whose texts say what to do next.

An error here is an answer to a person: a sentence in German and English and the plain facts that fill it. The web maps
each class to an HTTP status in one place (web/errors.py); the command line prints ``text(language)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from roster.words import Sentence


class Readable(Protocol):
    """Anything that can say itself in a language, such as one fault of an import or of a form."""

    def text(self, language: str) -> str:
        """The sentence in that language."""


class Refusal(Exception):
    """The service will not do this, and says why and what helps."""

    default = Sentence(
        de="Das geht so nicht. Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.",
        en="This is not possible as it stands. Please reload the page and try again.",
    )

    def __init__(self, sentence: Sentence | None = None, **facts: str | int) -> None:
        self.sentence = sentence or self.default
        self.facts = facts
        super().__init__(self.sentence.text("en", **facts))

    def text(self, language: str) -> str:
        """The whole sentence in ``"de"`` or ``"en"``."""
        return self.sentence.text(language, **self.facts)


class NotFound(Refusal):
    """It does not exist, or not in the asking person's organisation; the answer is the same for both."""

    default = Sentence(
        de="Das gibt es hier nicht (mehr). Vielleicht wurde es gelöscht oder umbenannt.",
        en="This does not exist here (any more). It may have been deleted or renamed.",
    )


class Forbidden(Refusal):
    """The person is known, but their roles do not allow this."""

    default = Sentence(
        de="Dafür fehlt Ihnen die Berechtigung. Bitte wenden Sie sich an die Leitung oder die Verwaltung.",
        en="You are not allowed to do this. Please ask a lead or an admin.",
    )


class Conflict(Refusal):
    """Somebody else changed the same thing meanwhile, or it contradicts what is stored.

    ``yours`` is what the person wanted to save and ``stored`` what is there now, as the action documents; None = not
    known.
    """

    default = Sentence(
        de="Das wurde inzwischen von jemand anderem geändert. Bitte beide Fassungen vergleichen und erneut speichern.",
        en="Somebody else changed this meanwhile. Please compare both versions and save again.",
    )

    def __init__(
        self, sentence: Sentence | None = None, *, yours: object = None, stored: object = None, **facts: str | int
    ) -> None:
        super().__init__(sentence, **facts)
        self.yours = yours
        self.stored = stored


class Invalid(Refusal):
    """The input breaks written rules; ``faults`` lists all of them at once."""

    default = Sentence(
        de="Einige Angaben passen noch nicht. Bitte die genannten Stellen berichtigen.",
        en="Some entries are not right yet. Please correct those named.",
    )

    def __init__(
        self, sentence: Sentence | None = None, *, faults: Iterable[Readable] = (), **facts: str | int
    ) -> None:
        super().__init__(sentence, **facts)
        self.faults = tuple(faults)


class TooLarge(Refusal):
    """More than the documented limits allow."""

    default = Sentence(
        de="Das ist größer als erlaubt. Bitte in kleinere Teile aufteilen.",
        en="This is larger than allowed. Please split it into smaller parts.",
    )


class WeekTooLarge(TooLarge):
    """A week beyond what the search takes on: no file is too large, what is in it is."""


class Gone(Refusal):
    """It was there once and counts no longer, such as a used or old sign-in link."""

    default = Sentence(
        de="Dieser Link gilt nicht mehr. Bitte fordern Sie einen neuen an.",
        en="This link is no longer valid. Please ask for a new one.",
    )


class TooMany(Refusal):
    """Too many attempts in a short time."""

    default = Sentence(
        de="Zu viele Versuche. Bitte warten Sie {minutes} Minuten und versuchen Sie es dann noch einmal.",
        en="Too many attempts. Please wait {minutes} minutes and then try again.",
    )

    def __init__(self, sentence: Sentence | None = None, *, minutes: int = 15) -> None:
        super().__init__(sentence, minutes=minutes)


class Busy(Refusal):
    """The store cannot answer just now; nothing was changed and trying again shortly is safe."""

    default = Sentence(
        de="Der Dienst ist gerade ausgelastet; nichts wurde geändert. Bitte versuchen Sie es gleich noch einmal.",
        en="The service is busy right now; nothing was changed. Please try again in a moment.",
    )


class WrongSchema(RuntimeError):
    """The database's tables are not those of this release; the service must not start on them."""
