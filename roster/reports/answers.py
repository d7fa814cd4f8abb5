"""A question and its answer as leads see them: what was asked, how far it is, what came of it, and what to do next."""

from __future__ import annotations

import json

from roster.actions.questions import Answer, answer_of, asked_of
from roster.actor import Actor
from roster.database import Store
from roster.errors import NotFound
from roster.models.questions import QuestionReason, QuestionStatus
from roster.reports.answer_views import Data, QuestionPage, Telling, with_answer
from roster.reports.answer_words import asked_text
from roster.reports.supposition_words import invented_names, really_changed
from roster.rules import names_of
from roster.rules.violation import spoken_name
from roster.weeks.frozen import read_records
from roster.weeks.stored import draft_of
from roster.words import Sentence

ON_PAGES = frozenset({"repair", "fillings", "why", "recruit", "match", "whatif"})

WAITING = Sentence(de="Wartet auf einen freien Platz.", en="Waiting for its turn.")
WAITING_BEHIND_ONE = Sentence(
    de="Wartet; eine andere Frage ist vorher dran.", en="Waiting; one other question comes first."
)
WAITING_BEHIND = Sentence(
    de="Wartet; {count} andere Fragen sind vorher dran.", en="Waiting; {count} other questions come first."
)
WORKING = Sentence(
    de="Wird gerade ausgerechnet, höchstens {seconds} Sekunden lang.",
    en="Being worked out, for at most {seconds} seconds.",
)
CANCELLED = Sentence(de="Abgebrochen. Es wurde nichts geändert.", en="Called off. Nothing was changed.")
REASONS = {
    QuestionReason.OVERDUE: Sentence(
        de="Die Antwort kam nicht in der erlaubten Zeit. Bitte noch einmal fragen, am besten wenn weniger los ist.",
        en="The answer did not come within its time. Please ask again, best when less is going on.",
    ),
    QuestionReason.MEMORY: Sentence(
        de="Die Antwort brauchte mehr Speicher, als sie haben darf. "
        "Bitte die Organisation in kleinere Teile aufteilen.",
        en="The answer needed more memory than it may have. Please split the organisation into smaller parts.",
    ),
    QuestionReason.TOO_LARGE: Sentence(
        de="Diese Woche ist zu groß dafür. Bitte die Organisation in kleinere Teile aufteilen.",
        en="This week is too large for that. Please split the organisation into smaller parts.",
    ),
    QuestionReason.CRASHED: Sentence(
        de="Beim Ausrechnen ist etwas schiefgegangen. "
        "Bitte noch einmal fragen und es der Betreuung des Dienstes melden.",
        en="Working it out went wrong. Please ask again and tell whoever runs the service.",
    ),
    QuestionReason.LOST: Sentence(
        de="Der Rechner, der daran saß, ist dreimal ausgefallen. Bitte es der Betreuung des Dienstes melden.",
        en="The machine that worked on it failed three times. Please tell whoever runs the service.",
    ),
    QuestionReason.UNKNOWN_KIND: Sentence(
        de="Der Rechner, der antworten soll, ist noch nicht auf dem neuesten Stand. "
        "Bitte es der Betreuung des Dienstes melden.",
        en="The machine that should answer is not up to date yet. Please tell whoever runs the service.",
    ),
}


def question_state(store: Store, actor: Actor, question_id: int) -> Answer:
    """Where a question stands. Raises Forbidden, and NotFound, also for another organisation's."""
    found = answer_of(store, actor, question_id)
    if found.kind not in ON_PAGES:
        raise NotFound()
    return found


def question_page(store: Store, actor: Actor, question_id: int) -> QuestionPage:
    """One question with its answer, told with today's names. Raises as ``question_state``."""
    found = question_state(store, actor, question_id)
    asked = json.loads(asked_of(store, actor, question_id))
    with store.reading(actor.organisation_id) as session:
        school, week = read_records(session), str(asked["week"])
        own = {f"organisation/{school.organisation.key}": school.organisation.name}
        invented = invented_names(asked["about"], actor.language) if found.kind == "whatif" else {}
        telling = Telling(actor.language, {**names_of(school, actor.language), **own, **invented})
        draft = draft_of(session, week)
        page = QuestionPage(
            id=question_id,
            kind=found.kind,
            week=week,
            about=asked["about"],
            asked=asked_text(found.kind, asked["about"], school, telling.names, actor.language),
            status=found.status,
            ended=found.status.ended,
            sentence=_sentence(found, actor.language),
            asked_at=found.asked_at,
            courses=_lost_courses(asked["about"], telling),
            really=really_changed(asked["about"], telling.names) if found.kind == "whatif" else (),
            edition=0 if draft is None else draft.edition,
        )
    if found.answer is None:
        return page
    return with_answer(page, json.loads(found.answer), telling)


def _lost_courses(about: Data, telling: Telling) -> tuple[tuple[str, str], ...]:
    keys = {session.rpartition("@")[0] for session in about.get("sessions", ())}
    return tuple(sorted(((key, spoken_name("course", key, telling.names)) for key in keys), key=lambda one: one[1]))


def _waiting(before: int) -> Sentence:
    if before == 1:
        return WAITING_BEHIND_ONE
    return WAITING_BEHIND if before else WAITING


def _sentence(found: Answer, language: str) -> str:
    """Where the question stands, and what to do next; empty once it is answered."""
    if found.status is QuestionStatus.QUEUED:
        return _waiting(found.waiting_before).text(language, count=found.waiting_before)
    if found.status is QuestionStatus.WORKING:
        return WORKING.text(language, seconds=round(found.limit_seconds))
    if found.status is QuestionStatus.CANCELLED:
        return CANCELLED.text(language)
    return "" if found.reason is None else REASONS[found.reason].text(language)
