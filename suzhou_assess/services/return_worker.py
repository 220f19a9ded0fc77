"""Marks one workbook and writes what goes back, in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.text import Lang
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.guard import look_at
from suzhou_assess.workbook.replacing import replace
from suzhou_assess.workbook.returned_copy import Cover, NotMarkableError, mark, notice

Returned = Literal["copy", "notice", "missing"]
"""What went back: the marked workbook, a notice, or a notice because the file is gone."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be marked, and where it goes."""

    file: str
    """As it was found."""
    source: str | bytes | None
    """Its path, or its content when it came out of an archive; ``None`` when it is gone."""
    problems: tuple[Problem, ...]
    cover: Cover
    lang: Lang
    copy_to: Path
    notice_to: Path
    limit: int
    """Bytes; what is larger gets a notice."""


def carry_out(order: Order) -> Returned:
    """Raises ``OSError`` for what can't be written."""
    words = Words(order.lang)
    data = _content(order)
    if data is not None and look_at(data, order.file) is None:
        try:
            replace(order.copy_to, mark(data, order.problems, order.cover, words))
        except NotMarkableError:
            pass
        else:
            return "copy"
    write_notice(order)
    return "notice" if data is not None else "missing"


def write_notice(order: Order) -> None:
    """Raises ``OSError``."""
    replace(order.notice_to, notice(order.problems, order.cover, Words(order.lang)))


def _content(order: Order) -> bytes | None:
    if not isinstance(order.source, str):
        return order.source
    try:
        with Path(order.source).open("rb") as stream:
            return stream.read(order.limit + 1)
    except OSError:
        return None
