"""A week as it is when somebody asks about it: frozen, with the plan that leads see."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from roster.actions.questions import QuestionTicket, ask
from roster.actions.solves import refuse_too_large
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict, NotFound
from roster.plan import Plan
from roster.problem import Problem
from roster.rules import check
from roster.weeks.frozen import FrozenWeek, commitments_elsewhere, freeze_week
from roster.weeks.stored import current_plan, draft_of, plan_of
from roster.words import Sentence

Event = dict[str, Any]

NO_PLAN_YET = Sentence(
    de="Für diese Woche gibt es noch keinen Plan. Bitte zuerst planen lassen.",
    en="There is no plan of this week yet. Please let it be planned first.",
)
BREAKS_RULES = Sentence(
    de="Der Plan verstößt zurzeit gegen Regeln ({count}); das würde jede Antwort verfälschen. "
    "Bitte zuerst die Warnungen beheben oder neu planen lassen.",
    en="The plan breaks rules at the moment ({count}); any answer would be wrong. "
    "Please mend the warnings first, or let the week be planned anew.",
)


@dataclass(frozen=True)
class AskedWeek:
    """A week as it is now, with the plan that leads see: the draft, else what is published, else none."""

    frozen: FrozenWeek
    plan: Plan | None
    published: bool

    @classmethod
    def of(cls, store: Store, actor: Actor, week: str, now: dt.datetime) -> AskedWeek:
        """The week of somebody who leads. Raises Forbidden, Invalid, and WeekTooLarge."""
        actor.require(AccountRole.LEAD)
        elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
        with store.reading(actor.organisation_id) as session:
            frozen = freeze_week(session, week, elsewhere=elsewhere, now=now)
            draft, told = draft_of(session, week), current_plan(session, week)
            plan = told if draft is None else plan_of(draft.assignments)
        refuse_too_large(frozen.problem)
        return cls(frozen, plan, told is not None)

    @property
    def problem(self) -> Problem:
        """The frozen problem."""
        return self.frozen.problem

    def require(self, known: bool) -> None:
        """Raise NotFound for what the week does not have."""
        if not known:
            raise NotFound()

    def sessions_in(
        self, site: str, room: str | None, on_day: dt.date | None, *, from_day: dt.date | None = None
    ) -> list[str]:
        """Keys of the sessions in a site, or one of its rooms, that are not past; of a day, or from a day on."""
        return [
            one.key
            for one in self.problem.sessions
            if one.site == site
            and not one.past
            and on_day in (None, one.on_day)
            and (from_day is None or one.on_day >= from_day)
            and (room is None or self.frozen.dated[one.key].room == room)
        ]

    def with_plan(self) -> Event:
        """The problem and its plan, as the solver wants them. Raises Conflict without one that keeps every rule."""
        if self.plan is None:
            raise Conflict(NO_PLAN_YET)
        if broken := check(self.problem, self.plan):
            raise Conflict(BREAKS_RULES, count=len(broken))
        return {"problem": self.problem.to_json(), "plan": seats_data(self.plan)}

    def sound_plan(self) -> list[dict[str, str]] | None:
        """The plan where it keeps every rule, for a search to start from."""
        return None if self.plan is None or check(self.problem, self.plan) else seats_data(self.plan)

    def ask(
        self,
        store: Store,
        actor: Actor,
        kind: str,
        question: Event,
        about: Mapping[str, object],
        limit_seconds: float,
        now: dt.datetime,
    ) -> QuestionTicket:
        """Leave the question."""
        text = json.dumps({**question, "week": self.problem.week, "about": about}, ensure_ascii=False, sort_keys=True)
        return ask(store, actor, kind, text, limit_seconds=limit_seconds, now=now)


def seats_data(plan: Plan) -> list[dict[str, str]]:
    """A plan as questions carry it."""
    return [{"session": one.session, "role": one.role, "person": one.person} for one in plan.assignments]
