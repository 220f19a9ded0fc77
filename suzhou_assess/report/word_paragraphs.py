"""The paragraphs of a Word file, each with the place that a person finds it at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from docx.document import Document

Story = Literal["body", "header", "footer", "footnotes"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_P, _TBL, _TR, _TC = (_W + name for name in ("p", "tbl", "tr", "tc"))
_TEXT, _TAB, _BREAK = _W + "t", _W + "tab", _W + "br"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands, counted as a reader counts."""

    story: Story
    paragraph: int
    """In its story; within a table, in its cell. From 1, empty ones too."""
    table: int = 0
    """Number of the table in its story, 0 outside."""
    row: int = 0
    column: int = 0


@dataclass(frozen=True)
class Paragraph:
    """The text of one paragraph, however many pieces Word cut it into."""

    place: Place
    text: str
    row: Any
    """The innermost table row that it stands in; ``None`` outside."""
    holder: Any
    """What it stands in directly: the body, a cell, a text box."""


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """Every paragraph that tags are looked for in: body, headers, footers, footnotes."""
    yield from _of_story(document.element.body, "body")
    seen: set[str] = set()
    for relation in document.part.rels.values():
        story = _STORIES.get(relation.reltype.rpartition("/")[2])
        if story is None or relation.is_external:
            continue
        part = relation.target_part
        if str(part.partname) not in seen:
            seen.add(str(part.partname))
            yield from _of_story(_root(part), story)


_STORIES: dict[str, Story] = {"header": "header", "footer": "footer", "footnotes": "footnotes"}


def _root(part: Any) -> Any:
    from docx.opc.oxml import parse_xml

    return part.element if hasattr(part, "element") else parse_xml(part.blob)


def _of_story(root: Any, story: Story) -> Iterator[Paragraph]:
    tables = {table: number for number, table in enumerate(root.iter(_TBL), start=1)}
    counted: Counter[Any] = Counter()
    for element in root.iter(_P):
        above = {one.tag: one for one in reversed(list(element.iterancestors()))}
        if _FALLBACK in above:
            continue
        holder = element.getparent()
        while holder.tag not in (_TC, root.tag) and holder.getparent() is not None:
            # Content controls, revisions and the like are no place of their own.
            if holder.tag.endswith("}txbxContent"):
                break
            holder = holder.getparent()
        counted[holder] += 1
        row, cell, table = (_innermost(element, tag) for tag in (_TR, _TC, _TBL))
        if table is None or row is None or cell is None:
            place = Place(story, counted[holder])
        else:
            place = Place(
                story,
                counted[holder],
                tables[table],
                [one for one in table.iter(_TR) if _innermost(one, _TBL) is table].index(row) + 1,
                [one for one in row.iter(_TC) if _innermost(one, _TR) is row].index(cell) + 1,
            )
        yield Paragraph(place, _text(element), row, holder)


def _innermost(element: Any, tag: str) -> Any:
    return next(element.iterancestors(tag), None)


def _text(paragraph: Any) -> str:
    return "".join(
        (element.text or "") if element.tag == _TEXT else " "
        for element in paragraph.iter(_TEXT, _TAB, _BREAK)
        if _innermost(element, _P) is paragraph
    )
