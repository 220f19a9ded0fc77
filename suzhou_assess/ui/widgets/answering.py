"""Leads through an open assessment: keys, going on and back, and what every edit changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
)

from suzhou_assess.services.open_points import OpenPoint
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.answer_desk import AnswerDesk
from suzhou_assess.ui.models.evidence_desk import EvidenceDesk
from suzhou_assess.ui.models.evidence_sources import pasting_attaches
from suzhou_assess.ui.models.route import Route
from suzhou_assess.ui.widgets.answering_item import AnsweringItem
from suzhou_assess.ui.widgets.answering_onsite import OnSite
from suzhou_assess.ui.widgets.assess_keys import Action, action_of, option_key_of
from suzhou_assess.ui.widgets.option_button import OptionButton


class Answering(AnsweringItem):
    """Leads through the items. The next one shows only when all answers are on disk."""

    finished = Signal()
    """Enter on the last item."""
    profile_wanted = Signal()
    sheet_wanted = Signal()
    notes_wanted = Signal(object)
    """On a ``Section``, or with ``None`` on the whole."""
    points_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._onsite = OnSite(context, self, self._show_written)
        self._connect()

    def show_desk(self, desk: AnswerDesk, evidence: EvidenceDesk, route: Route, item: str) -> None:
        """Open an assessment at an item. What is attached is read when that stands."""
        if self._desk is not None and self._desk is not desk:
            self._desk.changed.disconnect(self._on_changed)
            self._desk.failed.disconnect(self._on_failed)
        if self._desk is not desk:
            desk.changed.connect(self._on_changed)
            desk.failed.connect(self._on_failed)
        self._desk = desk
        self._route = route
        self.footer.tell_trouble("")
        self.way.show_route(desk.session.pack, route)
        self.attachments.show_desk(evidence)
        self.evidence.show_desk(evidence, desk.session.pack)
        self.drop.takes = desk.editable
        self._show(item)
        self._tell_saved()
        QTimer.singleShot(0, evidence.shelf, evidence.shelf.read)

    def flush(self) -> bool:
        """Write what is typed and not yet written; says whether everything is on disk."""
        if self._desk is None:
            return True
        self.notes.flush()
        self.evidence.flush()
        readable = self._view.flush()
        return readable and not self._desk.has_unsaved

    def go_to(self, item: str) -> bool:
        """Show another item, once everything here is on disk."""
        desk = self._desk
        if desk is None or item == self._item:
            return False
        if not self._settle():
            return False
        desk.move_to(item)
        self._show(item)
        return True

    def go_on(self) -> None:
        """To the next item; from the last to the result."""
        following = self._route.next(self._item)
        if following is not None:
            self.go_to(following)
        elif self._settle():
            self.finished.emit()

    def go_back(self) -> None:
        before = self._route.previous(self._item)
        if before is not None:
            self.go_to(before)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no field needed for itself."""
        if not self.obey(event):
            super().keyPressEvent(event)

    def obey(self, event: QKeyEvent) -> bool:
        """Choose an option, or do what the key stands for. Says whether it meant something."""
        key = option_key_of(event)
        if key is not None and self._choose(key):
            return True
        action = action_of(event)
        if action == "paste" and isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit):
            action = "paste" if pasting_attaches() else None
        if action is not None:
            self._actions[action]()
        return action is not None

    def confirm(self) -> None:
        """The claim is the verdict; on to the next."""
        desk = self._desk
        if desk is not None and self._settle() and self._onsite.confirm(desk, self._item):
            self.go_on()

    def confirm_rest(self) -> None:
        """All that is still open in this section is found as claimed."""
        if self._desk is not None and self._settle():
            self._onsite.confirm_rest(self._desk, self._route.section_of[self._item])
            self.take_focus()

    def clear_answer(self) -> None:
        self._view.clear_answer()

    def undo(self) -> None:
        """Take back the last answer, and show where that was."""
        if self._desk is None or not self.flush():
            return
        item = self._desk.undo()
        if item is None:
            return
        if item not in self._route.section_of:
            where = self._context.say("ui_onsite.general")  # a file beside the general note
        else:
            where = self._context.text(self._desk.session.pack.item_name(item))
            if item != self._item:
                self.go_to(item)
            else:
                self._show_written()
        self._context.tell(self._context.say("ui_assess.undone", item=where))

    @property
    def _actions(self) -> Mapping[Action, Callable[[], object]]:
        return {
            "on": self._on_enter,
            "forward": self._go_forward,
            "back": self.go_back,
            "confirm": self.confirm,
            "confirm_rest": self.confirm_rest,
            "reason": lambda: self._view.claim.ask_why(),
            "note": self.notes.open,
            "flag": self.notes.flag.click,
            "points": self.points_wanted.emit,
            "attach": self.attachments.choose,
            "paste": self.attachments.paste,
            "clear": self.clear_answer,
            "undo": self.undo,
            "computed": self.question.use_computed,
            "options": self._to_options,
            "sheet": self.sheet_wanted.emit,
        }

    def _on_enter(self) -> None:
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton) and not isinstance(focused, OptionButton):
            focused.click()
        else:
            self.go_on()

    def _go_forward(self) -> None:
        following = self._route.next(self._item)
        if following is not None:
            self.go_to(following)

    def _connect(self) -> None:
        self.way.jumped.connect(self._on_jumped)
        self.way.profile_wanted.connect(self.profile_wanted)
        self.footer.back.connect(self.go_back)
        self.footer.on.connect(self.go_on)
        self.footer.retried.connect(self._on_retried)
        self.question.completed.connect(self._on_figures_completed)
        self.question.owner_wanted.connect(self._on_jumped)
        self.question.figures.typed.connect(self._on_typed)
        self.notes.noted.connect(lambda text: self._desk and self._desk.note(self._item, text))
        self.notes.edit.textChanged.connect(self._on_typed)
        self.notes.flagged.connect(lambda on: self._desk and self._desk.flag(self._item, on))
        self.notes.cleared.connect(self.clear_answer)
        self.notes.closed.connect(self._to_options)
        self.notes.attach_wanted.connect(self.attachments.choose)
        self.way.notes_wanted.connect(self.notes_wanted)
        self.way.points_wanted.connect(self.points_wanted)
        self.rest.clicked.connect(self.confirm_rest)
        self.evidence.left.connect(self._to_options)
        self.drop.dropped.connect(self.attachments.attach)
        for view in (self.question, self.scenario):
            view.claim.confirmed.connect(self.confirm)
            view.claim.closed.connect(self._to_options)
            view.claim.reasoned.connect(
                lambda text: self._desk and self._desk.set_reason(self._item, text)
            )
            view.claim.reason.textChanged.connect(self._on_typed)
        for options in (self.question.options, self.scenario.options):
            options.reached.connect(lambda button: self.area.ensureWidgetVisible(button, 0, 16))

    def open_points(self) -> tuple[OpenPoint, ...]:
        """Everything that is still to do, once everything here is on disk."""
        if self._desk is None or not self._settle():
            return ()
        return self._points(self._desk)

    def _settle(self) -> bool:
        """Everything on disk, or the reason shown and the focus where it can be mended."""
        desk = self._desk
        if desk is None:
            return False
        if self.flush() or (desk.has_unsaved and desk.retry() and self.flush()):
            return True
        wrong = self.question.figures.first_problem if self._is_question else None
        if wrong is not None:
            wrong.edit.setFocus()
            wrong.edit.selectAll()
        return False

    def _choose(self, key: str) -> bool:
        """Digits count options, letters name them; in a scenario a digit is the level."""
        buttons = self._view.options.buttons
        if self._is_question and key.isdecimal():
            chosen = buttons[int(key) - 1 : int(key)]
        else:
            chosen = [button for button in buttons if button.key == key]
        for button in chosen:
            self._view.choose(button.key)
            self.area.ensureWidgetVisible(button, 0, 16)
        return bool(chosen)

    def _to_options(self) -> None:
        self._view.options.take_focus()

    def _on_jumped(self, item: str) -> None:
        if item == self._item:
            self.take_focus()
        else:
            self.go_to(item)

    def _on_figures_completed(self) -> None:
        """Enter in the last figure: on, if that led to an answer."""
        if self._desk is None or not self._settle():
            return
        if self._desk.judgement(self._item).choice is not None:
            self.go_on()
        else:
            self._to_options()

    def _on_changed(self) -> None:
        self._refresh()
        self._tell_saved()

    def _on_failed(self, error: StoreError) -> None:
        self._refresh()
        self.footer.tell_trouble(error.say(self._context.words))

    def _on_retried(self) -> None:
        if self._desk is not None and self._desk.retry():
            self._tell_saved()
        self.take_focus()
