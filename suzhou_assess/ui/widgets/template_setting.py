"""The office's own Word template for reports, in 设置."""

from __future__ import annotations

from pathlib import Path

from suzhou_assess.report.word_faults import TemplateError
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.files import choose_target
from suzhou_assess.ui.dialogs.message import inform
from suzhou_assess.ui.dialogs.working import tell_trouble
from suzhou_assess.ui.widgets.basics import button
from suzhou_assess.ui.widgets.kept_file import KeptFileSetting, KeptFileWords

_TOLD = 6
"""Faults of a refused template that a message names; more would push its button off the screen."""


class TemplateSetting(KeptFileSetting):
    """Says which template reports in Word are made with; hands out the one in use to start from."""

    def __init__(self, context: Context) -> None:
        say = context.say
        self._kinds = f"{say('ui_settings.template_kind')} (*.docx)"
        words = KeptFileWords(
            note=say("ui_settings.template_note"),
            load=say("ui_settings.template_load"),
            title=say("ui_settings.template_title"),
            forget=say("ui_settings.template_forget"),
            kinds=self._kinds,
        )
        super().__init__(context, words)
        self.hand_out = button(say("ui_settings.template_export"))
        self.hand_out.clicked.connect(self._on_hand_out)
        self._add_action(self.hand_out)

    def _kept(self) -> str | None:
        from suzhou_assess.services import report_template

        kept = report_template.current(self._context.workspace)
        if kept is None:
            return None
        day = kept.kept_at.astimezone().date().isoformat()
        return self._context.say("ui_settings.template_kept", name=kept.name, date=day)

    def _without(self) -> str:
        return self._context.say("ui_settings.template_ours")

    def _keep(self, path: Path) -> str | None:
        from suzhou_assess.services import report_template

        context = self._context
        failed = context.say("ui_settings.template_not_loaded")
        try:
            report_template.load(context.workspace, path)
        except TemplateError as error:
            told = [fault.say(context.words) for fault in error.faults[:_TOLD]]
            if (more := len(error.faults) - len(told)) > 0:
                told.append(context.say("ui_settings.template_more", count=more))
            inform(context, self, "bad", failed, "\n\n".join(told))
            return None
        except (StoreError, OSError) as error:
            tell_trouble(context, self, failed, error)
            return None
        return context.say("ui_settings.template_loaded", name=path.name)

    def _let_go(self) -> bool:
        from suzhou_assess.services import report_template

        context = self._context
        try:
            report_template.forget(context.workspace)
        except StoreError as error:
            failed = context.say("ui_settings.template_not_forgotten")
            tell_trouble(context, self, failed, error)
            return False
        return True

    def _on_hand_out(self) -> None:
        from suzhou_assess.services import report_template

        context = self._context
        title = context.say("ui_settings.template_export")
        name = context.say("ui_settings.template_file") + ".docx"
        out = choose_target(context, self, title, name, self._kinds)
        if out is None:
            return
        try:
            report_template.export(context.workspace, out, context.words.lang)
        except (StoreError, OSError) as error:
            tell_trouble(context, self, context.say("ui_home.not_written"), error)
            return
        context.tell(context.say("ui_home.written", path=str(out)))
