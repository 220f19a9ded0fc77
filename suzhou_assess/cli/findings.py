"""Problems as the commands show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suzhou_assess.cli import console, layout
from suzhou_assess.domain.problems import Problem
from suzhou_assess.words.catalog import Words


def problem_lines(problems: Sequence[Problem], words: Words, indent: int = 4) -> Iterator[str]:
    """Each problem with its cell, what it is, and what to do about it; errors first."""
    width = layout.terminal_width() - indent - 2
    for found in sorted(problems, key=lambda p: not p.is_error):
        mark = "✗" if found.is_error else "!"
        cell = words.say("cli.cell", sheet=found.sheet or "", cell=found.cell or "").strip()
        where = f"{cell} " if found.sheet or found.cell else ""
        what = where + console.one_line(words.what(found))
        lines = list(layout.wrapped(what, width))
        remedy = console.one_line(words.remedy(found))
        if remedy:
            lines.extend(f"→ {line}" for line in layout.wrapped(remedy, width - 2))
        for at, line in enumerate(lines):
            yield " " * indent + (f"{mark} " if at == 0 else "  ") + line


def place(file: str, line: int | None, words: Words) -> str:
    """A file, and the line in it where there is one."""
    file = console.one_line(file)
    return file if line is None else words.say("cli.place_line", file=file, line=line)
