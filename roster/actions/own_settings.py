"""What volunteers may change about themselves: telephone number, and language of pages, mails and calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import update

from roster import records
from roster.actions.accounts import UNKNOWN_LANGUAGE
from roster.actions.audit import record
from roster.actions.edits import require_version, row_by_key, write_record
from roster.actions.record_checks import checked
from roster.actor import Actor
from roster.database import Store
from roster.errors import Invalid, NotFound
from roster.models.accounts import Account
from roster.models.feeds import Feed, FeedKind
from roster.models.people import Volunteer
from roster.models.school_records import record_of
from roster.models.tenancy import within
from roster.words import LANGUAGES


def save_own_settings(store: Store, actor: Actor, *, phone: str, language: str, version: int, now: dt.datetime) -> None:
    """Save one's own telephone number and language, for pages, mails and the own calendar alike.

    Raises NotFound for who is no volunteer, Conflict where somebody saved meanwhile, Invalid for what does not fit.
    """
    if actor.volunteer is None:
        raise NotFound()
    if language not in LANGUAGES:
        raise Invalid(UNKNOWN_LANGUAGE)
    with store.across(writing=True) as session:
        with within(session, actor.organisation_id):
            row = row_by_key(session, Volunteer, actor.volunteer, lock=True)
            wanted = checked("volunteers", replace(record_of(row, records.Volunteer), phone=phone, language=language))
            require_version(row, version, wanted)
            own = (Feed.kind == FeedKind.VOLUNTEER) & (Feed.subject == actor.volunteer)
            session.execute(update(Feed).where(own).values(language=language))
            if changed := write_record(row, wanted):
                record(session, actor, "save_contact", f"volunteer/{row.id}", fields=changed, now=now)
        session.execute(update(Account).where(Account.id == actor.account_id).values(language=language))
