"""The form of a what-if: what is to be different, read field by field."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from roster.actions.suppositions import (
    MOST_ALIKE,
    MoreSession,
    MoreTimes,
    NewVolunteer,
    OtherNumbers,
    Supposition,
)
from roster.records import GoalOrder
from roster.reports.question_choices import QuestionChoices
from web.forms import Entries
from web.person_forms import LEVELS
from web.setting_words import rate_words

LONGEST_BUFFER, LONGEST_WAY = 120, 600
MOST_SESSIONS, DAYS = 10, 7
SWITCHED: Mapping[str, bool | None] = {"as_it_is": None, "on": True, "off": False}
ORDERS: Mapping[str, str | None] = {"as_it_is": None, **{str(one): str(one) for one in GoalOrder}}
WEEKDAYS = {str(number): number for number in range(DAYS)}
HOURS_A_WEEK = 168 * 60
NEW_SITE = "new_site"


def read_supposition(entries: Entries, choices: QuestionChoices) -> Supposition:
    """What the form supposes; what does not fit is noted in the faults, as is a form that supposes nothing."""
    rooms = {f"{place.site}|{key}": (place.site, key) for place in choices.places for key, _name in place.rooms}
    sites = {one.site: one.site for one in choices.places}
    to = entries.choice("to", _("What happens to the sessions?"), sites | {NEW_SITE: NEW_SITE}, "")
    supposed = Supposition(
        absent=entries.several("absent", _("Who is absent?"), own(choices.people)),
        courses=entries.several("courses", _("Courses that do not take place"), own(choices.courses)),
        sites=entries.several("sites", _("Sites that are gone"), sites),
        rooms=tuple(rooms[key] for key in entries.several("rooms", _("Rooms that are gone"), rooms)),
        lost_from=entries.choice("lost_from", _("From when?"), {day.isoformat(): day for day in choices.days}, None),
        moved_to=to if to and to != NEW_SITE else None,
        new_site_minutes=entries.number("new_site_minutes", _("Minutes to the new site"), 0, LONGEST_WAY, 15)
        if to == NEW_SITE
        else None,
        times=_times(entries, choices),
        numbers=_numbers(entries, choices),
        volunteers=_volunteers(entries, choices),
        more_sessions=_sessions(entries, choices),
        rules=_rules(entries, choices),
    )
    if not supposed and not entries.faults:
        entries.fault(_("What is different?"), _("please choose at least one change"))
    return supposed


def own(those: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Choices as a form's options, each standing for its key."""
    return {key: key for key, _text in those}


def _span(entries: Entries, name: str) -> tuple[int, int] | None:
    """From and until of a time of the day, both required by now; None with a fault where they make none."""
    start = entries.clock(f"{name}_from", _("From"), required=True)
    end = entries.clock(f"{name}_until", _("Until"), required=True)
    if start is None or end is None:
        return None
    if start >= end:
        entries.fault(_("Until"), _("later than the beginning"))
        return None
    return start, end


def _weekdays(entries: Entries, name: str) -> tuple[int, ...]:
    days = entries.several(name, _("On which days?"), WEEKDAYS)
    if not days:
        entries.fault(_("On which days?"), _("please choose at least one"))
    return tuple(WEEKDAYS[day] for day in days)


def _times(entries: Entries, choices: QuestionChoices) -> tuple[MoreTimes, ...]:
    person = entries.choice("time_person", _("Who has more time?"), own(choices.people), "")
    if not person:
        return ()
    days, span = _weekdays(entries, "time_days"), _span(entries, "time")
    return (MoreTimes(person, days, *span),) if span else ()


def _numbers(entries: Entries, choices: QuestionChoices) -> tuple[OtherNumbers, ...]:
    person = entries.choice("hours_person", _("Whose hours are different?"), own(choices.people), "")
    if not person:
        return ()

    def minutes(name: str, label: str) -> int | None:
        return entries.hours(name, label, 0) if entries.form.get(name, "").strip() else None

    found = OtherNumbers(
        person,
        wished_minutes=minutes("wished", _("Wished hours a week")),
        max_minutes_week=minutes("most", _("At most, hours a week")),
        max_sessions_day=entries.number("sessions_day", _("At most, sessions a day"), 0, MOST_SESSIONS, None),
        max_days_week=entries.number("days_week", _("At most, days a week"), 0, DAYS, None),
    )
    if found == OtherNumbers(person) and not entries.faults:
        entries.fault(_("Whose hours are different?"), _("please give at least one number"))
    return (found,)


def _volunteers(entries: Entries, choices: QuestionChoices) -> tuple[NewVolunteer, ...]:
    role = entries.choice("new_role", _("Role of the new person"), own(choices.roles), "")
    if not role:
        return ()
    lowest = entries.choice("new_level_from", _("Level from"), LEVELS, None)
    highest = entries.choice("new_level_to", _("Level to"), LEVELS, None)
    if lowest is not None and highest is not None and lowest > highest:
        entries.fault(_("Level to"), _("not below the level it begins with"))
    branch = entries.choice("new_branch", _("Branch"), own(choices.branches), None)
    days, span = _weekdays(entries, "new_days"), _span(entries, "new")
    hours = entries.hours("new_hours", _("Hours a week"), 180)
    alike = entries.number("new_alike", _("How many such people?"), 1, MOST_ALIKE, 1)
    return (NewVolunteer(role, branch, lowest, highest, days, *span, hours, alike),) if span else ()


def _sessions(entries: Entries, choices: QuestionChoices) -> tuple[MoreSession, ...]:
    course = entries.choice("more_course", _("Course with one more session"), own(choices.courses), "")
    if not course:
        return ()
    day = entries.choice("more_day", _("On which day?"), WEEKDAYS, None)
    if day is None and not entries.faults:
        entries.fault(_("On which day?"), _("please choose one from the list"))
    site = entries.choice("more_site", _("Where?"), {one.site: one.site for one in choices.places}, None)
    span = _span(entries, "more")
    return (MoreSession(course, day, *span, site),) if span and day is not None else ()


def _rules(entries: Entries, choices: QuestionChoices) -> tuple[tuple[str, bool | int | str], ...]:
    """The rules that differ from those of the organisation, by the names of their fields."""
    found: dict[str, bool | int | str | None] = {
        "support_needs_lead": entries.choice("support_needs_lead", _("Support needs a lead"), SWITCHED, None),
        "newcomers": entries.choice("newcomers", _("Newcomers not alone"), SWITCHED, None),
        "travel_buffer_minutes": entries.number("buffer", _("Buffer for ways"), 0, LONGEST_BUFFER, None),
        "goal_order": entries.choice("goal_order", _("Order of the goals"), ORDERS, None),
    }
    for rate in rate_words():
        if hasattr(choices.organisation, rate.field) and rate.field.startswith("rate_"):
            found[rate.field] = entries.number(rate.field, rate.label, 0, rate.highest, None)
    return tuple((name, value) for name, value in found.items() if value is not None)
