"""``plan`` and ``export plan``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from running import Run

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.planner import make_plans
from suzhou_assess.services import whose
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.workspace import Workspace


@pytest.fixture
def code(run: Run, answers: Callable[..., dict[str, Any]], jsonl: Callable[..., Path]) -> str:
    """The credit code of an imported enterprise at level 1."""
    record = answers()
    assert run("import", jsonl(record)).code == 0
    return str(record["enterprise"]["uscc"])


def test_that_the_best_plan_to_the_next_level_is_told(
    run: Run, code: str, pack: Pack, tmp_path: Path
) -> None:
    ran = run("plan", code, "--json")
    assert ran.code == 0
    (told,) = ran.objects
    with Workspace.open(str(tmp_path / "assess.db")) as ws:
        session = AssessmentSession(ws, whose.counting(ws, code))
    plans = make_plans(pack, session.answers, pack.levels[2])
    assert (told["level"], told["target"], told["shortfall"]) == (1, 2, [])
    assert [one["effort"] for one in told["plans"]] == [plan.effort for plan in plans.all]
    best = plans.best
    assert best is not None
    assert [(s["item"], s["to"]) for s in told["plans"][0]["steps"]] == [
        step.target for step in best.steps
    ]
    assert told["plans"][0]["level"] == 2


def test_that_wishes_are_kept(run: Run, code: str) -> None:
    wishes = ["--fix", "s05=3", "--fix", "Q04.F", "--without", "Q08", "--without", "Q05=D"]
    (told,) = run("plan", code, "--target", "3", "--outcomes", *wishes, "--json").objects
    for plan in told["plans"]:
        steps = {(step["item"], step["to"]) for step in plan["steps"]}
        assert {("S05", 3), ("Q04", "F")} <= steps
        assert not any(item == "Q08" or (item == "Q05" and to >= "D") for item, to in steps)


def test_that_it_is_said_in_words(run: Run, code: str) -> None:
    for lang, words in (
        ("zh", ("最省力的路径", "备选 1", "备选 2", "投入")),
        ("en", ("Least effort", "Alternative 1", "Alternative 2")),
    ):
        ran = run("--lang", lang, "plan", code)
        assert ran.code == 0
        assert all(word in ran.out for word in words)


def test_that_an_impossible_level_says_why_and_ends_with_1(run: Run, code: str) -> None:
    wishes = [word for item in ("Q01", "Q04", "Q05", "Q08") for word in ("--without", item)]
    ran = run("plan", code, "--target", "4", *wishes)
    assert ran.code == 1
    assert "80 分" in ran.out
    assert "重新考虑“数据采集”" in ran.out
    (told,) = run("plan", code, "--target", "4", *wishes, "--json").objects
    assert told["plans"] == []
    (short,) = told["shortfall"]
    assert short["condition"] == "score"
    assert short["reachable"] < short["required"] == 80
    named = {(block["kind"], block["wish"]) for block in short["blocked_by"]}
    assert named == {("outcomes", None)} | {("excluded", q) for q in ("Q01", "Q04", "Q05", "Q08")}


@pytest.mark.parametrize(
    "wrong",
    [
        ("--target", "9"),
        ("--target", "x"),
        ("--fix", "Q01.A"),
        ("--fix", "S05"),
        ("--fix", "S05=9"),
        ("--without", "Q99"),
    ],
    ids=" ".join,
)
def test_that_a_wish_that_makes_no_sense_is_told(
    run: Run, code: str, wrong: tuple[str, ...]
) -> None:
    ran = run("plan", code, *wrong)
    assert ran.code == 2
    assert wrong[1] in ran.err
    assert ran.out == ""


def test_that_nobody_known_is_told(run: Run, code: str, tmp_path: Path) -> None:
    for arguments in (("plan", "nobody"), ("export", "plan", "nobody", tmp_path / "x.xlsx")):
        ran = run(*arguments)
        assert ran.code == 2
        assert "nobody" in ran.err
    assert not (tmp_path / "x.xlsx").exists()


def test_that_the_plan_is_exported(run: Run, code: str, tmp_path: Path) -> None:
    out = tmp_path / "plan.xlsx"
    assert run("export", "plan", code, out).code == 0
    assert out.read_bytes()[:2] == b"PK"
    assert run("export", "plan", code, tmp_path / "plan.pdf").code == 2


def test_that_all_of_a_level_already_reached_needs_nothing(run: Run, code: str) -> None:
    ran = run("plan", code, "--target", "1")
    assert ran.code == 0
    assert "不用再做什么" in ran.out
    (told,) = run("plan", code, "--target", "1", "--json").objects
    assert told["plans"][0]["steps"] == []
