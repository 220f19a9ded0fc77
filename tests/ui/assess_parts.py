"""What the tests of the page 评估 start from: an enterprise, a draft, and keys that are pressed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from stdnum.cn import uscc

from suzhou_assess.services import assessments, enterprises
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.main_window import MainWindow
from suzhou_assess.ui.pages.assess import AssessPage

_BODY = "91320583MA1ABCDE1"


def new_enterprise(workspace: Workspace, **fields: str | int) -> int:
    """A made-up enterprise in 昆山; its profile knows 120 employees and 3000.5 万元."""
    profile = {
        "name": "苏州样例精密机械有限公司",
        "uscc": _BODY + uscc.calc_check_digit(_BODY),
        "district": "320583",
        "industry": "C34",
        "employees": 120,
        "revenue": "3000.5",
    }
    made, problems = enterprises.save(workspace, profile | fields)
    assert made is not None, problems
    return made


def new_draft(workspace: Workspace) -> str:
    """Id of an empty assessment."""
    return assessments.start(workspace, new_enterprise(workspace), "self", date(2025, 6, 1), "张三")


def on_disk(workspace: Workspace, assessment_id: str) -> AssessmentSession:
    """The assessment as another program would find it."""
    return AssessmentSession(workspace, assessment_id)


def assess_page(window: MainWindow) -> AssessPage:
    page = window.current_page
    assert isinstance(page, AssessPage)
    return page


class Keyboard:
    """Presses keys where the focus is, as a person does, and counts them."""

    def __init__(self, window: QWidget) -> None:
        window.activateWindow()
        QApplication.processEvents()
        self.pressed = 0

    def press(
        self,
        *keys: Qt.Key | str,
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        for key in keys:
            target = QApplication.focusWidget()
            assert target is not None
            QTest.keyClick(target, key, held)
            self.pressed += 1

    def type(self, *texts: str) -> None:
        """Each text and Enter."""
        for text in texts:
            self.press(*text, Qt.Key.Key_Return)

    def choose_each(self, answers: Iterable[str]) -> None:
        """For one item after the other: the keys of its answer, and Enter."""
        for keys in answers:
            self.press(*keys, Qt.Key.Key_Return)
