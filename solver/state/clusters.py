"""Cutting the map of a state: which schools belong together, and into which clusters they are cut for a round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

Ties = Mapping[str, Mapping[str, int]]
"""How many people each two schools share; schools that share nobody are missing."""


def ties_between(schools: Iterable[str], shared: Iterable[Collection[str]]) -> dict[str, dict[str, int]]:
    """The ties of these schools; ``shared`` names the schools of each shared person."""
    ties: dict[str, Counter[str]] = {school: Counter() for school in schools}
    for places in shared:
        for one, other in combinations(sorted(places), 2):
            ties[one][other] += 1
            ties[other][one] += 1
    return {school: dict(others) for school, others in ties.items()}


def components(ties: Ties) -> list[tuple[str, ...]]:
    """The groups of schools that are tied together, directly or through others; the largest first."""
    left = set(ties)
    found = []
    for first in sorted(ties):
        if first not in left:
            continue
        reached, waiting = {first}, [first]
        while waiting:
            new = ties[waiting.pop()].keys() - reached
            reached |= new
            waiting += new
        left -= reached
        found.append(tuple(sorted(reached)))
    return sorted(found, key=lambda group: (-len(group), group))


def clusters(ties: Ties, most: int) -> list[tuple[str, ...]]:
    """Cut all schools into clusters of at most ``most`` tied ones, so that few people stand on a border.

    Each grows from the school with the fewest free neighbours by the school with the most ties to it. What stays alone
    joins the neighbour that it has most to do with.
    """
    free = dict.fromkeys(sorted(ties))
    found: list[list[str]] = []
    while free:
        first = min(free, key=lambda school: (sum(other in free for other in ties[school]), school))
        cluster = [first]
        del free[first]
        while len(cluster) < most:
            pulls = Counter(
                {
                    other: sum(ties[inside].get(other, 0) for inside in cluster)
                    for inside_school in cluster
                    for other in ties[inside_school]
                    if other in free
                }
            )
            if not pulls:
                break
            joins = max(sorted(pulls), key=lambda school: (pulls[school], -_free_ties(ties, school, free)))
            cluster.append(joins)
            del free[joins]
        found.append(cluster)
    return [tuple(sorted(cluster)) for cluster in _without_loners(found, ties, most)]


def _free_ties(ties: Ties, school: str, free: Mapping[str, None]) -> int:
    return sum(count for other, count in ties[school].items() if other in free)


def _without_loners(found: Sequence[list[str]], ties: Ties, most: int) -> list[list[str]]:
    """Clusters of a third of the size or less join the cluster that they have most to do with."""
    kept = [list(cluster) for cluster in found]
    for cluster in sorted(kept, key=len):
        if len(cluster) * 3 > most:
            continue
        pulls = [
            (sum(ties[one].get(other, 0) for one in cluster for other in candidate), -len(candidate), number)
            for number, candidate in enumerate(kept)
            if candidate is not cluster and candidate
        ]
        best = max(pulls, default=(0, 0, 0))
        if best[0] and len(kept[best[2]]) + len(cluster) <= most + most // 3:
            kept[best[2]] += cluster
            cluster.clear()
    return [cluster for cluster in kept if cluster]


def around(ties: Ties, schools: Iterable[str], gaps: Mapping[str, float], most: int) -> list[tuple[str, ...]]:
    """Clusters of tied schools around the largest gaps, up to ``most`` each; schools far from any gap are in none."""
    free = dict.fromkeys(schools)
    found = []
    for first in sorted(gaps, key=lambda school: (-gaps[school], school)):
        if first not in free:
            continue
        cluster = [first]
        del free[first]
        while len(cluster) < most:
            near = {other for inside in cluster for other in ties[inside] if other in free}
            if not near:
                break
            joins = max(
                sorted(near),
                key=lambda school: (school in gaps, sum(ties[school].get(inside, 0) for inside in cluster)),
            )
            cluster.append(joins)
            del free[joins]
        found.append(tuple(sorted(cluster)))
    return found


def colours(ties: Ties, groups: Sequence[Collection[str]]) -> list[int]:
    """A small number for each cluster so that no two tied clusters have the same."""
    home = {school: number for number, group in enumerate(groups) for school in group}
    beside: list[set[int]] = [
        {home[other] for school in group for other in ties[school] if other in home} - {number}
        for number, group in enumerate(groups)
    ]
    chosen: dict[int, int] = {}
    for number in sorted(range(len(groups)), key=lambda one: (-len(beside[one]), one)):
        used = {chosen[other] for other in beside[number] if other in chosen}
        chosen[number] = next(colour for colour in range(len(groups)) if colour not in used)
    return [chosen[number] for number in range(len(groups))]


def in_order(ties: Ties, groups: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Clusters so that untied ones stand together: many can be worked on side by side."""
    numbers = colours(ties, groups)
    return [group for _, group in sorted(zip(numbers, groups, strict=True), key=lambda one: one[0])]
