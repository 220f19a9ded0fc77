"""A chart on a card: its title, a word beside it, what it can be switched to, and its export."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.basics import ElidedLabel, column, label, row
from suzhou_assess.ui.widgets.chart import Chart
from suzhou_assess.ui.widgets.chart_export import export_button


class ChartCard(QFrame):
    """Holds one chart; ``beside`` stands in its heading, ``below`` under the chart."""

    def __init__(
        self,
        context: Context,
        chart: Chart,
        *,
        beside: QWidget | None = None,
        below: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.chart = chart
        layout = column(self, margins=(20, 12, 12, 16), gap=8)
        head = row(gap=8)
        head.addWidget(label(chart.caption.title, "heading"))
        self._note = ElidedLabel("", "small")
        head.addWidget(self._note, 1)
        if beside is not None:
            head.addWidget(beside)
        self.export = export_button(context, chart)
        head.addWidget(self.export)
        layout.addLayout(head)
        body = column(margins=(0, 0, 8, 0), gap=8)
        body.addWidget(chart, 1)
        if below is not None:
            body.addWidget(below)
        body.addStretch(0)
        layout.addLayout(body, 1)

    def note(self, text: str) -> None:
        """A word beside the title."""
        self._note.setText(text)
        self._note.setToolTip(text)
