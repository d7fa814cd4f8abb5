"""The tables about the organisation, its branches and its calendar."""

from __future__ import annotations

from roster.records import Branch, Closure, Holiday, Organisation, Term
from roster.spreadsheets.cells import Choice, Key, Keys, Text, Whole
from roster.spreadsheets.description import Table, column
from roster.spreadsheets.time_cells import Date, Week, Zone
from roster.spreadsheets.vocabulary import GOAL_ORDERS, LANDS, LANGUAGES, YES_NO
from roster.words import Sentence

_MINUTES = Sentence(de="Minuten", en="minutes")
_RATE = Sentence(de="Warteminuten, die ein Punkt wert ist", en="minutes of waiting that one point is worth")

ORGANISATION = Table(
    "organisation",
    "organisation",
    "organisation",
    Organisation,
    ("key",),
    (
        column(
            "key", "key", "Kürzel", Key(), "Kürzel der Organisation", "key of the organisation", also=("organisation",)
        ),
        column("name", "name", "Name", Text(120), "Name der Organisation", "name of the organisation"),
        column("timezone", "timezone", "Zeitzone", Zone(), "Zeitzone aller Uhrzeiten", "time zone of all times"),
        column(
            "land",
            "land",
            "Bundesland",
            Choice(LANDS),
            "Land, dessen Feiertage und Schulferien gelten",
            "German Land whose public and school holidays count",
        ),
        column(
            "language",
            "language",
            "Sprache",
            Choice(LANGUAGES),
            "Sprache der Organisation",
            "language of the organisation",
        ),
        column(
            "planning_week",
            "planning_week",
            "Planungswoche",
            Week(),
            "Woche, für die diese Tabellen gemacht sind; leer = die nächste Woche mit Unterricht",
            "week that these tables were made for; empty = the next teaching week",
        ),
        column(
            "travel_buffer_minutes",
            "travel_buffer_minutes",
            "Wegpuffer_Minuten",
            Whole(0, 240, _MINUTES),
            "Zuschlag auf jeden Weg zwischen zwei Standorten",
            "added to every way between two sites",
        ),
        column(
            "support_needs_lead",
            "support_needs_lead",
            "Hilfe_nur_mit_Leitung",
            Choice(YES_NO),
            "Regel: abhängige Rollen werden nur besetzt, wenn die führende Rolle besetzt ist",
            "rule: depending roles are filled only if the role they depend on is filled",
        ),
        column(
            "newcomers",
            "newcomers",
            "Neue_nie_allein",
            Choice(YES_NO),
            "Regel: Neue sitzen nie ohne Erfahrene in einem Termin",
            "rule: newcomers never sit in a session without somebody experienced",
        ),
        column(
            "goal_order",
            "goal_order",
            "Zielordnung",
            Choice(GOAL_ORDERS),
            "ob die hinteren Ziele gegeneinander abgewogen werden oder streng nacheinander gelten",
            "whether the later goals are balanced or hold strictly one after the other",
        ),
        column(
            "rate_continuity",
            "rate_continuity",
            "Wert_Kontinuität",
            Whole(0, 1000, _RATE),
            "was eine Lehrkraft weniger je Kurs wert ist",
            "what one face less for a course is worth",
        ),
        column(
            "rate_wishes",
            "rate_wishes",
            "Wert_Wünsche",
            Whole(0, 1000, _RATE),
            "was ein erfüllter Wunsch wert ist",
            "what a kept wish is worth",
        ),
        column(
            "rate_travel",
            "rate_travel",
            "Wert_Wege",
            Whole(0, 1000, _RATE),
            "was eine Minute Weg oder Warten wert ist",
            "what a minute of travel or waiting is worth",
        ),
        column(
            "rate_wished_seats",
            "rate_wished_seats",
            "Wert_Wunschplätze",
            Whole(0, 1000, _RATE),
            "was ein besetzter erwünschter Platz wert ist",
            "what a filled wished seat is worth",
        ),
        column(
            "history_weeks",
            "history_weeks",
            "Rückblick_Wochen",
            Whole(0, 52, Sentence(de="Wochen", en="weeks")),
            "so viele veröffentlichte Wochen zurück gelten Lehrkräfte eines Kurses als vertraut",
            "published weeks back in which a course's leads count as familiar",
        ),
    ),
    Sentence(de="Die Organisation selbst: genau eine Zeile.", en="The organisation itself: exactly one row."),
    also=("organisations", "organisationen", "verein"),
)

BRANCHES = Table(
    "branches",
    "branches",
    "bereiche",
    Branch,
    ("key",),
    (
        column("key", "key", "Kürzel", Key(), "Kürzel des Bereichs", "key of the branch"),
        column("name", "name", "Name", Text(120), "Name des Bereichs", "name of the branch"),
        column(
            "minors",
            "minors",
            "Minderjährige",
            Choice(YES_NO),
            "ob Minderjährige teilnehmen",
            "whether minors take part",
        ),
        column(
            "certificates",
            "certificates",
            "Nachweise",
            Keys(),
            "Nachweise, die alle in einem Termin haben müssen, etwa clearance (erweitertes Führungszeugnis)",
            "certificates that everyone in a session must hold, such as clearance (erweitertes Führungszeugnis)",
        ),
        column(
            "pauses_on_public_holidays",
            "pauses_on_public_holidays",
            "Pause_an_Feiertagen",
            Choice(YES_NO),
            "ob an gesetzlichen Feiertagen nichts stattfindet",
            "whether nothing happens on public holidays",
        ),
        column(
            "pauses_in_school_holidays",
            "pauses_in_school_holidays",
            "Pause_in_Schulferien",
            Choice(YES_NO),
            "ob in den Schulferien nichts stattfindet",
            "whether nothing happens in the school holidays",
        ),
    ),
    Sentence(
        de="Bereiche wie Kinder- und Erwachsenenkurse.", en="Branches such as the children's and the adults' courses."
    ),
    also=("zweige",),
)

CLOSURES = Table(
    "closures",
    "closures",
    "schliesszeiten",
    Closure,
    ("from_day", "until_day", "site", "branch"),
    (
        column("from_day", "from_day", "Von_Tag", Date(), "erster Tag", "first day"),
        column("until_day", "until_day", "Bis_Tag", Date(), "letzter Tag", "last day"),
        column(
            "site", "site", "Standort", Key("sites"), "nur dieser Standort; leer = alle", "only this site; empty = all"
        ),
        column(
            "branch",
            "branch",
            "Bereich",
            Key("branches"),
            "nur dieser Bereich; leer = alle",
            "only this branch; empty = all",
        ),
        column("name", "name", "Name", Text(120), "was los ist", "what it is"),
    ),
    Sentence(de="Tage ohne Unterricht.", en="Days without teaching."),
    also=("schließungen",),
    spans=(("from_day", "until_day"),),
)

HOLIDAYS = Table(
    "holidays",
    "holidays",
    "ferien",
    Holiday,
    ("name", "from_day"),
    (
        column("name", "name", "Name", Text(120), "Name der Ferien oder des Feiertags", "name of the holiday"),
        column("from_day", "from_day", "Von_Tag", Date(), "erster Tag", "first day"),
        column("until_day", "until_day", "Bis_Tag", Date(), "letzter Tag", "last day"),
        column(
            "school",
            "school",
            "Schulferien",
            Choice(YES_NO),
            "ja = nur Bereiche mit Ferienpause ruhen; nein = wie ein Feiertag",
            "yes = only branches that keep school holidays pause; no = like a public holiday",
        ),
    ),
    Sentence(
        de="Eigene Ferien und Feiertage neben denen des Landes.",
        en="The organisation's own holidays beside those of its Land.",
    ),
    also=("feiertage",),
    spans=(("from_day", "until_day"),),
)

TERMS = Table(
    "terms",
    "terms",
    "halbjahre",
    Term,
    ("name",),
    (
        column("name", "name", "Name", Text(120), "Name des Halbjahrs", "name of the term"),
        column("starts_on", "starts_on", "Erster_Tag", Date(), "erster Unterrichtstag", "first day of teaching"),
        column("ends_on", "ends_on", "Letzter_Tag", Date(), "letzter Unterrichtstag", "last day of teaching"),
    ),
    Sentence(
        de="Halbjahre; wer welche hat, unterrichtet nur darin.",
        en="Terms; an organisation that has any teaches only inside them.",
    ),
    also=("semester",),
    spans=(("starts_on", "ends_on"),),
)
