"""What a state's planning says to people: lines of progress, a table at the end, and the same as JSON."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import Any

from roster.outcome import GoalResult, Outcome, Status
from roster.plan import Plan
from roster.problem import Assignment, Problem
from roster.rules import BALANCE, GOALS
from roster.words import Sentence, spoken_seconds
from solver.state.asked import BOUND, CHECK, OPEN, PLAN, PRICE
from solver.state.block import COVER
from solver.state.coordinator import StateOutcome
from solver.state.crew import CRASHED, MEMORY, NOBODY, OVERDUE, TOO_LARGE
from solver.state.stand import Stand

DOINGS = {
    "opened": Sentence("eingelesen", "opened"),
    "plans": Sentence("erste Pläne", "first plans"),
    "better": Sentence("bessere Pläne", "better plans"),
    "proofs": Sentence("Beweise", "proofs"),
    "promises": Sentence("Stunden", "hours"),
    "bounds": Sentence("Schranken", "bounds"),
    "ended": Sentence("fertig", "finished"),
}
PROGRESS = Sentence(
    de="{seconds} s  {doing}: Besetzung {cover}, Schranke {bound}, Abstand {gap} %, bewiesen {proven} von {schools}",
    en="{seconds} s  {doing}: cover {cover}, bound {bound}, gap {gap} %, proven {proven} of {schools}",
)
PROGRESS_HOURS = Sentence(
    de="{line}; Stunden {promises}, Schranke {promises_bound}",
    en="{line}; hours {promises}, bound {promises_bound}",
)
TITLE = Sentence(de="{week}, {schools} Organisationen:", en="{week}, {schools} organisations:")
TITLE_OF_ONE = Sentence(de="{week}, 1 Organisation:", en="{week}, 1 organisation:")
LINES = (
    ("cover", Sentence("Besetzung (leere Pflichtplätze, gewichtet)", "Cover (empty required seats, weighted)")),
    ("bound", Sentence("Bewiesene Schranke für alle zusammen", "Proven bound for all together")),
    ("gap", Sentence("Abstand in %", "Gap in %")),
    ("proven", Sentence("Organisationen mit bewiesener eigener Besetzung", "Organisations whose own cover is proven")),
    ("stability", Sentence("Menschen, die Neues erfahren (gewichtet)", "People told something new (weighted)")),
    ("stability_bound", Sentence("Schranke dafür", "Bound for that")),
    ("promises", Sentence("Gewünschte Stunden (Kosten)", "Promised hours (cost)")),
    ("promises_bound", Sentence("Schranke dafür", "Bound for that")),
    ("promises_gap", Sentence("Abstand in %", "Gap in %")),
    ("seconds", Sentence("Sekunden", "Seconds")),
    ("peak_megabytes", Sentence("Speicher aller Prozesse, höchstens (MB)", "Memory of all processes, at most (MB)")),
    ("violations", Sentence("Regelverstöße laut Prüfung", "Broken rules by the checker")),
)
NOTHING_PROVEN = "-"
STOPPED = Sentence(
    de="Auf Wunsch vorzeitig beendet; die Pläne bis dahin sind geprüft und bleiben.",
    en="Ended early as you wished; the plans until then are checked and kept.",
)
STOPPED_AT_ONCE = Sentence(
    de="Auf Wunsch beendet, bevor es einen Plan gab.",
    en="Ended as you wished, before there was any plan.",
)
FAILED = Sentence(
    de="Nicht beantwortet wurde {what} ({why}, {count}-mal), bei: {schools}. Dort gilt der letzte gute Plan.",
    en="No answer came to {what} ({why}, {count} times), for: {schools}. The last good plan stands there.",
)
FAILED_ONCE = Sentence(
    de="Nicht beantwortet wurde {what} ({why}), bei: {schools}. Dort gilt der letzte gute Plan.",
    en="No answer came to {what} ({why}), for: {schools}. The last good plan stands there.",
)
LEFT_OUT = Sentence(
    de="Ohne Plan, weil die Angaben nicht zu lesen waren ({why}): {schools}. "
    "Was dort schon mitgeteilt war, gilt für alle.",
    en="Without a plan, as the data could not be read ({why}): {schools}. What was told there before holds for all.",
)
UNPLANNED = Sentence(
    de="Noch ohne Suche, nur mit dem, was war und festgelegt ist: {schools}.",
    en="Not searched yet, with nothing but what is past and pinned: {schools}.",
)
PARTS = {
    OPEN: Sentence("das Einlesen", "reading the data"),
    PLAN: Sentence("die Suche nach einem besseren Plan", "the search for a better plan"),
    PRICE: Sentence("die Frage nach Preisen gemeinsamer Stunden", "the question for prices of shared hours"),
    BOUND: Sentence("die Frage nach einer Schranke; sie ist nun schwächer", "the question for a bound, now weaker"),
    CHECK: Sentence("die Prüfung am Ende", "the check at the end"),
}
REASONS = {
    CRASHED: Sentence("der Prozess brach ab", "the process broke down"),
    OVERDUE: Sentence("es dauerte zu lange", "it took too long"),
    MEMORY: Sentence("der Speicher reichte nicht", "the memory did not suffice"),
    TOO_LARGE: Sentence("die Woche ist zu groß", "the week is too large"),
    NOBODY: Sentence("kein Worker war da", "no worker was there"),
}
MOST_NAMED = 8


def progress_line(stand: Stand, language: str) -> str:
    """One line about where it stands."""
    line = PROGRESS.text(
        language,
        seconds=spoken_seconds(stand.seconds, language),
        doing=DOINGS[stand.doing].text(language),
        cover=stand.cover,
        bound=stand.bound,
        gap=percent(stand, language),
        proven=stand.proven,
        schools=stand.schools,
    )
    if stand.doing not in ("promises", "bounds"):
        return line
    bound = NOTHING_PROVEN if stand.promises_bound is None else stand.promises_bound
    return PROGRESS_HOURS.text(language, line=line, promises=stand.promises, promises_bound=bound)


def percent(stand: Stand, language: str) -> str:
    """The gap in per cent; nothing sensible before there is a bound."""
    if not stand.bound and stand.cover:
        return NOTHING_PROVEN
    return _spoken_percent(stand.gap, language)


def figures(outcome: StateOutcome, peak_bytes: int) -> dict[str, Any]:
    """What was reached, as plain numbers."""
    stand = outcome.stand
    return {
        "schools": stand.schools,
        "cover": stand.cover,
        "bound": stand.bound,
        "gap": stand.gap,
        "proven": stand.proven,
        "stability": stand.stability,
        "stability_bound": stand.stability_bound,
        "promises": stand.promises,
        "promises_bound": stand.promises_bound,
        "promises_gap": stand.promises_gap,
        "seconds": round(stand.seconds, 2),
        "peak_megabytes": round(peak_bytes / 1e6),
        "violations": outcome.violations,
    }


def table(outcome: StateOutcome, week: str, peak_bytes: int, language: str) -> list[str]:
    """The same as lines for people, then whatever went wrong."""
    told, stand = figures(outcome, peak_bytes), outcome.stand
    told["gap"] = percent(stand, language)
    told["seconds"] = spoken_seconds(stand.seconds, language)
    if stand.promises_gap is not None:
        told["promises_gap"] = _spoken_percent(stand.promises_gap, language)
    if not stand.stability and stand.stability_bound is None:  # no week was published before
        del told["stability"], told["stability_bound"]
    rows = [
        f"  {name.text(language):<48}{NOTHING_PROVEN if told[key] is None else told[key]:>12}"
        for key, name in LINES
        if key in told
    ]
    title = TITLE_OF_ONE if stand.schools == 1 else TITLE
    return [title.text(language, week=week, schools=stand.schools), *rows, *_what_went_wrong(outcome, language)]


def _what_went_wrong(outcome: StateOutcome, language: str) -> list[str]:
    lines = [(STOPPED if outcome.plans else STOPPED_AT_ONCE).text(language)] if outcome.stopped else []
    unread = {school: failure.reason for failure in outcome.failures for school in failure.schools}
    for reason in dict.fromkeys(unread[school] for school in outcome.left_out):
        schools = [school for school in outcome.left_out if unread[school] == reason]
        lines.append(LEFT_OUT.text(language, why=_why(reason, language), schools=_named(schools)))
    if outcome.unplanned:
        lines.append(UNPLANNED.text(language, schools=_named(outcome.unplanned)))
    counts = Counter((failure.kind, failure.reason) for failure in outcome.failures if failure.kind != OPEN)
    for (kind, reason), count in counts.items():
        failed_there = {
            school
            for failure in outcome.failures
            if (failure.kind, failure.reason) == (kind, reason)
            for school in failure.schools
        }
        what, failed = PARTS[kind].text(language), FAILED_ONCE if count == 1 else FAILED
        why, those = _why(reason, language), _named(sorted(failed_there))
        lines.append(failed.text(language, what=what, why=why, count=count, schools=those))
    return lines


def _why(reason: str, language: str) -> str:
    return REASONS.get(reason, REASONS[CRASHED]).text(language)


def _named(schools: tuple[str, ...] | list[str]) -> str:
    more = len(schools) - MOST_NAMED
    return ", ".join(schools[:MOST_NAMED]) + (f" (+{more})" if more > 0 else "")


def _spoken_percent(share: float, language: str) -> str:
    return spoken_seconds(round(100 * share + 0.04999, 1), language)  # never rounded down


def as_json(outcome: StateOutcome, week: str, peak_bytes: int) -> str:
    """Figures, every school's values, whatever went wrong and the course of the planning as JSON."""
    content = {
        "week": week,
        **figures(outcome, peak_bytes),
        "organisations": {
            key: {**plan.values, "proven": key in outcome.proven, "violations": plan.violations}
            for key, plan in outcome.plans.items()
        },
        "set_aside": outcome.set_aside,
        "stopped": outcome.stopped,
        "left_out": outcome.left_out,
        "unplanned": outcome.unplanned,
        "failures": [failure._asdict() for failure in outcome.failures],
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
