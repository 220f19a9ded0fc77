"""Attaching to the question that is shown or to the whole, and looking at what is attached."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from suzhou_assess.domain.evidence import SUFFIXES, Evidence
from suzhou_assess.services.evidence import EvidenceError
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.dialogs.files import choose_files, choose_target
from suzhou_assess.ui.dialogs.message import inform
from suzhou_assess.ui.models.evidence_desk import (
    LONGEST,
    Attached,
    EvidenceDesk,
    NotAttached,
    Source,
)
from suzhou_assess.ui.models.evidence_sources import sources_of
from suzhou_assess.ui.widgets.evidence_pane import EvidencePane
from suzhou_assess.words.trouble import Trouble

_NAMED = 5
"""As many files that were not attached are named with the reason; the rest is counted."""


class Attachments(QObject):
    """Stands between the pane, the clipboard, files and dialogs."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        pane: EvidencePane,
        item: Callable[[], str],
        changed: Callable[[], object],
    ) -> None:
        """``item`` is the question that is shown, empty for the whole assessment; ``changed`` is
        called after every change."""
        super().__init__(parent)
        self._context = context
        self._parent = parent
        self._pane = pane
        self._item = item
        self._changed = changed
        self._desk: EvidenceDesk | None = None
        pane.look_wanted.connect(self.look)
        pane.open_wanted.connect(self.open)
        pane.save_wanted.connect(self.save)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All that is attached, as far as it was read."""
        return self._desk.shelf.all if self._desk is not None else ()

    @property
    def known(self) -> bool:
        """Whether what is attached has been read."""
        return self._desk is not None and self._desk.shelf.known

    def show_desk(self, desk: EvidenceDesk) -> None:
        """Another assessment is open."""
        if desk is self._desk:
            return
        self.stop_listening()
        self._desk = desk
        self._listen()

    @contextmanager
    def lent(self) -> Generator[EvidenceDesk | None, None, None]:
        """While a dialog attaches, what comes back is for the dialog to tell."""
        self.stop_listening()
        try:
            yield self._desk
        finally:
            self._listen()
            self._on_shelf()

    def _listen(self) -> None:
        if self._desk is not None:
            for signal, slot in self._links(self._desk):
                signal.connect(slot)

    def stop_listening(self) -> None:
        """Be told no more of what comes back."""
        if self._desk is not None:
            for signal, slot in self._links(self._desk):
                signal.disconnect(slot)

    def _links(self, desk: EvidenceDesk) -> Iterator[tuple[SignalInstance, Callable[..., object]]]:
        yield desk.attaching_changed, self._pane.refresh
        yield desk.attached, self._on_attached
        yield desk.refused, self._on_refused
        yield desk.scaled, self._on_scaled
        yield desk.shelf.changed, self._on_shelf
        yield desk.shelf.pictured, self._pane.repaint_tiles
        yield desk.shelf.failed, self._on_failed

    # attaching

    def choose(self) -> None:
        """Ask for files, and attach them."""
        if self._desk is None or not self._desk.editable:
            return
        say, item = self._context.say, self._item()
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        filters = f"{say('ui_evidence.filter', kinds=kinds)};;{say('ui_evidence.filter_all')}"
        chosen = choose_files(self._context, self._parent, say("ui_evidence.choose"), filters)
        self._desk.attach(item, chosen)

    def paste(self) -> None:
        """Attach the picture or the files that are in the clipboard."""
        sources = sources_of(QGuiApplication.clipboard().mimeData())
        if sources:
            self.attach(sources)
        elif self._desk is not None and self._desk.editable:
            self._context.tell(self._context.say("ui_evidence.nothing_to_paste"), "warn")

    def attach(self, sources: Sequence[Source]) -> None:
        if self._desk is not None:
            self._desk.attach(self._item(), sources)

    # looking

    def look(self, evidence: Evidence) -> None:
        """Enlarge a picture; what is none opens in the system's program."""
        from suzhou_assess.ui.dialogs.evidence_viewer import look_at

        if self._desk is None:
            return
        if not evidence.can_be_shown:
            self.open(evidence)
            return
        pictures = [one for one in self._desk.shelf.of(evidence.item) if one.can_be_shown]
        last = look_at(self._context, self._parent, pictures, evidence)
        self._pane.strip.choose(last.id)
        self._pane.strip.setFocus()

    def open(self, evidence: Evidence) -> None:
        if self._desk is not None:
            try:
                self._desk.open(evidence)
            except (EvidenceError, OSError) as error:
                self._tell("not_opened", evidence, error)

    def save(self, evidence: Evidence) -> None:
        say = self._context.say
        if self._desk is None:
            return
        suffix = Path(evidence.file_name).suffix
        title = say("ui_evidence.save")
        kinds = f"{suffix.lstrip('.').upper()} (*{suffix})"
        target = choose_target(self._context, self._parent, title, evidence.file_name, kinds)
        if target is None:
            return
        try:
            self._desk.save_as(evidence, target)
        except (EvidenceError, OSError) as error:
            self._tell("not_saved", evidence, error)
        else:
            self._context.tell(say("ui_evidence.saved", path=str(target)))

    # what comes back

    def _on_attached(self, attached: list[Attached]) -> None:
        here = [one.evidence for one in attached if one.evidence.item == self._item()]
        if here:
            self._pane.strip.choose(here[-1].id)

    def _on_refused(self, refused: list[NotAttached]) -> None:
        say = self._context.say
        one = refused[0]
        if len(refused) == 1:
            title = say("ui_evidence.refused_one", name=one.name)
            text = self._why(one.error)
        else:
            title = say("ui_evidence.refused_title", count=len(refused))
            lines = [
                say("ui_evidence.refused_line", name=each.name, why=self._why(each.error))
                for each in refused[:_NAMED]
            ]
            more = len(refused) - len(lines)
            text = "\n".join(
                [*lines, *([say("ui_evidence.refused_more", count=more)] * (more > 0))]
            )
        inform(self._context, self._parent, "warn", title, text)

    def _on_scaled(self) -> None:
        self._context.tell(self._context.say("ui_evidence.scaled", longest=LONGEST))

    def _on_shelf(self) -> None:
        self._pane.refresh()
        self._changed()

    def _on_failed(self, error: StoreError) -> None:
        self._context.tell(error.say(self._context.words), "bad")

    def _tell(self, title: str, evidence: Evidence, error: Exception) -> None:
        words = self._context.say(f"ui_evidence.{title}", name=evidence.file_name)
        inform(self._context, self._parent, "bad", words, self._why(error))

    def _why(self, error: Exception) -> str:
        words = self._context.words
        if isinstance(error, Trouble):
            return error.say(words)
        from suzhou_assess.words.system_reasons import reason_of

        return words.text(reason_of(error)) if isinstance(error, OSError) else str(error)
