"""On site: confirming what was claimed, one by one or for the rest of a section, and why not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.message import ask
from suzhou_assess.ui.models.answer_desk import AnswerDesk
from suzhou_assess.ui.models.claim_words import named
from suzhou_assess.ui.models.route import Section


class OnSite:
    """What the keys of an on-site assessment do. Without a claim they do nothing."""

    def __init__(self, context: Context, parent: QWidget, written: Callable[[], object]) -> None:
        """``written`` shows what is on disk instead of what is typed."""
        self._context = context
        self._parent = parent
        self._written = written

    def confirm(self, desk: AnswerDesk, item: str) -> bool:
        """The claim is the verdict. Says whether it is on disk."""
        if not desk.editable or desk.claimed(item) is None:
            return False
        review = desk.review(item)
        changed_before = review is not None and review.is_different
        if not desk.confirm(item):
            return False
        self._written()
        if changed_before:
            self._context.tell(self._context.say("ui_onsite.confirm_over"))
        return True

    def confirm_rest(self, desk: AnswerDesk, section: Section) -> None:
        """Ask, and confirm what is still open in a section."""
        say, pack = self._context.say, desk.session.pack
        if not desk.editable or desk.session.claim is None:
            return
        items = desk.unverified(section.items)
        if not items:
            self._context.tell(say("ui_onsite.rest_none"))
            return
        agreed = ask(
            self._context,
            self._parent,
            say("ui_onsite.rest_title", count=len(items)),
            say(
                "ui_onsite.rest_text",
                section=section.name,
                names=named(self._context, pack, items),
            ),
            say("ui_onsite.rest_accept"),
        )
        if agreed and desk.confirm_all(items):
            self._written()
            self._context.tell(say("ui_onsite.rest_done", count=len(items)))
