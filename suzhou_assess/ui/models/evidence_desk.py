"""Attaching files to the open assessment, describing and removing them.

Attaching copies, scales and checks, so it runs beside the window. Two things tell what came of
it: what is attached appears on the shelf, what is not is told by name with the reason.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QImageReader

from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.answer_desk import AnswerDesk
from suzhou_assess.ui.models.evidence_shelf import EvidenceShelf

if TYPE_CHECKING:
    from suzhou_assess.domain.evidence import Evidence
    from suzhou_assess.services.events import Progress
    from suzhou_assess.services.workspace import Workspace
    from suzhou_assess.ui.tasks import Task

LONGEST = 2000
"""Pixels of a picture's longer side: type plates stay readable at a tenth of the size."""
_SCALING = "evidence_longest"
"""The setting: empty for the usual, ``0`` to keep pictures as they are."""
_TOLD = "evidence_scaling_told"
"""Set once the user was told that pictures are made smaller."""

Source = Path | QImage
"""A file, or a picture from the clipboard."""


@dataclass(frozen=True, slots=True)
class Attaching:
    """What is being attached."""

    item: str
    name: str
    """The file that is at hand."""
    number: int
    """Which of them it is, from 1."""
    count: int
    done: int = 0
    """Of this file, out of ``total``."""
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that is attached now."""

    evidence: Evidence
    scaled: bool
    """It was a bigger picture before."""


@dataclass(frozen=True, slots=True)
class NotAttached:
    """A file that was not taken, and why."""

    name: str
    error: Exception


class EvidenceDesk(QObject):
    """Changes what is attached to one assessment; the shelf shows it."""

    attaching_changed = Signal()
    attached = Signal(list)
    """``Attached``: files that are attached now."""
    refused = Signal(list)
    """``NotAttached``: files that were not taken; when all are through."""
    scaled = Signal()
    """For the first time a picture was made smaller: the user may not want that."""

    def __init__(self, context: Context, desk: AnswerDesk, who: str = "") -> None:
        super().__init__()
        self._context = context
        self._desk = desk
        self._who = who
        self.shelf = EvidenceShelf(context, desk.session.id)
        self.attaching: Attaching | None = None
        self._waiting: deque[tuple[str, tuple[Source, ...]]] = deque()
        self._refused: list[NotAttached] = []
        self._task: Task | None = None
        self._folder: TemporaryDirectory[str] | None = None
        context.tasks.closing.connect(self._drop_folder)

    @property
    def editable(self) -> bool:
        return self._desk.editable

    @property
    def scales(self) -> bool:
        """Whether big pictures are made smaller when they are attached."""
        return bool(self._context.workspace.setting(_SCALING, "") != "0")

    def set_scaling(self, on: bool) -> None:
        """For all assessments of this database, from now on."""
        self._context.workspace.set_setting(_SCALING, str(LONGEST) if on else "0")

    def attach(self, item: str, sources: Sequence[Source]) -> None:
        """Attach to a question or scenario, one after the other, behind the user's back."""
        if sources and self.editable:
            self._waiting.append((item, tuple(sources)))
            self._go_on()

    def cancel(self) -> None:
        """Stop attaching; what is attached already stays."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    def describe(
        self,
        evidence: Evidence,
        *,
        caption: str | None = None,
        proof: str | None = None,
        claim: str | None = None,
    ) -> bool:
        """Its caption, or what it proves. Says whether it is on disk."""
        from suzhou_assess.services import evidence as service

        workspace, who = self._context.workspace, self._who

        def write() -> None:
            service.change(
                workspace, evidence.id, caption=caption, proof=proof, claim=claim, who=who
            )
            now = self.shelf.get(evidence.id) or evidence
            self.shelf.put(
                replace(
                    now,
                    caption=now.caption if caption is None else caption,
                    proof=now.proof if proof is None else proof,
                    claim=now.claim if claim is None else claim,
                )
            )

        part = "supports" if caption is None else "caption"
        return self._desk.keep(part, evidence.id, write)

    def remove(self, evidence: Evidence) -> bool:
        """Take it out; it can be brought back."""
        from suzhou_assess.services import evidence as service

        def write() -> None:
            service.remove(self._context.workspace, evidence.id, self._who)
            self.shelf.drop(evidence.id)

        removed = self._desk.keep("removal", evidence.id, write)
        if removed:
            self._desk.remember_removal(
                evidence.item, evidence.id, lambda: self._bring_back(evidence)
            )
        return removed

    def undo_removal(self, evidence: Evidence) -> None:
        """Bring it back."""
        self._desk.undo_removal(evidence.id)

    def open(self, evidence: Evidence) -> None:
        """In the system's own program: a copy, so that what is kept can't be altered there.

        Raises ``EvidenceError``.
        """
        from suzhou_assess.services import evidence as service

        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="suzhou-assess-", ignore_cleanup_errors=True)
        place = Path(self._folder.name) / evidence.id
        place.mkdir(exist_ok=True)
        copy = place / evidence.file_name
        service.save_as(self._context.workspace, evidence, copy)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy)))

    def save_as(self, evidence: Evidence, target: Path) -> None:
        """Raises ``EvidenceError`` and what the target refuses."""
        from suzhou_assess.services import evidence as service

        service.save_as(self._context.workspace, evidence, target)

    def _bring_back(self, evidence: Evidence) -> None:
        from suzhou_assess.services import evidence as service

        service.restore(self._context.workspace, evidence.id, self._who)
        self.shelf.put(evidence)

    def _go_on(self) -> None:
        if self._task is not None or not self._waiting:
            return
        item, sources = self._waiting.popleft()
        workspace, assessment_id = self._context.workspace, self._desk.session.id
        longest = LONGEST if self.scales else None
        who = self._who
        self._tell(Attaching(item, _name_of(sources[0]), 1, len(sources)))
        self._task = task = self._context.tasks.start(
            lambda: _attaching(workspace, assessment_id, item, sources, longest, who)
        )
        task.happened.connect(self._on_happened)
        task.failed.connect(self._on_failed)
        task.ended.connect(self._on_ended)

    def _on_happened(self, block: list[object]) -> None:
        attached = [event for event in block if isinstance(event, Attached)]
        self._refused += [event for event in block if isinstance(event, NotAttached)]
        for event in block:
            if isinstance(event, Attaching):
                self._tell(event)
        for one in attached:
            self.shelf.put(one.evidence)
        if attached:
            self.attached.emit(attached)
        if any(one.scaled for one in attached):
            self._tell_of_scaling()

    def _on_failed(self, error: Exception) -> None:
        raise error  # the crash guard tells of it

    def _on_ended(self) -> None:
        self._task = None
        self._tell(None)
        refused, self._refused = self._refused, []
        if refused:
            self.refused.emit(refused)
        self._go_on()

    def _tell(self, attaching: Attaching | None) -> None:
        self.attaching = attaching
        self.attaching_changed.emit()

    def _tell_of_scaling(self) -> None:
        workspace = self._context.workspace
        if workspace.setting(_TOLD, "") == "":
            with suppress(StoreError):  # at worst it is told once more
                workspace.set_setting(_TOLD, "1")
            self.scaled.emit()

    def _drop_folder(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def _name_of(source: Source) -> str:
    """A file's own name; a picture from the clipboard is named by the moment."""
    if isinstance(source, Path):
        return source.name
    return f"{datetime.now().astimezone():%Y-%m-%d %H%M%S}.png"


def _longer_side(source: Source) -> int:
    """In pixels; 0 for what is no picture."""
    if isinstance(source, Path):
        # Opening anything else may wait for ever: a pipe, a device. Asking never fails here.
        size = QImageReader(str(source)).size() if os.path.isfile(source) else QSize()  # noqa: PTH113
    else:
        size = source.size()
    return max(size.width(), size.height(), 0)


def _attaching(
    workspace: Workspace,
    assessment_id: str,
    item: str,
    sources: Sequence[Source],
    longest: int | None,
    who: str,
) -> Generator[Attaching | Attached | NotAttached, None, None]:
    from suzhou_assess.services.evidence import EvidenceError

    for number, source in enumerate(sources, start=1):
        name = _name_of(source)
        at = Attaching(item, name, number, len(sources))
        yield at
        scaled = longest is not None and _longer_side(source) > longest
        try:
            work = _attach_one(workspace, assessment_id, item, source, name, longest, who)
            while True:
                try:
                    event = next(work)
                except StopIteration as stop:
                    yield Attached(stop.value, scaled)
                    break
                yield replace(at, done=event.done, total=event.total)
        except (EvidenceError, StoreError) as error:
            yield NotAttached(name, error)


def _attach_one(
    workspace: Workspace,
    assessment_id: str,
    item: str,
    source: Source,
    name: str,
    longest: int | None,
    who: str,
) -> Generator[Progress, None, Evidence]:
    from suzhou_assess.services import evidence

    if isinstance(source, Path):
        return (
            yield from evidence.attach(
                workspace, assessment_id, item, source, longest=longest, who=who
            )
        )
    return evidence.attach_bytes(
        workspace, assessment_id, item, _png_of(source), name, longest=longest, who=who
    )


def _png_of(image: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # The binding's own types ask for bytes here and refuse them at run time.
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())
