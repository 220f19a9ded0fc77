"""``export detail``, ``export benchmark`` and ``peers``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from running import Run


@pytest.fixture
def twelve(run: Run, answers: Callable[..., dict[str, Any]], tmp_path: Path) -> list[str]:
    """Twelve assessed enterprises in the database; gives their credit codes."""
    records = []
    for number in range(1, 13):
        record = answers(number)
        record["answers"]["Q05"] = "ABCDE"[number % 5]
        records.append(record)
    source = tmp_path / "all.jsonl"
    source.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    assert run("import", source).code == 0
    return [record["enterprise"]["uscc"] for record in records]


def test_that_the_detail_is_written_by_its_ending(run: Run, twelve, tmp_path: Path) -> None:
    for name in ("x.csv", "x.parquet"):
        ran = run("export", "detail", tmp_path / name)
        assert ran.code == 0
        assert (tmp_path / name).stat().st_size > 1000
    assert run("export", "detail", tmp_path / "x.txt").code == 2


def test_that_a_benchmark_is_written_and_compared_with_elsewhere(
    run: Run, twelve, answers, tmp_path: Path
) -> None:
    bench = tmp_path / "x.szbench"
    assert run("export", "benchmark", bench).code == 0
    one = tmp_path / "one.json"
    one.write_text(json.dumps(answers(99)), encoding="utf-8")
    elsewhere = tmp_path / "elsewhere.db"
    ran = run("--db", elsewhere, "peers", one, "--benchmark", bench, "--json")
    assert ran.code == 0
    assert not elsewhere.exists()
    told = ran.objects[0]
    assert told["source"] == "file"
    assert told["scores"][0]["id"] == "total"
    assert 1 <= told["scores"][0]["rank"] <= 99


def test_that_an_enterprise_is_compared_with_the_others(run: Run, twelve) -> None:
    ran = run("peers", twelve[0], "--json")
    assert ran.code == 0
    assert ran.objects[0]["count"] == 11
    assert ran.objects[0]["source"] == "database"
    for lang, word in (("zh", "同行"), ("en", "peers")):
        said = run("--lang", lang, "peers", twelve[0].lower())
        assert said.code == 0
        assert word in said.out


def test_that_what_cannot_be_compared_is_said(run: Run, twelve, answers, tmp_path: Path) -> None:
    for arguments in (
        ("peers", "91320583MA00000990"),
        ("peers", tmp_path / "missing.json"),
        ("peers", twelve[0], "--benchmark", tmp_path / "all.jsonl"),
        ("peers", twelve[0], "--benchmark", tmp_path / "missing.szbench"),
    ):
        ran = run(*arguments)
        assert ran.code == 2, ran
        assert ran.err
        assert not ran.out


def test_that_too_few_are_no_benchmark(run: Run, answers, tmp_path: Path) -> None:
    source = tmp_path / "one.json"
    source.write_text(json.dumps(answers(1)), encoding="utf-8")
    run("import", source)
    assert run("export", "benchmark", tmp_path / "x.szbench").code == 2
    assert run("peers", answers(1)["enterprise"]["uscc"]).code == 2
