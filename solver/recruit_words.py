"""Recruiting and matching in words, German and English."""

from __future__ import annotations

from roster.rules import RULES
from roster.rules.qualification import spoken_level
from roster.rules.violation import Names, spoken_name, spoken_session
from roster.words import WEEKDAYS, Sentence, spoken_list, spoken_minutes
from solver.matching import OpenSeat, Week
from solver.profiles import Profile
from solver.recruiting import Recruit, Recruiting

ANY_SITE = Sentence(de="an jedem Standort", en="at any site")
AT_SITE = Sentence(de="Standort {site}", en="at {site}")
HOURS = Sentence(de="{minutes} in der Woche", en="{minutes} a week")
TIME = Sentence(de="{days} {starts}–{ends}", en="{days} {starts}–{ends}")

EXACT_ONE = Sentence(de="1 Punkt Besetzung", en="1 point of cover")
AT_MOST_ONE = Sentence(de="höchstens 1 Punkt Besetzung", en="at most 1 point of cover")
EXACT = Sentence(de="{gain} Punkte Besetzung", en="{gain} points of cover")
AT_MOST = Sentence(de="höchstens {gain} Punkte Besetzung", en="at most {gain} points of cover")
SEATS = Sentence(de="{seats} Pflichtplätze mehr besetzt, {gain}", en="{seats} more required seats filled, {gain}")
ONE_SEAT = Sentence(de="1 Pflichtplatz mehr besetzt, {gain}", en="1 more required seat filled, {gain}")

EMPTY = Sentence(de="{empty} Pflichtplätze bleiben leer", en="{empty} required seats stay empty")
ONE_EMPTY = Sentence(de="1 Pflichtplatz bleibt leer", en="1 required seat stays empty")
EMPTY_SO_FAR = Sentence(
    de="im besten bisher gefundenen Plan bleiben Pflichtplätze leer ({empty})",
    en="in the best plan found so far required seats stay empty ({empty})",
)
NOBODY = Sentence(
    de="{week}: {empty}, und eine Person mehr ändert daran nichts.",
    en="{week}: {empty}, and one more person does not change that.",
)
NOBODY_FOUND = Sentence(
    de="{week}: {empty}. Unter den geprüften Profilen ({priced}) fand sich keines, das hilft; ausgeschlossen ist es "
    "nicht: Eine Person mehr brächte {most}.",
    en="{week}: {empty}. Among the profiles looked at ({priced}) none was found to help; it is not ruled out: "
    "one more person would add {most}.",
)
ALL_FILLED = Sentence(
    de="{week}: Alle Pflichtplätze können besetzt werden; gesucht wird niemand.",
    en="{week}: all required seats can be filled; nobody has to be looked for.",
)
WANTED = Sentence(
    de="{week}: {empty}. Wer am meisten helfen würde (geprüfte Profile: {priced}):",
    en="{week}: {empty}. Who would help most (profiles looked at: {priced}):",
)

OPEN_SEAT = Sentence(de="{organisation}: {session}, {role}: {gain}", en="{organisation}: {session}, {role}: {gain}")
MOVES_OTHERS = Sentence(de="wenn andere umziehen", en="if others move")
PUT_ON_LIST = Sentence(de="Zugangsliste des Standorts nötig", en="has to be put on the site's access list")
WHOLE_WEEK = Sentence(de="{organisation}, {week}: insgesamt {gain}", en="{organisation}, {week}: in all {gain}")
BARRED_ONE = Sentence(de="1 leerer Pflichtplatz scheidet aus: {rules}", en="1 empty required seat is out: {rules}")
BARRED = Sentence(
    de="{count} leere Pflichtplätze scheiden aus: {rules}", en="{count} empty required seats are out: {rules}"
)
WITH_SEATS = Sentence(de="mit {seats}", en="with {seats}")


def recruiting_text(week: str, found: Recruiting, language: str) -> str:
    """The line above the profiles. That nobody helps is said only where it is proven of everybody."""
    if not found.empty:
        return ALL_FILLED.text(language, week=week)
    sentence = WANTED if found.recruits else NOBODY if found.anybody_at_most == 0 else NOBODY_FOUND
    stay = EMPTY_SO_FAR if not found.proven else ONE_EMPTY if found.empty == 1 else EMPTY
    empty = stay.text(language, empty=found.empty)
    most = gain_text(None, found.anybody_at_most or 0, language)
    return sentence.text(language, week=week, empty=empty, priced=found.priced, most=most)


def recruit_text(one: Recruit, language: str, names: Names) -> str:
    """A profile and what it adds."""
    gain = gain_text(one.gain, one.at_most, language)
    if one.seats is not None and one.seats > 0:
        gain = (ONE_SEAT if one.seats == 1 else SEATS).text(language, seats=one.seats, gain=gain)
    return f"{profile_text(one.profile, language, names)}: {gain}"


def profile_text(profile: Profile, language: str, names: Names) -> str:
    """Role, branch, level, times, site and hours of a profile."""
    days: dict[tuple[str, str], list[str]] = {}
    for slot in profile.slots:
        days.setdefault((slot.starts, slot.ends), []).append(_weekday(slot.weekday, language))
    times = [
        TIME.text(language, days=spoken_list(those, language), starts=starts, ends=ends)
        for (starts, ends), those in days.items()
    ]
    site = (
        ANY_SITE.text(language)
        if profile.site is None
        else AT_SITE.text(language, site=spoken_name("site", profile.site, names))
    )
    parts = [
        spoken_name("role", profile.role, names),
        spoken_name("branch", profile.branch, names),
        *([] if profile.level is None else [spoken_level(profile.level)]),
        *times,
        site,
        HOURS.text(language, minutes=spoken_minutes(profile.minutes_week, language)),
    ]
    return ", ".join(parts)


def open_seat_text(seat: OpenSeat, language: str, names: Names, organisation: str) -> str:
    """An open seat and what the person would gain in it."""
    gain = [gain_text(seat.gain, seat.at_most, language)]
    if not seat.at_once:
        gain.append(MOVES_OTHERS.text(language))
    if seat.listed:
        gain.append(PUT_ON_LIST.text(language))
    return OPEN_SEAT.text(
        language,
        organisation=organisation,
        session=spoken_session(seat.session, language, names),
        role=spoken_name("role", seat.role, names),
        gain="; ".join(gain),
    )


def week_text(week: Week, language: str, names: Names, organisation: str) -> str:
    """What the person adds to one organisation's week in all."""
    gain = gain_text(week.gain, week.at_most, language)
    seats = [spoken_session(session, language, names) for session, _ in week.seats]
    if seats:
        gain = f"{gain}, {WITH_SEATS.text(language, seats='; '.join(seats))}"
    told = WHOLE_WEEK.text(language, organisation=organisation, week=week.week, gain=gain)
    if not week.barred:
        return told
    rule_names = {rule.KEY: rule.NAME.text(language) for rule in RULES}
    rules = ", ".join(f"{rule_names[rule]} ({count})" for rule, count in week.barred)
    count = sum(count for _, count in week.barred)
    return f"{told}. {(BARRED_ONE if count == 1 else BARRED).text(language, count=count, rules=rules)}"


def gain_text(gain: int | None, at_most: int, language: str) -> str:
    """A verified gain, or what it is at most."""
    if gain is None:
        return (AT_MOST_ONE if at_most == 1 else AT_MOST).text(language, gain=at_most)
    return (EXACT_ONE if gain == 1 else EXACT).text(language, gain=gain)


def _weekday(weekday: int, language: str) -> str:
    return WEEKDAYS["de" if language == "de" else "en"][weekday]
