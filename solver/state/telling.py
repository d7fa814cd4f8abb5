"""What a state's planning says to people: lines of progress, a table at the end, and the same as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from roster.outcome import GoalResult, Outcome, Status
from roster.plan import Plan
from roster.problem import Assignment, Problem
from roster.rules import BALANCE, GOALS
from roster.words import Sentence, spoken_seconds
from solver.state.block import COVER
from solver.state.coordinator import Stand, StateOutcome

DOINGS = {
    "opened": Sentence("eingelesen", "opened"),
    "plans": Sentence("erste Pläne", "first plans"),
    "better": Sentence("bessere Pläne", "better plans"),
    "proofs": Sentence("Beweise", "proofs"),
    "promises": Sentence("Stunden", "hours"),
    "ended": Sentence("fertig", "finished"),
}
PROGRESS = Sentence(
    de="{seconds} s  {doing}: Besetzung {cover}, Schranke {bound}, Abstand {gap} %, bewiesen {proven} von {schools}",
    en="{seconds} s  {doing}: cover {cover}, bound {bound}, gap {gap} %, proven {proven} of {schools}",
)
TITLE = Sentence(de="{week}, {schools} Organisationen:", en="{week}, {schools} organisations:")
LINES = (
    ("cover", Sentence("Besetzung (leere Pflichtplätze, gewichtet)", "Cover (empty required seats, weighted)")),
    ("bound", Sentence("Bewiesene Schranke für alle zusammen", "Proven bound for all together")),
    ("gap", Sentence("Abstand in %", "Gap in %")),
    ("proven", Sentence("Organisationen mit bewiesener eigener Besetzung", "Organisations whose own cover is proven")),
    ("promises", Sentence("Gewünschte Stunden (Kosten)", "Promised hours (cost)")),
    ("promises_bound", Sentence("Schranke dafür", "Bound for that")),
    ("seconds", Sentence("Sekunden", "Seconds")),
    ("peak_megabytes", Sentence("Speicher aller Prozesse, höchstens (MB)", "Memory of all processes, at most (MB)")),
    ("violations", Sentence("Regelverstöße laut Prüfung", "Broken rules by the checker")),
)
NOTHING_PROVEN = "-"


def progress_line(stand: Stand, language: str) -> str:
    """One line about where it stands."""
    return PROGRESS.text(
        language,
        seconds=spoken_seconds(stand.seconds, language),
        doing=DOINGS[stand.doing].text(language),
        cover=stand.cover,
        bound=stand.bound,
        gap=percent(stand, language),
        proven=stand.proven,
        schools=stand.schools,
    )


def percent(stand: Stand, language: str) -> str:
    """The gap in per cent; nothing sensible before there is a bound."""
    if not stand.bound and stand.cover:
        return NOTHING_PROVEN
    return spoken_seconds(round(100 * stand.gap + 0.04999, 1), language)  # never rounded down


def figures(outcome: StateOutcome, peak_bytes: int) -> dict[str, Any]:
    """What was reached, as plain numbers."""
    stand = outcome.stand
    return {
        "schools": stand.schools,
        "cover": stand.cover,
        "bound": stand.bound,
        "gap": stand.gap,
        "proven": stand.proven,
        "promises": stand.promises,
        "promises_bound": outcome.promises_bound,
        "seconds": round(stand.seconds, 2),
        "peak_megabytes": round(peak_bytes / 1e6),
        "violations": outcome.violations,
    }


def table(outcome: StateOutcome, week: str, peak_bytes: int, language: str) -> list[str]:
    """The same as lines for people."""
    told = figures(outcome, peak_bytes)
    told["gap"] = percent(outcome.stand, language)
    told["seconds"] = spoken_seconds(outcome.stand.seconds, language)
    if told["promises_bound"] is None:
        told["promises_bound"] = NOTHING_PROVEN
    rows = [f"  {name.text(language):<48}{told[key]:>12}" for key, name in LINES]
    return [TITLE.text(language, week=week, schools=outcome.stand.schools), *rows]


def as_json(outcome: StateOutcome, week: str, peak_bytes: int) -> str:
    """Figures, every school's values and the course of the planning as JSON."""
    content = {
        "week": week,
        **figures(outcome, peak_bytes),
        "organisations": {
            key: {**plan.values, "proven": key in outcome.proven, "violations": plan.violations}
            for key, plan in outcome.plans.items()
        },
        "set_aside": outcome.set_aside,
        "course": [asdict(stand) for stand in outcome.history],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def school_outcome(problem: Problem, outcome: StateOutcome) -> Outcome:
    """One school's part, in the form in which a solve of that school alone ends."""
    plan = outcome.plans[problem.organisation]
    proven = problem.organisation in outcome.proven
    goals = tuple(
        GoalResult(
            key, plan.values[key], plan.values[key] if key == COVER and proven else None, key == COVER and proven
        )
        for key in (*(goal.KEY for goal in GOALS), BALANCE)
    )
    return Outcome(
        plan=Plan.of(Assignment(*seat) for seat in plan.seats),
        status=Status.FEASIBLE,
        goals=goals,
        set_aside=tuple(Assignment(*pin) for pin in outcome.set_aside.get(problem.organisation, ())),
        seconds=outcome.stand.seconds,
        cut_short=not proven,
        fingerprint=problem.fingerprint,
    )
