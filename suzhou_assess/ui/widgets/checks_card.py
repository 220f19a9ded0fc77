"""需要核对: what contradicts itself, with a way to each question concerned."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from suzhou_assess.domain.problems import Problem
from suzhou_assess.ui import icons
from suzhou_assess.ui.widgets.basics import button, column, label, line, pill, row
from suzhou_assess.ui.widgets.flow import FlowLayout
from suzhou_assess.ui.widgets.verdict_view import VerdictView

_SHOWN = 3
"""Problems that show at once; the rest at a click."""
_JUMPS = 4
"""Jump buttons that show beside a problem; the rest are in a menu."""

_LINK_PADDING = 7
"""Of a link, which would stand indented under the words."""


class ChecksCard(QFrame):
    """Errors first. Without problems it says that there are none."""

    def __init__(self, view: VerdictView) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._view = view
        context = view.context
        problems = sorted(view.session.problems, key=lambda p: not p.is_error)
        self._layout = column(self, margins=(20, 16, 20, 16), gap=10)
        self._layout.addLayout(self._heading(problems))
        self._rest = QWidget()
        rest = column(self._rest, gap=10)
        if not problems:
            self._layout.addLayout(self._all_well())
        for number, problem in enumerate(problems):
            target = self._layout if number < _SHOWN else rest
            if number:
                target.addWidget(line())
            target.addWidget(self._row(problem))
        self._rest.hide()
        self._layout.addWidget(self._rest)
        hidden = len(problems) - _SHOWN
        self.more: QPushButton | None = None
        if hidden > 0:
            self.more = button(context.say("ui_result.checks_more", count=hidden), "link")
            self.more.clicked.connect(self._toggle)
            self._layout.addWidget(self.more, alignment=Qt.AlignmentFlag.AlignLeft)
        self._hidden = hidden

    def _heading(self, problems: list[Problem]) -> QHBoxLayout:
        say = self._view.context.say
        made = row(gap=8)
        made.addWidget(label(say("ui_result.checks"), "heading"))
        if problems:
            errors = any(problem.is_error for problem in problems)
            count = pill(say("ui_result.checks_count", count=len(problems)))
            count.setProperty("pill", "bad" if errors else "warn")
            made.addWidget(count)
        made.addStretch(1)
        return made

    def _all_well(self) -> QHBoxLayout:
        context = self._view.context
        made = row(gap=8)
        mark = QLabel()
        mark.setPixmap(icons.pixmap("check", context.palette.good, 18))
        made.addWidget(mark)
        made.addWidget(label(context.say("ui_result.checks_none"), "muted", wrap=True), 1)
        return made

    def _row(self, problem: Problem) -> QWidget:
        context = self._view.context
        palette = context.palette
        made = QWidget()
        layout = row(made, gap=10)
        mark = QLabel()
        kind = "error" if problem.is_error else "warning"
        mark.setPixmap(icons.pixmap(kind, palette.bad if problem.is_error else palette.warn, 18))
        said = context.say(f"ui_result.check_{kind}")
        mark.setAccessibleName(said)
        mark.setToolTip(said)
        layout.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        words = column(gap=2)
        words.addWidget(label(context.words.what(problem), wrap=True))
        remedy = context.words.remedy(problem)
        if remedy:
            words.addWidget(label(remedy, "small", wrap=True))
        jumps = list(self._jumps(self._items(problem)))
        if jumps:
            flow = FlowLayout(outdent=_LINK_PADDING)
            for jump in jumps:
                flow.addWidget(jump)
            words.addLayout(flow)
        layout.addLayout(words, 1)
        return made

    def _items(self, problem: Problem) -> list[str]:
        """Questions and scenarios that a problem is about; a figure stands for its question."""
        pack = self._view.pack
        asked_at = {figure.id: q.id for q in pack.questions for figure in q.figures}
        found = (asked_at.get(where, where) for where in problem.where)
        return [item for item in dict.fromkeys(found) if item in pack.item_ids]

    def _jumps(self, items: list[str]) -> Iterable[QPushButton]:
        context = self._view.context
        shown = items if len(items) <= _JUMPS + 1 else items[:_JUMPS]
        for item in shown:
            made = button(self._jump_text(item), "link", tip=self._view.item_name(item))
            made.clicked.connect(lambda _=False, item=item: self._view.open(item))
            yield made
        rest = items[len(shown) :]
        if rest:
            more = button(context.say("ui_result.jump_more", count=len(rest)), "link")
            more.clicked.connect(lambda: self._choose_jump(more, rest))
            yield more

    def _choose_jump(self, below: QPushButton, items: list[str]) -> None:
        menu = QMenu(below)
        for item in items:
            action = menu.addAction(self._jump_text(item))
            action.triggered.connect(lambda _=False, item=item: self._view.open(item))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    def _jump_text(self, item: str) -> str:
        view = self._view
        if item in view.pack.question_by_id:
            return view.context.say("ui_result.jump_question", number=view.number(item))
        return view.context.say("ui_result.jump_scenario", name=view.item_name(item))

    def _toggle(self) -> None:
        say = self._view.context.say
        opened = self._rest.isHidden()
        self._rest.setVisible(opened)
        if self.more is not None:
            words = "ui_result.checks_fewer" if opened else "ui_result.checks_more"
            self.more.setText(say(words, count=self._hidden))
