"""自评对照: the claim beside the on-site verdict, question by question."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from suzhou_assess.domain.claims import KINDS, Claim, ItemReview, Kind, Review
from suzhou_assess.domain.points import as_text
from suzhou_assess.domain.scoring import Verdict
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.dialogs.working import tell_trouble
from suzhou_assess.ui.widgets.assessment_picker import AssessmentPicker
from suzhou_assess.ui.widgets.basics import button, card, clear, column, label, line, row
from suzhou_assess.ui.widgets.count_tile import CountTile
from suzhou_assess.ui.widgets.level_badge import LevelBadge
from suzhou_assess.ui.widgets.review_row import ReviewRow, heading_row
from suzhou_assess.ui.widgets.states import EmptyState
from suzhou_assess.ui.widgets.verdict_view import VerdictView
from suzhou_assess.words.answer_words import AnswerWords

_TONES: dict[Kind, str] = {
    "agreed": "good",
    "over": "bad",
    "under": "accent",
    "other": "warn",
    "open": "muted",
    "unclaimed": "muted",
}
_BADGE = 48
_ORDER: dict[Kind, int] = {
    "over": 0,
    "under": 0,
    "other": 0,
    "open": 1,
    "unclaimed": 1,
    "agreed": 2,
}
"""What differs comes first, then what is still open."""


class ReviewView(QWidget):
    """Both verdicts, how many answers agree, and each item with the reason for a difference."""

    def __init__(self, view: VerdictView) -> None:
        super().__init__()
        self._view = view
        self.rows: list[ReviewRow] = []
        self.tiles: dict[Kind, CountTile] = {}
        self._layout = column(self, margins=(24, 16, 24, 24), gap=16)
        session = view.session
        review, claim = session.review, session.claim
        if session.mode == "self":
            self._invite()
        elif review is None or claim is None:
            self._offer_claims()
        else:
            self._compare(review, claim)

    # a self-assessment, or an on-site one without a claim

    def _invite(self) -> None:
        """Of a self-assessment: where it was judged on site, or the way to do so."""
        from suzhou_assess.services import onsite

        view, say = self._view, self._view.context.say
        judged = onsite.based_on(view.context.workspace, view.session.id)
        if judged:
            self._layout.addWidget(label(say("ui_review.judged"), "muted", wrap=True))
            self.visits = AssessmentPicker(view.context, judged)
            self.visits.chosen.connect(lambda chosen: view.context.show("result", chosen, "review"))
            self._layout.addWidget(self.visits)
            self._layout.addStretch(1)
            return
        self.start_button = button(say("ui_review.start"), "primary")
        self.start_button.clicked.connect(self._start)
        submitted = view.session.status == "submitted"
        self.start_button.setEnabled(submitted)
        title = say("ui_review.self_title")
        hint = say("ui_review.self_hint" if submitted else "ui_review.self_draft_hint")
        self._layout.addWidget(
            EmptyState(view.context.palette, "check", title, hint, self.start_button)
        )

    def _offer_claims(self) -> None:
        """Of an on-site assessment without a claim: the self-assessments that could be it."""
        from suzhou_assess.services import onsite

        view, say = self._view, self._view.context.say
        found = onsite.candidates(view.context.workspace, view.session.enterprise_id)
        if not found:
            title, hint = say("ui_review.none_title"), say("ui_review.none_hint")
            self._layout.addWidget(EmptyState(view.context.palette, "check", title, hint))
            return
        self._layout.addWidget(label(say("ui_review.choose_title"), "title"))
        self._layout.addWidget(label(say("ui_review.choose_hint"), "muted", wrap=True))
        self.picker = AssessmentPicker(view.context, found)
        self.picker.chosen.connect(self._take_claim)
        self._layout.addWidget(self.picker)
        self._layout.addStretch(1)

    def _start(self) -> None:
        from suzhou_assess.ui.dialogs.start_onsite import start_onsite

        start_onsite(self._view.context, self, self._view.session.id)

    def _take_claim(self, chosen: str) -> None:
        from suzhou_assess.services import onsite

        context, session = self._view.context, self._view.session
        try:
            onsite.take_claim(context.workspace, session.id, chosen, context.workspace.user)
        except StoreError as error:
            tell_trouble(context, self, context.say("ui_review.not_taken"), error)
            return
        context.data_changed.emit()
        context.show("result", session.id, "review")

    # the comparison

    def _compare(self, review: Review, claim: Claim) -> None:
        self._review = review
        self._layout.addLayout(self._verdicts(review, claim))
        self._layout.addLayout(self._counts(review))
        if review.missing_reasons:
            self._layout.addWidget(self._reasons_missing(review))
        self._list = card()
        self._entries = column(self._list, margins=(20, 12, 20, 12), gap=0)
        self._layout.addWidget(self._list)
        self._layout.addStretch(1)
        self._fill(None)

    def _verdicts(self, review: Review, claim: Claim) -> QHBoxLayout:
        view, say = self._view, self._view.context.say
        made = row(gap=16)
        on = claim.date.isoformat() if claim.date else ""
        for mode, verdict, head, person in (
            ("self", review.verdict_claimed, on, claim.assessor),
            ("onsite", review.verdict_found, view.session.date.isoformat(), view.session.assessor),
        ):
            about = " · ".join(part for part in (head, person) if part)
            made.addWidget(self._verdict(say(f"ui.mode_{mode}"), verdict, about), 1)
        made.addWidget(self._moved(review), 1)
        return made

    def _verdict(self, title: str, verdict: Verdict, about: str) -> QFrame:
        view = self._view
        made = card()
        inside = row(made, margins=(20, 16, 20, 16), gap=16)
        inside.addWidget(LevelBadge(verdict.level, _BADGE))
        words = column(gap=2)
        words.addWidget(label(title, "small"))
        words.addWidget(label(view.explain.level_name(verdict.level), "heading", wrap=True))
        score = view.context.say(
            "ui_result.score_of",
            score=as_text(verdict.score),
            full=as_text(view.pack.full_score),
        )
        words.addWidget(label(score, "text"))
        words.addWidget(label(about, "small", wrap=True))
        inside.addLayout(words, 1)
        return made

    def _moved(self, review: Review) -> QFrame:
        """What the visit changed, in words."""
        say = self._view.context.say
        made = card()
        inside = column(made, margins=(20, 16, 20, 16), gap=4)
        inside.addWidget(label(say("ui_review.moved"), "small"))
        claimed, found = review.verdict_claimed, review.verdict_found
        still_open = review.count("open")
        if still_open:
            inside.addWidget(
                label(say("ui_review.still_open", count=still_open), "warn", wrap=True)
            )
        moved = found.score - claimed.score
        if moved:
            key = "ui_review.score_up" if moved > 0 else "ui_review.score_down"
            inside.addWidget(label(say(key, points=as_text(abs(moved))), "strong", wrap=True))
        else:
            inside.addWidget(label(say("ui_review.score_same"), "strong", wrap=True))
        key = "level_same" if found.level == claimed.level else "level_moved"
        names = self._view.explain.level_name
        said = say(f"ui_review.{key}", before=names(claimed.level), after=names(found.level))
        inside.addWidget(label(said, "text", wrap=True))
        inside.addStretch(1)
        return made

    def _counts(self, review: Review) -> QHBoxLayout:
        say = self._view.context.say
        words = AnswerWords(self._view.pack, self._view.context.words)
        made = row(gap=12)
        for kind in KINDS:
            tile = CountTile(_TONES[kind])
            tile.tell(review.count(kind), words.kind(kind))
            tile.setToolTip(say(f"ui_review.kind_{kind}_tip"))
            tile.clicked.connect(lambda on, kind=kind: self._on_filter(kind if on else None))
            self.tiles[kind] = tile
            made.addWidget(tile, 1)
        return made

    def _reasons_missing(self, review: Review) -> QFrame:
        view, missing = self._view, review.missing_reasons
        made = card("warn")
        inside = row(made, margins=(16, 6, 12, 6), gap=10)
        said = view.context.say("ui_review.reasons_missing", count=len(missing))
        inside.addWidget(label(said, "warn", wrap=True), 1)
        self.reasons_button = button(view.context.say("ui_review.write_reasons"), "link")
        self.reasons_button.clicked.connect(lambda: view.open(missing[0]))
        inside.addWidget(self.reasons_button)
        return made

    def _on_filter(self, kind: Kind | None) -> None:
        for other, tile in self.tiles.items():
            tile.setChecked(other == kind)
        self._fill(kind)

    def _fill(self, kind: Kind | None) -> None:
        clear(self._entries)
        self.rows.clear()
        view = self._view
        words = AnswerWords(view.pack, view.context.words)
        wanted = [one for one in self._review.items if kind in (None, one.kind)]
        wanted.sort(key=_rank)
        self._entries.addWidget(heading_row(view.context))
        for one in wanted:
            self._entries.addWidget(line())
            made = ReviewRow(view, words, one, words.difference(one.kind, one.gained, one.item))
            self.rows.append(made)
            self._entries.addWidget(made)
        if not wanted:
            self._entries.addWidget(label(view.context.say("ui_review.nothing"), "muted"))


def _rank(one: ItemReview) -> int:
    return next((at for at, kinds in enumerate(_ORDER) if one.kind in kinds), len(_ORDER))
