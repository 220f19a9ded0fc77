"""Which part of the package holds which sheet."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
_WORKSHEET = "/worksheet"


def sheet_parts(workbook: bytes, relations: bytes) -> Mapping[str, str]:
    """Name of each worksheet, in their order, to its part. Raises ``ET.ParseError``.

    Only for parts that the guard let pass: without declarations, XML holds nothing that grows.
    """
    targets = {
        link.get("Id"): f"xl/{str(link.get('Target')).removeprefix('/xl/')}"
        for link in ET.fromstring(relations)  # noqa: S314
        if str(link.get("Type")).endswith(_WORKSHEET)
    }
    found: dict[str, str] = {}
    for sheet in ET.fromstring(workbook).iter():  # noqa: S314
        if sheet.tag.rpartition("}")[2] != "sheet":
            continue
        link_id = next((v for k, v in sheet.items() if k.rpartition("}")[2] == "id"), None)
        if link_id in targets:
            found.setdefault(str(sheet.get("name")), targets[link_id])
    return found
