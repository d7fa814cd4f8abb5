"""Groups of one day's offers of which each clashes with each: at most one of a group can be taken.

An offer is a position in the day, earliest first; ``masks[i]`` has bit ``j`` set where offers ``i`` and ``j`` clash.
Most people have the same days week for week and question for question, so what was found is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

Group = tuple[int, ...]

MOST_CLIQUES = 100  # of one day of one person; a crowded day can have more than anybody can count
DAYS_KEPT = 20_000  # a school of 80 people has some hundred days, and some dozen different ones


def masks_of_day(masks: Sequence[int], positions: Sequence[int]) -> tuple[int, ...]:
    """The masks of a day, out of those of a whole week in which the day has these positions, one after another."""
    first, members = positions[0], (1 << len(positions)) - 1
    return tuple(masks[position] >> first & members for position in positions)


@lru_cache(maxsize=DAYS_KEPT)
def covering(masks: tuple[int, ...]) -> tuple[Group, ...]:
    """Few groups, so that each clash and each offer lies in at least one."""
    uncovered = list(masks)
    groups = []
    lonely = (1 << len(masks)) - 1
    for first in range(len(masks)):
        while uncovered[first] or lonely >> first & 1:
            group, could_join = [first], masks[first]
            preferred = uncovered[first]
            while could_join:
                source = could_join & preferred or could_join
                joins = (source & -source).bit_length() - 1
                group.append(joins)
                could_join &= masks[joins]
            whole = sum(1 << member for member in group)
            for member in group:
                uncovered[member] &= ~whole
            lonely &= ~whole
            groups.append(tuple(sorted(group)))
    return tuple(groups)


@lru_cache(maxsize=DAYS_KEPT)
def largest(masks: tuple[int, ...]) -> tuple[Group, ...]:
    """Groups that no further offer can join: all of them, or as many as ``MOST_CLIQUES``."""
    return tuple(tuple(bits(group)) for group in islice(_cliques(masks), MOST_CLIQUES))


def _cliques(masks: Sequence[int]) -> Iterator[int]:
    """Every largest group, as bits (Bron and Kerbosch, with a pivot)."""
    waiting = [(0, (1 << len(masks)) - 1, 0)]
    while waiting:
        group, joining, done = waiting.pop()
        if not joining and not done:
            yield group
            continue
        pivot = max(bits(joining | done), key=lambda position: (joining & masks[position]).bit_count())
        for position in bits(joining & ~masks[pivot]):
            one = 1 << position
            waiting.append((group | one, joining & masks[position], done & masks[position]))
            joining, done = joining & ~one, done | one


def bits(mask: int) -> Iterator[int]:
    """The positions of the bits that are set, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
