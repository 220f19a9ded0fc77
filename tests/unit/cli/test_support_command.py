"""``support``: list, check, load, forget, match."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from running import Run

OWN = """\
format: suzhou-assess/support/1
id: office
edition: "2026"
name: {zh: 本区措施, en: District measures}
index: miit-2024
measures:
  - id: loan
    kind: finance
    name: {zh: 贷款对接, en: Loans}
    summary: {zh: 推荐给合作银行。, en: Put before banks.}
    source: {zh: 测试文件, en: A test file}
    conditions:
      level: {min: 2}
      period: {from: 2026-03-01, until: 2026-10-31}
"""


@pytest.fixture
def code(run: Run, answers: Callable[..., dict[str, Any]], tmp_path: Path) -> str:
    """The credit code of an enterprise that was assessed at level 1."""
    record = answers(1)
    source = tmp_path / "one.json"
    source.write_text(json.dumps(record), encoding="utf-8")
    assert run("import", source).code == 0
    return str(record["enterprise"]["uscc"])


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "office.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_that_the_shipped_measures_are_listed_as_examples(run: Run, code: str) -> None:
    ran = run("support", "list")
    assert ran.code == 0
    for name in ("免费诊断", "技术输出", "贴息奖补"):
        assert f"【示例】{name}" in ran.out
    assert [one["id"] for one in run("support", "list", "--json").objects] == [
        "diagnosis",
        "technology",
        "finance",
    ]


def test_that_a_file_is_checked_without_a_database(run: Run, own: Path, tmp_path: Path) -> None:
    ran = run("support", "check", own)
    assert (ran.code, ran.err) == (0, "")
    assert "本区措施" in ran.out
    assert not (tmp_path / "assess.db").exists()
    own.write_text(OWN.replace("min: 2", "min: 9").replace("kind: finance", "kind: gold"))
    ran = run("support", "check", own)
    assert ran.code == 2
    assert "office.yaml:8 " in ran.err
    assert "office.yaml:13 " in ran.err


def test_that_an_own_file_takes_the_place_of_the_examples_until_it_is_let_go(
    run: Run, code: str, own: Path
) -> None:
    assert run("support", "load", own).code == 0
    assert [one["id"] for one in run("support", "list", "--json").objects] == ["loan"]
    assert run("support", "forget", "other").code == 2
    assert run("support", "forget", "office").code == 0
    assert len(run("support", "list", "--json").objects) == 3
    assert run("support", "forget").code == 0


def test_that_a_refused_file_leaves_what_is_loaded(run: Run, code: str, own: Path) -> None:
    assert run("support", "load", own).code == 0
    broken = own.with_name("broken.yaml")
    broken.write_text(OWN.replace("edition", "version"), encoding="utf-8")
    assert run("support", "load", broken).code == 2
    assert run("support", "load", own.with_name("absent.yaml")).code == 2
    assert [one["id"] for one in run("support", "list", "--json").objects] == ["loan"]


def test_that_a_match_says_what_is_missing_on_the_day(run: Run, code: str, own: Path) -> None:
    run("support", "load", own)

    def on(day: str) -> dict[str, Any]:
        ran = run("support", "match", code, "--on", day, "--json")
        assert ran.code == 0
        found: dict[str, Any] = ran.objects[0]
        return found

    assert on("2026-06-01")["state"] == "almost"
    assert [one["state"] for one in on("2026-01-01")["missing"]] == ["open", "open"]
    over = on("2026-11-01")
    assert over["state"] == "not"
    assert over["missing"][0]["text"] == "已经截止（2026-10-31）"
    ran = run("--lang", "en", "support", "match", code.lower(), "--on", "2026-06-01")
    assert "Almost fits" in ran.out
    assert "1 short" in ran.out


def test_that_a_wrong_day_and_an_unknown_enterprise_are_said(run: Run, code: str) -> None:
    assert "2025-06-30" in run("support", "match", code, "--on", "tomorrow").err
    ran = run("support", "match", "91320500MA0000000X")
    assert ran.code == 2
    assert "91320500MA0000000X" in ran.err
