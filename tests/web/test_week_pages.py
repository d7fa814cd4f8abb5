"""The week in the browser: seeing it, mending it, publishing it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from roster.actions.duty_answers import cannot_come, confirm_duty
from roster.models.rosters import read_published
from roster.models.school_records import read_school, write_school
from tests.web.planned import A1, A2, C1, KIDS, lead_of, publish_week, start_second_draft
from tests.web.school import WEEK, Service, post

SEAT = f"/week/{WEEK}/seats"


@pytest.fixture
def lead(north: Service) -> FlaskClient:
    """A lead's browser, the week published and drafted anew."""
    publish_week(north)
    start_second_draft(north)
    return north.browser("lead")


def edition(client: FlaskClient) -> str:
    return client.get(f"{SEAT}/{A1}/lead?person=anna").text.split('name="edition" value="')[1].split('"')[0]


def edit(client: FlaskClient, **data: str):
    return post(client, f"/week/{WEEK}/edit", {"edition": edition(client), **data})


def published(north: Service) -> set[tuple[str, str, str]]:
    with north.store.reading(north.schools["north"]) as session:
        return {(one.course, one.role, one.volunteer) for one in read_published(session)}


def test_a_week_that_nobody_planned_offers_to_plan_it(north: Service) -> None:
    text = north.browser("lead").get(f"/week/{WEEK}").text
    assert "Not planned yet" in text
    assert "Plan this week" in text


def test_the_week_shows_people_empty_seats_and_what_is_filled(lead: FlaskClient) -> None:
    text = lead.get(f"/week/{WEEK}").text
    assert "Bela of north" in text
    assert "4 / 5" in text
    assert "Nobody is qualified for this role at this level." in text
    assert 'class="badge draft"' in text


def test_only_sessions_with_empty_seats_can_be_shown(lead: FlaskClient) -> None:
    text = lead.get(f"/week/{WEEK}?only=trouble").text
    assert "C1 conversation" in text
    assert "<h4>A1 morning" not in text


def test_a_week_without_teaching_says_what_to_do_next(north: Service) -> None:
    text = north.browser("lead").get("/week/2026-W53").text
    assert "No teaching in this week" in text


def test_a_week_that_does_not_exist_is_refused_with_a_hint(north: Service) -> None:
    assert north.browser("lead").get("/week/2026-48").status_code == 422


def test_an_empty_seat_ranks_who_could_take_it(lead: FlaskClient) -> None:
    text = lead.get(f"{SEAT}/{A1}/helper").text
    assert "Could take it now" in text
    assert "Put Dilan of north here" in text


def test_a_seat_opens_as_a_panel_where_scripts_run(lead: FlaskClient) -> None:
    text = lead.get(f"{SEAT}/{A1}/helper", headers={"HX-Request": "true"}).text
    assert "<html" not in text
    assert "Could take it now" in text


def test_a_seat_that_does_not_exist_is_not_found(lead: FlaskClient) -> None:
    assert lead.get(f"{SEAT}/nothing@2026-11-23T09:00/lead").status_code == 404


def test_taking_an_empty_seat_shows_in_the_week(lead: FlaskClient) -> None:
    assert edit(lead, do="fill", session=A1, role="helper", person="dilan").status_code == 303
    assert "Dilan of north" in lead.get(f"{SEAT}/{A1}/helper?person=dilan").text


def test_an_edit_says_what_it_does_to_the_goals(lead: FlaskClient) -> None:
    edit(lead, do="empty", session=A2, role="helper", person="emil")
    assert "Saved: seat emptied. Cover: 4 worse" in lead.get(f"/week/{WEEK}").text


def test_an_edit_leads_back_to_the_same_layout_and_filter(lead: FlaskClient) -> None:
    answer = edit(lead, do="pin", session=A1, role="lead", person="anna", seen="view=room&site=hall&nonsense=1")
    assert answer.headers["Location"].endswith(f"/week/{WEEK}?view=room&site=hall")


def test_an_empty_seat_says_how_many_people_each_rule_stops(lead: FlaskClient) -> None:
    assert edit(lead, do="ban", session=A1, person="dilan").status_code == 303
    text = lead.get(f"{SEAT}/{A1}/helper").text
    assert '<th scope="row">Decisions of the leads</th><td class="number">1</td><td class="number">1</td>' in text


def test_a_ban_can_be_lifted_where_it_stands_in_the_way(lead: FlaskClient) -> None:
    edit(lead, do="ban", session=A1, person="dilan")
    assert "Lift the ban" in lead.get(f"{SEAT}/{A1}/helper").text
    edit(lead, do="lift_ban", session=A1, role="helper", person="dilan")
    assert "Put Dilan of north here" in lead.get(f"{SEAT}/{A1}/helper").text


def test_a_taken_seat_says_why_and_who_comes_next(lead: FlaskClient) -> None:
    text = lead.get(f"{SEAT}/{A2}/lead?person=bela").text
    assert "Why this person?" in text
    assert "the runner-up is" in text or "would be equally good" in text


def test_who_is_picked_up_learns_where_they_fit(lead: FlaskClient) -> None:
    answer = lead.get(f"{SEAT}/{A1}/lead/moves?person=anna").json
    assert [A2, "lead", "bela"] in answer["fitting"]
    assert [C1, "lead", ""] not in answer["fitting"]


@pytest.mark.parametrize(
    ("address", "shown", "hidden"),
    [
        ("?site=hostel", "Children&#39;s group", "A1 morning"),
        ("?branch=children", "Children&#39;s group", "A1 morning"),
        ("?person=bela", "A2 evening", "<h4>A1 morning"),
        ("?view=room", "Room 1", "<h4>Nothing"),
        ("?view=course&only=trouble", "C1 conversation", "A1 morning"),
        ("?view=person&person=anna", "A1 morning", "A2 evening"),
    ],
)
def test_the_week_is_laid_out_and_filtered_as_the_address_says(
    lead: FlaskClient, address: str, shown: str, hidden: str
) -> None:
    text = lead.get(f"/week/{WEEK}{address}").text.split('<div class="board', 1)[1].split('<div class="both', 1)[0]
    assert shown in text
    assert hidden not in text


def test_a_filter_that_nothing_fits_says_so(lead: FlaskClient) -> None:
    assert "Nothing in this week is as you asked." in lead.get(f"/week/{WEEK}?site=nowhere").text


def test_the_weeks_around_say_how_far_each_is(lead: FlaskClient) -> None:
    text = lead.get(f"/week/{WEEK}").text
    assert "published, draft beside it" in text
    assert text.count("not planned") >= 5


def test_who_has_no_mail_address_is_named_before_publishing(north: Service, lead: FlaskClient) -> None:
    with north.store.writing(north.schools["north"]) as session:
        plain = read_school(session)
        people = tuple(replace(one, email="") if one.key == "clara" else one for one in plain.volunteers)
        write_school(session, replace(plain, volunteers=people))
    assert "no mail address: please tell them yourself" in lead.get(f"/week/{WEEK}/publish").text


def test_breaking_a_rule_asks_first_and_stores_nothing(lead: FlaskClient) -> None:
    answer = edit(lead, do="fill", session=C1, role="lead", person="bela")
    assert "Is this meant?" in answer.text
    assert lead.get(f"{SEAT}/{C1}/lead?person=bela").status_code == 404


def test_breaking_a_rule_all_the_same_is_stored_and_warned_of(lead: FlaskClient) -> None:
    answer = edit(lead, do="fill", session=C1, role="lead", person="bela", despite_warnings="yes")
    assert answer.status_code == 303
    assert "not qualified" in lead.get(f"/week/{WEEK}").text


def test_somebody_can_be_moved_swapped_and_emptied(lead: FlaskClient) -> None:
    edit(lead, do="move", session=A1, role="lead", person="anna", to=f"{A1}|helper", despite_warnings="yes")
    assert lead.get(f"{SEAT}/{A1}/helper?person=anna").status_code == 200
    edit_at = lead.get(f"{SEAT}/{A2}/lead?person=bela").text.split('name="edition" value="')[1].split('"')[0]
    swap = {"do": "swap", "session": A2, "role": "lead", "person": "bela", "with": f"{A1}|helper|anna"}
    post(lead, f"/week/{WEEK}/edit", {**swap, "edition": edit_at, "despite_warnings": "yes"})
    assert lead.get(f"{SEAT}/{A2}/lead?person=anna").status_code == 200
    edit_at = str(int(edit_at) + 1)
    data = {
        "do": "empty",
        "session": A2,
        "role": "lead",
        "person": "anna",
        "edition": edit_at,
        "despite_warnings": "yes",
    }
    post(lead, f"/week/{WEEK}/edit", data)
    assert lead.get(f"{SEAT}/{A2}/lead?person=anna").status_code == 404


def test_a_pin_shows_in_the_week_and_can_be_taken_out(lead: FlaskClient) -> None:
    edit(lead, do="pin", session=A1, role="lead", person="anna")
    assert 'aria-label="pinned"' in lead.get(f"/week/{WEEK}").text
    edit(lead, do="unpin", session=A1, role="lead", person="anna")
    assert 'aria-label="pinned"' not in lead.get(f"/week/{WEEK}").text


def test_an_edit_can_be_undone(lead: FlaskClient) -> None:
    edit(lead, do="fill", session=A1, role="helper", person="dilan")
    edit(lead, do="undo")
    assert lead.get(f"{SEAT}/{A1}/helper?person=dilan").status_code == 404


def test_an_edit_of_an_old_edition_is_refused(lead: FlaskClient) -> None:
    old = edition(lead)
    edit(lead, do="fill", session=A1, role="helper", person="dilan")
    answer = post(
        lead, f"/week/{WEEK}/edit", {"do": "empty", "session": A1, "role": "lead", "person": "anna", "edition": old}
    )
    assert answer.status_code == 409


def test_an_edit_that_is_none_is_refused(lead: FlaskClient) -> None:
    assert edit(lead, do="explode").status_code == 400


def test_the_preview_groups_changes_by_person(lead: FlaskClient) -> None:
    text = lead.get(f"/week/{WEEK}/publish").text
    assert "Publish as version 2" in text
    assert '<th scope="row">Clara of north<br><span class="soft small">gets a message</span>' in text
    assert "Anna of north" not in text


def test_publishing_stores_the_version_and_says_who_is_told(north: Service, lead: FlaskClient) -> None:
    answer = post(
        lead, f"/week/{WEEK}/publish", {"edition": edition(lead), "comment": "Clara helps"}, follow_redirects=True
    )
    assert "Version 2 is published. One person gets a message." in answer.text
    assert ("kids", "lead", "clara") in published(north)


def test_publishing_a_draft_with_broken_rules_is_refused(north: Service, lead: FlaskClient) -> None:
    before = published(north)
    edit(lead, do="fill", session=C1, role="lead", person="bela", despite_warnings="yes")
    answer = post(lead, f"/week/{WEEK}/publish", {"edition": edition(lead)})
    assert answer.status_code == 422
    assert published(north) == before


def test_publishing_another_edition_than_the_one_seen_is_refused(lead: FlaskClient) -> None:
    old = edition(lead)
    edit(lead, do="fill", session=A1, role="helper", person="dilan")
    assert post(lead, f"/week/{WEEK}/publish", {"edition": old}).status_code == 409


def test_a_draft_can_be_thrown_away(lead: FlaskClient) -> None:
    post(lead, f"/week/{WEEK}/draft/discard", {"edition": edition(lead)})
    text = lead.get(f"/week/{WEEK}").text
    assert "Published, version 1" in text


def test_the_start_page_says_that_a_draft_waits(lead: FlaskClient) -> None:
    assert "A draft waits for you" in lead.get("/").text


def test_a_draft_of_a_volunteers_week_is_not_shown_to_them(north: Service, lead: FlaskClient) -> None:
    edit(lead, do="fill", session=KIDS, role="helper", person="anna", despite_warnings="yes")
    text = north.browser("volunteer").get("/my/week").text
    assert "A1 morning" in text
    assert "Children" not in text


def test_who_confirmed_and_who_cannot_come_stands_at_their_seats(lead: FlaskClient, north: Service) -> None:
    actor = lead_of(north)
    confirm_duty(north.store, actor, "anna", A1, now=north.clock.now)
    cannot_come(north.store, actor, "bela", A2, now=north.clock.now)
    text = lead.get(f"/week/{WEEK}").text
    seats = {key: text.split(f'data-session="{key}"')[1].split("</article>")[0] for key in (A1, A2)}
    assert 'aria-label="confirmed"' in seats[A1]
    assert "cannot come" not in seats[A1]
    assert seats[A2].count("cannot come") == 1  # Bela's seat, and not Emil's beside her
    assert "sought" in seats[A2]
