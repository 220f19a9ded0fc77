from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from running import Run

from suzhou_assess.report.fonts import FontShelf

Answers = Callable[..., dict[str, Any]]

pytestmark = pytest.mark.skipif(
    not FontShelf.of_machine().chinese, reason="no font for Chinese on this machine"
)


@pytest.fixture
def codes(run: Run, jsonl: Callable[..., Path], answers: Answers) -> list[str]:
    """Credit codes of two assessed enterprises."""
    made = [answers(1), answers(2)]
    assert run("import", jsonl(*made)).code == 0
    return [str(one["enterprise"]["uscc"]) for one in made]


def test_that_one_enterprise_is_one_file(run: Run, codes: list[str], tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    ran = run("export", "report", "--uscc", codes[0], "--format", "pdf", out)
    assert ran.code == 0
    assert str(out) in ran.out
    assert out.read_bytes().startswith(b"%PDF-")
    word = tmp_path / "report.docx"
    assert run("export", "report", "--uscc", codes[0], "--kind", "expert", word).code == 0
    assert word.read_bytes().startswith(b"PK")


def test_that_all_go_into_a_folder(run: Run, codes: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    ran = run("export", "report", "--all", "--format", "pdf", "--jobs", "2", folder)
    assert ran.code == 0
    assert "2" in ran.out
    assert sorted(path.name.split("_")[1] for path in folder.iterdir()) == sorted(codes)


def test_that_an_unknown_code_is_named_and_the_rest_done(
    run: Run, codes: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "reports"
    ran = run(
        "export", "report", "--uscc", codes[0], "--uscc", "91320583MA0000000X",
        "--format", "pdf", folder,
    )  # fmt: skip
    assert ran.code == 1
    assert "91320583MA0000000X" in ran.err
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ("--format", "pdf", "out.pdf"),
        ("--all", "--uscc", "1", "--format", "pdf", "out"),
        ("--all", "out"),
        ("--all", "--format", "odt", "out"),
        ("--all", "--format", "pdf", "--kind", "boss", "out"),
        ("--uscc", "1", "--format", "docx", "out.pdf"),
        ("--all", "--format", "pdf", "--template", "own.docx", "out"),
        ("--all", "--format", "pdf", "--jobs", "0", "out"),
    ],
    ids=["whose", "both", "format", "odt", "kind", "suffix", "template", "jobs"],
)
@pytest.mark.usefixtures("codes")
def test_that_wrong_usage_is_said(
    run: Run, wrong: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("export", "report", *wrong)
    assert ran.code == 2
    assert ran.err
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "out.pdf").exists()


def test_that_a_file_is_no_folder(run: Run, codes: list[str], tmp_path: Path) -> None:
    out = tmp_path / "reports.pdf"
    out.write_bytes(b"here")
    ran = run("export", "report", "--uscc", codes[0], "--uscc", codes[1], "--format", "pdf", out)
    assert ran.code == 2
    assert out.read_bytes() == b"here"


def test_that_an_unsuitable_template_is_refused(run: Run, codes: list[str], tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    own.write_bytes(b"not a document")
    out = tmp_path / "report.docx"
    ran = run("export", "report", "--uscc", codes[0], "--template", own, out)
    assert ran.code == 2
    assert ran.err
    assert not out.exists()


def test_that_without_assessments_there_is_nothing_to_report(run: Run, tmp_path: Path) -> None:
    assert run("import", tmp_path).code == 0
    ran = run("export", "report", "--all", "--format", "pdf", tmp_path / "reports")
    assert ran.code == 2
    assert "评估" in ran.err
