"""``batches``, ``undo``, ``doubts`` and ``decide``: looking back at imports, and mending them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from suzhou_assess.services import batches
from suzhou_assess.services.workspace import Workspace

Answers = Callable[..., dict[str, Any]]
Lines = Callable[..., Path]


@pytest.fixture
def imported(run, answers: Answers, jsonl: Lines) -> Callable[..., str]:
    """Imports these and gives the id of the batch."""

    def do(*objects: Any, name: str = "answers.jsonl") -> str:
        ran = run("import", "--json", jsonl(*objects, name=name))
        return str(ran.objects[-1]["summary"]["batch"])

    return do


def assessed(run) -> int:
    return int(run("status", "--json").objects[0]["assessed"])


def test_that_batches_are_listed_the_latest_first(run, imported, answers: Answers):
    first = imported(answers(1), answers(2, Q02="Z"), name="one.jsonl")
    second = imported(answers(3), name="two.jsonl")
    listed = run("batches", "--json").objects
    assert [card["id"] for card in listed] == [second, first]
    assert listed[1]["counts"]["imported"] == listed[1]["counts"]["refused"] == 1
    assert listed[0]["paths"][0].endswith("two.jsonl")
    out = run("batches").out
    assert out.index("two.jsonl") < out.index("one.jsonl")
    assert first[:8] in out
    assert len(run("batches", "--json", "--limit", "1").objects) == 1


def test_that_a_batch_tells_what_is_wrong_with_each_of_its_files(run, imported, answers: Answers):
    batch = imported(answers(1), answers(2, Q02="Z"))
    ran = run("batches", "show", batch[:6])
    assert (ran.code, "第 2 行：退回" in ran.out, "第 1 行" in ran.out) == (0, True, False)
    assert "第 1 行：新导入" in run("batches", "show", batch, "--all").out
    head, *items = run("batches", "show", batch, "--json").objects
    assert head["batch"]["id"] == batch
    assert [(item["line"], item["status"]) for item in items] == [(1, "imported"), (2, "refused")]
    assert items[1]["problems"][0]["code"] == "unknown_letter"


def test_that_a_batch_is_named_by_its_beginning_but_by_one_only(run, imported, answers: Answers):
    imported(answers(1))
    for named in ("zzz", " "):
        ran = run("batches", "show", named)
        assert (ran.code, ran.out) == (2, "")
        assert "没有批次" in ran.err
    for n in range(2, 20):  # of so many, two start with the same character
        imported(answers(n), name=f"{n}.jsonl")
    ids = [card["id"] for card in run("batches", "--json", "--limit", "50").objects]
    common = next(i[0] for i in ids if sum(j[0] == i[0] for j in ids) > 1)
    ran = run("undo", common, "--yes")
    assert (ran.code, ran.out) == (2, "")
    assert "不止一个批次" in ran.err
    assert assessed(run) == 19


def test_that_a_batch_is_taken_back_and_the_others_stay(run, imported, answers: Answers):
    first = imported(answers(1), answers(2), name="one.jsonl")
    imported(answers(3), name="two.jsonl")
    assert "将去掉评估 2 份" in run("undo", first, "--dry-run").out
    assert assessed(run) == 3
    ran = run("undo", first, "--yes")
    assert ran.code == 0
    assert "已撤销：去掉评估 2 份" in ran.out
    assert assessed(run) == 1
    assert "已撤销" in run("batches").out
    again = run("undo", first, "--yes")
    assert (again.code, "已经撤销过" in again.err) == (2, True)


def test_that_undoing_never_goes_ahead_without_a_yes(
    run, imported, answers: Answers, monkeypatch: pytest.MonkeyPatch
):
    batch = imported(answers(1))
    ran = run("undo", batch)
    assert ran.code == 2
    assert "--yes" in ran.err
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    assert "没有撤销" in run("undo", batch).out
    assert assessed(run) == 1
    monkeypatch.setattr("sys.stdin", Terminal("是\n"))
    assert run("undo", batch).code == 0
    assert assessed(run) == 0


class Terminal:
    """Somebody who types one line."""

    def __init__(self, typed: str) -> None:
        self._typed = typed

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return self._typed


def test_that_two_of_one_day_wait_and_a_decision_settles_it(run, imported, answers: Answers):
    imported(answers(1), name="one.jsonl")
    imported(answers(1, Q05="E"), name="two.jsonl")
    out = run("doubts").out
    assert "同一天的两份" in out
    assert "two.jsonl" in out
    (doubt,) = run("doubts", "--json").objects
    assert doubt["kind"] == "equal_date"
    assert doubt["decisions"] == ["keep", "take"]
    assert doubt["mine"]["score"] > doubt["other"]["score"]
    assert run("doubts", "--kind", "altered", "--json").objects == []
    wrong = run("decide", str(doubt["id"]), "accept")
    assert (wrong.code, "keep、take" in wrong.err) == (2, True)
    assert run("decide", "999", "take").code == 2
    assert "已决定 1 件，还剩 0 件" in run("decide", str(doubt["id"]), "take").out
    assert "没有待决定的" in run("doubts").out


def test_that_a_suspicious_one_is_counted_and_marked(run, imported, answers: Answers, jsonl: Lines):
    imported(answers(1), name="one.jsonl")
    ran = run("import", jsonl(answers(1, Q05="E"), name="two.jsonl"))
    assert "新增，可疑" in ran.out
    assert "可疑 1 份" in ran.out
    ran = run("import", "--json", jsonl(answers(1, Q05="D"), name="three.jsonl"))
    assert ran.objects[0]["suspicious"] is True
    assert ran.objects[-1]["summary"]["suspicious"] == 1


@pytest.mark.parametrize(
    "command", [["batches"], ["doubts"], ["undo", "x"], ["decide", "1", "keep"]]
)
def test_that_without_a_database_it_says_so(run, command: list[str]):
    ran = run(*command)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_that_commands_are_recorded_under_the_name_of_the_settings(run, imported, answers: Answers):
    imported(answers(1))
    with Workspace.open() as ws:
        ws.set_setting("assessor", "李工")
    batch = imported(answers(2))
    assert run("batches", "--json").objects[0]["who"] == "李工"
    run("undo", "--yes", batch)
    with Workspace.open() as ws:
        assert batches.get(ws, batch).undone_by == "李工"
