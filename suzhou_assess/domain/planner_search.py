"""The exact search behind the plans: all ways up, the easiest first, one after the other.

Points and scenarios are two problems, because a level asks for a score, which only questions give,
and for numbers of scenarios, which only scenarios give: a plan reaches a level when its questions
and its scenarios each do their part, and its effort is the sum of both. So each part is searched
by itself (``points_ways``, ``scenario_ways``), and ``together`` gives the pairs in order.

Every part is a row of ladders, of which each may be climbed to one of its rungs. The least weight
that finishes from any ladder on with anything still to reach is computed first, from the last
ladder to the first (dynamic programming). The search then always goes on with the beginning whose
best end is the lightest, and knows that best end exactly. So it meets the ways in the order of
their weight, and doesn't look at any beginning that leads nowhere.

It meets *lean* ways only: those of which no move can be left out or made shorter. All others hold
a lean one and more. A way that has reached what it must goes no further, and ladders that give
much come before those that give little: a last move that was needed then leaves less to spare
than any move before it gave. What slips through, where the rungs of a ladder are uneven, is
dropped when it is complete.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import heappop, heappush
from itertools import accumulate
from typing import TypeVar

from suzhou_assess.domain.planner_moves import Ladder, Rung
from suzhou_assess.domain.points import Milli

Way = tuple[tuple[Ladder, Rung], ...]
"""The ladders that are climbed, and how far."""

Weighed = tuple[int, Way]
"""A way and its weight: the lighter is the better one, and no two weigh the same."""

_State = TypeVar("_State")
_Next = Callable[[int, _State], Iterator[tuple[int, _State, Way]]]


@dataclass(frozen=True, slots=True)
class Scale:
    """Weighs moves so that the sum over a plan sorts as plans are compared.

    Plans are compared by effort, then by the number of steps (fewer), the points (more), and at
    last by the order of the index: of two plans that differ, that one comes first which goes
    further where they differ first. All four stand in one number, each in bits of its own that
    the ones below can't reach.
    """

    ladders: int
    """How many ladders there may be in all; their numbers lie below."""
    rungs: int
    """How many rungs one may have."""
    points: Milli
    """Points that all moves together can bring at most."""

    def weigh(self, ladder: Ladder, rung: Rung) -> int:
        width = (self.rungs + 1).bit_length()
        order_bits = width * self.ladders
        weight = (rung.effort << self.ladders.bit_length()) + ladder.new_step
        weight = (weight << (self.points + 1).bit_length()) - rung.gain
        order = (rung.place + 1) << (width * (self.ladders - 1 - ladder.number))
        return (weight << order_bits) - order


def points_ways(ladders: Sequence[Ladder], need: Milli, scale: Scale) -> Iterator[Weighed]:
    """The lean ways to gain at least ``need`` points, the lightest first."""
    if need <= 0:
        yield 0, ()
        return
    # Those that give much first: see above.
    order = sorted(ladders, key=lambda ladder: (-ladder.rungs[-1].gain, ladder.number))
    weights = [[scale.weigh(ladder, rung) for rung in ladder.rungs] for ladder in order]
    ends = _ends(order, weights, need)

    def onward(at: int, missing: Milli) -> Iterator[tuple[int, Milli, Way]]:
        yield 0, missing, ()
        for rung, weight in zip(order[at].rungs, weights[at], strict=True):
            yield weight, missing - rung.gain, ((order[at], rung),)
            if rung.gain >= missing:
                return  # Further would be more than is needed.

    def lightest_end(at: int, missing: Milli) -> int | None:
        if missing <= 0:
            return 0
        gains, weighs = ends[at]
        found = bisect_left(gains, missing)
        return weighs[found] if found < len(gains) else None

    def lean(missing: Milli, way: Way) -> bool:
        return all(-missing < _last_stretch(ladder, rung) for ladder, rung in way)

    yield from _in_order(len(order), need, onward, lightest_end, lambda missing: missing <= 0, lean)


def _ends(
    order: Sequence[Ladder], weights: Sequence[Sequence[int]], need: Milli
) -> list[tuple[list[Milli], list[int]]]:
    """For each ladder, from it on: gains in ascending order with the least weight of each.

    Only those are kept that can matter: a heavier one that gives no more doesn't, nor what gives
    too little even after all ladders before, nor anything past the first that is enough.
    """
    before = list(accumulate((ladder.rungs[-1].gain for ladder in order), initial=0))
    states: list[tuple[int, Milli]] = [(0, 0)]
    ends = [([0], [0])]
    for at in range(len(order) - 1, -1, -1):
        grown = list(states)
        for rung, added in zip(order[at].rungs, weights[at], strict=True):
            gained = rung.gain
            grown += [(weight + added, gain + gained) for weight, gain in states]
        grown.sort()
        least = need - before[at]
        states = []
        most = -1
        for state in grown:
            gain = state[1]
            if gain > most:
                most = gain
                if gain >= least:
                    states.append(state)
                    if gain >= need:
                        break
        ends.append(([gain for _, gain in states], [weight for weight, _ in states]))
    ends.reverse()
    return ends


def _last_stretch(ladder: Ladder, rung: Rung) -> Milli:
    """Points that would go if the ladder were climbed one rung less."""
    at = ladder.rungs.index(rung)
    return rung.gain - (ladder.rungs[at - 1].gain if at else 0)


def scenario_ways(
    ladders: Sequence[Ladder], need: int, need_binding: int, scale: Scale
) -> Iterator[Weighed]:
    """The lean ways to raise at least ``need`` scenarios, ``need_binding`` of them binding, the
    lightest first. Each ladder has one rung.

    A lean way raises exactly as many as are needed: where more binding ones are missing than
    scenarios in all, those alone, and otherwise the number in all, whichever they are.
    """
    if need_binding >= need:
        order = [ladder for ladder in ladders if ladder.binding]
    else:
        order = list(ladders)
    weights = [scale.weigh(ladder, ladder.rungs[0]) for ladder in order]

    def onward(at: int, missing: tuple[int, int]) -> Iterator[tuple[int, tuple[int, int], Way]]:
        ladder, (count, binding) = order[at], missing
        yield 0, missing, ()
        yield (
            weights[at],
            (count - 1, binding - ladder.binding),
            ((ladder, ladder.rungs[0]),),
        )

    @cache
    def lightest_end(at: int, missing: tuple[int, int]) -> int | None:
        count, binding = missing
        if count <= 0:
            return 0 if binding <= 0 else None
        if binding > count or len(order) - at < count:
            return None
        found: int | None = None
        for weight, left, _ in onward(at, missing):
            end = lightest_end(at + 1, left)
            if end is not None and (found is None or weight + end < found):
                found = weight + end
        return found

    start = (max(need, need_binding, 0), max(need_binding, 0))
    yield from _in_order(
        len(order), start, onward, lightest_end, lambda missing: missing[0] <= 0, lambda *_: True
    )


def _in_order(
    length: int,
    start: _State,
    onward: _Next[_State],
    lightest_end: Callable[[int, _State], int | None],
    enough: Callable[[_State], bool],
    lean: Callable[[_State, Way], bool],
) -> Iterator[Weighed]:
    """Best first. Beginnings that are still open share no way, so none is met twice."""
    end = lightest_end(0, start)
    if end is None:
        return
    met = 0
    open_: list[tuple[int, int, int, int, _State, Way]] = [(end, met, 0, 0, start, ())]
    while open_:
        whole, _, at, weight, state, way = heappop(open_)
        if enough(state):
            if lean(state, way):
                yield whole, way
            continue
        if at == length:
            continue
        for added, left, moves in onward(at, state):
            end = lightest_end(at + 1, left)
            if end is not None:
                met += 1
                entry = (weight + added + end, met, at + 1, weight + added, left, way + moves)
                heappush(open_, entry)


def together(first: Iterator[Weighed], second: Iterator[Weighed]) -> Iterator[Weighed]:
    """Every way of the first kind with every one of the second, the lightest first."""
    firsts, seconds = _Kept(first), _Kept(second)
    open_: list[tuple[int, int, int]] = []

    def look_at(i: int, j: int) -> None:
        if firsts.has(i) and seconds.has(j):
            heappush(open_, (firsts[i][0] + seconds[j][0], i, j))

    look_at(0, 0)
    while open_:
        weight, i, j = heappop(open_)
        yield weight, firsts[i][1] + seconds[j][1]
        look_at(i, j + 1)
        if j == 0:
            look_at(i + 1, 0)


class _Kept:
    """What an iterator has given so far, fetched as far as it is asked for."""

    def __init__(self, source: Iterator[Weighed]) -> None:
        self._source = source
        self._kept: list[Weighed] = []

    def has(self, index: int) -> bool:
        while len(self._kept) <= index:
            found = next(self._source, None)
            if found is None:
                return False
            self._kept.append(found)
        return True

    def __getitem__(self, index: int) -> Weighed:
        return self._kept[index]
