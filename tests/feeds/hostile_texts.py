"""Check 25 as a program: hostile texts in every field, two parsers, no control character, no broken line.

``python -O -m tests.feeds.hostile_texts`` runs it without any ``assert``: a guard made of asserts would be gone then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import icalendar
import vobject
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from roster.calendar.feed import FeedEvent
from roster.calendar.feed_text import lines, one_line
from tests.tiny_feed import event, written

# What breaks lines, ends strings, turns directions, or looks like calendar text of its own.
PIECES = [
    *("\r\n", "\n", "\r", "\x00", "\x0b", "\x0c", "\x1c", "\x7f", "\x85", "\u2028", "\u2029", "\ud800", "\udfff"),
    *(
        "\u202e",
        "\u2066",
        "\ufeff",
        "\uffff",
        "\t",
        " ",
        "\\",
        "\\n",
        "\\N",
        ",",
        ";",
        ":",
        '"',
        "^n",
        "'",
        "=",
        "{x}",
        "%s",
    ),
    *("é", "ß", "漢", "\U0001f600", "e\u0301", "\u200d", "END:VEVENT", "BEGIN:VALARM", "METHOD:CANCEL", "\r\n X"),
    *("\r\nATTENDEE:mailto:x@example.org", "END:VCALENDAR\r\n"),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=12).map("".join)
LONG_TEXTS = st.tuples(TEXTS, st.sampled_from(["x", "ß", "漢", "\U0001f600", ", "])).map(lambda t: t[0] + t[1] * 10_000)
# Text that may stand in a line: no control character, no character that turns the direction, no lone surrogate.
FORBIDDEN = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")
PROPERTIES = [
    "DTEND", "DTSTAMP", "DTSTART", "LAST-MODIFIED", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "UID",
]  # fmt: skip


@dataclass(frozen=True)
class Hostile:
    """Texts for every field of a feed."""

    name: str
    uid: str
    summary: str
    location: str
    description: str

    def event(self) -> FeedEvent:
        """An event of these texts."""
        return event(
            uid=self.uid, summary=self.summary, location=self.location, description=self.description, cancelled=False
        )


HOSTILE = st.builds(
    Hostile,
    name=TEXTS,
    uid=TEXTS.map(lambda text: f"uid{text}"),
    summary=TEXTS | LONG_TEXTS,
    location=TEXTS,
    description=TEXTS | LONG_TEXTS,
)


def faults(texts: Sequence[Hostile]) -> list[str]:
    """What is wrong with the feed of such events; empty = nothing."""
    content = written(*(hostile.event() for hostile in texts), name=texts[0].name)
    return [*faults_of_lines(content), *faults_of_parts(texts, content), *faults_of_texts(texts, content)]


def faults_of_lines(content: bytes) -> list[str]:
    """Lines too long or wrongly ended, and characters that should not be there."""
    found = [f"line of {len(line)} octets" for line in content.split(b"\r\n") if len(line) > 75]
    if re.search(rb"(?<!\r)\n|\r(?!\n)", content):
        found.append("a line end that is not CRLF")
    if FORBIDDEN.search(content.decode()):
        found.append("a control character")
    return found


def faults_of_parts(texts: Sequence[Hostile], content: bytes) -> list[str]:
    """Components and properties that were not planned, as two parsers see them."""
    planned = [
        sorted(
            [
                *PROPERTIES,
                *(["LOCATION"] if one_line(t.location) else []),
                *(["DESCRIPTION"] if lines(t.description) else []),
            ]
        )
        for t in texts
    ]
    by_icalendar = icalendar.Calendar.from_ical(content)
    by_vobject = vobject.readOne(content.decode())
    seen = {
        "icalendar": [sorted(part.keys()) for part in by_icalendar.walk("VEVENT")],
        "vobject": [sorted(p.name for p in part.getChildren()) for part in by_vobject.contents.get("vevent", [])],
    }
    found = [f"{parser} sees other properties" for parser, parts in seen.items() if sorted(parts) != sorted(planned)]
    names = sorted(part.name for part in by_icalendar.walk())
    if names != sorted(["VCALENDAR", "VTIMEZONE", "DAYLIGHT", "STANDARD", *(["VEVENT"] * len(texts))]):
        found.append(f"icalendar sees other components: {names}")
    if sorted(by_icalendar.keys()) != [
        "CALSCALE",
        "NAME",
        "PRODID",
        "REFRESH-INTERVAL",
        "VERSION",
        "X-PUBLISHED-TTL",
        "X-WR-CALNAME",
    ]:
        found.append(f"icalendar sees other properties of the calendar: {sorted(by_icalendar.keys())}")
    return found


def faults_of_texts(texts: Sequence[Hostile], content: bytes) -> list[str]:
    """Texts that do not read back as they were meant, as two parsers see them."""
    meant = sorted((one_line(t.uid), one_line(t.summary), one_line(t.location), lines(t.description)) for t in texts)
    by_icalendar = sorted(
        (str(e["UID"]), str(e["SUMMARY"]), str(e.get("LOCATION", "")), str(e.get("DESCRIPTION", "")))
        for e in icalendar.Calendar.from_ical(content).walk("VEVENT")
    )
    by_vobject = sorted(
        tuple(
            part.contents[name][0].value if name in part.contents else ""
            for name in ("uid", "summary", "location", "description")
        )
        for part in vobject.readOne(content.decode()).contents["vevent"]
    )
    return [
        f"{parser} reads other texts: {read} instead of {meant}"
        for parser, read in (("icalendar", by_icalendar), ("vobject", by_vobject))
        if read != meant
    ]


# Without shrinking: that takes minutes for long texts, and the fault is named anyway.
@settings(max_examples=100, database=None, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(HOSTILE, min_size=1, max_size=3))
def try_hostile_texts(texts: list[Hostile]) -> None:
    """Raises RuntimeError with the faults, so that it works without asserts."""
    if found := faults(texts):
        raise RuntimeError("; ".join(found))


if __name__ == "__main__":
    if __debug__:
        raise SystemExit("run me with -O")
    try_hostile_texts()
