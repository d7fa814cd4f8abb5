"""A planning run as leads see it: how far it is, what it found, and why it ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import NotFound
from roster.models.solves import Solve, SolveReason, SolveStatus
from roster.reports.wording import GoalLine, goal_lines, seat_texts
from roster.rules import names_of
from roster.weeks.frozen import read_records
from roster.weeks.stored import goal_results
from roster.words import Sentence, spoken_seconds

QUEUED = Sentence(de="Wartet auf einen freien Platz.", en="Waiting for its turn.")
QUEUED_BEHIND_ONE = Sentence(
    de="Wartet, ein anderer Planungslauf ist vorher dran.", en="Waiting behind one other planning run."
)
QUEUED_BEHIND = Sentence(
    de="Wartet, {ahead} andere Planungsläufe sind vorher dran.", en="Waiting behind {ahead} other planning runs."
)
SOLVING_ONE_SECOND = Sentence(
    de="Plant seit einer Sekunde: {filled} von {required} nötigen Plätzen besetzt.",
    en="Planning for one second: {filled} of {required} required seats filled.",
)
SOLVING = Sentence(
    de="Plant seit {seconds} Sekunden: {filled} von {required} nötigen Plätzen besetzt.",
    en="Planning for {seconds} seconds: {filled} of {required} required seats filled.",
)
PROVEN = Sentence(
    de="Fertig nach {seconds} Sekunden: {filled} von {required} nötigen Plätzen besetzt. "
    "Bewiesen: einen besseren Plan gibt es nicht.",
    en="Ready after {seconds} seconds: {filled} of {required} required seats filled. Proven: there is no better plan.",
)
READY = Sentence(
    de="Fertig nach {seconds} Sekunden: {filled} von {required} nötigen Plätzen besetzt. "
    "Die Zeit war zu Ende; was noch möglich wäre, zeigen die Schranken.",
    en="Ready after {seconds} seconds: {filled} of {required} required seats filled. "
    "Time was up; the bounds show what might still be possible.",
)
CANCELLED = Sentence(de="Abgebrochen. Der Entwurf blieb, wie er war.", en="Cancelled. The draft stayed as it was.")
FAILED = Sentence(de="Fehlgeschlagen. {reason}", en="Failed. {reason}")
KEPT_BEST = Sentence(de="{reason} Der beste Plan bis dahin ist da.", en="{reason} The best plan until then is there.")
REASONS = {
    SolveReason.OVERDUE: Sentence(
        de="Die Suche hörte nach ihrer Zeit nicht auf und wurde beendet.",
        en="The search did not stop at its limit and was ended.",
    ),
    SolveReason.MEMORY: Sentence(
        de="Die Suche brauchte mehr Speicher, als sie haben darf. Bitte die Organisation in kleinere Teile aufteilen.",
        en="The search needed more memory than it may have. Please split the organisation into smaller parts.",
    ),
    SolveReason.TOO_LARGE: Sentence(
        de="Diese Woche ist für einen Planungslauf zu groß. Bitte die Organisation in kleinere Teile aufteilen.",
        en="This week is larger than a solve may be. Please split the organisation into smaller parts.",
    ),
    SolveReason.CRASHED: Sentence(
        de="Die Suche ist abgestürzt. Bitte noch einmal versuchen und es der Betreuung des Dienstes melden.",
        en="The search broke down. Please try again and tell whoever runs the service.",
    ),
    SolveReason.LOST: Sentence(
        de="Der Rechner, der geplant hat, ist dreimal ausgefallen. Bitte es der Betreuung des Dienstes melden.",
        en="The machine that planned failed three times. Please tell whoever runs the service.",
    ),
    SolveReason.REFUSED: Sentence(
        de="Der gefundene Plan hielt der Prüfung nicht stand und wurde verworfen. "
        "Bitte es der Betreuung des Dienstes melden.",
        en="The plan that was found did not stand the check and was thrown away. Please tell whoever runs the service.",
    ),
    SolveReason.WITHDRAWN: Sentence(
        de="Wer diesen Lauf gestartet hat, darf nicht mehr planen. Bitte die Woche selbst noch einmal planen lassen.",
        en="Whoever started this run may no longer plan. Please let the week be planned again yourself.",
    ),
}


@dataclass(frozen=True, slots=True)
class SolveLine:
    """One run. ``ahead`` counts the runs before it; ``has_plan`` says whether its best plan can become the draft."""

    id: int
    week: str
    status: SolveStatus
    ended: bool
    requested_at: dt.datetime
    started_at: dt.datetime | None
    finished_at: dt.datetime | None
    limit_seconds: float
    seconds: float
    attempt: int
    ahead: int
    goal_title: str
    goals: tuple[GoalLine, ...]
    required: int
    filled_required: int
    cancel_requested: bool
    cut_short: bool
    proven: bool
    has_plan: bool
    sentence: str
    reason: str
    set_aside: tuple[str, ...]


def solve_status(store: Store, actor: Actor, solve_id: int, *, now: dt.datetime) -> SolveLine:
    """One run as it stands now. Raises Forbidden, and NotFound, also for another organisation's run."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        solve = session.get(Solve, solve_id)
        if solve is None:
            raise NotFound()
        line = solve_line(session, solve, actor.language, now=now)
    ahead = _ahead(store, solve)
    if ahead and line.status is SolveStatus.QUEUED:
        return _behind(line, ahead, actor.language)
    return line


def last_solve(session: Session, week: str, language: str, *, now: dt.datetime) -> SolveLine | None:
    """The latest run of a week, None if there was none."""
    solve = session.scalars(select(Solve).where(Solve.week == week).order_by(Solve.id.desc()).limit(1)).one_or_none()
    return None if solve is None else solve_line(session, solve, language, now=now)


def solve_line(session: Session, solve: Solve, language: str, *, now: dt.datetime) -> SolveLine:
    """A run in words."""
    goals = goal_lines(goal_results(solve.goals), language)
    titles = {line.key: line.title for line in goals}
    reason = "" if solve.reason is None else REASONS[solve.reason].text(language)
    running = solve.status is SolveStatus.SOLVING and solve.started_at is not None
    seconds = (now - solve.started_at).total_seconds() if running and solve.started_at is not None else solve.seconds
    return SolveLine(
        id=solve.id,
        week=solve.week,
        status=solve.status,
        ended=solve.status.ended,
        requested_at=solve.requested_at,
        started_at=solve.started_at,
        finished_at=solve.finished_at,
        limit_seconds=solve.limit_seconds,
        seconds=max(0.0, seconds),
        attempt=solve.attempt,
        ahead=0,
        goal_title=titles.get(solve.goal, ""),
        goals=goals,
        required=solve.required,
        filled_required=solve.filled_required,
        cancel_requested=solve.cancel_requested,
        cut_short=solve.cut_short,
        proven=solve.proven,
        has_plan=solve.best_plan is not None,
        sentence=_sentence(solve, max(0.0, seconds), reason, language),
        reason=reason,
        set_aside=_set_aside(session, solve, language),
    )


def _sentence(solve: Solve, seconds: float, reason: str, language: str) -> str:
    facts = {"seconds": spoken_seconds(seconds, language), "filled": solve.filled_required, "required": solve.required}
    if solve.status is SolveStatus.QUEUED:
        return QUEUED.text(language)
    if solve.status is SolveStatus.SOLVING:
        whole = round(seconds)
        return (SOLVING_ONE_SECOND if whole == 1 else SOLVING).text(language, **{**facts, "seconds": whole})
    if solve.status is SolveStatus.CANCELLED:
        return CANCELLED.text(language)
    if solve.status is SolveStatus.FAILED:
        return FAILED.text(language, reason=reason)
    ready = (PROVEN if solve.proven else READY).text(language, **facts)
    return f"{KEPT_BEST.text(language, reason=reason)} {ready}" if reason else ready


def _behind(line: SolveLine, ahead: int, language: str) -> SolveLine:
    telling = QUEUED_BEHIND_ONE if ahead == 1 else QUEUED_BEHIND
    return replace(line, ahead=ahead, sentence=telling.text(language, ahead=ahead))


def _ahead(store: Store, solve: Solve) -> int:
    """How many runs of anybody come first: a number, and nothing about whose."""
    if solve.status is not SolveStatus.QUEUED:
        return 0
    with store.across() as session:
        active = Solve.status.in_((SolveStatus.QUEUED, SolveStatus.SOLVING))
        return session.scalar(select(func.count()).select_from(Solve).where(active, Solve.id < solve.id)) or 0


def _set_aside(session: Session, solve: Solve, language: str) -> tuple[str, ...]:
    if not solve.set_aside:
        return ()
    return seat_texts(solve.set_aside, names_of(read_records(session), language), language)
