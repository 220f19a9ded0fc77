"""The parts that Word templates are built of: page, styles, tables, tags.

Everything is done with real styles (正文, 标题 1…), so that an office changes a font or a distance
in one place, with Word itself.
"""

# ruff: noqa: SLF001 - python-docx keeps the XML elements behind its objects private.
from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

TEXT, MUTED, ACCENT, LINE = "1A2330", "5A6675", "1463C8", "C9D3DF"
SOFT, HEAD = "E8F1FD", "EDF1F6"
WARN = "935B00"

LATIN = "Arial"
SONG, HEI = "等线", "黑体"
"""Body and headings. They come with Office and WPS; where one is missing, the font table of the
file names what to take (``_ALTERNATIVES``)."""
_ALTERNATIVES = {
    "等线": "DengXian,Microsoft YaHei,Noto Sans CJK SC,Source Han Sans SC",
    "黑体": "SimHei,Microsoft YaHei,Noto Sans CJK SC,Source Han Sans SC",
}
_MADE = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def new(title: str, margins: tuple[float, float, float, float], size: float = 10.5) -> Document:
    """An A4 document; margins in mm: top, right, bottom, left; the body's size in points."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, right, bottom, left = (Mm(margin) for margin in margins)
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.header_distance = section.footer_distance = Mm(9)
    about = made.core_properties
    about.title, about.author, about.comments = title, "", ""
    about.created = about.modified = _MADE
    about.last_modified_by = ""
    about.revision = 1
    _defaults(made)
    body = made.styles["Normal"]
    fonts(body, SONG)
    body.font.size = Pt(size)
    body.font.color.rgb = RGBColor.from_string(TEXT)
    spacing(body, before=0, after=4, line=1.25)
    _fonts_named(made)
    return made


def heading_styles(made: Document, sizes: Sequence[float]) -> None:
    """标题 1 to 3: they stay with what follows."""
    for level, size in enumerate(sizes, start=1):
        style = made.styles[f"Heading {level}"]
        fonts(style, HEI)
        style.font.size, style.font.bold = Pt(size), True
        style.font.color.rgb = RGBColor.from_string(ACCENT if level == 1 else TEXT)
        spacing(style, before=16 if level == 1 else 10, after=6, line=1.2)
        style.paragraph_format.keep_with_next = True


def style(
    made: Document,
    name: str,
    *,
    size: float | None = None,
    color: str | None = None,
    bold: bool = False,
    font: str = SONG,
    before: float = 0,
    after: float = 0,
    line: float = 1.2,
    align: WD_ALIGN_PARAGRAPH | None = None,
    keep: bool = False,
    base: str = "Normal",
) -> None:
    """A paragraph style of our own."""
    one = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    one.base_style = made.styles[base]
    one.quick_style = True
    fonts(one, font)
    if size is not None:
        one.font.size = Pt(size)
    if color is not None:
        one.font.color.rgb = RGBColor.from_string(color)
    if bold:
        one.font.bold = True
    spacing(one, before=before, after=after, line=line)
    if align is not None:
        one.paragraph_format.alignment = align
    one.paragraph_format.keep_with_next = keep


def fonts(owner: Any, east_asian: str) -> None:
    """Fonts of a style, by script; what the theme would say is taken away."""
    properties = owner.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    named = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "cs"):
        named.set(qn(f"w:{script}"), LATIN)
    named.set(qn("w:eastAsia"), east_asian)
    properties.insert(0, named)


def spacing(owner: Any, *, before: float, after: float, line: float) -> None:
    shape = owner.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), line
    shape.widow_control = True


def paragraph(holder: Any, text: str = "", named: str | None = None) -> Paragraph:
    """A paragraph; text between ``**`` is bold."""
    made = holder.add_paragraph(style=named)
    runs(made, text)
    return made


def runs(paragraph: Paragraph, text: str) -> None:
    for number, piece in enumerate(text.split("**")):
        if piece:
            paragraph.add_run(piece).bold = True if number % 2 else None


def tag(holder: Any, content: str, named: str | None = None) -> None:
    """A paragraph that is a tag: ``{%p content %}``."""
    paragraph(holder, f"{{%p {content} %}}", named)


def table(
    holder: Any,
    widths: Sequence[float],
    *,
    head: Sequence[str] = (),
    named: str = "Cell",
    lines: str = "inner",
) -> Table:
    """A table with columns of ``widths`` mm; ``head`` is repeated on every page."""
    made = holder.add_table(rows=0, cols=len(widths))
    made.alignment = WD_TABLE_ALIGNMENT.LEFT
    made.autofit = False
    _table_properties(made, widths, lines)
    if head:
        titles = row(made, [f"**{title}**" for title in head], named=named, fill=HEAD)
        properties = titles[0]._tc.getparent().get_or_add_trPr()
        properties.append(OxmlElement("w:tblHeader"))
        for cell in titles:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    return made


def row(
    made: Table,
    texts: Sequence[str],
    *,
    named: str = "Cell",
    fill: str = "",
    whole: bool = True,
) -> list[_Cell]:
    """A row of cells; with ``whole`` no page break goes through it."""
    cells = list(made.add_row().cells)
    for cell, text, column in zip(cells, texts, made.columns, strict=True):
        cell.width = column.width
        first = cell.paragraphs[0]
        first.style = named
        runs(first, text)
        if fill:
            shade(cell, fill)
    if whole:
        cells[0]._tc.getparent().get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return cells


def rows_of(made: Table, repeated: str, texts: Sequence[str], **settings: Any) -> list[_Cell]:
    """A row for each entry: ``repeated`` is what stands behind ``for``."""
    tag_row(made, f"for {repeated}")
    cells = row(made, texts, **settings)
    tag_row(made, "endfor")
    return cells


def tag_row(made: Table, content: str) -> None:
    """A row that is a tag: it isn't there in the filled document."""
    cells = made.add_row().cells
    cells[0].paragraphs[0].add_run(f"{{%tr {content} %}}")


def shade(cell: _Cell, fill: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    properties.append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{fill}"/>'))


def add(cell: _Cell, text: str, named: str = "Cell") -> Paragraph:
    """A further paragraph in a cell."""
    return paragraph(cell, text, named)


def field(paragraph: Paragraph, code: str, shown: str = "1") -> None:
    """A field that Word fills itself: PAGE, NUMPAGES."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("t", shown), ("end", "")):
        run = paragraph.add_run()
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind == "t":
            run.text = text
        else:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {text} "
            run._r.append(instruction)


def right_tab(paragraph: Paragraph, at: float) -> None:
    """A stop at the right edge, ``at`` mm from the left one, in place of those of the style."""
    stops = parse_xml(
        f'<w:tabs {nsdecls("w")}><w:tab w:val="clear" w:pos="4680"/>'
        f'<w:tab w:val="clear" w:pos="9360"/><w:tab w:val="clear" w:pos="4320"/>'
        f'<w:tab w:val="clear" w:pos="8640"/>'
        f'<w:tab w:val="right" w:pos="{Mm(at).twips}"/></w:tabs>'
    )
    paragraph._p.get_or_add_pPr().insert_element_before(
        stops, "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def bordered(paragraph: Paragraph, *, top: str = "", bottom: str = "", space: int = 4) -> None:
    """Lines above or below a paragraph, by colour."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="{space}" w:color="{color}"/>'
        for side, color in (("top", top), ("bottom", bottom))
        if color
    )
    made = parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>")
    paragraph._p.get_or_add_pPr().insert_element_before(
        made, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def content(made: Document) -> bytes:
    """The file, without the time at which it was written: nothing changes where nothing did."""
    saved, packed = io.BytesIO(), io.BytesIO()
    made.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _table_properties(made: Table, widths: Sequence[float], lines: str) -> None:
    properties = made._tbl.tblPr
    borders = {
        "inner": ("top", "bottom", "insideH"),
        "all": ("top", "left", "bottom", "right", "insideH", "insideV"),
        "none": (),
    }[lines]
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>' for side in borders
    )
    total = sum(Mm(width).twips for width in widths)
    for old in ("w:tblStyle", "w:tblW", "w:tblBorders", "w:tblCellMar"):
        for element in properties.findall(qn(old)):
            properties.remove(element)
    successors = ("w:jc", "w:tblInd", "w:tblLayout", "w:tblLook")
    properties.insert_element_before(
        parse_xml(f'<w:tblW {nsdecls("w")} w:w="{total}" w:type="dxa"/>'), *successors
    )
    properties.insert_element_before(
        parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>"),
        "w:tblLayout",
        "w:tblLook",
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80))
    )
    properties.insert_element_before(
        parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"), "w:tblLook"
    )
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)


def _defaults(made: Document) -> None:
    """Chinese is Chinese of the mainland: otherwise a fallback font shows Japanese shapes."""
    properties = made.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for name in ("w:lang", "w:rFonts"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    properties.append(
        parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>')
    )
    settings = made.settings.element
    for old in settings.findall(qn("w:themeFontLang")):
        old.set(qn("w:eastAsia"), "zh-CN")


def _fonts_named(made: Document) -> None:
    """The font table, with what to take where a font isn't there."""
    for relation in made.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            named = "".join(
                f'<w:font w:name="{name}"><w:altName w:val="{others}"/>'
                '<w:charset w:val="86"/><w:family w:val="auto"/>'
                '<w:pitch w:val="variable"/></w:font>'
                for name, others in _ALTERNATIVES.items()
            )
            relation.target_part._blob = (
                '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
                f"<w:fonts {nsdecls('w')}>{named}</w:fonts>"
            ).encode()
