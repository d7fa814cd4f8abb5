"""The tables about what volunteers may do, and which certificates of theirs were seen."""

from __future__ import annotations

from roster.records import Certificate, Qualification
from roster.spreadsheets.cells import Choice, Key, Text
from roster.spreadsheets.description import Table, column, valid_until_column, volunteer_column
from roster.spreadsheets.time_cells import Date
from roster.spreadsheets.vocabulary import LEVELS
from roster.words import Sentence

QUALIFICATIONS = Table(
    "qualifications",
    "qualifications",
    "qualifikationen",
    Qualification,
    ("volunteer", "role", "branch", "level_from", "level_to", "seen_on"),
    (
        volunteer_column("um wen es geht", "whose it is"),
        column("role", "role", "Rolle", Key("roles"), "Rolle, die übernommen werden kann", "role they may take"),
        column(
            "branch",
            "branch",
            "Bereich",
            Key("branches"),
            "nur in diesem Bereich; leer = in allen",
            "only in this branch; empty = in all",
        ),
        column(
            "level_from",
            "level_from",
            "Niveau_von",
            Choice(LEVELS),
            "niedrigstes Niveau; leer = jedes",
            "lowest level; empty = any",
        ),
        column(
            "level_to",
            "level_to",
            "Niveau_bis",
            Choice(LEVELS),
            "höchstes Niveau; leer = jedes",
            "highest level; empty = any",
        ),
        column(
            "seen_on", "seen_on", "Gesehen_am", Date(), "wann der Nachweis gesehen wurde", "when the proof was seen"
        ),
        valid_until_column(),
    ),
    Sentence(de="Was Ehrenamtliche tun können und dürfen.", en="What volunteers may do."),
    spans=(("level_from", "level_to"), ("seen_on", "valid_until")),
)

CERTIFICATES = Table(
    "certificates",
    "certificates",
    "nachweise",
    Certificate,
    ("volunteer", "kind", "seen_on"),
    (
        volunteer_column("um wen es geht", "whose it is"),
        column(
            "kind",
            "kind",
            "Art",
            Key(),
            "Art: clearance (erweitertes Führungszeugnis), measles (Masernschutz), food_hygiene (Belehrung) ...",
            "kind: clearance (erweitertes Führungszeugnis), measles, food_hygiene ...",
        ),
        column("seen_on", "seen_on", "Gesehen_am", Date(), "wann gesehen", "when it was seen"),
        column("seen_by", "seen_by", "Gesehen_von", Text(120), "wer es gesehen hat", "who saw it"),
        valid_until_column(),
    ),
    Sentence(
        de="Dass ein Nachweis gesehen wurde; nie der Nachweis selbst.",
        en="That a certificate was seen; never the paper itself.",
    ),
    spans=(("seen_on", "valid_until"),),
)
