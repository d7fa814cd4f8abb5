"""The tables, one topic a file. Importing this package knows them all."""

from roster.models import accounts, audit, courses, feeds, organisations, outbox, people, rosters, solves, tenancy

__all__ = [
    "accounts",
    "audit",
    "courses",
    "feeds",
    "organisations",
    "outbox",
    "people",
    "rosters",
    "solves",
    "tenancy",
]
