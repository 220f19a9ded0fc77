"""What a file's name says about it, and how the name is shown."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

_OTHER_SPREADSHEETS = frozenset(
    {".xls", ".xlsm", ".xlsb", ".xlt", ".xltx", ".xltm", ".ods", ".ots", ".fods"}
    | {".et", ".ett", ".csv", ".numbers"}
)


class Kind(Enum):
    WORKBOOK = "xlsx"
    OBJECT = "json"
    LINES = "jsonl"
    ARCHIVE = "zip"
    OTHER_SPREADSHEET = "other spreadsheet"
    PACKAGE = "szpkg"
    """Assessments on their way between laptops; taken in by themselves, with a preview."""
    LOCK = "lock"
    """Left beside an open file by Excel, WPS (``~$``) and LibreOffice (``.~lock``)."""
    OTHER = "other"


_KINDS = {
    ".xlsx": Kind.WORKBOOK,
    ".json": Kind.OBJECT,
    ".jsonl": Kind.LINES,
    ".zip": Kind.ARCHIVE,
    ".szpkg": Kind.PACKAGE,
}


def kind_of(name: str) -> Kind:
    """By the file name alone; what is inside is looked at by the reader."""
    last = name.replace("\\", "/").rpartition("/")[2]
    if last.startswith(("~$", ".~lock.", "._")):
        return Kind.LOCK
    suffix = suffix_of(last)
    if suffix in _OTHER_SPREADSHEETS:
        return Kind.OTHER_SPREADSHEET
    return _KINDS.get(suffix, Kind.OTHER)


def suffix_of(name: str) -> str:
    """``.xlsx`` of ``Name.XLSX``; nothing for a name that is all suffix."""
    stem, dot, suffix = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    return f".{suffix.lower()}" if stem and dot and suffix else ""


def shown_name(path: Path | str) -> str:
    """A name that can be written in UTF-8 whatever bytes it has on disk."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
