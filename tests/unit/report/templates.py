"""Word templates as a clerk may have made them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import docx


def template(*paragraphs: str, rows: Sequence[Sequence[str]] = (), header: str = "") -> bytes:
    """A .docx with these paragraphs, then a table of these rows."""
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if rows:
        table = made.add_table(rows=0, cols=len(rows[0]))
        for texts in rows:
            for cell, text in zip(table.add_row().cells, texts, strict=True):
                cell.paragraphs[0].add_run(text)
    if header:
        made.sections[0].header.paragraphs[0].add_run(header)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The package with these parts put in or in the place of what was there."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def texts(content: bytes) -> list[str]:
    """Every paragraph of a filled document, those in tables too."""
    body = docx.Document(io.BytesIO(content)).element.body
    return [
        "".join(piece.text or "" for piece in paragraph.iter("{*}t"))
        for paragraph in body.iter("{*}p")
    ]
