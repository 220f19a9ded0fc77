"""The anonymous benchmark (同行对照): how scores spread among peers, and where one stands.

A *spread* is a row of points from low to high. The enterprises of a group are put in order and cut
into cells of equal size; each point is the mean of one cell, so it stands for the middle of it.
In a file that leaves the office a cell holds at least five enterprises: no number in it is that of
one enterprise. What else keeps the file anonymous is said at ``shown_groups`` and ``GroupSpread``.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.points import Milli

FORMAT = "suzhou-assess/benchmark/1"
_FAMILY = "suzhou-assess/benchmark/"
SUFFIX = ".szbench"
TOTAL = "total"
"""Key of the whole score, beside the ids of dimensions, indicators and questions."""

LEAST = 5
"""Enterprises in a group that is shown, in a cell, and at a level whose share is told."""
MOST_CELLS = 20
UNIT: Milli = 100
"""Points in a file are rounded to a tenth of a point."""
_MOST_BYTES = 16 * 1024 * 1024
"""A real file is a hundredth of it when unpacked; more is an attack."""

GroupKey = tuple[str | None, str | None]
"""Industry and size; ``None`` for all of them."""
ALL: GroupKey = (None, None)


@dataclass(frozen=True, slots=True)
class GroupSpread:
    """The enterprises of one industry, size, both, or all together."""

    industry: str | None
    size: str | None
    count: int
    """Enterprises in it; in a file rounded to a multiple of five."""
    levels: tuple[int | None, ...]
    """Share of each level in percent; ``None`` for a level that fewer than five are at."""
    spreads: Mapping[str, tuple[Milli, ...]]
    """By ``TOTAL`` and the ids of dimensions, indicators, questions."""

    @property
    def key(self) -> GroupKey:
        return self.industry, self.size


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What a benchmark file holds."""

    pack_id: str
    edition: str
    made: date
    groups: tuple[GroupSpread, ...]

    def narrowest(self, industry: str | None, size: str | None) -> GroupSpread | None:
        """The narrowest group that these belong to and in which a rank can be told."""
        by_key = {group.key: group for group in self.groups}
        for key in widening(industry, size):
            group = by_key.get(key)
            if group is not None and len(group.spreads[TOTAL]) > 1:
                return group
        return None


class BenchmarkError(Exception):
    """A file isn't a benchmark that can be used. ``code`` is ``not_one``, ``damaged``, ``newer`` or
    ``other_index``; worded in ``resources/words/peers.json``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def widening(industry: str | None, size: str | None) -> Iterator[GroupKey]:
    """The groups that an enterprise belongs to, the narrowest first."""
    if industry and size:
        yield industry, size
    if industry:
        yield industry, None
    if size:
        yield None, size
    yield ALL


def full_points(pack: Pack) -> dict[str, Milli]:
    """Everything that has a spread, with the points of the best possible answers."""
    points = {TOTAL: pack.full_score}
    points.update((dimension.id, dimension.points) for dimension in pack.dimensions)
    points.update((indicator.id, indicator.points) for indicator in pack.indicators)
    points.update((question.id, question.points) for question in pack.questions)
    return points


def shown_groups(counts: Mapping[GroupKey, int]) -> set[GroupKey]:
    """The groups that may be shown.

    ``counts`` has the enterprises of all industries, sizes and pairs of them, with ``""`` for what
    isn't known, which is never shown. Neither is a group of fewer than five. Nor may anyone
    subtract: where the parts of a shown group that stay hidden come to fewer than five, the
    smallest shown part is hidden too.
    """
    shown = {key for key, count in counts.items() if count >= LEAST and "" not in key}
    families = list(_families(counts))
    settled = False
    while not settled:
        settled = True
        for whole, parts in families:
            known = [part for part in parts if part in shown]
            hidden = counts[whole] - sum(counts[part] for part in known)
            if whole in shown and known and 0 < hidden < LEAST:
                shown.discard(min(known, key=lambda part: (counts[part], str(part))))
                settled = False
    return shown


def _families(counts: Mapping[GroupKey, int]) -> Iterator[tuple[GroupKey, list[GroupKey]]]:
    """Each group with the parts that it falls into, in one way or the other."""
    for whole in counts:
        for place, part in enumerate(whole):
            if part is None:
                yield whole, [k for k in counts if _falls_into(whole, k, place)]


def _falls_into(whole: GroupKey, part: GroupKey, place: int) -> bool:
    """Whether ``part`` is ``whole`` narrowed in that place alone."""
    return part[place] is not None and part[1 - place] == whole[1 - place]


def rank_of(spread: Sequence[Milli], value: Milli) -> int | None:
    """The percentile rank (百分位) of a value: about so many percent are below it, 1 to 99.

    The n points stand for the ranks (i + ½) / n; between two of them it goes in a straight line.
    A value that several points have gets the middle of their ranks. ``None`` where there is but
    one point.
    """
    count = len(spread)
    if count < 2:
        return None
    low, high = bisect_left(spread, value), bisect_right(spread, value)
    if low < high:
        place = (low + high) / 2
    elif low == 0:
        place = 0.0
    elif low == count:
        place = float(count)
    else:
        before, after = spread[low - 1], spread[low]
        place = low - 0.5 + (value - before) / (after - before)
    return min(99, max(1, round(100 * place / count)))


def median_of(spread: Sequence[Milli]) -> Milli:
    """The middle of a spread, rounded half up."""
    middle = len(spread) // 2
    if len(spread) % 2:
        return spread[middle]
    return (spread[middle - 1] + spread[middle] + 1) // 2


def encode(benchmark: Benchmark) -> bytes:
    """As a file: gzip of JSON, the same bytes for the same benchmark."""
    body = {
        "pack": benchmark.pack_id,
        "edition": benchmark.edition,
        "made": benchmark.made.isoformat(),
        "groups": [_group_json(group) for group in benchmark.groups],
    }
    whole = {"format": FORMAT, "checksum": _checksum(body), **body}
    packer = zlib.compressobj(9, wbits=31)
    return packer.compress(_json(whole)) + packer.flush()


def decode(content: bytes) -> Benchmark:
    """What a file holds. Raises ``BenchmarkError``."""
    whole = _unpacked(content)
    kind = whole.pop("format", None) if isinstance(whole, dict) else None
    if not isinstance(kind, str) or not kind.startswith(_FAMILY):
        raise BenchmarkError("not_one")
    if kind != FORMAT:
        raise BenchmarkError("newer")
    try:
        if whole.pop("checksum") != _checksum(whole) or not whole["groups"]:
            raise BenchmarkError("damaged")
        return Benchmark(
            pack_id=str(whole["pack"]),
            edition=str(whole["edition"]),
            made=date.fromisoformat(whole["made"]),
            groups=tuple(map(_read_group, whole["groups"])),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BenchmarkError("damaged") from error


def _unpacked(content: bytes) -> Any:
    if content[:2] != b"\x1f\x8b":
        raise BenchmarkError("not_one")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        text = unpacker.decompress(content, _MOST_BYTES)
        if not unpacker.eof:
            raise BenchmarkError("damaged")
        return json.loads(text)
    except (zlib.error, ValueError, RecursionError) as error:
        raise BenchmarkError("damaged") from error


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _checksum(body: Mapping[str, object]) -> str:
    return hashlib.sha256(_json(body)).hexdigest()


def _group_json(group: GroupSpread) -> dict[str, object]:
    return {
        "industry": group.industry,
        "size": group.size,
        "count": group.count,
        "levels": list(group.levels),
        "spreads": {key: [p // UNIT for p in points] for key, points in group.spreads.items()},
    }


def _read_group(raw: Mapping[str, Any]) -> GroupSpread:
    spreads = {
        str(key): tuple(_whole(point) * UNIT for point in points)
        for key, points in raw["spreads"].items()
    }
    if not all(points and list(points) == sorted(points) for points in spreads.values()):
        raise ValueError("points go from low to high")
    if TOTAL not in spreads:
        raise KeyError(TOTAL)
    return GroupSpread(
        industry=None if raw["industry"] is None else str(raw["industry"]),
        size=None if raw["size"] is None else str(raw["size"]),
        count=_whole(raw["count"]),
        levels=tuple(None if share is None else _whole(share) for share in raw["levels"]),
        spreads=spreads,
    )


def _whole(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(value)
    return value
