"""Writing a package: with a password or without, where to, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QLineEdit, QWidget

from suzhou_assess.domain.evidence import as_size
from suzhou_assess.services.packages import (
    MIN_PASSWORD,
    SUFFIX,
    write_package,
)
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.files import choose_target
from suzhou_assess.ui.dialogs.working import run_working
from suzhou_assess.ui.widgets.basics import Role, button, card, column, label, row, set_role
from suzhou_assess.ui.widgets.chart_export import file_stem


class PackageWriteDialog(QDialog):
    """What goes out, and under which password. ``password`` is ``None`` for none."""

    def __init__(self, context: Context, parent: QWidget, titles: Sequence[str]) -> None:
        super().__init__(parent)
        self.password: str | None = None
        self._context = context
        say = context.say
        self.setWindowTitle(say("ui_package.write_title"))
        self.setMinimumWidth(520)
        layout = column(self, margins=(24, 24, 24, 20), gap=16)
        layout.addWidget(label(say("ui_package.write_title"), "heading"))
        layout.addWidget(_wrapped(say("ui_package.write_what")))
        what = card()
        inside = column(what, margins=(16, 12, 16, 12), gap=4)
        for title in titles:
            inside.addWidget(_wrapped(title, "strong"))
        layout.addWidget(what)
        self.encrypt = QCheckBox(say("ui_package.encrypt"))
        self.encrypt.setChecked(True)
        self.encrypt.toggled.connect(self._show)
        layout.addWidget(self.encrypt)
        self._fields = QWidget()
        fields = column(self._fields, margins=(26, 0, 0, 0), gap=8)
        self.first = self._field("ui_package.password")
        self.second = self._field("ui_package.password_again")
        for field in (self.first, self.second):
            fields.addWidget(field)
        self.shown = QCheckBox(say("ui_package.show_password"))
        self.shown.toggled.connect(self._show_password)
        fields.addWidget(self.shown)
        layout.addWidget(self._fields)
        self.hint = _wrapped("", "small")
        layout.addWidget(self.hint)
        foot = row(gap=12)
        foot.addStretch(1)
        self.cancel_button = button(say("ui.cancel"))
        self.cancel_button.clicked.connect(self.reject)
        foot.addWidget(self.cancel_button)
        self.write_button = button(say("ui_package.choose_out"), "primary")
        self.write_button.setDefault(True)
        self.write_button.clicked.connect(self._accept)
        foot.addWidget(self.write_button)
        layout.addLayout(foot)
        self.first.setFocus()
        self._show()

    def _field(self, key: str) -> QLineEdit:
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setPlaceholderText(self._context.say(key))
        field.setAccessibleName(self._context.say(key))
        field.textChanged.connect(self._show)
        return field

    def _show_password(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.first.setEchoMode(mode)
        self.second.setEchoMode(mode)

    def _show(self) -> None:
        encrypted = self.encrypt.isChecked()
        self._fields.setEnabled(encrypted)
        typed, again = self.first.text(), self.second.text()
        role, key = "small", "ui_package.hint_password"
        if not encrypted:
            role, key = "warn", "ui_package.hint_plain"
        elif typed and len(typed) < MIN_PASSWORD:
            role, key = "warn", "ui_package.hint_short"
        elif again and not typed.startswith(again):
            role, key = "warn", "ui_package.hint_differs"
        self.hint.setText(self._context.say(key, least=MIN_PASSWORD))
        set_role(self.hint, role)
        self.write_button.setEnabled(
            not encrypted or (len(typed) >= MIN_PASSWORD and typed == again)
        )

    def _accept(self) -> None:
        self.password = self.first.text() if self.encrypt.isChecked() else None
        self.accept()


def write_packages(context: Context, parent: QWidget, ids: Sequence[str]) -> Path | None:
    """Ask about a password and where to, write with a way to cancel, say what came of it."""
    from suzhou_assess.services.assessments import AssessmentSession

    say = context.say
    sessions = [AssessmentSession(context.workspace, key) for key in ids]
    titles = [
        " · ".join((one.enterprise.name, say(f"ui.mode_{one.mode}"), one.date.isoformat()))
        for one in sessions
    ]
    dialog = PackageWriteDialog(context, parent, titles)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    password = dialog.password
    dialog.deleteLater()
    if not accepted:
        return None
    first = sessions[0]
    name = file_stem(first.enterprise.name, first.date.isoformat(), say("ui_package.file"))
    title, kinds = say("ui_package.write_title"), say("ui_package.kinds")
    out = choose_target(context, parent, title, name + SUFFIX, kinds)
    if out is None:
        return None
    workspace, who = context.workspace, context.workspace.user

    finished, result = run_working(
        context,
        parent,
        title,
        lambda: write_package(workspace, ids, out, password, who),
        say("ui_package.not_written"),
    )
    if not finished:
        return None
    key = "written_encrypted" if result.encrypted else "written"
    context.tell(say(f"ui_package.{key}", path=str(out), size=as_size(result.size)))
    return out


def _wrapped(text: str, role: Role = "text") -> QLabel:
    made = label(text, role, wrap=True)
    made.setMinimumWidth(1)
    return made
