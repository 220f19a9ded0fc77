"""The benchmark file in 设置."""

from __future__ import annotations

from pathlib import Path

from suzhou_assess.domain.benchmark import SUFFIX, BenchmarkError
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.message import inform
from suzhou_assess.ui.dialogs.working import tell_trouble
from suzhou_assess.ui.widgets.kept_file import KeptFileSetting, KeptFileWords


class BenchmarkSetting(KeptFileSetting):
    """Says which file the card 同行对照 compares with, and takes another one."""

    def __init__(self, context: Context) -> None:
        say = context.say
        words = KeptFileWords(
            note=say("ui_peers.setting_note"),
            load=say("ui_peers.load"),
            title=say("ui_peers.load_title"),
            forget=say("ui_peers.forget"),
            kinds=f"{say('ui_peers.kind')} (*{SUFFIX})",
        )
        super().__init__(context, words)

    def _kept(self) -> str | None:
        from suzhou_assess.services.peers import kept_benchmark

        kept = kept_benchmark(self._context.workspace)
        if kept is None:
            return None
        return self._context.say(
            "ui_peers.setting_kept", date=kept.made.isoformat(), groups=len(kept.groups)
        )

    def _without(self) -> str:
        return self._context.say("ui_peers.setting_none")

    def _keep(self, path: Path) -> str | None:
        from suzhou_assess.services.peers import keep_benchmark, why_not

        context = self._context
        failed = context.say("ui_peers.not_loaded")
        try:
            keep_benchmark(context.workspace, path)
        except BenchmarkError as error:
            inform(context, self, "bad", failed, why_not(error, path.name, context.words))
            return None
        except (StoreError, OSError) as error:
            tell_trouble(context, self, failed, error)
            return None
        return context.say("ui_peers.loaded")

    def _let_go(self) -> bool:
        from suzhou_assess.services.peers import forget_benchmark

        context = self._context
        try:
            forget_benchmark(context.workspace)
        except StoreError as error:
            tell_trouble(context, self, context.say("ui_peers.not_forgotten"), error)
            return False
        return True
