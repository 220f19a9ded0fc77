"""退回件 and the list of problems: asks where, writes, tells where they are."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from suzhou_assess.services.events import Progress
from suzhou_assess.services.returns import ReturnItem, ReturnsResult
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.files import choose_folder, choose_target
from suzhou_assess.ui.dialogs.message import MessageDialog
from suzhou_assess.ui.dialogs.working import run_working
from suzhou_assess.ui.models.taken_rows import Taken

Gather = Callable[[], Iterable[ReturnItem]]
"""Brings what goes back. Called on the task's thread: it may read the database."""

_NAMED = 5
"""Missing files that are named."""


def return_item(taken: Taken) -> ReturnItem:
    """What came in, as something to send back."""
    return ReturnItem(taken.file, taken.line, taken.path, taken.problems, taken.subject)


def write_returns(context: Context, parent: QWidget, gather: Gather) -> None:
    """Copies and notices into a folder that is asked for, made inside it so that nothing mixes."""
    say = context.say
    chosen = choose_folder(context, parent, say("ui_import.returns_where"))
    if chosen is None:
        return
    folder = _unused(chosen / say("ui_import.returns_folder", date=_today()))
    words, workspace = context.words, context.workspace

    def work() -> Generator[Progress, None, ReturnsResult]:
        from suzhou_assess.services import returns

        yield Progress(0, None)
        office = workspace.office
        return (yield from returns.write_returns(list(gather()), folder, words, office=office))

    finished, result = run_working(
        context, parent, say("ui_import.returning"), work, say("ui_import.not_returned")
    )
    if finished:
        _tell(context, parent, result, folder)


def save_problem_list(context: Context, parent: QWidget, gather: Gather) -> None:
    """One workbook of all problems, by district and sender."""
    say = context.say
    out = choose_target(
        context,
        parent,
        say("ui_import.save_list"),
        say("ui_import.list_file", date=_today()),
        say("ui_import.lists"),
    )
    if out is None:
        return
    words = context.words

    def work() -> Generator[Progress, None, None]:
        from suzhou_assess.services import returns

        yield Progress(0, None)
        returns.write_problem_list(list(gather()), out, words)

    finished, _ = run_working(
        context, parent, say("ui_import.writing_list"), work, say("ui_home.not_written")
    )
    if finished:
        context.tell(say("ui_home.written", path=str(out)))


def _tell(context: Context, parent: QWidget, result: ReturnsResult, folder: Path) -> None:
    say = context.say
    lines = [
        say(
            "ui_import.returned",
            copies=f"{result.copies:,}",
            notices=f"{result.notices:,}",
            list=result.list_path.name,
        ),
        say("ui_import.returned_to", folder=str(folder)),
    ]
    if result.missing:
        named = context.words.joined(tuple(result.missing[:_NAMED]))
        more = say("ui_import.and_others") if len(result.missing) > _NAMED else ""
        count = f"{len(result.missing):,}"
        lines.append(say("ui_import.returned_missing", count=count, files=f"{named}{more}"))
    dialog = MessageDialog(
        parent,
        context.palette,
        "warn" if result.missing else "info",
        say("ui_import.returned_title"),
        "\n\n".join(lines),
        say("ui_import.open_folder"),
        say("ui.close"),
    )
    if dialog.exec() == MessageDialog.DialogCode.Accepted:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
    dialog.deleteLater()


def _today() -> str:
    return date.today().isoformat()  # noqa: DTZ011 - the office's own calendar day


def _unused(folder: Path) -> Path:
    """The folder, or with a number where one stands there: earlier copies must not mix with it."""
    number, wanted = 1, folder
    while wanted.exists():
        number += 1
        wanted = folder.with_name(f"{folder.name}（{number}）")
    return wanted
