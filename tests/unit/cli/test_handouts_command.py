"""``export signoff``, ``export interview`` and ``report-template`` as they are typed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest


@pytest.fixture
def assessed(run, jsonl: Callable[..., Path], answers: Callable[..., dict[str, Any]]) -> str:
    """The credit code of an enterprise with a self-assessment and an on-site one."""
    own, found = answers(1), answers(1, Q05="D")
    found["assessment"] = {"mode": "onsite", "date": "2025-06-10", "assessor": "李工"}
    assert run("import", jsonl(own, found)).code == 0
    return str(own["enterprise"]["uscc"])


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
@pytest.mark.parametrize("paper", ["signoff", "interview"])
def test_that_papers_are_written_for_a_credit_code(
    run, assessed: str, tmp_path: Path, paper: str, suffix: str
) -> None:
    out = tmp_path / f"paper.{suffix}"
    ran = run("export", paper, assessed, out)
    assert (ran.code, ran.err) == (0, "")
    assert str(out) in ran.out
    assert out.stat().st_size > 10_000


def test_that_the_on_site_assessment_is_meant_before_the_self_assessment(
    run, assessed: str, tmp_path: Path
) -> None:
    out = tmp_path / "sheet.docx"
    run("export", "signoff", assessed, out)
    said = "".join(piece.text or "" for piece in docx.Document(str(out)).element.body.iter("{*}t"))
    assert "2025-06-10" in said
    assert "自评低估 1 项：Q05 信息系统。" in said


def test_that_a_blank_script_needs_no_database(run, tmp_path: Path) -> None:
    out = tmp_path / "script.docx"
    assert run("export", "interview", out).code == 0
    assert out.exists()
    assert not (tmp_path / "assess.db").exists()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["export", "signoff", "91320583MA00000999", "OUT.docx"], "没有“91320583MA00000999”"),
        (["export", "signoff", "nobody", "OUT.docx"], "没有“nobody”"),
        (["export", "signoff", "nobody", "OUT.txt"], ".pdf / .docx"),
        (["export", "interview", "a", "b", "OUT.docx"], "多了参数：b"),
        (["export", "interview"], "缺少参数 OUT"),
    ],
    ids=["unknown code", "unknown id", "suffix", "two", "nothing"],
)
def test_that_what_cannot_be_done_is_said(
    run, assessed: str, tmp_path: Path, arguments: list[str], word: str
) -> None:
    ran = run(*(str(tmp_path / one) if one.startswith("OUT") else one for one in arguments))
    assert ran.code == 2
    assert word in ran.err
    assert not list(tmp_path.glob("OUT*"))


def test_that_a_template_goes_its_whole_way(run, assessed: str, tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    assert run("report-template", "export", own, "--shipped").code == 0
    assert run("report-template", "status").out.strip() == "正在使用自带的模板。"
    changed = docx.Document(str(own))
    changed.add_paragraph("本单位的话 {{ cover.enterprise }}")
    changed.save(str(own))
    assert run("report-template", "check", own).code == 0
    assert run("report-template", "load", own).code == 0
    assert "own.docx" in run("report-template", "status").out
    report = tmp_path / "report.docx"
    assert run("export", "report", "--uscc", assessed, report).code == 0
    assert "本单位的话" in docx.Document(str(report)).paragraphs[-1].text
    assert run("report-template", "forget").code == 0
    assert run("report-template", "export", own).code == 0
    assert "本单位的话" not in docx.Document(str(own)).paragraphs[-1].text


def test_that_every_fault_of_a_template_is_listed(run, assessed: str, tmp_path: Path) -> None:
    made = docx.Document()
    for text in ("{{ titel }}", "{% if x", "{{ cover.title }}"):
        made.add_paragraph(text)
    stream = io.BytesIO()
    made.save(stream)
    path = tmp_path / "bad.docx"
    path.write_bytes(stream.getvalue())
    ran = run("report-template", "check", path)
    assert ran.code == 1
    assert "正文第 1 段" in ran.out
    assert "正文第 2 段" in ran.out
    assert "共 2 处" in ran.out
    ran = run("report-template", "load", path)
    assert ran.code == 1
    assert "正文第 2 段" in ran.err
    assert run("report-template", "status").out.strip() == "正在使用自带的模板。"
    assert run("report-template", "check", tmp_path / "nothing.docx").code == 2
