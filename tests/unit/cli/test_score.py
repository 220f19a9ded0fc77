"""``score``: what it prints, and that nothing can stop it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from suzhou_assess.domain.text import Lang
from suzhou_assess.services import parallel_scoring

Answers = Callable[..., dict[str, Any]]
Lines = Callable[..., Path]


def test_that_a_result_has_exactly_the_keys_of_the_format(run, answers: Answers, jsonl: Lines):
    result = run("score", "--json", jsonl(answers())).objects[0]
    assert list(result) == [
        "uscc", "pack", "score", "level", "level_name", "dimensions", "questions",
        "scenarios_at", "binding_at", "complete", "unanswered", "warnings",
    ]  # fmt: skip
    assert (result["score"], result["level"], result["level_name"]) == (45.75, 1, "初始级")
    assert result["dimensions"] == {"数字化基础": 21, "数字化管理": 9.75, "数字化成效": 15}
    assert result["scenarios_at"] == {"1": 16, "2": 0, "3": 0, "4": 0}
    assert result["binding_at"] == {"1": 10, "2": 0, "3": 0, "4": 0}
    assert result["complete"]


def test_that_unanswered_questions_are_zero_and_listed(run, answers: Answers, jsonl: Lines):
    given = answers()
    del given["answers"]["Q05"], given["answers"]["S03"]
    result = run("score", "--json", jsonl(given)).objects[0]
    assert result["questions"]["Q05"] == 0
    assert len(result["questions"]) == 15
    assert result["unanswered"] == ["Q05", "S03"]
    assert not result["complete"]


def test_that_an_enterprise_is_not_needed(run, jsonl: Lines):
    ran = run("score", "--json", jsonl({"pack": "miit-2024", "answers": {"Q05": "E"}}))
    result = ran.objects[0]
    assert ran.code == 0
    assert (result["uscc"], result["score"], result["warnings"]) == (None, 10, [])


def test_that_a_wrong_credit_code_is_told_and_the_score_given(run, answers: Answers, jsonl: Lines):
    given = answers()
    code = given["enterprise"]["uscc"]
    given["enterprise"]["uscc"] = code[:-1] + ("B" if code[-1] == "A" else "A")
    ran = run("score", "--json", jsonl(given))
    assert ran.code == 0
    assert [(w["check"], w["severity"]) for w in ran.objects[0]["warnings"]] == [
        ("uscc_check", "error")
    ]


def test_that_figures_above_their_total_are_told_and_the_score_given(
    run, answers: Answers, jsonl: Lines
):
    given = answers() | {"figures": {"devices_total": 10, "devices_digital": 12}}
    ran = run("score", "--json", jsonl(given))
    assert ran.code == 0
    where = {w["check"]: w["where"] for w in ran.objects[0]["warnings"]}
    assert where["digital_over_total"] == ["Q02"]


@pytest.mark.parametrize(
    ("item", "answer", "code"),
    [
        ("Q02", "Z", "unknown_letter"),
        ("Q02", ["B", "C"], "several_letters"),
        ("Q01", ["A", "B"], "exclusive_with_others"),
        ("S01", 5, "not_a_level"),
        ("S01", 1.0, "not_a_level"),
        ("S01", True, "not_a_level"),
        ("Q02", 3, "not_a_choice"),
        ("Q99", "A", "unknown_item"),
    ],
)
def test_that_answers_not_understood_refuse_their_object_only(
    run, answers: Answers, jsonl: Lines, item: str, answer: object, code: str
):
    path = jsonl(answers(1), answers(2, **{item: answer}), answers(3))
    ran = run("score", "--json", path)
    first, refused, third = ran.objects
    assert ran.code == 1
    assert first["level"] == third["level"] == 1
    assert (refused["file"], refused["line"], refused["status"]) == (str(path), 2, "refused")
    assert code in [p["code"] for p in refused["problems"]]
    assert all(p["message"] for p in refused["problems"])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "json_broken"),
        (b"[]", "field_wrong_type"),
        (b'"text"', "field_wrong_type"),
        (b'{"pack": "miit-2024", "answers": {"S01": NaN}}', "json_broken"),
        (b'{"pack": "miit-2024", "answers": []}', "field_wrong_type"),
        (b'{"pack": "miit-2024", "pack": "other"}', "json_key_twice"),
        (b'{"pack": "miit-2024", "answers": {"Q02": "A", "Q02" : "B"}}', "json_key_twice"),
        (b'{"pack": "nowhere-1999"}', "pack_unknown"),
        (b'{"pack": "miit-2024", "edition": "1999"}', "pack_edition_unknown"),
        (b'{"format": "suzhou-assess/answers/9", "pack": "miit-2024"}', "format_newer"),
        (b"\xff\xfe{\x00}\x00", "text_not_utf8"),
        (b"\x81\x40\x81", "text_not_utf8"),
        (b"[" * 100_000, "json_broken"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "json_broken"),
        (b'{"pack": "miit-2024", "x": "' + b"y" * 5_000_000 + b'"}', "file_too_large"),
    ],
)
def test_that_a_line_of_anything_is_refused_by_its_number(
    run, answers: Answers, jsonl: Lines, line: bytes, code: str
):
    ran = run("score", "--json", jsonl(answers(), line, answers()))
    assert ran.code == 1
    assert [o.get("line") for o in ran.objects] == [None, 2, None]
    assert [p["code"] for p in ran.objects[1]["problems"]] == [code]


def test_that_blank_lines_and_a_byte_order_mark_are_passed_over(run, answers: Answers, jsonl):
    good = json.dumps(answers()).encode()
    ran = run("score", "--json", jsonl(b"\xef\xbb\xbf" + good, b"", b"  ", good))
    assert (ran.code, len(ran.objects)) == (0, 2)


def test_that_a_utf_16_file_is_one_refusal(run, answers: Answers, tmp_path: Path):
    path = tmp_path / "wide.jsonl"
    path.write_bytes("\n".join([json.dumps(answers())] * 3).encode("utf-16"))
    ran = run("score", "--json", path)
    assert [(o["line"], o["problems"][0]["code"]) for o in ran.objects] == [(1, "text_not_utf8")]


def test_that_files_that_cannot_be_scored_are_named_and_the_others_scored(
    run, answers: Answers, jsonl: Lines, tmp_path: Path
):
    (tmp_path / "old.xls").write_bytes(b"x")
    (tmp_path / "notes.txt").write_bytes(b"x")
    (tmp_path / "empty.json").write_bytes(b"")
    (tmp_path / "fake.xlsx").write_bytes(b"no workbook")
    names = ("gone.json", "old.xls", "notes.txt", "empty.json", "fake.xlsx", "")
    ran = run("score", "--json", *(tmp_path / name for name in names), jsonl(answers()))
    assert ran.code == 1
    assert [o["problems"][0]["code"] for o in ran.objects[:-1]] == [
        "file_missing", "file_other_spreadsheet", "file_kind_unknown", "file_empty",
        "file_not_xlsx", "file_is_folder",
    ]  # fmt: skip
    assert ran.objects[-1]["level"] == 1


def test_that_several_processes_print_the_same_as_one(
    run, answers: Answers, jsonl: Lines, monkeypatch: pytest.MonkeyPatch
):
    lines = [answers(n, Q05="ABCDE"[n % 5]) for n in range(1, 1101)] + [b"{"] + [answers(5000)]
    path = jsonl(*lines)
    alone = run("score", "--json", path)
    monkeypatch.setattr(parallel_scoring, "WORTH_IT", 0)
    monkeypatch.setattr("suzhou_assess.cli.score.usable_cores", lambda: 3)
    together = run("score", "--json", path)
    assert (together.code, together.out) == (alone.code, alone.out) == (1, alone.out)
    assert len(together.objects) == 1102


@pytest.mark.skipif(sys.platform != "linux", reason="the processes are no copies there")
def test_that_a_process_that_is_killed_costs_nothing_but_time(
    run, answers: Answers, jsonl: Lines, monkeypatch: pytest.MonkeyPatch
):
    path = jsonl(*(answers(n) for n in range(1, 1200)))
    alone = run("score", "--json", path)
    scored = parallel_scoring._scored

    def dies_after_a_block(path: Path, lang: Lang, turn: int, jobs: int) -> Iterator[Any]:
        for block in scored(path, lang, turn, jobs):
            yield block
            if os.getpid() != command:
                os.kill(os.getpid(), 9)

    command = os.getpid()
    monkeypatch.setattr(parallel_scoring, "WORTH_IT", 0)
    monkeypatch.setattr("suzhou_assess.cli.score.usable_cores", lambda: 2)
    monkeypatch.setattr(parallel_scoring, "_scored", dies_after_a_block)
    assert run("score", "--json", path).out == alone.out


@pytest.mark.parametrize(
    "arguments",
    [("score", "--json", "{lines}"), ("import", "{lines}"), ("sample", "{out}", "--count", "900")],
)
def test_that_nothing_outlives_a_command_that_is_killed(
    answers: Answers, jsonl: Lines, tmp_path: Path, arguments: tuple[str, ...]
):
    path = jsonl(*(answers(n) for n in range(1, 7000)))
    assert path.stat().st_size > parallel_scoring.WORTH_IT
    wishes = [a.format(lines=path, out=tmp_path / "samples") for a in arguments]
    with subprocess.Popen(
        [sys.executable, "-m", "suzhou_assess.cli.main", *wishes],
        stdout=subprocess.PIPE,
        env=os.environ | {"SUZHOU_ASSESS_DB": str(tmp_path / "assess.db")},
    ) as process:
        found: list[psutil.Process] = []
        for _ in range(200):
            time.sleep(0.05)
            found = psutil.Process(process.pid).children(recursive=True)
            if len(found) >= 2:
                break
        time.sleep(0.5)
        found = psutil.Process(process.pid).children(recursive=True)
        process.kill()
    assert found
    assert psutil.wait_procs(found, timeout=10)[1] == []


def test_that_a_workbook_scores_like_the_answers_it_was_made_of(
    run, answers: Answers, jsonl: Lines, tmp_path: Path
):
    made = jsonl(answers(), name="one.json")
    assert run("workbook", made, tmp_path / "one.xlsx").code == 0
    of_answers, of_workbook = run("score", "--json", made, tmp_path / "one.xlsx").objects
    assert of_answers == of_workbook


def test_that_a_workbook_with_gaps_scores_like_the_answers_it_was_made_of(
    run, answers: Answers, jsonl: Lines, tmp_path: Path
):
    made = jsonl(answers(Q05=None, S03=None), name="one.json")
    assert run("workbook", made, tmp_path / "one.xlsx").code == 0
    of_answers, of_workbook = run("score", "--json", made, tmp_path / "one.xlsx").objects
    assert of_answers["unanswered"] == ["Q05", "S03"]
    assert of_answers == of_workbook


def test_that_people_read_score_level_and_what_blocks_the_next(run, answers: Answers, jsonl):
    said = run("score", jsonl(answers(1))).out
    for part in ("苏州试样1号机械有限公司", "45.75", "初始级", "规范级", "6 个场景"):
        assert part in said.replace("  ", " "), said
    assert run("score", "--lang", "en", jsonl(answers(1))).out.startswith("苏州试样1号")


def test_that_messages_are_in_the_language_asked_for(run, answers: Answers, jsonl: Lines):
    path = jsonl(answers(S01=9))
    chinese = run("score", "--json", path).objects[0]["problems"][0]["message"]
    english = run("--lang", "en", "score", "--json", path).objects[0]["problems"][0]["message"]
    assert "等级" in chinese
    assert english.isascii() or "level" in english


def test_that_output_is_utf_8_whatever_the_locale(answers: Answers, jsonl: Lines):
    environment = os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "suzhou_assess.cli.main", "score"]
    done = subprocess.run(
        [*command, jsonl(answers())], capture_output=True, env=environment, check=True
    )
    assert "初始级" in done.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
def test_that_a_closed_pipe_ends_it_without_a_word(answers: Answers, jsonl: Lines):
    path = jsonl(*(answers(n) for n in range(1, 400)))
    command = [sys.executable, "-m", "suzhou_assess.cli.main", "score", "--json", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.timeout(60)
@pytest.mark.parametrize("suffix", ["json", "jsonl", "xlsx"])
def test_that_what_is_no_file_is_never_opened(run, answers, jsonl: Lines, tmp_path: Path, suffix):
    os.mkfifo(tmp_path / f"pipe.{suffix}")
    (tmp_path / f"endless.{suffix}").symlink_to("/dev/zero")
    names = (f"pipe.{suffix}", f"endless.{suffix}", "a" * 300 + f".{suffix}")
    ran = run("score", "--json", *(tmp_path / name for name in names), jsonl(answers()))
    assert ran.code == 1
    codes = [o["problems"][0]["code"] for o in ran.objects[:-1]]
    assert codes == ["file_unreadable"] * 3
    assert ran.objects[-1]["level"] == 1
