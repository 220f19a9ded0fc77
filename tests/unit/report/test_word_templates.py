"""The committed templates are what their script makes, and the guide names what there is."""

from __future__ import annotations

import io
import runpy
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from templates import texts

from suzhou_assess.report.word_fields import report_fields
from suzhou_assess.resources import files

ROOT = Path(__file__).parents[3]


def test_that_the_committed_templates_are_what_the_script_makes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    made = runpy.run_path(str(ROOT / "packaging" / "make_templates.py"))["templates"]()
    for name in [name for name in sys.modules if name.startswith("word_templates")]:
        monkeypatch.delitem(sys.modules, name)
    committed = files.names("templates", ".docx")
    assert sorted(f"templates/{name}" for name in made) == sorted(committed)
    for name, content in made.items():
        assert parts(content) == parts(files.read_bytes(f"templates/{name}")), (
            f"{name}: run packaging/make_templates.py"
        )


def parts(content: bytes) -> dict[str, bytes]:
    """By name: how a zip is packed differs between machines, what is in it doesn't."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("name", files.names("templates", ".docx"))
def test_that_every_font_is_named_for_chinese_and_every_page_is_a4(name: str) -> None:
    made = docx.Document(io.BytesIO(files.read_bytes(name)))
    ours = [style.name for style in made.styles if style.type == 1 and not style.builtin]
    for style in ("Normal", "Heading 1", *ours):
        fonts = made.styles[style].element.rPr.find(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia"))
        assert fonts.get(qn("w:eastAsiaTheme")) is None
    section = made.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    lang = made.styles.element.find(f".//{qn('w:lang')}")
    assert lang.get(qn("w:eastAsia")) == "zh-CN"


def test_that_every_head_of_a_table_is_repeated_and_no_row_is_torn_but_long_ones() -> None:
    made = docx.Document(io.BytesIO(files.read_bytes("templates/report.docx")))
    heads = whole = 0
    for row in made.element.body.iter(qn("w:tr")):
        properties = row.find(qn("w:trPr"))
        if properties is not None:
            heads += properties.find(qn("w:tblHeader")) is not None
            whole += properties.find(qn("w:cantSplit")) is not None
    assert heads >= 8
    assert whole >= 20


def test_that_the_contents_lead_to_every_part() -> None:
    made = docx.Document(io.BytesIO(files.read_bytes("templates/report.docx")))
    links = [link.get(qn("w:anchor")) for link in made.element.body.iter(qn("w:hyperlink"))]
    marks = [mark.get(qn("w:name")) for mark in made.element.body.iter(qn("w:bookmarkStart"))]
    assert links == marks
    assert len(set(links)) == len(links) > 10


@pytest.mark.parametrize("name", ["report.docx", "report.en.docx"])
def test_that_the_shipped_template_prints_every_part_of_the_model(name: str) -> None:
    said = " ".join(texts(files.read_bytes(f"templates/{name}")))
    left = {field for field in report_fields().parts if field not in said}
    # Kind and language are for templates to ask; what the radar shows is in its chart.
    assert left <= {"kind", "lang", "labels", "title", "author", "made_at", "footer", "radar"}


def test_that_the_guide_describes_every_field_and_no_other() -> None:
    script = ROOT / "docs" / "make_report_template.py"
    made = runpy.run_path(str(script))
    groups = {kind: set(group.parts) for kind, (_, group) in made["groups"]().items()}
    described = {kind: set(fields) for kind, fields in made["FIELDS"].items()}
    assert described == groups
    assert set(made["KINDS"]) == set(groups)
    assert made["PAGE"].read_text(encoding="utf-8") == made["page"](), f"run {script.name}"
