"""The tables about volunteers: who they are, when they can come, and with whom."""

from __future__ import annotations

from roster.records import Absence, Availability, ExtraTime, Pair, Volunteer
from roster.spreadsheets.cells import PAGES_BESIDE_KEYS, Choice, Email, Key, Keys, Text, Whole
from roster.spreadsheets.description import (
    Table,
    column,
    end_column,
    start_column,
    valid_from_column,
    valid_until_column,
    volunteer_column,
)
from roster.spreadsheets.time_cells import Clock, Date, Hours
from roster.spreadsheets.vocabulary import LANGUAGES, MEANS, PAIRS, STANDINGS, WEEKDAYS, WILLINGNESS, YES_NO
from roster.words import Sentence

_SESSIONS = Sentence(de="Termine", en="sessions")

VOLUNTEERS = Table(
    "volunteers",
    "volunteers",
    "ehrenamtliche",
    Volunteer,
    ("key",),
    (
        column("key", "key", "Kürzel", Key(reserved=PAGES_BESIDE_KEYS), "Kürzel der Person", "key of the volunteer"),
        column("first_name", "first_name", "Vorname", Text(80), "Vorname", "first name"),
        column("last_name", "last_name", "Nachname", Text(80), "Nachname", "last name"),
        column(
            "person",
            "person",
            "Gesamtkürzel",
            Text(120),
            "derselbe Text in jeder Organisation, in der die Person hilft; leer = hilft nur hier",
            "the same text in every organisation that the person helps in; empty = helps only here",
        ),
        column("email", "email", "Mail", Email(), "Mailadresse", "mail address", also=("e-mail",)),
        column("phone", "phone", "Telefon", Text(40), "Telefonnummer, wie sie ist", "phone number as it is"),
        column("language", "language", "Sprache", Choice(LANGUAGES), "Sprache der Nachrichten", "language of messages"),
        column(
            "standing",
            "standing",
            "Status",
            Choice(STANDINGS),
            "nur Aktive werden eingeplant",
            "only active ones are rostered",
        ),
        column(
            "newcomer",
            "newcomer",
            "Neu",
            Choice(YES_NO),
            "noch nie ohne Erfahrene im Termin",
            "never alone in a session yet",
        ),
        column(
            "means",
            "means",
            "Verkehrsmittel",
            Choice(MEANS),
            "womit zwischen Standorten unterwegs",
            "how they travel between sites",
        ),
        column(
            "wished_minutes_week",
            "wished_hours_week",
            "Wunschstunden_Woche",
            Hours(),
            "so viel möchte die Person in der Woche",
            "as much as they would like a week",
        ),
        column(
            "promised_minutes_week",
            "promised_hours_week",
            "Zugesagte_Stunden_Woche",
            Hours(),
            "mindestens so viel wurde zugesagt",
            "as much as they were promised at least",
        ),
        column(
            "max_minutes_week",
            "max_hours_week",
            "Höchststunden_Woche",
            Hours(),
            "nie mehr als das in der Woche, über alle Organisationen",
            "never more than that a week, over all organisations",
        ),
        column(
            "max_sessions_day",
            "max_sessions_day",
            "Höchstens_Termine_Tag",
            Whole(0, 20, _SESSIONS),
            "nie mehr Termine an einem Tag",
            "never more sessions on a day",
        ),
        column(
            "max_days_week",
            "max_days_week",
            "Höchstens_Tage_Woche",
            Whole(0, 7, Sentence(de="Tage", en="days")),
            "nie an mehr Tagen der Woche",
            "never on more days of a week",
        ),
        column(
            "preferred_sites",
            "preferred_sites",
            "Lieber_Standorte",
            Keys("sites"),
            "liebste Standorte",
            "favourite sites",
        ),
        column(
            "refused_sites",
            "refused_sites",
            "Nicht_Standorte",
            Keys("sites"),
            "Standorte, die nicht gehen",
            "sites they refuse",
        ),
        column(
            "preferred_courses",
            "preferred_courses",
            "Lieber_Kurse",
            Keys("courses"),
            "liebste Kurse",
            "favourite courses",
        ),
    ),
    Sentence(de="Alle, die Plätze übernehmen.", en="Everybody who takes seats."),
    also=("personen", "freiwillige"),
)

AVAILABILITY = Table(
    "availability",
    "availability",
    "verfuegbarkeit",
    Availability,
    ("volunteer", "weekday", "start_minute", "end_minute", "valid_from"),
    (
        volunteer_column("um wen es geht", "whose it is"),
        column("weekday", "weekday", "Wochentag", Choice(WEEKDAYS), "Wochentag", "day of the week", also=("tag",)),
        start_column(),
        end_column(),
        column(
            "willingness",
            "willingness",
            "Wie_gern",
            Choice(WILLINGNESS),
            "wie gern; außerhalb aller Fenster = nicht verfügbar",
            "how gladly; outside all windows = not available",
        ),
        valid_from_column(),
        valid_until_column(),
    ),
    Sentence(de="Wöchentliche Zeitfenster, in denen jemand kann.", en="Weekly windows in which somebody can come."),
    also=("zeiten",),
    spans=(("valid_from", "valid_until"),),
)

ABSENCES = Table(
    "absences",
    "absences",
    "abwesenheiten",
    Absence,
    ("volunteer", "from_day", "until_day", "start_minute", "end_minute"),
    (
        volunteer_column("wer fehlt", "who is away"),
        column("from_day", "from_day", "Von_Tag", Date(), "erster Tag", "first day"),
        column("until_day", "until_day", "Bis_Tag", Date(), "letzter Tag", "last day"),
        column(
            "start_minute",
            "start",
            "Beginn",
            Clock(),
            "nur diese Stunden jedes Tages; leer = den ganzen Tag",
            "only these hours of each day; empty = all day",
        ),
        column(
            "end_minute",
            "end",
            "Ende",
            Clock(2 * 24 * 60),
            "Ende dieser Stunden; leer, wenn der Beginn leer ist",
            "end of these hours; empty if the start is empty",
            after=("start_minute",),
        ),
    ),
    Sentence(de="Wer wann fehlt; kein Grund wird gefragt.", en="Who is away when; no reason is asked."),
    spans=(("from_day", "until_day"),),
)

EXTRA_TIMES = Table(
    "extra_times",
    "extra_times",
    "zusatzzeiten",
    ExtraTime,
    ("volunteer", "on_day", "start_minute", "end_minute"),
    (
        volunteer_column("wer zusätzlich kann", "who can come besides"),
        column("on_day", "on_day", "Datum", Date(), "an diesem Tag", "on this day", also=("date",)),
        start_column(),
        end_column(),
        column("willingness", "willingness", "Wie_gern", Choice(WILLINGNESS), "wie gern", "how gladly"),
    ),
    Sentence(de="Einzelne Zeiten über die Wochenzeiten hinaus.", en="Dated windows beyond the weekly ones."),
)

PAIRS_TABLE = Table(
    "pairs",
    "pairs",
    "paare",
    Pair,
    ("first", "second"),
    (
        column("first", "first", "Erste", Key("volunteers"), "eine der beiden Personen", "one of the two"),
        column("second", "second", "Zweite", Key("volunteers"), "die andere", "the other"),
        column(
            "kind",
            "kind",
            "Art",
            Choice(PAIRS),
            "nie im selben Termin, oder gern im selben",
            "never in one session, or gladly in one",
        ),
    ),
    Sentence(
        de="Vertrauliche Wünsche zu zweien; die Reihenfolge der beiden ist gleich.",
        en="Private wishes about two volunteers; their order does not matter.",
    ),
)
