"""The standings that were read last, for every page that needs them.

Reading those of a city takes a moment: 汇总 and the peers on 结果 share one reading until
something in the database changes.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from suzhou_assess.services.standings import Standings
    from suzhou_assess.services.workspace import Workspace


class StandingsShelf:
    """May be used from any thread; what it gives is immutable."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._lock = threading.Lock()
        self._kept: Standings | None = None
        self._turn = 0

    def take(self) -> Standings:
        """Those that were read last, else read now. Raises ``StoreError``."""
        with self._lock:
            kept = self._kept
        return self.read() if kept is None else kept

    def read(self) -> Standings:
        """Read anew. Raises ``StoreError``."""
        from suzhou_assess.services.standings import Standings

        with self._lock:
            turn = self._turn
        made = Standings.load(self.workspace)
        with self._lock:
            # What changed meanwhile may not be in it.
            if turn == self._turn:
                self._kept = made
        return made

    def drop(self) -> None:
        """Something changed: the next reads anew."""
        with self._lock:
            self._kept = None
            self._turn += 1
