"""The week page: who sits where, what is empty and why, what the plan is worth, and what would change for whom."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actions.drafts import EDIT_WORDS
from roster.actor import AccountRole, Actor
from roster.calendar.clock import local_day
from roster.calendar.weeks import days_of, weeks_later
from roster.database import Store
from roster.models.rosters import DraftEdit, MadeFrom, RosterDraft, RosterVersion
from roster.models.written import Goal
from roster.outcome import GoalResult
from roster.plan import Plan, difference
from roster.problem import Problem
from roster.records import School
from roster.reports.hurdles import Hurdle, hurdles
from roster.reports.loads import LoadLine, load_lines
from roster.reports.seats import SessionCard, SiteWeek, site_weeks
from roster.reports.solves import SolveLine, last_solve
from roster.reports.versions import VersionLine, version_line
from roster.reports.week_strip import WeekStrip, week_strip
from roster.reports.wording import ChangeLine, GoalLine, account_names, change_lines, goal_lines
from roster.rules import Names
from roster.weeks.frozen import FrozenWeek, commitments_elsewhere, freeze_week
from roster.weeks.judged import JudgedPlan, changed_since, judged, proven_when_published
from roster.weeks.stored import draft_of, draft_plan, goal_results, version_of, version_plan


class Showing(enum.StrEnum):
    """What the page shows."""

    NOTHING = "nothing"
    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class DraftInfo:
    """The draft behind the page. ``inputs_changed`` are sentences about data that changed since it was made."""

    edition: int
    made_from: MadeFrom
    changed_at: dt.datetime
    changed_by: str
    can_undo: bool
    undo_sentence: str  # what the last edit did; empty where there is none
    inputs_changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """An active volunteer, to choose from."""

    person: str
    person_name: str


@dataclass(frozen=True, slots=True)
class WeekPage:
    """One week of one organisation. ``changes`` compare the draft with what people were told last.

    ``heavy`` are those who have more than they wish for, the furthest above it first.
    """

    organisation_name: str
    week: str
    first_day: dt.date
    last_day: dt.date
    previous_week: str
    next_week: str
    strip: WeekStrip
    showing: Showing
    draft: DraftInfo | None
    version: VersionLine | None
    sites: tuple[SiteWeek, ...]
    required: int
    filled_required: int
    wished: int
    filled_wished: int
    goals: tuple[GoalLine, ...]
    warnings: tuple[str, ...]
    hurdles: tuple[Hurdle, ...]
    changes: tuple[ChangeLine, ...]
    loads: tuple[LoadLine, ...]
    heavy: tuple[LoadLine, ...]
    solve: SolveLine | None
    people: tuple[PersonChoice, ...]

    @property
    def sessions(self) -> tuple[SessionCard, ...]:
        """All sessions, site by site."""
        return tuple(card for site in self.sites for day in site.days for card in day.sessions)


def week_page(store: Store, actor: Actor, week: str, *, published: bool = False, now: dt.datetime) -> WeekPage:
    """The week as leads see it: the draft if there is one (unless ``published`` is asked for), else what is published.

    A week of which nothing is stored shows its sessions with empty seats. Raises Forbidden, and Invalid for a week that
    does not exist or whose records make none.
    """
    actor.require(AccountRole.LEAD)
    elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
    with store.reading(actor.organisation_id) as session:
        frozen = freeze_week(session, week, elsewhere=elsewhere, now=now)
        problem = frozen.problem
        draft, version = draft_of(session, week), version_of(session, week)
        told = Plan() if version is None else version_plan(session, version)
        showing, plan, goals = _shown(session, frozen, None if published else draft, told, version)
        known = plan if version is None or showing is Showing.NOTHING else judged(frozen, told)
        laid = plan.once(("laid", known, showing, actor.language), lambda: _laid(plan, known, showing, actor.language))
        writers = _writers(session, draft, version, actor.language)
        return WeekPage(
            organisation_name=frozen.school.organisation.name,
            week=week,
            first_day=days_of(week)[0],
            last_day=days_of(week)[6],
            previous_week=weeks_later(week, -1),
            next_week=weeks_later(week, 1),
            strip=week_strip(session, frozen, actor.language, today=_today(frozen.school, now)),
            showing=showing,
            draft=None if draft is None else _draft_info(session, draft, frozen, writers, actor.language),
            version=None
            if version is None
            else version_line(
                version,
                assignments=len(told.assignments),
                published_by=writers[version.published_by],
                current_number=version.number,
            ),
            sites=laid.sites,
            required=sum(need.required for need in problem.needs.values()),
            filled_required=laid.filled_required,
            wished=sum(need.wished for need in problem.needs.values()),
            filled_wished=laid.filled_wished,
            goals=goal_lines(goals, actor.language),
            warnings=laid.warnings,
            hurdles=_hurdles(frozen, actor.language),
            changes=laid.changes,
            loads=laid.loads,
            heavy=_heavy(laid.loads),
            solve=last_solve(session, week, actor.language, now=now),
            people=laid.people,
        )


@dataclass(frozen=True, slots=True)
class _Laid:
    """What the page says of a plan, whoever looks at it and whenever."""

    sites: tuple[SiteWeek, ...]
    filled_required: int
    filled_wished: int
    warnings: tuple[str, ...]
    changes: tuple[ChangeLine, ...]
    loads: tuple[LoadLine, ...]
    people: tuple[PersonChoice, ...]


def _laid(plan: JudgedPlan, known: JudgedPlan, showing: Showing, language: str) -> _Laid:
    """A plan laid out; ``known`` is what people were told, or the plan itself where they were told nothing."""
    frozen, names = plan.frozen, plan.frozen.names(language)
    is_draft = showing is Showing.DRAFT
    broken = plan.broken if is_draft else ()
    filled_required, filled_wished = _filled(plan.problem, plan.plan)
    return _Laid(
        sites=site_weeks(frozen, plan.plan, known.plan, broken, names, language),
        filled_required=filled_required,
        filled_wished=filled_wished,
        warnings=tuple(violation.text(language, names) for violation in broken),
        changes=change_lines(difference(known.plan, plan.plan), names, language) if is_draft else (),
        loads=load_lines(plan.problem, plan.plan, names),
        people=people_choices(plan.problem, names),
    )


def _hurdles(frozen: FrozenWeek, language: str) -> tuple[Hurdle, ...]:
    return frozen.once(("hurdles", language), lambda: hurdles(frozen.problem, frozen.names(language), language))


def people_choices(problem: Problem, names: Names) -> tuple[PersonChoice, ...]:
    """Everyone who may be seated, by name."""
    people = (PersonChoice(person.key, names[f"person/{person.key}"]) for person in problem.people)
    return tuple(sorted(people, key=lambda person: (person.person_name, person.person)))


def _heavy(loads: Iterable[LoadLine]) -> tuple[LoadLine, ...]:
    over = [line for line in loads if line.minutes > line.wished_minutes]
    return tuple(sorted(over, key=lambda line: (line.wished_minutes - line.minutes, line.person_name, line.person)))


def _today(school: School, now: dt.datetime) -> dt.date:
    return local_day(now, school.organisation.timezone)


def _shown(
    session: Session, frozen: FrozenWeek, draft: RosterDraft | None, told: Plan, version: RosterVersion | None
) -> tuple[Showing, JudgedPlan, tuple[GoalResult, ...]]:
    """What the page shows, its plan, and the plan's goals with what is proven about them."""
    if draft is None:
        plan = judged(frozen, told)
        if version is None:
            return Showing.NOTHING, plan, ()
        return Showing.PUBLISHED, plan, _as_of_now(plan, proven_when_published(frozen, version))
    plan = judged(frozen, draft_plan(session, draft))
    return Showing.DRAFT, plan, _as_of_now(plan, () if changed_since(frozen, draft) else draft.goals)


def _as_of_now(plan: JudgedPlan, stored: Iterable[Goal]) -> tuple[GoalResult, ...]:
    """Today's values; what was proven stays with a value that is still the same."""
    proven = {(goal.key, goal.value): goal for goal in goal_results(stored)}
    return tuple(proven.get((key, value), GoalResult(key, value, None, False)) for key, value in plan.values.items())


def _filled(problem: Problem, plan: Plan) -> tuple[int, int]:
    """Required and wished seats that are taken; people count for required ones first."""
    required = wished = 0
    for (session, role), need in problem.needs.items():
        taken = min(need.seats, len(plan.in_seat(session, role)))
        required += min(taken, need.required)
        wished += max(0, taken - need.required)
    return required, wished


def _writers(
    session: Session, draft: RosterDraft | None, version: RosterVersion | None, language: str
) -> Mapping[int, str]:
    """The names of who changed the draft and who published the version, by their accounts."""
    accounts = [] if draft is None else [draft.changed_by]
    return account_names(session, [*accounts, *([] if version is None else [version.published_by])], language)


def _draft_info(
    session: Session,
    draft: RosterDraft,
    frozen: FrozenWeek,
    writers: Mapping[int, str],
    language: str,
) -> DraftInfo:
    changes, names = changed_since(frozen, draft), frozen.names(language)
    newest = select(DraftEdit.kind).where(DraftEdit.draft_id == draft.id).order_by(DraftEdit.edition.desc()).limit(1)
    last = session.scalars(newest).one_or_none()
    return DraftInfo(
        edition=draft.edition,
        made_from=draft.made_from,
        changed_at=draft.changed_at,
        changed_by=writers[draft.changed_by],
        can_undo=last is not None,
        undo_sentence="" if last is None else EDIT_WORDS[last].text(language),
        inputs_changed=tuple(change.text(language, names) for change in changes),
    )
