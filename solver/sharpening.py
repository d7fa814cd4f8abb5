"""Rows that say nothing new about whole plans, and bring the linear bound of a repair close to them.

In fractions, half the news would let somebody take half of each of two duties where the week has room for only one of
them, and two people half told would be cheaper than one. So what the week of somebody holds beyond what was published
is counted against the news: without news it is exactly what was published.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from roster.problem import Assignment, Person
from solver.choices import Choices
from solver.forms import clashing, day_rules
from solver.linear import Row, Sum
from solver.news import News
from solver.rules.workload import minutes_of


def sharpening_rows(choices: Choices, told: News, published: Collection[Assignment]) -> list[Row]:
    """Rows that every whole plan keeps with its helper columns at their tightest."""
    rows = []
    held = choices.columns_of(published)
    for person in choices.problem.people:
        offers = choices.offers_of(person)
        if offers:
            hears = told.climbs[person.key][0][1]
            rows.append(_hours(choices, person, held, hears))
            rows += _cliques(choices, person, held, hears)
    return rows


def _hours(choices: Choices, person: Person, held: Collection[int], hears: Sum) -> Row:
    """Somebody's minutes: those published without any news, the most that are allowed with news."""
    offers = choices.offers_of(person)
    minutes = Sum((offer.column for offer in offers), (offer.session.minutes for offer in offers))
    published = sum(offer.session.minutes for offer in offers if offer.column in held)
    most = person.max_minutes_week - minutes_of(choices.given.duties(person))
    return _no_more_than(minutes - hears * (most - published), published)


def _cliques(choices: Choices, person: Person, held: Collection[int], hears: Sum) -> Iterator[Row]:
    """Of seats that clash two by two, one at most, only on a day of work, and if none of them was published, as news.

    The form that writes days in pairs covers each clash once. In seats of three that clash two by two it may leave
    halves that a group of all three forbids.
    """
    offers = choices.offers_of(person)
    masks = choices.clashes_of(person)
    for on_day, positions in day_rules.offers_by_day(offers).items():
        today = [offers[position] for position in positions]
        told_today = any(offer.column in held for offer in today)
        works = choices.works_on(person.key, on_day)
        clashes = clashing.masks_of_day(masks, positions)
        written = clashing.covering(clashes)
        for group in clashing.largest(clashes):
            members = [today[place] for place in group]
            taken = Sum(offer.column for offer in members)
            if group not in written:
                yield _no_more_than(taken - works, 0)
            if not any(offer.column in held for offer in members) and (told_today or not works.columns):
                yield _no_more_than(taken - hears, 0)


def _no_more_than(kept: Sum, upper: int) -> Row:
    merged = kept.merged()
    return Row(merged.columns, merged.factors, None, upper - merged.constant)
