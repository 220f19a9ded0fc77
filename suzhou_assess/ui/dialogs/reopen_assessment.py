"""Turning a submitted assessment back into a draft, if the user wants that."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.message import ask, inform


def reopen_assessment(context: Context, parent: QWidget, session: AssessmentSession) -> bool:
    """Whether it is a draft again. What the store refuses is told."""
    say = context.say
    if not ask(
        context,
        parent,
        say("ui_assess.reopen_title"),
        say("ui_assess.reopen_text", name=session.enterprise.name),
        say("ui_assess.reopen"),
    ):
        return False
    try:
        session.reopen()
    except StoreError as error:
        words = error.say(context.words)
        inform(context, parent, "bad", say("ui_assess.reopen_failed"), words)
        return False
    return True
