"""The benchmark file in 设置: loaded, looked at, let go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from suzhou_assess.domain.benchmark import SUFFIX, BenchmarkError
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.message import inform
from suzhou_assess.ui.dialogs.working import tell_trouble
from suzhou_assess.ui.widgets.basics import button, column, label, row


class BenchmarkSetting(QWidget):
    """Says which file the card 同行对照 compares with, and takes another one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        say = context.say
        layout = column(self, gap=12)
        self.state = label("", wrap=True)
        layout.addWidget(self.state)
        layout.addWidget(label(say("ui_peers.setting_note"), "small", wrap=True))
        actions = row(gap=12)
        self.load = button(say("ui_peers.load"), icon="import", color=context.palette.text)
        self.load.clicked.connect(self._on_load)
        self.forget = button(say("ui_peers.forget"), "link")
        self.forget.clicked.connect(self._on_forget)
        actions.addWidget(self.load)
        actions.addWidget(self.forget)
        actions.addStretch(1)
        layout.addLayout(actions)
        self.look()

    def look(self) -> None:
        """Show what the database keeps now."""
        from suzhou_assess.services.peers import kept_benchmark

        try:
            kept = kept_benchmark(self._context.workspace)
        except StoreError:
            kept = None  # the page says why elsewhere
        self.forget.setVisible(kept is not None)
        if kept is None:
            self.state.setText(self._context.say("ui_peers.setting_none"))
        else:
            self.state.setText(
                self._context.say(
                    "ui_peers.setting_kept", date=kept.made.isoformat(), groups=len(kept.groups)
                )
            )

    def _on_load(self) -> None:
        from suzhou_assess.services.peers import keep_benchmark, why_not

        context = self._context
        kinds = f"{context.say('ui_peers.kind')} (*{SUFFIX})"
        title = context.say("ui_peers.load_title")
        chosen, _ = QFileDialog.getOpenFileName(self, title, context.preferences.folder, kinds)
        if not chosen:
            return
        context.preferences.folder = str(Path(chosen).parent)
        failed = context.say("ui_peers.not_loaded")
        try:
            keep_benchmark(context.workspace, Path(chosen))
        except BenchmarkError as error:
            inform(context, self, "bad", failed, why_not(error, Path(chosen).name, context.words))
            return
        except (StoreError, OSError) as error:
            tell_trouble(context, self, failed, error)
            return
        self._changed()
        context.tell(context.say("ui_peers.loaded"))

    def _on_forget(self) -> None:
        from suzhou_assess.services.peers import forget_benchmark

        context = self._context
        try:
            forget_benchmark(context.workspace)
        except StoreError as error:
            tell_trouble(context, self, context.say("ui_peers.not_forgotten"), error)
            return
        self._changed()
        self.load.setFocus()

    def _changed(self) -> None:
        self.look()
        self._context.data_changed.emit()
