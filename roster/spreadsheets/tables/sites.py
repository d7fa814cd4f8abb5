"""The tables about places: sites, their access lists, rooms, and the ways between them."""

from __future__ import annotations

from roster.records import Access, Room, Site, Travel
from roster.spreadsheets.cells import PAGES_BESIDE_KEYS, Choice, Degrees, Key, Keys, Text, Whole
from roster.spreadsheets.description import Table, column
from roster.spreadsheets.time_cells import Date
from roster.spreadsheets.vocabulary import MEANS, YES_NO
from roster.words import Sentence

SITES = Table(
    "sites",
    "sites",
    "standorte",
    Site,
    ("key",),
    (
        column("key", "key", "Kürzel", Key(reserved=PAGES_BESIDE_KEYS), "Kürzel des Standorts", "key of the site"),
        column("name", "name", "Name", Text(120), "Name des Standorts", "name of the site"),
        column("address", "address", "Anschrift", Text(200), "Anschrift", "address"),
        column("latitude", "latitude", "Breite", Degrees(90), "geografische Breite", "latitude"),
        column("longitude", "longitude", "Länge", Degrees(180), "geografische Länge", "longitude"),
        column("open_from", "open_from", "Nutzbar_ab", Date(), "erster nutzbarer Tag", "first day it can be used"),
        column("open_until", "open_until", "Nutzbar_bis", Date(), "letzter nutzbarer Tag", "last day it can be used"),
        column(
            "restricted",
            "restricted",
            "Zugangsliste",
            Choice(YES_NO),
            "ja = Zutritt nur für die in der Tabelle Zugang genannten",
            "yes = only those in the table access may enter",
        ),
        column(
            "address_in_feeds",
            "address_in_feeds",
            "Anschrift_im_Kalender",
            Choice(YES_NO),
            "ob die Anschrift in Kalendern stehen darf",
            "whether the address may stand in calendars",
        ),
        column(
            "certificates",
            "certificates",
            "Nachweise",
            Keys(),
            "Nachweise, die hier alle haben müssen, etwa measles (Masernschutz)",
            "certificates that everyone needs here, such as measles (proof of measles protection)",
        ),
        column("entry_hint", "entry_hint", "Einlass", Text(200), "wie man hineinkommt", "how to get in"),
    ),
    Sentence(de="Orte, an denen Termine stattfinden.", en="Places where sessions happen."),
    also=("orte",),
    spans=(("open_from", "open_until"),),
)

ACCESS = Table(
    "access",
    "access",
    "zugang",
    Access,
    ("site", "volunteer"),
    (
        column("site", "site", "Standort", Key("sites"), "Standort mit Zugangsliste", "site with an access list"),
        column(
            "volunteer",
            "volunteer",
            "Ehrenamtliche",
            Key("volunteers"),
            "wer hinein darf",
            "who may enter",
            also=("person",),
        ),
    ),
    Sentence(de="Wer an einen Standort mit Zugangsliste darf.", en="Who may enter a site with an access list."),
)

ROOMS = Table(
    "rooms",
    "rooms",
    "raeume",
    Room,
    ("key",),
    (
        column("key", "key", "Kürzel", Key(), "Kürzel des Raums", "key of the room"),
        column("site", "site", "Standort", Key("sites"), "wo der Raum ist", "where the room is"),
        column("name", "name", "Name", Text(120), "Name des Raums", "name of the room"),
        column(
            "places",
            "places",
            "Lernplätze",
            Whole(1, 1000, Sentence(de="Lernende", en="learners")),
            "wie viele Lernende hineinpassen; leer = nicht bekannt",
            "how many learners it holds; empty = not known",
        ),
    ),
    Sentence(de="Räume der Standorte.", en="Rooms of the sites."),
)

TRAVEL = Table(
    "travel",
    "travel",
    "wege",
    Travel,
    ("from_site", "to_site", "means"),
    (
        column("from_site", "from_site", "Von_Standort", Key("sites"), "Start", "start of the way", also=("von",)),
        column("to_site", "to_site", "Nach_Standort", Key("sites"), "Ziel", "end of the way", also=("nach",)),
        column("means", "means", "Verkehrsmittel", Choice(MEANS), "womit", "by what means"),
        column(
            "minutes",
            "minutes",
            "Minuten",
            Whole(0, 600, Sentence(de="Minuten", en="minutes")),
            "Dauer des Wegs; der Rückweg ist eine eigene Zeile",
            "how long it takes; the way back is its own row",
        ),
    ),
    Sentence(de="Wege zwischen zwei Standorten.", en="Ways between two sites."),
)
