"""Bringing tables in and taking them out: preview, apply all or nothing, export; and whole folders for operators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster import records
from roster.actions.audit import record
from roster.actions.past_absences import Kept, hang_answers, with_past_absences
from roster.actions.past_cancellations import with_past_cancellations
from roster.actor import AccountRole, Actor, command_line_actor
from roster.database import Store
from roster.errors import Conflict, Invalid
from roster.models.organisations import Organisation
from roster.models.school_records import read_school, write_school
from roster.models.tenancy import within
from roster.records import School
from roster.spreadsheets import Fault, Preview, Reading, compare, read_tables, tables_file
from roster.words import Sentence

_FAULTS = Sentence(
    de="{file} wurde nicht eingelesen, nichts ist geändert. Bitte {count} Stelle(n) berichtigen und neu hochladen.",
    en="{file} was not imported, nothing has changed. Please correct {count} place(s) and upload it again.",
)
_OTHER_ORGANISATION = Sentence(
    de="nur die eigene Organisation „{own}“; in der Datei steht: {found}",
    en="only your own organisation “{own}”; the file holds: {found}",
)
_CHANGED_MEANWHILE = Sentence(
    de="Seit der Vorschau hat sich etwas geändert, an der Datei oder im Bestand. Bitte die neue Vorschau ansehen.",
    en="Something has changed since the preview, in the file or in what is stored. Please look at the new preview.",
)


@dataclass(frozen=True)
class ImportPreview:
    """What an import would do. Either ``faults`` says why it is refused, or ``preview`` what would change.

    ``tables`` are the names of the tables that the file holds; all others stay as they are.
    """

    preview: Preview | None
    faults: tuple[Fault, ...]
    tables: frozenset[str]


def preview_import(store: Store, actor: Actor, filename: str, content: bytes, *, now: dt.datetime) -> ImportPreview:
    """Look at a .csv, .xlsx or .zip without changing anything. Admins only. Raises TooLarge beyond the limits.

    Absences that are over and past sessions that were cancelled stay, whatever the file says, and so are not among
    what would go.
    """
    actor.require(AccountRole.ADMIN)
    current, reading = _read(store, actor, filename, content)
    if reading.faults:
        return ImportPreview(None, tuple(reading.faults), reading.tables)
    with store.reading(actor.organisation_id) as session:
        kept = _with_past(session, current, reading.schools[0], now)
    return ImportPreview(compare(current, kept.school), (), reading.tables)


def apply_import(
    store: Store, actor: Actor, filename: str, content: bytes, expected_fingerprint: str, *, now: dt.datetime
) -> Preview:
    """Do what the preview with that fingerprint showed, all of it in one transaction. Admins only.

    Raises Invalid with every fault, TooLarge, and Conflict where the file or what is stored is no longer what the
    preview showed.
    """
    actor.require(AccountRole.ADMIN)
    current, reading = _read(store, actor, filename, content)
    if reading.faults:
        raise Invalid(_FAULTS, faults=reading.faults, file=filename, count=len(reading.faults))
    with store.reading(actor.organisation_id) as session:
        kept = _with_past(session, current, reading.schools[0], now)
    preview = compare(current, kept.school)
    if preview.fingerprint != expected_fingerprint:
        raise Conflict(_CHANGED_MEANWHILE)
    with store.writing(actor.organisation_id) as session:
        # Read and compared outside, so that nobody waits for a large file; here it must still be what was compared.
        if read_school(session) != current:
            raise Conflict(_CHANGED_MEANWHILE)
        if _with_past(session, current, reading.schools[0], now) != kept:
            raise Conflict(_CHANGED_MEANWHILE)
        _write(session, actor, kept, preview, "apply_import", now)
    return preview


def export_school(store: Store, actor: Actor) -> School:
    """Everything that is stored about the actor's organisation, as records. Admins only."""
    actor.require(AccountRole.ADMIN)
    with store.reading(actor.organisation_id) as session:
        return read_school(session)


def export_file(store: Store, actor: Actor, form: str) -> bytes:
    """All tables of the actor's organisation as one file; ``form`` is ``"xlsx"`` or ``"zip"``. Admins only.

    Tables, columns and words are in the actor's language.
    """
    return tables_file([export_school(store, actor)], form, actor.language)


def import_folder(store: Store, path: Path, *, now: dt.datetime) -> tuple[School, ...]:
    """Bring in every organisation of a folder, .xlsx or .zip, new or known, in one transaction; for operators.

    A table that is not there is empty, unlike in ``apply_import``; absences that are over and past sessions that were
    cancelled stay. Gives what is stored now.
    Raises Invalid with every fault, TooLarge, and NotFound for a path that does not exist.
    """
    reading = read_tables(path)
    if reading.faults:
        raise Invalid(_FAULTS, faults=reading.faults, file=path.name, count=len(reading.faults))
    stored = []
    with store.across(writing=True) as session:
        for school in reading.schools:
            actor = _actor_in(session, school.organisation)
            with within(session, actor.organisation_id):
                current = read_school(session)
                kept = _with_past(session, current, school, now)
                _write(session, actor, kept, compare(current, kept.school), "import_folder", now)
            stored.append(kept.school)
    return tuple(stored)


def _read(store: Store, actor: Actor, filename: str, content: bytes) -> tuple[School, Reading]:
    """What is stored, and what the file would make of it; another organisation's rows become faults."""
    with store.reading(actor.organisation_id) as session:
        current = read_school(session)
    reading = read_tables((filename, content), into=current)
    found = [school.organisation.key for school in reading.schools]
    if not reading.faults and found != [actor.organisation]:
        facts = (("own", actor.organisation), ("found", ", ".join(found[:10])))
        reading = Reading((), [Fault(filename, None, None, None, _OTHER_ORGANISATION, facts)], reading.tables)
    return current, reading


def _with_past(session: Session, stored: School, wanted: School, now: dt.datetime) -> Kept:
    """The school as an import leaves it: what counts for the proof of hours stays."""
    return with_past_absences(session, stored, with_past_cancellations(stored, wanted, now=now), now=now)


def _write(session: Session, actor: Actor, kept: Kept, preview: Preview, action: str, now: dt.datetime) -> None:
    hang_answers(session, kept)
    write_school(session, kept.school)
    changed: Sequence[str] = [table.table for table in preview.tables if not table.is_empty]
    if changed:
        record(session, actor, action, f"organisation/{actor.organisation_id}", fields=changed, now=now)


def _actor_in(session: Session, organisation: records.Organisation) -> Actor:
    """The command line's actor in an organisation, which is made if there is none of that key."""
    row = session.scalars(select(Organisation).where(Organisation.key == organisation.key)).one_or_none()
    if row is None:
        row = Organisation(**asdict(organisation))
        session.add(row)
        session.flush()
    return command_line_actor(row.id, row.key, row.language)
