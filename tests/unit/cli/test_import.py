"""``import``: what goes in, what is refused, and what is said of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

Answers = Callable[..., dict[str, Any]]
Lines = Callable[..., Path]


def statuses(objects: list[Any]) -> list[str]:
    return [o["status"] for o in objects if "status" in o]


def test_that_each_object_of_lines_gets_a_line_and_the_summary_comes_last(
    run, answers: Answers, jsonl: Lines
):
    path = jsonl(answers(1), answers(2, Q02="Z"), answers(3))
    ran = run("import", "--json", path)
    assert ran.code == 1
    assert [(o["file"], o["line"], o["status"]) for o in ran.objects[:-1]] == [
        (str(path), 1, "imported"), (str(path), 2, "refused"), (str(path), 3, "imported"),
    ]  # fmt: skip
    found = ran.objects[1]["problems"][0]
    assert list(found) == ["severity", "sheet", "cell", "code", "message"]
    assert (found["severity"], found["code"]) == ("error", "unknown_letter")
    summary = ran.objects[-1]["summary"]
    assert summary.pop("seconds") > 0
    assert len(summary.pop("batch")) == 36
    assert summary == {
        "files": 3, "imported": 2, "updated": 0, "unchanged": 0, "refused": 1, "skipped": 0,
        "suspicious": 0, "resumed": 0,
    }  # fmt: skip


def test_that_importing_again_changes_nothing_and_a_change_updates(
    run, answers: Answers, jsonl: Lines
):
    assert statuses(run("import", "--json", jsonl(answers(1))).objects) == ["imported"]
    assert statuses(run("import", "--json", jsonl(answers(1))).objects) == ["unchanged"]
    assert statuses(run("import", "--json", jsonl(answers(1, Q05="D"))).objects) == ["updated"]
    assert run("status", "--json").objects[0]["assessed"] == 1


def test_that_a_dry_run_says_the_same_and_leaves_no_database(
    run, answers: Answers, jsonl: Lines, tmp_path: Path
):
    path = jsonl(answers(1), answers(1), answers(2, S01=7))
    dry = run("import", "--dry-run", "--json", path)
    assert not (tmp_path / "assess.db").exists()
    real = run("import", "--json", path)
    assert statuses(dry.objects) == statuses(real.objects) == ["imported", "unchanged", "refused"]
    assert dry.objects[-1]["summary"]["batch"] is None


def test_that_an_error_of_a_data_check_refuses_and_a_warning_passes_along(
    run, answers: Answers, jsonl: Lines
):
    over = answers(1) | {"figures": {"devices_total": 5, "devices_digital": 9}}
    doubtful = answers(2) | {"figures": {"devices_total": 100, "devices_digital": 1}}
    refused, imported = run("import", "--json", jsonl(over, doubtful)).objects[:2]
    assert refused["status"] == "refused"
    assert "digital_over_total" in [p["code"] for p in refused["problems"]]
    assert imported["status"] == "imported"
    assert [(p["code"], p["severity"]) for p in imported["problems"]] == [
        ("figures_lead_elsewhere", "warning")
    ]


def test_that_an_unanswered_question_is_a_warning_and_no_answer_at_all_an_error(
    run, answers: Answers, jsonl: Lines
):
    gap, empty = answers(1), answers(2)
    del gap["answers"]["Q07"]
    empty["answers"] = {}
    first, second = run("import", "--json", jsonl(gap, empty)).objects[:2]
    assert (first["status"], [p["code"] for p in first["problems"]]) == ("imported", ["unanswered"])
    assert (second["status"], second["problems"][0]["code"]) == ("refused", "nothing_answered")


def test_that_a_leap_of_the_score_within_a_year_is_a_warning(run, answers: Answers, jsonl: Lines):
    later = answers(1, Q01=["B", "C", "D", "E"], Q02="E", Q03="E", Q05="E", Q08="F", Q11="E")
    later["assessment"]["date"] = "2025-09-01"
    second = run("import", "--json", jsonl(answers(1), later)).objects[1]
    assert second["status"] == "imported"
    assert "score_jump" in [p["code"] for p in second["problems"]]


def test_that_folders_archives_and_all_kinds_of_files_are_gone_through(
    run, answers: Answers, jsonl: Lines, tmp_path: Path
):
    inbox = tmp_path / "inbox"
    (inbox / "deep" / "deeper").mkdir(parents=True)
    one = jsonl(answers(1), name="one.json")
    run("workbook", one, inbox / "deep" / "deeper" / "form.xlsx")
    (inbox / "~$form.xlsx").write_bytes(b"lock")
    (inbox / "photo.jpg").write_bytes(b"x")
    (inbox / "old.XLS").write_bytes(b"x")
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as inner:
        inner.writestr("inside/three.json", json.dumps(answers(3)))
    with zipfile.ZipFile(inbox / "outer.zip", "w") as outer:
        outer.writestr("two.json", json.dumps(answers(2)))
        outer.write(tmp_path / "inner.zip", "inner.zip")
        outer.writestr("readme.txt", "x")
    ran = run("import", "--json", inbox)
    said = {o["file"]: o["status"] for o in ran.objects[:-1]}
    assert said == {
        str(inbox / "deep" / "deeper" / "form.xlsx"): "imported",
        str(inbox / "old.XLS"): "refused",
        f"{inbox / 'outer.zip'}!/two.json": "imported",
        f"{inbox / 'outer.zip'}!/inner.zip!/inside/three.json": "imported",
    }
    assert ran.objects[-1]["summary"]["skipped"] == 3
    assert run("status", "--json").objects[0]["assessed"] == 3


def test_that_a_missing_path_is_refused_and_the_rest_done(run, answers: Answers, jsonl: Lines):
    ran = run("import", "--json", jsonl(answers()).with_name("gone"), jsonl(answers()))
    assert ran.code == 1
    assert statuses(ran.objects) == ["refused", "imported"]
    assert ran.objects[0]["problems"][0]["code"] == "file_missing"


def test_that_the_number_of_processes_changes_nothing_but_time(
    run, answers: Answers, jsonl: Lines, tmp_path: Path
):
    path = jsonl(*(answers(n, **({"Q02": "Z"} if n % 7 == 0 else {})) for n in range(1, 900)))
    one = run("import", "--json", "--jobs", "1", "--db", tmp_path / "1.db", path).objects
    three = run("import", "--json", "--jobs", "3", "--db", tmp_path / "3.db", path).objects
    assert one[:-1] == three[:-1]
    assert len(one) == 900


def test_that_people_read_what_is_wrong_and_how_to_mend_it(run, answers: Answers, jsonl: Lines):
    said = run("import", jsonl(answers(1), answers(2, S01=7)))
    assert said.code == 1
    for part in ("第 2 行：退回", "产品设计", "→", "新导入 1", "退回 1"):
        assert part in said.out
    assert "第 1 行" not in said.out


def test_that_names_with_control_characters_stay_on_their_line(
    run, answers: Answers, jsonl: Lines, tmp_path: Path
):
    if sys.platform == "win32":
        pytest.skip("no such names there")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a\n\x1b[31mb.xls").write_bytes(b"x")
    (tmp_path / "in" / os.fsdecode(b"\xff\xfe.xls")).write_bytes(b"x")
    assert "\x1b" not in run("import", tmp_path / "in").out
    ran = run("import", "--json", tmp_path / "in")
    assert statuses(ran.objects) == ["refused", "refused"]


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is sent otherwise there")
def test_that_an_interrupt_ends_it_with_a_word_and_keeps_what_is_stored(
    answers: Answers, jsonl: Lines, tmp_path: Path
):
    path = jsonl(*(answers(n) for n in range(1, 6000)))
    command = [sys.executable, "-m", "suzhou_assess.cli.main", "import", "--json", str(path)]
    environment = os.environ | {"SUZHOU_ASSESS_DB": str(tmp_path / "assess.db")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        for _ in range(300):
            process.stdout.readline()
        process.send_signal(signal.SIGINT)
        said = process.stdout.read().count(b"imported") + 300
        assert process.stderr is not None
        err = process.stderr.read().decode()
    assert process.returncode == 130
    assert "已存入的保留" in err
    assert "Traceback" not in err
    done = subprocess.run(
        [sys.executable, "-m", "suzhou_assess.cli.main", "status", "--json"],
        capture_output=True, env=environment, check=True,
    )  # fmt: skip
    assert said <= json.loads(done.stdout)["assessed"] < 5999


def test_that_progress_is_not_on_stdout(run, answers: Answers, jsonl: Lines, monkeypatch):
    monkeypatch.setattr("suzhou_assess.cli.progress._PLAIN_SECONDS", 0)
    ran = run("import", "--json", jsonl(*(answers(n) for n in range(1, 300))))
    assert len(ran.objects) == 300
    assert "/ 299" in ran.err


def test_that_nothing_runs_on_after_it(run, answers: Answers, jsonl: Lines):
    run("import", "--json", jsonl(answers()))
    servers = psutil.Process().children()  # what starts processes, and tracks their resources
    readers = [reader for server in servers for reader in server.children()]
    assert psutil.wait_procs(readers, timeout=5)[1] == []
    assert all("multiprocessing" in " ".join(server.cmdline()) for server in servers)


@pytest.mark.skipif(sys.platform != "linux", reason="names are Unicode there")
def test_that_a_file_with_a_name_in_another_encoding_is_taken(
    run, answers: Answers, tmp_path: Path
):
    path = tmp_path / os.fsdecode("昆山.json".encode("gbk"))
    path.write_text(json.dumps(answers(1)), encoding="utf-8")
    assert statuses(run("import", "--json", path).objects) == ["imported"]


@pytest.mark.parametrize("command", ["import", "score"])
def test_that_an_empty_path_is_not_the_current_folder(
    run, answers: Answers, jsonl: Lines, command: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(jsonl(answers(1)).parent)
    ran = run(command, "--json", "")
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
@pytest.mark.parametrize("command", ["import", "score"])
def test_that_a_file_without_permission_is_refused_and_the_rest_done(
    run, answers: Answers, jsonl: Lines, command: str, tmp_path: Path
):
    shut = tmp_path / "shut.json"
    shut.touch(mode=0o000)
    ran = run(command, "--json", shut, jsonl(answers(1)))
    assert ran.code == 1
    assert ran.objects[0]["problems"][0]["code"] == "file_unreadable"
    assert "status" not in ran.objects[1] or ran.objects[1]["status"] == "imported"


def test_that_a_dry_run_shows_what_would_change_answer_by_answer(
    run, answers: Answers, jsonl: Lines
):
    run("import", jsonl(answers(1)))
    path = jsonl(answers(1, Q05="D"))
    assert "Q05: C → D" in run("import", "--dry-run", path).out
    (changed, _) = run("import", "--dry-run", "--json", path).objects
    assert changed["differences"] == [{"item": "Q05", "old": "C", "new": "D"}]


def test_that_what_goes_back_is_written_beside(run, answers: Answers, jsonl: Lines, tmp_path: Path):
    inbox = tmp_path / "in"
    inbox.mkdir()
    run("workbook", jsonl(answers(1), name="one.json"), inbox / "good.xlsx")
    (inbox / "bad.xlsx").write_bytes(b"PK nonsense")
    ran = run("import", "--json", inbox, "--returns", tmp_path / "back")
    assert ran.code == 1
    assert ran.objects[-1]["summary"]["refused"] == 1
    written = sorted(path.name for path in (tmp_path / "back").rglob("*.*"))
    assert any("bad" in name for name in written)
    assert not any("good" in name for name in written)
    dry = run("import", "--dry-run", inbox, "--returns", tmp_path / "dry")
    assert "退回件" in dry.out
    assert (tmp_path / "dry").is_dir()


@pytest.mark.parametrize("where", ["in", "in/back"])
def test_that_what_goes_back_is_not_written_into_what_comes_in(
    run, answers: Answers, tmp_path: Path, where: str
):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text(json.dumps(answers(1)), encoding="utf-8")
    ran = run("import", tmp_path / "in", "--returns", tmp_path / where)
    assert (ran.code, ran.out) == (2, "")
    assert "换一个位置" in ran.err
