"""The roll-up of 40,000 and of 400,000 enterprises: first figures, and every change of a filter.

First figures are what the page waits for when it is opened: the standings read from the database
and the view of them all. numpy is imported before, as the window does while it is idle. The rival
is one plain query that counts levels by district, which is the least of what a view tells.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.scoring import score
from suzhou_assess.domain.standing import of_enterprise, pack_standing
from suzhou_assess.services.campaigns import Campaign
from suzhou_assess.services.rollup_views import Part, RollupFilter
from suzhou_assess.services.sample_answers import invent_answers
from suzhou_assess.services.standings import Standings
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.tables import assessment, enterprise

BOUNDS_MS = {40_000: (100.0, 150.0), 400_000: (500.0, 500.0)}
"""By enterprises: for the first figures, and for a change of the filter."""
ROUNDS = 7
SHEETS = 2_000
BLOCK = 10_000
AS_OF = date(2025, 9, 30)
_NOW = datetime(2025, 9, 30, tzinfo=UTC)
_TARGETS = {"320583": 6200, "320582": 5000, "320581": 5000, "320509": 5600, "320571": 4800}
CAMPAIGN = Campaign("", 40_000, date(2024, 1, 1), date(2025, 12, 31), _TARGETS)
FILTERS = (
    RollupFilter(),
    RollupFilter(districts=("320583",)),
    RollupFilter(districts=("320583", "320582", ""), sizes=("small", "micro")),
    RollupFilter(industries=("C34", "C35", "C39")),
    RollupFilter(mode="onsite"),
    RollupFilter(mode="self", since=date(2025, 1, 1)),
    RollupFilter(since=date(2024, 7, 1), until=date(2025, 3, 31)),
)


def main() -> int:
    sound = True
    for count, bounds in BOUNDS_MS.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "city.db"
            began = time.perf_counter()
            build(path, count)
            print(f"{count:,} enterprises, built in {time.perf_counter() - began:.0f} s")
            sound &= _measure(path, bounds)
    return 0 if sound else 1


def _measure(path: Path, bounds: tuple[float, float]) -> bool:
    with Workspace.open(str(path)) as ws:
        ws.packs.default()
        whole = RollupFilter()
        first = [
            _timed(lambda: Standings.load(ws).view(whole, CAMPAIGN, AS_OF)) for _ in range(ROUNDS)
        ]
        standings = Standings.load(ws)
        load = [_timed(lambda: Standings.load(ws)) for _ in range(ROUNDS)]
        rival = [_timed(lambda: _count(path)) for _ in range(ROUNDS)]
        _line("load alone", load)
        _line("first figures", first)
        _line("plain SQL, levels by district", rival)
        worst = 0.0
        for wanted in FILTERS:
            times = [
                _timed(lambda w=wanted: standings.view(w, CAMPAIGN, AS_OF)) for _ in range(ROUNDS)
            ]
            worst = max(worst, statistics.median(times))
            _line(f"view {_said(wanted)}", times)
        part = Part("scenario", "S06", 2)
        _line("drill-down", [_timed(lambda: standings.enterprise_ids(whole, part))] * 2)
    reached = statistics.median(first)
    print(
        f"bounds: first {reached:.0f} of {bounds[0]:.0f} ms, filter {worst:.0f} of {bounds[1]:.0f}"
    )
    return reached < bounds[0] and worst < bounds[1]


def build(path: Path, count: int) -> None:
    """Five in six enterprises assessed, one in six of these twice. What the roll-up doesn't read
    (answers, verdict) is left empty, so that the building doesn't take longer than measuring."""
    rng = random.Random(2025)
    with Workspace.open(str(path)) as ws:
        pack = ws.packs.default()
        sheets = list(_sheets(pack, rng))
        districts = [*(d.code for d in ws.places.districts), None]
        industries = [i.code for i in ws.places.industries]
        sizes = [*(s.id for s in ws.places.sizes), None]
        for start in range(1, count + 1, BLOCK):
            keys = range(start, min(start + BLOCK, count + 1))
            enterprises = [
                _enterprise(key, rng.choice(districts), rng.choice(industries), rng.choice(sizes))
                for key in keys
            ]
            assessments = [
                _assessment(pack, key, rng, sheets)
                for key in keys
                if rng.random() < 5 / 6
                for _ in range(1 + (rng.random() < 1 / 6))
            ]
            with ws.store.writing() as connection:
                connection.execute(insert(enterprise), enterprises)
                connection.execute(insert(assessment), assessments)


def _sheets(pack: Pack, rng: random.Random) -> Iterator[tuple[Any, ...]]:
    """Standings to be dated and given an enterprise, with score and level."""
    someone = Enterprise("", "", employees=120)
    for _ in range(SHEETS):
        answers = invent_answers(rng, pack, someone, rng.betavariate(2, 3))
        verdict = score(pack, answers.choices)
        mode = "onsite" if rng.random() < 0.3 else "self"
        on = date(2024, 1, 1) + timedelta(rng.randrange(630))
        standing = pack_standing(pack, verdict, answers, mode, on, 0, _NOW)
        yield standing, mode, on, verdict.score, verdict.level


def _enterprise(key: int, district: str | None, industry: str, size: str | None) -> dict[str, Any]:
    return {
        "id": key,
        "uscc": credit_code.complete(f"91320500MA{key:07d}"),
        "name": f"苏州{key}号机械有限公司",
        "district": district,
        "industry": industry,
        "size": size,
        "search": "",
        "name_key": b"",
        "created_at": _NOW,
        "updated_at": _NOW,
    }


def _assessment(
    pack: Pack, key: int, rng: random.Random, sheets: list[tuple[Any, ...]]
) -> dict[str, Any]:
    standing, mode, on, points, level = rng.choice(sheets)
    return {
        "id": str(UUID(int=rng.getrandbits(128))),
        "enterprise_id": key,
        "pack_id": pack.id,
        "pack_edition": pack.edition,
        "mode": mode,
        "date": on,
        "status": "submitted",
        "answers": {},
        "total": len(pack.item_ids),
        "score": points,
        "level": level,
        "standing": of_enterprise(standing, key),
        "created_at": _NOW,
        "updated_at": _NOW,
        "submitted_at": _NOW,
    }


def _count(path: Path) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT e.district, a.level, count(*) FROM assessment a"
            " JOIN enterprise e ON e.id = a.enterprise_id"
            " WHERE a.status = 'submitted' AND a.discarded_at IS NULL AND a.held IS NULL"
            " GROUP BY e.district, a.level"
        ).fetchall()


def _said(wanted: RollupFilter) -> str:
    names = ("districts", "industries", "sizes", "mode", "since", "until")
    return "+".join(name for name in names if getattr(wanted, name)) or "of all"


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _line(name: str, times: list[float]) -> None:
    print(f"  {name:32} median {statistics.median(times):7.1f} ms   best {min(times):7.1f} ms")


if __name__ == "__main__":
    sys.exit(main())
