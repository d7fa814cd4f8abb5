"""Bringing spreadsheets in, with a preview first, and taking everything out again."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from roster.actions import imports
from roster.errors import Conflict, NotFound
from web.access import ADMINS, open_to
from web.downloads import file_answer
from web.surroundings import now, the_actor, the_store
from web.table_names import table_title
from web.uploads import UPLOADS, Uploads

pages = Blueprint("transfer", __name__, url_prefix="/transfer")

FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


@pages.get("/")
@open_to(ADMINS)
def index() -> str:
    """Choose a file to bring in, or a form to take everything out."""
    return render_template("transfer/index.html")


@pages.post("/preview")
@open_to(ADMINS)
def preview() -> str | tuple[str, int] | AnyResponse:
    """What a file would change, or everything that is wrong with it. Nothing is stored yet."""
    file = request.files.get("file")
    if file is None or not file.filename:
        flash(_("Please choose a file first."), "fault")
        return redirect(url_for(".index"), 303)
    return _shown(file.filename, file.read())


@pages.post("/apply")
@open_to(ADMINS)
def apply() -> str | tuple[str, int] | AnyResponse:
    """Do what the preview showed, all of it or nothing; where something changed meanwhile, show the new preview."""
    actor, token = the_actor(), request.form.get("upload", "")
    filename, content = _uploads().take(actor.account_id, token)
    try:
        imports.apply_import(the_store(), actor, filename, content, request.form.get("fingerprint", ""), now=now())
    except Conflict as refusal:
        flash(refusal.text(actor.language), "fault")
        return _shown(filename, content)
    finally:
        _uploads().forget(token)
    flash(_("%(file)s is imported.", file=filename), "ok")
    return redirect(url_for("home.start"), 303)


@pages.get("/export.<form>")
@open_to(ADMINS)
def export(form: str) -> Response:
    """All tables as one file, in the reader's language."""
    if form not in FORMS:
        raise NotFound()
    content = imports.export_file(the_store(), the_actor(), form)
    return file_answer(content, FORMS[form], the_actor().organisation, ending=form)


def _shown(filename: str, content: bytes) -> str | tuple[str, int]:
    found = imports.preview_import(the_store(), the_actor(), filename, content, now=now())
    if found.faults or found.preview is None:
        return render_template("transfer/faults.html", faults=found.faults, filename=filename), 422
    token = _uploads().keep(the_actor().account_id, filename, content)
    tables = [(table_title(table.table), table) for table in found.preview.tables]
    return render_template("transfer/preview.html", found=found.preview, tables=tables, filename=filename, token=token)


def _uploads() -> Uploads:
    """The uploads of this service."""
    return cast(Uploads, current_app.extensions[UPLOADS])
