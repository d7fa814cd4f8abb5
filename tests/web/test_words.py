"""Every page speaks German and English: nothing missing, nothing left over, no placeholder lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages import Catalog

from web.catalogue import bring_up_to_date, keep, messages_in_use, stored

PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]")


def texts(message: object) -> tuple[str, ...]:
    return tuple(message) if isinstance(message, (list, tuple)) else (str(message),)


def test_every_message_of_the_pages_is_in_the_german_catalogue() -> None:
    known = {texts(one.id) for one in stored("de") if one.id}
    missing = [texts(one.id) for one in messages_in_use() if one.id and texts(one.id) not in known]
    assert missing == [], "run: python -m web.catalogue, then translate what is new"


def test_no_message_of_the_german_catalogue_is_unused() -> None:
    used = {texts(one.id) for one in messages_in_use() if one.id}
    assert [texts(one.id) for one in stored("de") if one.id and texts(one.id) not in used] == []


def test_no_translation_is_empty_or_fuzzy() -> None:
    assert [one.id for one in stored("de") if one.id and (one.fuzzy or not all(texts(one.string)))] == []


def test_translations_keep_their_placeholders() -> None:
    lost = [
        one.id
        for one in stored("de")
        if one.id
        and set(PLACEHOLDER.findall(" ".join(texts(one.id)))) != set(PLACEHOLDER.findall(" ".join(texts(one.string))))
    ]
    assert lost == []


def test_a_message_that_gets_a_form_for_several_is_translated_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "de" / "LC_MESSAGES").mkdir(parents=True)
    monkeypatch.setattr("web.catalogue.CATALOGUES", tmp_path)
    before, now = Catalog(locale="de"), Catalog()
    before.add("%(names)s cannot come.", "%(names)s kann nicht kommen.")
    before.add("Yes", "Ja")
    keep(before, "de")
    now.add(("%(names)s cannot come.", "%(names)s cannot come."))
    now.add("Yes")
    monkeypatch.setattr("web.catalogue.messages_in_use", lambda: now)
    bring_up_to_date("de")
    assert [one.string for one in stored("de") if one.id] == [("", ""), "Ja"]
