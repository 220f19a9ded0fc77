"""Packages in the window: written with a password, looked at, decided, taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from intake_parts import intake_page
from package_parts import PASSWORD, Sender, finished, take
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from suzhou_assess.services import assessments, packages
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs import package_import, working
from suzhou_assess.ui.dialogs.package_import import PackageImportDialog, import_packages
from suzhou_assess.ui.dialogs.package_write import PackageWriteDialog, write_packages
from suzhou_assess.ui.widgets.merge_choice import MergeChoice

LONG = 30_000
LONG_NAME = "苏州试样精密机械制造有限公司昆山玉山高新技术产业开发区第一分公司（原昆山试样五金厂）"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def sender(tmp_path: Path) -> Iterator[Sender]:
    made = Sender(tmp_path / "theirs")
    yield made
    made.ws.close()


@pytest.fixture
def visit(sender: Sender) -> str:
    return sender.visit(1, LONG_NAME)


@pytest.fixture
def open_package(
    qtbot: QtBot, open_over: Callable[..., PackageImportDialog]
) -> Iterator[Callable[[Path], PackageImportDialog]]:
    opened: list[PackageImportDialog] = []

    def open_at(path: Path) -> PackageImportDialog:
        dialog = open_over(lambda context, parent: PackageImportDialog(context, parent, path))
        opened.append(dialog)
        wait(qtbot, dialog)
        return dialog

    yield open_at
    for dialog in opened:
        dialog.done(0)


def wait(qtbot: QtBot, dialog: PackageImportDialog) -> None:
    qtbot.waitUntil(lambda: dialog._task is None, timeout=LONG)


def click(qtbot: QtBot, dialog: PackageImportDialog, name: str) -> None:
    qtbot.mouseClick(getattr(dialog, name), LEFT)
    wait(qtbot, dialog)


def shown(dialog: PackageImportDialog) -> str:
    """Which page is shown."""
    pages = {
        dialog.password: "password",
        dialog.preview: "preview",
        dialog.outcome: "result",
        dialog.trouble: "trouble",
    }
    return next((name for page, name in pages.items() if page.isVisible()), "working")


def answers(ws: Workspace, key: str) -> dict[str, object]:
    return dict(AssessmentSession(ws, key).answers.choices)


@pytest.fixture
def conflicting(workspace: Workspace, sender: Sender, visit: str) -> Path:
    """A package that differs from what is here at two questions, and adds a third."""
    take(workspace, sender.send(visit))
    theirs, mine = sender.session(visit), AssessmentSession(workspace, visit)
    theirs.choose("Q02", "C")
    mine.choose("Q02", "D")
    theirs.note("Q01", "他们看到的")
    mine.note("Q01", "我看到的")
    theirs.choose("Q03", "C")
    return sender.send(visit)


# taking in


def test_that_a_new_assessment_is_previewed_and_then_taken(
    qtbot: QtBot, context: Context, sender: Sender, visit: str, open_package
) -> None:
    dialog = open_package(sender.send(visit))
    assert shown(dialog) == "preview"
    assert dialog.take_button.text() == "导入 1 份"
    assert assessments.cards(context.workspace) == []
    click(qtbot, dialog, "take_button")
    assert shown(dialog) == "result"
    assert dialog.changed
    assert answers(context.workspace, visit) == {"Q01": ("B",)}
    assert dialog.show_button.isVisible()


def test_that_several_assessments_stand_beside_each_other(
    qtbot: QtBot, context: Context, sender: Sender, visit: str, open_package
) -> None:
    other = sender.visit(2, "昆山甲电子有限公司")
    dialog = open_package(sender.send(visit, other))
    assert dialog.preview.list.isVisible()
    assert dialog.preview.list.count() == 2
    qtbot.keyClick(dialog.preview.list, Qt.Key.Key_Down)
    assert dialog.preview.list.currentRow() == 1
    click(qtbot, dialog, "take_button")
    assert len(assessments.cards(context.workspace)) == 2
    assert not dialog.show_button.isVisible()


def test_that_what_is_the_same_leaves_nothing_to_do(
    context: Context, sender: Sender, visit: str, open_package
) -> None:
    path = sender.send(visit)
    take(context.workspace, path)
    dialog = open_package(path)
    assert not dialog.take_button.isVisible()
    assert dialog.close_button.text() == "关闭"
    assert "没有可以写入的内容" in dialog.note.text()


def test_that_a_conflict_waits_until_it_is_decided(
    qtbot: QtBot, context: Context, visit: str, conflicting: Path, open_package
) -> None:
    dialog = open_package(conflicting)
    first, second = dialog.preview.view.choices
    assert not dialog.take_button.isEnabled()
    assert "还有 2 处" in dialog.note.text()
    assert "D" in first.cards["mine"].text_shown
    assert "C" in first.cards["theirs"].text_shown
    qtbot.mouseClick(first.cards["theirs"], LEFT)
    assert "还有 1 处" in dialog.note.text()
    qtbot.mouseClick(second.cards["both"], LEFT)
    assert dialog.take_button.isEnabled()
    click(qtbot, dialog, "take_button")
    session = AssessmentSession(context.workspace, visit)
    assert dict(session.answers.choices) == {"Q01": ("B",), "Q02": "C", "Q03": "C"}
    assert sorted(session.answers.notes["Q01"].split("\n")) == sorted(["他们看到的", "我看到的"])


def test_that_conflicts_are_decided_by_keyboard_alone(
    qtbot: QtBot, context: Context, visit: str, conflicting: Path, open_package
) -> None:
    dialog = open_package(conflicting)
    first, second = dialog.preview.view.choices

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, key, modifier)

    assert QApplication.focusWidget() is first.cards["mine"]
    press(Qt.Key.Key_Right)
    assert QApplication.focusWidget() is first.cards["theirs"]
    press(Qt.Key.Key_Return)
    assert first.side == "theirs"
    press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is second.cards["mine"]
    press(Qt.Key.Key_2)
    assert second.side == "theirs"
    press(Qt.Key.Key_Up)
    assert QApplication.focusWidget() is first.cards["theirs"]
    press(Qt.Key.Key_1)
    assert (first.side, QApplication.focusWidget()) == ("mine", second.cards["theirs"])
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, dialog)
    session = AssessmentSession(context.workspace, visit)
    assert session.answers.choices["Q02"] == "D"
    assert session.answers.notes["Q01"] == "他们看到的"


@pytest.mark.parametrize(
    ("button", "letter"), [("all_mine", "D"), ("all_theirs", "C")], ids=["mine", "theirs"]
)
def test_that_all_conflicts_are_decided_at_once(
    qtbot: QtBot,
    context: Context,
    visit: str,
    conflicting: Path,
    open_package,
    button: str,
    letter: str,
) -> None:
    dialog = open_package(conflicting)
    qtbot.mouseClick(getattr(dialog.preview, button), LEFT)
    sides = {choice.side for choice in dialog.preview.view.choices}
    assert sides == {button.removeprefix("all_")}
    click(qtbot, dialog, "take_button")
    assert answers(context.workspace, visit)["Q02"] == letter


def test_that_decisions_stay_while_another_assessment_is_looked_at(
    qtbot: QtBot, workspace: Workspace, sender: Sender, visit: str, conflicting: Path, open_package
) -> None:
    other = sender.visit(2, "昆山甲电子有限公司")
    dialog = open_package(sender.send(other, visit))
    assert dialog.preview.list.currentRow() == 1
    qtbot.mouseClick(dialog.preview.view.choices[0].cards["theirs"], LEFT)
    assert dialog.take_button.text() == "导入 1 份"
    dialog.preview.list.setCurrentRow(0)
    assert dialog.preview.view.choices == []
    dialog.preview.list.setCurrentRow(1)
    assert [choice.side for choice in dialog.preview.view.choices] == ["theirs", None]
    click(qtbot, dialog, "take_button")
    assert "已写入 1 份" in dialog.outcome.said.text()
    assert answers(workspace, visit)["Q02"] == "D"


def test_that_a_choice_says_to_readers_what_it_is(conflicting: Path, open_package) -> None:
    dialog = open_package(conflicting)
    choice: MergeChoice = dialog.preview.view.choices[0]
    assert choice.cards["theirs"].accessibleName().startswith("评估包: C")
    assert choice.accessibleName() == "待决定"
    choice.decide("mine")
    assert choice.accessibleName() == "用本机的"


# passwords and trouble


def test_that_a_wrong_password_is_asked_again(
    qtbot: QtBot, context: Context, sender: Sender, visit: str, open_package
) -> None:
    dialog = open_package(sender.send(visit, password=PASSWORD))
    assert shown(dialog) == "password"
    assert not dialog.open_button.isEnabled()
    assert dialog.password.wrong.isHidden()
    field = dialog.password.field
    qtbot.keyClicks(field, "wrong horse")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    wait(qtbot, dialog)
    assert shown(dialog) == "password"
    assert "密码不对" in dialog.password.wrong.text()
    assert field.hasFocus()
    qtbot.keyClicks(field, PASSWORD)  # what was typed is selected
    click(qtbot, dialog, "open_button")
    assert shown(dialog) == "preview"


def test_that_a_password_can_be_shown(
    qtbot: QtBot, sender: Sender, visit: str, open_package
) -> None:
    dialog = open_package(sender.send(visit, password=PASSWORD))
    assert dialog.password.field.echoMode() == QLineEdit.EchoMode.Password
    dialog.password.shown.click()
    assert dialog.password.field.echoMode() == QLineEdit.EchoMode.Normal


def test_that_a_damaged_package_says_what_is_wrong(
    sender: Sender, visit: str, open_package
) -> None:
    path = sender.send(visit)
    path.write_bytes(path.read_bytes()[:-5])
    dialog = open_package(path)
    assert shown(dialog) == "trouble"
    assert "不完整" in dialog.trouble._hint.text()
    assert dialog.close_button.text() == "关闭"


def test_that_a_database_that_refuses_is_told(
    qtbot: QtBot,
    context: Context,
    sender: Sender,
    visit: str,
    open_package,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = open_package(sender.send(visit))

    def full(*_: object) -> None:
        raise StoreError("disk_full", path="assess.db")

    monkeypatch.setattr("suzhou_assess.store.exchanged.set_versions", full)
    click(qtbot, dialog, "take_button")
    assert shown(dialog) == "trouble"
    assert assessments.cards(context.workspace) == []


def test_that_cancelling_while_it_is_checked_closes_and_writes_nothing(
    qtbot: QtBot,
    context: Context,
    sender: Sender,
    visit: str,
    open_over,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = sender.send(visit)
    slow = packages.open_package

    def endless(*arguments: object):
        while True:
            package = yield from slow(*arguments)
            package.close()

    monkeypatch.setattr(packages, "open_package", endless)
    dialog = open_over(lambda context, parent: PackageImportDialog(context, parent, path))
    qtbot.mouseClick(dialog.close_button, LEFT)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=LONG)
    assert assessments.cards(context.workspace) == []


def test_that_the_file_is_let_go_when_the_dialog_closes(
    qtbot: QtBot, sender: Sender, visit: str, open_package
) -> None:
    dialog = open_package(sender.send(visit))
    package = dialog._package
    assert package is not None
    qtbot.mouseClick(dialog.close_button, LEFT)
    assert dialog._package is None
    assert not dialog.isVisible()


# the ways there


def test_that_a_package_dropped_on_the_page_of_imports_is_looked_at(
    qtbot: QtBot,
    open_window,
    sender: Sender,
    visit: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[Path] = []
    monkeypatch.setattr(
        package_import, "import_packages", lambda _c, _p, paths: given.extend(paths)
    )
    path = sender.send(visit)
    page = intake_page(open_window("import"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    page.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier
        )
    )
    qtbot.waitUntil(lambda: given == [path], timeout=LONG)
    assert not page.desk.running


def test_that_a_package_dropped_on_the_first_page_is_looked_at(
    qtbot: QtBot, open_window, sender: Sender, visit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Path] = []
    monkeypatch.setattr(
        package_import, "import_packages", lambda _c, _p, paths: given.extend(paths)
    )
    path = sender.send(visit)
    window = open_window("home")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.current_page.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier
        )
    )
    qtbot.waitUntil(lambda: given == [path], timeout=LONG)
    assert not intake_page(window).desk.running


def test_that_workbooks_chosen_along_with_a_package_are_checked_after_it(
    qtbot: QtBot,
    open_window,
    sender: Sender,
    visit: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[Path] = []
    monkeypatch.setattr(
        package_import, "import_packages", lambda _c, _p, paths: given.extend(paths)
    )
    path, other = sender.send(visit), tmp_path / "a.json"
    other.write_text("{}", "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path), str(other)], ""))
    page = intake_page(open_window("import"))
    qtbot.mouseClick(page.intake.files_button, LEFT)
    qtbot.waitUntil(lambda: page.desk.paths == (other,), timeout=LONG)
    qtbot.waitUntil(lambda: not page.desk.running, timeout=LONG)
    assert given == [path]


def test_that_the_taken_assessment_can_be_looked_at_at_once(
    qtbot: QtBot, context: Context, sender: Sender, visit: str
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    went: list[object] = []
    changed: list[None] = []
    context.go.connect(went.append)
    context.data_changed.connect(lambda: changed.append(None))

    def work() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, PackageImportDialog) or dialog._task is not None:
            QTimer.singleShot(50, work)
        elif dialog.take_button.isVisible():
            qtbot.mouseClick(dialog.take_button, LEFT)
            QTimer.singleShot(50, work)
        else:
            qtbot.mouseClick(dialog.show_button, LEFT)

    QTimer.singleShot(50, work)
    import_packages(context, parent, [sender.send(visit)])
    assert [(place.page, place.subject) for place in went] == [("assess", visit)]
    assert len(changed) == 1


# writing


@pytest.fixture
def own(context: Context, sender: Sender, visit: str) -> str:
    """An assessment in the database of the window."""
    take(context.workspace, sender.send(visit))
    return visit


@pytest.fixture
def write_dialog(open_over: Callable[..., PackageWriteDialog]) -> PackageWriteDialog:
    return open_over(lambda context, parent: PackageWriteDialog(context, parent, [LONG_NAME]))


def test_that_a_password_has_to_be_long_enough_and_typed_twice(
    qtbot: QtBot, write_dialog: PackageWriteDialog
) -> None:
    assert not write_dialog.write_button.isEnabled()
    qtbot.keyClicks(write_dialog.first, "short")
    assert "至少 8 个字符" in write_dialog.hint.text()
    qtbot.keyClicks(write_dialog.first, " but longer")
    qtbot.keyClicks(write_dialog.second, "shorx")
    assert "不一样" in write_dialog.hint.text()
    assert not write_dialog.write_button.isEnabled()
    write_dialog.second.clear()
    qtbot.keyClicks(write_dialog.second, "short but longer")
    assert write_dialog.write_button.isEnabled()
    qtbot.mouseClick(write_dialog.write_button, LEFT)
    assert write_dialog.password == "short but longer"


def test_that_without_a_password_it_says_what_that_means(
    qtbot: QtBot, write_dialog: PackageWriteDialog
) -> None:
    write_dialog.encrypt.click()
    assert "都能看到" in write_dialog.hint.text()
    assert not write_dialog.first.isEnabled()
    qtbot.mouseClick(write_dialog.write_button, LEFT)
    assert write_dialog.password is None


def answer(monkeypatch: pytest.MonkeyPatch, password: str | None, out: Path) -> None:
    """What the user types, and where to."""

    def accept(dialog: PackageWriteDialog) -> QDialog.DialogCode:
        dialog.password = password
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(PackageWriteDialog, "exec", accept)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))


def test_that_a_package_is_written_where_the_user_wants_it(
    qtbot: QtBot, context: Context, own: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    told: list[str] = []
    context.told.connect(lambda _kind, text: told.append(text))
    answer(monkeypatch, PASSWORD, tmp_path / "out.szpkg")
    assert write_packages(context, parent, [own]) == tmp_path / "out.szpkg"
    assert "已加密" in told[0]
    opened = finished(packages.open_package(tmp_path / "out.szpkg", PASSWORD, context.workspace))
    with opened as package:
        assert [one.id for one in package.assessments] == [own]


def test_that_a_package_that_cannot_be_written_says_why(
    qtbot: QtBot, context: Context, own: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from suzhou_assess.services import evidence

    parent = QWidget()
    qtbot.addWidget(parent)
    told: list[str] = []
    monkeypatch.setattr(working, "inform", lambda _c, _p, _k, _t, text: told.append(text))
    for one in evidence.of_assessment(context.workspace, own):
        evidence.file_of(context.workspace, one).unlink()
    answer(monkeypatch, None, tmp_path / "out.szpkg")
    assert write_packages(context, parent, [own]) is None
    assert "现场.png" in told[0]
    assert not (tmp_path / "out.szpkg").exists()


def test_that_thinking_better_of_it_writes_nothing(
    qtbot: QtBot, context: Context, own: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(PackageWriteDialog, "exec", lambda _: QDialog.DialogCode.Rejected)
    assert write_packages(context, parent, [own]) is None


def test_that_every_button_of_the_dialog_is_reached_by_tab(conflicting: Path, open_package) -> None:
    dialog = open_package(conflicting)
    buttons = [b for b in dialog.findChildren(QPushButton) if b.isVisible()]
    assert buttons
    assert all(button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in buttons)
