"""Peers: what a benchmark file tells of the enterprises it was made from, and what it hides."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from collections.abc import Generator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.benchmark import ALL, LEAST, TOTAL, Benchmark, BenchmarkError, encode
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.scoring import Verdict, score
from suzhou_assess.services.deliver import TargetError
from suzhou_assess.services.peer_groups import own_peers
from suzhou_assess.services.peer_subject import subject_in_database
from suzhou_assess.services.peers import (
    KEPT,
    forget_benchmark,
    keep_benchmark,
    kept_benchmark,
    peers_in_database,
    peers_in_file,
    read_benchmark,
    write_benchmark,
)
from suzhou_assess.services.sample_answers import invent_answers
from suzhou_assess.services.standings import Standings
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.submissions import IncomingSubmission, SubmissionWriter

GROUPS = {("C34", 100): 60, ("C34", 8): 12, ("C39", 100): 7, ("C17", 100): 3, (None, 100): 6}
"""Enterprises by industry and employees."""


@pytest.fixture
def stored(ws: Workspace) -> list[tuple[Enterprise, Verdict]]:
    rng, pack = random.Random(5), ws.packs.default()
    pairs: list[tuple[Enterprise, Verdict]] = []
    incoming = []
    for (industry, employees), count in GROUPS.items():
        for _ in range(count):
            owner = Enterprise(
                uscc=credit_code.complete(f"91320500MA{len(pairs):07d}"),
                name=f"苏州{len(pairs)}号机械有限公司",
                district="320583",
                industry=industry,
                employees=employees,
                revenue=Decimal(5000),
                contact_name="王小明",
                phone="13800000000",
            )
            answers = invent_answers(rng, pack, owner, rng.betavariate(2, 2))
            verdict = score(pack, answers.choices)
            day = date(2025, 1, 1) + timedelta(rng.randrange(200))
            submission = Submission(pack, owner, answers, "self", day)
            pairs.append((owner, verdict))
            incoming.append(IncomingSubmission(submission, verdict, "试样.jsonl"))
    writer = SubmissionWriter(ws.store, ws.places)
    writer.begin("test")
    writer.store(incoming)
    writer.finish({})
    return pairs


def run(work: Generator[Any, None, Benchmark]) -> Benchmark:
    while True:
        try:
            next(work)
        except StopIteration as stop:
            return stop.value


def values_of(pairs, pack: Pack, key: str) -> list[int]:
    found = []
    for _, verdict in pairs:
        points = {TOTAL: verdict.score, **verdict.dimensions, **verdict.indicators}
        found.append((points | dict(verdict.questions))[key])
    return sorted(found)


def of_group(pairs, industry: str | None, size: str | None):
    employees = {"small": 100, "micro": 8, None: None}[size]
    return [
        pair
        for pair in pairs
        if (industry is None or pair[0].industry == industry)
        and (employees is None or pair[0].employees == employees)
    ]


def test_that_every_number_is_the_mean_of_at_least_five(
    ws: Workspace, stored, tmp_path: Path
) -> None:
    made = run(write_benchmark(ws, tmp_path / "x.szbench"))
    pack = ws.packs.default()
    assert {group.key for group in made.groups} >= {ALL, ("C34", None), ("C34", "small")}
    for group in made.groups:
        members = of_group(stored, group.industry, group.size)
        assert len(members) >= LEAST
        assert abs(group.count - len(members)) <= 2
        assert group.count % 5 == 0
        for key, spread in group.spreads.items():
            values, cells = values_of(members, pack, key), len(spread)
            assert cells == min(20, len(values) // 5)
            # Cells as even as can be, the larger ones first.
            size, more = divmod(len(values), cells)
            at = 0
            for number, point in enumerate(spread):
                cell = values[at : at + size + (number < more)]
                at += len(cell)
                assert len(cell) >= 5
                assert abs(point - sum(cell) / len(cell)) <= 50
                assert point % 100 == 0


def test_that_level_shares_tell_nothing_of_fewer_than_five(
    ws: Workspace, stored, tmp_path: Path
) -> None:
    for group in run(write_benchmark(ws, tmp_path / "x.szbench")).groups:
        members = of_group(stored, group.industry, group.size)
        levels = Counter(verdict.level for _, verdict in members)
        for level, share in enumerate(group.levels):
            if levels[level] < 5:
                assert share is None
            else:
                assert share is not None
                assert abs(share - 100 * levels[level] / len(members)) <= 0.5


def test_that_small_groups_are_left_out_and_cannot_be_subtracted(
    ws: Workspace, stored, tmp_path: Path
) -> None:
    keys = {group.key for group in run(write_benchmark(ws, tmp_path / "x.szbench")).groups}
    assert ("C17", None) not in keys
    # Three of C17 and six without an industry are nine: nobody can be told from them.
    assert ("C39", None) in keys
    assert not any(key[0] == "" for key in keys)


def test_that_nothing_in_the_file_names_anyone(ws: Workspace, stored, tmp_path: Path) -> None:
    out = tmp_path / "x.szbench"
    run(write_benchmark(ws, out))
    text = gzip.decompress(out.read_bytes()).decode()
    for owner, _ in stored:
        assert owner.name not in text
        assert owner.uscc not in text
    assert "320583" not in text
    assert "王小明" not in text
    assert set(json.loads(text)) == {"format", "checksum", "pack", "edition", "made", "groups"}


def test_that_a_city_fits_into_a_mail(ws: Workspace, stored, tmp_path: Path) -> None:
    out = tmp_path / "x.szbench"
    made = run(write_benchmark(ws, out))
    assert out.stat().st_size / len(made.groups) < 300_000 / 200
    assert read_benchmark(out, ws.packs.default()) == made


def test_that_file_and_database_agree_on_where_one_stands(
    ws: Workspace, stored, tmp_path: Path
) -> None:
    pack, standings = ws.packs.default(), Standings.load(ws)
    made = run(write_benchmark(ws, tmp_path / "x.szbench"))
    for owner, verdict in stored[:20]:
        of_file = peers_in_file(made, pack, verdict, owner.industry, "small")
        of_base = peers_in_database(standings, verdict, owner.industry, "small")
        assert of_file is not None
        assert of_base is not None
        assert (of_file.industry, of_file.size) == (of_base.industry, of_base.size)
        assert (of_file.source, of_base.source) == ("file", "database")
        assert of_base.count == 60
        assert abs(of_file.total.rank - of_base.total.rank) <= 8
        assert of_file.total.value == verdict.score


def test_that_ranks_of_the_database_are_counted_exactly_and_without_oneself(
    ws: Workspace, stored
) -> None:
    standings = Standings.load(ws)
    owner, verdict = stored[0]
    subject = subject_in_database(ws, owner.uscc)
    assert subject is not None
    assert subject.verdict.score == verdict.score
    found = peers_in_database(standings, verdict, "C34", "small", subject.enterprise_id)
    assert found is not None
    assert found.count == 59
    others = [v.score for o, v in of_group(stored, "C34", "small") if o.uscc != owner.uscc]
    below = sum(other < verdict.score for other in others)
    assert abs(found.total.rank - 100 * below / len(others)) <= 1.5
    assert sum(share or 0 for share in found.levels) in range(98, 103)


def test_that_the_group_widens_until_there_are_five(ws: Workspace, stored) -> None:
    standings = Standings.load(ws)
    for wanted, found in {
        ("C39", "small"): ("C39", "small"),
        ("C39", "micro"): ("C39", None),
        ("C17", "micro"): (None, "micro"),
        ("C17", "large"): ALL,
        (None, None): ALL,
    }.items():
        group = own_peers(standings, *wanted, None)
        assert group is not None
        assert group.key == found


def test_that_fewer_than_five_are_no_peers(ws: Workspace, tmp_path: Path) -> None:
    verdict = score(ws.packs.default(), {})
    assert peers_in_database(Standings.load(ws), verdict, "C34", "small") is None
    with pytest.raises(TargetError) as caught:
        run(write_benchmark(ws, tmp_path / "x.szbench"))
    assert caught.value.code == "out_too_few"
    assert not (tmp_path / "x.szbench").exists()


def test_that_a_file_of_another_index_is_refused(ws: Workspace, stored, tmp_path: Path) -> None:
    out = tmp_path / "x.szbench"
    made = run(write_benchmark(ws, out))
    for other in (
        Benchmark("other", made.edition, made.made, made.groups),
        Benchmark(
            made.pack_id,
            made.edition,
            made.made,
            tuple(
                type(g)(g.industry, g.size, g.count, g.levels, {TOTAL: g.spreads[TOTAL]})
                for g in made.groups
            ),
        ),
    ):
        out.write_bytes(encode(other))
        with pytest.raises(BenchmarkError, match="other_index"):
            read_benchmark(out, ws.packs.default())


def test_that_a_loaded_file_stays_with_the_database(ws: Workspace, stored, tmp_path: Path) -> None:
    out = tmp_path / "x.szbench"
    made = run(write_benchmark(ws, out))
    assert kept_benchmark(ws) is None
    keep_benchmark(ws, out)
    out.unlink()
    with Workspace.open(str(ws.path)) as again:
        assert kept_benchmark(again) == made
    forget_benchmark(ws)
    assert kept_benchmark(ws) is None


def test_that_a_spoilt_setting_is_as_none(ws: Workspace) -> None:
    for spoilt in ("???", 7, "AAAA"):
        ws.set_setting(KEPT, spoilt)
        assert kept_benchmark(ws) is None
