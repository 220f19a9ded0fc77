"""From a self-assessment to the on-site one beside it, at one click."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from suzhou_assess.services import onsite
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.working import tell_trouble


def start_onsite(context: Context, parent: QWidget, self_id: str) -> None:
    """Start an on-site assessment of today beside the submitted self-assessment, and go to it.

    A draft that was begun from the same self-assessment is gone on with instead. Assessor and date
    can be changed at the head of the page.
    """
    workspace, say = context.workspace, context.say
    try:
        begun = [card for card in onsite.based_on(workspace, self_id) if card.status == "draft"]
        if begun:
            opened, words = begun[0].id, say("ui_onsite.continued")
        else:
            who = workspace.user
            today = date.today()  # noqa: DTZ011 - the user's own day
            opened = onsite.start_from(workspace, self_id, today, who, who)
            words = say("ui_onsite.started")
            context.data_changed.emit()
    except StoreError as error:
        tell_trouble(context, parent, say("ui_home.not_started"), error)
        return
    context.show("assess", opened)
    context.tell(words)
