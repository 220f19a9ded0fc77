"""Recent work beside the progress to the goal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from suzhou_assess.services.views import AssessmentCard, Overview
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import AssessmentListModel
from suzhou_assess.ui.widgets.assessment_list import AssessmentList
from suzhou_assess.ui.widgets.basics import ElidedLabel, button, card, column, label, row
from suzhou_assess.ui.widgets.chart import Caption
from suzhou_assess.ui.widgets.progress_charts import Bar, LevelBar, NamedBars, ShareBar

if TYPE_CHECKING:
    from suzhou_assess.domain.pack import Pack
    from suzhou_assess.domain.places import Places

_LEVELS = 5


class WorkOverview(QWidget):
    """Shown on the first page; ``name_things`` follows when the names are loaded."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._overview: Overview | None = None
        layout = row(self, gap=16)
        layout.addWidget(self._recent_card(), 3)
        layout.addWidget(self._progress_card(), 2)

    def _recent_card(self) -> QFrame:
        say = self._context.say
        made = card()
        layout = column(made, margins=(12, 16, 12, 12), gap=8)
        heading = label(say("ui_home.recent"), "heading")
        heading.setContentsMargins(8, 0, 0, 0)
        layout.addWidget(heading)
        self._undo = card("warn")
        words = row(self._undo, margins=(16, 6, 8, 6), gap=8)
        self._undo_text = ElidedLabel("", "warn")
        self.restore_button = button(say("ui_home.restore"), "link")
        words.addWidget(self._undo_text, 1)
        words.addWidget(self.restore_button)
        self._undo.hide()
        layout.addWidget(self._undo)
        self._model = AssessmentListModel(self._context)
        self.recent = AssessmentList(self._context, self._model)
        self.recent.setAccessibleName(say("ui_home.recent"))
        self.recent.setMinimumHeight(5 * 60)
        self._nothing = label(say("ui_home.nothing_recent"), "muted", wrap=True)
        self._nothing.setContentsMargins(8, 0, 8, 0)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._nothing, 1)
        layout.addWidget(self.recent, 1)
        return made

    def _progress_card(self) -> QFrame:
        say = self._context.say
        made = card()
        layout = column(made, margins=(20, 16, 20, 12), gap=8)
        top = row(gap=8)
        top.addWidget(label(say("ui_home.progress"), "heading"))
        top.addStretch(1)
        self._deadline = label("", "small")
        top.addWidget(self._deadline)
        layout.addLayout(top)
        count = row(gap=8)
        self._assessed = label("", "figure")
        self._goal = label("", "muted")
        self._share = label("", "heading")
        for part in (self._goal, self._share):
            part.setAlignment(Qt.AlignmentFlag.AlignBottom)
            part.setContentsMargins(0, 0, 0, 5)
        count.addWidget(self._assessed)
        count.addWidget(self._goal)
        count.addStretch(1)
        count.addWidget(self._share)
        layout.addLayout(count)
        self._bar = ShareBar(self._context, _caption(self._context, "ui_home.progress"))
        layout.addWidget(self._bar)
        layout.addSpacing(8)
        self._levels_title = label(say("ui_home.levels"), "strong")
        layout.addWidget(self._levels_title)
        self._levels = LevelBar(self._context, _caption(self._context, "ui_home.levels"))
        layout.addWidget(self._levels)
        layout.addSpacing(4)
        self._districts_title = label(say("ui_home.districts"), "strong")
        layout.addWidget(self._districts_title)
        self._districts = NamedBars(self._context, _caption(self._context, "ui_home.districts"))
        layout.addWidget(self._districts)
        self._none_assessed = label(say("ui_home.none_assessed"), "muted", wrap=True)
        layout.addWidget(self._none_assessed)
        layout.addStretch(1)
        return made

    def show_overview(self, overview: Overview) -> None:
        self._overview = overview
        say = self._context.say
        self._model.show(overview.recent)
        self.recent.setVisible(bool(overview.recent))
        self._nothing.setVisible(not overview.recent)
        self._assessed.setText(f"{overview.assessed:,}")
        self._goal.setText(say("ui_home.of_goal", goal=f"{overview.goal:,}"))
        share = overview.assessed / overview.goal if overview.goal else 1.0
        self._share.setText(percent(share))
        self._bar.show_share(share, percent(share))
        self._deadline.setText(_deadline(self._context, overview.goal_by))
        some = overview.assessed > 0
        for part in (self._levels_title, self._levels, self._districts_title, self._districts):
            part.setVisible(some)
        self._none_assessed.setVisible(not some)
        self._show_bars(None, None, None)

    def name_things(self, places: Places, pack: Pack, own: str | None) -> None:
        """Fill in what districts and levels are called."""
        lang = self._context.words.lang
        by_code = places.district_by_code
        self._model.name_districts(
            lambda code: by_code[code].short.say(lang) if code and code in by_code else ""
        )
        self._show_bars(places, pack, own)

    def _show_bars(self, places: Places | None, pack: Pack | None, own: str | None) -> None:
        overview = self._overview
        if overview is None:
            return
        lang = self._context.words.lang
        names = {} if pack is None else {level.level: level.name.say(lang) for level in pack.levels}
        total = overview.assessed or 1
        counts = overview.by_level
        self._levels.show_levels(
            [
                Bar(
                    names.get(level, ""),
                    counts.get(level, 0),
                    f"{counts.get(level, 0):,} · {percent(counts.get(level, 0) / total)}",
                )
                for level in range(max(_LEVELS, len(names)))
            ]
        )
        self._districts.show_bars(self._district_bars(overview, places, own))

    def _district_bars(
        self, overview: Overview, places: Places | None, own: str | None
    ) -> list[Bar]:
        lang = self._context.words.lang
        by_code = {} if places is None else places.district_by_code
        bars = []
        for code, count in sorted(overview.by_district.items(), key=lambda pair: -pair[1]):
            if not code:
                name = self._context.say("ui_home.no_district")
            else:
                name = by_code[code].short.say(lang) if code in by_code else ""
            bars.append(Bar(name, count, f"{count:,}", own=code == own and bool(code)))
        return bars

    def offer_undo(self, draft: AssessmentCard) -> None:
        """Say what was put away, with the way back in focus."""
        self._undo_text.setText(
            self._context.say(
                "ui_home.discarded", name=draft.enterprise, done=draft.answered, total=draft.total
            )
        )
        self._undo.show()
        self.restore_button.setFocus()

    def hide_undo(self) -> None:
        self._undo.hide()


def _caption(context: Context, title: str) -> Caption:
    return Caption(context.say(title), date.today().isoformat())  # noqa: DTZ011 - the user's day


def percent(share: float) -> str:
    """One decimal, cut rather than rounded at the top: 99.96% isn't yet 100%."""
    percent = share * 100
    if 99.9 < percent < 100:
        percent = 99.9
    return f"{percent:.1f}%"


def _deadline(context: Context, by: date) -> str:
    days = (by - date.today()).days  # noqa: DTZ011 - the user's own day
    if days >= 0:
        return context.say("ui_home.days_left", date=by.isoformat(), days=f"{days:,}")
    return context.say("ui_home.deadline_passed", date=by.isoformat())
