"""The way from nothing to the first published week: what is done, what comes next, and where to do it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from roster.reports.first_steps import FirstSteps, Step, first_steps
from web.surroundings import the_actor, the_store


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step as a page shows it: what it is, why, and the button that leads there."""

    step: Step
    title: str
    words: str
    address: str
    label: str
    done: bool
    is_next: bool


def steps_shown(steps: FirstSteps) -> list[StepShown]:
    """All steps in their order."""
    return [_shown(step, steps) for step in Step]


def next_step() -> StepShown | None:
    """The step to take next, for the head of a list; None once a week was published."""
    steps = first_steps(the_store(), the_actor())
    return _shown(steps.next, steps) if steps.next is not None else None


def _shown(step: Step, steps: FirstSteps) -> StepShown:
    title, words, endpoint, label = _told(step)
    return StepShown(step, title, words, url_for(endpoint), label, steps.done(step), step is steps.next)


def _told(step: Step) -> tuple[str, str, str, str]:
    """Title, words, endpoint and button of a step."""
    return {
        Step.SITES: (
            _("Sites"),
            _("Where do you teach? Name and address are enough to begin with."),
            "sites.index",
            _("Go to the sites"),
        ),
        Step.WORDS: (
            _("Branches and roles"),
            _("Such as children and adults; lead, co-teacher, childcare. An admin enters them."),
            "settings.words",
            _("Go to branches and roles"),
        ),
        Step.COURSES: (
            _("Courses"),
            _("Each with its weekly meetings and the seats it needs."),
            "courses.index",
            _("Go to the courses"),
        ),
        Step.PEOPLE: (
            _("People"),
            _("Your volunteers, from a spreadsheet or one after the other."),
            "people.index",
            _("Go to the people"),
        ),
        Step.QUALIFICATIONS: (
            _("What they may do"),
            _("Open a person and add a qualification: without one nobody is planned."),
            "people.index",
            _("Go to the people"),
        ),
        Step.TIMES: (
            _("Availability"),
            _("Ask everybody by mail, or enter it for them."),
            "time_requests.index",
            _("Ask for times"),
        ),
        Step.PLAN: (
            _("Plan the first week"),
            _("The service makes a plan in seconds and says why a seat stays empty."),
            "week.current",
            _("Go to the week"),
        ),
        Step.PUBLISH: (
            _("Publish it"),
            _("Look through the draft, mend it, publish it: only then people are told."),
            "week.current",
            _("Go to the week"),
        ),
    }[step]
