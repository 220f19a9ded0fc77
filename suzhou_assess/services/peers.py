"""Where an enterprise stands among its peers (同行对照), and the file that makes it known.

A laptop without the district's data compares with an anonymous benchmark file; an office with
enough enterprises of its own compares with these.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Generator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from suzhou_assess.domain.benchmark import (
    LEAST,
    SUFFIX,
    TOTAL,
    UNIT,
    Benchmark,
    BenchmarkError,
    GroupSpread,
    decode,
    encode,
    full_points,
    median_of,
    rank_of,
)
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.points import Milli
from suzhou_assess.domain.scoring import Verdict
from suzhou_assess.services.deliver import TargetError, check_target
from suzhou_assess.services.events import Progress
from suzhou_assess.services.rollup import up_to_date
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.replacing import replace

if TYPE_CHECKING:
    from suzhou_assess.services.standings import Standings

KEPT = "benchmark"
"""The setting that holds a loaded file, as base64 text."""

_MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PeerScore:
    """One score beside those of the peers."""

    id: str
    """``TOTAL``, or the id of a dimension, an indicator, a question."""
    value: Milli
    full: Milli
    rank: int
    """Percentile rank, 1 to 99: about so many percent of the peers have less."""
    median: Milli
    """Of the peers."""


@dataclass(frozen=True, slots=True)
class Peers:
    """Where an enterprise stands in the narrowest group that can be told."""

    source: Literal["file", "database"]
    made: date | None
    """Day of the file."""
    industry: str | None
    """Of the group; ``None``: all of them."""
    size: str | None
    count: int
    """Enterprises in it; from a file a multiple of five."""
    level: int
    """Of the enterprise."""
    levels: tuple[int | None, ...]
    """Share of each level among the peers in percent; ``None`` where a file doesn't say."""
    scores: tuple[PeerScore, ...]
    """The whole score first, then dimensions, indicators, questions in the index's order."""

    @property
    def total(self) -> PeerScore:
        return self.scores[0]


def write_benchmark(ws: Workspace, out: Path) -> Generator[Progress, None, Benchmark]:
    """Writes the anonymous benchmark of the database to ``out`` (.szbench).

    Raises ``TargetError`` ``out_too_few`` with fewer than five assessed enterprises, of which
    nothing anonymous can be said; ``StoreError``, ``TargetError``, ``OSError``.
    """
    from suzhou_assess.services.peer_groups import anonymous_benchmark

    check_target(out, SUFFIX)
    yield Progress(0, None)
    standings = yield from up_to_date(ws)
    benchmark = anonymous_benchmark(standings, date.today())  # noqa: DTZ011 - the office's day
    if benchmark is None:
        raise TargetError("out_too_few", out, least=LEAST)
    replace(out, encode(benchmark))
    return benchmark


def read_benchmark(path: Path, pack: Pack | None = None) -> Benchmark:
    """Reads a file; with a pack, one of that index. Raises ``BenchmarkError``, ``OSError``."""
    with path.open("rb") as stream:
        content = stream.read(_MOST_BYTES + 1)
    return _checked(content, pack)


def keep_benchmark(ws: Workspace, path: Path) -> Benchmark:
    """Reads a file and keeps it with the database, for the card on the result page.

    Raises ``BenchmarkError``, ``OSError``, ``StoreError``.
    """
    benchmark = read_benchmark(path, ws.packs.default())
    ws.set_setting(KEPT, base64.b64encode(encode(benchmark)).decode())
    return benchmark


def forget_benchmark(ws: Workspace) -> None:
    """The loaded file is no longer compared with. Raises ``StoreError``."""
    ws.set_setting(KEPT, None)


def kept_benchmark(ws: Workspace) -> Benchmark | None:
    """The loaded file; ``None`` without one, or when it is of another index by now."""
    kept = ws.setting(KEPT)
    if kept is None:
        return None
    try:
        return _checked(base64.b64decode(kept), ws.packs.default())
    except (BenchmarkError, binascii.Error, TypeError):
        return None


def peers_in_file(
    benchmark: Benchmark, pack: Pack, verdict: Verdict, industry: str | None, size: str | None
) -> Peers | None:
    """Among the peers of a file; ``None`` where it has no group that is large enough.

    Raises ``BenchmarkError`` when it is of another index.
    """
    _check_index(benchmark, pack)
    group = benchmark.narrowest(industry, size)
    if group is None:
        return None
    return _compared(group, pack, verdict, benchmark.made, UNIT)


def peers_in_database(
    standings: Standings,
    verdict: Verdict,
    industry: str | None,
    size: str | None,
    enterprise_id: int | None = None,
) -> Peers | None:
    """Among the other enterprises of the database; ``None`` with fewer than five."""
    from suzhou_assess.services.peer_groups import own_peers

    group = own_peers(standings, industry, size, enterprise_id)
    if group is None:
        return None
    return _compared(group, standings.pack, verdict, None, 1)


def why_not(error: BenchmarkError, file: str, words: Words) -> str:
    """Why a file can't be compared with, and what to do about it."""
    return words.say(f"peers.benchmark_{error.code}", file=file)


@dataclass(frozen=True, slots=True)
class Comparison:
    """With whom one can compare here; ``None`` where there are too few, or no file is loaded."""

    file: Peers | None
    database: Peers | None


def compare(
    ws: Workspace,
    pack: Pack,
    verdict: Verdict,
    enterprise: Enterprise,
    enterprise_id: int | None,
    *,
    standings: Standings,
) -> Comparison:
    """Among the peers of the loaded file, and among those of the database (``standings``).

    Takes a moment: not for the window's own thread. Raises ``StoreError``.
    """
    found = enterprise.size(ws.places)
    industry, size = enterprise.industry, found.id if found else None
    benchmark = kept_benchmark(ws)
    of_file = None
    if benchmark is not None and benchmark.pack_id == pack.id:
        of_file = peers_in_file(benchmark, pack, verdict, industry, size)
    of_base = None
    if standings.pack.id == pack.id:
        of_base = peers_in_database(standings, verdict, industry, size, enterprise_id)
    return Comparison(of_file, of_base)


def group_name(peers: Peers, places: Places, words: Words) -> str:
    """What the group is called, e.g. 通用设备制造业，小型企业."""
    industry = places.industry_by_code.get(peers.industry or "")
    size = next((size for size in places.sizes if size.id == peers.size), None)
    if industry and size:
        return words.say("peers.group_of", industry=industry.name, size=size.name)
    if industry:
        return words.text(industry.name)
    return words.say("peers.group_size", size=size.name) if size else words.say("peers.everyone")


def _checked(content: bytes, pack: Pack | None) -> Benchmark:
    benchmark = decode(content)
    if pack is not None:
        _check_index(benchmark, pack)
    return benchmark


def _check_index(benchmark: Benchmark, pack: Pack) -> None:
    known = full_points(pack).keys()
    same = all(known == group.spreads.keys() for group in benchmark.groups)
    if benchmark.pack_id != pack.id or not same:
        raise BenchmarkError("other_index")


def _compared(
    group: GroupSpread, pack: Pack, verdict: Verdict, made: date | None, unit: Milli
) -> Peers:
    """``unit`` is what the points of the group are rounded to."""
    values = {
        TOTAL: verdict.score,
        **verdict.dimensions,
        **verdict.indicators,
        **verdict.questions,
    }
    scores = []
    for key, full in full_points(pack).items():
        spread = group.spreads[key]
        # Rounded as the others are: what is the same stays the same.
        rank = rank_of(spread, (2 * values[key] + unit) // (2 * unit) * unit)
        if rank is not None:
            scores.append(PeerScore(key, values[key], full, rank, median_of(spread)))
    return Peers(
        source="database" if made is None else "file",
        made=made,
        industry=group.industry,
        size=group.size,
        count=group.count,
        level=verdict.level,
        levels=group.levels,
        scores=tuple(scores),
    )
