"""What the table of enterprises is narrowed by: words, and one entry of each of several lists."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from suzhou_assess.services.views import EnterpriseFilter
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.tokens import TEXT_SIZE
from suzhou_assess.ui.widgets.basics import row
from suzhou_assess.ui.widgets.chart import font, text_width
from suzhou_assess.ui.widgets.pick_box import ChoiceBox
from suzhou_assess.ui.widgets.search_field import SearchField

_COMBO_FRAME = 48


class EnterpriseFilters(QWidget):
    """A line of a search field and boxes."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        say, text = context.say, context.text
        places = context.workspace.places
        levels = context.workspace.packs.default().levels
        self.search = SearchField(context, say("ui_enterprises.search"))
        self.search.textChanged.connect(lambda _text: self.changed.emit())
        choices = {
            "district": [(d.code, text(d.name)) for d in places.districts],
            "industry": [(i.code, f"{i.code} {text(i.name)}") for i in places.industries],
            "size": [(s.id, text(s.name)) for s in places.sizes],
            "level": [(str(level.level), f"{level.level} {text(level.name)}") for level in levels],
            "state": [
                ("yes", say("ui_enterprises.assessed")),
                ("no", say("ui_enterprises.not_assessed")),
            ],
        }
        line = row(self, gap=8)
        line.addWidget(self.search, 3)
        self.boxes: dict[str, ChoiceBox] = {}
        for name, entries in choices.items():
            box = ChoiceBox([("", say(f"ui_enterprises.any_{name}")), *entries])
            box.setAccessibleName(say(f"ui_enterprises.any_{name}"))
            first = round(text_width(box.itemText(0), font(TEXT_SIZE)))
            box.setMinimumWidth(first + _COMBO_FRAME)
            box.setMaximumWidth(200)
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())
            self.boxes[name] = box
            line.addWidget(box, 1)

    @property
    def values(self) -> Mapping[str, str]:
        """What each box has chosen, ``""`` for anything."""
        return {name: box.value() for name, box in self.boxes.items()}

    def wanted(self, ids: tuple[int, ...] | None) -> EnterpriseFilter:
        """What is looked for, among ``ids`` or among all."""
        chosen = {name: value or None for name, value in self.values.items()}
        level, state = chosen["level"], chosen["state"]
        return EnterpriseFilter(
            text=self.search.text(),
            district=chosen["district"],
            industry=chosen["industry"],
            size=chosen["size"],
            level=None if level is None else int(level),
            assessed=None if state is None else state == "yes",
            ids=ids,
        )

    def put(self, text: str, values: Mapping[str, str]) -> None:
        """Show these without telling anybody."""
        self.search.put(text)
        for name, box in self.boxes.items():
            with QSignalBlocker(box):
                box.set_value(values.get(name, ""))

    def clear(self) -> None:
        """Look for anything, without telling anybody."""
        self.put("", {})
