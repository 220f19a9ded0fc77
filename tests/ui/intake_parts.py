"""Answers as enterprises send them in, and hands for the page that takes them in."""

from __future__ import annotations

import json
from pathlib import Path

from pytestqt.qtbot import QtBot

from suzhou_assess.domain import credit_code
from suzhou_assess.ui.main_window import MainWindow
from suzhou_assess.ui.pages.intake import IntakePage

LONG = 30_000


def code(number: int) -> str:
    """A credit code with the right check character."""
    return credit_code.complete(f"91320583MA{number:07d}")


def answers(
    uscc: str,
    *,
    name: str = "导入企业",
    district: str = "昆山",
    date: str = "2025-06-01",
    option: str = "B",
    level: int = 1,
) -> str:
    """One enterprise's answers as JSON."""
    return json.dumps(
        {
            "format": "suzhou-assess/answers/1",
            "pack": "miit-2024",
            "enterprise": {"name": name, "uscc": uscc, "district": district},
            "assessment": {"mode": "self", "date": date},
            "answers": {"Q01": [option], "S01": level},
        },
        ensure_ascii=False,
    )


def lines(path: Path, *codes: str, name: str = "导入企业", **fields: str) -> Path:
    """Answers of an enterprise a line."""
    written = (answers(uscc, name=f"{name}{n}", **fields) for n, uscc in enumerate(codes))  # type: ignore[arg-type]
    path.write_text("\n".join(written) + "\n", encoding="utf-8")
    return path


def intake_page(window: MainWindow) -> IntakePage:
    page = window.current_page
    assert isinstance(page, IntakePage)
    return page


def wait(qtbot: QtBot, page: IntakePage) -> None:
    """Until the desk is done with what it does, and the page with what follows from it."""
    timers = (page._after_storing, page.intake.board._detail)
    qtbot.waitUntil(
        lambda: not page.desk.running and not any(timer.isActive() for timer in timers),
        timeout=LONG,
    )


def check(qtbot: QtBot, page: IntakePage, *paths: Path) -> None:
    page.take_paths(paths)
    wait(qtbot, page)


def bring_in(qtbot: QtBot, page: IntakePage, *paths: Path) -> None:
    """Checked and stored."""
    check(qtbot, page, *paths)
    page.desk.store()
    wait(qtbot, page)


def figures(page: IntakePage) -> dict[str, str]:
    """What the tiles say."""
    return {kind: tile.figure.text() for kind, tile in page.intake.board.tiles.items()}
