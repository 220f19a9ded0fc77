"""Cells that hold an error value, such as ``#REF!``. calamine gives them as blank."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from xml.etree import ElementTree as ET

from suzhou_assess.workbook import guard

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"[^>]*? t="e"[^>]*>(?:<f[^>]*/>|<f.*?</f>)?<v>([^<]{1,20})</v>',
    re.DOTALL,
)
NONE: Mapping[str, Mapping[str, str]] = {}


def error_cells(data: bytes) -> Mapping[str, Mapping[str, str]]:
    """Sheet name to cell address to error value. Nearly always empty, and then it costs nothing:
    the guard has seen every sheet already."""
    seen = guard.inspect(data)
    try:
        return _by_sheet(data) if seen.error_sheets else NONE
    except ET.ParseError:  # calamine forgives more than the standard library does
        return NONE


@lru_cache(maxsize=1)
def _by_sheet(data: bytes) -> Mapping[str, Mapping[str, str]]:
    parts = guard.inspect(data).error_sheets
    if _WORKBOOK not in parts or _RELATIONS not in parts:
        return NONE
    # Without declarations, which the guard refuses, XML holds nothing that could grow.
    targets = {
        link.get("Id"): f"xl/{str(link.get('Target')).removeprefix('/xl/')}"
        for link in ET.fromstring(parts[_RELATIONS])  # noqa: S314
    }
    found: dict[str, Mapping[str, str]] = {}
    for sheet in ET.fromstring(parts[_WORKBOOK]).iter():  # noqa: S314
        if sheet.tag.rpartition("}")[2] != "sheet":
            continue
        link_id = next((v for k, v in sheet.items() if k.rpartition("}")[2] == "id"), None)
        xml = parts.get(targets.get(link_id, ""))
        if xml is not None:
            found[str(sheet.get("name"))] = {
                cell.decode(): value.decode() for cell, value in _ERROR.findall(xml)
            }
    return found
