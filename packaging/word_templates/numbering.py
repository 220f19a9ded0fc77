"""Numbers before headings, and the same numbers before the list of contents.

Word counts both, so they stay right when a part is left out of a report. The list has no page
numbers: those would be wrong until somebody has Word renew them.
"""

# ruff: noqa: SLF001 - python-docx keeps the XML elements behind its objects private.
from __future__ import annotations

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

_HEADINGS, _CONTENTS = 90, 91
_FORMS = {"zh": ("chineseCounting", "%1、"), "en": ("decimal", "%1. ")}


def number(made: Document, lang: str) -> None:
    """Numbers 标题 1, and makes the style ``Contents`` for the list."""
    form, text = _FORMS[lang]
    root = made.part.numbering_part.element
    for key, style in ((_HEADINGS, "Heading1"), (_CONTENTS, "Contents")):
        linked = f'<w:pStyle w:val="{style}"/>'
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">'
            '<w:multiLevelType w:val="multilevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}'
            f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum>'
        )
        # All abstract ones stand before the first of the others.
        first = root.find(qn("w:num"))
        first.addprevious(abstract) if first is not None else root.append(abstract)
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'
            )
        )
    for name, key in (("Heading 1", _HEADINGS), ("Contents", _CONTENTS)):
        properties = made.styles[name].element.get_or_add_pPr()
        numbered = parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{key}"/></w:numPr>'
        )
        properties.insert_element_before(numbered, "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def bookmark(paragraph: Paragraph, name: str, key: int) -> None:
    """A place that the list of contents leads to."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(key))
    start.set(qn("w:name"), name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def link(paragraph: Paragraph, text: str, name: str) -> None:
    """Text that leads to a bookmark when it is clicked."""
    made = OxmlElement("w:hyperlink")
    made.set(qn("w:anchor"), name)
    made.set(qn("w:history"), "1")
    run = paragraph.add_run(text)
    made.append(run._r)
    paragraph._p.append(made)
