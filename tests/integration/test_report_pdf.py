"""Reports as PDF, read back: every note, warning and caption, in Chinese, and no box glyph."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PIL import Image

from suzhou_assess.domain.answers import GENERAL, Choice, sections
from suzhou_assess.domain.pack import Pack
from suzhou_assess.report.fonts import FontShelf
from suzhou_assess.report.model import KINDS, ReportKind, ReportModel, to_data
from suzhou_assess.report.typst_report import report_pdf
from suzhou_assess.report.typst_setter import Typesetter
from suzhou_assess.services import assessments, enterprises, evidence, onsite
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.report_facts import build_report
from suzhou_assess.services.workspace import Workspace

pytestmark = [
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on this machine"),
    pytest.mark.skipif(
        not FontShelf.of_machine().chinese, reason="no font for Chinese on this machine"
    ),
]
MADE = datetime(2025, 7, 20, 9, 30, tzinfo=UTC)
LONG_NAME = "苏州工业园区" + "精密智能装备制造与工业互联网技术应用研究" * 3 + "有限公司"
Made = tuple[ReportModel, str, bytes]


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter()


@pytest.fixture
def session(ws: Workspace, profile: Callable[..., dict[str, object]]) -> AssessmentSession:
    key, _ = enterprises.save(ws, profile(1))
    assert key is not None
    return AssessmentSession(ws, assessments.start(ws, key, "self", date(2025, 6, 1), "王工"))


@pytest.fixture
def made(ws: Workspace, typesetter: Typesetter, tmp_path: Path) -> Callable[..., Made]:
    """A report, its text, and its bytes."""

    def make(session: AssessmentSession, kind: ReportKind = "enterprise", lang: str = "zh") -> Made:
        pictures = tmp_path / f"pictures-{kind}"
        pictures.mkdir(exist_ok=True)
        model = build_report(ws, session.id, kind, lang, made_at=MADE, pictures=pictures)  # type: ignore[arg-type]
        # As the standard for accessible PDF: typst then refuses any glyph that no font has,
        # a picture without words, and headings that skip a level.
        given = typesetter.sources("report", to_data(model), made_at=MADE)
        typesetter._compiled(given, pictures, format="pdf", pdf_standards=["ua-1"])
        content = report_pdf(model, typesetter, pictures)
        path = tmp_path / "report.pdf"
        path.write_bytes(content)
        said = subprocess.run(
            ["pdftotext", "-raw", path, "-"], check=True, capture_output=True, text=True
        )
        return model, bare(said.stdout), content

    return make


def bare(text: str) -> str:
    """Without spaces, breaks and the hints where a line may break."""
    return re.sub(r"[\s\u200b]", "", text)


def pages(content: bytes, folder: Path) -> int:
    path = folder / "counted.pdf"
    path.write_bytes(content)
    said = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True).stdout
    return int(re.findall(r"Pages:\s+(\d+)", said)[0])


def photo(number: int) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (400, 300) if number % 2 else (300, 400), (number * 4, 90, 160)).save(
        stream, "JPEG"
    )
    return stream.getvalue()


def notes_of(pack: Pack) -> Iterator[tuple[str, str]]:
    for number, key in enumerate((GENERAL, *sections(pack), *pack.item_ids)):
        yield key, f"第{number}条备注：#set text(red) *粗* $x$ 《台账》缺{number}台"


@pytest.mark.parametrize("kind", KINDS)
def test_that_every_note_warning_and_caption_is_in_the_pdf(
    ws: Workspace, session: AssessmentSession, made: Callable[..., Made], kind: ReportKind
) -> None:
    session.choose("Q01", ("E",))
    session.choose("Q05", "E")
    session.choose("S06", 0)
    session.set_figures({"devices_total": 10, "devices_digital": 20})
    session.flag("S09", on=True)
    for key, text in notes_of(session.pack):
        session.note(key, text)
    for number in range(30):
        evidence.attach_bytes(
            ws, session.id, session.pack.item_ids[number], photo(number), f"{number}.jpg",
            caption=f"第{number}张现场照片",
        )  # fmt: skip
    model, said, _ = made(session, kind)
    assert len(model.warnings) >= 3
    for _, text in notes_of(session.pack):
        assert bare(text) in said
    for warning in model.warnings:
        assert bare(warning.text) in said
    for number in range(30):
        assert f"第{number}张现场照片" in said
    assert "S09安全生产" in said


@pytest.mark.parametrize("kind", KINDS)
def test_that_difference_and_reason_are_in_the_pdf(
    ws: Workspace, session: AssessmentSession, made: Callable[..., Made], kind: ReportKind
) -> None:
    session.choose("Q05", "E")
    session.choose("S01", 3)
    session.submit()
    visit = AssessmentSession(ws, onsite.start_from(ws, session.id, date(2025, 7, 1), "李工"))
    visit.choose("S01", 1)
    visit.set_reason("S01", "图纸只存在个人电脑里")
    _, said, _ = made(visit, kind)
    for words in ("图纸只存在个人电脑里", "高估", "−2级", "现场评定", "企业自评", "草稿"):
        assert words in said


def test_that_the_report_says_who_and_what_it_is(
    session: AssessmentSession, made: Callable[..., Made], tmp_path: Path
) -> None:
    _, said, content = made(session)
    assert "数字化水平评估报告" in said
    assert "苏州试样1号机械有限公司" in said
    path = tmp_path / "report.pdf"
    path.write_bytes(content)
    info = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True).stdout
    assert "苏州试样1号机械有限公司 数字化水平评估报告" in info
    assert re.search(r"Tagged:\s+yes", info)
    assert re.search(r"Page size:.*A4", info)
    assert f"第2页共{pages(content, tmp_path)}页" in said


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("level", range(5))
def test_that_an_owner_gets_a_few_pages_at_every_level(
    session: AssessmentSession,
    pack: Pack,
    made: Callable[..., Made],
    tmp_path: Path,
    level: int,
    lang: str,
) -> None:
    for item, choice in answers_at(pack, level):
        session.choose(item, choice)
    model, said, content = made(session, "enterprise", lang)
    assert model.verdict.level == level
    assert bare(model.verdict.headline) in said
    assert pages(content, tmp_path) <= 12


def answers_at(pack: Pack, level: int) -> Iterator[tuple[str, Choice]]:
    for question in pack.questions:
        if question.kind == "multiple":
            letters = [option.letter for option in question.options]
            count = -(-len(letters) * level // 4)
            yield question.id, tuple(letters[1 : 1 + count]) or (letters[0],)
        else:
            ordered = sorted(question.options, key=lambda option: option.points)
            yield question.id, ordered[-(-(len(ordered) - 1) * level // 4)].letter
    for scenario in pack.scenarios:
        yield scenario.id, level


def test_that_hostile_texts_break_nothing(
    ws: Workspace,
    profile: Callable[..., dict[str, object]],
    made: Callable[..., Made],
    tmp_path: Path,
) -> None:
    key, problems = enterprises.save(ws, profile(2, name=LONG_NAME, town='#include("/etc/passwd")'))
    assert key is not None, problems
    session = AssessmentSession(ws, assessments.start(ws, key, "self", date(2025, 6, 1), "*王*工"))
    session.note("Q01", "连续" * 20 + "A" * 400)
    session.note("Q02", "很长的备注。" * 1500)
    session.note("Q03", "👍🏭 𠮷野 \ue000 \u202e反 ﷽ 👨‍👩‍👧 é\u0301 ไทย العربية")
    for kind in KINDS:
        model, said, content = made(session, kind)
        assert bare("连续" * 20 + "A" * 400) in said
        # Some are parted by the end of a page.
        assert said.count("很长的备注。") >= 1490
        assert "𠮷野" in said
        assert "[U+E000]" in said
        assert "U+E000" in said.split(bare(model.labels["lacking"]))[1]
        assert LONG_NAME in said
        assert '#include("/etc/passwd")' in said
        assert pages(content, tmp_path) < 60
