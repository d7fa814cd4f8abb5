"""Rows that say nothing new about whole plans, and bring the linear bound of a repair close to them.

In fractions, half the news would let somebody take half of each of two duties where the week has room for only one of
them, and two people half told would be cheaper than one. So what the week of somebody holds beyond what was published
is counted against the news: without news it is exactly what was published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from roster.problem import Assignment, Person
from solver.choices import Choices, Offer
from solver.forms import day_rules
from solver.linear import Row, Sum
from solver.news import News
from solver.rules import RULES
from solver.rules.workload import minutes_of

MOST_CLIQUES = 100  # of one day of one person; a crowded day can have more than anybody can count


def sharpening_rows(choices: Choices, told: News, published: Collection[Assignment]) -> list[Row]:
    """Rows that every whole plan keeps with its helper columns at their tightest."""
    known = {frozenset(row.columns) for row in choices.model.rows}
    rows = []
    for person in choices.problem.people:
        offers = choices.offers_of(person)
        if offers:
            hears = told.climbs[person.key][0][1]
            before = [offer for offer in offers if offer.assignment in published]
            rows.append(_hours(choices, person, before, hears))
            rows += [row for row in _cliques(choices, person, before, hears) if frozenset(row.columns) not in known]
    return rows


def _hours(choices: Choices, person: Person, before: Sequence[Offer], hears: Sum) -> Row:
    """Somebody's minutes: those published without any news, the most that are allowed with news."""
    offers = choices.offers_of(person)
    minutes = Sum((offer.column for offer in offers), (offer.session.minutes for offer in offers))
    published = sum(offer.session.minutes for offer in before)
    most = person.max_minutes_week - minutes_of(choices.given.duties(person))
    return _no_more_than(minutes - hears * (most - published), published)


def _cliques(choices: Choices, person: Person, before: Collection[Offer], hears: Sum) -> Iterator[Row]:
    """Of seats that clash two by two, one at most, only on a day of work, and if none of them was published, as news.

    The form that writes days in pairs covers each clash once. In seats of three that clash two by two it may leave
    halves that a group of all three forbids.
    """
    offers = choices.offers_of(person)
    masks = day_rules.clash_masks(choices, person, RULES)
    old = sum(1 << position for position, offer in enumerate(offers) if offer in before)
    for on_day, positions in day_rules.offers_by_day(offers).items():
        today = sum(1 << position for position in positions)
        works = choices.works_on(person.key, on_day)
        for group in islice(cliques(today, masks), MOST_CLIQUES):
            taken = Sum(offers[position].column for position in _bits(group))
            yield _no_more_than(taken - works, 0)
            if not old & group and (old & today or not works.columns):
                yield _no_more_than(taken - hears, 0)


def cliques(members: int, masks: Sequence[int]) -> Iterator[int]:
    """Every largest group in which everything clashes with everything, as bits (Bron and Kerbosch, with a pivot)."""
    waiting = [(0, members, 0)]
    while waiting:
        group, joining, done = waiting.pop()
        if not joining and not done:
            yield group
            continue
        pivot = max(_bits(joining | done), key=lambda position: (joining & masks[position]).bit_count())
        for position in _bits(joining & ~masks[pivot]):
            one = 1 << position
            waiting.append((group | one, joining & masks[position], done & masks[position]))
            joining, done = joining & ~one, done | one


def _no_more_than(kept: Sum, upper: int) -> Row:
    merged = kept.merged()
    return Row(merged.columns, merged.factors, None, upper - merged.constant)


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def without_implied(rows: Sequence[Row]) -> list[Row]:
    """These rows without those that a longer one implies, for columns that are never negative.

    Implied is a row whose limit, and whose columns with a factor below 0, another row shares, if that other row counts
    all its columns as often as the row itself, and further ones.
    """
    of_limit: dict[object, dict[object, list[frozenset[object]]]] = defaultdict(lambda: defaultdict(list))
    kept = []
    for row in sorted(rows, key=lambda one: -len(one.columns)):
        both = list(zip(row.columns, row.factors, strict=True))
        counted = frozenset(column if factor == 1 else (column, factor) for column, factor in both if factor > 0)
        if row.lower is not None or not counted:
            kept.append(row)
            continue
        containing = of_limit[row.upper, *sorted(one for one in both if one[1] < 0)]
        longer = [containing[one] for one in counted]
        if not any(counted <= other for other in min(longer, key=len)):
            kept.append(row)
            for those in longer:
                those.append(counted)
    return kept
