"""Help, usage errors and the ways in which a command can end, in the user's language."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from suzhou_assess import __version__
from suzhou_assess.cli import app
from suzhou_assess.cli.frame import Wishes
from suzhou_assess.words.catalog import Words

COMMANDS = ("template", "workbook", "score", "import", "export", "sample", "status", "gui")


def every_command(words: Words) -> Iterator[tuple[str, click.Command]]:
    def walk(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
        yield name, command
        if isinstance(command, click.Group):
            with click.Context(command, info_name=name, obj=Wishes(words)) as context:
                for sub in command.list_commands(context):
                    found = command.get_command(context, sub)
                    assert found is not None
                    yield from walk(f"{name} {sub}", found)

    yield from walk("suzhou-assess", app.build(words))


def test_that_every_command_and_option_is_documented():
    document = Path(__file__).parents[3].joinpath("docs/commands.md").read_text(encoding="utf-8")
    for name, command in every_command(Words("zh")):
        assert f"`{name}" in document, name
        for param in command.params:
            said = param.opts[-1] if isinstance(param, click.Option) else (param.name or "").upper()
            assert re.search(rf"{re.escape(said)}\b", document), f"{name} {said}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_help_of_every_command_is_in_one_language(run, lang: str):
    for name, _ in every_command(Words("zh")):
        ran = run("--lang", lang, *name.split()[1:], "--help")
        assert ran.code == 0, name
        assert ran.err == ""
        has_chinese = re.search("[\u4e00-\u9fff]", ran.out) is not None
        assert has_chinese == (lang == "zh"), ran.out
        assert "Usage" not in ran.out or lang == "en"


def test_that_help_fits_the_terminal_although_chinese_is_twice_as_wide(run, monkeypatch):
    from suzhou_assess.cli import layout

    monkeypatch.setenv("COLUMNS", "60")
    for name in COMMANDS:
        for line in run(name, "--help").out.splitlines():
            assert layout.columns(line) <= 62, line


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["frobnicate"], "没有“frobnicate”这个命令"),
        (["score"], "缺少参数 FILE"),
        (["score", "--bogus", "x"], "没有“--bogus”这个选项"),
        (["import", "x", "--jobs"], "选项 --jobs 后面要写值"),
        (["import", "x", "--jobs", "many"], "应是 1 到 256 之间的整数"),
        (["import", "x", "--jobs", "0"], "应是 1 到 256 之间的整数"),
        (["import", "x", "--dry-run=1"], "选项 --dry-run 不带值"),
        (["sample", "x", "--faulty", "1.5"], "应是 0 到 1 的数"),
        (["sample", "x", "--format", "pdf"], "请用 xlsx、jsonl"),
        (["export"], "还要写上命令：summary"),
        (["status", "extra"], "多了参数：extra"),
        (["status", "--lang", "fr"], "请用 zh、en"),
    ],
)
def test_that_wrong_usage_is_told_in_chinese_with_exit_code_2(run, arguments, word):
    ran = run(*arguments)
    assert ran.code == 2
    assert word in ran.err
    assert ran.err.startswith("用法：suzhou-assess")
    assert ran.out == ""
    assert not re.search("Error|Usage|Invalid|Try", ran.err)


def test_that_usage_errors_are_english_when_asked_for(run):
    ran = run("score", "--lang=en")
    assert "The argument FILE is missing." in ran.err


def test_that_the_language_may_come_from_the_environment(run, monkeypatch):
    monkeypatch.setenv("SUZHOU_ASSESS_LANG", "en")
    assert run("--help").out.startswith("Usage:")
    assert run("--help", "--lang", "zh").out.startswith("用法：")


def test_that_the_version_is_printed(run):
    assert run("--version").out == f"suzhou-assess {__version__}\n"


def test_that_the_database_may_stand_before_or_after_the_command(run, tmp_path: Path):
    path = tmp_path / "other.db"
    for arguments in (
        ["--db", path, "status"],
        ["status", "--db", path],
        ["status", f"--db={path}"],
    ):
        ran = run(*arguments)
        assert ran.code == 2
        assert str(path) in ran.err


def test_that_a_missing_database_is_no_zero_but_exit_code_2(run, tmp_path: Path):
    assert run("status").code == 2
    assert run("export", "summary", tmp_path / "out.xlsx").code == 2
    assert list(tmp_path.iterdir()) == []


def test_that_an_unsupported_database_is_told(run):
    ran = run("status", "--db", "postgresql://user:secret@host/x")
    assert ran.code == 2
    assert "secret" not in ran.err


def test_that_our_own_bug_becomes_a_report_and_no_traceback(run, monkeypatch):
    def fail(*_: object) -> None:
        raise ZeroDivisionError("made up")

    monkeypatch.setattr("suzhou_assess.cli.status.status", fail)
    monkeypatch.setattr("suzhou_assess.cli.status.Workspace.open", _open)
    ran = run("status")
    assert ran.code == 70
    assert "Traceback" not in ran.err + ran.out
    report = re.search(r"\S+crash-\S+\.txt", ran.err)
    assert report is not None
    assert "made up" in Path(report[0]).read_text(encoding="utf-8")


def _open(*_: object, **__: object) -> object:
    import contextlib

    return contextlib.nullcontext()


def test_that_the_window_is_opened_without_reading_commands():
    code = """
import sys
from types import ModuleType
window = ModuleType("suzhou_assess.cli.window")
window.open_window = lambda database, probe, began: print(database, probe) or 7
sys.modules["suzhou_assess.cli.window"] = window
from suzhou_assess.cli.main import main
assert main([]) == main(["gui"]) == main(["gui", "--probe"]) == main(["--db", "x"]) == 7
assert not {"click", "sqlalchemy", "yaml", "orjson", "multiprocessing"} & set(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:4] == ["None False", "None False", "None True", "x False"]


def test_that_scoring_never_imports_the_database_or_the_window(tmp_path: Path):
    (tmp_path / "a.json").write_text('{"pack": "miit-2024", "answers": {}}')
    code = f"""
import sys
from suzhou_assess.cli.main import main
main(["score", "--json", {str(tmp_path / "a.json")!r}])
assert not {{"sqlalchemy", "sqlite3", "PySide6", "xlsxwriter", "pebble"}} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_that_a_missing_display_is_told(run, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    ran = run("gui")
    assert ran.code == 2
    assert "图形界面" in ran.err or "PySide6" in ran.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
@pytest.mark.parametrize(
    "arguments", [["--help"], ["status", "--json"], ["score", "--json", "gone"]]
)
def test_that_a_full_disk_behind_stdout_is_told_and_no_bug(tmp_path: Path, arguments: list[str]):
    program = [sys.executable, "-m", "suzhou_assess", "--db", f"{tmp_path}/a.db"]
    subprocess.run([*program, "import", str(tmp_path)], check=True, capture_output=True)
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run([*program, *arguments], stdout=full, stderr=subprocess.PIPE, text=True)
    assert ran.returncode == 2
    assert ran.stderr.startswith("结果写不出去")
    assert ran.stderr.count("\n") == 1
