"""Lists of the way up that scroll by themselves, so that the verdict beside them stays in sight."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from suzhou_assess.ui.widgets.quiet_area import QuietArea


def scrolled(content: QWidget, least: int) -> QuietArea:
    """A scroll area that takes the height there is, at least ``least``, and asks for no more: the
    tab would grow to the length of the list otherwise and scroll as a whole."""
    area = QuietArea()
    area.setWidget(content)
    area.setMinimumHeight(least)
    area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    return area
