"""明细 as CSV and Parquet: every enterprise, every answer, and no formula."""

from __future__ import annotations

import csv
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pyarrow import parquet
from sqlalchemy import insert, update

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.scoring import score
from suzhou_assess.services import enterprises
from suzhou_assess.services.deliver import TargetError
from suzhou_assess.services.detail_files import write_detail_csv, write_detail_parquet
from suzhou_assess.services.detail_rows import count_rows, detail_rows
from suzhou_assess.services.events import Progress
from suzhou_assess.services.sample_enterprises import invent
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.submissions import IncomingSubmission, SubmissionWriter
from suzhou_assess.store.tables import assessment, enterprise
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.detail_columns import detail_columns

COUNT = 120


@pytest.fixture
def stored(ws: Workspace):
    """Invented submissions in the database, by credit code, with their verdicts."""
    pack = ws.packs.default()
    submissions = [invent(2, n, pack, ws.places) for n in range(COUNT)]
    verdicts = [score(pack, s.answers.choices) for s in submissions]
    writer = SubmissionWriter(ws.store, ws.places)
    writer.begin("test")
    pairs = list(zip(submissions, verdicts, strict=True))
    writer.store([IncomingSubmission(s, v, "试样.jsonl") for s, v in pairs])
    writer.finish({})
    return {submission.enterprise.uscc: (submission, verdict) for submission, verdict in pairs}


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def points(text: str) -> int:
    return int(Decimal(text) * 1000)


def test_that_the_csv_has_each_enterprise_with_every_answer(
    ws: Workspace, stored, tmp_path: Path
) -> None:
    out = tmp_path / "明细.csv"
    events = list(write_detail_csv(ws, out))
    assert events[-1] == Progress(COUNT, COUNT)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = {row["统一社会信用代码"]: row for row in read_csv(out)}
    assert rows.keys() == stored.keys()
    pack, districts = ws.packs.default(), ws.places.district_by_code
    for uscc, (submission, verdict) in stored.items():
        row, profile = rows[uscc], submission.enterprise
        assert row["企业名称"] == profile.name
        assert row["县级市（区）"] == districts[profile.district].name.zh
        assert row["上年营业收入（万元）"] == str(profile.revenue)
        assert row["评估日期"] == submission.date.isoformat()
        assert row["来源"] == "试样.jsonl"
        assert points(row["得分"]) == verdict.score
        assert row["等级名称"] == pack.levels[verdict.level].name.zh
        assert row["未填项"] == "、".join(verdict.unanswered)
        for dimension in pack.dimensions:
            assert points(row[dimension.name.zh]) == verdict.dimensions[dimension.id]
        for indicator in pack.indicators:
            assert points(row[indicator.name.zh]) == verdict.indicators[indicator.id]
        for question in pack.questions:
            header = f"{question.id} {question.name.zh}"
            assert points(row[header]) == verdict.questions[question.id]
        for level in (1, 2, 3, 4):
            assert row[f"{level} 级及以上场景数"] == str(verdict.scenarios_at[level])
            assert row[f"其中约束性（{level} 级）"] == str(verdict.binding_at[level])
        for scenario in pack.scenarios:
            shown = row[f"{scenario.id} {scenario.name.zh}" + (" ★" if scenario.binding else "")]
            if scenario.id in submission.answers.not_applicable:
                assert shown == "不适用"
            else:
                assert shown == str(submission.answers.choices.get(scenario.id, ""))


def test_that_parquet_has_the_same_with_types(ws: Workspace, stored, tmp_path: Path) -> None:
    out = tmp_path / "detail.parquet"
    list(write_detail_parquet(ws, out))
    list(write_detail_csv(ws, tmp_path / "detail.csv"))
    table = parquet.read_table(out)
    types = {field.name: str(field.type) for field in table.schema}
    assert types["评估日期"] == "date32[day]"
    assert types["得分"] == types["上年营业收入（万元）"] == "double"
    assert types["等级"] == types["从业人员（人）"] == "int64"
    assert types["S01 产品设计 ★"] == "int8"
    assert types["统一社会信用代码"] == "string"
    texts = read_csv(tmp_path / "detail.csv")
    assert table.column_names == list(texts[0])
    for row, text in zip(table.to_pylist(), texts, strict=True):
        for header, value in row.items():
            if value is None:
                assert text[header] == ""
            elif isinstance(value, str):
                assert text[header].removeprefix("'") == value
            elif isinstance(value, date):
                assert text[header] == value.isoformat()
            elif value == -2:
                assert text[header] == "不适用"
            else:
                assert float(text[header]) == value


@pytest.mark.parametrize("name", ["=1+1", "+86 企业", "-企业", "@SUM(A1)", "＝1+1", "\t=1"])
def test_that_no_name_becomes_a_formula(
    ws: Workspace, profile: Callable[..., dict[str, object]], tmp_path: Path, name: str
) -> None:
    enterprises.save(ws, profile(name=f"{name}有限公司", town="=A1"))
    list(write_detail_csv(ws, tmp_path / "x.csv"))
    row = read_csv(tmp_path / "x.csv")[0]
    assert row["企业名称"].lstrip("'")[0] not in "\t "
    assert row["镇（街道）/园区"] == "'=A1"
    if not name.startswith("\t"):
        assert row["企业名称"].startswith("'")


def test_that_an_enterprise_that_was_not_assessed_has_its_row(
    ws: Workspace, profile: Callable[..., dict[str, object]]
) -> None:
    enterprises.save(ws, profile(district=""))
    columns = [c.key for c in detail_columns(ws.packs.default(), ws.places, Words())]
    rows = [dict(zip(columns, row, strict=True)) for row in detail_rows(ws)]
    assert len(rows) == count_rows(ws) == 1
    assert rows[0]["assessments"] == 0
    assert all(rows[0][key] is None for key in columns[columns.index("mode") :])


def test_that_columns_are_said_in_english_too(ws: Workspace, stored, tmp_path: Path) -> None:
    list(write_detail_csv(ws, tmp_path / "x.csv", "en"))
    first = read_csv(tmp_path / "x.csv")[0]
    assert first["Level name"] in {level.name.en for level in ws.packs.default().levels}


def test_that_an_older_database_is_made_ready_first(ws: Workspace, stored, tmp_path: Path) -> None:
    list(write_detail_csv(ws, tmp_path / "before.csv"))
    with ws.store.writing() as connection:
        connection.execute(update(assessment).values(standing=None))
    list(write_detail_csv(ws, tmp_path / "after.csv"))
    assert (tmp_path / "after.csv").read_bytes() == (tmp_path / "before.csv").read_bytes()


@pytest.mark.parametrize(
    ("write", "ending"), [(write_detail_csv, ".csv"), (write_detail_parquet, ".parquet")]
)
def test_that_giving_up_leaves_what_was_there(
    ws: Workspace, stored, tmp_path: Path, write, ending: str
) -> None:
    out = tmp_path / f"x{ending}"
    out.write_bytes(b"old")
    writing = write(ws, out)
    for event in writing:
        if event.done == COUNT and event.total == COUNT:
            break
    writing.close()
    assert out.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir() if "tmp" in path.name] == []


def test_that_another_ending_is_refused(ws: Workspace, tmp_path: Path) -> None:
    with pytest.raises(TargetError):
        next(write_detail_csv(ws, tmp_path / "x.txt"))
    with pytest.raises(TargetError):
        next(write_detail_parquet(ws, tmp_path / "x.csv"))


def test_that_memory_does_not_grow_with_the_city(ws: Workspace, tmp_path: Path) -> None:
    """Twice as many enterprises take no more than a little more."""
    peaks, now = [], datetime.now(UTC)
    for start in (0, 3000):
        known = {"search": "", "name_key": b"", "created_at": now, "updated_at": now}
        new = [
            known | {"uscc": credit_code.complete(f"91320500MA{n:07d}"), "name": f"试样{n}号"}
            for n in range(start, start + 3000)
        ]
        with ws.store.writing() as connection:
            connection.execute(insert(enterprise), new)
        list(write_detail_csv(ws, tmp_path / "x.csv"))
        tracemalloc.start()
        list(write_detail_csv(ws, tmp_path / "x.csv"))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.3
