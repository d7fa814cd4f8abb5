"""Every table that a school keeps, described once. The order is the one to read and fill them in.

A new column is one line in one of these files; reading, writing, refusals and documentation follow.
"""

from __future__ import annotations

from roster.spreadsheets.cells import Key
from roster.spreadsheets.description import Column, Table
from roster.spreadsheets.tables.courses import COURSES, DECISIONS_TABLE, MEETINGS, ROLES, ROSTER, SEATS, SESSION_CHANGES
from roster.spreadsheets.tables.organisation import BRANCHES, CLOSURES, HOLIDAYS, ORGANISATION, TERMS
from roster.spreadsheets.tables.people import (
    ABSENCES,
    AVAILABILITY,
    EXTRA_TIMES,
    PAIRS_TABLE,
    VOLUNTEERS,
)
from roster.spreadsheets.tables.qualifications import CERTIFICATES, QUALIFICATIONS
from roster.spreadsheets.tables.sites import ACCESS, ROOMS, SITES, TRAVEL
from roster.words import Sentence

TABLES: tuple[Table, ...] = (
    ORGANISATION,
    BRANCHES,
    SITES,
    ACCESS,
    ROOMS,
    TRAVEL,
    ROLES,
    VOLUNTEERS,
    QUALIFICATIONS,
    CERTIFICATES,
    AVAILABILITY,
    ABSENCES,
    EXTRA_TIMES,
    COURSES,
    SEATS,
    MEETINGS,
    SESSION_CHANGES,
    CLOSURES,
    HOLIDAYS,
    TERMS,
    PAIRS_TABLE,
    DECISIONS_TABLE,
    ROSTER,
)

TABLE_BY_NAME = {table.name: table for table in TABLES}
TABLE_BY_SPELLING = {spelling: table for table in TABLES for spelling in table.spellings}

# Stands in every table but the first; asked for only where a folder holds several organisations.
ORGANISATION_COLUMN = Column(
    "organisation",
    "organisation",
    "Organisation",
    Key("organisation"),
    Sentence(
        de="nur nötig, wenn mehrere Organisationen in einem Ordner liegen",
        en="needed only where one folder holds several organisations",
    ),
)
