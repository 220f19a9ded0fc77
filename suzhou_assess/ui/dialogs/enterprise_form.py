"""An enterprise's profile, checked while it's typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.enterprise import Enterprise, read_enterprise
from suzhou_assess.domain.problems import Problem
from suzhou_assess.services import enterprises
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.message import ask
from suzhou_assess.ui.dialogs.working import tell_trouble
from suzhou_assess.ui.models.profile_words import field_name, size_words
from suzhou_assess.ui.widgets.basics import button, card, column, label, row
from suzhou_assess.ui.widgets.form_field import FormField
from suzhou_assess.ui.widgets.pick_box import ChoiceBox, PickBox
from suzhou_assess.ui.widgets.profile_editor import profile_editor

_GROUPS = (
    ("identity", ("name", "uscc", "district", "town")),
    (
        "business",
        (
            "industry",
            "cluster",
            "employees",
            "revenue",
            "founded",
            "above_scale",
            "qualification",
        ),
    ),
    ("contact", ("contact_name", "contact_title", "phone", "email")),
)
_REQUIRED = frozenset({"name", "uscc"})
_WIDE = frozenset({"name"})


def edit_enterprise(
    context: Context,
    parent: QWidget,
    enterprise_id: int | None = None,
    prefilled: Mapping[str, str] | None = None,
    field: str = "",
) -> int | None:
    """Open the form. Gives the id of the enterprise that was saved, or that exists already.

    ``None`` when the user gave up. ``prefilled`` are first values of a new one; ``field`` is where
    the user begins.
    """
    try:
        known = None if enterprise_id is None else enterprises.get(context.workspace, enterprise_id)
    except StoreError as error:
        tell_trouble(context, parent, context.say("ui_enterprises.not_read"), error)
        return None
    dialog = EnterpriseForm(context, parent, enterprise_id, known, prefilled or {})
    if field in dialog.fields:
        dialog.fields[field].editor.setFocus()
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    saved = dialog.saved_id if accepted else None
    dialog.deleteLater()
    return saved


class EnterpriseForm(QDialog):
    """All fields of the profile. Nothing typed is lost: not by a mistake, not by a full disk."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        enterprise_id: int | None,
        known: Enterprise | None,
        prefilled: Mapping[str, str],
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.saved_id: int | None = None
        self._id = enterprise_id
        self._taken_by: tuple[str, int] | None = None
        self._touched: set[str] = set()
        self.fields: dict[str, FormField] = {}
        say = context.say
        self.setWindowTitle(
            say("ui_enterprises.new" if enterprise_id is None else "ui_enterprises.edit_title")
        )
        self._build()
        self._fill(known, prefilled)
        self._before = self._raw()
        self._touched = {name for name, value in self._before.items() if value}
        self._check()
        self._fit(parent)
        editor = self.fields["uscc" if self._before["name"] else "name"].editor
        editor.setFocus()

    # building

    def _build(self) -> None:
        say = self.context.say
        layout = column(self, gap=0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        body.setProperty("ground", True)
        groups = column(body, margins=(24, 20, 24, 20), gap=16)
        for group, names in _GROUPS:
            groups.addWidget(self._group(say(f"ui_enterprises.group_{group}"), names))
        groups.addStretch(1)
        scroll.setWidget(body)
        self._scroll = scroll
        layout.addWidget(scroll, 1)
        foot = QFrame()
        foot.setProperty("bar", "bottom")
        buttons = row(foot, margins=(24, 12, 24, 12), gap=12)
        self._summary = label("", "bad")
        buttons.addWidget(self._summary, 1)
        cancel = button(say("ui.cancel"))
        cancel.clicked.connect(self.reject)
        self.save_button = button(say("ui_enterprises.save"), "primary")
        self.save_button.setDefault(True)
        self.save_button.setToolTip("Ctrl+S")
        self.save_button.clicked.connect(self.save)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save_button)
        layout.addWidget(foot)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self).activated.connect(self.save)

    def _group(self, title: str, names: tuple[str, ...]) -> QFrame:
        made = card()
        layout = column(made, margins=(20, 16, 20, 12), gap=12)
        layout.addWidget(label(title, "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        cell = 0
        for name in names:
            span = 2 if name in _WIDE else 1
            grid.addWidget(self._field(name), cell // 2, cell % 2, 1, span)
            cell += span
        layout.addLayout(grid)
        if "revenue" in names:
            self._size = label("", "small", wrap=True)
            made_size = card("quiet")
            inside = row(made_size, margins=(12, 8, 12, 8))
            inside.addWidget(self._size)
            layout.addWidget(made_size)
            layout.addSpacing(4)
        return made

    def _field(self, name: str) -> FormField:
        editor = profile_editor(self.context, name)
        hint = self.context.say(f"ui_enterprises.hint_{name}") if name in _HINTS else ""
        made = FormField(
            self.context,
            field_name(self.context, name),
            editor,
            required=name in _REQUIRED,
            hint=hint,
        )
        self.fields[name] = made
        if isinstance(editor, QLineEdit):
            editor.textEdited.connect(lambda _text: self._on_edited(name))
            editor.editingFinished.connect(lambda: self._on_left(name))
        elif isinstance(editor, PickBox):
            editor.editTextChanged.connect(lambda _text: self._on_edited(name))
            editor.left.connect(lambda: self._on_left(name))
        elif isinstance(editor, ChoiceBox):
            editor.activated.connect(lambda _index: self._on_left(name))
        if name == "uscc":
            self.existing_button = button(self.context.say("ui_enterprises.open_existing"), "link")
            self.existing_button.clicked.connect(self._open_existing)
            self.existing_button.hide()
            made.add_action(self.existing_button)
        return made

    def _fit(self, parent: QWidget) -> None:
        room = parent.screen().availableGeometry()
        self.resize(min(780, room.width() - 40), min(720, room.height() - 60))
        self.setMinimumSize(600, 420)

    # values

    def _fill(self, known: Enterprise | None, prefilled: Mapping[str, str]) -> None:
        values: dict[str, str] = dict(prefilled)
        if known is not None:
            for entry in fields(known):
                value = getattr(known, entry.name)
                if isinstance(value, bool):
                    value = "yes" if value else "no"
                elif isinstance(value, Decimal):
                    value = f"{value:f}"
                values[entry.name] = "" if value is None else f"{value}"
        for name, value in values.items():
            editor = self.fields[name].editor
            if isinstance(editor, PickBox | ChoiceBox):
                editor.set_value(value)
            elif isinstance(editor, QLineEdit):
                editor.setText(value)
                editor.setCursorPosition(0)

    def _raw(self) -> dict[str, str]:
        raw = {}
        for name, made in self.fields.items():
            editor = made.editor
            if isinstance(editor, PickBox | ChoiceBox):
                raw[name] = editor.value()
            elif isinstance(editor, QLineEdit):
                raw[name] = editor.text().strip()
        return raw

    # checking

    def _on_edited(self, name: str) -> None:
        editor = self.fields[name].editor
        if name == "uscc" and isinstance(editor, QLineEdit):
            # While the code is being typed its length is no mistake yet.
            if len(editor.text()) >= credit_code.LENGTH:
                self._touched.add(name)
            else:
                self._touched.discard(name)
        elif isinstance(editor, PickBox):
            # Half a word is no mistake while the list is offered.
            self._touched.discard(name)
        self._check()

    def _on_left(self, name: str) -> None:
        if self._raw()[name] or name in self._touched:
            self._touched.add(name)
        self._check()

    def _check(self) -> dict[str, Problem]:
        """Shows what is wrong with what was touched; gives all that keeps from saving."""
        raw = self._raw()
        profile, problems = read_enterprise(raw, self.context.workspace.places)
        shown: dict[str, Problem] = {}
        blocking: dict[str, Problem] = {}
        for found in problems:
            name = next((where for where in found.where if where in self.fields), None)
            if name is None:
                continue
            shown.setdefault(name, found)
            # A value that was not understood would be dropped: here it's asked for instead.
            if found.is_error or raw[name]:
                blocking.setdefault(name, found)
        self._find_owner(raw["uscc"], bad="uscc" in blocking)
        for name, made in self.fields.items():
            trouble = shown.get(name)
            if trouble is None or name not in self._touched:
                made.tell("")
            else:
                made.tell(self._words(trouble), "bad" if name in blocking else "warn")
        if self._taken_by is not None:
            self.fields["uscc"].tell(
                self.context.say("ui_enterprises.taken", name=self._taken_by[0]), "bad"
            )
        elif raw["uscc"] and "uscc" not in shown:
            self.fields["uscc"].tell(self.context.say("ui_enterprises.code_right"), "good")
        self.existing_button.setVisible(self._taken_by is not None)
        self._size.setText(size_words(self.context, profile))
        if self._summary.text():
            self._tell_count(len(blocking) + (self._taken_by is not None))
        return blocking

    def _words(self, found: Problem) -> str:
        if found.code in _OWN_WORDS:
            key = f"ui_enterprises.{found.code}"
            return self.context.words.say(key, **found.params)
        return self.context.words.problem(found)

    def _find_owner(self, code: str, *, bad: bool) -> None:
        """Whose code it is, if another enterprise has it already."""
        self._taken_by = None
        if bad or len(code) != credit_code.LENGTH:
            return
        workspace = self.context.workspace
        owner = enterprises.find(workspace, code)
        if owner is not None and owner != self._id:
            self._taken_by = (enterprises.get(workspace, owner).name, owner)

    def _tell_count(self, count: int) -> None:
        self._summary.setText(
            self.context.say("ui_enterprises.to_mend", count=count) if count else ""
        )

    # leaving

    def save(self) -> None:
        """Save if nothing is wrong; else show everything that is, the first of it in focus."""
        for made in self.fields.values():
            if isinstance(made.editor, PickBox):
                made.editor.settle()
        self._touched.update(self.fields)
        blocking = set(self._check())
        if self._taken_by is not None:
            blocking.add("uscc")
        if blocking:
            self._point_at(blocking)
            return
        workspace = self.context.workspace
        try:
            saved, problems = enterprises.save(
                workspace, self._raw(), self._id, str(workspace.setting("assessor", ""))
            )
        except StoreError as error:
            tell_trouble(self.context, self, self.context.say("ui_enterprises.not_saved"), error)
            return
        errors = {name for found in problems if found.is_error for name in found.where}
        if errors:
            self._check()
            self._point_at(errors)
            return
        self.saved_id = saved
        self.context.data_changed.emit()
        self.accept()

    def _point_at(self, names: set[str]) -> None:
        self._tell_count(len(names))
        first = next(name for name in self.fields if name in names)
        self.fields[first].editor.setFocus()
        self._scroll.ensureWidgetVisible(self.fields[first], 0, 40)

    def _open_existing(self) -> None:
        if self._taken_by is not None and self._may_drop():
            self.saved_id = self._taken_by[1]
            self.accept()

    def reject(self) -> None:
        if self._may_drop():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        # Closing by the window's frame ends in reject, which asks.
        event.ignore()
        self.reject()

    def _may_drop(self) -> bool:
        now = self._raw()
        changed = [name for name in now if now[name] != self._before[name]]
        if not changed or (self._taken_by is not None and self._id is None):
            return True
        say = self.context.say
        names = self.context.words.joined(tuple(field_name(self.context, name) for name in changed))
        return ask(
            self.context,
            self,
            say("ui_enterprises.drop_title"),
            say("ui_enterprises.drop", fields=names),
            say("ui_enterprises.drop_do"),
            danger=True,
        )


_HINTS = frozenset({"district", "industry"})
_OWN_WORDS = frozenset(
    {
        "district_unknown",
        "founded_out_of_range",
        "industry_unknown",
        "profile_negative",
        "profile_not_a_number",
        "profile_not_whole",
        "uscc_check",
        "uscc_length",
    }
)
"""Those of the catalogue speak of files; beside the field shorter ones do."""
