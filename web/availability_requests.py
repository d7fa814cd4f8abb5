"""Who was asked for their times, who has answered, and asking again."""

from __future__ import annotations

from flask import Blueprint, render_template

from roster.reports.availability_requests import Answer, answers_page
from web.access import LEADS, open_to
from web.first_steps import next_step
from web.surroundings import the_actor, the_store

pages = Blueprint("time_requests", __name__, url_prefix="/time-requests")


@pages.get("/")
@open_to(LEADS)
def index() -> str:
    """Everybody who could be asked, those who have not answered first."""
    page = answers_page(the_store(), the_actor())
    counts = {answer: page.count(answer) for answer in Answer}
    return render_template("people/answers.html", page=page, counts=counts, next_step=next_step())
