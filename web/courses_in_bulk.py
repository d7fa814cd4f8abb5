"""Doing one thing to several courses: a page asks what is missing and says what will happen, then it happens."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from roster.actions.bulk import Prospect, Verdict
from roster.actions.courses_in_bulk import change_courses, foresee_courses
from roster.actions.exports import export_table
from roster.errors import Invalid
from roster.reports.courses import CourseFilter, CourseRow, course_choices, courses_page
from web.access import LEADS, open_to
from web.bulk_forms import NO_LEVEL, place_options, read_course_change
from web.chosen import back_to_list, chosen_rows, chosen_versions, everything_shown
from web.course_filters import asked_filter
from web.described import level_options
from web.downloads import table_answer
from web.forms import Entries
from web.surroundings import now, the_actor, the_store, today
from web.undoing import say_done

pages = Blueprint("bulk_courses", __name__, url_prefix="/bulk/courses")


@pages.post("/")
@open_to(LEADS)
def confirm() -> str | tuple[str, int] | Response:
    """Ask what is missing, and say what will happen to the chosen courses; nothing is changed yet."""
    rows = _chosen()
    if not rows:
        flash(_("Please choose at least one course first."), "fault")
        return redirect(back_to_list("courses.index"), 303)
    keys = {row.course.key for row in rows}
    if (do := request.form.get("do", "")) == "export":
        return table_answer(export_table(the_store(), the_actor(), "courses", keys), "courses")
    entries, prospects = Entries(request.form), list[Prospect]()
    change = read_course_change(entries, do, course_choices(the_store(), the_actor()))
    if change is not None:
        entries.carry_out(lambda: prospects.extend(foresee_courses(the_store(), the_actor(), keys, change)))
    if request.form.get("asked") != "yes":  # straight from the list: nobody could fill anything in yet
        entries.faults.clear()
    page = _page(do, rows, prospects, entries)
    return (page, entries.status) if entries.faults else page


@pages.post("/apply")
@open_to(LEADS)
def apply() -> Response:
    """Do what the page before said; refused as a whole where one of the courses was changed meanwhile."""
    versions, do = chosen_versions("courses"), request.form.get("do", "")
    change = read_course_change(Entries(request.form), do, course_choices(the_store(), the_actor()))
    if change is None:
        raise Invalid()
    done = change_courses(the_store(), the_actor(), versions, change, now=now())
    back = back_to_list("courses.index")
    say_done(ngettext("One course is changed.", "%(num)d courses are changed.", done.changed), done.undo, back)
    return redirect(back, 303)


def _chosen() -> list[CourseRow]:
    only = asked_filter() if everything_shown() else CourseFilter()
    page = courses_page(the_store(), the_actor(), only=only, today=today())
    return chosen_rows([(row.course.key, row) for row in page.rows], "courses")


def _page(do: str, rows: list[CourseRow], prospects: list[Prospect], entries: Entries) -> str:
    return render_template(
        "courses/bulk.html", do=do, chosen=[(row.course.key, row.course.name) for row in rows], entries=entries,
        by_verdict={verdict: [one for one in prospects if one.verdict is verdict] for verdict in Verdict},
        foreseen=bool(prospects), back=back_to_list("courses.index"),
        level_options=[*level_options(), (NO_LEVEL, _("none"))],
        place_options=place_options(course_choices(the_store(), the_actor())),
    )  # fmt: skip
