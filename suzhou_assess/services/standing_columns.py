"""The standings of a city as numpy columns, and how they are counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.pack_checks import ScoreJump
from suzhou_assess.domain.points import Milli
from suzhou_assess.domain.spread import Quartiles
from suzhou_assess.domain.standing import Layout, layout_of
from suzhou_assess.services.rollup_views import UNKNOWN
from suzhou_assess.store.standings import EnterpriseGroup, Snapshot

Numbers = NDArray[Any]
Rows = Numbers | slice
"""Positions in the columns, in order; the slice of all of them spares a copy."""

ALL = slice(None)


@dataclass(frozen=True, slots=True)
class Enterprises:
    """All enterprises, each with its place in the lists of codes."""

    ids: Numbers
    place_of_id: Numbers
    """By id: its place in ``ids``; -1 for an id that there isn't."""
    codes: Mapping[str, tuple[str, ...]]
    """Of ``district``, ``industry`` and ``size``: those that occur, ``UNKNOWN`` among them."""
    code_of: Mapping[str, Numbers]
    """Of these three: for each enterprise, the place of its code in ``codes``."""

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Columns:
    """All counting assessments: those of one enterprise together, the one that counts last."""

    of: Numbers
    """The place of its enterprise."""
    onsite: Numbers
    day: Numbers
    """As ``date.toordinal``."""
    level: Numbers
    complete: Numbers
    score: Numbers
    checks: Numbers
    """Bits as in ``Layout``, with that of a score jump."""
    indicators: tuple[Numbers, ...]
    questions: tuple[Numbers, ...]
    scenarios: tuple[Numbers, ...]
    single: bool
    """No enterprise has two."""

    def __len__(self) -> int:
        return len(self.of)


def read_enterprises(groups: Sequence[EnterpriseGroup]) -> Enterprises:
    """The enterprises of a snapshot."""
    numbers = [np.fromstring(group.ids, dtype=np.int64, sep=",") for group in groups]
    sizes = [len(some) for some in numbers]
    ids = np.concatenate(numbers) if numbers else np.zeros(0, np.int64)
    place_of_id = np.full(int(ids.max(initial=0)) + 1, -1, np.int32)
    place_of_id[ids] = np.arange(len(ids), dtype=np.int32)
    codes: dict[str, tuple[str, ...]] = {}
    code_of: dict[str, Numbers] = {}
    for field in ("district", "industry", "size"):
        known = [getattr(group, field) or UNKNOWN for group in groups]
        codes[field] = tuple(sorted(set(known)))
        places = np.array([codes[field].index(code) for code in known], np.intp)
        code_of[field] = np.repeat(places, sizes)
    return Enterprises(ids, place_of_id, codes, code_of)


def read_columns(snapshot: Snapshot, pack: Pack, enterprises: Enterprises) -> Columns:
    """The columns of a snapshot; standings of another layout are left out."""
    layout = layout_of(pack)
    packed = np.frombuffer(snapshot.standings, _record(layout))
    ids = packed["enterprise"].astype(np.int64)
    known = (packed["mark"] == layout.mark) & (ids < len(enterprises.place_of_id))
    if not known.all():
        packed, ids = packed[known], ids[known]
    of = enterprises.place_of_id[ids]
    year, onsite = packed["year"], packed["onsite"].astype(bool)
    score = packed["score"].astype(np.int32)
    again = of[1:] == of[:-1]
    checks = packed["checks"].astype(np.uint64)
    if again.any():
        _mark_jumps(checks, pack, layout, score, again & _same(year) & _same(onsite))
    return Columns(
        of=of,
        onsite=onsite,
        day=packed["day"].astype(np.int32),
        level=packed["level"].copy(),
        complete=packed["flags"].astype(bool),
        score=score,
        checks=checks,
        indicators=tuple(_columns(packed["indicators"])),
        questions=tuple(_columns(packed["questions"])),
        scenarios=tuple(_columns(packed["scenarios"])),
        single=not again.any(),
    )


def _record(layout: Layout) -> np.dtype[Any]:
    """A standing, as numpy reads it from bytes."""
    return np.dtype(
        {
            "names": list(layout.fields),
            "formats": [
                field.kind if field.count == 1 else (field.kind, (field.count,))
                for field in layout.fields.values()
            ],
            "offsets": [field.offset for field in layout.fields.values()],
            "itemsize": layout.size,
        }
    )


def _columns(block: Numbers) -> Iterator[Numbers]:
    """Each column for itself, in the processor's own byte order."""
    if block.ndim == 1:
        block = block[:, None]
    return iter(block.T.astype(block.dtype.newbyteorder("="), order="C"))


def _same(column: Numbers) -> Numbers:
    same: Numbers = column[1:] == column[:-1]
    return same


def _mark_jumps(
    checks: Numbers, pack: Pack, layout: Layout, score: Numbers, comparable: Numbers
) -> None:
    """Sets the bit of a score jump: against the one before of its enterprise, mode and year."""
    difference = np.abs(np.diff(score))
    for check in pack.checks:
        if isinstance(check, ScoreJump) and check.id in layout.bit_of_check:
            jumps = comparable & (difference > check.points)
            checks[1:][jumps] |= np.uint64(layout.bit_of_check[check.id])


def last_of_each(of: Numbers) -> Numbers:
    """Where of each run of equal numbers the last one stands."""
    return np.flatnonzero(np.append(of[1:] != of[:-1], True)) if len(of) else of


def first_of_each(of: Numbers) -> Numbers:
    """Where of each run of equal numbers the first one stands."""
    return np.flatnonzero(np.append(True, of[1:] != of[:-1])) if len(of) else of


def mean_of(total: int, count: int) -> Milli | None:
    """Rounded half up to a thousandth; ``None`` of none."""
    return (2 * total + count) // (2 * count) if count else None


@dataclass(frozen=True, slots=True)
class Spread:
    """How whole numbers spread: everything exactly, from how often each occurs."""

    often: Numbers

    @classmethod
    def of(cls, values: Numbers) -> Spread:
        return cls(np.bincount(values))

    @property
    def count(self) -> int:
        return int(self.often.sum())

    @property
    def mean(self) -> Milli | None:
        return mean_of(int(self.often @ np.arange(len(self.often))), self.count)

    @property
    def quartiles(self) -> Quartiles | None:
        """``QUARTILE.INC``, rounded half up to a thousandth; ``None`` of none."""
        if not self.count:
            return None
        first, median, third = (self._at(part) for part in (1, 2, 3))
        return first, median, third

    def _at(self, quarters: int) -> Milli:
        place, rest = divmod((self.count - 1) * quarters, 4)
        ranks = [place, min(place + 1, self.count - 1)]
        low, high = map(int, np.searchsorted(self.often.cumsum(), ranks, side="right"))
        # low + (high - low) * rest / 4, and a half to round it.
        return (4 * low + (high - low) * rest + 2) // 4

    def at(self, value: Milli) -> int:
        """How many are that number."""
        return int(self.often[value]) if 0 <= value < len(self.often) else 0


def by_group(groups: Numbers, how_many: int, levels: Numbers, level_count: int) -> Numbers:
    """A table of counts: groups by levels."""
    places = groups * level_count + levels
    return np.bincount(places, minlength=how_many * level_count).reshape(how_many, level_count)


def totals(groups: Numbers, how_many: int, points: Numbers) -> Numbers:
    """The sum of points of each group. Exact: far below 2^53 thousandths."""
    return np.bincount(groups, weights=points, minlength=how_many).astype(np.int64)
