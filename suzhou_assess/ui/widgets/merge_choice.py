"""One conflict: what stands here beside what came, and which of the two it is to be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QSizePolicy

from suzhou_assess.domain.merging import Conflict, Side
from suzhou_assess.services.package_states import (
    can_keep_both,
)
from suzhou_assess.services.package_words import PackageWords
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import column, label, pill, row, set_role


class SideCard(QPushButton):
    """One side: whose it is, and what it says in as many lines as it takes."""

    stepped = Signal(int)
    """An arrow key: one to the left or right."""
    left_for = Signal(int)
    """An arrow key: one conflict up or down."""

    def __init__(self, whose: str, key: str, text: str) -> None:
        super().__init__()
        self.setProperty("merge", "true")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{whose}: {text}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        layout = column(self, margins=(12, 8, 12, 10), gap=4)
        head = row(gap=8)
        head.addWidget(label(whose, "small"))
        head.addStretch(1)
        head.addWidget(label(key, "key"))
        layout.addLayout(head)
        self._text = label(text, "strong", wrap=True)
        self._text.setMinimumWidth(1)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        for part in self.findChildren(QFrame):  # labels are frames
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def text_shown(self) -> str:
        return self._text.text()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout else super().heightForWidth(width)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.totalSizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 56)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        across = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        along = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        if across is not None:
            self.stepped.emit(across)
        elif along is not None:
            self.left_for.emit(along)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.click()
        else:
            super().keyPressEvent(event)


class MergeChoice(QFrame):
    """A conflict with its sides; ``decided`` when the user takes one.

    Arrow keys go to the other side and to other conflicts; 1, 2 and, of texts, 3 decide.
    """

    decided = Signal()
    went = Signal(int)
    """To another conflict: one up or down."""

    def __init__(self, context: Context, conflict: Conflict, said: PackageWords) -> None:
        super().__init__()
        self.conflict = conflict
        self.side: Side | None = None
        self.setProperty("card", "true")
        say = context.say
        layout = column(self, margins=(16, 12, 16, 14), gap=8)
        head = row(gap=8)
        title = label(said.title(conflict), "heading", wrap=True)
        title.setMinimumWidth(1)
        head.addWidget(title, 1)
        self._state = pill(say("ui_package.to_decide"), "warn")
        head.addWidget(self._state, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addLayout(head)
        part, item = conflict.unit
        if conflict.base is not None:
            before = said.value(part, item, conflict.base).replace("\n", " · ")
            base = label(say("ui_package.before", value=before), "small", wrap=True)
            base.setMinimumWidth(1)
            layout.addWidget(base)
        grid = QGridLayout()
        grid.setSpacing(12)
        self.cards: dict[Side, SideCard] = {}
        mine, theirs = (said.value(part, item, v) for v in (conflict.mine, conflict.theirs))
        sides: list[tuple[Side, str]] = [("mine", mine), ("theirs", theirs)]
        if can_keep_both(conflict):
            sides.append(("both", say("ui_package.both_note")))
        for number, (side, text) in enumerate(sides):
            one = SideCard(say(f"ui_package.side_{side}"), str(number + 1), text)
            one.clicked.connect(lambda _=False, side=side: self.decide(side))
            one.stepped.connect(self._step)
            one.left_for.connect(self.went)
            self.cards[side] = one
            grid.addWidget(one, 0, number)
            grid.setColumnStretch(number, 1 if side == "both" else 2)
        layout.addLayout(grid)
        self._words: dict[Side | None, str] = {None: say("ui_package.to_decide")}
        self._words.update({side: say(f"ui_package.takes_{side}") for side, _ in sides})

    @property
    def sides(self) -> Sequence[Side]:
        return tuple(self.cards)

    def show_side(self, side: Side | None) -> None:
        """Show what was decided, without telling anybody."""
        self.side = side if side in self.cards else None
        for key, one in self.cards.items():
            one.setChecked(key == self.side)
        self._state.setText(self._words[self.side])
        set_role(self._state, "warn" if self.side is None else "good", "pill")
        self.setAccessibleName(self._state.text())

    def decide(self, side: Side) -> None:
        self.show_side(side)
        self.decided.emit()

    def take_focus(self) -> None:
        self.cards[self.side or "mine"].setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        # Digits reach here from whichever side has the focus.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            number = event.key() - Qt.Key.Key_1
            if 0 <= number < len(self.sides):
                self.decide(self.sides[number])
                self.went.emit(1)
                return True
        return super().event(event)

    def _step(self, by: int) -> None:
        at = next((n for n, side in enumerate(self.sides) if self.cards[side].hasFocus()), 0)
        if 0 <= at + by < len(self.sides):
            self.cards[self.sides[at + by]].setFocus(Qt.FocusReason.OtherFocusReason)
