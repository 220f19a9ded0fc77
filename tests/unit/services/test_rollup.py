"""The roll-up's numbers against an independent count of what was stored."""

from __future__ import annotations

import errno
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from suzhou_assess.domain.scoring import score
from suzhou_assess.services.deliver import TargetError, write_summary
from suzhou_assess.services.events import Progress
from suzhou_assess.services.rollup import roll_up
from suzhou_assess.services.sample_enterprises import invent
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.submissions import IncomingSubmission, SubmissionWriter
from suzhou_assess.workbook.summary_data import Tally


@pytest.fixture
def stored(ws: Workspace):
    """Three hundred invented submissions in the database, with their verdicts."""
    pack = ws.packs.default()
    submissions = [invent(2, n, pack, ws.places) for n in range(300)]
    verdicts = [score(pack, s.answers.choices) for s in submissions]
    writer = SubmissionWriter(ws.store, ws.places)
    writer.begin("test")
    pairs = list(zip(submissions, verdicts, strict=True))
    writer.store([IncomingSubmission(s, v, "test.jsonl") for s, v in pairs])
    writer.finish({})
    return pairs


def test_that_counts_and_means_agree_with_a_count_by_hand(ws: Workspace, stored):
    tally = Tally()
    for row in roll_up(ws).rows:
        tally.add(row)
    by_district = defaultdict(list)
    for submission, verdict in stored:
        by_district[submission.enterprise.district].append(verdict)
    assert tally.enterprises == tally.all.assessed == 300
    assert tally.all.levels == Counter(v.level for _, v in stored)
    for district, verdicts in by_district.items():
        counts = tally.by_district[district]
        assert counts.levels == Counter(v.level for v in verdicts)
        mean = Fraction(sum(v.score for v in verdicts), len(verdicts))
        assert abs(counts.mean - mean) <= Fraction(1, 2)
    assert tally.incomplete == sum(bool(v.unanswered) for _, v in stored)
    assert sum(c.assessed for c in tally.by_size.values()) == 300


def test_that_the_workbook_shows_each_enterprise_with_every_answer(
    ws: Workspace, stored, tmp_path: Path
):
    events = list(write_summary(ws, tmp_path / "s.xlsx"))
    assert events[-1] == Progress(300, 300)
    table = list(openpyxl.load_workbook(tmp_path / "s.xlsx")["明细"].iter_rows(values_only=True))
    rows = {row[1]: dict(zip(table[0], row, strict=True)) for row in table[1:]}
    pack = ws.packs.default()
    for submission, verdict in stored:
        row = rows[submission.enterprise.uscc]
        assert row["得分"] == pytest.approx(verdict.score / 1000, abs=1e-9)
        assert row["等级"] == verdict.level
        assert row["未填项"] == ("、".join(verdict.unanswered) or None)
        for question in pack.questions:
            points = row[f"{question.id} {question.name.zh}"]
            assert points == pytest.approx(verdict.questions[question.id] / 1000, abs=1e-9)
        for scenario in pack.scenarios:
            shown = row[f"{scenario.id} {scenario.name.zh}" + (" ★" if scenario.binding else "")]
            if scenario.id in submission.answers.not_applicable:
                assert shown == "不适用"
            else:
                assert shown == submission.answers.choices.get(scenario.id)


def test_that_giving_up_leaves_what_was_there(ws: Workspace, stored, tmp_path: Path):
    out = tmp_path / "s.xlsx"
    out.write_bytes(b"old")
    events = write_summary(ws, out)
    next(events)
    next(events)
    events.close()
    assert out.read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir() if "tmp" in p.name) == []


def test_that_a_full_disk_keeps_its_name_and_what_was_there(
    ws: Workspace, stored, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "sheet1.xml")

    out = tmp_path / "s.xlsx"
    out.write_bytes(b"old")
    monkeypatch.setattr("xlsxwriter.workbook.Workbook._store_workbook", full)
    with pytest.raises(OSError, match="No space left") as caught:
        list(write_summary(ws, out))
    assert caught.value.errno == errno.ENOSPC
    assert out.read_bytes() == b"old"


def test_that_a_wrong_place_is_refused_before_anything_is_read(ws: Workspace, tmp_path: Path):
    with pytest.raises(TargetError):
        next(write_summary(ws, tmp_path / "s.csv"))
