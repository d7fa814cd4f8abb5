"""Slowing down whoever asks too often for sign-in links or guesses them.

Counted in the database, so for all processes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from roster.errors import TooMany
from roster.models.accounts import SignInAttempt
from roster.tokens import token_hash

KEPT = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``times`` within so many ``minutes`` for one subject."""

    kind: str
    times: int
    minutes: int


LINKS_PER_MAIL_ADDRESS = Limit("links for a mail address", times=5, minutes=15)
LINKS_PER_NETWORK_ADDRESS = Limit("links from a network address", times=30, minutes=15)
WRONG_LINKS_PER_NETWORK_ADDRESS = Limit("wrong links from a network address", times=20, minutes=15)


def count_attempt(session: Session, limit: Limit, subject: str, *, now: dt.datetime) -> None:
    """Count one more attempt of a subject in a service-wide session; TooMany where the limit is reached already."""
    subject_hash = token_hash(f"{limit.kind}: {subject}")
    since = now - dt.timedelta(minutes=limit.minutes)
    lately = select(func.count(SignInAttempt.id)).where(
        SignInAttempt.subject_hash == subject_hash, SignInAttempt.at > since
    )
    if session.execute(lately).scalar_one() >= limit.times:
        raise TooMany(minutes=limit.minutes)
    session.execute(insert(SignInAttempt), {"subject_hash": subject_hash, "at": now})
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - KEPT))
