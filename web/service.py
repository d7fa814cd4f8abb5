"""What an operator sees: the organisations of the service in figures. Nothing here names a person."""

from __future__ import annotations

from flask import Blueprint, render_template

from roster.reports.service import service_page
from web.access import OPERATORS, open_to
from web.surroundings import the_actor, the_store

pages = Blueprint("service", __name__, url_prefix="/service")


@pages.get("/")
@open_to(OPERATORS)
def index() -> str:
    """All organisations."""
    return render_template("service/index.html", lines=service_page(the_store(), the_actor()))
