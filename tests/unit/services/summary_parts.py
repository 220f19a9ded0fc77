"""Reading a summary workbook in tests: its tables, and whether Excel would open it as it is."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData"),
    *("sheetProtection", "autoFilter", "mergeCells", "conditionalFormatting", "dataValidations"),
    *("hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks"),
    *("colBreaks", "ignoredErrors", "drawing", "legacyDrawing", "tableParts", "extLst"),
)
"""In which the schema wants the children of a worksheet (CT_Worksheet)."""


def rows_below(sheet: Worksheet, first: str, nth: int = 0) -> list[dict[str, Any]]:
    """The rows of the table whose first header this is, to the next empty row."""
    table = list(sheet.iter_rows(values_only=True))
    top = [at for at, row in enumerate(table) if row[0] == first][nth]
    headers = table[top]
    found = []
    for row in table[top + 1 :]:
        if all(value is None for value in row):
            break
        found.append({h: v for h, v in zip(headers, row, strict=True) if h})
    return found


def card(sheet: Worksheet, label: str) -> tuple[Any, Any]:
    """The figure and the remark of a card of 总览."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == label:
                below = [sheet.cell(cell.row + down, cell.column).value for down in (1, 2)]
                return below[0], below[1]
    raise AssertionError(label)


def check_package(path: Path) -> None:
    """Whatever Excel would offer to repair, as far as a program can tell."""
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        names = package.namelist()
        assert len(names) == len(set(names))
        parts = {name: package.read(name) for name in names}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(content)
    styles = ElementTree.fromstring(parts["xl/styles.xml"])
    formats = len(styles.find(f"{_MAIN}cellXfs"))  # type: ignore[arg-type]
    strings = len(ElementTree.fromstring(parts["xl/sharedStrings.xml"]))
    filters = {
        text.split("!")[-1].replace("$", "")
        for text in re.findall(r"_FilterDatabase[^>]*>([^<]+)<", parts["xl/workbook.xml"].decode())
    }
    for name, content in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            _check_sheet(ElementTree.fromstring(content), formats, strings, filters)


def _check_sheet(root: Any, formats: int, strings: int, filters: set[str]) -> None:
    children = [child.tag.removeprefix(_MAIN) for child in root]
    assert [_ORDER.index(child) for child in children] == sorted(map(_ORDER.index, children))
    seen = list(_cells(root, formats, strings))
    last_row = max((int(row.get("r")) for row in root.find(f"{_MAIN}sheetData")), default=1)
    last_column = max((column for _, column in seen), default=1)
    reference = root.find(f"{_MAIN}dimension").get("ref").split(":")[-1]
    letters, row = re.fullmatch("([A-Z]+)([0-9]+)", reference).groups()  # type: ignore[union-attr]
    assert int(row) == last_row
    assert column_index_from_string(letters) == last_column
    own = root.find(f"{_MAIN}autoFilter")
    assert own is None or own.get("ref") in filters


def _cells(root: Any, formats: int, strings: int) -> Iterator[tuple[int, int]]:
    """Where the cells are: in rows and columns that ascend, each once, each of a known kind."""
    before = 0
    for row in root.find(f"{_MAIN}sheetData"):
        number, at = int(row.get("r")), 0
        assert number > before
        before = number
        for cell in row:
            letters, digits = re.fullmatch("([A-Z]+)([0-9]+)", cell.get("r")).groups()
            column = column_index_from_string(letters)
            assert int(digits) == number
            assert column > at
            at = column
            assert 0 <= int(cell.get("s", 0)) < formats
            _check_content(cell, strings)
            yield number, column


def _check_content(cell: Any, strings: int) -> None:
    kind, tags = cell.get("t", "n"), [child.tag.removeprefix(_MAIN) for child in cell]
    assert "f" not in tags
    if kind == "inlineStr":
        assert tags == ["is"]
        assert [part.tag for part in cell[0]] == [f"{_MAIN}t"]
    elif kind == "s":
        assert 0 <= int(cell[0].text) < strings
    else:
        assert kind == "n"
        assert tags in ([], ["v"])
        if tags:
            float(cell[0].text)
