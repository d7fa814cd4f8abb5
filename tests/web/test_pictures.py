"""A week in pictures: drawn on the server, with words and a table for those who cannot see them."""

from __future__ import annotations

import pytest

from tests.web.planned import publish_week, start_second_draft
from tests.web.school import WEEK, Service
from web.pictures import cut, side_by_side

PICTURES = f"/week/{WEEK}/pictures"


def text_of(north: Service) -> str:
    return north.browser("lead").get(PICTURES).text


def test_each_picture_has_a_title_a_description_and_a_table(north: Service) -> None:
    publish_week(north)
    text = text_of(north)
    assert text.count('<svg class="picture" role="img"') == 3
    assert text.count("<desc ") == 3
    assert text.count("<table>") == 3


def test_the_table_says_how_many_seats_of_an_hour_are_taken(north: Service) -> None:
    publish_week(north)
    text = text_of(north)
    evening = '<th scope="row" class="plain">18:00</th><td>–</td><td>2 of 2</td><td>–</td><td>0 of 1</td>'
    assert evening in text
    assert "<title>Thursday 18:00: 0 of 1 seats</title>" in text


def test_the_table_of_loads_has_everybody_in_hours(north: Service) -> None:
    publish_week(north)
    assert "<title>Anna of north: 1.5 of 3 hours</title>" in text_of(north)


def test_numbers_and_days_are_written_in_german(north: Service) -> None:
    publish_week(north)
    text = north.browser("lead").get(f"{PICTURES}?lang=de").text
    assert "<title>Donnerstag 18:00: 0 von 1 Plätzen</title>" in text
    assert "1,5 von 3 Stunden" in text


@pytest.mark.parametrize(
    ("prepare", "badge"),
    [((), "Not planned yet"), ((publish_week,), "Published"), ((publish_week, start_second_draft), "Draft")],
)
def test_the_page_says_what_it_shows(north: Service, prepare: tuple, badge: str) -> None:
    for step in prepare:
        step(north)
    assert f">{badge}</span>" in text_of(north)


def test_a_week_without_sessions_says_so(north: Service) -> None:
    text = north.browser("lead").get("/week/2026-W53/pictures").text
    assert "Nothing to draw" in text
    assert '<svg class="picture"' not in text


def test_the_week_leads_to_its_pictures_and_sheets(north: Service) -> None:
    text = north.browser("lead").get(f"/week/{WEEK}").text
    assert f'href="{PICTURES}"' in text
    assert f'href="/print/{WEEK}"' in text


@pytest.mark.parametrize(
    ("people", "heights"), [(0, []), (5, [5]), (9, [8, 1]), (80, [27, 27, 26]), (100, [30, 30, 30, 10])]
)
def test_people_stand_in_columns_of_about_equal_height(people: int, heights: list[int]) -> None:
    assert [len(column) for column in side_by_side(range(people))] == heights


def test_pieces_keep_the_order() -> None:
    assert [list(piece) for piece in cut("abcde", 2)] == [["a", "b"], ["c", "d"], ["e"]]
