"""What the user asks of the plans: the target level, results or not, what is fixed or left out."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QFrame, QPushButton, QWidget

from suzhou_assess.domain.planner import Target
from suzhou_assess.ui.models.plan_desk import PlanDesk, Wish
from suzhou_assess.ui.widgets.basics import button, clear, column, label, row
from suzhou_assess.ui.widgets.chart import tip
from suzhou_assess.ui.widgets.flow import FlowLayout
from suzhou_assess.ui.widgets.segments import Segments
from suzhou_assess.ui.widgets.verdict_view import VerdictView
from suzhou_assess.words.plan_words import PlanWords


class WishesCard(QFrame):
    """Target and wishes; a wish is taken back by a click on it."""

    def __init__(self, view: VerdictView, desk: PlanDesk, said: PlanWords) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._view = view
        self._desk = desk
        self._said = said
        say, text = view.context.say, view.context.text
        layout = column(self, margins=(20, 12, 20, 12), gap=8)
        head = row(gap=12)
        head.addWidget(label(say("ui_way_up.target"), "strong"))
        self.target = Segments(
            say("ui_way_up.target"),
            [
                (
                    str(level.level),
                    say("ui_way_up.target_level", level=level.level, name=text(level.name)),
                )
                for level in desk.targets
            ],
        )
        self.target.chosen.connect(lambda level: desk.aim_at(int(level)))
        head.addWidget(self.target)
        head.addSpacing(8)
        self.outcomes = QCheckBox(say("ui_way_up.outcomes"))
        self.outcomes.setToolTip(tip(say("ui_way_up.outcomes_tip")))
        self.outcomes.toggled.connect(desk.count_on_results)
        head.addWidget(self.outcomes)
        head.addStretch(1)
        layout.addLayout(head)
        self._wishes = QWidget()
        wishes = row(self._wishes, gap=12)
        tags = QWidget()
        self._tags = FlowLayout(tags, gap=6)
        wishes.addWidget(label(say("ui_way_up.wishes"), "muted"))
        wishes.addWidget(tags, 1)
        self.drop = button(say("ui_way_up.drop_wishes"), "link")
        self.drop.clicked.connect(desk.drop_wishes)
        wishes.addWidget(self.drop)
        layout.addWidget(self._wishes)
        self.tags: list[QPushButton] = []
        desk.planned.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        desk, say = self._desk, self._view.context.say
        if desk.target is not None:
            self.target.set_value(str(desk.target.level))
        self.outcomes.blockSignals(True)
        self.outcomes.setChecked(desk.wishes.outcomes)
        self.outcomes.blockSignals(False)
        clear(self._tags)
        self.tags = []
        order = {item: number for number, item in enumerate(desk.pack.item_ids)}
        for target in sorted(desk.wishes.fixed, key=lambda t: (order[t[0]], str(t[1]))):
            self._tag("ui_way_up.tag_fixed", target, lambda t=target: desk.pin(t, False))
        for wish in sorted(
            desk.wishes.excluded,
            key=lambda w: (order[w if isinstance(w, str) else w[0]], str(w)),
        ):
            self._tag("ui_way_up.tag_excluded", wish, lambda w=wish: desk.consider(w))
        self._wishes.setVisible(bool(self.tags))
        self.setAccessibleName(say("ui_way_up.target"))

    def _tag(self, key: str, wish: Wish, undo: object) -> None:
        say = self._view.context.say
        made = button(say(key, what=self._named(wish)))
        made.setProperty("tag", True)
        made.setToolTip(say("ui_way_up.tag_tip"))
        made.clicked.connect(lambda _=False: undo())  # type: ignore[operator]
        self._tags.addWidget(made)
        self.tags.append(made)

    def _named(self, wish: Wish) -> str:
        if isinstance(wish, str):
            return self._said.item(wish)
        target: Target = wish
        return self._said.target(target)
