"""Leads through an open assessment: keys, going on and back, and what every edit changes."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QWidget,
)

from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.answer_desk import AnswerDesk
from suzhou_assess.ui.models.route import Route
from suzhou_assess.ui.widgets.answering_frame import AnsweringFrame
from suzhou_assess.ui.widgets.assess_keys import action_of, option_key_of
from suzhou_assess.ui.widgets.option_button import OptionButton
from suzhou_assess.ui.widgets.question_view import QuestionView
from suzhou_assess.ui.widgets.scenario_view import ScenarioView


class Answering(AnsweringFrame):
    """Leads through the items. The next one shows only when all answers are on disk."""

    finished = Signal()
    """Enter on the last item."""
    profile_wanted = Signal()
    sheet_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._desk: AnswerDesk | None = None
        self._route = Route(())
        self._item = ""
        self._is_question = True
        self._connect()

    @property
    def item(self) -> str:
        """The question or scenario that is shown."""
        return self._item

    def show_desk(self, desk: AnswerDesk, route: Route, item: str) -> None:
        """Open an assessment at an item."""
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
        self._show(item)
        self._tell_saved()

    def flush(self) -> bool:
        """Write what is typed and not yet written; says whether everything is on disk."""
        if self._desk is None:
            return True
        self.notes.flush()
        readable = self.question.flush() if self._is_question else True
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

    def take_focus(self) -> None:
        """To where the next key should go."""
        self._view.take_focus()

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
        if action == "on":
            focused = QApplication.focusWidget()
            if isinstance(focused, QAbstractButton) and not isinstance(focused, OptionButton):
                focused.click()
            else:
                self.go_on()
        elif action == "forward":
            following = self._route.next(self._item)
            if following is not None:
                self.go_to(following)
        elif action == "back":
            self.go_back()
        elif action == "note":
            self.notes.open()
        elif action == "flag":
            self.notes.flag.click()
        elif action == "clear":
            self.clear_answer()
        elif action == "undo":
            self.undo()
        elif action == "computed":
            self.question.use_computed()
        elif action == "options":
            self._to_options()
        elif action == "sheet":
            self.sheet_wanted.emit()
        return action is not None

    def clear_answer(self) -> None:
        self._view.clear_answer()

    def undo(self) -> None:
        """Take back the last answer, and show where that was."""
        if self._desk is None or not self.flush():
            return
        item = self._desk.undo()
        if item is None:
            return
        if item != self._item:
            self.go_to(item)
        elif self._is_question:
            self.question.restore()
        self._context.tell(
            self._context.say("ui_assess.undone", item=self._desk.session.pack.item_name(item))
        )

    @property
    def _view(self) -> QuestionView | ScenarioView:
        return self.question if self._is_question else self.scenario

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
        for options in (self.question.options, self.scenario.options):
            options.reached.connect(lambda button: self.area.ensureWidgetVisible(button, 0, 16))

    def _show(self, item: str) -> None:
        desk = self._desk
        if desk is None:
            return
        self._item = item
        session = desk.session
        question = session.pack.question_by_id.get(item)
        self._is_question = question is not None
        self.question.setVisible(self._is_question)
        self.scenario.setVisible(not self._is_question)
        if question is not None:
            self.question.show_question(desk, question, self._route.number(item))
            self.help.show_help(question.help)
        else:
            scenario = session.pack.scenario_by_id[item]
            self.scenario.show_scenario(desk, scenario, self._route.section_of[item])
            self.help.show_help(scenario.help)
        self.notes.show_item(
            session.answers.notes.get(item, ""),
            flagged=item in session.answers.flags,
            answered=item in session.answers.choices,
            editable=desk.editable,
        )
        self.keys.setText(self._key_hint())
        self.keys.setVisible(desk.editable)
        self.footer.show_way(
            first=self._route.previous(item) is None, last=self._route.next(item) is None
        )
        self.area.verticalScrollBar().setValue(0)
        self._refresh()
        self.way.reveal(item)
        self._order_focus()
        self.take_focus()

    def _refresh(self) -> None:
        """After every edit: the numbers, ticks and words that follow from the answers."""
        desk = self._desk
        if desk is None:
            return
        session, item = desk.session, self._item
        answers = session.answers
        self._view.refresh()
        self.notes.show_state(
            flagged=item in answers.flags,
            answered=item in answers.choices,
            editable=desk.editable,
        )
        self.way.show_state(desk, item)
        self.help.show_problems([p for p in session.problems if item in p.where])
        self.score.show_verdict(session.pack, session.verdict, item)
        self.footer.show_progress(len(answers.choices), len(session.pack.item_ids))

    def _order_focus(self) -> None:
        """Tab goes from left to right and down, though fields and options are made on demand."""
        stops: list[QWidget] = [
            *self.way.rows,
            *(field.edit for field in self.question.figures.fields),
            self.question.figures.use,
            *self._view.options.buttons,
            self.notes.add,
            self.notes.flag,
            self.notes.clear,
            self.notes.edit,
            self.footer.retry,
            self.footer.previous,
            self.footer.next,
        ]
        for stop, following in pairwise(stops):
            QWidget.setTabOrder(stop, following)

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

    def _key_hint(self) -> str:
        say = self._context.say
        if not self._is_question:
            return say("ui_assess.keys_scenario")
        buttons = self.question.options.buttons
        if self.question.figures.fields:
            return say("ui_assess.keys_figures", last=buttons[-1].key)
        return say(
            "ui_assess.keys_question",
            last=buttons[-1].key,
            count=min(9, len(buttons)),
        )

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

    def _on_typed(self) -> None:
        if self._desk is None or self._desk.has_unsaved:
            return
        figures = self.question.figures
        typed = self._is_question and bool(figures.changes or figures.first_problem)
        if typed or self.notes.is_typing:
            self.footer.tell_typing()
        else:
            self._tell_saved()

    def _on_changed(self) -> None:
        self._refresh()
        self._tell_saved()

    def _on_failed(self, error: StoreError) -> None:
        self._refresh()
        self.footer.tell_trouble(error.message(self._context.words))

    def _on_retried(self) -> None:
        if self._desk is not None and self._desk.retry():
            self._tell_saved()
        self.take_focus()

    def _tell_saved(self) -> None:
        desk = self._desk
        if desk is None or desk.has_unsaved:
            return
        if desk.editable:
            self.footer.tell_saved(desk.session.saved_at)
        else:
            self.footer.tell_read_only()
