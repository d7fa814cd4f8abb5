"""What HiGHS does for one goal while CP-SAT looks for plans, or before it has to: each in a thread of its own.

``WholeTree`` is HiGHS's branch and bound on the whole goal. ``Narrowing`` begins with the linear relaxation, closes
every column that no plan near its bound can move, and searches what is left: a small part of the week, and whatever it
proves there holds for all of it. Where the best plan is not that near it widens the part.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from types import MappingProxyType

from solver.branch_and_bound import BranchAndBound
from solver.engine import UNLIMITED, News
from solver.highs import LIGHT, Options, Program
from solver.relaxation import Relaxation, relaxed

LIGHT_REACH, REACH = 10, 20  # how many per mille above the relaxation's bound the first part reaches
LEAST_REACH, LARGE_REACH = 2, 100  # where the bound is near 0; and from where on all is looked at
LIGHT_WIDENING, WIDENING = 4, 2  # how many times as far the next part reaches

# Near the bound HiGHS gains nothing by beginning anew without the columns that it has closed meanwhile: most are closed
# from the start.
NARROW: Options = MappingProxyType({"mip_allow_restart": False})


class WholeTree:
    """HiGHS's branch and bound on a whole goal, from ``begin`` to ``end``.

    ``changed`` is set whenever there is news, and at the end. A ``light`` goal is one on a small model.
    """

    def __init__(self, program: Program, seed: int, changed: threading.Event, *, light: bool) -> None:
        self._program = program
        self._seed = seed
        self._light = light
        self._options: Options = LIGHT if light else MappingProxyType({})
        self._found: queue.SimpleQueue[News] = queue.SimpleQueue()
        self._best: Sequence[int] | None = None
        self._least = UNLIMITED  # value of the best plan that is known
        self._tree: BranchAndBound | None = None
        self._ending = threading.Event()
        self._changed = changed
        self._working = threading.Thread(target=self._work, daemon=True)

    def begin(self) -> None:
        """Set to work."""
        self._working.start()

    @property
    def works(self) -> bool:
        """Whether it is still at work."""
        return self._working.is_alive()

    def offer(self, values: Sequence[int]) -> None:
        """Let HiGHS know of a better plan."""
        self._best, self._least = values, min(self._least, self._program.value(values))
        if self._tree is not None:
            self._tree.offer(values)

    def news(self) -> Iterator[News]:
        """What has been found since the last look, oldest first."""
        while not self._found.empty():
            yield self._found.get()

    def end(self) -> None:
        """Let it end as soon as HiGHS looks up: mostly within a tenth of a second."""
        self._ending.set()
        if self._tree is not None:
            self._tree.end()

    def wait(self) -> None:
        """Wait until what was ended is over."""
        self._working.join()

    def _work(self) -> None:
        self._search(self._program, -UNLIMITED, UNLIMITED, self._options)
        self._changed.set()

    def _search(
        self, program: Program, bound: int, beyond: int, options: Options, tell: Callable[[News], None] | None = None
    ) -> int:
        """One search; gives the bound that it has shown. Without ``tell`` all its news are news of the goal."""
        tree = self._tree = BranchAndBound(
            program, self._seed, tell or self._tell, bound=bound, beyond=beyond, options=options
        )
        if self._best is not None:
            tree.offer(self._best)
        if not self._ending.is_set():
            tree.search()
        return tree.bound

    def _tell(self, news: News) -> None:
        if news.values is not None:
            self._least = min(self._least, self._program.value(news.values))
        self._found.put(news)
        self._changed.set()


class Narrowing(WholeTree):
    """HiGHS on what the linear relaxation leaves open near its bound, wider and wider until the goal is proven.

    ``relaxation`` is None until it is known.
    """

    relaxation: Relaxation | None = None

    def _work(self) -> None:
        found = relaxed(self._program, float("inf"), self._ending.is_set, presolve=not self._light)
        if found is not None:
            self.relaxation = found
            self._tell(News(None, found.bound))
            if self._light:
                self._complete(found)
            self._widen(found)
        self._changed.set()

    def _complete(self, relaxation: Relaxation) -> None:
        """Look for a plan at the bound that agrees with the relaxation wherever that has decided: done in no time.

        What this search shows of bounds is true of such plans alone.
        """

        def tell(news: News) -> None:
            if news.values is not None:
                self._tell(News(news.values, relaxation.bound))

        settled = relaxation.settled(self._program)
        if settled is not None:
            options: Options = {**self._options, **NARROW}
            self._search(settled, relaxation.bound, relaxation.bound + 1, options, tell)

    def _widen(self, relaxation: Relaxation) -> None:
        bound = relaxation.bound
        options: Options = {**self._options, **NARROW}
        first, widening = (LIGHT_REACH, LIGHT_WIDENING) if self._light else (REACH, WIDENING)
        reach = max(LEAST_REACH, bound * first // 1000)
        while not self._ending.is_set() and bound < self._least:
            beyond = min(self._least, relaxation.bound + reach)
            if reach > max(relaxation.bound, LARGE_REACH):
                self._search(self._program, bound, UNLIMITED, self._options)
                return
            part = relaxation.near(self._program, beyond)
            bound = self._search(part, bound, beyond, options)
            if bound < beyond:  # this part holds the best plan of all, or HiGHS gave up
                return
            reach *= widening
            options = self._options


class Proofs:
    """All that HiGHS does in one search, goal after goal. What is ended is waited for only by ``end``."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._changed = threading.Event()
        self._narrowing: Narrowing | None = None
        self._tree: WholeTree | None = None
        self._begun: list[WholeTree] = []

    def begin(self, program: Program, *, light: bool, near: bool) -> None:
        """Work on a goal, and no longer on the one before; on a light one in both ways at once.

        ``near``: whether plans are to be expected near the bound of its relaxation.
        """
        self.stop()
        self._narrowing = Narrowing(program, self._seed, self._changed, light=light) if near else None
        self._tree = WholeTree(program, self._seed, self._changed, light=light) if light or not near else None
        for proof in self._now():
            self._begun.append(proof)
            proof.begin()

    def stop(self) -> None:
        """Leave the goal; nothing is told of it any more."""
        for proof in self._now():
            proof.end()
        self._narrowing = self._tree = None

    def make_room(self) -> None:
        """Go on in one way only."""
        if self._narrowing is not None and self._tree is not None:
            self._narrowing.end()

    @property
    def work(self) -> bool:
        """Whether anything is at work on the goal."""
        return any(proof.works for proof in self._now())

    @property
    def relaxes(self) -> bool:
        """Whether the goal's linear relaxation is to be expected."""
        return self._narrowing is not None

    @property
    def relaxation(self) -> Relaxation | None:
        """The goal's linear relaxation, once it is known."""
        return None if self._narrowing is None else self._narrowing.relaxation

    def offer(self, values: Sequence[int]) -> None:
        """Let HiGHS know of a better plan."""
        for proof in self._now():
            proof.offer(values)

    def news(self) -> Iterator[News]:
        """What has been found since the last look."""
        for proof in self._now():
            yield from proof.news()

    def pause(self, seconds: float) -> None:
        """Wait for news, but no longer than that."""
        self._changed.wait(seconds)
        self._changed.clear()

    def end(self) -> None:
        """Wait until everything is over that was ever begun: no thread may outlive the search."""
        self.stop()
        for proof in self._begun:
            proof.wait()

    def _now(self) -> list[WholeTree]:
        return [proof for proof in (self._narrowing, self._tree) if proof is not None]
