"""Before a batch is taken back: what would go, what stays, and why."""

from __future__ import annotations

from collections.abc import Generator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget

from suzhou_assess.services.batches import Obstacle, UndoPlan
from suzhou_assess.services.events import Progress
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.working import run_working
from suzhou_assess.ui.models.profile_words import moment_words
from suzhou_assess.ui.widgets.basics import ElidedLabel, button, card, column, label, line, row

_WIDTH = 640
_NAMED = 200
"""Of those that stay, so many are named."""


class UndoDialog(QDialog):
    """Names the figures; Enter does not undo."""

    def __init__(self, context: Context, parent: QWidget, plan: UndoPlan) -> None:
        super().__init__(parent)
        say = context.say
        self.setWindowTitle(say("ui_import.undo_title"))
        layout = column(self, margins=(24, 24, 24, 20), gap=16)
        layout.addWidget(label(say("ui_import.undo_title"), "heading", wrap=True))
        who = plan.batch.who
        when = moment_words(plan.batch.started_at) + (f" · {who}" if who else "")
        source = ElidedLabel(f"{plan.batch.source} · {when}", "muted")
        source.setMinimumWidth(1)
        layout.addWidget(source)
        figures = row(gap=12)
        for name, count in (
            ("removed", plan.removed),
            ("restored", plan.restored),
            ("enterprises", plan.enterprises_removed),
            ("kept", len(plan.kept)),
        ):
            tile = card()
            inside = column(tile, margins=(16, 10, 12, 10), gap=0)
            inside.addWidget(label(f"{count:,}", "figure"))
            inside.addWidget(label(say(f"ui_import.undo_{name}"), "small", wrap=True))
            inside.addStretch(1)
            figures.addWidget(tile, 1)
        layout.addLayout(figures)
        if plan.kept:
            layout.addWidget(label(say("ui_import.undo_kept_why"), wrap=True))
            layout.addWidget(_kept(context, plan.kept))
        else:
            layout.addWidget(label(say("ui_import.undo_all_goes"), "muted", wrap=True))
        foot = row(gap=12)
        foot.addStretch(1)
        self.cancel_button = button(say("ui.cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.undo_button = button(say("ui_import.undo_now"), "danger")
        self.undo_button.clicked.connect(self.accept)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.undo_button)
        layout.addLayout(foot)
        # Words that wrap: the height follows from the width.
        self.setFixedSize(_WIDTH, layout.totalHeightForWidth(_WIDTH))
        self.cancel_button.setDefault(True)
        self.cancel_button.setFocus()


def _kept(context: Context, kept: tuple[Obstacle, ...]) -> QScrollArea:
    say = context.say
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setProperty("reading", True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFixedHeight(min(len(kept), 4) * 62 + 4)
    area.setAccessibleName(say("ui_import.undo_kept"))
    body = QWidget()
    body.setProperty("ground", "surface")
    layout = column(body, margins=(12, 0, 12, 0), gap=0)
    for number, obstacle in enumerate(kept[:_NAMED]):
        if number:
            layout.addWidget(line())
        entry = QWidget()
        inside = column(entry, margins=(0, 8, 0, 8), gap=2)
        inside.addWidget(ElidedLabel(f"{obstacle.enterprise} · {obstacle.uscc}", "strong"))
        why = say(
            f"ui_import.obstacle_{obstacle.reason}",
            when=moment_words(obstacle.when),
            who=obstacle.by or say("ui_enterprises.somebody"),
        )
        inside.addWidget(label(why, "small", wrap=True))
        layout.addWidget(entry)
    if len(kept) > _NAMED:
        layout.addWidget(
            label(say("ui_import.undo_more", count=f"{len(kept) - _NAMED:,}"), "small")
        )
    layout.addStretch(1)
    area.setWidget(body)
    return area


def undo_batch(context: Context, parent: QWidget, batch_id: str) -> bool:
    """Plan, ask, undo. Whether anything was undone, be it in part."""
    say, workspace = context.say, context.workspace
    who = workspace.user

    def planning() -> Generator[None, None, UndoPlan]:
        from suzhou_assess.services.batches import plan_undo

        yield
        return plan_undo(workspace, batch_id)

    planned, plan = run_working(
        context, parent, say("ui_import.undo_planning"), planning, say("ui_import.undo_failed")
    )
    if not planned:
        return False
    dialog = UndoDialog(context, parent, plan)
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    if not agreed:
        return False

    def undoing() -> Generator[Progress, None, UndoPlan]:
        from suzhou_assess.services.batches import undo

        return (yield from undo(workspace, batch_id, who=who))

    finished, done = run_working(
        context, parent, say("ui_import.undoing"), undoing, say("ui_import.undo_failed")
    )
    context.data_changed.emit()
    if finished:
        context.tell(say("ui_import.undone", count=f"{done.removed + done.restored:,}"))
    else:
        context.tell(say("ui_import.undo_stopped"), "warn")
    return True
