"""Long work off the window's thread. Nothing else in the window starts threads.

A task is a generator of the services: it yields small events and returns a result. It is run on a
worker thread; between two events it can be stopped, and then the generator is closed, which ends
its worker processes and leaves sound what is stored.

The window must stay responsive meanwhile. Python runs one thread at a time, so what a task yields
is laid aside on its own thread and fetched by the window in blocks, some twenty times a second.
While tasks run, a thread that wants its turn gets it in a fraction of a millisecond, and Python
does not look through all that it has for garbage: that holds up every thread for a tenth of a
second.
"""

from __future__ import annotations

import gc
import sys
from collections import deque
from collections.abc import Callable, Generator
from typing import Any

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

Work = Callable[[], Generator[Any, None, Any]]

_FETCH_MS = 50
_NEVER = 1_000_000
_TURN_SECONDS = 0.0002
"""How long one thread computes before another gets its turn, while tasks run. A repaint asks
Python for a hundred small things, and at Python's usual 5 ms it would wait half a second."""


class Task(QObject):
    """One piece of long work, seen from the window's thread."""

    happened = Signal(list)
    """What the generator yielded since the last time, in order; never empty."""
    finished = Signal(object)
    """Its result."""
    failed = Signal(Exception)
    """An error it raised; cancelling is none."""
    cancelled = Signal()
    ended = Signal()
    """After any of the three, when the thread is gone."""

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = _TaskThread(work, self)
        self._thread.finished.connect(self._on_thread_finished)
        self._fetching = QTimer(self)
        self._fetching.setInterval(_FETCH_MS)
        self._fetching.timeout.connect(self._fetch)

    def start(self) -> None:
        self._fetching.start()
        self._thread.start()

    def cancel(self) -> None:
        """Stop at the next event."""
        self._thread.requestInterruption()

    def wait(self) -> None:
        self._thread.wait()

    def _fetch(self) -> None:
        laid = self._thread.laid
        block = [laid.popleft() for _ in range(len(laid))]
        if block:
            self.happened.emit(block)

    @Slot()
    def _on_thread_finished(self) -> None:
        self._fetching.stop()
        self._fetch()
        thread = self._thread
        if thread.error is not None:
            self.failed.emit(thread.error)
        elif thread.stopped:
            self.cancelled.emit()
        else:
            self.finished.emit(thread.result)
        self.ended.emit()


class _TaskThread(QThread):
    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self.laid: deque[Any] = deque()
        """Events that the window has not fetched yet."""
        self.result: Any = None
        self.error: Exception | None = None
        self.stopped = False

    def run(self) -> None:
        lay = self.laid.append
        try:
            generator = self._work()
            try:
                while True:
                    if self.isInterruptionRequested():
                        self.stopped = True
                        return
                    try:
                        lay(next(generator))
                    except StopIteration as stop:
                        self.result = stop.value
                        return
            finally:
                generator.close()
        except Exception as error:  # noqa: BLE001 - handed to the window's thread, which sorts it
            self.error = error


class Tasks(QObject):
    """All tasks of the window, so that closing it can end them first."""

    closing = Signal()
    """All tasks were ended for good: let go of what they left behind."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[Task] = []
        self._quiet: set[Task] = set()
        self._usual_turn = sys.getswitchinterval()
        self._usual_thresholds = gc.get_threshold()

    def start(self, work: Work, *, quiet: bool = False) -> Task:
        """Start a task. Its signals arrive with the next turns of the event loop.

        A ``quiet`` one is of no concern to the user: the window may close without asking.
        """
        task = Task(work, self)
        self._running.append(task)
        if quiet:
            self._quiet.add(task)
        task.ended.connect(lambda: self._forget(task))
        self._make_way()
        task.start()
        return task

    @property
    def busy(self) -> bool:
        """Whether something goes on that the user would miss."""
        return any(task not in self._quiet for task in self._running)

    def stop_all(self) -> None:
        """Cancel everything and wait for it."""
        for task in list(self._running):
            task.cancel()
            task.wait()
        self._running.clear()
        self._quiet.clear()
        self._as_usual()
        self.closing.emit()

    def _forget(self, task: Task) -> None:
        if task in self._running:
            self._running.remove(task)
            self._quiet.discard(task)
            task.deleteLater()
        if not self._running:
            self._as_usual()

    def _make_way(self) -> None:
        sys.setswitchinterval(_TURN_SECONDS)
        young, middle, _ = self._usual_thresholds
        gc.set_threshold(young, middle, _NEVER)

    def _as_usual(self) -> None:
        # What a task imported and left stays: the next look for garbage passes it by.
        gc.freeze()
        gc.set_threshold(*self._usual_thresholds)
        sys.setswitchinterval(self._usual_turn)
