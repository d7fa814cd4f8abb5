"""What a what-if supposes, told: as a sentence, as names of people who do not exist, and where it is really changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from roster.actions.suppositions import NEW_SITE, invented_keys
from roster.calendar.clock import wall_clock
from roster.records import GoalOrder, Level
from roster.reports.mending import Mending, Place
from roster.rules import Names, continuity, newcomers, support_needs_lead, travel, wished_seats, wishes
from roster.rules.violation import spoken_name
from roster.words import WEEKDAYS, Sentence, spoken_day, spoken_list, spoken_minutes

About = dict[str, Any]
PlaceName = Callable[[str, str | None], str]  # of a site, or of one of its rooms

ABSENT = Sentence(de="{person} fehlt", en="{person} is absent")
MORE_TIME = Sentence(de="{person} kann auch {days} {start}–{end}", en="{person} can also come {days} {start}–{end}")
OTHER_NUMBERS = Sentence(de="{person} mit anderen Zahlen: {numbers}", en="{person} with other numbers: {numbers}")
NUMBERS = {
    "wished_minutes": Sentence(de="wünscht {value} die Woche", en="wishes for {value} a week"),
    "max_minutes_week": Sentence(de="höchstens {value} die Woche", en="at most {value} a week"),
    "max_sessions_day": Sentence(de="höchstens {value} Termine am Tag", en="at most {value} sessions a day"),
    "max_days_week": Sentence(de="höchstens {value} Tage die Woche", en="at most {value} days a week"),
}
ONE = {
    "max_sessions_day": Sentence(de="höchstens einen Termin am Tag", en="at most one session a day"),
    "max_days_week": Sentence(de="höchstens einen Tag die Woche", en="at most one day a week"),
}
NEW_PERSON = Sentence(de="eine neue Person (erfunden): {skills}", en="one new person (invented): {skills}")
NEW_PEOPLE = Sentence(de="{count} neue Personen (erfunden): {skills}", en="{count} new people (invented): {skills}")
NEW_NAME = Sentence(de="Neue Person {number} (erfunden)", en="New person {number} (invented)")
SITE_NAME = Sentence(de="neuer Standort (erfunden)", en="new site (invented)")
NEW_SITE_AT = Sentence(
    de="neuer Standort (erfunden), {minutes} von jedem anderen", en="new site (invented), {minutes} from any other"
)
UP_TO = Sentence(de="{lowest} bis {highest}", en="{lowest} to {highest}")
FROM = Sentence(de="ab {lowest}", en="from {lowest}")
UNTIL = Sentence(de="bis {highest}", en="up to {highest}")
A_WEEK = Sentence(de="{hours} die Woche", en="{hours} a week")
AT = Sentence(de="{days} {start}–{end}", en="{days} {start}–{end}")
NO_COURSE = Sentence(de="{course} entfällt", en="{course} does not take place")
ONE_MORE = Sentence(de="{course} auch {days} {start}–{end}", en="{course} also {days} {start}–{end}")
ONE_MORE_THERE = Sentence(de="{more}, {site}", en="{more}, {site}")
NO_PLACE = Sentence(de="{place} entfällt", en="{place} is gone")
NO_PLACE_FROM = Sentence(de="{place} entfällt ab {day}", en="{place} is gone from {day} on")
MOVED = Sentence(de="{lost}, Umzug: {site}", en="{lost}, moved: {site}")
RULE_ON = Sentence(de="Regel „{rule}“ gilt", en="the rule “{rule}” holds")
RULE_OFF = Sentence(de="Regel „{rule}“ gilt nicht", en="the rule “{rule}” does not hold")
ONE_MINUTE_BUFFER = Sentence(de="eine Minute Puffer bei Wegen", en="one minute of buffer for ways")
BUFFER = Sentence(de="{minutes} Minuten Puffer bei Wegen", en="{minutes} minutes of buffer for ways")
RATE = Sentence(de="Gewicht von „{goal}“: {value}", en="weight of “{goal}”: {value}")
ORDERS = {
    GoalOrder.STRICT: Sentence(de="alle Ziele streng nacheinander", en="all goals strictly one after the other"),
    GoalOrder.BALANCED: Sentence(de="die letzten Ziele im Ausgleich", en="the last goals in balance"),
}
SWITCHES = {support_needs_lead.KEY: support_needs_lead.NAME, newcomers.KEY: newcomers.NAME}
RATES = {f"rate_{goal.KEY}": goal.NAME for goal in (continuity, wishes, travel, wished_seats)}


def invented_names(about: About, language: str) -> Names:
    """What people and sites are called that exist only in the supposition: plainly marked as invented."""
    keys = invented_keys(sum(new["alike"] for new in about["volunteers"]))
    people = {f"person/{key}": NEW_NAME.text(language, number=number) for number, key in enumerate(keys, start=1)}
    return people | {f"site/{NEW_SITE}": SITE_NAME.text(language)}


def supposed_lines(about: About, names: Names, language: str, place_name: PlaceName) -> Iterator[str]:
    """What is different, one thing after the other."""
    for key in about["absent"]:
        yield ABSENT.text(language, person=spoken_name("person", key, names))
    for more in about["times"]:
        yield MORE_TIME.text(language, person=spoken_name("person", more["person"], names), **_when(more, language))
    for other in about["numbers"]:
        told = [
            (ONE.get(name, several) if other[name] == 1 else several).text(
                language, value=_number(name, other[name], language)
            )
            for name, several in NUMBERS.items()
            if other[name] is not None
        ]
        person = spoken_name("person", other["person"], names)
        yield OTHER_NUMBERS.text(language, person=person, numbers=spoken_list(told, language))
    for new in about["volunteers"]:
        telling = NEW_PERSON if new["alike"] == 1 else NEW_PEOPLE
        yield telling.text(language, count=new["alike"], skills=_skills(new, names, language))
    for key in about["courses"]:
        yield NO_COURSE.text(language, course=spoken_name("course", key, names))
    for more in about["more_sessions"]:
        when = _when({**more, "weekdays": [more["weekday"]]}, language)
        told_more = ONE_MORE.text(language, course=spoken_name("course", more["course"], names), **when)
        there = more["site"] and ONE_MORE_THERE.text(language, more=told_more, site=place_name(more["site"], None))
        yield there or told_more
    yield from _lost(about, language, place_name)
    yield from _rules(about, language)


def really_changed(about: About, names: Names) -> tuple[Mending, ...]:
    """The pages on which what is supposed would really be changed, each once."""
    timed = (*about["absent"], *(more["person"] for more in about["times"]))
    counted = (other["person"] for other in about["numbers"])
    held = (*about["courses"], *(more["course"] for more in about["more_sessions"]))
    sites = (*about["sites"], *(site for site, _room in about["rooms"]))
    found = [
        *(Mending(Place.TIMES, key, spoken_name("person", key, names)) for key in timed),
        *(Mending(Place.PERSON, key, spoken_name("person", key, names)) for key in counted),
        *([Mending(Place.NEW_PERSON)] if about["volunteers"] else []),
        *(Mending(Place.COURSE, key, spoken_name("course", key, names)) for key in held),
        *(Mending(Place.SITE, key, spoken_name("site", key, names)) for key in sites),
        *([Mending(Place.CLOSURES)] if about["sites"] else []),
        *([Mending(Place.NEW_SITE)] if about["new_site_minutes"] is not None else []),
        *([Mending(Place.RULES)] if about["rules"] else []),
    ]
    return tuple(dict.fromkeys(found))


def _lost(about: About, language: str, place_name: PlaceName) -> Iterator[str]:
    day = about["lost_from"] and spoken_day(dt.date.fromisoformat(about["lost_from"]), language)
    for site, room in (*((site, None) for site in about["sites"]), *about["rooms"]):
        place = place_name(site, room)
        lost = NO_PLACE_FROM.text(language, place=place, day=day) if day else NO_PLACE.text(language, place=place)
        if about["moved_to"] is not None:
            lost = MOVED.text(language, lost=lost, site=place_name(about["moved_to"], None))
        elif about["new_site_minutes"] is not None:
            away = NEW_SITE_AT.text(language, minutes=spoken_minutes(about["new_site_minutes"], language))
            lost = MOVED.text(language, lost=lost, site=away)
        yield lost


def _rules(about: About, language: str) -> Iterator[str]:
    for name, value in about["rules"].items():
        if name in SWITCHES:
            yield (RULE_ON if value else RULE_OFF).text(language, rule=SWITCHES[name].text(language))
        elif name in RATES:
            yield RATE.text(language, goal=RATES[name].text(language), value=value)
        elif name == "goal_order":
            yield ORDERS[GoalOrder(value)].text(language)
        else:
            yield (ONE_MINUTE_BUFFER if value == 1 else BUFFER).text(language, minutes=value)


def _skills(new: About, names: Names, language: str) -> str:
    parts = [spoken_name("role", new["role"], names)]
    parts += [spoken_name("branch", new["branch"], names)] if new["branch"] else []
    lowest, highest = (None if new[name] is None else _level(new[name]) for name in ("level_from", "level_to"))
    if lowest or highest:
        telling = UP_TO if lowest and highest else FROM if lowest else UNTIL
        parts.append(lowest if lowest == highest and lowest else telling.text(language, lowest=lowest, highest=highest))
    parts.append(AT.text(language, **_when(new, language)))
    parts.append(A_WEEK.text(language, hours=spoken_minutes(new["minutes_week"], language)))
    return ", ".join(parts)


def _level(number: int) -> str:
    level = Level(number)
    return "Alpha" if level is Level.ALPHA else level.name.replace("_", ".")


def _when(said: About, language: str) -> dict[str, str]:
    days = [WEEKDAYS[language if language in WEEKDAYS else "en"][day] for day in said["weekdays"]]
    start, end = (wall_clock(said[name]) for name in ("start_minute", "end_minute"))
    return {"days": spoken_list(days, language), "start": start, "end": end}


def _number(name: str, value: int, language: str) -> str:
    return spoken_minutes(value, language) if "minutes" in name else str(value)
