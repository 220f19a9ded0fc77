"""The sidebar: where one can go, and where the data lies."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton

from suzhou_assess.ui import icons, tokens
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import ElidedLabel, column, label, pill, row

ENTRIES = (
    ("home", "home"),
    ("enterprises", "enterprise"),
    ("assess", "assess"),
    ("result", "result"),
    ("import", "import"),
    ("rollup", "rollup"),
    ("settings", "settings"),
)
"""Pages and their icons, in order. Ctrl+1 … Ctrl+7 go there."""

_MANY = 1000


class Sidebar(QFrame):
    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("bar", "side")
        self.setFixedWidth(tokens.SIDEBAR_WIDTH)
        palette = context.palette
        layout = column(self, margins=(12, 20, 12, 16), gap=4)
        brand = row(margins=(2, 0, 0, 0), gap=8)
        mark = QLabel()
        mark.setPixmap(icons.pixmap("app", "", 28))
        brand.addWidget(mark)
        brand.addWidget(ElidedLabel(context.say("ui.brand"), "heading"), 1)
        layout.addLayout(brand)
        layout.addSpacing(18)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, QPushButton] = {}
        self.counts: dict[str, QLabel] = {}
        for number, (page, icon) in enumerate(ENTRIES, start=1):
            entry = QPushButton(context.say(f"ui.page_{page}"))
            entry.setProperty("nav", True)
            entry.setCheckable(True)
            # A click leaves the keys with the page.
            entry.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            entry.setCursor(Qt.CursorShape.PointingHandCursor)
            entry.setIcon(icons.icon(icon, palette.muted, palette.accent))
            entry.setIconSize(QSize(20, 20))
            entry.setToolTip(f"Ctrl+{number}")
            entry.clicked.connect(lambda _=False, page=page: self.chosen.emit(page))
            count = pill("", "accent")
            count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            count.hide()
            row(entry, margins=(0, 0, 10, 0)).addWidget(
                count, alignment=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
            self._group.addButton(entry)
            self.buttons[page] = entry
            self.counts[page] = count
            layout.addWidget(entry)
        layout.addStretch(1)
        self._offline = label(context.say("ui.offline"), "small")
        self._database = ElidedLabel("", "small")
        for words in (self._offline, self._database):
            foot = row(margins=(12, 0, 0, 0))
            foot.addWidget(words)
            layout.addLayout(foot)

    def mark(self, page: str) -> None:
        """Show which page is in front."""
        self.buttons[page].setChecked(True)

    def tell_count(self, page: str, count: int, tip: str) -> None:
        """How much waits for the user there; nothing is shown for none."""
        shown = self.counts[page]
        shown.setText(f"{count:,}" if count < _MANY else f"{_MANY - 1}+")
        shown.setVisible(count > 0)
        entry = self.buttons[page]
        entry.setAccessibleDescription(tip if count else "")

    def tell_database(self, text: str) -> None:
        self._database.setText(text)
        self._database.updateGeometry()
