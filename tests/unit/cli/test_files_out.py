"""Commands that write files (``template``, ``workbook``, ``export``, ``sample``), ``status``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from suzhou_assess.services.sample_faults import KINDS

Answers = Callable[..., dict[str, Any]]
Lines = Callable[..., Path]


def test_that_a_blank_template_is_refused_for_being_blank(run, tmp_path: Path):
    assert run("template", tmp_path / "blank.xlsx").code == 0
    found = run("import", "--json", tmp_path / "blank.xlsx").objects[0]
    assert found["status"] == "refused"
    assert "nothing_answered" in [p["code"] for p in found["problems"]]


@pytest.mark.parametrize(
    ("out", "word"),
    [("x.xls", ".xlsx 结尾"), ("gone/x.xlsx", "没有文件夹"), ("folder.xlsx", "是文件夹")],
)
@pytest.mark.parametrize("command", ["template", "workbook", "summary"])
def test_that_a_place_that_cannot_be_written_is_told(
    run, answers: Answers, jsonl: Lines, tmp_path: Path, command: str, out: str, word: str
):
    (tmp_path / "folder.xlsx").mkdir()
    given = jsonl(answers(), name="one.json")
    run("import", given)
    line = {
        "template": ["template"], "workbook": ["workbook", given], "summary": ["export", "summary"],
    }[command]  # fmt: skip
    ran = run(*line, tmp_path / out)
    assert ran.code == 2
    assert word in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
@pytest.mark.parametrize("command", [["template"], ["export", "summary"]])
def test_that_a_disk_that_runs_full_leaves_the_old_file(
    run, answers: Answers, jsonl: Lines, tmp_path: Path, command: list[str]
):
    import resource

    run("import", jsonl(answers()))
    (tmp_path / "out").mkdir()
    out = tmp_path / "out" / "out.xlsx"
    out.write_bytes(b"the old one")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, before[1]))
    try:
        ran = run(*command, out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert ran.code == 2, ran
    assert "Traceback" not in ran.err
    assert out.read_bytes() == b"the old one"
    assert [path.name for path in out.parent.iterdir()] == ["out.xlsx"]


def test_that_a_workbook_is_not_made_of_what_cannot_be_understood(
    run, answers: Answers, jsonl: Lines, tmp_path: Path
):
    out = tmp_path / "out.xlsx"
    ran = run("workbook", jsonl(answers(Q02="Z"), name="one.json"), out)
    assert ran.code == 1
    assert "没有选项" in ran.err
    assert run("workbook", jsonl(answers(1), answers(2)), out).code == 1
    assert run("workbook", tmp_path / "gone.json", out).code == 1
    assert not out.exists()


def test_that_a_summary_counts_every_enterprise_by_its_latest(
    run, answers: Answers, jsonl: Lines, tmp_path: Path
):
    older, newer = answers(1), answers(1, Q05="E")
    older["assessment"]["date"] = "2025-01-01"
    other = answers(2)
    other["enterprise"]["district"] = "园区"
    run("import", jsonl(newer, older, other))
    assert run("export", "summary", tmp_path / "s.xlsx").code == 0
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    assert len(book.sheetnames) == 13
    detail = list(book["明细"].iter_rows(values_only=True))
    rows = [dict(zip(detail[0], row, strict=True)) for row in detail[1:]]
    assert [(r["企业名称"], r["评估次数"], r["得分"], r["等级名称"]) for r in rows] == [
        ("苏州试样2号机械有限公司", 1, 45.75, "初始级"),
        ("苏州试样1号机械有限公司", 2, 50.75, "初始级"),
    ]
    assert rows[0]["县级市（区）"] == "苏州工业园区"
    assert rows[0]["行业"].startswith("C34 ")
    assert (rows[0]["Q05 信息系统"], rows[0]["S01 产品设计 ★"]) == (5, 1)
    levels = {row[0]: row[1:] for row in book["等级分布"].iter_rows(values_only=True)}
    assert (levels["昆山市"][0], levels["昆山市"][3]) == (1, 1)
    assert levels["合计"][0] == 2
    assert levels["合计"][-1] == 48.25
    cells = [cell for row in book["总览"].iter_rows(values_only=True) for cell in row]
    assert {40_000, "累计完成（家）", "还差 39998 家"} <= {
        said.replace(",", "") if isinstance(said, str) else said for said in cells
    }


def test_that_no_name_becomes_a_formula(run, answers: Answers, jsonl: Lines, tmp_path: Path):
    given = answers()
    names = ('=HYPERLINK("http://example.com")', "+1", "-1", "@SUM(A1)", "http://example.com")
    lines = []
    for number, name in enumerate(names, start=1):
        given = answers(number)
        given["enterprise"] |= {"name": name, "contact_name": name}
        lines.append(given)
    run("import", jsonl(*lines))
    run("export", "summary", tmp_path / "s.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "s.xlsx")["明细"]
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == set(names)
    assert all(c.data_type != "f" and c.hyperlink is None for row in sheet for c in row)


def test_that_a_summary_of_nothing_says_so(run, answers: Answers, jsonl: Lines, tmp_path: Path):
    run("import", jsonl(answers(S01=9)))
    run("import", tmp_path / "nothing-here")
    from suzhou_assess.services.workspace import Workspace

    Workspace.open(str(tmp_path / "assess.db")).close()
    assert run("export", "summary", tmp_path / "s.xlsx").code == 0
    assert openpyxl.load_workbook(tmp_path / "s.xlsx")["明细"].max_row == 1


def test_that_status_counts_enterprises_by_district_and_level(run, answers: Answers, jsonl: Lines):
    nothing = answers(3, **{f"S{n:02d}": 0 for n in range(1, 17)})
    run("import", jsonl(answers(1), answers(2), nothing))
    counted = run("status", "--json").objects[0]
    assert list(counted) == ["goal", "assessed", "districts", "levels"]
    assert (counted["goal"], counted["assessed"]) == (40_000, 3)
    assert counted["districts"]["320583"] == 3
    assert {level: n for level, n in counted["levels"].items() if n} == {"0": 1, "1": 2}
    said = run("status").out
    for part in ("已评估 3 家", "还差 39,997 家", "昆山市", "初始级"):
        assert part in said


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two samples of every kind of fault and some sound workbooks."""
    from suzhou_assess.cli.main import main

    folder = tmp_path_factory.mktemp("samples") / "a"
    count = str(2 * len(KINDS) + 10)
    share = str(2 * len(KINDS) / int(count))
    assert main(["sample", str(folder), "--count", count, "--seed", "5", "--faulty", share]) == 0
    return folder


def truth_of(folder: Path) -> list[dict[str, Any]]:
    text = (folder / "truth.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_that_every_faulty_sample_is_found_with_its_cell_and_no_sound_one_refused(
    run, samples: Path
):
    truth = truth_of(samples)
    ran = run("import", "--json", samples)
    said = {Path(o["file"]).relative_to(samples).as_posix(): o for o in ran.objects[:-1]}
    assert said.keys() == {t["file"] for t in truth}
    for expected in truth:
        found = said[expected["file"]]
        assert found["status"] == ("refused" if expected["faulty"] else "imported"), expected
        if expected["faulty"]:
            places = [(p["code"], p["sheet"], p["cell"]) for p in found["problems"]]
            assert (expected["code"], expected["sheet"], expected["cell"]) in places
    assert {t["fault"] for t in truth} - {None} == set(KINDS)
    assert ran.objects[-1]["summary"]["skipped"] == 1


def test_that_sound_samples_score_as_their_truth_says(run, samples: Path):
    truth = truth_of(samples)
    sound = [t for t in truth if not t["faulty"]]
    scored = run("score", "--json", *(samples / t["file"] for t in sound)).objects
    assert [(s["uscc"], s["score"], s["level"]) for s in scored] == [
        (t["uscc"], t["score"], t["level"]) for t in sound
    ]


def test_that_the_same_seed_gives_the_same_bytes(run, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("suzhou_assess.services.samples._WORTH_PROCESSES", 1)
    options = ["--count", "30", "--seed", "9", "--faulty", "20%"]
    run("sample", tmp_path / "a", *options)
    monkeypatch.setattr("suzhou_assess.services.samples.usable_cores", lambda: 1)
    run("sample", tmp_path / "b", *options)
    contents = [
        {p.relative_to(d).as_posix(): p.read_bytes() for p in d.rglob("*") if p.is_file()}
        for d in (tmp_path / "a", tmp_path / "b")
    ]
    assert contents[0] == contents[1]
    assert len(contents[0]) == 31
    run("sample", tmp_path / "c", "--count", "30", "--seed", "10")
    assert not {p.name for p in (tmp_path / "c").rglob("*.xlsx")} & {
        p.name for p in (tmp_path / "a").rglob("*.xlsx")
    }


def test_that_sample_lines_all_import(run, tmp_path: Path):
    assert run("sample", tmp_path / "s", "--count", "300", "--format", "jsonl").code == 0
    summary = run("import", "--json", tmp_path / "s").objects[-1]["summary"]
    assert (summary["imported"], summary["refused"]) == (300, 0)
    levels = run("status", "--json").objects[0]["levels"]
    assert len([n for n in levels.values() if n >= 3]) >= 4, levels


def test_that_a_sample_never_mixes_with_what_is_there(run, tmp_path: Path):
    (tmp_path / "mine.txt").write_text("x")
    assert run("sample", tmp_path, "--count", "1").code == 2
    assert run("sample", tmp_path / "mine.txt", "--count", "1").code == 2
    assert run("sample", tmp_path / "s", "--format", "jsonl", "--faulty", "0.1").code == 2
