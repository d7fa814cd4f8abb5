"""The tables, one topic a file. Importing this package knows them all."""

from roster.models import (
    accounts,
    attendance,
    audit,
    courses,
    duty_answers,
    feeds,
    organisations,
    outbox,
    people,
    questions,
    rosters,
    solves,
    tenancy,
    undo_entries,
)

__all__ = [
    "accounts",
    "attendance",
    "audit",
    "courses",
    "duty_answers",
    "feeds",
    "organisations",
    "outbox",
    "people",
    "questions",
    "rosters",
    "solves",
    "tenancy",
    "undo_entries",
]
