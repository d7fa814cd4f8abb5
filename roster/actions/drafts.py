"""Making and replacing the draft of a week: what planning runs, leads and roll-backs have in common."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import insert
from sqlalchemy.orm import Session

from roster.errors import Conflict, NotFound
from roster.models.rosters import DraftDuty, DraftEdit, EditKind, MadeFrom, Roster, RosterDraft
from roster.models.written import Goal
from roster.plan import Plan
from roster.problem import Assignment, Problem
from roster.weeks.stored import draft_of
from roster.words import Sentence

NO_DRAFT = Sentence(
    de="Für diese Woche gibt es keinen Entwurf. Bitte zuerst planen lassen oder einen Entwurf beginnen.",
    en="There is no draft of this week. Please let the week be planned first, or start a draft.",
)
DRAFT_CHANGED = Sentence(
    de="Der Entwurf wurde inzwischen geändert ({changes}). Nichts wurde gespeichert: "
    "bitte neu laden und noch einmal entscheiden.",
    en="The draft was changed meanwhile ({changes}). Nothing was saved: please reload and decide again.",
)
MADE_ANEW = Sentence(de="neu erstellt", en="made anew")
EDIT_WORDS = {
    EditKind.FILL: Sentence(de="Platz besetzt", en="seat filled"),
    EditKind.EMPTY: Sentence(de="Platz geleert", en="seat emptied"),
    EditKind.MOVE: Sentence(de="Person verschoben", en="person moved"),
    EditKind.SWAP: Sentence(de="zwei Personen getauscht", en="two people swapped"),
    EditKind.PIN: Sentence(de="festgelegt", en="pinned"),
    EditKind.UNPIN: Sentence(de="Festlegung gelöst", en="unpinned"),
    EditKind.BAN: Sentence(de="gesperrt", en="banned"),
    EditKind.LIFT_BAN: Sentence(de="Sperre aufgehoben", en="ban lifted"),
    EditKind.TAKE: Sentence(de="Vorschlag übernommen", en="proposal taken over"),
    EditKind.TAKE_NOTED: Sentence(
        de="Vorschlag übernommen und der Ausfall eingetragen", en="proposal taken over and what was lost entered"
    ),
}


def replace_draft(
    session: Session,
    roster: Roster,
    problem: Problem,
    plan: Plan,
    *,
    made_from: MadeFrom,
    goals: tuple[Goal, ...],
    account_id: int,
    now: dt.datetime,
    solve_id: int | None = None,
    set_aside: tuple[Assignment, ...] = (),
) -> RosterDraft:
    """Make a plan the week's draft, in a new edition; an earlier draft and its history of edits go.

    The roster's row must be locked. The plan must name only sessions of the problem.
    """
    if (old := draft_of(session, roster.week)) is not None:
        session.delete(old)
        session.flush()
    roster.last_edition += 1
    draft = RosterDraft(
        roster_id=roster.id,
        edition=roster.last_edition,
        made_from=made_from,
        solve_id=solve_id,
        changed_at=now,
        changed_by=account_id,
        problem=problem.to_json(),
        goals=goals,
        set_aside=set_aside,
    )
    session.add(draft)
    session.flush()
    add_duties(session, draft, problem, plan.assignments)
    return draft


def add_duties(session: Session, draft: RosterDraft, problem: Problem, assignments: Iterable[Assignment]) -> None:
    """Write assignments into a draft; IntegrityError where one books somebody twice."""
    rows = [
        {
            "draft_id": draft.id,
            "session": assignment.session,
            "role": assignment.role,
            "volunteer": assignment.person,
            "start_minute": problem.session_by_key[assignment.session].start_minute,
        }
        for assignment in assignments
    ]
    if rows:
        session.execute(insert(DraftDuty), rows)
        session.expire(draft, ["assignments"])


def expected_draft(session: Session, week: str, edition: int) -> RosterDraft:
    """The week's draft in the edition that somebody saw.

    Raises NotFound where there is none, Conflict where it was changed since; the text says by which edits.
    """
    draft = draft_of(session, week)
    if draft is None:
        raise NotFound(NO_DRAFT)
    if draft.edition != edition:
        raise DraftChanged([edit for edit in draft.edits if edit.edition > edition], stored=draft.edition)
    return draft


class DraftChanged(Conflict):
    """Somebody else changed the draft; ``stored`` is its edition now."""

    def __init__(self, edits: list[DraftEdit], *, stored: int) -> None:
        self.kinds = tuple(edit.kind for edit in edits)
        super().__init__(DRAFT_CHANGED, stored=stored, changes=self._changes("en"))

    def text(self, language: str) -> str:
        """The whole sentence, with what was done."""
        return self.sentence.text(language, changes=self._changes(language))

    def _changes(self, language: str) -> str:
        told = [EDIT_WORDS[kind].text(language) for kind in dict.fromkeys(self.kinds)]
        return ", ".join(told) or MADE_ANEW.text(language)
