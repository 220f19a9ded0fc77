"""The way through an assessment: what is done, what is open, and a jump to anywhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from suzhou_assess.domain.pack import Pack
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.answer_desk import AnswerDesk
from suzhou_assess.ui.models.route import Route, Section
from suzhou_assess.ui.widgets.basics import column
from suzhou_assess.ui.widgets.quiet_area import QuietArea
from suzhou_assess.ui.widgets.way_row import ItemState, WayRow

_COMPARED = ("agreed", "over", "under", "other")
_STEPS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class WayThrough(QFrame):
    """Sections with their counts; the one where the user is shows its items."""

    jumped = Signal(str)
    """To an item."""
    profile_wanted = Signal()
    notes_wanted = Signal(object)
    """On a ``Section``; on the whole assessment with ``None``."""
    points_wanted = Signal()
    """The list of open points."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setProperty("bar", "side")
        outer = column(self)
        self._area = QuietArea()
        outer.addWidget(self._area)
        self._pack: Pack | None = None
        self._route = Route(())
        self._answered: Collection[str] = ()
        self.profile: WayRow | None = None
        self.sections: list[tuple[Section, WayRow]] = []
        self.items: dict[str, WayRow] = {}
        self.notes: list[WayRow] = []
        """One to a section, in their order."""
        palette = context.palette
        self.general = WayRow(palette, context.say("ui_onsite.general"), section=True)
        self.general.clicked.connect(lambda: self.notes_wanted.emit(None))
        self.points = WayRow(palette, context.say("ui_onsite.points"), section=True)
        self.points.setToolTip(context.say("ui_onsite.points_tip"))
        self.points.clicked.connect(self.points_wanted)

    @property
    def rows(self) -> list[WayRow]:
        """All rows from top to bottom."""
        rows = [self.profile] if self.profile is not None else []
        for (section, header), notes in zip(self.sections, self.notes, strict=True):
            rows.append(header)
            rows.extend(self.items[item] for item in section.items)
            rows.append(notes)
        return [*rows, self.general, self.points]

    def show_route(self, pack: Pack, route: Route) -> None:
        """Lay out the sections and items of a pack."""
        if pack is self._pack:
            return
        self._pack = pack
        self._route = route
        context, palette = self._context, self._context.palette
        self.sections.clear()
        self.items.clear()
        self.notes.clear()
        body = QWidget()
        body.setProperty("page", True)
        layout = column(body, margins=(12, 16, 12, 16), gap=2)
        self.profile = WayRow(palette, context.say("ui_assess.profile"), section=True)
        self.profile.clicked.connect(self.profile_wanted)
        layout.addWidget(self.profile)
        for section in route.sections:
            header = WayRow(palette, context.text(section.name), section=True)
            header.clicked.connect(lambda _=False, section=section: self._on_section(section))
            self.sections.append((section, header))
            layout.addWidget(header)
            for item in section.items:
                scenario = pack.scenario_by_id.get(item)
                star = "★ " if scenario is not None and scenario.binding else ""
                entry = WayRow(palette, star + context.text(pack.item_name(item)), section=False)
                entry.clicked.connect(lambda _=False, item=item: self.jumped.emit(item))
                entry.hide()
                self.items[item] = entry
                layout.addWidget(entry)
            words = context.say("ui_onsite.section_notes")
            notes = WayRow(palette, words, section=False, icon="note")
            notes.clicked.connect(lambda _=False, section=section: self.notes_wanted.emit(section))
            notes.hide()
            self.notes.append(notes)
            layout.addWidget(notes)
        layout.addWidget(self.general)
        layout.addWidget(self.points)
        layout.addStretch(1)
        self._area.setWidget(body)

    def show_state(self, desk: AnswerDesk, here: str) -> None:
        """Ticks, counts, marks and the place where the user is."""
        session = desk.session
        answered = session.answers.choices
        self._answered = answered
        if self.profile is not None:
            known, total = self._profile_count(desk)
            self.profile.show_state(here=False, aside=f"{known}/{total}")
        worst = _worst(desk)
        current = self._route.section_of[here]
        for (section, header), notes in zip(self.sections, self.notes, strict=True):
            done = sum(item in answered for item in section.items)
            header.show_state(here=section is current, aside=f"{done}/{len(section.items)}")
            for item in section.items:
                row = self.items[item]
                row.setVisible(section is current)
                state = worst.get(item) or _standing(desk, item)
                flagged = item in session.answers.flags
                row.show_state(
                    here=item == here,
                    state=state,
                    flagged=flagged,
                    words=self._words(state, flagged=flagged),
                )
            notes.setVisible(section is current)
            self._show_notes(notes, desk, (key for key, _ in section.parts))
        self._set_tab_stop(self.items[here])

    def show_general(self, *, noted: bool, files: int) -> None:
        """Whether there is a note on the whole, and how many files are attached to it."""
        say = self._context.say
        words = [say("ui_onsite.has_note")] * noted
        words += [say("ui_onsite.has_files", count=files)] * bool(files)
        count = noted + files
        self.general.show_state(
            here=False, aside=str(count) if count else "", words=" ".join(words)
        )

    def show_points(self, count: int) -> None:
        """How many points are open."""
        self.points.show_state(here=False, aside=str(count) if count else "✓")

    def reveal(self, item: str) -> None:
        """Scroll so that the item can be seen."""
        self._area.ensureWidgetVisible(self.items[item], 0, 40)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(event.key())
        rows = [row for row in self.rows if row.isVisible()]
        here = next((i for i, row in enumerate(rows) if row.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        there = rows[min(max(here + step, 0), len(rows) - 1)]
        self._set_tab_stop(there)
        there.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._area.ensureWidgetVisible(there)

    def _words(self, state: ItemState, *, flagged: bool) -> str:
        area = "ui_onsite" if state in _COMPARED else "ui_assess"
        words = self._context.say(f"{area}.state_{state}")
        return f"{words} {self._context.say('ui_onsite.flagged')}" if flagged else words

    def _show_notes(self, row: WayRow, desk: AnswerDesk, keys: Iterable[str]) -> None:
        count = sum(key in desk.session.answers.notes for key in keys)
        words = self._context.say("ui_onsite.has_note") if count else ""
        row.show_state(here=False, aside=str(count) if count else "", words=words)

    def _on_section(self, section: Section) -> None:
        self.jumped.emit(self._route.entrance(section, self._answered))

    def _set_tab_stop(self, stop: WayRow) -> None:
        for row in self.rows:
            policy = Qt.FocusPolicy.StrongFocus if row is stop else Qt.FocusPolicy.ClickFocus
            row.setFocusPolicy(policy)

    def _profile_count(self, desk: AnswerDesk) -> tuple[int, int]:
        enterprise = desk.session.enterprise
        places = self._context.workspace.places
        fields = [field.id for field in places.profile]
        known = 0
        for field in fields:
            value = enterprise.size(places) if field == "size" else getattr(enterprise, field, None)
            known += value not in (None, "")
        return known, len(fields)


def _standing(desk: AnswerDesk, item: str) -> ItemState:
    """Answered or not; on site beside a claim, how the two compare."""
    if item not in desk.session.answers.choices:
        return "open"
    review = desk.review(item)
    kind = review.kind if review is not None else "unclaimed"
    return "answered" if kind == "open" or kind == "unclaimed" else kind


def _worst(desk: AnswerDesk) -> Mapping[str, ItemState]:
    """Items that a data check speaks of, with the gravest word about each."""
    found: dict[str, ItemState] = {}
    for problem in desk.session.problems:
        for item in problem.where:
            if problem.is_error:
                found[item] = "wrong"
            else:
                found.setdefault(item, "warned")
    return found
