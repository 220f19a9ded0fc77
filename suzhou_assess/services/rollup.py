"""The roll-up for whoever writes it down at once: read, made whole, and ready to be looked at."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from suzhou_assess.services.events import Progress
from suzhou_assess.services.workspace import Workspace

if TYPE_CHECKING:
    from suzhou_assess.services.standings import Standings


def up_to_date(ws: Workspace) -> Generator[Progress, None, Standings]:
    """All standings; those that an older database lacks are made on the way.

    Raises ``StoreError``.
    """
    from suzhou_assess.services.standings import Standings, brush_up

    standings = Standings.load(ws)
    if standings.missing:
        yield from brush_up(ws)
        standings = Standings.load(ws)
    return standings
