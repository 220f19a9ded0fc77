"""The queue of what a person has to decide (待决定)."""

from __future__ import annotations

from collections.abc import Sequence

from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import glance
from suzhou_assess.store.intake_records import DECISIONS, Doubt, DoubtKind, Side

__all__ = ["DECISIONS", "Doubt", "DoubtKind", "Side", "count_waiting", "decide", "waiting"]


def waiting(ws: Workspace, kind: DoubtKind | None = None, limit: int | None = None) -> list[Doubt]:
    """What waits for a decision, the oldest first. Raises ``StoreError``."""
    from suzhou_assess.store import doubts

    with ws.store.reading() as connection:
        return doubts.waiting(connection, kind, limit)


def count_waiting(ws: Workspace) -> int:
    """How many wait: read in a millisecond, without SQLAlchemy. Raises ``StoreError``."""
    return glance.waiting(ws.path)


def decide(ws: Workspace, ids: Sequence[int], decision: str, who: str = "") -> None:
    """Decides on these, all of them or none; what was decided meanwhile is left alone.

    ``decision`` is one of ``DECISIONS`` for the kind of each of them (else ``ValueError``):

    - ``equal_date``: ``keep`` what counts and reject the other, or ``take`` the other instead
    - ``two_districts``: ``keep`` the district, or ``take`` the one that came in
    - ``same_name``: they are ``different``, or the ``same``: the newcomer's assessments go to the
      enterprise that was there before, and the newcomer is removed
    - ``altered``: ``accept`` it, or ``reject`` it: it stays in the history and doesn't count

    Raises ``StoreError``.
    """
    from suzhou_assess.store import decisions

    with ws.store.writing() as connection:
        decisions.decide(connection, ws.places, ids, decision, who)
