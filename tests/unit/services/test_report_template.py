"""An office's own template: kept, used, forgotten, and never kept when it is faulty."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from suzhou_assess.report.word_faults import TemplateError
from suzhou_assess.report.word_package import SIZE_LIMIT
from suzhou_assess.report.word_report import shipped_template
from suzhou_assess.services import report_template
from suzhou_assess.services.deliver import TargetError
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words


def file_of(tmp_path: Path, text: str, name: str = "本单位.docx") -> Path:
    made = docx.Document()
    made.add_paragraph(text)
    stream = io.BytesIO()
    made.save(stream)
    path = tmp_path / name
    path.write_bytes(stream.getvalue())
    return path


def test_that_a_loaded_template_is_kept_and_used_for_chinese(ws: Workspace, tmp_path: Path) -> None:
    assert report_template.current(ws) is None
    path = file_of(tmp_path, "{{ cover.title }}")
    report_template.load(ws, path)
    kept = report_template.current(ws)
    assert kept is not None
    assert (kept.name, kept.content) == ("本单位.docx", path.read_bytes())
    assert report_template.template_for(ws, "zh") == path.read_bytes()
    assert report_template.template_for(ws, "en") == shipped_template("en")
    report_template.forget(ws)
    assert report_template.current(ws) is None
    assert report_template.template_for(ws, "zh") == shipped_template("zh")


def test_that_a_faulty_template_is_refused_and_the_old_one_stays(
    ws: Workspace, tmp_path: Path
) -> None:
    good = file_of(tmp_path, "{{ cover.title }}")
    report_template.load(ws, good)
    bad = file_of(tmp_path, "{{ cover.titel }}", "坏.docx")
    assert [fault.code for fault in report_template.check(bad)] == ["field_unknown_near"]
    with pytest.raises(TemplateError) as caught:
        report_template.load(ws, bad)
    assert "cover.titel" in caught.value.say(Words("zh"))
    kept = report_template.current(ws)
    assert kept is not None
    assert kept.name == "本单位.docx"


def test_that_a_template_given_for_once_is_checked_too(ws: Workspace, tmp_path: Path) -> None:
    once = file_of(tmp_path, "{{ title }}", "once.docx")
    assert report_template.template_for(ws, "en", once) == once.read_bytes()
    with pytest.raises(TemplateError):
        report_template.template_for(ws, "zh", file_of(tmp_path, "{{ titel }}"))
    with pytest.raises(FileNotFoundError):
        report_template.template_for(ws, "zh", tmp_path / "nothing.docx")


def test_that_a_huge_file_is_not_read_whole(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "huge.docx"
    with path.open("wb") as stream:
        stream.truncate(SIZE_LIMIT * 50)
    assert [fault.code for fault in report_template.check(path)] == ["template_too_big"]


def test_that_the_template_in_use_is_exported(ws: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "out.docx"
    report_template.export(ws, out)
    assert out.read_bytes() == shipped_template("zh")
    own = file_of(tmp_path, "{{ title }}")
    report_template.load(ws, own)
    report_template.export(ws, out)
    assert out.read_bytes() == own.read_bytes()
    report_template.export_shipped(out, "en")
    assert out.read_bytes() == shipped_template("en")
    with pytest.raises(TargetError):
        report_template.export(ws, tmp_path / "out.pdf")


@pytest.mark.parametrize(
    "kept", ["text", {}, {"name": "a", "kept_at": "x", "content": ""}, {"name": "a", "content": 1}]
)
def test_that_a_setting_that_no_version_wrote_counts_as_none(ws: Workspace, kept: object) -> None:
    ws.set_setting(report_template.KEY, kept)
    assert report_template.current(ws) is None
