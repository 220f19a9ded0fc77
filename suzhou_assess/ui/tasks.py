"""Long work off the window's thread. Nothing else in the window starts threads.

A task is a generator of the services: it yields small events and returns a result. It is run on a
worker thread; between two events it can be stopped, and then the generator is closed, which ends
its worker processes and leaves sound what is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

Work = Callable[[], Generator[Any, None, Any]]


class Task(QObject):
    """One piece of long work, seen from the window's thread."""

    happened = Signal(object)
    """What the generator yields."""
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
        self._thread.happened.connect(self.happened)
        self._thread.finished.connect(self._on_thread_finished)

    def start(self) -> None:
        self._thread.start()

    def cancel(self) -> None:
        """Stop at the next event."""
        self._thread.requestInterruption()

    def wait(self) -> None:
        self._thread.wait()

    @Slot()
    def _on_thread_finished(self) -> None:
        thread = self._thread
        if thread.error is not None:
            self.failed.emit(thread.error)
        elif thread.stopped:
            self.cancelled.emit()
        else:
            self.finished.emit(thread.result)
        self.ended.emit()


class _TaskThread(QThread):
    happened = Signal(object)

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self.result: Any = None
        self.error: Exception | None = None
        self.stopped = False

    def run(self) -> None:
        try:
            generator = self._work()
            try:
                while True:
                    if self.isInterruptionRequested():
                        self.stopped = True
                        return
                    try:
                        self.happened.emit(next(generator))
                    except StopIteration as stop:
                        self.result = stop.value
                        return
            finally:
                generator.close()
        except Exception as error:  # noqa: BLE001 - handed to the window's thread, which sorts it
            self.error = error


class Tasks(QObject):
    """All tasks of the window, so that closing it can end them first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[Task] = []
        self._quiet: set[Task] = set()

    def start(self, work: Work, *, quiet: bool = False) -> Task:
        """Start a task. Its signals arrive with the next turns of the event loop.

        A ``quiet`` one is of no concern to the user: the window may close without asking.
        """
        task = Task(work, self)
        self._running.append(task)
        if quiet:
            self._quiet.add(task)
        task.ended.connect(lambda: self._forget(task))
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

    def _forget(self, task: Task) -> None:
        if task in self._running:
            self._running.remove(task)
            self._quiet.discard(task)
            task.deleteLater()
