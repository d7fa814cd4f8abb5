"""Answers as plain data for JSON: what commands print with ``--json`` and what pages read.

Every form is made of dictionaries, lists, texts, whole numbers, booleans and ``None``, and stands in the docstring of
its function. Fields are only ever added. What all forms share:

- each answer names its ``kind`` and tells itself in ``text``: ``{"de": ..., "en": ...}``;
- an assignment is ``{"session", "role", "person"}``, in keys of the problem; a plan is a sorted list of assignments;
- a change of somebody's duties is ``{"person", "gained": [assignment], "lost": [assignment], "text"}``;
- costs are ``{goal: difference}``, more is worse; a level is what the tables call it ("A1.1"), or ``None``.
"""
