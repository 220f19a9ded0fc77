"""What the page 汇总 writes to files: the workbook that is handed up, the detail, and the rest."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from suzhou_assess.domain.text import Lang
from suzhou_assess.services.rollup_views import RollupFilter
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.files import choose_target
from suzhou_assess.ui.dialogs.working import run_working

Writing = Generator[Any, None, Any]
Write = Callable[[Workspace, Path, Lang, "Scope"], Writing]


@dataclass(frozen=True, slots=True)
class Scope:
    """What the user looks at: the summary says the same figures."""

    wanted: RollupFilter
    as_of: date | None
    """``None`` for today."""
    narrowed: bool


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of file."""

    id: str
    ending: str
    write: Write


def _summary(ws: Workspace, out: Path, lang: Lang, scope: Scope) -> Writing:
    from suzhou_assess.services.deliver import write_summary

    return write_summary(ws, out, lang, wanted=scope.wanted, as_of=scope.as_of)


# The others hold every enterprise, whatever is looked at.
def _csv(ws: Workspace, out: Path, lang: Lang, _scope: Scope) -> Writing:
    from suzhou_assess.services.detail_files import write_detail_csv

    return write_detail_csv(ws, out, lang)


def _parquet(ws: Workspace, out: Path, lang: Lang, _scope: Scope) -> Writing:
    from suzhou_assess.services.detail_files import write_detail_parquet

    return write_detail_parquet(ws, out, lang)


def _missing(ws: Workspace, out: Path, lang: Lang, _scope: Scope) -> Writing:
    from suzhou_assess.services.roster import write_missing
    from suzhou_assess.words.catalog import Words

    return write_missing(ws, out, Words(lang))


def _benchmark(ws: Workspace, out: Path, _lang: Lang, _scope: Scope) -> Writing:
    from suzhou_assess.services.peers import write_benchmark

    return write_benchmark(ws, out)


EXPORTS = (
    Export("summary", ".xlsx", _summary),
    Export("csv", ".csv", _csv),
    Export("parquet", ".parquet", _parquet),
    Export("missing", ".xlsx", _missing),
    Export("benchmark", ".szbench", _benchmark),
)

_GROUPS_BEGIN = ("csv", "missing")


def fill_menu(
    context: Context, parent: QWidget, menu: QMenu, scope: Scope, *, has_roster: bool
) -> None:
    """Every file that can be written; the list of who is missing needs a roster."""
    menu.setToolTipsVisible(True)
    for export in EXPORTS:
        if export.id in _GROUPS_BEGIN:
            menu.addSeparator()
        action = menu.addAction(context.say(f"ui_rollup.export_{export.id}"))
        action.setData(export.id)
        action.triggered.connect(
            lambda _=False, export=export: write_export(context, parent, export, scope)
        )
        if export.id == "summary" and scope.narrowed:
            action.setText(context.say("ui_rollup.export_summary_narrowed"))
        if export.id == "missing" and not has_roster:
            action.setEnabled(False)
            action.setText(context.say("ui_rollup.export_missing_none"))


def write_export(context: Context, parent: QWidget, export: Export, scope: Scope) -> bool:
    """Ask where to, write with progress and a way to cancel, and say where it lies."""
    say = context.say
    day = date.today().isoformat()  # noqa: DTZ011 - the user's own day
    title = say(f"ui_rollup.export_{export.id}")
    out = choose_target(
        context,
        parent,
        title,
        say(f"ui_rollup.file_{export.id}", date=day) + export.ending,
        say(f"ui_rollup.kind_{export.id}"),
    )
    if out is None:
        return False
    workspace, lang = context.workspace, context.words.lang
    finished, _ = run_working(
        context,
        parent,
        title,
        lambda: export.write(workspace, out, lang, scope),
        say("ui_home.not_written"),
    )
    if finished:
        context.tell(say("ui_home.written", path=str(out)))
    return finished
