"""设置: look and language, the data, the office's goal, the packs. Everything works at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QFrame,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from suzhou_assess.domain.text import Lang
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context, Place
from suzhou_assess.ui.dialogs.files import choose_target
from suzhou_assess.ui.dialogs.message import inform
from suzhou_assess.ui.dialogs.working import run_working, tell_trouble
from suzhou_assess.ui.pages.page import Page
from suzhou_assess.ui.theme import ThemeChoice
from suzhou_assess.ui.widgets.about_cards import about_card, packs_card, section
from suzhou_assess.ui.widgets.basics import button, card, column, label, row, set_role
from suzhou_assess.ui.widgets.benchmark_setting import BenchmarkSetting
from suzhou_assess.ui.widgets.count_edit import CountEdit
from suzhou_assess.ui.widgets.day_edit import DayEdit
from suzhou_assess.ui.widgets.header import Header
from suzhou_assess.ui.widgets.measures_setting import MeasuresSetting
from suzhou_assess.ui.widgets.pick_box import ChoiceBox
from suzhou_assess.ui.widgets.segments import Segments
from suzhou_assess.ui.widgets.template_setting import TemplateSetting

_WIDTH = 920
"""Of a column of cards at most."""
_GAP = 16
_ROOM_FOR_TWO = 1280
"""From this width of the page on, the cards stand in two columns."""
_CONTROL = 300
_MOST = 9_999_999


@dataclass(frozen=True, slots=True)
class _Kept:
    """The settings as the database has them."""

    goal: int
    goal_by: date
    district: str | None
    assessor: str
    unit: str
    """The office or consultancy that works here."""


class SettingsPage(Page):
    name = "settings"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        say = context.say
        layout = column(self, gap=0)
        layout.addWidget(Header(say("ui.page_settings")))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll = scroll
        body = QWidget()
        body.setProperty("ground", True)
        middle = row(body, margins=(24, 20, 24, 24), gap=0)
        inner = QWidget()
        inner.setMaximumWidth(2 * _WIDTH + _GAP)
        # Two columns where there's room for them, one above the other where there isn't.
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom, inner)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(_GAP)
        for builds in (
            (self._look, self._goal, self._database),
            (
                self._peers,
                self._measures,
                self._template,
                lambda: packs_card(context),
                lambda: about_card(context),
            ),
        ):
            cards = column(gap=_GAP)
            for build in builds:
                cards.addWidget(build())
            cards.addStretch(1)
            self._columns.addLayout(cards, 1)
        middle.addWidget(inner, 1, Qt.AlignmentFlag.AlignTop)
        scroll.setWidget(body)
        layout.addWidget(scroll, 1)
        self._item: str | None = None

    def enter(self, place: Place) -> None:
        self._show_database()
        self.benchmark.look()
        self.measures.look()
        self.template.look()
        self._kept = self._read()
        self.assessor.setText(self._kept.assessor)
        self.unit.setText(self._kept.unit)
        self._item = place.item
        if place.item in self._stops:
            wanted = self._stops[place.item]
            wanted.setFocus()
            # The page has its size by then.
            QTimer.singleShot(0, wanted, lambda: self._scroll.ensureWidgetVisible(wanted, 0, 160))

    def leave(self) -> None:
        self._keep_names()
        self._keep_goal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _ROOM_FOR_TWO
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.LeftToRight if wide else direction.TopToBottom)

    @property
    def place(self) -> Place:
        return Place(self.name, None, self._item)

    # look

    def _look(self) -> QFrame:
        say, preferences = self.context.say, self.context.preferences
        made, rows = section(say("ui_settings.look"))
        self.theme = Segments(
            say("ui_settings.theme"),
            [(key, say(f"ui_settings.theme_{key}")) for key in ("system", "light", "dark")],
        )
        self.theme.set_value(self.context.theme.choice)
        self.theme.chosen.connect(self._choose_theme)
        self.language = Segments(say("ui_settings.language"), [("zh", "中文"), ("en", "English")])
        self.language.set_value(preferences.lang)
        self.language.chosen.connect(self._choose_language)
        self._stops: dict[str, QWidget] = {"theme": self.theme, "language": self.language}
        _entry(rows, say("ui_settings.theme"), say("ui_settings.theme_note"), self.theme)
        _entry(rows, say("ui_settings.language"), say("ui_settings.language_note"), self.language)
        return made

    def _choose_theme(self, choice: str) -> None:
        self._item = "theme"
        self.context.preferences.theme = cast("ThemeChoice", choice)
        self.context.theme.choose(cast("ThemeChoice", choice))

    def _choose_language(self, lang: str) -> None:
        if lang != self.context.words.lang:
            self._item = "language"
            self.context.speak(cast("Lang", lang))

    # goal

    def _goal(self) -> QFrame:
        context = self.context
        say, workspace = context.say, context.workspace
        kept = self._kept = self._read()
        made, rows = section(say("ui_settings.office"))
        self.district = ChoiceBox(
            [
                ("", say("ui_settings.whole_city")),
                *((d.code, context.text(d.name)) for d in workspace.places.districts),
            ]
        )
        self.district.set_value(kept.district)
        self.district.currentIndexChanged.connect(
            lambda _index: self._keep("district", self.district.value() or None)
        )
        self.goal = CountEdit(kept.goal, say("ui_settings.enterprises"), _MOST)
        self.goal.editingFinished.connect(self._keep_goal)
        self.goal_by = DayEdit(context, kept.goal_by)
        self.goal_by.editingFinished.connect(self._keep_goal)
        self.assessor = QLineEdit(kept.assessor)
        self.assessor.setPlaceholderText(say("ui_settings.assessor_hint"))
        self.assessor.editingFinished.connect(self._keep_names)
        self.unit = QLineEdit(kept.unit)
        self.unit.setPlaceholderText(say("ui_settings.unit_hint"))
        self.unit.editingFinished.connect(self._keep_names)
        for name, editor in (
            ("district", self.district),
            ("goal", self.goal),
            ("goal_by", self.goal_by),
            ("assessor", self.assessor),
            ("unit", self.unit),
        ):
            editor.setFixedHeight(36)
            _entry(rows, say(f"ui_settings.{name}"), say(f"ui_settings.{name}_note"), editor)
        return made

    def _keep_goal(self) -> None:
        goal, by = self.goal.value(), self.goal_by.value()
        if goal != self._kept.goal and self._keep("goal", goal):
            self._kept = replace(self._kept, goal=goal)
        if by != self._kept.goal_by and self._keep("goal_by", by.isoformat()):
            self._kept = replace(self._kept, goal_by=by)

    def _keep_names(self) -> None:
        assessor, unit = self.assessor.text().strip(), self.unit.text().strip()
        if assessor != self._kept.assessor and self._keep("assessor", assessor or None):
            self._kept = replace(self._kept, assessor=assessor)
        if unit != self._kept.unit and self._keep("office", unit or None):
            self._kept = replace(self._kept, unit=unit)

    def _read(self) -> _Kept:
        """What the database keeps; the usual values while it can't be read."""
        workspace = self.context.workspace
        try:
            overview = workspace.overview(recent=0)
            return _Kept(
                overview.goal,
                overview.goal_by,
                workspace.setting("district"),
                workspace.user,
                workspace.office,
            )
        except StoreError:
            goal = workspace.places.goal
            return _Kept(goal.enterprises, goal.by, None, "", "")

    def _keep(self, key: str, value: object) -> bool:
        try:
            self.context.workspace.set_setting(key, value)
        except StoreError as error:
            tell_trouble(self.context, self, self.context.say("ui_settings.not_kept"), error)
            return False
        self.context.data_changed.emit()
        return True

    # database

    def _database(self) -> QFrame:
        say, palette = self.context.say, self.context.palette
        made, rows = section(say("ui_settings.database"))
        self._path = label("", wrap=True)
        self._path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._size = label("", "small", wrap=True)
        rows.addWidget(self._path)
        rows.addWidget(self._size)
        actions = row(gap=12)
        self.folder_button = button(
            say("ui_settings.open_folder"), icon="folder", color=palette.text
        )
        self.folder_button.clicked.connect(self._open_folder)
        self.backup_button = button(say("ui_settings.backup"), icon="export", color=palette.text)
        self.backup_button.clicked.connect(self._back_up)
        self.change_button = button(say("ui_settings.change"), icon="database", color=palette.text)
        self.change_button.clicked.connect(self._choose_database)
        for action in (self.folder_button, self.backup_button, self.change_button):
            actions.addWidget(action)
        actions.addStretch(1)
        rows.addLayout(actions)
        self._next = card("good")
        words = row(self._next, margins=(16, 6, 8, 6), gap=8)
        self._next_text = label("", "good", wrap=True)
        self.stay_button = button(say("ui_settings.stay"), "link")
        self.stay_button.clicked.connect(self._stay)
        words.addWidget(self._next_text, 1)
        words.addWidget(self.stay_button)
        rows.addWidget(self._next)
        return made

    def _show_database(self) -> None:
        say, workspace = self.context.say, self.context.workspace
        self._path.setText(str(workspace.path.absolute()))
        try:
            overview = workspace.overview(recent=0)
        except StoreError as error:
            # This page stays usable: here another database can be chosen.
            self._size.setText(error.say(self.context.words))
            set_role(self._size, "bad")
        else:
            set_role(self._size, "small")
            self._size.setText(
                say(
                    "ui_settings.counts",
                    size=_size_words(workspace.path),
                    enterprises=f"{overview.enterprises:,}",
                    assessed=f"{overview.assessed:,}",
                    drafts=f"{overview.drafts:,}",
                )
            )
        following = self.context.preferences.database
        elsewhere = bool(following) and Path(following) != workspace.path
        self._next.setVisible(elsewhere)
        if elsewhere:
            self._next_text.setText(say("ui_settings.next_start", path=following))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.context.workspace.path.parent)))

    def _back_up(self) -> None:
        say, workspace = self.context.say, self.context.workspace
        today = date.today().isoformat()  # noqa: DTZ011 - the user's own day
        out = choose_target(
            self.context,
            self,
            say("ui_settings.backup"),
            say("ui_settings.backup_file", date=today),
            say("ui_settings.databases"),
        )
        if out is None:
            return

        finished, faulty = run_working(
            self.context,
            self,
            say("ui_settings.backing_up"),
            lambda: workspace.backing_up(out),
            say("ui_settings.no_backup"),
        )
        if finished and faulty:
            # Told in the way, and not in passing: what is missing can perhaps still be found.
            told = say("ui_settings.backed_up_faulty", path=str(out), count=faulty)
            inform(self.context, self, "warn", say("ui_settings.backup"), told)
        elif finished:
            self.context.tell(say("ui_settings.backed_up", path=str(out)))

    def _choose_database(self) -> None:
        say, workspace = self.context.say, self.context.workspace
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            say("ui_settings.change_title"),
            str(workspace.path),
            say("ui_settings.databases"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if not chosen:
            return
        path = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(".db")
        try:
            # Made or brought up to date now, while somebody is there to read what goes wrong.
            Workspace.open(str(path)).close()
        except StoreError as error:
            tell_trouble(self.context, self, say("ui_settings.not_changed"), error)
            return
        self.context.preferences.database = str(path)
        self._show_database()

    def _stay(self) -> None:
        self.context.preferences.database = str(self.context.workspace.path)
        self._show_database()
        self.change_button.setFocus()

    # peers, packs and program

    def _peers(self) -> QFrame:
        made, rows = section(self.context.say("ui_peers.setting"))
        self.benchmark = BenchmarkSetting(self.context)
        rows.addWidget(self.benchmark)
        return made

    def _measures(self) -> QFrame:
        made, rows = section(self.context.say("ui_support.setting"))
        self.measures = MeasuresSetting(self.context)
        self._stops["measures"] = self.measures.load
        rows.addWidget(self.measures)
        return made

    def _template(self) -> QFrame:
        made, rows = section(self.context.say("ui_settings.template"))
        self.template = TemplateSetting(self.context)
        rows.addWidget(self.template)
        return made


def _entry(rows: QVBoxLayout, name: str, note: str, control: QWidget) -> None:
    """A name and a word about it at the left, the control at the right."""
    entry = row(gap=24)
    words = column(gap=2)
    title = label(name)
    title.setBuddy(control)
    words.addWidget(title)
    words.addWidget(label(note, "small", wrap=True))
    entry.addLayout(words, 1)
    if not isinstance(control, Segments):
        control.setFixedWidth(_CONTROL)
    control.setAccessibleName(name)
    control.setAccessibleDescription(note)
    entry.addWidget(control, alignment=Qt.AlignmentFlag.AlignVCenter)
    rows.addLayout(entry)


def _size_words(path: Path) -> str:
    """Of the database with what is not yet merged into it."""
    files = [path, path.with_name(f"{path.name}-wal")]
    size = sum(file.stat().st_size for file in files if file.exists())
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{size / 1024:.0f} KB"
