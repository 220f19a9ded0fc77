"""企业: finding, looking at and editing enterprises."""

from __future__ import annotations

import pytest
from home_parts import LONG_NAME, add_assessment, add_enterprise, code, in_dialog, type_in
from PySide6.QtCore import QModelIndex, QPoint, Qt
from pytestqt.qtbot import QtBot

from suzhou_assess.services import enterprises
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.dialogs.message import MessageDialog
from suzhou_assess.ui.models.enterprise_table import Column
from suzhou_assess.ui.pages.enterprises import EnterprisesPage


@pytest.fixture
def went(context: Context) -> list[Place]:
    places: list[Place] = []
    context.go.connect(places.append)
    return places


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> EnterprisesPage:
    made = EnterprisesPage(context)
    qtbot.addWidget(made)
    made.resize(1170, 768)
    made.show()
    qtbot.waitExposed(made)
    return made


def enter(qtbot: QtBot, page: EnterprisesPage, subject: int | None = None) -> None:
    page.enter(Place("enterprises", subject))
    qtbot.waitUntil(lambda: page._read_once)


def names(page: EnterprisesPage) -> list[str]:
    model = page.model
    return [str(model.index(row, Column.NAME).data()) for row in range(model.rowCount())]


def choose(page: EnterprisesPage, row: int) -> None:
    page.table.setCurrentIndex(page.model.index(row, 0))


def test_that_each_keystroke_narrows_the_table(
    qtbot: QtBot, page: EnterprisesPage, workspace: Workspace
) -> None:
    for number, name in enumerate(["昆山恒立精密", "太仓恒立电子", "常熟宏达"], 1):
        add_enterprise(workspace, number, name)
    enter(qtbot, page)
    assert "3" in page._count.text()
    type_in(qtbot, page.search, "恒立")
    assert sorted(names(page)) == ["太仓恒立电子", "昆山恒立精密"]
    type_in(qtbot, page.search, " 电子")
    assert names(page) == ["太仓恒立电子"]
    assert page._count.text() == "找到 1 家，共 3 家"
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert len(names(page)) == 3


def test_that_filters_go_together_and_can_be_cleared_at_once(
    qtbot: QtBot, page: EnterprisesPage, workspace: Workspace
) -> None:
    add_enterprise(workspace, 1, "甲", district="320583", industry="C34")
    add_enterprise(workspace, 2, "乙", district="320583", industry="C39")
    done = add_enterprise(workspace, 3, "丙", district="320571", industry="C34")
    add_assessment(workspace, done, submitted=True)
    enter(qtbot, page)
    page.filters["district"].set_value("320583")
    page.filters["industry"].set_value("C34")
    assert names(page) == ["甲"]
    page.filters["state"].set_value("yes")
    assert names(page) == []
    assert page._stack.currentWidget() is page._states["no_match"]
    qtbot.mouseClick(page.clear_button, Qt.MouseButton.LeftButton)
    assert len(names(page)) == 3
    page.filters["level"].set_value("0")
    assert names(page) == ["丙"]


def test_that_a_click_on_a_header_sorts_and_a_second_one_turns_it_round(
    qtbot: QtBot, page: EnterprisesPage, workspace: Workspace
) -> None:
    for number, name in ((3, "丙"), (1, "甲"), (2, "乙")):
        add_enterprise(workspace, number, name)
    page.resize(1600, 768)
    enter(qtbot, page)
    header = page.table.horizontalHeader()
    at = header.sectionViewportPosition(Column.USCC) + 10
    for wanted in (["甲", "乙", "丙"], ["丙", "乙", "甲"]):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, 10))
        assert names(page) == wanted


def test_that_the_chosen_enterprise_stays_chosen_while_searching(
    qtbot: QtBot, page: EnterprisesPage, workspace: Workspace
) -> None:
    for number in range(1, 6):
        add_enterprise(workspace, number, f"企业{number}")
    enter(qtbot, page)
    choose(page, 3)
    chosen = page._chosen_id()
    page.search.setText("企业")
    assert page._chosen_id() == chosen
    page.search.setText("没有这家")
    assert page._chosen_id() is None
    assert page.panel.enterprise_id is None


def test_that_letters_typed_in_the_table_go_on_in_the_search(
    qtbot: QtBot, page: EnterprisesPage, workspace: Workspace
) -> None:
    add_enterprise(workspace, 1, "ABC机械")
    enter(qtbot, page)
    choose(page, 0)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_A)
    assert page.search.text().lower() == "a"
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Slash)
    assert page.search.selectedText().lower() == "a"


def test_that_the_keyboard_leads_from_the_search_to_the_result(
    qtbot: QtBot, page: EnterprisesPage, workspace: Workspace, went: list[Place]
) -> None:
    wanted = add_enterprise(workspace, 1, "甲")
    submitted = add_assessment(workspace, wanted, submitted=True)
    enter(qtbot, page)
    page.search.setFocus()
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.panel.enterprise_id == wanted
    assert page.focusWidget() is page.panel.history
    qtbot.keyClick(page.panel.history, Qt.Key.Key_Return)
    assert went == [Place("result", submitted)]


def test_that_a_narrow_window_gives_the_name_its_room(
    qtbot: QtBot, page: EnterprisesPage, workspace: Workspace
) -> None:
    add_enterprise(workspace, 1, LONG_NAME)
    page.resize(828, 580)
    enter(qtbot, page)
    assert page.panel.isHidden()
    assert page.table.columnWidth(Column.NAME) >= 220
    assert not page.table.isColumnHidden(Column.LEVEL)
    choose(page, 0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.panel.isVisible()
    qtbot.waitUntil(lambda: page.table.isColumnHidden(Column.USCC))
    assert page.table.viewport().width() >= sum(
        page.table.columnWidth(column) for column in Column if not page.table.isColumnHidden(column)
    )
    qtbot.mouseClick(page.panel.close_button, Qt.MouseButton.LeftButton)
    assert page.panel.isHidden()


def test_that_the_panel_tells_profile_history_and_changes(
    qtbot: QtBot, page: EnterprisesPage, workspace: Workspace
) -> None:
    made = add_enterprise(workspace, 1, "甲", employees="120", revenue="3000", industry="C34")
    add_assessment(workspace, made, answers=3)
    enterprises.save(
        workspace,
        {"name": "甲", "uscc": code(1), "district": "园区", "industry": "C34"},
        made,
        "李四",
    )
    enter(qtbot, page, made)
    panel = page.panel
    qtbot.waitUntil(lambda: panel.enterprise_id == made)
    said = [label.text() for label in panel.findChildren(type(panel._name))]
    assert "苏州工业园区" in said
    assert "C34 通用设备制造业" in said
    assert any("县级市（区）：昆山市 → 苏州工业园区" in text for text in said)
    assert any("李四" in text for text in said)
    assert panel.history.model().rowCount() == 1


def test_that_a_draft_in_the_history_is_discarded_only_after_asking(
    qtbot: QtBot, page: EnterprisesPage, workspace: Workspace
) -> None:
    made = add_enterprise(workspace, 1)
    add_assessment(workspace, made, answers=1)
    enter(qtbot, page, made)
    qtbot.waitUntil(lambda: page.panel.enterprise_id == made)
    history = page.panel.history
    history.setFocus()
    for answer, left in (("reject_button", 1), ("accept_button", 0)):
        in_dialog(
            qtbot,
            MessageDialog,
            lambda: qtbot.keyClick(history, Qt.Key.Key_Delete),
            lambda dialog, answer=answer: qtbot.mouseClick(
                getattr(dialog, answer), Qt.MouseButton.LeftButton
            ),
        )
        assert workspace.overview().drafts == left


def test_that_an_empty_database_offers_to_begin(qtbot: QtBot, page: EnterprisesPage) -> None:
    enter(qtbot, page)
    assert page._stack.currentWidget() is page._states["none"]
    assert page.panel.isHidden()


def test_that_a_database_that_cannot_be_read_is_told_and_the_search_stays(
    qtbot: QtBot, page: EnterprisesPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(qtbot, page)

    def locked(*_: object, **__: object) -> None:
        raise StoreError("database_locked", path="/data/assess.db")

    monkeypatch.setattr(enterprises, "search", locked)
    in_dialog(
        qtbot,
        MessageDialog,
        lambda: page.search.setText("甲"),
        lambda dialog: qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton),
    )
    assert page.search.text() == "甲"


def test_that_only_rows_in_sight_are_read(
    qtbot: QtBot, page: EnterprisesPage, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    class Rows:
        ids = tuple(range(1, 40_001))

        def __len__(self) -> int:
            return len(self.ids)

        def __getitem__(self, row: int) -> object:
            read.append(row)
            return one

    add_enterprise(workspace, 1)
    enter(qtbot, page)
    one = page.model.enterprise(0)
    monkeypatch.setattr(enterprises, "search", lambda *_, **__: Rows())
    page._find()
    page.table.viewport().repaint()
    assert page.model.rowCount() == 40_000
    assert len(set(read)) < 60


def test_that_the_table_says_codes_in_words(
    qtbot: QtBot, page: EnterprisesPage, workspace: Workspace
) -> None:
    made = add_enterprise(workspace, 1, employees="120", revenue="3000", industry="C34")
    add_assessment(workspace, made, answers=1, submitted=True)
    enter(qtbot, page)

    def text(column: Column) -> object:
        return page.model.index(0, column).data()

    assert text(Column.DISTRICT) == "昆山"
    assert text(Column.INDUSTRY) == "通用设备制造业"
    assert text(Column.SIZE) == "小型"
    assert text(Column.LEVEL) == "0"
    assert text(Column.SCORE) == "2"
    assert text(Column.DATE) == "2025-06-01"
    assert page.model.rowCount(QModelIndex()) == 1


def test_that_the_credit_code_shows_on_a_laptop(
    qtbot: QtBot, page: EnterprisesPage, workspace: Workspace
) -> None:
    add_enterprise(workspace, 1)
    enter(qtbot, page)
    assert not page.panel.isHidden()
    assert not page.table.isColumnHidden(Column.USCC)


def test_that_the_row_is_marked_when_the_keys_come_to_the_table(
    qtbot: QtBot, page: EnterprisesPage, workspace: Workspace
) -> None:
    add_enterprise(workspace, 1)
    enter(qtbot, page)
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.table.selectionModel().isRowSelected(0, QModelIndex())


def test_that_sizes_sort_from_micro_to_medium(
    qtbot: QtBot, page: EnterprisesPage, workspace: Workspace
) -> None:
    for number, people in enumerate(("500", "100", "5"), 1):
        add_enterprise(workspace, number, employees=people, revenue="30000")
    enter(qtbot, page)
    page.table.horizontalHeader().setSortIndicator(Column.SIZE, Qt.SortOrder.AscendingOrder)
    shown = [page.model.index(row, Column.SIZE).data() for row in range(3)]
    assert shown == ["微型", "小型", "中型"]


def test_that_a_long_address_does_not_widen_the_panel(
    qtbot: QtBot, page: EnterprisesPage, workspace: Workspace
) -> None:
    made = add_enterprise(workspace, 1, email="somebody-with-a-long-name@a-long-domain.example.com")
    enter(qtbot, page, made)
    qtbot.waitUntil(lambda: page.panel.enterprise_id == made)
    qtbot.wait(10)
    right = page.panel.edit_button.mapTo(page.panel, page.panel.edit_button.rect().topRight()).x()
    assert right < page.panel.width() - 8


def test_that_the_cross_goes_with_the_words_it_clears(
    qtbot: QtBot, page: EnterprisesPage, workspace: Workspace
) -> None:
    add_enterprise(workspace, 1)
    enter(qtbot, page)
    type_in(qtbot, page.search, "xyz")
    assert page.search._cross.isVisible()
    qtbot.mouseClick(page.clear_button, Qt.MouseButton.LeftButton)
    assert not page.search._cross.isVisible()
