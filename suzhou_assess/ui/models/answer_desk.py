"""What the page 评估 writes: every edit on disk at once, failed ones kept, the last one undone.

The desk stands between the page and the open assessment. An edit that could not be written stays
here as unsaved, so that the window can show it and try again; an edit that was written can be
taken back. On site an edit may also be a word on what the enterprise claimed: confirmed, or why
not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from suzhou_assess.domain.answers import Answers, Choice, Number
from suzhou_assess.domain.claims import ItemReview, claimed_choice
from suzhou_assess.domain.pack import Question
from suzhou_assess.store.errors import StoreError

if TYPE_CHECKING:
    from suzhou_assess.services.assessment_session import AssessmentSession


@dataclass(frozen=True, slots=True)
class Judgement:
    """A choice and whether it stands for 不适用."""

    choice: Choice | None
    not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class _Undo:
    item: str
    """Where the edit was made; ``before`` is what stood there and wherever else it reached."""
    figures: Mapping[str, Number | None]
    judgements: Mapping[str, Judgement]
    typed: bool = False
    """Figures grow by keystrokes: edits in a row beside one question are taken back as one."""
    restore: Callable[[], object] | None = None
    """Brings back what else was taken away: a file."""
    key: str = ""
    """Names what ``restore`` brings back."""


class AnswerDesk(QObject):
    """Edits one open assessment."""

    changed = Signal()
    """An edit is on disk."""
    failed = Signal(object)
    """An edit could not be written: the ``StoreError``."""

    def __init__(self, session: AssessmentSession) -> None:
        super().__init__()
        self.session = session
        self._unsaved: dict[tuple[str, str], Callable[[], object]] = {}
        self._unsaved_judgements: dict[str, Judgement] = {}
        self._unsaved_texts: dict[tuple[str, str], str] = {}
        self._undo: list[_Undo] = []

    @property
    def editable(self) -> bool:
        return self.session.status == "draft"

    @property
    def has_unsaved(self) -> bool:
        return bool(self._unsaved)

    @property
    def can_undo(self) -> bool:
        return bool(self._undo) and self.editable

    def judgement(self, item: str) -> Judgement:
        """What to show as chosen: what is on disk, or what could not be written yet."""
        return self._unsaved_judgements.get(item) or _on_disk(self.session.answers, item)

    def is_unsaved(self, item: str) -> bool:
        return item in self._unsaved_judgements

    def claimed(self, item: str) -> Judgement | None:
        """What the enterprise claimed of an item; ``None`` for nothing, or without a claim."""
        claim, pack = self.session.claim, self.session.pack
        choice = claimed_choice(pack, claim, item) if claim is not None else None
        if claim is None or choice is None:
            return None
        return Judgement(choice, item in claim.answers.not_applicable)

    def review(self, item: str) -> ItemReview | None:
        """Claim beside verdict; ``None`` without a claim, or where neither is there."""
        review = self.session.review
        return review.by_item.get(item) if review is not None else None

    def unverified(self, items: Sequence[str]) -> list[str]:
        """Those of them that were claimed and not judged yet."""
        return [
            item
            for item in items
            if self.judgement(item).choice is None and self.claimed(item) is not None
        ]

    def confirm(self, item: str) -> bool:
        """The claim is the verdict, with its figures where none are there. Says whether it is on
        disk; without a claim nothing happens."""
        claimed = self.claimed(item)
        if claimed is None:
            return not self._unsaved
        self._unsaved_judgements[item] = claimed
        return self._write(("choice", item), lambda: self._confirm_now(item))

    def confirm_all(self, items: Sequence[str]) -> bool:
        """The same for several, in one go and taken back as one."""
        kept = [item for item in items if self.claimed(item) is not None]
        before = self.session.answers
        try:
            self.session.confirm_all(kept)
        except StoreError as error:
            for item in kept:
                self._unsaved_judgements[item] = self.claimed(item) or Judgement(None)
                self._unsaved["choice", item] = partial(self._confirm_now, item)
            self.failed.emit(error)
            return False
        if kept:
            self._remember(kept, before)
            self.changed.emit()
        return not self._unsaved

    def set_reason(self, item: str, text: str) -> bool:
        """Why the verdict differs from the claim; empty takes the word back."""
        if text.strip() == self.session.answers.reasons.get(item, ""):
            self._let_go(("reason", item))
            return not self._unsaved
        self._unsaved_texts["reason", item] = text
        return self._write(("reason", item), lambda: self.session.set_reason(item, text))

    def reason_at(self, item: str) -> str:
        """The reason as it is on disk, or as it could not be written yet."""
        return self._text("reason", item, self.session.answers.reasons)

    def note_at(self, key: str) -> str:
        """The same of the note on an item, a section or the whole."""
        return self._text("note", key, self.session.answers.notes)

    def judge(self, item: str, judgement: Judgement) -> bool:
        """Answer, or with an empty judgement take the answer back. Says whether it is on disk."""
        if judgement == self.judgement(item) and not self.is_unsaved(item):
            return True
        self._unsaved_judgements[item] = judgement
        return self._write(("choice", item), lambda: self._judge_now(item, judgement))

    def set_figures(self, item: str, figures: Mapping[str, Number | None]) -> bool:
        """Figures typed beside ``item``, with the option that they lead to. None: all as before."""
        if not figures:
            self._unsaved.pop(("figures", item), None)
            return not self._unsaved
        return self._write(("figures", item), lambda: self._set_figures_now(item, figures))

    def note(self, item: str, text: str) -> bool:
        if text.strip() == self.session.answers.notes.get(item, ""):
            self._let_go(("note", item))
            return not self._unsaved
        self._unsaved_texts["note", item] = text
        return self._write(("note", item), lambda: self.session.note(item, text))

    def flag(self, item: str, on: bool) -> bool:
        return self._write(("flag", item), lambda: self.session.flag(item, on))

    def keep(self, part: str, key: str, write: Callable[[], object]) -> bool:
        """Write something else that belongs to the assessment, with the same care.

        A later edit of the same ``part`` and ``key`` takes the place of one that failed.
        """
        return self._write((part, key), write)

    def remember_removal(self, item: str, key: str, restore: Callable[[], object]) -> None:
        """Something beside ``item`` was taken away; ``undo`` brings it back by ``restore``, and
        ``undo_removal`` whatever was done since."""
        self._undo.append(_Undo(item, {}, {}, restore=restore, key=key))

    def undo_removal(self, key: str) -> None:
        """Bring one thing back that was taken away."""
        step = next((step for step in self._undo if step.key == key), None)
        if step is None or step.restore is None:
            return
        try:
            step.restore()
        except StoreError as error:
            self.failed.emit(error)
            return
        self._undo.remove(step)
        self.changed.emit()

    def retry(self) -> bool:
        """Try again to write what could not be written, up to the first that still can't."""
        for key, write in list(self._unsaved.items()):
            self._write(key, write)
            if key in self._unsaved:
                break
        return not self._unsaved

    def give_up(self) -> None:
        """Let go of what could not be written and show what is on disk."""
        self._unsaved.clear()
        self._unsaved_judgements.clear()
        self._unsaved_texts.clear()
        self._undo.clear()
        self.session.reload()

    def move_to(self, item: str) -> None:
        """Remember the place. Losing it loses no answer, so the way is open even if it fails."""
        if not self.editable:
            return
        try:
            self.session.move_to(item)
        except StoreError as error:
            self.failed.emit(error)

    def undo(self) -> str | None:
        """Take back the last change of an answer; gives the item where it was made."""
        if not self.can_undo:
            return None
        step = self._undo[-1]
        session = self.session
        try:
            if step.figures:
                session.set_figures(step.figures)
            for item, was in step.judgements.items():
                if _on_disk(session.answers, item) != was:
                    session.choose(item, was.choice, not_applicable=was.not_applicable)
            if step.restore is not None:
                step.restore()
        except StoreError as error:
            self.failed.emit(error)
            return None
        self._undo.pop()
        self.changed.emit()
        return step.item

    def _write(self, key: tuple[str, str], write: Callable[[], object]) -> bool:
        self._unsaved[key] = write
        try:
            write()
        except StoreError as error:
            self.failed.emit(error)
            return False
        self._let_go(key)
        self.changed.emit()
        return not self._unsaved

    def _let_go(self, key: tuple[str, str]) -> None:
        """It is on disk, or as it was before."""
        self._unsaved.pop(key, None)
        self._unsaved_texts.pop(key, None)
        if key[0] == "choice":
            self._unsaved_judgements.pop(key[1], None)

    def _text(self, part: str, key: str, on_disk: Mapping[str, str]) -> str:
        return self._unsaved_texts.get((part, key), on_disk.get(key, ""))

    def _judge_now(self, item: str, judgement: Judgement) -> None:
        before = self.session.answers
        self.session.choose(item, judgement.choice, not_applicable=judgement.not_applicable)
        self._remember((item,), before)

    def _confirm_now(self, item: str) -> None:
        before = self.session.answers
        self.session.confirm(item)
        self._remember((item,), before)

    def _set_figures_now(self, item: str, figures: Mapping[str, Number | None]) -> None:
        before = self.session.answers
        self.session.set_figures(figures)
        self._remember((item,), before, typed=True)

    def _remember(self, items: Sequence[str], before: Answers, *, typed: bool = False) -> None:
        """What stood at ``items``, and at whatever an edit of them reached, to be taken back."""
        now = self.session.answers
        figures = {
            figure: before.figures.get(figure)
            for figure in now.figures.keys() | before.figures.keys()
            if now.figures.get(figure) != before.figures.get(figure)
        }
        # Figures taken back choose again, so the choices of all who use them are kept as well.
        reached = [
            question.id
            for question in self.session.pack.questions
            if question.rule is not None and not figures.keys().isdisjoint(question.rule.figures)
        ]
        judgements = {changed: _on_disk(before, changed) for changed in (*items, *reached)}
        if not figures and all(judgements[item] == _on_disk(now, item) for item in items):
            return
        last = self._undo[-1] if self._undo else None
        if typed and last is not None and last.typed and last.item == items[0]:
            figures |= last.figures
            judgements |= last.judgements
            self._undo.pop()
        self._undo.append(_Undo(items[0], figures, judgements, typed))


def _on_disk(answers: Answers, item: str) -> Judgement:
    return Judgement(answers.choices.get(item), item in answers.not_applicable)


def toggled(question: Question, chosen: tuple[str, ...], letter: str) -> Choice | None:
    """The answer after ``letter`` was picked. In a multiple choice it comes or goes.

    An option that excludes the others takes their place, and gives way to them.
    """
    if question.kind == "single":
        return letter
    if letter in chosen:
        left = tuple(other for other in chosen if other != letter)
        return left or None
    if question.option(letter).excludes_others:
        return (letter,)
    kept = {other for other in chosen if not question.option(other).excludes_others} | {letter}
    return tuple(option.letter for option in question.options if option.letter in kept)
