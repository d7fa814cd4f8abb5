"""Publishing a week: numbered version, state of the calendars and messages in one transaction, or none of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import insert
from sqlalchemy.orm import Session

from roster.actions.audit import record
from roster.actions.draft_edits import told
from roster.actions.drafts import expected_draft
from roster.actions.feed_entries import sync_entries
from roster.actions.notices import tell_people
from roster.actions.rosters import still_possible
from roster.actor import AccountRole, Actor
from roster.calendar.sessions import session_moments
from roster.database import Store
from roster.errors import Conflict, Invalid, NotFound
from roster.models.rosters import PublishedDuty, Roster, RosterVersion, locked_roster
from roster.models.written import Goal
from roster.plan import Plan
from roster.problem import Problem
from roster.rules import Names, check, measure, names_of
from roster.weeks.frozen import FrozenWeek, commitments_elsewhere, freeze_week
from roster.weeks.inputs import InputChange, changed_inputs, inputs_fingerprint
from roster.weeks.stored import plan_of, version_of
from roster.words import Sentence

COMMENT_LENGTH = 500

BROKEN_RULES = Sentence(
    de="Dieser Plan verstößt gegen Regeln und kann so nicht veröffentlicht werden. Bitte die genannten Stellen ändern.",
    en="This plan breaks rules and cannot be published like this. Please mend the places named.",
)
OLD_PLAN_BREAKS_RULES = Sentence(
    de="Die Fassung {number} verstößt heute gegen Regeln und kann nicht zurückgeholt werden. "
    "Bitte einen Entwurf beginnen und die genannten Stellen ändern.",
    en="Version {number} breaks rules today and cannot be brought back. "
    "Please start a draft and mend the places named.",
)
INPUTS_CHANGED = Sentence(
    de="Seit dieser Entwurf entstand, hat sich etwas geändert: {changes} "
    "Bitte neu planen lassen, oder den Entwurf prüfen und trotzdem veröffentlichen.",
    en="Something changed since this draft was made: {changes} "
    "Please let the week be planned again, or check the draft and publish it anyway.",
)
COMMENT_TOO_LONG = Sentence(
    de="Die Bemerkung ist länger als {most} Zeichen. Bitte kürzen.",
    en="The comment is longer than {most} characters. Please shorten it.",
)
NEWER_COUNTS = Sentence(
    de="Inzwischen gilt die Fassung {number}. Bitte mit ihr vergleichen und dann neu entscheiden.",
    en="By now version {number} counts. Please compare with that one and then decide anew.",
)
COUNTS_ALREADY = Sentence(de="Die Fassung {number} gilt schon.", en="Version {number} is the one that counts already.")


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing came to: the version's number, the people whose duties changed, and cancelled calendar events."""

    number: int
    told: tuple[str, ...]
    cancelled_events: int


class InputsChanged(Conflict):
    """The draft was made for other data than today's; ``changes`` says what is different."""

    def __init__(self, changes: tuple[InputChange, ...], names: dict[str, Names]) -> None:
        self.changes, self.names = changes, names
        super().__init__(INPUTS_CHANGED, changes=self._told("en"))

    def text(self, language: str) -> str:
        """The whole sentence, with what changed."""
        return self.sentence.text(language, changes=self._told(language))

    def _told(self, language: str) -> str:
        names = self.names.get(language, self.names["en"])
        return " ".join(change.text(language, names) for change in self.changes)


def publish(
    store: Store,
    actor: Actor,
    week: str,
    *,
    edition: int,
    comment: str = "",
    despite_changes: bool = False,
    now: dt.datetime,
) -> Published:
    """Publish the draft that the lead saw as the week's next version.

    Raises NotFound without a draft, Conflict where the draft was changed since, InputsChanged where other data were
    (unless ``despite_changes``; duties elsewhere do not count), Invalid for a plan that breaks a rule, with all faults.
    """
    actor.require(AccountRole.LEAD)
    _refuse_long(comment)
    elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
    with store.writing(actor.organisation_id) as session:
        roster = locked_roster(session, week)
        draft = expected_draft(session, week, edition)
        frozen = freeze_week(session, week, elsewhere=elsewhere, now=now)
        plan = plan_of(draft.assignments)
        changes = changed_inputs(Problem.from_json(draft.problem), frozen.problem)
        if any(change.stops_publishing for change in changes) and not despite_changes:
            raise InputsChanged(changes, {code: names_of(frozen.school, code) for code in ("de", "en")})
        if broken := check(frozen.problem, plan):
            raise Invalid(BROKEN_RULES, faults=told(broken, frozen.school))
        goals = () if changes else draft.goals
        published = bring_out(session, actor, roster, frozen, plan, goals=goals, comment=comment, now=now)
        session.delete(draft)
        return published


def roll_back(
    store: Store, actor: Actor, week: str, *, to_number: int, current: int, comment: str = "", now: dt.datetime
) -> Published:
    """Publish the assignments of an earlier version again, as a new version.

    ``current`` is the version that the lead saw as the one that counts. What has begun stays as it is; assignments
    whose session, seat or person is gone are left out. Raises NotFound, Conflict (``stored``: the number that counts)
    where another version counts by now or that one already, Invalid where its plan breaks a rule today, with all.
    """
    actor.require(AccountRole.LEAD)
    _refuse_long(comment)
    elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
    with store.writing(actor.organisation_id) as session:
        roster = locked_roster(session, week)
        version = version_of(session, week, to_number)
        if version is None:
            raise NotFound()
        if to_number == roster.current_number:
            raise Conflict(COUNTS_ALREADY, stored=to_number, number=to_number)
        if current != roster.current_number:
            raise Conflict(NEWER_COUNTS, yours=current, stored=roster.current_number, number=roster.current_number)
        frozen = freeze_week(session, week, elsewhere=elsewhere, now=now)
        plan = _as_then(frozen.problem, plan_of(version.assignments))
        if broken := check(frozen.problem, plan):
            raise Invalid(OLD_PLAN_BREAKS_RULES, faults=told(broken, frozen.school), number=to_number)
        return bring_out(
            session, actor, roster, frozen, plan, goals=(), comment=comment, rolled_back_to=to_number, now=now
        )


def _as_then(problem: Problem, plan: Plan) -> Plan:
    """The plan's coming sessions, beside the past as it is published now."""
    past = {session.key for session in problem.sessions if session.past}
    coming = (seat for seat in still_possible(problem, plan).assignments if seat.session not in past)
    return Plan.of([*coming, *(seat for seat in problem.published or () if seat.session in past)])


def bring_out(
    session: Session,
    actor: Actor,
    roster: Roster,
    frozen: FrozenWeek,
    plan: Plan,
    *,
    goals: Iterable[Goal],
    comment: str,
    rolled_back_to: int | None = None,
    now: dt.datetime,
) -> Published:
    """Write a version, the calendars' state and the messages.

    The roster's row must be locked; whether the plan may stand is the caller's business.
    """
    before = version_of(session, roster.week)
    roster.current_number += 1
    version = RosterVersion(
        roster_id=roster.id,
        number=roster.current_number,
        published_at=now,
        published_by=actor.account_id,
        comment=comment,
        fingerprint=inputs_fingerprint(frozen.problem),
        problem=frozen.problem.to_json(),
        goals=_goals(frozen.problem, plan, goals),
        rolled_back_to=rolled_back_to,
    )
    session.add(version)
    session.flush()
    rows = [_duty_row(frozen, version.id, seat.session, seat.role, seat.person) for seat in plan.assignments]
    if rows:
        session.execute(insert(PublishedDuty), rows)
    action = "publish" if rolled_back_to is None else "roll_back"
    record(session, actor, action, f"roster_version/{version.id}", fields=("assignments",), now=now)
    entries = sync_entries(session, frozen, plan, now=now)
    people = tell_people(session, frozen, before, plan, number=version.number, elsewhere=entries.elsewhere, now=now)
    return Published(version.number, people, entries.cancelled)


def _duty_row(frozen: FrozenWeek, version_id: int, key: str, role: str, person: str) -> dict[str, object]:
    dated = frozen.dated[key]
    starts_at, ends_at = session_moments(dated, frozen.school.organisation.timezone)
    return {
        "version_id": version_id,
        "session": key,
        "course": dated.course,
        "on_day": dated.on_day,
        "start_minute": dated.start_minute,
        "role": role,
        "volunteer": person,
        "starts_at": starts_at,
        "ends_at": ends_at,
    }


def _goals(problem: Problem, plan: Plan, known: Iterable[Goal]) -> tuple[Goal, ...]:
    """The plan's goals today; what was proven about them stays where the value is the same."""
    proven = {(key, value): (bound, optimal) for key, value, bound, optimal in known}
    return tuple(
        (key, value, *proven.get((key, value), (None, False))) for key, value in measure(problem, plan).items()
    )


def _refuse_long(comment: str) -> None:
    if len(comment) > COMMENT_LENGTH:
        raise Invalid(COMMENT_TOO_LONG, most=COMMENT_LENGTH)
