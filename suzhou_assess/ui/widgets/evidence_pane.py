"""What is attached to a question, or to the whole. Takes no room while there is nothing."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QFrame, QMenu, QProgressBar, QWidget

from suzhou_assess.domain.evidence import Evidence, as_size
from suzhou_assess.domain.pack import Pack
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.evidence_desk import LONGEST, EvidenceDesk
from suzhou_assess.ui.widgets.basics import ElidedLabel, button, card, column, label, row
from suzhou_assess.ui.widgets.evidence_details import EvidenceDetails
from suzhou_assess.ui.widgets.evidence_strip import EvidenceStrip

_WIDE = 480
"""From this width on the count stands beside the strip."""
_OFFER_MS = 12_000
"""So long a removal can be taken back at a click; by Ctrl+Z for longer."""


class EvidencePane(QFrame):
    look_wanted = Signal(object)
    open_wanted = Signal(object)
    save_wanted = Signal(object)
    left = Signal()
    """Back to the options."""

    def __init__(self, context: Context, name: str) -> None:
        """``name``: what is shown here, for who cannot see it."""
        super().__init__()
        self._context = context
        self._desk: EvidenceDesk | None = None
        self._pack: Pack | None = None
        self._item = ""
        self._gone: Evidence | None = None
        say = context.say
        layout = column(self, gap=6)
        self._attaching = self._build_attaching()
        layout.addWidget(self._attaching)
        layout.addWidget(self._build_offer())
        self._shown = QWidget()
        across = self._across = row(self._shown, gap=12)
        self.strip = EvidenceStrip(context, name)
        across.addWidget(self.strip, 1)
        beside = self._beside = column(gap=2)
        self.count = label("", "small")
        beside.addWidget(self.count)
        self.scale = QCheckBox(say("ui_evidence.scale"))
        self.scale.setProperty("small", True)
        self.scale.setToolTip(say("ui_evidence.scale_tip", longest=LONGEST))
        self.scale.clicked.connect(self._on_scale)
        beside.addWidget(self.scale)
        across.addLayout(beside)
        across.setAlignment(beside, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._shown)
        self.details = EvidenceDetails(context)
        self.details.hide()
        layout.addWidget(self.details)
        self._connect()
        self.hide()

    def _build_attaching(self) -> QWidget:
        made = QWidget()
        line = row(made, gap=12)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(120)
        line.addWidget(self._bar)
        self.attaching = ElidedLabel("", "small")
        line.addWidget(self.attaching, 1)
        self.stop = button(self._context.say("ui_evidence.stop"), "link")
        self.stop.clicked.connect(self._on_stop)
        line.addWidget(self.stop)
        made.hide()
        return made

    def _build_offer(self) -> QFrame:
        self.offer = card("quiet")
        line = row(self.offer, margins=(14, 4, 6, 4), gap=8)
        self._removed = ElidedLabel("", "small")
        line.addWidget(self._removed, 1)
        self.undo = button(self._context.say("ui_evidence.undo"), "link")
        self.undo.clicked.connect(self._undo_removal)
        line.addWidget(self.undo)
        self.offer.hide()
        self._offered = QTimer(self)
        self._offered.setSingleShot(True)
        self._offered.setInterval(_OFFER_MS)
        self._offered.timeout.connect(self._hide_offer)
        return self.offer

    def _connect(self) -> None:
        self.strip.chosen.connect(self._show_details)
        self.strip.looked_at.connect(lambda: self._emit(self.look_wanted))
        self.strip.removed.connect(self._remove)
        self.strip.menu_wanted.connect(self._show_menu)
        self.strip.left.connect(self.left)
        details = self.details
        details.left.connect(self.left)
        details.look_wanted.connect(lambda: self._emit(self.look_wanted))
        details.open_wanted.connect(lambda: self._emit(self.open_wanted))
        details.save_wanted.connect(lambda: self._emit(self.save_wanted))
        details.remove_wanted.connect(self._remove)
        details.captioned.connect(self._on_captioned)
        details.supported.connect(self._on_supported)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        way = QBoxLayout.Direction
        self._across.setDirection(way.LeftToRight if wide else way.TopToBottom)
        self._beside.setDirection(way.TopToBottom if wide else way.LeftToRight)

    # showing

    def show_desk(self, desk: EvidenceDesk, pack: Pack) -> None:
        """Another assessment is open."""
        self._desk, self._pack = desk, pack
        self.strip.show_shelf(desk.shelf)
        self.scale.setChecked(desk.scales)

    def show_item(self, item: str) -> None:
        """Become the evidence of another question."""
        self.details.flush()
        self._item = item
        self._hide_offer()
        self.strip.choose_none()
        self.refresh()

    def refresh(self) -> None:
        """What is attached changed, or is being attached."""
        desk = self._desk
        if desk is None:
            return
        shown = desk.shelf.of(self._item)
        if self._gone is not None and desk.shelf.get(self._gone.id) is not None:
            self._forget_gone()
        self.strip.show_evidence(shown)
        size = as_size(sum(one.size for one in shown))
        self.count.setText(self._context.say("ui_evidence.count", count=len(shown), size=size))
        self._shown.setVisible(bool(shown))
        self.scale.setVisible(desk.editable)
        attaching = self._show_attaching()
        self._show_details()
        self.setVisible(bool(shown) or attaching or self.offer.isVisibleTo(self))

    def repaint_tiles(self) -> None:
        """A thumbnail is there."""
        self.strip.viewport().update()

    def offer_undo(self, evidence: Evidence) -> None:
        """It was removed, and can be brought back."""
        self._gone = evidence
        name = evidence.caption or evidence.file_name
        self._removed.setText(self._context.say("ui_evidence.removed", name=name))
        self._removed.updateGeometry()
        self.offer.show()
        self._offered.start()
        self.refresh()

    def _hide_offer(self) -> None:
        self._forget_gone()
        self.refresh()

    def _forget_gone(self) -> None:
        self._gone = None
        self._offered.stop()
        self.offer.hide()

    def _undo_removal(self) -> None:
        if self._desk is not None and self._gone is not None:
            back = self._gone
            self._desk.undo_removal(back)
            self.strip.choose(back.id)

    def flush(self) -> None:
        self.details.flush()

    @property
    def stops(self) -> list[QWidget]:
        """What Tab goes through, in this order."""
        details = self.details
        return [
            self.stop, self.undo, self.strip, self.scale,
            details.caption, details.supports, *details.buttons,
        ]  # fmt: skip

    def _show_attaching(self) -> bool:
        attaching = self._desk.attaching if self._desk is not None else None
        here = attaching is not None and attaching.item == self._item
        self._attaching.setVisible(here)
        if attaching is None or not here:
            return False
        key = "attaching_many" if attaching.count > 1 else "attaching"
        params = {"name": attaching.name}
        if attaching.count > 1:
            params |= {"number": str(attaching.number), "count": str(attaching.count)}
        self.attaching.setText(self._context.say(f"ui_evidence.{key}", **params))
        self.attaching.updateGeometry()
        share = attaching.done / attaching.total if attaching.total else 0.0
        self._bar.setRange(0, 100 * attaching.count)
        self._bar.setValue(round(100 * (attaching.number - 1 + share)))
        return True

    def _show_details(self) -> None:
        current, desk, pack = self.strip.current, self._desk, self._pack
        if current is None or desk is None or pack is None:
            self.details.show_nothing()
            self.details.hide()
            return
        self.details.show_evidence(pack, current, editable=desk.editable)
        self.details.show()

    # doing

    def _emit(self, wanted: SignalInstance) -> None:
        current = self.strip.current
        if current is not None:
            wanted.emit(current)

    def _on_scale(self, on: bool) -> None:
        desk = self._desk
        if desk is None:
            return
        try:
            desk.set_scaling(on)
        except StoreError as error:
            self.scale.setChecked(desk.scales)
            self._context.tell(error.say(self._context.words), "bad")

    def _on_stop(self) -> None:
        if self._desk is not None:
            self._desk.cancel()

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in self.details.buttons:
            if each.isVisibleTo(self.details):
                menu.addAction(each.toolTip()).triggered.connect(each.click)
        menu.popup(place)

    def _remove(self) -> None:
        current, desk = self.strip.current, self._desk
        if current is None or desk is None or not desk.editable:
            return
        self.details.flush()
        if desk.remove(current):
            self.offer_undo(current)
            if self.strip.count:
                self.strip.setFocus()
            else:
                self.left.emit()

    def _on_captioned(self, evidence: Evidence, caption: str) -> None:
        if self._desk is not None:
            self._desk.describe(evidence, caption=caption)

    def _on_supported(self, evidence: Evidence, proof: str, claim: str) -> None:
        if self._desk is not None:
            self._desk.describe(evidence, proof=proof, claim=claim)
