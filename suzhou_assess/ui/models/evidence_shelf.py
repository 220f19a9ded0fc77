"""The evidence of the open assessment, and its thumbnails, fetched while the user works.

A question never waits for either. What is attached is read by a task that starts when the first
question stands; a thumbnail is fetched when it is to be painted for the first time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context

if TYPE_CHECKING:
    from suzhou_assess.domain.evidence import Evidence
    from suzhou_assess.services.workspace import Workspace


class EvidenceShelf(QObject):
    """What is attached to one assessment, by question or scenario."""

    changed = Signal()
    """Something was read, attached, described anew or removed."""
    pictured = Signal()
    """A thumbnail is there."""
    failed = Signal(object)
    """It could not be read: the ``StoreError``."""

    def __init__(self, context: Context, assessment_id: str) -> None:
        super().__init__()
        self._context = context
        self._assessment_id = assessment_id
        self._all: dict[str, Evidence] = {}
        self._changed_since: dict[str, Evidence | None] = {}
        """What was attached, described or removed (``None``) since reading began: it is newer than
        what is read."""
        self._pixmaps: dict[str, QPixmap | None] = {}
        self._wanted: deque[Evidence] = deque()
        self._fetching = False
        self.known = False
        """Whether it was read. Until then nothing can be said to be missing."""

    def read(self) -> None:
        """Read what is attached, on another thread."""
        workspace, assessment_id = self._context.workspace, self._assessment_id
        self._changed_since.clear()
        task = self._context.tasks.start(lambda: _reading(workspace, assessment_id), quiet=True)
        task.finished.connect(self._on_read)
        task.failed.connect(self._on_failed)

    @property
    def all(self) -> tuple[Evidence, ...]:
        """Everything, by item, in the order in which it was added."""
        return tuple(self._all.values())

    def of(self, item: str) -> tuple[Evidence, ...]:
        """What is attached to one question or scenario."""
        return tuple(one for one in self._all.values() if one.item == item)

    def get(self, evidence_id: str) -> Evidence | None:
        return self._all.get(evidence_id)

    def put(self, evidence: Evidence) -> None:
        """Newly attached, restored, or described anew."""
        self._all[evidence.id] = self._changed_since[evidence.id] = evidence
        self.changed.emit()

    def drop(self, evidence_id: str) -> None:
        """Removed from the assessment."""
        self._changed_since[evidence_id] = None
        if self._all.pop(evidence_id, None) is not None:
            self.changed.emit()

    def thumbnail(self, evidence: Evidence) -> QPixmap | None:
        """A small picture, if it is there; else it is fetched and ``pictured`` tells of it."""
        if not evidence.can_be_shown:
            return None
        if evidence.sha256 not in self._pixmaps:
            self._pixmaps[evidence.sha256] = None
            self._wanted.append(evidence)
            QTimer.singleShot(0, self, self._fetch)
        return self._pixmaps[evidence.sha256]

    def _on_read(self, found: list[Evidence]) -> None:
        now = {one.id: one for one in found} | self._changed_since
        self._all = {key: one for key, one in now.items() if one is not None}
        self.known = True
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, StoreError):
            raise error
        self.failed.emit(error)

    def _fetch(self) -> None:
        if self._fetching or not self._wanted:
            return
        self._fetching = True
        workspace, wanted = self._context.workspace, self._wanted
        task = self._context.tasks.start(lambda: _fetching(workspace, wanted), quiet=True)
        task.happened.connect(self._on_fetched)
        task.failed.connect(self._on_failed)
        task.ended.connect(self._on_fetch_ended)

    def _on_fetched(self, block: list[tuple[Evidence, QImage | None]]) -> None:
        for evidence, image in block:
            if image is not None:
                self._pixmaps[evidence.sha256] = QPixmap.fromImage(image)
                self.pictured.emit()

    def _on_fetch_ended(self) -> None:
        self._fetching = False
        self._fetch()


def _reading(workspace: Workspace, assessment_id: str) -> Generator[None, None, list[Evidence]]:
    from suzhou_assess.services import evidence

    yield
    return evidence.of_assessment(workspace, assessment_id)


def _fetching(
    workspace: Workspace, wanted: deque[Evidence]
) -> Generator[tuple[Evidence, QImage | None], None, None]:
    """Thumbnails in the order in which they were asked for. One that can't be had stays away:
    the tile shows the kind of file instead, and opening it says what is wrong."""
    from suzhou_assess.services import evidence
    from suzhou_assess.services.evidence import EvidenceError

    while wanted:
        one = wanted.popleft()
        try:
            path = evidence.thumbnail(workspace, one)
        except (EvidenceError, StoreError, OSError):
            path = None
        image = QImage(str(path)) if path is not None else None
        yield one, None if image is None or image.isNull() else image
