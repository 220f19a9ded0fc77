"""How far long work has come, on stderr: a line that redraws itself on a terminal, now and then a
plain line in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from contextlib import closing
from typing import TypeVar

from suzhou_assess.cli import layout
from suzhou_assess.cli.interrupts import Interrupts
from suzhou_assess.services.events import Progress
from suzhou_assess.words.catalog import Words

_Result = TypeVar("_Result")

_REDRAW_SECONDS = 0.1
_PLAIN_SECONDS = 10.0
_BAR = 24
_SETTLED_SECONDS = 1.0


class ProgressLine:
    """Told as often as one likes. Use as a context manager; leaving it clears the line."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._live = sys.stderr.isatty()
        self._started = time.monotonic()
        self._told = self._started if not self._live else 0.0
        self._shown = 0
        """Columns that stand on the terminal now."""

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def tell(self, done: int, total: int | None, rate: float | None = None) -> None:
        """``rate`` is how many a second, of late; without it, what they were on the whole."""
        now = time.monotonic()
        if now - self._told < (_REDRAW_SECONDS if self._live else _PLAIN_SECONDS):
            return
        self._told = now
        text = self._text(done, total, now - self._started, rate)
        if not self._live:
            sys.stderr.write(text + "\n")
        else:
            self.clear()
            text = f"{_bar(done, total)} {text}"
            width = layout.columns(text)
            if width < layout.terminal_width():
                sys.stderr.write(text)
                self._shown = width
        sys.stderr.flush()

    def clear(self) -> None:
        """Takes the line away, so that something else can be written there."""
        if self._shown:
            sys.stderr.write("\r" + " " * self._shown + "\r")
            sys.stderr.flush()
            self._shown = 0

    def _text(self, done: int, total: int | None, seconds: float, rate: float | None) -> str:
        say = self._words.say
        if total is None:
            return say("cli.progress_looking")
        parts = [say("cli.progress_done", done=f"{done:,}", total=f"{total:,}")]
        if done and seconds > _SETTLED_SECONDS:
            rate = rate or done / seconds
            shown = f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
            parts.append(say("cli.progress_rate", rate=shown))
            if done < total:
                parts.append(say("cli.progress_left", time=_clock((total - done) / rate)))
        return say("cli.progress_and").join(parts)


def carried_out(work: Generator[Progress, None, _Result], words: Words) -> _Result:
    """What the work comes to, with progress shown meanwhile; Ctrl+C ends it between two steps."""
    with closing(work), ProgressLine(words) as line, Interrupts() as interrupts:
        while True:
            try:
                progress = next(work)
            except StopIteration as end:
                result: _Result = end.value
                return result
            except Exception:
                interrupts.check()  # it reached the processes that work for this one as well
                raise
            interrupts.check()
            line.tell(progress.done, progress.total)


def _bar(done: int, total: int | None) -> str:
    filled = 0 if not total else min(_BAR, _BAR * done // total)
    return "[" + "#" * filled + "-" * (_BAR - filled) + "]"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
