"""Which assessment is meant by an id, or by the credit code of an enterprise."""

from __future__ import annotations

from collections.abc import Callable

from suzhou_assess.services import enterprises
from suzhou_assess.services.views import AssessmentCard
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.words.trouble import Trouble


class NotAssessedError(Trouble):
    """There is no such assessment. ``code`` is ``not_assessed``, or ``none_counts`` for an
    enterprise with drafts only."""

    area = "whose"


def counting(ws: Workspace, who: str) -> str:
    """The assessment with this id, or the one of the enterprise that counts.

    Raises ``NotAssessedError``, ``StoreError``.
    """
    from suzhou_assess.store.rollup_queries import latest_assessment

    enterprise_id = enterprises.find(ws, who)
    if enterprise_id is None:
        return _with_id(ws, who)
    found = latest_assessment(ws.path, enterprise_id)
    if found is None:
        last = worked_on_last(ws, who)
        raise NotAssessedError("none_counts", who=who, id=last)
    return found


def worked_on_last(
    ws: Workspace, who: str, preferred: Callable[[AssessmentCard], bool] = lambda _: True
) -> str:
    """The assessment with this id; of an enterprise the one that was worked on last, if possible of
    those that are ``preferred``.

    Raises ``NotAssessedError``, ``StoreError``.
    """
    enterprise_id = enterprises.find(ws, who)
    if enterprise_id is None:
        return _with_id(ws, who)
    cards = enterprises.history(ws, enterprise_id)
    if not cards:
        raise NotAssessedError("not_assessed", who=who)
    return next(filter(preferred, cards), cards[0]).id


def _with_id(ws: Workspace, who: str) -> str:
    from suzhou_assess.store import assessments

    try:
        with ws.store.reading() as connection:
            return assessments.read(connection, who).id
    except StoreError as error:
        if error.code != "not_found":
            raise
        raise NotAssessedError("not_assessed", who=who) from None
