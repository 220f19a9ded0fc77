"""Changes single cells of a workbook without touching anything else in it.

The way a person's typing would, for making workbooks that are faulty on purpose.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

Edit = Callable[[bytes], bytes]


def edit_parts(data: bytes, edits: Mapping[str, Edit]) -> bytes:
    """The same package with some of its parts changed; raises ``KeyError`` for a missing part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in edits:
            package.getinfo(part)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed:
            for entry in package.infolist():
                content = package.read(entry)
                edit = edits.get(entry.filename)
                changed.writestr(entry, content if edit is None else edit(content))
    return out.getvalue()


def type_into(data: bytes, sheet_number: int, cells: Mapping[str, str]) -> bytes:
    """Text typed into cells (``C7``) of a sheet, counted from 1 in the file's order.

    Raises ``KeyError`` for a cell that isn't there.
    """

    def edit(xml: bytes) -> bytes:
        for cell, text in cells.items():
            xml = _typed(xml, cell, text)
        return xml

    return edit_parts(data, {f"xl/worksheets/sheet{sheet_number}.xml": edit})


def _typed(xml: bytes, cell: str, text: str) -> bytes:
    # A closed element is tried first: "<c .../>" would else be taken as the start of a long one.
    pattern = rf'<c r="{cell}"((?: s="\d+")?)[^>]*?(?:/>|>.*?</c>)'.encode()
    said = f'<is><t xml:space="preserve">{escape(text)}</t></is>'.encode()
    changed, count = re.subn(
        pattern,
        lambda found: b'<c r="%s"%s t="inlineStr">%s</c>' % (cell.encode(), found[1], said),
        xml,
        count=1,
        flags=re.DOTALL,
    )
    if not count:
        raise KeyError(cell)
    return changed


def without_sheet(data: bytes, name: str) -> bytes:
    """The workbook as if somebody had deleted a sheet."""

    def edit(xml: bytes) -> bytes:
        text = xml.decode("utf-8")
        text = re.sub(rf'<sheet name="{re.escape(name)}"[^>]*/>', "", text, count=1)
        # Names that belong to sheets count them by position.
        return re.sub(
            r'<definedName [^>]*localSheetId="[^>]*>[^<]*</definedName>', "", text
        ).encode()

    return edit_parts(data, {"xl/workbook.xml": edit})
