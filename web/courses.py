"""Courses with their weekly meetings and seats, and single sessions that differ from the pattern."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import Response as FileResponse
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actions import courses as actions
from roster.actions.exports import export_table
from roster.records import Course, Meeting, Seats
from roster.reports.courses import (
    CourseOrder,
    CoursePage,
    CoursesPage,
    course_choices,
    course_page,
    courses_page,
)
from web.access import ADMINS, LEADS, open_to
from web.course_filters import asked_filter
from web.described import course_words, level_options, meetings_in_short, seats_by_role, weekday_options
from web.differences import Line, course_lines, stored_instead
from web.downloads import table_answer
from web.first_steps import next_step
from web.forms import Entries
from web.listing import listing
from web.place_forms import meeting_rows, read_course, read_course_row, read_meetings, read_seats, read_session_change
from web.surroundings import now, the_actor, the_store, today
from web.undoing import say_done

pages = Blueprint("courses", __name__, url_prefix="/courses")


@pages.get("/")
@open_to(LEADS)
def index() -> str:
    """The courses that fit the address, one of them perhaps open for an edit in place."""
    return _listed(Entries({}), request.args.get("edit", ""))


@pages.get("/table.csv")
@open_to(LEADS)
def table() -> FileResponse:
    """The courses that fit the address, as a table."""
    page = courses_page(the_store(), the_actor(), only=asked_filter(), today=today())
    keys = {row.course.key for row in page.rows}
    return table_answer(export_table(the_store(), the_actor(), "courses", keys), "courses")


@pages.post("/<key>/row")
@open_to(LEADS)
def save_row(key: str) -> tuple[str, int] | Response:
    """Save what was edited within the list; seats and meetings stay. Refused where somebody else saved meanwhile."""
    page, entries = _page(key), Entries(request.form)
    course = read_course_row(entries, page.course)
    version = entries.number("version", _("Version"), 0, 10**9, -1)
    change = partial(actions.save_course, the_store(), the_actor(), course, seats=page.seats, meetings=page.meetings)
    if not entries.carry_out(lambda: change(version=version, now=now())):
        return _listed(entries, key, course), entries.status
    shown, _order = listing("courses.index", CourseOrder, CourseOrder.BRANCH)
    return redirect(shown.at("courses.index", saved=key) + f"#row-{key}", 303)


@pages.get("/new")
@open_to(LEADS)
def new() -> str:
    """The empty form for a new course."""
    return _form(None, Entries({}))


@pages.post("/")
@open_to(LEADS)
def add() -> tuple[str, int] | Response:
    """Add a course with its seats and meetings."""
    entries, choices = Entries(request.form), course_choices(the_store(), the_actor())
    course = read_course(entries, None, choices)
    seats, meetings = read_seats(entries, course.key, choices), read_meetings(entries, course.key, choices)
    store, actor = the_store(), the_actor()
    if not entries.carry_out(
        lambda: actions.add_course(store, actor, course, seats=seats, meetings=meetings, now=now())
    ):
        return _form(None, entries), entries.status
    flash(_("%(name)s is saved.", name=course.name), "ok")
    return redirect(url_for(".show", key=course.key), 303)


@pages.get("/<key>")
@open_to(LEADS)
def show(key: str) -> str:
    """One course."""
    return _shown(_page(key), Entries({}))


@pages.get("/<key>/edit")
@open_to(LEADS)
def edit(key: str) -> str:
    """The form of one course, filled in."""
    return _form(_page(key), Entries({}))


@pages.post("/<key>/edit")
@open_to(LEADS)
def save(key: str) -> tuple[str, int] | Response:
    """Save a course's form; refused where somebody else saved meanwhile."""
    page, entries, choices = _page(key), Entries(request.form), course_choices(the_store(), the_actor())
    course = read_course(entries, page.course, choices)
    seats, meetings = read_seats(entries, key, choices), read_meetings(entries, key, choices)
    version = entries.number("version", _("Version"), 0, 10**9, -1)
    change = partial(actions.save_course, the_store(), the_actor(), course, seats=seats, meetings=meetings)
    done: list[str | None] = []
    if not entries.carry_out(lambda: done.append(change(version=version, now=now()))):
        return _refused(entries, course, seats, meetings), entries.status
    say_done(_("Saved, with meetings or seats taken out.") if done[0] else _("Saved."), done[0], back := _at(key))
    return redirect(back, 303)


@pages.post("/<key>/remove")
@open_to(ADMINS)
def remove(key: str) -> Response:
    """Delete a course."""
    undo = actions.remove_course(the_store(), the_actor(), key, now=now())
    say_done(_("The course is deleted."), undo, back := url_for(".index"))
    return redirect(back, 303)


@pages.post("/<key>/sessions")
@open_to(LEADS)
def change_session(key: str) -> tuple[str, int] | Response:
    """Cancel or move one dated session, or add a single one."""
    page, entries = _page(key), Entries(request.form)
    change = read_session_change(entries, key, course_choices(the_store(), the_actor()))
    if not change or not entries.carry_out(lambda: actions.change_session(the_store(), the_actor(), change, now=now())):
        return _shown(page, entries), entries.status
    flash(_("Saved."), "ok")
    return redirect(url_for(".show", key=key), 303)


@pages.post("/<key>/sessions/<int:number>/undo")
@open_to(LEADS)
def undo_change(key: str, number: int) -> Response:
    """Let a dated session follow the weekly pattern again."""
    undo = actions.undo_session_change(the_store(), the_actor(), key, number, now=now())
    say_done(_("The session follows the weekly pattern again."), undo, back := _at(key))
    return redirect(back, 303)


def _listed(entries: Entries, edit: str, typed: Course | None = None) -> str:
    shown, order = listing("courses.index", CourseOrder, CourseOrder.BRANCH)
    page = courses_page(
        the_store(), the_actor(), only=asked_filter(), order=order, descending=shown.descending, today=today()
    )
    return render_template(
        "courses/index.html", page=page, listing=shown, entries=entries, edit=edit, asked=request.args,
        stored=_stored_instead(page, typed) if typed and entries.status == 409 else None,
        saved=request.args.get("saved"), level_options=level_options(), weekday_options=weekday_options(),
        meetings_in_short=meetings_in_short, next_step=next_step(),
    )  # fmt: skip


def _stored_instead(page: CoursesPage, typed: Course) -> list[Line]:
    """What the row of a course has stored now; told from the very row whose version goes into the form."""
    choices = course_choices(the_store(), the_actor())
    stored = [line for row in page.rows if row.course.key == typed.key for line in course_lines(row.course, choices)]
    return stored_instead(stored, course_lines(typed, choices))


def _at(key: str) -> str:
    return url_for(".show", key=key)


def _page(key: str) -> CoursePage:
    return course_page(the_store(), the_actor(), key)


def _shown(page: CoursePage, entries: Entries) -> str:
    words = course_words(course_choices(the_store(), the_actor()))
    return render_template("courses/show.html", page=page, entries=entries, **words)


def _refused(entries: Entries, course: Course, seats: Iterable[Seats], meetings: Iterable[Meeting]) -> str:
    """The form with what was typed; where somebody else saved meanwhile, with what is stored now beside it."""
    page, choices = _page(course.key), course_choices(the_store(), the_actor())
    if entries.status != 409:
        return _form(page, entries)
    stored = course_lines(page.course, choices, page.seats, page.meetings)
    return _form(page, entries, stored_instead(stored, course_lines(course, choices, seats, meetings)))


def _form(page: CoursePage | None, entries: Entries, stored: list[Line] | None = None) -> str:
    choices = course_choices(the_store(), the_actor())
    seats, meetings = (page.seats, page.meetings) if page else ((), ())
    return render_template(
        "courses/form.html", page=page, choices=choices, entries=entries, rows=meeting_rows(meetings, entries.form),
        stored_seats=seats_by_role(seats), stored=stored, **course_words(choices),
    )  # fmt: skip
