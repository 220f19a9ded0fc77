"""Starting an assessment: whose, how, when, by whom. By keyboard in a few seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from PySide6.QtCore import QAbstractListModel, QDate, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStackedWidget,
    QWidget,
)

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.exchange import MODES, Mode
from suzhou_assess.domain.points import as_text
from suzhou_assess.services import assessments, enterprises, onsite
from suzhou_assess.services.views import AssessmentCard, EnterpriseFilter
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.enterprise_form import edit_enterprise
from suzhou_assess.ui.dialogs.working import tell_trouble
from suzhou_assess.ui.models.assessment_list import Index
from suzhou_assess.ui.models.profile_words import district_name
from suzhou_assess.ui.widgets.basics import button, card, column, label, row
from suzhou_assess.ui.widgets.candidate_list import Candidate, CandidateDelegate
from suzhou_assess.ui.widgets.day_edit import DayEdit
from suzhou_assess.ui.widgets.pick_box import ChoiceBox
from suzhou_assess.ui.widgets.search_field import SearchField
from suzhou_assess.ui.widgets.segments import Segments
from suzhou_assess.ui.widgets.states import EmptyState

_SHOWN = 50
_RECENT = 30


def start_assessment(context: Context, parent: QWidget, enterprise_id: int | None = None) -> None:
    """Ask what is needed, start the assessment and go to it."""
    dialog = NewAssessment(context, parent, enterprise_id)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    opened = dialog.assessment_id
    dialog.deleteLater()
    if accepted and opened is not None:
        context.show("assess", opened)


class NewAssessment(QDialog):
    """A search over the enterprises, and the assessment's head beneath."""

    def __init__(self, context: Context, parent: QWidget, enterprise_id: int | None) -> None:
        super().__init__(parent)
        self.context = context
        self.assessment_id: str | None = None
        self._draft: AssessmentCard | None = None
        self.setWindowTitle(context.say("ui_home.new"))
        layout = column(self, gap=0)
        body = column(margins=(24, 20, 24, 16), gap=12)
        body.addLayout(self._search_row())
        body.addWidget(self._results(), 1)
        body.addWidget(self._draft_note())
        body.addLayout(self._head())
        body.addWidget(self._basis_row())
        layout.addLayout(body, 1)
        layout.addWidget(self._foot())
        room = parent.screen().availableGeometry()
        self.resize(min(720, room.width() - 40), min(620, room.height() - 60))
        self._offer(enterprise_id)
        self.search.setFocus()

    # building

    def _search_row(self) -> QHBoxLayout:
        say, palette = self.context.say, self.context.palette
        line = row(gap=12)
        self.search = SearchField(self.context, say("ui_home.whose"))
        self.search.textChanged.connect(lambda _text: self._offer())
        self.search.installEventFilter(self)
        self.create_button = button(say("ui_enterprises.new"), icon="plus", color=palette.text)
        self.create_button.clicked.connect(self._create)
        line.addWidget(self.search, 1)
        line.addWidget(self.create_button)
        return line

    def _results(self) -> QFrame:
        say = self.context.say
        made = card()
        inside = column(made, margins=(8, 8, 8, 8), gap=4)
        self._caption = label("", "small")
        self._caption.setContentsMargins(8, 0, 8, 0)
        self.model = _CandidateModel()
        self.list = QListView()
        self.list.setProperty("list", True)
        self.list.setAccessibleName(say("ui_home.found"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(CandidateDelegate(self.context, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(self._on_chosen)
        self.list.doubleClicked.connect(lambda _index: self.start())
        self._nothing = EmptyState(self.context.palette, "enterprise", "", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._nothing)
        inside.addWidget(self._caption)
        inside.addWidget(self._stack, 1)
        return made

    def _draft_note(self) -> QFrame:
        self._note = card("warn")
        inside = row(self._note, margins=(16, 6, 8, 6), gap=8)
        self._note_text = label("", "warn", wrap=True)
        self.continue_button = button(self.context.say("ui_home.continue_it"), "link")
        self.continue_button.clicked.connect(self._continue)
        inside.addWidget(self._note_text, 1)
        inside.addWidget(self.continue_button)
        self._note.hide()
        return self._note

    def _head(self) -> QHBoxLayout:
        say = self.context.say
        line = row(gap=16)
        self.mode = Segments(say("ui_home.how"), [(mode, say(f"ui.mode_{mode}")) for mode in MODES])
        remembered = self.context.workspace.setting("mode", MODES[0])
        self.mode.set_value(remembered if remembered in MODES else MODES[0])
        self.date = DayEdit(self.context, date.today())  # noqa: DTZ011 - the user's own day
        self.date.setMaximumDate(QDate.currentDate())
        self.date.setFixedHeight(36)
        self.assessor = QLineEdit(self.context.workspace.user)
        self.assessor.setPlaceholderText(say("ui_home.assessor_hint"))
        for name, editor, stretch in (
            ("how", self.mode, 0),
            ("when", self.date, 0),
            ("assessor", self.assessor, 1),
        ):
            part = column(gap=4)
            title = label(say(f"ui_home.{name}"), "small")
            part.addWidget(title)
            title.setBuddy(editor)
            editor.setAccessibleName(say(f"ui_home.{name}"))
            part.addWidget(editor)
            line.addLayout(part, stretch)
        return line

    def _basis_row(self) -> QWidget:
        """On site: the self-assessment to judge beside."""
        say = self.context.say
        self._basis_shell = QWidget()
        line = row(self._basis_shell, gap=12)
        self.basis = ChoiceBox([])
        self.basis.setAccessibleName(say("ui_onsite.basis"))
        title = label(say("ui_onsite.basis"), "small")
        title.setBuddy(self.basis)
        line.addWidget(title)
        line.addWidget(self.basis, 1)
        self.basis.setToolTip(say("ui_onsite.basis_hint"))
        self.mode.chosen.connect(self._offer_basis)
        self._basis_shell.hide()
        return self._basis_shell

    def _foot(self) -> QFrame:
        say = self.context.say
        foot = QFrame()
        foot.setProperty("bar", "bottom")
        buttons = row(foot, margins=(24, 12, 24, 12), gap=12)
        buttons.addWidget(label(say("ui_home.start_keys"), "small"), 1)
        cancel = button(say("ui.cancel"))
        cancel.clicked.connect(self.reject)
        self.start_button = button(say("ui_home.start"), "primary")
        self.start_button.setDefault(True)
        self.start_button.clicked.connect(self.start)
        buttons.addWidget(cancel)
        buttons.addWidget(self.start_button)
        return foot

    # choosing

    def _offer(self, enterprise_id: int | None = None) -> None:
        """Show who can be meant by what is typed; before that, who was worked on last."""
        text = self.search.text().strip()
        say = self.context.say
        if text:
            shown = self._find(text)
        else:
            shown = self._recent()
            self._caption.setText(say("ui_home.worked_on" if shown else "ui_home.all_of_them"))
            shown = shown or self._find("")
        if enterprise_id is not None:
            shown = [self._one(enterprise_id)]
            self._caption.setText(say("ui_home.chosen"))
        self._nothing.tell(
            say("ui_home.none_found" if text else "ui_home.none_yet"),
            say("ui_home.none_found_hint" if text else "ui_home.none_yet_hint"),
        )
        self._name_places(shown)
        self.model.show(shown)
        self._stack.setCurrentIndex(0 if shown else 1)
        self._caption.setVisible(bool(shown))
        if shown and (text or enterprise_id is not None):
            self.list.setCurrentIndex(self.model.index(0))
        else:
            self._on_chosen()

    def _recent(self) -> list[Candidate]:
        seen: dict[int, Candidate] = {}
        for one in self.context.workspace.overview(recent=_RECENT).recent:
            seen.setdefault(
                one.enterprise_id,
                Candidate(
                    one.enterprise_id,
                    one.enterprise,
                    one.uscc,
                    one.district,
                    one.level if one.status == "submitted" else None,
                ),
            )
        return list(seen.values())

    def _find(self, text: str) -> list[Candidate]:
        found = enterprises.search(self.context.workspace, EnterpriseFilter(text=text))
        if text:
            key = "ui_home.found_more" if len(found) > _SHOWN else "ui_home.found_count"
            count = f"{len(found):,}"
            self._caption.setText(self.context.say(key, count=count, shown=_SHOWN))
        return [
            Candidate(one.id, one.name, one.uscc, one.district, one.latest_level)
            for one in found[:_SHOWN]
        ]

    def _one(self, enterprise_id: int) -> Candidate:
        workspace = self.context.workspace
        profile = enterprises.get(workspace, enterprise_id)
        cards = enterprises.history(workspace, enterprise_id)
        counting = (c for c in cards if c.status == "submitted" and c.held is None)
        level = next((card.level for card in counting), None)
        return Candidate(enterprise_id, profile.name, profile.uscc, profile.district, level)

    def _name_places(self, shown: Sequence[Candidate]) -> None:
        for one in shown:
            one.place = district_name(self.context, one.district, short=True)

    def _on_chosen(self, *_: object) -> None:
        chosen = self.chosen
        self.start_button.setEnabled(chosen is not None)
        self._draft = None
        if chosen is not None:
            drafts = assessments.cards(
                self.context.workspace, status="draft", enterprise_id=chosen.id, limit=1
            )
            self._draft = drafts[0] if drafts else None
        self._note.setVisible(self._draft is not None)
        if self._draft is not None:
            self._note_text.setText(
                self.context.say(
                    "ui_home.has_draft",
                    mode=self.context.say(f"ui.mode_{self._draft.mode}"),
                    done=self._draft.answered,
                    total=self._draft.total,
                )
            )

        self._offer_basis()

    def _offer_basis(self) -> None:
        """The self-assessments of the enterprise that were submitted, the latest first."""
        chosen = self.chosen
        found = (
            onsite.candidates(self.context.workspace, chosen.id)
            if chosen is not None and self.mode.value == "onsite"
            else []
        )
        self.basis.clear()
        for one in found:
            self.basis.addItem(basis_words(self.context, one), one.id)
        if found:
            self.basis.addItem(self.context.say("ui_onsite.basis_none"), "")
        self._basis_shell.setVisible(bool(found))

    @property
    def chosen(self) -> Candidate | None:
        index = self.list.currentIndex()
        return self.model.candidate(index) if index.isValid() else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() in _MOVES:
                self._move(_MOVES[Qt.Key(event.key())])
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in _ENTER:
                if self.chosen is None and self.search.text().strip():
                    self._create()
                else:
                    self.start()
                return True
        return super().eventFilter(watched, event)

    def _move(self, by: int) -> None:
        count = self.model.rowCount()
        if count:
            current = self.list.currentIndex()
            to = current.row() + by if current.isValid() else 0
            self.list.setCurrentIndex(self.model.index(max(0, min(count - 1, to))))

    # doing

    def start(self) -> None:
        """Start with what is chosen, and remember who assesses and how."""
        chosen = self.chosen
        if chosen is None:
            return
        workspace = self.context.workspace
        mode = cast("Mode", self.mode.value)
        assessor = self.assessor.text().strip()
        try:
            if assessor and assessor != workspace.setting("assessor", ""):
                workspace.set_setting("assessor", assessor)
            if mode != workspace.setting("mode", MODES[0]):
                workspace.set_setting("mode", mode)
            basis = self.basis.value()
            on = self.date.value()
            self.assessment_id = (
                onsite.start_from(workspace, basis, on, assessor, workspace.user)
                if basis
                else assessments.start(workspace, chosen.id, mode, on, assessor)
            )
        except StoreError as error:
            tell_trouble(self.context, self, self.context.say("ui_home.not_started"), error)
            return
        self.context.data_changed.emit()
        self.accept()

    def _continue(self) -> None:
        if self._draft is not None:
            self.assessment_id = self._draft.id
            self.accept()

    def _create(self) -> None:
        typed = self.search.text().strip()
        code = credit_code.normalise(typed)
        looks_like_code = len(code) >= 15 and code.isascii() and code.isalnum()
        prefilled = {"uscc": code} if looks_like_code else {"name": typed}
        made = edit_enterprise(self.context, self, prefilled=prefilled)
        if made is not None:
            self.search.put("")
            self._offer(made)
            self.search.setFocus()


def basis_words(context: Context, card: AssessmentCard) -> str:
    """``2025-06-01 · 李厂长 · 57.3 分，2 级``"""
    words = " · ".join(filter(None, (card.date.isoformat(), card.assessor)))
    return context.say(
        "ui_onsite.basis_score", words=words, score=as_text(card.score or 0), level=card.level or 0
    )


_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class _CandidateModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._shown: Sequence[Candidate] = ()

    def show(self, shown: Sequence[Candidate]) -> None:
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def candidate(self, index: Index) -> Candidate:
        return self._shown[index.row()]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        one = self._shown[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return one
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return one.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{one.name}, {one.uscc}, {one.place}"
        return None
