"""A form as a browser would send it: every field with what stands in it on the page."""

from __future__ import annotations

from html.parser import HTMLParser


class _Forms(HTMLParser):
    """All forms of a page, by id or by their place on it."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, dict[str, str]] = {}
        self._form = ""
        self._select: tuple[str, str] | None = None  # form and name of the open list of options

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a field holds."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = given.get("id") or str(len(self.fields))
            self.fields.setdefault(self._form, {})
        owner, name = given.get("form") or self._form, given.get("name", "")
        if tag == "select":
            self._select = (owner, name)
        elif tag == "option" and self._select:
            self._choose(given)
        elif tag == "input" and name and (given.get("type") not in {"checkbox", "radio"} or "checked" in given):
            self.fields.setdefault(owner, {})[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a list of options."""
        if tag == "form":
            self._form = ""
        elif tag == "select":
            self._select = None

    def _choose(self, option: dict[str, str]) -> None:
        assert self._select is not None
        owner, name = self._select
        fields = self.fields.setdefault(owner, {})
        if "selected" in option or name not in fields:
            fields[name] = option.get("value", "")


def filled_form(text: str) -> dict[str, str]:
    """The fields of the one form on a page that holds a version; without the token, which belongs to the browser."""
    forms = _Forms()
    forms.feed(text)
    (found,) = (fields for fields in forms.fields.values() if "version" in fields)
    return {name: value for name, value in found.items() if name != "csrf_token"}
