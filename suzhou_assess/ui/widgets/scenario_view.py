"""An application scenario: its levels, and 不适用 apart from them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from suzhou_assess.domain.pack import Scenario
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.answer_desk import AnswerDesk, Judgement
from suzhou_assess.ui.models.route import Section
from suzhou_assess.ui.widgets.basics import column
from suzhou_assess.ui.widgets.claim_card import ClaimCard
from suzhou_assess.ui.widgets.item_heading import ItemHeading
from suzhou_assess.ui.widgets.option_button import OptionWords
from suzhou_assess.ui.widgets.option_list import OptionList

NOT_APPLICABLE = "N"


class ScenarioView(QWidget):
    """Shows one scenario after the other and hands its level to the desk."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._desk: AnswerDesk | None = None
        self._scenario: Scenario | None = None
        layout = column(self, gap=14)
        self.heading = ItemHeading()
        layout.addWidget(self.heading)
        self.claim = ClaimCard(context)
        layout.addWidget(self.claim)
        self.options = OptionList(context.palette)
        layout.addWidget(self.options)
        self.options.chosen.connect(self.choose)

    def show_scenario(self, desk: AnswerDesk, scenario: Scenario, section: Section) -> None:
        """Become another scenario."""
        context = self._context
        say, pack = context.say, desk.session.pack
        self._desk = desk
        self._scenario = scenario
        kind = "binding" if scenario.binding else "guiding"
        self.heading.show_item(
            say(
                "ui_assess.scenario_path",
                path=" › ".join(
                    context.text(name)
                    for name in (pack.scenario_dimension, section.name, scenario.name)
                ),
                number=pack.scenarios.index(scenario) + 1,
                total=len(pack.scenarios),
            ),
            context.text(scenario.prompt),
            hint=say(f"ui_assess.{kind}_hint"),
            mark=say(f"ui_assess.{kind}"),
            mark_tip=say(f"ui_assess.{kind}_tip"),
            strong=scenario.binding,
        )
        levels = [
            OptionWords(
                str(level),
                context.text(text),
                say("ui_assess.level_none" if level == 0 else "ui_assess.level", level=level),
                level=level,
            )
            for level, text in enumerate(scenario.levels)
        ]
        apart = OptionWords(
            NOT_APPLICABLE,
            say("ui_assess.not_applicable"),
            say("ui_assess.not_applicable_aside"),
            apart=True,
        )
        self.options.show_options([*levels, apart], multiple=False)
        self.claim.show_item(desk, scenario.id)
        self.refresh()

    def refresh(self) -> None:
        """What is on disk changed, or what could not be written."""
        desk, scenario = self._desk, self._scenario
        if desk is None or scenario is None:
            return
        self.claim.show_state(desk, scenario.id)
        self.options.show_state(
            _keys(desk.judgement(scenario.id)),
            claimed=_keys(desk.claimed(scenario.id)),
            claim=self._context.say("ui_onsite.claim_tag"),
            unsaved=desk.is_unsaved(scenario.id),
            editable=desk.editable,
        )

    def take_focus(self) -> None:
        self.options.take_focus()

    def choose(self, key: str) -> None:
        """A level, or N for 不适用; other keys are ignored."""
        desk, scenario = self._desk, self._scenario
        if desk is None or scenario is None or not desk.editable:
            return
        if key == NOT_APPLICABLE:
            desk.judge(scenario.id, Judgement(0, not_applicable=True))
        elif key.isdecimal() and int(key) <= scenario.top:
            desk.judge(scenario.id, Judgement(int(key)))

    def flush(self) -> bool:
        """Write what is typed; says whether all of it could be read."""
        self.claim.flush()
        return True

    def clear_answer(self) -> None:
        if self._desk is not None and self._scenario is not None and self._desk.editable:
            self._desk.judge(self._scenario.id, Judgement(None))


def _keys(judgement: Judgement | None) -> tuple[str, ...]:
    """The option that stands for a judgement; none for an open one."""
    if judgement is None or judgement.choice is None:
        return ()
    return (NOT_APPLICABLE if judgement.not_applicable else str(judgement.choice),)
