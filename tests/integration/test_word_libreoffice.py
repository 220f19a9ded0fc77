"""Reports, sign-off sheets and interview scripts in a real office program, turned into pages."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from suzhou_assess.domain.walk import legs
from suzhou_assess.packs.walks import walk_of
from suzhou_assess.services import enterprises, handouts, reports
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.workspace import Workspace

sys.path.append(str(Path(__file__).parents[1] / "unit" / "services"))
from visits import HOSTILE, Visit, make_visit

pytestmark = [
    pytest.mark.soffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed"),
]
_NO_GLYPH = ("\ufffd", "\u25af", "\u2395")
_EDGE = 4.0
"""Points that a mark may stand beyond the margin: the line of a table does."""


@pytest.fixture
def visit(ws: Workspace, profile: Callable[..., dict[str, object]]) -> Visit:
    made = make_visit(ws, profile, photos=5)
    AssessmentSession(ws, made.found).note("S02", HOSTILE)
    return made


AsPdf = Callable[[Path], Path]


@pytest.fixture(scope="module")
def as_pdf(tmp_path_factory: pytest.TempPathFactory) -> AsPdf:
    """What LibreOffice prints of a Word file; a PDF stays as it is."""
    profile = tmp_path_factory.mktemp("office").as_uri()

    def convert(source: Path) -> Path:
        if source.suffix == ".pdf":
            return source
        folder = source.parent / "pdf"
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return folder / f"{source.stem}.pdf"

    return convert


def pages_of(pdf: Path) -> list[str]:
    said = subprocess.run(
        ["pdftotext", str(pdf), "-"], check=True, capture_output=True
    ).stdout.decode()
    return said.split("\f")[:-1]


def solid(text: str) -> str:
    """Without spaces: lines are broken anywhere in Chinese."""
    return re.sub(r"\s", "", text)


def boxes_of(pdf: Path) -> list[tuple[float, float, float]]:
    """Of every word: its left and right edge, and the width of its page."""
    said = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True
    ).stdout.decode()
    found, width = [], 0.0
    for line in said.splitlines():
        if page := re.search(r'<page width="([\d.]+)"', line):
            width = float(page[1])
        elif word := re.search(r'xMin="([-\d.]+)" yMin="[-\d.]+" xMax="([\d.]+)"', line):
            found.append((float(word[1]), float(word[2]), width))
    return found


def fonts_of(pdf: Path) -> str:
    return subprocess.run(["pdffonts", str(pdf)], check=True, capture_output=True).stdout.decode()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", ["enterprise", "expert"])
def test_that_a_report_prints_whole(
    ws: Workspace, visit: Visit, as_pdf: AsPdf, tmp_path: Path, kind, lang
) -> None:
    out = tmp_path / "report.docx"
    list(reports.write_report(ws, visit.found, out, kind=kind, lang=lang))
    pdf = as_pdf(out)
    pages = pages_of(pdf)
    said = solid("".join(pages))
    assert solid("苏州 A&B <工具> 有限公司") in said
    assert solid(HOSTILE.removesuffix("\x07")) in said
    assert "质量报表只拿到下半年的，等补" in said
    assert all(f"现场照片{number}" in said for number in range(5))
    assert not any(glyph in said for glyph in _NO_GLYPH)
    assert "{{" not in said.replace(solid(HOSTILE.removesuffix("\x07")), "")
    for left, right, width in boxes_of(pdf):
        assert left > 55 - _EDGE, "text beyond the left margin"
        assert right < width - 55 + _EDGE, "text beyond the right margin"
    assert all(len(solid(page)) > 60 for page in pages), "an empty page"
    last = rf"第{len(pages)}页共{len(pages)}页" if lang == "zh" else rf"Page{len(pages)}of"
    assert last in solid(pages[-1])
    assert (len(pages) > 15) == (kind == "expert")
    assert "CJK" in fonts_of(pdf)
    assert len(images_of(pdf)) >= 7


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_a_full_profile_stands_on_the_page_of_the_contents(
    ws: Workspace,
    visit: Visit,
    profile: Callable[..., dict[str, object]],
    as_pdf: AsPdf,
    tmp_path: Path,
    lang,
) -> None:
    full = profile(
        1, name="苏州试样精密机械制造有限公司昆山分公司", cluster="equipment", founded=2009,
        above_scale="是", qualification="创新型", contact_name="王女士",
        contact_title="信息部经理", phone="13800000000", email="contact@example.com",
    )  # fmt: skip
    owner = AssessmentSession(ws, visit.found).enterprise_id
    assert enterprises.save(ws, full, owner)[0] == owner
    out = tmp_path / "report.docx"
    list(reports.write_report(ws, visit.found, out, kind="expert", lang=lang))
    second = solid(pages_of(as_pdf(out))[1])
    assert "contact@example.com" in second


def images_of(pdf: Path) -> list[str]:
    listed = subprocess.run(["pdfimages", "-list", str(pdf)], check=True, capture_output=True)
    return listed.stdout.decode().splitlines()[2:]


def test_that_charts_are_sharp_on_paper(
    ws: Workspace, visit: Visit, as_pdf: AsPdf, tmp_path: Path
) -> None:
    out = tmp_path / "report.docx"
    list(reports.write_report(ws, visit.found, out))
    resolutions = [int(line.split()[12]) for line in images_of(as_pdf(out))]
    assert min(resolutions[:2]) >= 200, "pixels per inch of radar and scenarios"


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("whose", ["blank", "visit"])
def test_that_the_script_has_one_page_a_section(
    ws: Workspace, visit: Visit, as_pdf: AsPdf, tmp_path: Path, suffix: str, lang, whose: str
) -> None:
    out = tmp_path / f"script.{suffix}"
    list(handouts.write_interview(ws, visit.found if whose == "visit" else None, out, lang))
    pages = pages_of(as_pdf(out))
    pack = ws.packs.default()
    walked = legs(pack, walk_of(pack))
    assert len(pages) == len(walked)
    for number, (page, leg) in enumerate(zip(pages, walked, strict=True), start=1):
        said = solid(page)
        assert solid(leg.section.name.say(lang)) in said
        assert f"{number}/{len(pages)}" in said
        for item in leg.items:
            # Columns stand beside each other, so a text that takes two lines is torn by the other.
            assert solid(f"{item.id} {item.name.say(lang)}") in said
        others = [one.id for other in walked if other is not leg for one in other.items]
        assert not any(re.search(rf"\b{one}\b", page) for one in others)


def test_that_long_notes_still_leave_one_page_a_section(
    ws: Workspace, visit: Visit, as_pdf: AsPdf, tmp_path: Path
) -> None:
    session = AssessmentSession(ws, visit.found)
    for item in session.pack.item_ids:
        session.note(item, "现场看到的情况写得很长，" * 20)
        session.flag(item, on=True)
    for suffix in ("docx", "pdf"):
        out = tmp_path / f"script.{suffix}"
        list(handouts.write_interview(ws, visit.found, out))
        assert len(pages_of(as_pdf(out))) == len(legs(session.pack))


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_the_sheet_prints_whole_with_its_lines_on_one_page(
    ws: Workspace, visit: Visit, as_pdf: AsPdf, tmp_path: Path, suffix: str, lang
) -> None:
    out = tmp_path / f"sheet.{suffix}"
    list(handouts.write_signoff(ws, visit.found, out, lang))
    pdf = as_pdf(out)
    pages = pages_of(pdf)
    assert 2 <= len(pages) <= 3
    said = solid("".join(pages))
    for text in ("计划排程只有白板。", "45→38", "2025-05-20", "2025-06-03"):
        assert text in said
    signed = ("签字", "盖章", "职务") if lang == "zh" else ("Signature", "Seal", "Position")
    assert all(solid(pages[-1]).count(word) >= 2 for word in signed)
    for left, right, width in boxes_of(pdf):
        assert left > 50 - _EDGE
        assert right < width - 50 + _EDGE
