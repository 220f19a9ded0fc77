"""Beside the question: what it means, what counts as proof, common mistakes, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from suzhou_assess.domain.answers import Choice
from suzhou_assess.domain.evidence import Evidence
from suzhou_assess.domain.pack import Help, Pack
from suzhou_assess.domain.problems import Problem
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import Palette
from suzhou_assess.ui.widgets.basics import column, label, set_role
from suzhou_assess.ui.widgets.evidence_proofs import EvidenceProofs
from suzhou_assess.ui.widgets.quiet_area import QuietArea

_BULLET = 14
_LINE_GAP = 4
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class HelpPanel(QuietArea):
    """Scrolls by itself. Always starts at its top with a new item."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        body = QWidget()
        body.setProperty("page", True)
        layout = self._layout = column(body, margins=(20, 20, 20, 16), gap=18)
        self._strip = QFrame()
        strip = column(self._strip, margins=(12, 10, 12, 10), gap=8)
        self.problems = ParagraphList(context.palette)
        strip.addWidget(self.problems)
        layout.addWidget(self._strip)
        say = context.say
        self.meaning = _Section(context.palette, say("ui_assess.help_meaning"))
        self.definitions = _Section(context.palette, say("ui_assess.help_definitions"))
        self.evidence = EvidenceProofs(context)
        self.mistakes = _Section(context.palette, say("ui_assess.help_mistakes"), bullets=True)
        for section in (self.meaning, self.definitions, self.evidence, self.mistakes):
            layout.addWidget(section)
        layout.addStretch(1)
        self.setWidget(body)

    def show_help(self, help_: Help, *, proofs_first: bool = False) -> None:
        """The help of another item. On site its proofs matter more than what words mean."""
        self._layout.insertWidget(2 if proofs_first else 3, self.evidence)
        text = self._context.text
        self.meaning.show_paragraphs([text(help_.meaning)])
        separator = self._context.say("ui_assess.definition_separator")
        self.definitions.show_paragraphs(
            [text(meaning) for _, meaning in help_.definitions],
            [text(term) + separator for term, _ in help_.definitions],
        )
        self.mistakes.show_paragraphs([text(entry) for entry in help_.mistakes])
        self.verticalScrollBar().setValue(0)

    def show_proofs(
        self,
        pack: Pack,
        item: str,
        choice: Choice | None,
        evidence: Sequence[Evidence],
        *,
        known: bool,
    ) -> None:
        """What proves an answer, and what of it is attached (if that is known)."""
        self.evidence.show_item(pack, item, choice, evidence, known=known)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """What the data checks say of this item."""
        self._strip.setVisible(bool(problems))
        set_role(self._strip, "bad" if any(p.is_error for p in problems) else "warn", "card")
        self.problems.show_paragraphs([self._context.words.problem(p) for p in problems])


class _Section(QWidget):
    def __init__(self, palette: Palette, title: str, *, bullets: bool = False) -> None:
        super().__init__()
        layout = column(self, gap=6)
        layout.addWidget(label(title, "heading"))
        self._list = ParagraphList(palette, bullets=bullets)
        layout.addWidget(self._list)

    def show_paragraphs(self, texts: Sequence[str], terms: Sequence[str] = ()) -> None:
        self.setVisible(bool(texts))
        self._list.show_paragraphs(texts, terms)


class ParagraphList(QWidget):
    """Short paragraphs, wrapped; with bullets, or with a term in bold at the beginning."""

    def __init__(self, palette: Palette, *, bullets: bool = False) -> None:
        super().__init__()
        self._palette = palette
        self._bullets = bullets
        self._texts: Sequence[str] = ()
        self._terms: Sequence[str] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        return "\n".join(
            (self._terms[i] if i < len(self._terms) else "") + text
            for i, text in enumerate(self._texts)
        )

    def show_paragraphs(self, texts: Sequence[str], terms: Sequence[str] = ()) -> None:
        self._texts, self._terms = texts, terms
        self.setAccessibleName(self.text)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay_out(None, width)

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._lay_out(painter, self.width())

    def _lay_out(self, painter: QPainter | None, width: int) -> int:
        """Paint, or only measure."""
        p = self._palette
        bold = QFont(self.font())
        bold.setBold(True)
        metrics = QFontMetrics(self.font())
        top = 0
        for i, text in enumerate(self._texts):
            term = self._terms[i] if i < len(self._terms) else ""
            if term:
                top += self._paragraph(painter, bold, p.text, QRect(0, top, width, 0), term)
            left = _BULLET if self._bullets else 0
            if self._bullets and painter is not None:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color(p.muted))
                painter.drawEllipse(2, top + metrics.height() // 2 - 2, 5, 5)
            room = QRect(left, top, width - left, 0)
            tint = p.text if not (self._bullets or self._terms) else p.muted
            top += self._paragraph(painter, QFont(self.font()), tint, room, text) + _LINE_GAP
        return max(0, top - _LINE_GAP)

    @staticmethod
    def _paragraph(painter: QPainter | None, font: QFont, tint: str, room: QRect, text: str) -> int:
        wide = QRect(room.left(), room.top(), room.width(), 10_000)
        needed = QFontMetrics(font).boundingRect(wide, int(_WRAP), text)
        if painter is not None:
            painter.setFont(font)
            painter.setPen(color(tint))
            painter.drawText(wide, int(_WRAP), text)
        return needed.height()
