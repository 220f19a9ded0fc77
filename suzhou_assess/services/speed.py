"""How fast long work goes, and how long it will take."""

from __future__ import annotations

import time
from collections import deque

from suzhou_assess.services.events import Progress

TOLD_EVERY = 0.1
"""Seconds. As often as this a consumer gets the word while there is work."""
_LOOKS_BACK = 15.0
"""Seconds. Long enough that one heavy file doesn't make it jump, short enough to be of use."""
_SETTLED = 1.0


class Speedometer:
    """Makes ``Progress`` out of counts, with the rate of the last seconds."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque([(time.monotonic(), 0)])
        self._told = 0.0

    @property
    def is_due(self) -> bool:
        return time.monotonic() - self._told >= TOLD_EVERY

    def tell(self, done: int, total: int | None) -> Progress:
        now = self._told = time.monotonic()
        self._marks.append((now, done))
        while len(self._marks) > 2 and now - self._marks[1][0] > _LOOKS_BACK:
            self._marks.popleft()
        since, before = self._marks[0]
        if now - since < _SETTLED or done <= before:
            return Progress(done, total)
        rate = (done - before) / (now - since)
        left = None if total is None else max(0, total - done) / rate
        return Progress(done, total, rate, left)
