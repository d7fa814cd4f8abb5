"""What entries of the audit log say, in words. An entry names what was done and to which row, never any value."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

from roster.spreadsheets.tables import TABLES
from roster.words import Sentence

FIELDS_AT_MOST = 6


class Area(enum.StrEnum):
    """What part of the work an entry belongs to, for looking through the log."""

    PEOPLE = "people"
    AVAILABILITY = "availability"
    PLACES = "places"  # sites, rooms, ways, courses
    ROSTER = "roster"  # drafts, searches, publishing
    RULES = "rules"  # the organisation itself: rules, branches, roles, dates
    ACCESS = "access"  # accounts, sign-ins, calendars
    MAIL = "mail"
    DATA = "data"  # imports, and what was undone


AREA_NAMES = {
    Area.PEOPLE: Sentence(de="Menschen", en="People"),
    Area.AVAILABILITY: Sentence(de="Verfügbarkeit", en="Availability"),
    Area.PLACES: Sentence(de="Kurse und Standorte", en="Courses and sites"),
    Area.ROSTER: Sentence(de="Wochenplan", en="Roster"),
    Area.RULES: Sentence(de="Regeln und Zeiten", en="Rules and dates"),
    Area.ACCESS: Sentence(de="Zugänge", en="Access"),
    Area.MAIL: Sentence(de="Mails", en="Mail"),
    Area.DATA: Sentence(de="Import und Rückgängig", en="Import and undo"),
}

EDITED_DRAFT = Sentence(de="hat den Entwurf geändert", en="changed the draft")

ACTIONS: Mapping[str, tuple[Area, Sentence]] = {
    "add_volunteer": (Area.PEOPLE, Sentence(de="hat jemanden angelegt", en="added a person")),
    "save_volunteer": (Area.PEOPLE, Sentence(de="hat Angaben zur Person geändert", en="changed a person's details")),
    "save_contact": (Area.PEOPLE, Sentence(de="hat Telefon oder Sprache geändert", en="changed phone or language")),
    "set_standing": (Area.PEOPLE, Sentence(de="hat den Stand geändert", en="changed the standing")),
    "erase_volunteer": (Area.PEOPLE, Sentence(de="hat eine Person gelöscht", en="erased a person")),
    "add_qualification": (Area.PEOPLE, Sentence(de="hat eine Qualifikation eingetragen", en="noted a qualification")),
    "remove_qualification": (Area.PEOPLE, Sentence(de="hat eine Qualifikation entfernt", en="removed a qualification")),
    "add_certificate": (Area.PEOPLE, Sentence(de="hat einen Nachweis eingetragen", en="noted a certificate")),
    "remove_certificate": (Area.PEOPLE, Sentence(de="hat einen Nachweis entfernt", en="removed a certificate")),
    "add_pair": (Area.PEOPLE, Sentence(de="hat einen Wunsch zu zweien notiert", en="noted a wish about two people")),
    "remove_pair": (Area.PEOPLE, Sentence(de="hat einen Wunsch zu zweien entfernt", en="removed a wish about two")),
    "save_availability": (Area.AVAILABILITY, Sentence(de="hat Wochenzeiten gespeichert", en="saved weekly times")),
    "confirm_availability": (Area.AVAILABILITY, Sentence(de="hat Zeiten bestätigt", en="confirmed the times")),
    "add_absence": (Area.AVAILABILITY, Sentence(de="hat eine Abwesenheit eingetragen", en="entered an absence")),
    "add_absence_for_somebody": (
        Area.AVAILABILITY,
        Sentence(de="hat für jemand anderen eine Abwesenheit eingetragen", en="entered an absence for somebody else"),
    ),
    "remove_absence": (Area.AVAILABILITY, Sentence(de="hat eine Abwesenheit entfernt", en="removed an absence")),
    "add_extra_time": (Area.AVAILABILITY, Sentence(de="hat eine Zusatzzeit eingetragen", en="entered an extra time")),
    "remove_extra_time": (Area.AVAILABILITY, Sentence(de="hat eine Zusatzzeit entfernt", en="removed an extra time")),
    "confirm_duty": (Area.AVAILABILITY, Sentence(de="hat einen Einsatz zugesagt", en="confirmed a duty")),
    "take_back_confirmation": (
        Area.AVAILABILITY,
        Sentence(de="hat eine Zusage zurückgenommen", en="took a confirmation back"),
    ),
    "note_attendance": (Area.ROSTER, Sentence(de="hat vermerkt, wer da war", en="noted who was there")),
    "offer_seat": (Area.ROSTER, Sentence(de="hat sich für einen Platz angeboten", en="offered to take a seat")),
    "withdraw_offer": (Area.ROSTER, Sentence(de="hat ein Angebot zurückgezogen", en="withdrew an offer")),
    "accept_offer": (Area.ROSTER, Sentence(de="hat ein Angebot angenommen", en="accepted an offer")),
    "decline_offer": (Area.ROSTER, Sentence(de="hat ein Angebot abgelehnt", en="declined an offer")),
    "ask_for_availability": (Area.AVAILABILITY, Sentence(de="hat nach Zeiten gefragt", en="asked for the times")),
    "add_course": (Area.PLACES, Sentence(de="hat einen Kurs angelegt", en="added a course")),
    "save_course": (Area.PLACES, Sentence(de="hat einen Kurs geändert", en="changed a course")),
    "remove_course": (Area.PLACES, Sentence(de="hat einen Kurs gelöscht", en="deleted a course")),
    "change_session": (Area.PLACES, Sentence(de="hat einen einzelnen Termin geändert", en="changed a single session")),
    "undo_session_change": (
        Area.PLACES,
        Sentence(de="hat eine Terminänderung zurückgenommen", en="took the change of a session back"),
    ),
    "add_site": (Area.PLACES, Sentence(de="hat einen Standort angelegt", en="added a site")),
    "save_site": (Area.PLACES, Sentence(de="hat einen Standort geändert", en="changed a site")),
    "remove_site": (Area.PLACES, Sentence(de="hat einen Standort gelöscht", en="deleted a site")),
    "add_room": (Area.PLACES, Sentence(de="hat einen Raum angelegt", en="added a room")),
    "save_room": (Area.PLACES, Sentence(de="hat einen Raum geändert", en="changed a room")),
    "remove_room": (Area.PLACES, Sentence(de="hat einen Raum gelöscht", en="deleted a room")),
    "set_travel": (Area.PLACES, Sentence(de="hat Wege eingetragen", en="entered ways")),
    "set_access": (Area.PLACES, Sentence(de="hat eine Zugangsliste gespeichert", en="saved an access list")),
    "start_draft": (Area.ROSTER, Sentence(de="hat einen Entwurf begonnen", en="began a draft")),
    "discard_draft": (Area.ROSTER, Sentence(de="hat einen Entwurf verworfen", en="discarded a draft")),
    "undo_edit": (Area.ROSTER, Sentence(de="hat eine Änderung am Entwurf zurückgenommen", en="undid an edit")),
    "adopt_plan": (Area.ROSTER, Sentence(de="hat einen Plan als Entwurf übernommen", en="took a plan as draft")),
    "lift_pin": (Area.ROSTER, Sentence(de="hat eine Festlegung gelöst", en="took a pin out")),
    "request_solve": (Area.ROSTER, Sentence(de="hat einen Planungslauf gestartet", en="started a search")),
    "cancel_solve": (Area.ROSTER, Sentence(de="hat einen Planungslauf abgebrochen", en="cancelled a search")),
    "leave_joint_draft": (
        Area.ROSTER,
        Sentence(de="hat einen gemeinsamen Plan als Entwurf hinterlegt", en="left a joint plan as the draft"),
    ),
    "finish_solve": (Area.ROSTER, Sentence(de="hat einen Planungslauf beendet", en="finished a search")),
    "publish": (Area.ROSTER, Sentence(de="hat eine Woche veröffentlicht", en="published a week")),
    "roll_back": (Area.ROSTER, Sentence(de="hat eine frühere Fassung wiederhergestellt", en="restored a version")),
    "create_organisation": (Area.RULES, Sentence(de="hat die Organisation angelegt", en="founded the organisation")),
    "save_rules": (Area.RULES, Sentence(de="hat Regeln und Zahlen geändert", en="changed rules and numbers")),
    "add_branch": (Area.RULES, Sentence(de="hat einen Bereich angelegt", en="added a branch")),
    "save_branch": (Area.RULES, Sentence(de="hat einen Bereich geändert", en="changed a branch")),
    "remove_branch": (Area.RULES, Sentence(de="hat einen Bereich gelöscht", en="deleted a branch")),
    "add_role": (Area.RULES, Sentence(de="hat eine Rolle angelegt", en="added a role")),
    "save_role": (Area.RULES, Sentence(de="hat eine Rolle geändert", en="changed a role")),
    "remove_role": (Area.RULES, Sentence(de="hat eine Rolle gelöscht", en="deleted a role")),
    "add_closure": (Area.RULES, Sentence(de="hat eine Schließung eingetragen", en="entered a closure")),
    "remove_closure": (Area.RULES, Sentence(de="hat eine Schließung entfernt", en="removed a closure")),
    "add_holiday": (Area.RULES, Sentence(de="hat Ferien eingetragen", en="entered a holiday")),
    "remove_holiday": (Area.RULES, Sentence(de="hat Ferien entfernt", en="removed a holiday")),
    "add_term": (Area.RULES, Sentence(de="hat einen Zeitraum eingetragen", en="entered a term")),
    "remove_term": (Area.RULES, Sentence(de="hat einen Zeitraum entfernt", en="removed a term")),
    "grant_role": (Area.ACCESS, Sentence(de="hat einen Zugang gegeben", en="gave access")),
    "withdraw_role": (Area.ACCESS, Sentence(de="hat einen Zugang genommen", en="took access away")),
    "invite_again": (Area.ACCESS, Sentence(de="hat noch einmal eingeladen", en="invited again")),
    "end_sessions": (Area.ACCESS, Sentence(de="hat Anmeldungen beendet", en="ended sign-ins")),
    "disable_account": (Area.ACCESS, Sentence(de="hat ein Konto gesperrt", en="locked an account")),
    "sign_out_everywhere": (Area.ACCESS, Sentence(de="hat sich überall abgemeldet", en="signed out everywhere")),
    "set_language": (Area.ACCESS, Sentence(de="hat die Sprache gewählt", en="chose a language")),
    "begin_visit": (Area.ACCESS, Sentence(de="hat als Betrieb Einsicht genommen", en="opened the data as operator")),
    "end_visit": (Area.ACCESS, Sentence(de="hat die Einsicht beendet", en="ended the operator's visit")),
    "create_feed": (Area.ACCESS, Sentence(de="hat eine Kalenderadresse geholt", en="made a calendar address")),
    "rotate_feed": (Area.ACCESS, Sentence(de="hat eine Kalenderadresse erneuert", en="renewed a calendar address")),
    "revoke_feed": (Area.ACCESS, Sentence(de="hat eine Kalenderadresse gesperrt", en="revoked a calendar address")),
    "retry_message": (Area.MAIL, Sentence(de="hat eine Mail noch einmal losgeschickt", en="sent a mail again")),
    "give_up_message": (Area.MAIL, Sentence(de="hat eine Mail aufgegeben", en="gave a mail up")),
    "take_back": (Area.DATA, Sentence(de="hat etwas rückgängig gemacht", en="undid something")),
    "apply_import": (Area.DATA, Sentence(de="hat Tabellen eingelesen", en="imported tables")),
    "import_folder": (Area.DATA, Sentence(de="hat Tabellen eingelesen", en="imported tables")),
}


def area_of(action: str) -> Area:
    """What part of the work an action belongs to."""
    if action in ACTIONS:
        return ACTIONS[action][0]
    return Area.ROSTER


def action_text(action: str, language: str) -> str:
    """What was done, such as "added a person"; edits of a draft all say the same, others are told by their name."""
    if action in ACTIONS:
        return ACTIONS[action][1].text(language)
    if action.endswith("_draft"):
        return EDITED_DRAFT.text(language)
    return action.replace("_", " ")


def fields_text(fields: Iterable[str], language: str) -> str:
    """Names of fields as tables and forms call them; inner ones that no form shows are left out."""
    known = {column.field: column.header(language).replace("_", " ") for table in TABLES for column in table.columns}
    known |= {table.name: table.title(language).replace("_", " ") for table in TABLES}
    told = list(dict.fromkeys(known[field] for field in fields if field in known))
    return ", ".join([*told[:FIELDS_AT_MOST], "…"] if len(told) > FIELDS_AT_MOST else told)
