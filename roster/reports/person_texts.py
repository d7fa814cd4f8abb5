"""What is known about a person, said in one line each.

Qualifications, certificates, absences, extra times, warnings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from roster.calendar.clock import wall_clock
from roster.records import Absence, Certificate, ExtraTime, Level, Pair, PairKind, Qualification, Willingness
from roster.spreadsheets.vocabulary import LEVELS
from roster.words import Sentence, spoken_date, spoken_day

WARN_DAYS = 90  # how long before its end a certificate is warned of

CERTIFICATE_KINDS = {
    "clearance": Sentence(de="Erweitertes Führungszeugnis", en="Police clearance certificate"),
    "measles": Sentence(de="Masernschutz", en="Measles proof"),
    "food_hygiene": Sentence(de="Belehrung Lebensmittelhygiene", en="Food-hygiene instruction"),
}
WILLINGNESS = {
    Willingness.GLADLY: Sentence(de="gern", en="gladly"),
    Willingness.POSSIBLE: Sentence(de="möglich", en="possible"),
    Willingness.IF_NEEDED: Sentence(de="nur wenn nötig", en="only if needed"),
}
UNTIL = Sentence(de="bis {day}", en="until {day}")
SEEN = Sentence(de="gesehen am {day}", en="seen on {day}")
SEEN_BY = Sentence(de="gesehen am {day} von {who}", en="seen on {day} by {who}")
OVER = Sentence(de="{what}: abgelaufen am {day}", en="{what}: ran out on {day}")
ENDS = Sentence(de="{what}: läuft ab am {day}", en="{what}: runs out on {day}")
CLOCKED = Sentence(de="{start} bis {end}", en="{start} to {end}")
HOURS_OF_DAYS = Sentence(de="{days}, {start} bis {end}", en="{days}, {start} to {end}")
DAYS = Sentence(de="{first} bis {last}", en="{first} to {last}")
APART = Sentence(de="nicht zusammen: {first} und {second}", en="kept apart: {first} and {second}")
TOGETHER = Sentence(de="gern zusammen: {first} und {second}", en="gladly together: {first} and {second}")
MISSING = Sentence(de="{what} fehlt", en="{what} is missing")


def kind_name(kind: str, language: str) -> str:
    """A certificate's kind for people; one that a school made up is shown as it is."""
    named = CERTIFICATE_KINDS.get(kind)
    return named.text(language) if named else kind.replace("_", " ")


def qualification_text(
    qualification: Qualification, roles: Mapping[str, str], branches: Mapping[str, str], language: str
) -> str:
    """Such as "Lehrkraft, Erwachsene, A1.1 bis B1, bis 24.11.2026"; ``roles`` and ``branches`` give names by key."""
    parts = [roles.get(qualification.role, qualification.role)]
    if qualification.branch is not None:
        parts.append(branches.get(qualification.branch, qualification.branch))
    if qualification.level_from is not None or qualification.level_to is not None:
        parts.append(levels_text(qualification.level_from, qualification.level_to, language))
    if qualification.valid_until is not None:
        parts.append(UNTIL.text(language, day=spoken_date(qualification.valid_until, language)))
    return ", ".join(parts)


def levels_text(level_from: Level | None, level_to: Level | None, language: str) -> str:
    """A range of levels; an open end is the lowest or highest there is."""
    first = Level(min(Level)) if level_from is None else level_from
    last = Level(max(Level)) if level_to is None else level_to
    start, end = LEVELS.word(first, language), LEVELS.word(last, language)
    return start if first == last else CLOCKED.text(language, start=start, end=end)


def certificate_text(certificate: Certificate, language: str) -> str:
    """Such as "Masernschutz, gesehen am 2.3.2026, bis 1.3.2031"."""
    day = spoken_date(certificate.seen_on, language)
    seen = (
        SEEN_BY.text(language, day=day, who=certificate.seen_by)
        if certificate.seen_by
        else SEEN.text(language, day=day)
    )
    parts = [kind_name(certificate.kind, language), seen]
    if certificate.valid_until is not None:
        parts.append(UNTIL.text(language, day=spoken_date(certificate.valid_until, language)))
    return ", ".join(parts)


def certificate_warning(certificate: Certificate, today: dt.date, language: str) -> str:
    """That it ran out, or will within WARN_DAYS; an empty text where there is nothing to do."""
    until = certificate.valid_until
    if until is None or until > today + dt.timedelta(days=WARN_DAYS):
        return ""
    sentence = OVER if until < today else ENDS
    return sentence.text(language, what=kind_name(certificate.kind, language), day=spoken_date(until, language))


def absence_text(absence: Absence, language: str) -> str:
    """Such as "24.11.2026 bis 27.11.2026, 9:00 bis 12:00"."""
    days = spoken_date(absence.from_day, language)
    if absence.until_day != absence.from_day:
        days = DAYS.text(language, first=days, last=spoken_date(absence.until_day, language))
    if absence.start_minute is None or absence.end_minute is None:
        return days
    start, end = wall_clock(absence.start_minute), wall_clock(absence.end_minute)
    return HOURS_OF_DAYS.text(language, days=days, start=start, end=end)


def extra_time_text(extra: ExtraTime, language: str) -> str:
    """Such as "Di 24.11., 18:00 bis 20:00, gern"."""
    times = CLOCKED.text(language, start=wall_clock(extra.start_minute), end=wall_clock(extra.end_minute))
    day = f"{spoken_day(extra.on_day, language)} {extra.on_day.year}"
    return f"{day}, {times}, {WILLINGNESS[extra.willingness].text(language)}"


def pair_text(pair: Pair, names: Mapping[str, str], language: str) -> str:
    """Such as "nicht zusammen: Anna Beispiel und Jan Muster"."""
    sentence = APART if pair.kind is PairKind.APART else TOGETHER
    return sentence.text(language, first=names[pair.first], second=names[pair.second])
