"""Every page speaks German and English: nothing missing, nothing left over, no placeholder lost."""

from __future__ import annotations

import re

from web.catalogue import messages_in_use, stored

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
