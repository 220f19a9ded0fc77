"""One support measure beside an assessment: whether it fits, why, and what to do about the rest."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from suzhou_assess.domain.support import (
    Fit,
    LevelWithin,
    OneOf,
    Planned,
    Reason,
    ReasonState,
    ScoreWithin,
    State,
)
from suzhou_assess.ui import icons
from suzhou_assess.ui.tokens import Palette
from suzhou_assess.ui.widgets.basics import PillKind, button, column, label, line, pill, row
from suzhou_assess.ui.widgets.verdict_view import VerdictView
from suzhou_assess.words.support_words import SupportWords

_ICON = 16
_RIM = 5
"""Above the words of a link."""
_PILLS: dict[State, PillKind] = {"fits": "good", "almost": "warn", "not": "plain"}
_MARKS: dict[ReasonState, str] = {
    "met": "check",
    "open": "target",
    "unknown": "edit",
    "closed": "close",
}


class SupportCard(QFrame):
    """``edit`` opens the profile where something is to be filled in."""

    def __init__(
        self, view: VerdictView, fit: Fit, said: SupportWords, edit: Callable[[str], None]
    ) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.fit = fit
        self.steps: list[QPushButton] = []
        """What can be done about a condition, in their order."""
        self.link: QPushButton | None = None
        self._view = view
        self._said = said
        self._edit = edit
        context, measure = view.context, fit.measure
        self.setAccessibleName(context.text(measure.name))
        self.setAccessibleDescription(context.say(f"support.state_{fit.state}"))
        layout = column(self, margins=(20, 16, 20, 16), gap=8)
        layout.addLayout(self._head())
        layout.addWidget(label(context.text(measure.name), "heading", wrap=True))
        layout.addWidget(label(context.text(measure.summary), wrap=True))
        self._add_reasons(layout)
        layout.addStretch(1)
        layout.addWidget(line())
        self._add_foot(layout)

    def _head(self) -> QVBoxLayout:
        context, fit = self._view.context, self.fit
        tags = row(gap=8)
        tags.addWidget(pill(context.say(f"support.state_{fit.state}"), _PILLS[fit.state]))
        if fit.measure.example:
            mark = pill(context.say("support.example"), "accent")
            mark.setToolTip(context.say("ui_support.example_tip"))
            tags.addWidget(mark)
        tags.addStretch(1)
        tags.addWidget(label(context.say(f"support.kind_{fit.measure.kind}"), "small"))
        made = column(gap=0)
        made.addLayout(tags)
        return made

    def _add_reasons(self, layout: QVBoxLayout) -> None:
        context, fit = self._view.context, self.fit
        if not fit.met and not fit.missing:
            layout.addWidget(label(context.say("support.for_everyone"), "muted", wrap=True))
        missing = "ui_support.ruled_out" if fit.state == "not" else "ui_support.missing"
        for title, reasons in ((missing, fit.missing), ("ui_support.met", fit.met)):
            if reasons:
                layout.addSpacing(4)
                layout.addWidget(label(context.say(title), "small"))
                for reason in reasons:
                    layout.addWidget(self._reason(reason))

    def _reason(self, reason: Reason) -> QWidget:
        context = self._view.context
        made = QWidget()
        entry = row(made, gap=8)
        words = self._said.reason(reason, self._view.session.verdict)
        mark = self._mark(reason)
        entry.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        said = label(words, "muted" if reason.state == "met" else "text", wrap=True)
        entry.addWidget(said, 1, Qt.AlignmentFlag.AlignTop)
        todo = self._todo(reason)
        if todo is not None:
            # The first line stands beside the words of the button, which has a rim around them.
            mark.setFixedHeight(mark.height() + 2 * _RIM)
            said.setContentsMargins(0, _RIM, 0, 0)
            key, act = todo
            action = button(context.say(f"ui_support.{key}"), "link")
            action.setAccessibleDescription(words)
            action.clicked.connect(act)
            self.steps.append(action)
            entry.addWidget(action, alignment=Qt.AlignmentFlag.AlignTop)
        return made

    def _mark(self, reason: Reason) -> QLabel:
        mark = QLabel()
        tint = _tint(reason.state, self._view.context.palette)
        mark.setPixmap(icons.pixmap(_MARKS[reason.state], tint, _ICON))
        mark.setFixedSize(_ICON, _ICON + 6)
        mark.setAccessibleName(self._view.context.say(f"ui_support.reason_{reason.state}"))
        return mark

    def _todo(self, reason: Reason) -> tuple[str, Callable[[], None]] | None:
        """What can be done about a condition that isn't met: its words, and the way there."""
        context, session = self._view.context, self._view.session
        field = reason.field
        if field is not None:
            return "fill_in", lambda: self._edit(field)
        if reason.state != "open":
            return None
        match reason.condition:
            case Planned():
                return "make_plan", lambda: context.show("result", session.id, "way_up")
            case LevelWithin() | ScoreWithin():
                return "see_way_up", lambda: context.show("result", session.id, "way_up")
            case OneOf(name):
                return "change_profile", lambda: self._edit(name)
        return None

    def _add_foot(self, layout: QVBoxLayout) -> None:
        context, measure = self._view.context, self.fit.measure
        if measure.apply is not None:
            said = context.say("ui_support.apply", text=measure.apply)
            layout.addWidget(label(said, "small", wrap=True))
        foot = row(gap=8)
        source = label(context.say("ui_support.source", source=measure.source), "small", wrap=True)
        foot.addWidget(source, 1)
        if measure.link:
            link = measure.link
            self.link = button(context.say("ui_support.open_link"), "link", tip=link)
            self.link.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(link)))
            foot.addWidget(self.link, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addLayout(foot)


def _tint(state: ReasonState, palette: Palette) -> str:
    tints = {"met": palette.good, "open": palette.warn, "unknown": palette.accent}
    return tints.get(state, palette.muted)
