"""What is stored now, where it differs from what somebody typed: shown beside a form that was overtaken.

Each record is told as lines of a label and words, the stored one and the typed one alike; lines that differ are shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from flask_babel import format_date
from flask_babel import gettext as _

from roster.records import Branch, Course, Meeting, Organisation, Role, Room, Seats, Site, Volunteer
from roster.reports.courses import CourseChoices
from roster.rules import RULES
from web.language import current_language
from web.setting_words import LAND_NAMES, goal_order_words, rate_words
from web.windows import dates_said
from web.wording import clock, hours, level_name, means_name, standing_name, weekday

Line = tuple[str, str]  # label of a field, and what it holds in words
NOTHING = "–"
SWITCHES = ("support_needs_lead", "newcomers")  # rules that an organisation can switch off
LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}


def stored_instead(stored: Iterable[Line], typed: Iterable[Line]) -> list[Line]:
    """The lines of what is stored that say something else than what was typed; empty where both are the same."""
    mine = dict(typed)
    return [(label, words or NOTHING) for label, words in stored if words != mine.get(label)]


def person_lines(person: Volunteer) -> list[Line]:
    """What the form of a person holds."""
    return [
        (_("First name"), person.first_name),
        (_("Last name"), person.last_name),
        (_("Mail address"), person.email),
        (_("Phone"), person.phone),
        (_("Language"), LANGUAGE_NAMES.get(person.language, person.language)),
        (_("Standing"), standing_name(person.standing)),
        (_("Newcomer"), _yes_or_no(person.newcomer)),
        (_("Way of travelling"), means_name(person.means)),
        (_("Wished hours a week"), hours(person.wished_minutes_week)),
        (_("Promised hours a week"), hours(person.promised_minutes_week)),
        (_("At most hours a week"), hours(person.max_minutes_week)),
        (_("At most sessions a day"), str(person.max_sessions_day)),
        (_("At most days a week"), str(person.max_days_week)),
    ]


def own_lines(phone: str, language: str) -> list[Line]:
    """What volunteers change about themselves."""
    return [(_("Telephone"), phone), (_("Language"), LANGUAGE_NAMES.get(language, language))]


def site_lines(site: Site) -> list[Line]:
    """What the form of a site holds."""
    return [
        (_("Name"), site.name),
        (_("Address"), site.address),
        (_("How to get in"), site.entry_hint),
        (_("Open from"), _day(site.open_from)),
        (_("Open until"), _day(site.open_until)),
        (_("Certificates asked for"), ", ".join(site.certificates)),
        (_("Only people on an access list may enter"), _yes_or_no(site.restricted)),
        (_("Show the address in calendars"), _yes_or_no(site.address_in_feeds)),
    ]


def course_lines(
    course: Course, choices: CourseChoices, seats: Iterable[Seats] = (), meetings: Iterable[Meeting] = ()
) -> list[Line]:
    """What the form of a course holds, its seats in the order of the roles, its meetings in that of the week."""
    branches, sites, rooms = _names(choices.branches), _names(choices.sites), _names(choices.rooms)
    of_role = {one.role: one for one in seats}
    in_week = sorted(meetings, key=lambda one: (one.weekday, one.start_minute, one.end_minute))
    return [
        (_("Name"), course.name),
        (_("Branch"), branches.get(course.branch, course.branch)),
        (_("Site"), sites.get(course.site, course.site)),
        (_("Level"), level_name(course.level)),
        (_("Priority"), str(course.priority)),
        (_("First day"), _day(course.starts_on)),
        (_("Last day"), _day(course.ends_on)),
        (_("Learners"), "" if course.learners is None else str(course.learners)),
        (_("Seats"), "; ".join(_seats(role.name, of_role[role.key]) for role in choices.roles if role.key in of_role)),
        (_("Weekly meetings"), "; ".join(_meeting(one, rooms.get(one.room or "", "")) for one in in_week)),
    ]


def rules_lines(organisation: Organisation) -> list[Line]:
    """What the form of the rules holds, in its order."""
    switches = [rule for rule in RULES if rule.KEY in SWITCHES]
    return [
        *((rule.NAME.text(current_language()), _yes_or_no(getattr(organisation, rule.KEY))) for rule in switches),
        (_("Buffer in minutes, added to each way"), str(organisation.travel_buffer_minutes)),
        (_("Order of the goals"), dict(goal_order_words())[organisation.goal_order]),
        *((rate.label, str(getattr(organisation, rate.field))) for rate in rate_words()),
        (_("Land"), LAND_NAMES[organisation.land]),
        (_("Name of the organisation"), organisation.name),
    ]


def branch_lines(branch: Branch) -> list[Line]:
    """What the form of a branch holds."""
    return [
        (_("Name"), branch.name),
        (_("Certificates asked for"), ", ".join(branch.certificates)),
        (_("With minors"), _yes_or_no(branch.minors)),
        (_("Pauses on public holidays"), _yes_or_no(branch.pauses_on_public_holidays)),
        (_("Pauses in school holidays"), _yes_or_no(branch.pauses_in_school_holidays)),
    ]


def role_lines(role: Role, names: Mapping[str, str]) -> list[Line]:
    """What the form of a role holds; ``names`` are those of all roles by key."""
    return [
        (_("Name"), role.name),
        (_("Certificates asked for"), ", ".join(role.certificates)),
        (_("Leads the course: its faces are remembered"), _yes_or_no(role.leads)),
        (_("Only together with"), names.get(role.depends_on, role.depends_on) if role.depends_on else ""),
    ]


def _seats(role: str, seats: Seats) -> str:
    return _("%(role)s: %(required)d required, %(wished)d wished", role=role, required=seats.required,
             wished=seats.wished)  # fmt: skip


def _meeting(meeting: Meeting, room: str) -> str:
    times = f"{weekday(meeting.weekday)} {clock(meeting.start_minute)}–{clock(meeting.end_minute)}"
    return " ".join([f"{times}, {room}" if room else times, *dates_said(meeting)])


def _names(records: Iterable[Branch] | Iterable[Site] | Iterable[Room]) -> dict[str, str]:
    return {record.key: record.name for record in records}


def _day(day: dt.date | None) -> str:
    return "" if day is None else str(format_date(day, "short"))


def _yes_or_no(on: bool) -> str:
    return _("yes") if on else _("no")
