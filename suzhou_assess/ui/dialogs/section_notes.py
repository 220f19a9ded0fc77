"""Notes that belong to more than one question: on the parts of a section, or on the whole.

Beside the note on the whole stands what is attached to the whole: a contract, a photo of the gate.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from suzhou_assess.domain.answers import GENERAL
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.answer_desk import AnswerDesk
from suzhou_assess.ui.models.evidence_desk import EvidenceDesk
from suzhou_assess.ui.widgets.basics import button, card, column, label, row
from suzhou_assess.ui.widgets.evidence_whole import WholeEvidence
from suzhou_assess.ui.widgets.note_editor import NoteEdit

_WIDTH = 620


class SectionNotes(QDialog):
    """A field for each part. Saved as they are written, like every note."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        desk: AnswerDesk,
        title: str,
        parts: Sequence[tuple[str, str]],
        evidence: EvidenceDesk | None = None,
    ) -> None:
        """``parts``: where a note stands, and what that is called. ``evidence`` is given where
        files may be attached as well."""
        super().__init__(parent)
        self._context, self._desk = context, desk
        say = context.say
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        layout = column(self, margins=(24, 20, 24, 20), gap=10)
        layout.addWidget(label(title, "heading", wrap=True))
        hint = "notes_hint" if evidence is None else "whole_hint"
        layout.addWidget(label(say(f"ui_onsite.{hint}"), "muted", wrap=True))
        self.edits: dict[str, NoteEdit] = {}
        for key, name in parts:
            if key != GENERAL:
                layout.addWidget(label(name, "strong"))
            edit = NoteEdit(lines=2 if len(parts) > 1 else 6, most=4 if len(parts) > 1 else 12)
            general = key == GENERAL
            hint = "general_hint" if general else "part_hint"
            edit.setPlaceholderText(say(f"ui_onsite.{hint}", **({} if general else {"part": name})))
            edit.setAccessibleName(name)
            edit.show_text(desk.note_at(key))
            edit.setReadOnly(not desk.editable)
            edit.noted.connect(lambda text, key=key: desk.note(key, text))
            edit.finished.connect(self.accept)
            self.edits[key] = edit
            layout.addWidget(edit)
        self.evidence: WholeEvidence | None = None
        if evidence is not None:
            self.evidence = WholeEvidence(context, self, evidence, desk.session.pack)
            self.evidence.left.connect(self._to_note)
            layout.addWidget(self.evidence)
        self._trouble = card("bad")
        self._why = label("", "bad", wrap=True)
        row(self._trouble, margins=(14, 8, 14, 8)).addWidget(self._why)
        self._trouble.hide()
        layout.addWidget(self._trouble)
        foot = row()
        foot.addStretch(1)
        self.close_button = button(say("ui_onsite.notes_close"), "primary")
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.accept)
        foot.addWidget(self.close_button)
        layout.addLayout(foot)
        desk.failed.connect(self._on_failed)
        desk.changed.connect(self._trouble.hide)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._to_note()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.evidence is None or not self.evidence.obey(event):
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        # What can't be written stays with the desk, and the foot of the page says so.
        for edit in self.edits.values():
            edit.flush()
        if self.evidence is not None:
            self.evidence.let_go()
        super().done(result)

    def _to_note(self) -> None:
        next(iter(self.edits.values())).setFocus()

    def _on_failed(self, error: StoreError) -> None:
        self._why.setText(error.say(self._context.words))
        self._trouble.show()


def edit_notes(
    context: Context,
    parent: QWidget,
    desk: AnswerDesk,
    title: str,
    parts: Sequence[tuple[str, str]],
    evidence: EvidenceDesk | None = None,
) -> None:
    dialog = SectionNotes(context, parent, desk, title, parts, evidence)
    dialog.exec()
    dialog.deleteLater()
