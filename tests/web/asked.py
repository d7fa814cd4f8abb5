"""Questions answered on the spot, by the same functions that a worker's process calls."""

from __future__ import annotations

from roster.actions.question_claims import claim_next, give_up_question, hand_in
from roster.actions.suppositions import Supposition, ask_what_if
from roster.actions.week_questions import (
    ask_if_person_out,
    ask_what_fills,
    ask_where_they_help,
    ask_whom_to_recruit,
    ask_why,
)
from roster.models.questions import QuestionReason
from solver.asked import ANSWERS
from tests.web.planned import A1, C1, lead_of
from tests.web.school import WEEK, Service


def answer_waiting(running: Service) -> None:
    """Answer every question that waits."""
    while (held := claim_next(running.store, now=running.clock.now)) is not None:
        assert hand_in(running.store, held, ANSWERS[held.kind](held.asked), now=running.clock.now)


def fail_waiting(running: Service, reason: QuestionReason) -> None:
    """Let every question that waits fail."""
    while (held := claim_next(running.store, now=running.clock.now)) is not None:
        assert give_up_question(running.store, held, reason, now=running.clock.now)


def answered_drop_out(running: Service, school: str = "north") -> int:
    """The answered question what to do when Anna cannot come; the week must be published. Gives its number."""
    ticket = ask_if_person_out(running.store, lead_of(running, school), WEEK, "anna", now=running.clock.now)
    answer_waiting(running)
    return ticket.question_id


def every_question(running: Service) -> None:
    """One question of each kind, answered; then one that failed and one that waits. Their numbers are 1 to 8."""
    store, lead, now = running.store, lead_of(running), running.clock.now
    ask_if_person_out(store, lead, WEEK, "anna", now=now)
    ask_what_fills(store, lead, WEEK, C1, "lead", now=now)
    ask_why(store, lead, WEEK, A1, "lead", "anna", now=now)
    ask_whom_to_recruit(store, lead, WEEK, now=now)
    ask_where_they_help(store, lead, WEEK, "bela", now=now)
    ask_what_if(store, lead, WEEK, Supposition(absent=("anna",)), now=now)
    answer_waiting(running)
    ask_if_person_out(store, lead, WEEK, "bela", now=now)
    fail_waiting(running, QuestionReason.OVERDUE)
    ask_if_person_out(store, lead, WEEK, "emil", now=now)
