"""The report in Word: everything that the assessment holds is in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from visits import HOSTILE, Visit, make_visit

from suzhou_assess.report.model import ReportKind, ReportModel
from suzhou_assess.report.word_faults import TemplateError
from suzhou_assess.report.word_report import report_docx
from suzhou_assess.report.word_text import plain
from suzhou_assess.services import reports
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.report_facts import build_report
from suzhou_assess.services.workspace import Workspace


@pytest.fixture
def visit(ws: Workspace, profile: Callable[..., dict[str, object]]) -> Visit:
    made = make_visit(ws, profile)
    AssessmentSession(ws, made.found).note("S02", HOSTILE)
    return made


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    return folder


Build = Callable[..., ReportModel]


@pytest.fixture
def build(ws: Workspace, visit: Visit, pictures: Path) -> Build:
    def make(kind: ReportKind = "enterprise") -> ReportModel:
        return build_report(ws, visit.found, kind, pictures=pictures)

    return make


def said_in(content: bytes) -> str:
    body = docx.Document(io.BytesIO(content)).element.body
    return "\n".join(
        "".join(piece.text or "" for piece in paragraph.iter("{*}t"))
        for paragraph in body.iter("{*}p")
    )


def media_in(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [name for name in package.namelist() if name.startswith("word/media/")]


def test_that_notes_warnings_differences_and_evidence_are_all_there(
    build: Build, pictures: Path
) -> None:
    model = build()
    content = report_docx(model, pictures=pictures)
    said = said_in(content)
    assert HOSTILE in [note.text for note in model.notes]
    for text in (
        model.cover.enterprise,
        model.verdict.headline,
        *(note.text for note in model.notes if "\n" not in note.text),
        *(warning.text for warning in model.warnings),
        *(row.state for row in model.review.rows if model.review),
        *(row.caption for row in model.evidence),
        *(point.text for point in model.open_points),
        *(step.text for step in model.way_up.steps),
        *(row.name for row in model.support),
    ):
        assert plain(text) in said
    assert len(media_in(content)) == 3


def test_that_the_expert_gets_every_answer_with_every_option(build: Build) -> None:
    model = build("expert")
    said = said_in(report_docx(model))
    answers = [answer for section in model.answers for answer in section.answers]
    assert len(answers) == 31
    for answer in answers:
        assert f"{answer.id} {answer.name}" in said
        assert all(option.text in said for option in answer.options)
        assert answer.explanation in said
    assert "逐题明细" not in said_in(report_docx(build()))


def test_that_a_part_without_content_is_left_out_with_its_line_in_the_contents(
    build: Build,
) -> None:
    model = build()
    said = said_in(report_docx(model))
    assert said.count("自评对照") == 2, "once in the contents, once as a heading"
    assert said.count("同行对照") == (2 if model.peers else 0)


def test_that_a_chart_or_picture_that_is_missing_leaves_no_hole(build: Build) -> None:
    content = report_docx(build(), pictures=None, charts=None)
    assert media_in(content) == []
    assert "现场照片0" in said_in(content)


def test_that_an_own_template_is_what_is_filled(build: Build) -> None:
    made = docx.Document()
    made.add_paragraph("企业：{{ cover.enterprise }}")
    stream = io.BytesIO()
    made.save(stream)
    said = said_in(report_docx(build(), template=stream.getvalue()))
    assert said == "企业：苏州 A&B <工具> 有限公司"


def test_that_a_template_that_fails_on_these_data_is_told_as_such(build: Build) -> None:
    made = docx.Document()
    made.add_paragraph("{{ cover.enterprise + 1 }}")
    stream = io.BytesIO()
    made.save(stream)
    with pytest.raises(TemplateError) as caught:
        report_docx(build(), template=stream.getvalue())
    assert caught.value.code == "template_trial"


@pytest.fixture
def written(ws: Workspace, visit: Visit, tmp_path: Path) -> Path:
    out = tmp_path / "report.docx"
    for _ in reports.write_report(ws, visit.found, out, kind="expert"):
        pass
    return out


def test_that_the_service_puts_charts_and_photos_into_the_file(written: Path) -> None:
    assert len(media_in(written.read_bytes())) == 5
    properties = docx.Document(str(written)).core_properties
    assert "苏州 A&B <工具> 有限公司" in properties.title
