"""Taking a way out also enters what happened: in the same step, undone by the same button."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from roster.models.school_records import read_school
from tests.web.asked import answer_waiting
from tests.web.planned import A1, A2, start_second_draft
from tests.web.school import WEEK, Service, post
from tests.web.test_asking_pages import DROP_OUT, anna_out, asked, draft, lead

__all__ = ["lead"]


def absences(north: Service) -> list[tuple[str, str, int | None]]:
    with north.store.reading(north.schools["north"]) as session:
        return [
            (one.volunteer, f"{one.from_day}/{one.until_day}", one.start_minute)
            for one in read_school(session).absences
        ]


def take(client: FlaskClient, question: str, **form: str):
    return post(client, f"{question}/take", {"number": "0", "edition": "0", "noting": "yes", **form})


def undo(client: FlaskClient, north: Service) -> None:
    edition = client.get(f"/week/{WEEK}").text.split('data-edition="')[1].split('"')[0]
    assert post(client, f"/week/{WEEK}/edit", {"do": "undo", "edition": edition}).status_code == 303


@pytest.mark.parametrize(
    ("when", "noted"),
    [
        ("week", ("anna", "2026-11-23/2026-11-29", None)),
        ("2026-11-23", ("anna", "2026-11-23/2026-11-23", None)),
        (A1, ("anna", "2026-11-23/2026-11-23", 540)),
    ],
)
def test_taking_a_way_out_also_notes_who_is_away(
    north: Service, lead: FlaskClient, when: str, noted: tuple[str, str, int | None]
) -> None:
    question = anna_out(lead, when)
    answer_waiting(north)
    assert "checked> <span>Also note: Anna of north" in lead.get(question).text
    assert take(lead, question).status_code == 303
    assert absences(north) == [noted]
    assert (A1, "lead", "anna") not in (draft(north) or set())


def test_a_noted_absence_is_no_news_to_the_draft_and_is_logged_as_entered_for_somebody_else(
    north: Service, lead: FlaskClient
) -> None:
    question = anna_out(lead)
    answer_waiting(north)
    take(lead, question)
    assert "something it depends on has changed" not in lead.get(f"/week/{WEEK}").text
    assert "entered an absence for somebody else" in north.browser("admin").get("/settings/log/").text


def test_one_undo_takes_back_the_draft_and_the_absence(north: Service, lead: FlaskClient) -> None:
    question = anna_out(lead)
    answer_waiting(north)
    take(lead, question)
    undo(lead, north)
    assert absences(north) == []
    assert (A1, "lead", "anna") in (draft(north) or set())


def test_nothing_is_noted_where_the_box_is_unticked(north: Service, lead: FlaskClient) -> None:
    question = anna_out(lead)
    answer_waiting(north)
    take(lead, question, noting="")
    assert absences(north) == []


def test_a_way_out_that_is_refused_notes_nothing(north: Service, lead: FlaskClient) -> None:
    question = anna_out(lead)
    answer_waiting(north)
    start_second_draft(north)
    assert take(lead, question).status_code == 409
    assert absences(north) == []


@pytest.mark.parametrize(
    ("form", "closures", "changes"),
    [
        ({"place": "hall|", "place_when": "2026-11-24"}, [("hall", "2026-11-24")], []),
        ({"place": "hall|hall-1", "place_when": "2026-11-24"}, [], [("a2", "cancelled", None)]),
        ({"place": "hall|hall-1", "place_when": "2026-11-24", "to": "hostel"}, [], [("a2", "moved", "hostel")]),
    ],
)
def test_a_lost_place_is_noted_as_a_closure_or_as_changed_sessions_and_undone(
    north: Service, lead: FlaskClient, form: dict[str, str], closures: list[object], changes: list[object]
) -> None:
    def noted() -> tuple[list[object], list[object]]:
        with north.store.reading(north.schools["north"]) as session:
            school = read_school(session)
            return (
                [(one.site, str(one.from_day)) for one in school.closures],
                [(one.course, one.change.value, one.site) for one in school.session_changes],
            )

    question = asked(lead, f"{DROP_OUT}/place", **form)
    answer_waiting(north)
    assert take(lead, question).status_code == 303
    assert noted() == (closures, changes)
    undo(lead, north)
    assert noted() == ([], [])
    assert (A2, "lead", "bela") in (draft(north) or set())


def test_a_draft_that_was_thrown_away_and_came_back_still_knows_what_it_noted(
    north: Service, lead: FlaskClient
) -> None:
    question = anna_out(lead)
    answer_waiting(north)
    take(lead, question)
    edition = lead.get(f"/week/{WEEK}").text.split('data-edition="')[1].split('"')[0]
    post(lead, f"/week/{WEEK}/draft/discard", {"edition": edition})
    assert absences(north) == [("anna", "2026-11-23/2026-11-29", None)]
    name = lead.get(f"/week/{WEEK}").text.split('action="/undo/')[1].split('"')[0]
    post(lead, f"/undo/{name}", {"back": f"/week/{WEEK}"})
    undo(lead, north)
    assert absences(north) == []
