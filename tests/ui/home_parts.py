"""Made-up enterprises and assessments, and hands for dialogs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from suzhou_assess.domain import credit_code
from suzhou_assess.services import assessments, enterprises
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
"""The fixture ``open_window``."""

Shown = TypeVar("Shown", bound=QDialog)

LONG_NAME = (
    "苏州长三角先进制造业数字化协同创新与高端精密智能装备"
    "核心零部件产业技术研究开发及检测认证服务中心（有限合伙）昆山分部"
)


def code(number: int) -> str:
    """A credit code with the right check character."""
    return credit_code.complete(f"91320583MA{number:07d}")


def add_enterprise(workspace: Workspace, number: int, name: str = "", **fields: str) -> int:
    raw = {"name": name or f"示例企业{number}", "uscc": code(number), "district": "320583"} | fields
    made, problems = enterprises.save(workspace, raw, who="测试员")
    assert made is not None, problems
    return made


def add_assessment(
    workspace: Workspace, enterprise_id: int, answers: int = 0, *, submitted: bool = False
) -> str:
    """A draft with so many single choices answered, or a submitted assessment."""
    made = assessments.start(workspace, enterprise_id, "self", date(2025, 6, 1), "张三")
    session = assessments.AssessmentSession(workspace, made)
    for question in session.pack.questions[:answers]:
        letter = question.options[1].letter
        session.choose(question.id, (letter,) if question.kind == "multiple" else letter)
    if submitted:
        session.submit()
    return made


def in_dialog(
    qtbot: QtBot, kind: type[Shown], open_it: Callable[[], object], act: Callable[[Shown], object]
) -> None:
    """Opens a modal dialog and acts in it; ``act`` must end with the dialog closed."""
    failures: list[BaseException] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, kind):
            QTimer.singleShot(10, look)
            return
        try:
            act(dialog)
        except BaseException as failure:  # noqa: BLE001 - raised again outside the event loop
            failures.append(failure)
        finally:
            if dialog.isVisible():
                QDialog.done(dialog, 0)

    QTimer.singleShot(0, look)
    open_it()
    # A closed dialog is gone for good before the next one looks for a parent.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if failures:
        raise failures[0]


def type_in(qtbot: QtBot, editor: QWidget, text: str) -> None:
    """Types character by character; what has no key comes from an input method."""
    for character in text:
        if character.isascii():
            qtbot.keyClicks(editor, character)
        else:
            event = QInputMethodEvent("", [])
            event.setCommitString(character)
            QApplication.sendEvent(editor, event)
