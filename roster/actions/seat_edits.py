"""Mending a week's draft by hand: fill, empty, move, swap, pin, ban.

Each edit names the draft's ``edition`` that the lead saw. It is saved at once where no rule is newly broken; otherwise
it comes back with warnings and is saved on ``despite_warnings=True``. All raise NotFound without a draft, Conflict
where the draft was changed since, and Invalid for what is never allowed (see roster.actions.draft_edits).
"""

from __future__ import annotations

import datetime as dt

from roster.actions.draft_decisions import Decided
from roster.actions.draft_edits import Change, EditResult, edit_draft
from roster.actions.rosters import NO_SUCH_SEAT, require_open_session
from roster.actor import Actor
from roster.database import Store
from roster.errors import Invalid
from roster.models.rosters import EditKind
from roster.plan import Plan
from roster.problem import Assignment, Problem
from roster.words import Sentence

NOT_ROSTERED = Sentence(
    de="Diese Person wird zurzeit nicht eingeplant. Bitte zuerst ihren Stand auf „aktiv“ setzen.",
    en="This person is not rostered at present. Please set them to “active” first.",
)
NOT_IN_SEAT = Sentence(
    de="Diese Person sitzt dort nicht (mehr). Bitte die Woche neu laden.",
    en="This person does not sit there (any more). Please reload the week.",
)
IN_SEAT_ALREADY = Sentence(de="Diese Person sitzt dort schon.", en="This person sits there already.")
PINNED_ALREADY = Sentence(de="Diese Person ist dort schon festgelegt.", en="This person is pinned there already.")
NOT_PINNED = Sentence(de="Diese Person ist dort nicht festgelegt.", en="This person is not pinned there.")
BANNED_ALREADY = Sentence(de="Diese Person ist dort schon gesperrt.", en="This person is banned from it already.")
NOT_BANNED = Sentence(de="Diese Person ist dort nicht gesperrt.", en="This person is not banned from it.")


def fill_seat(
    store: Store,
    actor: Actor,
    week: str,
    session: str,
    role: str,
    person: str,
    *,
    edition: int,
    despite_warnings: bool = False,
    now: dt.datetime,
) -> EditResult:
    """Put a person into a free seat of a role."""
    seat = Assignment(session, role, person)

    def change(problem: Problem, plan: Plan) -> Change:
        _require_free(problem, plan, seat)
        return Change(EditKind.FILL, added=(seat,))

    return edit_draft(store, actor, week, change, edition=edition, despite_warnings=despite_warnings, now=now)


def empty_seat(
    store: Store,
    actor: Actor,
    week: str,
    session: str,
    role: str,
    person: str,
    *,
    edition: int,
    despite_warnings: bool = False,
    now: dt.datetime,
) -> EditResult:
    """Take a person out of a seat. A pin on it stays and comes as a warning: see ``unpin_person``."""
    seat = Assignment(session, role, person)

    def change(problem: Problem, plan: Plan) -> Change:
        _require_taken(problem, plan, seat)
        return Change(EditKind.EMPTY, removed=(seat,))

    return edit_draft(store, actor, week, change, edition=edition, despite_warnings=despite_warnings, now=now)


def move_person(
    store: Store,
    actor: Actor,
    week: str,
    session: str,
    role: str,
    person: str,
    to_session: str,
    to_role: str,
    *,
    edition: int,
    despite_warnings: bool = False,
    now: dt.datetime,
) -> EditResult:
    """Take a person from one seat to a free one, of the same session or another."""
    old, new = Assignment(session, role, person), Assignment(to_session, to_role, person)

    def change(problem: Problem, plan: Plan) -> Change:
        _require_taken(problem, plan, old)
        _require_free(problem, plan.with_changes(remove=(old,)), new)
        return Change(EditKind.MOVE, added=(new,), removed=(old,))

    return edit_draft(store, actor, week, change, edition=edition, despite_warnings=despite_warnings, now=now)


def swap_people(
    store: Store,
    actor: Actor,
    week: str,
    first: Assignment,
    second: Assignment,
    *,
    edition: int,
    despite_warnings: bool = False,
    now: dt.datetime,
) -> EditResult:
    """Let two people change seats."""
    swapped = (
        Assignment(first.session, first.role, second.person),
        Assignment(second.session, second.role, first.person),
    )

    def change(problem: Problem, plan: Plan) -> Change:
        _require_taken(problem, plan, first)
        _require_taken(problem, plan, second)
        rest = plan.with_changes(remove=(first, second))
        for seat in swapped:
            _require_free(problem, rest, seat)
        return Change(EditKind.SWAP, added=swapped, removed=(first, second))

    return edit_draft(store, actor, week, change, edition=edition, despite_warnings=despite_warnings, now=now)


def pin_person(
    store: Store,
    actor: Actor,
    week: str,
    session: str,
    role: str,
    person: str,
    *,
    edition: int,
    despite_warnings: bool = False,
    now: dt.datetime,
) -> EditResult:
    """Decide that a person sits in a role of a session, whatever later runs find; puts them there if need be."""
    seat = Assignment(session, role, person)

    def change(problem: Problem, plan: Plan) -> Change:
        if seat in problem.pins:
            raise Invalid(PINNED_ALREADY)
        added: tuple[Assignment, ...] = ()
        if seat in plan.assignments:
            require_open_session(problem, session)
        else:
            _require_free(problem, plan, seat)
            added = (seat,)
        return Change(EditKind.PIN, added=added, decided=Decided(pinned=(seat,)))

    return edit_draft(store, actor, week, change, edition=edition, despite_warnings=despite_warnings, now=now)


def unpin_person(
    store: Store,
    actor: Actor,
    week: str,
    session: str,
    role: str,
    person: str,
    *,
    edition: int,
    despite_warnings: bool = False,
    now: dt.datetime,
) -> EditResult:
    """Lift a pin; the person keeps the seat in this draft."""
    seat = Assignment(session, role, person)

    def change(problem: Problem, plan: Plan) -> Change:  # every change looks at both
        require_open_session(problem, session)
        if seat not in problem.pins:
            raise Invalid(NOT_PINNED)
        return Change(EditKind.UNPIN, decided=Decided(unpinned=(seat,)))

    return edit_draft(store, actor, week, change, edition=edition, despite_warnings=despite_warnings, now=now)


def ban_person(
    store: Store,
    actor: Actor,
    week: str,
    session: str,
    person: str,
    role: str | None = None,
    *,
    edition: int,
    despite_warnings: bool = False,
    now: dt.datetime,
) -> EditResult:
    """Decide that a person does not sit in a session, in one role or (None) in any; takes them out of it."""
    ban = Assignment(session, role or "", person)

    def change(problem: Problem, plan: Plan) -> Change:
        require_open_session(problem, session)
        if person not in problem.person_by_key:
            raise Invalid(NOT_ROSTERED)
        if any((one.session, one.person, one.role) == (session, person, role) for one in problem.bans):
            raise Invalid(BANNED_ALREADY)
        removed = tuple(
            seat for seat in plan.by_session.get(session, ()) if seat.person == person and role in (None, seat.role)
        )
        return Change(EditKind.BAN, removed=removed, decided=Decided(banned=(ban,)))

    return edit_draft(store, actor, week, change, edition=edition, despite_warnings=despite_warnings, now=now)


def lift_ban(
    store: Store,
    actor: Actor,
    week: str,
    session: str,
    person: str,
    role: str | None = None,
    *,
    edition: int,
    despite_warnings: bool = False,
    now: dt.datetime,
) -> EditResult:
    """Lift a ban from one session. Raises Conflict for a ban that is about more than this session."""
    ban = Assignment(session, role or "", person)

    def change(problem: Problem, plan: Plan) -> Change:
        require_open_session(problem, session)
        if not any((one.session, one.person, one.role) == (session, person, role) for one in problem.bans):
            raise Invalid(NOT_BANNED)
        return Change(EditKind.LIFT_BAN, decided=Decided(unbanned=(ban,)))

    return edit_draft(store, actor, week, change, edition=edition, despite_warnings=despite_warnings, now=now)


def _require_taken(problem: Problem, plan: Plan, seat: Assignment) -> None:
    require_open_session(problem, seat.session)
    if seat not in plan.assignments:
        raise Invalid(NOT_IN_SEAT)


def _require_free(problem: Problem, plan: Plan, seat: Assignment) -> None:
    """Raise Invalid unless the seat exists and the person may be asked for; whether it is free the rules say."""
    require_open_session(problem, seat.session)
    if (seat.session, seat.role) not in problem.needs:
        raise Invalid(NO_SUCH_SEAT)
    if seat.person not in problem.person_by_key:
        raise Invalid(NOT_ROSTERED)
    if seat in plan.assignments:
        raise Invalid(IN_SEAT_ALREADY)
