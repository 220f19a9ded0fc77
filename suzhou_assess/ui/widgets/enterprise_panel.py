"""One enterprise beside the table: profile, assessments, who changed what."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QStackedWidget, QWidget

from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.services import enterprises
from suzhou_assess.services.views import Change
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.assessment_list import AssessmentListModel
from suzhou_assess.ui.models.profile_words import (
    change_words,
    field_name,
    moment_words,
    profile_value,
    size_name,
)
from suzhou_assess.ui.widgets.assessment_list import AssessmentList
from suzhou_assess.ui.widgets.basics import button, clear, column, label, line, row
from suzhou_assess.ui.widgets.states import EmptyState

WIDTH = 352
_ROW = 60
_ROWS = 5
_TITLES = 136
_CHANGES = 8
_PROFILE = (
    "district",
    "town",
    "industry",
    "cluster",
    "size",
    "employees",
    "revenue",
    "founded",
    "above_scale",
    "qualification",
    "contact_name",
    "contact_title",
    "phone",
    "email",
)


class EnterprisePanel(QFrame):
    assess = Signal(int)
    onsite = Signal(str)
    """Id of the self-assessment to judge on site."""
    edit = Signal(int)
    opened = Signal(object)
    """An assessment's card."""
    discarded = Signal(object)
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.enterprise_id: int | None = None
        self._latest_claim = ""
        self.setProperty("card", "true")
        self.setFixedWidth(WIDTH)
        say = context.say
        layout = column(self, margins=(2, 2, 2, 2))
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyState(
                context.palette,
                "enterprise",
                say("ui_enterprises.pick"),
                say("ui_enterprises.pick_hint"),
            )
        )
        self._stack.addWidget(self._detail())
        layout.addWidget(self._stack)

    def _detail(self) -> QScrollArea:
        say, palette = self._context.say, self._context.palette
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        body.setProperty("ground", "surface")
        layout = column(body, margins=(16, 16, 16, 20), gap=8)
        top = row(gap=4)
        self._name = label("", "heading", wrap=True)
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button = button(
            "", "quiet", icon="close", color=palette.muted, tip=say("ui_enterprises.close_panel")
        )
        self.close_button.clicked.connect(self.closed)
        top.addWidget(self._name, 1)
        top.addWidget(self.close_button, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addLayout(top)
        self._code = label("", "small")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self._code)
        layout.addSpacing(4)
        actions = row(gap=8)
        self.assess_button = button(
            say("ui_home.new"), "primary", icon="plus", color=palette.on_accent
        )
        self.assess_button.clicked.connect(lambda: self.assess.emit(self.enterprise_id))
        self.edit_button = button(say("ui_enterprises.edit"), icon="edit", color=palette.text)
        self.edit_button.clicked.connect(lambda: self.edit.emit(self.enterprise_id))
        actions.addWidget(self.assess_button, 1)
        actions.addWidget(self.edit_button)
        layout.addLayout(actions)
        self.onsite_button = button(
            say("ui_onsite.start"),
            icon="check",
            color=palette.accent,
            tip=say("ui_onsite.basis_hint"),
        )
        self.onsite_button.clicked.connect(lambda: self.onsite.emit(self._latest_claim))
        layout.addWidget(self.onsite_button)
        layout.addSpacing(8)
        layout.addWidget(label(say("ui_enterprises.history"), "strong"))
        self._model = AssessmentListModel(self._context, with_names=False)
        self.history = AssessmentList(self._context, self._model)
        self.history.setAccessibleName(say("ui_enterprises.history"))
        self.history.opened.connect(self.opened)
        self.history.discarded.connect(self.discarded)
        layout.addWidget(self.history)
        self._no_history = label(say("ui_enterprises.no_history"), "muted")
        layout.addWidget(self._no_history)
        self._profile = QGridLayout()
        self._profile.setHorizontalSpacing(12)
        self._profile.setVerticalSpacing(4)
        self._profile.setColumnStretch(1, 1)
        self._changes = column(gap=8)
        for title, inside in (("profile", self._profile), ("changes", self._changes)):
            layout.addSpacing(4)
            layout.addWidget(line())
            layout.addSpacing(4)
            layout.addWidget(label(say(f"ui_enterprises.{title}"), "strong"))
            layout.addLayout(inside)
        layout.addStretch(1)
        scroll.setWidget(body)
        return scroll

    def show_nothing(self) -> None:
        self.enterprise_id = None
        self._stack.setCurrentIndex(0)

    def show_enterprise(self, enterprise_id: int) -> None:
        """Reads and shows one; raises ``StoreError``."""
        workspace = self._context.workspace
        profile = enterprises.get(workspace, enterprise_id)
        cards = enterprises.history(workspace, enterprise_id)
        changes = enterprises.changes(workspace, enterprise_id)
        self.enterprise_id = enterprise_id
        self._name.setText(profile.name)
        self._code.setText(profile.uscc)
        claims = (c for c in cards if c.mode == "self" and c.status == "submitted" and not c.held)
        latest = max(claims, key=lambda card: (card.date, card.updated_at), default=None)
        self._latest_claim = latest.id if latest is not None else ""
        self.onsite_button.setVisible(latest is not None)
        self._model.show(cards)
        self.history.setVisible(bool(cards))
        self.history.setFixedHeight(min(len(cards), _ROWS) * _ROW + 2)
        self._no_history.setVisible(not cards)
        self._show_profile(profile)
        self._show_changes(changes)
        self._stack.setCurrentIndex(1)

    def take_focus(self) -> None:
        """Where the keyboard goes when the enterprise is opened: its latest work."""
        target = self.assess_button if self.history.isHidden() else self.history
        target.setFocus()

    def _show_profile(self, profile: Enterprise) -> None:
        clear(self._profile)
        context = self._context
        for number, name in enumerate(_PROFILE):
            if name == "size":
                size = profile.size(context.workspace.places)
                value = size_name(context, size.id) if size else "–"
            else:
                value = profile_value(context, name, getattr(profile, name))
            title = label(field_name(context, name), "small", wrap=True)
            title.setFixedWidth(_TITLES)
            said = label(value, "text", wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            # A long address without a gap is cut; it must not widen the panel.
            said.setMinimumWidth(1)
            said.setToolTip(value)
            self._profile.addWidget(title, number, 0, Qt.AlignmentFlag.AlignTop)
            self._profile.addWidget(said, number, 1, Qt.AlignmentFlag.AlignTop)

    def _show_changes(self, changes: list[Change]) -> None:
        clear(self._changes)
        say = self._context.say
        for change in changes[:_CHANGES]:
            entry = QWidget()
            inside = column(entry, gap=0)
            inside.addWidget(label(change_words(self._context, change), wrap=True))
            who = change.who or say("ui_enterprises.somebody")
            inside.addWidget(label(f"{moment_words(change.at)} · {who}", "small"))
            self._changes.addWidget(entry)
        if not changes:
            self._changes.addWidget(label(say("ui_enterprises.no_changes"), "muted"))
        elif len(changes) > _CHANGES:
            more = say("ui_enterprises.more_changes", count=len(changes) - _CHANGES)
            self._changes.addWidget(label(more, "small"))
