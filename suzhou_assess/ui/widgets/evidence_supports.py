"""What an attached file supports: an entry of the pack's list of proofs, and options or a level."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from suzhou_assess.domain.evidence import Evidence
from suzhou_assess.domain.pack import Pack
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import button

_WIDTH = 180
_ENTRY = 34
"""Characters of an entry of the menu."""


class SupportsButton(QPushButton):
    """Says what is chosen; its menu offers what may be. Works by keyboard like every menu."""

    chosen = Signal(str, str)
    """Id of a proof (empty for none in particular), and letters (``B,C``) or a level (``3``)."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._evidence: Evidence | None = None
        self._pack: Pack | None = None
        like = button("", tip=context.say("ui_evidence.supports_tip"))
        self.setProperty("kind", like.property("kind"))
        self.setCursor(like.cursor())
        self.setToolTip(like.toolTip())
        self.setFixedWidth(_WIDTH)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)

    def show_evidence(self, pack: Pack, evidence: Evidence) -> None:
        self._pack, self._evidence = pack, evidence
        words = supports_words(self._context, pack, evidence)
        room = _WIDTH - 44
        self.setText(_cut(self, words, room))
        self.setToolTip(words)
        self.setAccessibleName(f"{self._context.say('ui_evidence.supports')}: {words}")

    def _fill(self) -> None:
        pack, evidence = self._pack, self._evidence
        self._menu.clear()
        if pack is None or evidence is None or not evidence.item:
            return
        say, text = self._context.say, self._context.text
        self._head(say("ui_evidence.proofs"))
        group = QActionGroup(self._menu)
        for proof_id, words in (
            ("", say("ui_evidence.supports_any")),
            *((proof.id, text(proof.text)) for proof in pack.proofs_of(evidence.item)),
        ):
            action = self._entry(words, on=evidence.proof == proof_id)
            group.addAction(action)
            action.triggered.connect(
                lambda _=False, proof_id=proof_id: self.chosen.emit(proof_id, evidence.claim)
            )
        self._menu.addSeparator()
        self._head(say("ui_evidence.options"))
        supported = evidence.claim.split(",") if evidence.claim else []
        for key, words in _options(self._context, pack, evidence.item):
            action = self._entry(words, on=key in supported)
            action.triggered.connect(lambda _=False, key=key: self._toggle(key))

    def _head(self, words: str) -> None:
        # The title of a section doesn't show in a menu with a style sheet.
        self._menu.addAction(words).setEnabled(False)

    def _entry(self, words: str, *, on: bool) -> QAction:
        shown = words if len(words) <= _ENTRY else words[: _ENTRY - 1] + "…"
        action = self._menu.addAction(shown.replace("&", "&&"))
        action.setToolTip(words)
        action.setCheckable(True)
        action.setChecked(on)
        return action

    def _toggle(self, key: str) -> None:
        evidence, pack = self._evidence, self._pack
        if evidence is None or pack is None:
            return
        before = evidence.claim.split(",") if evidence.claim else []
        if evidence.item in pack.scenario_by_id:
            after = [] if key in before else [key]
        else:
            after = sorted({*before} ^ {key})
        self.chosen.emit(evidence.proof, ",".join(after))


def supports_words(context: Context, pack: Pack, evidence: Evidence) -> str:
    """``工艺参数曲线 · 3 级``; 整个回答 for nothing in particular."""
    proof = pack.proof_by_id.get(evidence.proof)
    parts = [context.text(proof.text)] if proof is not None else []
    if evidence.claim:
        scenario = evidence.item in pack.scenario_by_id
        parts.append(
            context.say("ui_evidence.supports_level", level=evidence.claim)
            if scenario
            else context.say("ui_evidence.supports_option", letters=evidence.claim)
        )
    return " · ".join(parts) or context.say("ui_evidence.supports_any")


def _options(context: Context, pack: Pack, item: str) -> list[tuple[str, str]]:
    """What may be supported, with its words: what gives points, or a level from 1 on."""
    question = pack.question_by_id.get(item)
    if question is not None:
        return [
            (option.letter, f"{option.letter}  {context.text(option.text)}")
            for option in question.options
            if option.points > 0
        ]
    levels = enumerate(pack.scenario_by_id[item].levels)
    return [
        (str(level), f"{context.say('ui_assess.level', level=level)}  {context.text(words)}")
        for level, words in levels
        if level
    ]


def _cut(widget: QWidget, words: str, room: int) -> str:
    cut = widget.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
    return cut.replace("&", "&&")
