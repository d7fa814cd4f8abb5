"""The tables about teaching: roles, courses, seats, meetings, what changes, what leads decided and published."""

from __future__ import annotations

from roster.records import Course, Decision, Meeting, PublishedAssignment, Role, Seats, SessionChange
from roster.spreadsheets.cells import PAGES_BESIDE_KEYS, Choice, Key, Keys, Text, Whole
from roster.spreadsheets.description import (
    Table,
    column,
    end_column,
    start_column,
    valid_from_column,
    valid_until_column,
)
from roster.spreadsheets.time_cells import Clock, Date
from roster.spreadsheets.vocabulary import CHANGES, DECISIONS, LEVELS, WEEKDAYS, YES_NO
from roster.words import Sentence

# No class and no café lasts longer; a longer one is a slip of the pen, such as an end typed for a start.
LONGEST_SESSION_MINUTES = 12 * 60

_COURSE = column("course", "course", "Kurs", Key("courses"), "Kurs", "course")
_SEATS = Sentence(de="Plätze", en="seats")

ROLES = Table(
    "roles",
    "roles",
    "rollen",
    Role,
    ("key",),
    (
        column("key", "key", "Kürzel", Key(), "Kürzel der Rolle", "key of the role"),
        column("name", "name", "Name", Text(120), "Name der Rolle", "name of the role"),
        column(
            "leads",
            "leads",
            "Leitet",
            Choice(YES_NO),
            "ob sich Lernende an diese Gesichter gewöhnen",
            "whether these are the faces a course remembers",
        ),
        column(
            "depends_on",
            "depends_on",
            "Braucht_Rolle",
            Key("roles"),
            "wird nur besetzt, wenn diese Rolle besetzt ist; leer = unabhängig",
            "filled only if this role is filled; empty = independent",
        ),
        column(
            "certificates",
            "certificates",
            "Nachweise",
            Keys(),
            "Nachweise für diese Rolle, etwa food_hygiene (Belehrung)",
            "certificates for this role, such as food_hygiene",
        ),
    ),
    Sentence(de="Wofür ein Platz da ist.", en="What a seat is for."),
)

COURSES = Table(
    "courses",
    "courses",
    "kurse",
    Course,
    ("key",),
    (
        column("key", "key", "Kürzel", Key(reserved=PAGES_BESIDE_KEYS), "Kürzel des Kurses", "key of the course"),
        column("name", "name", "Name", Text(120), "Name des Kurses", "name of the course"),
        column("branch", "branch", "Bereich", Key("branches"), "Bereich", "branch"),
        column("site", "site", "Standort", Key("sites"), "Standort", "site"),
        column("level", "level", "Niveau", Choice(LEVELS), "Niveau; leer = ohne", "level; empty = none"),
        column(
            "priority",
            "priority",
            "Vorrang",
            Whole(1, 4, Sentence(de="Stufe", en="rank")),
            "1 kann warten, 4 zuerst (Kinder, laufende Kurse)",
            "1 can wait, 4 comes first (children, running courses)",
        ),
        column(
            "starts_on",
            "starts_on",
            "Erster_Tag",
            Date(),
            "erster Tag; leer = läuft schon",
            "first day; empty = runs already",
        ),
        column(
            "ends_on",
            "ends_on",
            "Letzter_Tag",
            Date(),
            "letzter Tag; leer = ohne Ende",
            "last day; empty = without end",
        ),
        column(
            "learners",
            "learners",
            "Lernende",
            Whole(0, 1000, Sentence(de="Köpfe", en="heads")),
            "wie viele lernen; nie Namen",
            "how many learn; never names",
        ),
    ),
    Sentence(de="Lerngruppen, offene Treffs und Cafés.", en="Learner groups, drop-ins and cafés."),
    spans=(("starts_on", "ends_on"),),
)

SEATS = Table(
    "seats",
    "seats",
    "plaetze",
    Seats,
    ("course", "role"),
    (
        _COURSE,
        column("role", "role", "Rolle", Key("roles"), "Rolle", "role"),
        column(
            "required",
            "required",
            "Nötig",
            Whole(0, 50, _SEATS),
            "nötige Plätze je Termin",
            "required seats in each session",
        ),
        column(
            "wished", "wished", "Erwünscht", Whole(0, 50, _SEATS), "weitere erwünschte Plätze", "further wished seats"
        ),
    ),
    Sentence(de="Welche Plätze jeder Termin eines Kurses hat.", en="What seats each session of a course has."),
)

MEETINGS = Table(
    "meetings",
    "meetings",
    "termine",
    Meeting,
    ("course", "weekday", "start_minute", "valid_from"),
    (
        _COURSE,
        column("weekday", "weekday", "Wochentag", Choice(WEEKDAYS), "Wochentag", "day of the week", also=("tag",)),
        start_column(),
        end_column(LONGEST_SESSION_MINUTES),
        column("room", "room", "Raum", Key("rooms"), "Raum am Standort des Kurses", "room at the course's site"),
        valid_from_column(),
        valid_until_column(),
    ),
    Sentence(de="Wann sich ein Kurs jede Woche trifft.", en="When a course meets each week."),
    also=("wochentermine",),
    spans=(("valid_from", "valid_until"),),
)

SESSION_CHANGES = Table(
    "session_changes",
    "session_changes",
    "terminaenderungen",
    SessionChange,
    ("course", "on_day", "start_minute"),
    (
        _COURSE,
        column("on_day", "on_day", "Datum", Date(), "Tag des Termins", "day of the session", also=("date",)),
        start_column(),
        column(
            "change",
            "change",
            "Änderung",
            Choice(CHANGES),
            "was mit ihm geschieht",
            "what happens to it",
        ),
        column(
            "new_day",
            "new_day",
            "Neuer_Tag",
            Date(),
            "verlegt auf diesen Tag; leer = wie bisher",
            "moved to this day; empty = as before",
        ),
        column(
            "new_start_minute",
            "new_start",
            "Neuer_Beginn",
            Clock(),
            "neuer Beginn; leer = wie bisher",
            "new start; empty = as before",
        ),
        column(
            "new_end_minute",
            "new_end",
            "Neues_Ende",
            Clock(2 * 24 * 60),
            "neues Ende; leer = wie bisher; nötig bei einmaligen",
            "new end; empty = as before; needed for one-offs",
            after=("new_start_minute", "start_minute"),
            longest_minutes=LONGEST_SESSION_MINUTES,
        ),
        column(
            "site",
            "site",
            "Standort",
            Key("sites"),
            "anderer Standort; leer = wie bisher",
            "other site; empty = as before",
        ),
        column(
            "room", "room", "Raum", Key("rooms"), "anderer Raum; leer = wie bisher", "other room; empty = as before"
        ),
    ),
    Sentence(
        de="Einzelne Termine, die ausfallen, verlegt oder einmalig sind.",
        en="Single sessions that are cancelled, moved or one-off.",
    ),
)

DECISIONS_TABLE = Table(
    "decisions",
    "decisions",
    "festlegungen",
    Decision,
    ("kind", "volunteer", "course", "on_day", "start_minute", "role"),
    (
        column(
            "kind",
            "kind",
            "Art",
            Choice(DECISIONS),
            "muss dort sitzen, oder darf es nicht",
            "must sit there, or must not",
        ),
        column("volunteer", "volunteer", "Ehrenamtliche", Key("volunteers"), "wer", "who", also=("person",)),
        _COURSE,
        column(
            "on_day",
            "on_day",
            "Datum",
            Date(),
            "Tag; leer nur beim Ausschluss: jeder Tag",
            "day; empty only in a ban: every day",
            also=("date",),
        ),
        column(
            "start_minute",
            "start",
            "Beginn",
            Clock(),
            "Beginn; leer nur beim Ausschluss: jeder Termin",
            "start; empty only in a ban: every session",
        ),
        column(
            "role",
            "role",
            "Rolle",
            Key("roles"),
            "Rolle; leer nur beim Ausschluss: jede",
            "role; empty only in a ban: any",
        ),
    ),
    Sentence(
        de="Was Leitungen festgelegt haben; die frühere Zeile gilt vor der späteren.",
        en="What leads decided; an earlier row wins over a later one.",
    ),
)

ROSTER = Table(
    "published",
    "roster",
    "wochenplan",
    PublishedAssignment,
    ("course", "on_day", "start_minute", "volunteer"),
    (
        _COURSE,
        column("on_day", "on_day", "Datum", Date(), "Tag des Termins", "day of the session", also=("date",)),
        start_column(),
        column("role", "role", "Rolle", Key("roles"), "Rolle", "role"),
        column(
            "volunteer",
            "volunteer",
            "Ehrenamtliche",
            Key("volunteers"),
            "wer dort eingeteilt war oder ist",
            "who sits or sat there",
            also=("person",),
        ),
    ),
    Sentence(de="Veröffentlichte Wochenpläne, auch mehrerer Wochen.", en="Published rosters, of several weeks too."),
    also=("wochenpläne", "dienstplan", "assignments"),
)
