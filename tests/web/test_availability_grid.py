"""The painted availability grid from the server's side: its words, and forms with as many rows as it wrote."""

from __future__ import annotations

import html
import json

import pytest

from tests.web.school import Service, post
from tests.web.test_availability_pages import stored, version_of, windows


def words_on(text: str) -> dict[str, object]:
    """What the page hands to the grid."""
    return json.loads(html.unescape(text.split('data-words="')[1].split('"', maxsplit=1)[0]))


def quarters(count: int) -> dict[str, str]:
    """A form with every second quarter of an hour on Monday, row by row."""
    fields = {}
    for row in range(count):
        start = row * 30
        fields[f"from-0-{row}"] = f"{start // 60:02d}:{start % 60:02d}"
        fields[f"to-0-{row}"] = f"{start // 60:02d}:{start % 60 + 15:02d}"
        fields[f"how-0-{row}"] = "3"
    return fields


@pytest.mark.parametrize(
    ("language", "hows"),
    [
        ("en", ["not available", "only if needed", "possible", "gladly"]),
        ("de", ["nicht verfügbar", "nur zur Not", "möglich", "gern"]),
    ],
)
def test_the_grid_has_its_words_in_the_readers_language(north: Service, language: str, hows: list[str]) -> None:
    assert words_on(north.browser("volunteer").get(f"/availability/anna?lang={language}").text)["hows"] == hows


def test_the_grid_stays_hidden_until_its_script_runs(north: Service) -> None:
    text = north.browser("volunteer").get("/availability/anna").text
    opening = text.split("data-painting")[1].split(">", maxsplit=1)[0]
    assert opening.endswith("hidden")


def test_nothing_of_the_grid_itself_is_sent(north: Service) -> None:
    text = north.browser("volunteer").get("/availability/anna").text
    grid = text.split("data-painting")[1].split("</section>", maxsplit=1)[0]
    assert " name=" not in grid


def test_as_many_times_as_a_day_has_room_for_are_saved(north: Service) -> None:
    client = north.browser("volunteer")
    form = {**quarters(48), "version": version_of(client.get("/availability/anna").text)}
    assert post(client, "/availability/anna", form).status_code == 303
    assert len(windows(north)) == 48


def test_a_refused_form_comes_back_with_all_rows_that_were_sent(north: Service) -> None:
    client = north.browser("volunteer")
    answer = post(client, "/availability/anna", {**quarters(9), "to-0-4": "soon", "version": "0"})
    assert answer.status_code == 422
    assert 'name="from-0-8" value="04:00"' in answer.text


def test_row_names_that_are_none_add_no_rows(north: Service) -> None:
    odd = {"from-7-3": "9:00", "from-0-100": "9:00", "from-0-٣": "9:00", "to-0-0": "soon", "from-0-0": "9:00"}
    answer = post(north.browser("volunteer"), "/availability/anna", {**odd, "version": "0"})
    assert answer.status_code == 422
    assert answer.text.count('name="from-0-') == 2


def test_more_windows_than_are_kept_are_refused_and_nothing_changes(north: Service) -> None:
    client, before = north.browser("volunteer"), stored(north).availability
    form = {name.replace("-0-", f"-{day}-"): value for day in range(7) for name, value in quarters(48).items()}
    answer = post(client, "/availability/anna", {**form, "version": version_of(client.get("/availability/anna").text)})
    assert answer.status_code == 422
    assert stored(north).availability == before
