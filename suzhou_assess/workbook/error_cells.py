"""Cells that hold an error value, such as ``#REF!``. calamine gives them as blank."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from suzhou_assess.workbook import zip_parts
from suzhou_assess.workbook.sheet_parts import RELATIONS, WORKBOOK, sheet_parts

_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"[^>]*? t="e"[^>]*>(?:<f[^>]*/>|<f.*?</f>)?<v>([^<]{1,20})</v>',
    re.DOTALL,
)
ErrorCells = Mapping[str, Mapping[str, str]]
"""Sheet name to cell address to error value."""
NONE: ErrorCells = {}


def error_cells(data: bytes) -> ErrorCells:
    """Those of a workbook that the guard let pass."""
    parts = {part.name: part for part in zip_parts.directory(data)}
    if WORKBOOK not in parts or RELATIONS not in parts:
        return NONE
    try:
        names = sheet_parts(*(zip_parts.content(data, parts[p]) for p in (WORKBOOK, RELATIONS)))
    except ET.ParseError:  # calamine forgives more than the standard library does
        return NONE
    found: dict[str, Mapping[str, str]] = {}
    for name, part in names.items():
        xml = zip_parts.content(data, parts[part]) if part in parts else b""
        if b't="e"' in xml:
            found[name] = {cell.decode(): value.decode() for cell, value in _ERROR.findall(xml)}
    return found
