"""How fast long work goes, and how long it will take."""

from __future__ import annotations

import time
from collections.abc import Callable

from suzhou_assess.words.catalog import Words

_SETTLED_SECONDS = 1.0
"""Before that an estimate would only jump about."""


class Pace:
    """Fed with what is done; tells rate and time left.

    Both as whoever does the work tells them, else by the mean since the start.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self.done = 0
        self.total: int | None = None
        self._rate: float | None = None
        self._seconds_left: float | None = None

    def update(
        self,
        done: int,
        total: int | None,
        rate: float | None = None,
        seconds_left: float | None = None,
    ) -> None:
        self.done = done
        self.total = total
        self._rate = rate
        self._seconds_left = seconds_left

    @property
    def seconds(self) -> float:
        """Since the start."""
        return self._clock() - self._began

    @property
    def rate(self) -> float | None:
        """Done per second; ``None`` while it's too early to say."""
        if self._rate is not None:
            return self._rate
        seconds = self.seconds
        return self.done / seconds if self.done and seconds >= _SETTLED_SECONDS else None

    @property
    def seconds_left(self) -> float | None:
        """``None`` while it's too early to say, or the whole isn't known."""
        if self._seconds_left is not None:
            return self._seconds_left
        rate = self.rate
        return None if rate is None or self.total is None else (self.total - self.done) / rate


def duration(words: Words, seconds: float) -> str:
    """``25 秒``, ``3 分 20 秒``, ``1 小时 5 分``; for people, never below a second."""
    whole = max(1, round(seconds))
    if whole < 60:
        return words.say("ui_import.seconds", s=whole)
    if whole < 3600:
        return words.say("ui_import.minutes", m=whole // 60, s=whole % 60)
    return words.say("ui_import.hours", h=whole // 3600, m=whole % 3600 // 60)
