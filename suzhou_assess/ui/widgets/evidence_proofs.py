"""佐证材料 beside a question: what proves the answer as it stands, ticked where it is there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from suzhou_assess.domain.answers import Answers, Choice
from suzhou_assess.domain.evidence import Evidence
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.proofs import required_of
from suzhou_assess.ui import icons
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.theme import color
from suzhou_assess.ui.tokens import Palette
from suzhou_assess.ui.widgets.basics import column, label

_MARK = 16
_LEFT = 24
_BULLET = 14
_GAP = 6
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class EvidenceProofs(QWidget):
    """First what the answer calls for, then quietly what other answers would."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        layout = column(self, gap=6)
        self._title = label("", "heading")
        layout.addWidget(self._title)
        self.required = ProofList(context, marked=True)
        layout.addWidget(self.required)
        self._others_title: QLabel = label(
            context.say("ui_evidence.proofs_other"), "small", wrap=True
        )
        layout.addWidget(self._others_title)
        self.others = ProofList(context, marked=False)
        layout.addWidget(self.others)

    @property
    def text(self) -> str:
        """All of it in words."""
        return "\n".join(filter(None, (self.required.text, self.others.text)))

    def show_item(
        self,
        pack: Pack,
        item: str,
        choice: Choice | None,
        evidence: Sequence[Evidence],
        *,
        known: bool,
    ) -> None:
        say, text = self._context.say, self._context.text
        given = {one.proof for one in evidence if one.item == item and one.proof}
        answers = Answers({} if choice is None else {item: choice})
        asked = [proof for proof, _ in required_of(pack, answers, item)]
        self.setVisible(bool(pack.proofs_of(item)))
        self.required.show_proofs([(text(proof.text), proof.id in given) for proof in asked])
        others = [proof for proof in pack.proofs_of(item) if proof not in asked]
        self.others.show_proofs([(text(proof.text), proof.id in given) for proof in others])
        self._others_title.setVisible(bool(asked and others))
        met = sum(proof.id in given for proof in asked)
        self._title.setText(
            say("ui_evidence.proofs_title", met=met, total=len(asked))
            if asked and known and evidence
            else say("ui_assess.help_evidence")
        )


class ProofList(QWidget):
    """Wrapped lines with a tick, an empty ring, or a bullet before each."""

    def __init__(self, context: Context, *, marked: bool) -> None:
        super().__init__()
        self._context = context
        self._marked = marked
        self._proofs: Sequence[tuple[str, bool]] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """With whether each is there, for who cannot see the marks."""
        say = self._context.say
        if not self._marked:
            return "\n".join(words for words, _ in self._proofs)
        return "\n".join(
            f"{words} ({say('ui_evidence.proof_met' if met else 'ui_evidence.proof_missing')})"
            for words, met in self._proofs
        )

    @property
    def met(self) -> list[bool]:
        return [met for _, met in self._proofs]

    def show_proofs(self, proofs: Sequence[tuple[str, bool]]) -> None:
        """Their words, and whether each is there."""
        self._proofs = proofs
        self.setVisible(bool(proofs))
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
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._lay_out(painter, self.width())

    def _lay_out(self, painter: QPainter | None, width: int) -> int:
        """Paint, or only measure."""
        p = self._context.palette
        metrics = QFontMetrics(self.font())
        left = _LEFT if self._marked else _BULLET
        top = 0
        for words, met in self._proofs:
            room = QRect(left, top, max(width - left, 40), 10_000)
            needed = metrics.boundingRect(room, int(_WRAP), words)
            if painter is not None:
                self._paint_mark(painter, p, top, metrics.height(), met=met)
                painter.setPen(color(p.text if self._marked and not met else p.muted))
                painter.drawText(room, int(_WRAP), words)
            top += needed.height() + _GAP
        return max(0, top - _GAP)

    def _paint_mark(self, painter: QPainter, p: Palette, top: int, line: int, *, met: bool) -> None:
        middle = top + line / 2
        if not self._marked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color(p.muted))
            painter.drawEllipse(QRectF(2, middle - 2.5, 5, 5))
            return
        mark = QRectF(1, middle - _MARK / 2, _MARK, _MARK)
        if met:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color(p.good))
            painter.drawEllipse(mark)
            tick = mark.adjusted(2, 2, -2, -2).toRect()
            painter.drawPixmap(tick, icons.pixmap("check", p.surface, 12))
        else:
            painter.setPen(QPen(color(p.muted), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(mark.adjusted(1, 1, -1, -1))
