"""Files of support measures in 设置."""

from __future__ import annotations

from pathlib import Path

from suzhou_assess.packs.problems import PackError
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.files import choose_target
from suzhou_assess.ui.dialogs.message import ask, inform
from suzhou_assess.ui.dialogs.working import tell_trouble
from suzhou_assess.ui.widgets.basics import button
from suzhou_assess.ui.widgets.kept_file import KeptFileSetting, KeptFileWords

_TOLD = 6
"""Problems of a refused file that a message names; more would push its button off the screen."""


class MeasuresSetting(KeptFileSetting):
    """Says which measures results are matched with, and takes an office's own."""

    def __init__(self, context: Context) -> None:
        say = context.say
        self._names: tuple[str, ...] = ()
        words = KeptFileWords(
            note=say("ui_support.setting_note"),
            load=say("ui_support.load"),
            title=say("ui_support.load_title"),
            forget=say("ui_support.forget"),
            kinds=f"{say('ui_support.kind')} (*.yaml *.yml)",
        )
        super().__init__(context, words)
        self.example = button(say("ui_support.save_example"))
        self.example.clicked.connect(self._on_example)
        self._add_action(self.example)

    def _kept(self) -> str | None:
        from suzhou_assess.services.support import files_in_use

        text = self._context.text
        own = [entry for entry in files_in_use(self._context.workspace) if entry.own]
        self._names = tuple(text(e.pack.name) if e.pack else e.file for e in own)
        return self._lines() if own else None

    def _without(self) -> str:
        try:
            return self._lines()
        except StoreError:
            return ""  # the page says why elsewhere

    def _lines(self) -> str:
        """The files in force, a line each."""
        from suzhou_assess.services.support import files_in_use

        say = self._context.say
        lines = []
        for entry in files_in_use(self._context.workspace):
            if entry.pack is None:
                lines.append(say("ui_support.setting_broken", file=entry.file))
            elif entry.own:
                lines.append(
                    say(
                        "ui_support.setting_own",
                        name=entry.pack.name,
                        edition=entry.pack.edition,
                        count=len(entry.pack.measures),
                        file=entry.file,
                    )
                )
            else:
                lines.append(say("ui_support.setting_shipped", count=len(entry.pack.measures)))
        return "\n".join(lines)

    def _keep(self, path: Path) -> str | None:
        from suzhou_assess.services.support import load_file

        context = self._context
        try:
            pack = load_file(context.workspace, path)
        except PackError as error:
            self._refuse(error)
            return None
        except (StoreError, OSError) as error:
            tell_trouble(context, self, context.say("ui_support.not_loaded"), error)
            return None
        return context.say("ui_support.loaded", name=pack.name, count=len(pack.measures))

    def _refuse(self, error: PackError) -> None:
        """Every problem with its line and remedy, as far as they fit into a message."""
        context = self._context
        lines = [problem.say(context.words.lang) for problem in error.problems[:_TOLD]]
        more = len(error.problems) - len(lines)
        if more:
            lines.append(context.say("ui_support.more_problems", count=more))
        inform(context, self, "bad", context.say("ui_support.not_loaded"), "\n\n".join(lines))

    def _let_go(self) -> bool:
        from suzhou_assess.services.support import forget

        context = self._context
        agreed = ask(
            context,
            self,
            context.say("ui_support.forget_title"),
            context.say("ui_support.forget_text", names=context.words.joined(self._names)),
            context.say("ui_support.forget"),
            danger=True,
        )
        if not agreed:
            return False
        try:
            forget(context.workspace)
        except StoreError as error:
            tell_trouble(context, self, context.say("ui_support.not_forgotten"), error)
            return False
        return True

    def _on_example(self) -> None:
        from suzhou_assess.services.support import write_example

        context = self._context
        title, name = context.say("ui_support.save_example"), context.say("ui_support.example_file")
        kinds = f"{context.say('ui_support.kind')} (*.yaml)"
        out = choose_target(context, self, title, name, kinds)
        if out is None:
            return
        try:
            write_example(out)
        except OSError as error:
            tell_trouble(context, self, context.say("ui_support.not_saved"), error)
            return
        context.tell(context.say("ui_support.saved", path=str(out)))
