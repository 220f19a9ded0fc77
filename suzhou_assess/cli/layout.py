"""Text in columns, where a Chinese character takes two."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

_NOT_AT_LINE_START = frozenset("，。、；：？！）》”’】%)],.;:!?")


def columns(text: str) -> int:
    """How many columns a terminal gives the text."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def padded(text: str, width: int) -> str:
    return text + " " * max(0, width - columns(text))


def wrapped(text: str, width: int) -> Iterator[str]:
    """Lines of at most ``width`` columns: broken at spaces, and between Chinese characters."""
    for paragraph in text.split("\n"):
        line, used = "", 0
        for piece in _pieces(paragraph):
            wide = columns(piece)
            if line and used + wide > width and piece[0] not in _NOT_AT_LINE_START:
                yield line.rstrip()
                piece = piece.lstrip()
                line, used = piece, columns(piece)
            else:
                line, used = line + piece, used + wide
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """What must stay on one line: words with the space before them, single Chinese characters."""
    word = ""
    for char in text:
        if _columns(char) == 2:
            if word:
                yield word
            yield char
            word = ""
        elif char == " " and word.strip():
            yield word
            word = char
        else:
            word += char
    if word:
        yield word


def terms(rows: Sequence[tuple[str, str]], width: int, indent: int = 2) -> Iterator[str]:
    """Terms on the left, what they mean on the right."""
    left = min(30, max((columns(term) for term, _ in rows), default=0)) + 2
    for term, meaning in rows:
        lines = list(wrapped(meaning, max(20, width - indent - left)))
        first = " " * indent + padded(term, left)
        if columns(term) + 2 > left:
            yield first.rstrip()
            first = " " * (indent + left)
        yield (first + (lines[0] if lines else "")).rstrip()
        for line in lines[1:]:
            yield " " * (indent + left) + line


def table(rows: Iterable[Sequence[str]], gap: int = 2, indent: int = 2) -> Iterator[str]:
    """Rows of cells; a cell of digits stands on the right of its column."""
    listed = [tuple(row) for row in rows]
    if not listed:
        return
    widths = [max(columns(row[i]) for row in listed) for i in range(len(listed[0]))]
    for row in listed:
        cells = [
            " " * (width - columns(cell)) + cell if _is_number(cell) else padded(cell, width)
            for cell, width in zip(row, widths, strict=True)
        ]
        yield (" " * indent + (" " * gap).join(cells)).rstrip()


def _is_number(cell: str) -> bool:
    return bool(cell) and cell.replace(",", "").replace(".", "").removesuffix("%").isdigit()


def terminal_width() -> int:
    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns))
