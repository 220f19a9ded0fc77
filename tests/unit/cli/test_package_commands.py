"""``package``: write, check and import from the command line."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from running import Run

from suzhou_assess.services import assessments, enterprises
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.workspace import Workspace

PASSWORD = "correct horse"


@pytest.fixture
def visit(ws: Workspace, profile: Callable[..., dict[str, object]]) -> str:
    """An on-site draft in the database that commands work on."""
    owner, _ = enterprises.save(ws, profile(1))
    assert owner is not None
    key = assessments.start(ws, owner, "onsite", date(2025, 6, 1), "王工")
    AssessmentSession(ws, key).choose("Q01", ("B",))
    return key


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What stands in stdin."""
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def other(tmp_path: Path) -> str:
    return str(tmp_path / "other.db")


def test_that_a_package_goes_from_one_database_to_another(
    run: Run, visit: str, tmp_path: Path, profile: Any
) -> None:
    out = tmp_path / "visit.szpkg"
    wrote = run("package", "write", str(profile(1)["uscc"]), out)
    assert (wrote.code, wrote.err) == (0, "")
    assert "1 份评估" in wrote.out
    checked = run("package", "check", out)
    assert checked.code == 0
    assert str(profile(1)["name"]) in checked.out
    assert visit in checked.out
    took = run("--db", other(tmp_path), "package", "import", out)
    assert took.code == 0
    assert "新增" in took.out
    with Workspace.open(other(tmp_path)) as there:
        assert AssessmentSession(there, visit).answers.choices == {"Q01": ("B",)}
    assert "与本机相同" in run("--db", other(tmp_path), "package", "import", out).out


def test_that_a_package_says_it_in_english(run: Run, visit: str, tmp_path: Path) -> None:
    out = tmp_path / "visit.szpkg"
    run("package", "write", visit, out)
    said = run("--lang", "en", "package", "check", out).out
    assert "is sound, not encrypted" in said
    assert "draft, answered 1/31" in said


def test_that_a_password_is_read_from_stdin(
    run: Run, visit: str, tmp_path: Path, typed: Callable[[str], None]
) -> None:
    out = tmp_path / "visit.szpkg"
    typed(f"{PASSWORD}\n")
    assert "已加密" in run("package", "write", visit, out, "--password-stdin").out
    refused = run("package", "check", out)
    assert (refused.code, refused.out) == (1, "")
    assert "密码" in refused.err
    assert "--password-stdin" in refused.err
    typed("wrong horse\n")
    assert run("package", "check", out, "--password-stdin").code == 1
    typed(f"{PASSWORD}\r\n")
    assert run("package", "check", out, "--password-stdin").code == 0
    typed(PASSWORD)
    took = run("--db", other(tmp_path), "package", "import", out, "--password-stdin")
    assert took.code == 0


def test_that_stdin_that_is_no_text_is_told(
    run: Run, visit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    binary = io.TextIOWrapper(io.BytesIO(b"\xff\xfe\x00secret\n"), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", binary)
    refused = run("package", "write", visit, tmp_path / "visit.szpkg", "--password-stdin")
    assert refused.code == 2
    assert "UTF-8" in refused.err
    assert not (tmp_path / "visit.szpkg").exists()


def test_that_a_password_is_asked_for_on_a_terminal_and_again_when_wrong(
    run: Run, visit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "visit.szpkg"
    answers = ["short", PASSWORD, "another horse", PASSWORD, PASSWORD, "wrong horse", PASSWORD]
    monkeypatch.setattr("click.prompt", lambda *_, **__: answers.pop(0))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    wrote = run("package", "write", visit, out, "--password")
    assert wrote.code == 0
    assert "不一样" in wrote.err
    checked = run("package", "check", out)
    assert checked.code == 0
    assert "密码不对" in checked.err
    assert answers == []


def test_that_there_must_be_a_terminal_to_ask_on(run: Run, visit: str, tmp_path: Path) -> None:
    out = tmp_path / "visit.szpkg"
    refused = run("package", "write", visit, out, "--password")
    assert refused.code == 2
    assert "--password-stdin" in refused.err
    assert not out.exists()


def test_that_what_cannot_be_written_is_told(
    run: Run, ws: Workspace, visit: str, tmp_path: Path, profile: Any
) -> None:
    enterprises.save(ws, profile(2))
    unknown, without = str(profile(9)["uscc"]), str(profile(2)["uscc"])
    for who, name, told in (
        (unknown, "x.szpkg", unknown),
        (without, "x.szpkg", without),
        ("no-such-id", "x.szpkg", "no-such-id"),
        (visit, "x.zip", ".szpkg"),
    ):
        refused = run("package", "write", who, tmp_path / name)
        assert refused.code == 2
        assert told in refused.err
        assert not (tmp_path / name).exists()


def test_that_a_damaged_package_is_told_and_the_others_are_taken(
    run: Run, visit: str, tmp_path: Path
) -> None:
    out, broken = tmp_path / "visit.szpkg", tmp_path / "broken.szpkg"
    run("package", "write", visit, out)
    broken.write_bytes(out.read_bytes()[:-7])
    took = run("--db", other(tmp_path), "package", "import", broken, out)
    assert took.code == 1
    assert "不完整" in took.err
    assert "新增" in took.out


def conflicting(run: Run, ws: Workspace, visit: str, tmp_path: Path) -> Path:
    """A package whose answer to a question differs from that in the other database."""
    out = tmp_path / "visit.szpkg"
    run("package", "write", visit, out)
    run("--db", other(tmp_path), "package", "import", out)
    AssessmentSession(ws, visit).choose("Q02", "C")
    run("package", "write", visit, out)
    with Workspace.open(other(tmp_path)) as there:
        AssessmentSession(there, visit).choose("Q02", "D")
    return out


def test_that_conflicts_are_listed_and_left_alone(
    run: Run, ws: Workspace, visit: str, tmp_path: Path
) -> None:
    out = conflicting(run, ws, visit, tmp_path)
    took = run("--db", other(tmp_path), "package", "import", out)
    assert took.code == 1
    (line,) = (line for line in took.out.splitlines() if "冲突：" in line)
    assert line.index("Q02") < line.index("本机：D") < line.index("评估包：C")
    with Workspace.open(other(tmp_path)) as there:
        assert AssessmentSession(there, visit).answers.choices["Q02"] == "D"


@pytest.mark.parametrize(("side", "letter"), [("mine", "D"), ("theirs", "C")], ids=str)
def test_that_all_conflicts_can_be_decided_at_once(
    run: Run, ws: Workspace, visit: str, tmp_path: Path, side: str, letter: str
) -> None:
    out = conflicting(run, ws, visit, tmp_path)
    took = run("--db", other(tmp_path), "package", "import", out, "--conflicts", side)
    assert took.code == 0
    with Workspace.open(other(tmp_path)) as there:
        assert AssessmentSession(there, visit).answers.choices["Q02"] == letter


def test_that_a_dry_run_says_what_would_happen_and_writes_nothing(
    run: Run, ws: Workspace, visit: str, tmp_path: Path
) -> None:
    out = conflicting(run, ws, visit, tmp_path)
    tried = run("--db", other(tmp_path), "package", "import", out, "--dry-run")
    assert tried.code == 1
    assert "试运行" in tried.out
    assert "有冲突" in tried.out
    with Workspace.open(other(tmp_path)) as there:
        assert AssessmentSession(there, visit).answers.choices["Q02"] == "D"
