"""Whether a file is a Word file that a template may be: looked at before anything reads it."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

from suzhou_assess.report.word_faults import TemplateFault

SIZE_LIMIT = 10 * 1024 * 1024
"""Bytes of a template: text with a logo. It is kept in the database and read for each report."""
_MEMBERS_LIMIT = 2_000
_UNPACKED_LIMIT = 64 * 1024 * 1024
_TEXT_LIMIT = 8 * 1024 * 1024
"""Bytes of one XML part. The text of a long report has one; tags are looked for in all of it."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_MACROS = (b"macroEnabled", b"vnd.ms-office.vbaProject")
_RELATION = re.compile(rb"<[^<>]*?Relationship\s[^<>]*>")
_HYPERLINK = b"/hyperlink"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,  # NotImplementedError among them: an unknown way to pack, a password
    ValueError,
)


def look_at(content: bytes) -> TemplateFault | None:
    """What is wrong with the file as a whole, ``None`` when it can be opened."""
    if len(content) > SIZE_LIMIT:
        return TemplateFault("template_too_big", params={"limit": SIZE_LIMIT // 1024 // 1024})
    if content.startswith(_OLE):
        return TemplateFault("template_old_format")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _look_into(archive)
    except _BROKEN:
        return TemplateFault("template_not_docx")


def _look_into(archive: zipfile.ZipFile) -> TemplateFault | None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    too_long = any(p.file_size > _TEXT_LIMIT for p in parts if p.filename.endswith((".xml", "s")))
    if len(parts) > _MEMBERS_LIMIT or unpacked > _UNPACKED_LIMIT or too_long:
        return TemplateFault("template_too_big", params={"limit": SIZE_LIMIT // 1024 // 1024})
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names:
        return TemplateFault("template_not_docx")
    types = archive.read("[Content_Types].xml")
    if any(mark in types for mark in _MACROS) or any("vbaProject" in name for name in names):
        return TemplateFault("template_macros")
    if _TEMPLATE in types:
        return TemplateFault("template_is_dotx")
    if _MAIN not in types or "word/document.xml" not in names:
        return TemplateFault("template_not_docx")
    for name in sorted(names):
        if name.endswith(".rels") and (target := _outside(archive.read(name))):
            return TemplateFault("template_link", params={"target": target})
    return None


def _outside(relations: bytes) -> str:
    """What the file would fetch from elsewhere when it is opened; links to click are no such."""
    for relation in _RELATION.findall(relations):
        if b'TargetMode="External"' in relation and _HYPERLINK not in relation:
            target = re.search(rb'Target="([^"]*)"', relation)
            return target[1].decode(errors="replace")[:80] if target else "?"
    return ""
