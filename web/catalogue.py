"""Keeps the message catalogues in step with the pages: ``python -m web.catalogue`` adds new and drops unused ones.

Translating the added ones is left to people: an empty or fuzzy translation fails the tests.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from web.language import CATALOGUES

FOLDER = Path(__file__).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
CHANGING_HEADERS = tuple(
    f'"{name}:'
    for name in (
        "Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator",
        "Language-Team", "Generated-By",
    )
)  # fmt: skip
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false"}}


def messages_in_use() -> Catalog:
    """All messages of the pages, with the files that say them."""
    found = Catalog(fuzzy=False)
    for file, _line, message, _comments, context in extract_from_dir(
        str(FOLDER), METHODS, OPTIONS, KEYWORDS, strip_comment_tags=True
    ):
        found.add(message, context=context, locations=[(file.replace("\\", "/"), 0)])
    return found


def stored(language: str) -> Catalog:
    """The catalogue of a language as it is kept."""
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as text:
        return read_po(text, locale=language)


def bring_up_to_date(language: str) -> None:
    """Add new messages without translation, drop unused ones, keep everything else as it is."""
    used, kept = messages_in_use(), stored(language)
    fresh = Catalog(locale=language, fuzzy=False, header_comment=f"# Messages of the pages, {language}")
    for message in sorted(used, key=lambda one: str(one.id)):
        if message.id:
            before = kept.get(message.id, message.context)
            # a message that has forms for one and for several now, or no longer, is translated anew
            same = before is not None and before.pluralizable == message.pluralizable
            fresh.add(message.id, before.string if before and same else None, context=message.context)
    keep(fresh, language)


def keep(catalogue: Catalog, language: str) -> None:
    """Write a catalogue, without the headers that would change with every run."""
    written = io.BytesIO()
    write_po(written, catalogue, width=120, sort_output=True)
    lines = [line for line in written.getvalue().decode().splitlines() if not line.startswith(CHANGING_HEADERS)]
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    bring_up_to_date("de")
