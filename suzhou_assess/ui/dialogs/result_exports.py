"""What the page 结果 hands over: the report, the sheets for a visit, the workbook, the package."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from suzhou_assess.domain.text import Lang
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.files import choose_target
from suzhou_assess.ui.dialogs.working import run_working
from suzhou_assess.ui.widgets.chart_export import file_stem

Writing = Generator[Any, None, Any]
Write = Callable[[Workspace, str, Path, Lang], Writing]


@dataclass(frozen=True, slots=True)
class Export:
    """A file that can be made of one assessment."""

    id: str
    ending: str
    """Proposed; where there are others, the one that is chosen decides the kind of file."""
    write: Write


def _workbook(ws: Workspace, assessment_id: str, out: Path, lang: Lang) -> Writing:
    from suzhou_assess.services.deliver import write_assessment

    yield
    write_assessment(ws, assessment_id, out, lang)


def _signoff(ws: Workspace, assessment_id: str, out: Path, lang: Lang) -> Writing:
    from suzhou_assess.services.handouts import write_signoff

    return write_signoff(ws, assessment_id, out, lang)


def _interview(ws: Workspace, assessment_id: str, out: Path, lang: Lang) -> Writing:
    from suzhou_assess.services.handouts import write_interview

    return write_interview(ws, assessment_id, out, lang)


EXPORTS = (
    Export("signoff", ".pdf", _signoff),
    Export("interview", ".pdf", _interview),
    Export("workbook", ".xlsx", _workbook),
)


def fill_menu(
    context: Context, parent: QWidget, menu: QMenu, session: Callable[[], AssessmentSession | None]
) -> None:
    """All that can be made of the assessment that ``session`` gives when it is asked for."""

    def exporting(export: Export) -> Callable[[], None]:
        def act() -> None:
            if (open_one := session()) is not None:
                write_export(context, parent, export, open_one)

        return act

    for export in EXPORTS:
        action = menu.addAction(context.say(f"ui_result.export_{export.id}"))
        action.setData(export.id)
        action.triggered.connect(exporting(export))
    menu.addSeparator()
    action = menu.addAction(context.say("ui_result.export_package"))
    action.setData("package")

    def pack_up() -> None:
        from suzhou_assess.ui.dialogs.package_write import write_packages

        if (open_one := session()) is not None:
            write_packages(context, parent, [open_one.id])

    action.triggered.connect(pack_up)


def write_export(
    context: Context,
    parent: QWidget,
    export: Export,
    session: AssessmentSession,
    *,
    then_open: bool = False,
) -> Path | None:
    """Ask where to, write with a way to cancel, and say where it lies; the file if there is one."""
    say = context.say
    title = say(f"ui_result.export_{export.id}")
    stem = file_stem(
        session.enterprise.name, session.date.isoformat(), say(f"ui_result.file_{export.id}")
    )
    kinds = say(f"ui_result.kinds_{export.id}")
    out = choose_target(context, parent, title, stem + export.ending, kinds)
    if out is None:
        return None
    workspace, lang, chosen = context.workspace, context.words.lang, session.id
    finished, _ = run_working(
        context,
        parent,
        title,
        lambda: export.write(workspace, chosen, out, lang),
        say("ui_result.not_saved_title"),
    )
    if not finished:
        return None
    context.tell(say("ui_result.saved_to", path=str(out)))
    if then_open:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(out)))
    return out
