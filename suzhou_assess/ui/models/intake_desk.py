"""One import from the choice of files to its result. It outlives the page that shows it.

The page is built anew when the theme or the language changes; what runs goes on, and what was
read stays.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal

from suzhou_assess.services.events import IntakeEvent, IntakeResult, Progress
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.taken_rows import Row, TakenRows, rows_of_events
from suzhou_assess.ui.pace import Pace
from suzhou_assess.ui.tasks import Task

if TYPE_CHECKING:
    from suzhou_assess.services.batches import BatchCard
    from suzhou_assess.services.intake import Preview


Begin = Callable[[], Generator[Any, None, Any]]
_PAINTED_SECONDS = 0.05


class Stage(Enum):
    """How far the import is."""

    CHOOSING = "choosing"
    CHECKING = "checking"
    """Reads everything; writes nothing."""
    CHECKED = "checked"
    """The preview stands; nothing is written."""
    STORING = "storing"
    STORED = "stored"


class IntakeDesk(QObject):
    """Runs the import and keeps what it came to."""

    stage_changed = Signal()
    grew = Signal()
    """Rows came in, or the work went on."""
    stored = Signal()
    """The database may have changed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.tasks)
        self._context = context
        self._task: Task | None = None
        self._preview: Preview | None = None
        self.stage = Stage.CHOOSING
        self.paths: tuple[Path, ...] = ()
        self.rows = TakenRows()
        self.pace = Pace()
        self.result: IntakeResult | None = None
        """What the last work came to; ``None`` when it did not come to its end."""
        self.error: StoreError | OSError | None = None
        """What of the environment kept it from it."""
        self._bug: Exception | None = None
        self.batch: str | None = None
        """The batch in the database, once there is one."""
        context.tasks.closing.connect(self._let_go)

    @property
    def running(self) -> bool:
        return self._task is not None

    @property
    def complete(self) -> bool:
        """Whether the last work came to its end."""
        return self.result is not None

    def check(self, paths: Sequence[Path]) -> None:
        """Read these and find out what would happen. Not while something runs."""
        if self.running or not paths:
            return
        self._let_go()
        self.paths = tuple(paths)
        self.batch = None
        workspace, chosen = self._context.workspace, list(self.paths)

        def begin() -> Generator[IntakeEvent, None, Preview]:
            from suzhou_assess.services.intake import preview

            return preview(workspace, chosen)

        self._run(Stage.CHECKING, begin)

    def store(self) -> None:
        """Store what the preview read."""
        preview = self._preview
        if self.running or preview is None:
            return
        workspace, who = self._context.workspace, self._who

        def begin() -> Generator[IntakeEvent, None, IntakeResult]:
            from suzhou_assess.services.intake import store_preview

            result = yield from store_preview(workspace, preview, who=who)
            # Here and not on the window's thread: deleting what was read may take its time.
            preview.close()
            return result

        self._run(Stage.STORING, begin)

    def go_on(self, card: BatchCard) -> None:
        """Go on with a batch that was cut short."""
        if self.running:
            return
        self._let_go()
        self.paths = tuple(Path(path) for path in card.paths)
        workspace, who, chosen = self._context.workspace, self._who, list(self.paths)

        def begin() -> Generator[IntakeEvent, None, IntakeResult]:
            from suzhou_assess.services.intake import take_in

            return take_in(workspace, chosen, who=who)

        self._run(Stage.STORING, begin)

    def again(self) -> None:
        """Back to choosing; what was read is forgotten."""
        if not self.running:
            self._let_go()
            self.rows = TakenRows()
            self.error = None
            self._enter(Stage.CHOOSING)

    def stop(self) -> None:
        """Stop what runs; what is stored stays."""
        if self._task is not None:
            self._task.cancel()

    @property
    def _who(self) -> str:
        return self._context.workspace.user

    def _run(self, stage: Stage, begin: Begin) -> None:
        def work() -> Generator[Row | Progress, None, Any]:
            # The window paints first what begins here: importing modules would hold it up.
            time.sleep(_PAINTED_SECONDS)
            return (yield from rows_of_events(begin()))

        self.rows = TakenRows()
        self.result = None
        self.error = None
        self.pace = Pace()
        task = self._context.tasks.start(work)
        self._task = task
        task.happened.connect(self._on_happened)
        task.finished.connect(self._on_finished)
        task.failed.connect(self._on_failed)
        task.ended.connect(self._on_ended)
        self._enter(stage)

    def _on_happened(self, block: list[object]) -> None:
        self.rows.extend([event for event in block if isinstance(event, Row)])
        for event in reversed(block):
            if isinstance(event, Progress):
                self.pace.update(event.done, event.total, event.rate, event.seconds_left)
                break
        self.grew.emit()

    def _on_finished(self, result: object) -> None:
        if isinstance(result, IntakeResult):
            self.result = result
            self.batch = result.batch
            self._let_go()
        else:
            kept = cast("Preview", result)
            self._preview = kept
            self.result = kept.result

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, StoreError | OSError):
            self.error = error
        else:
            self._bug = error

    def _on_ended(self) -> None:
        self._task = None
        self._settle()
        if self._bug is not None:
            # Our own fault, for the crash guard; the page stands as after stopping.
            bug, self._bug = self._bug, None
            raise bug

    def _settle(self) -> None:
        if self.stage is Stage.STORING:
            self._enter(Stage.STORED)
            self.stored.emit()
        elif self.complete:
            self._enter(Stage.CHECKED)
        else:
            self._enter(Stage.CHOOSING)

    @property
    def can_store_again(self) -> bool:
        """Whether storing was cut short and what was read is still here."""
        return self.stage is Stage.STORED and self._preview is not None

    def _enter(self, stage: Stage) -> None:
        self.stage = stage
        self.stage_changed.emit()

    def _let_go(self) -> None:
        if self._preview is not None:
            self._preview.close()
            self._preview = None
