"""The roll-up behind the page: read and computed on a thread, the latest wish first.

Forty thousand standings are there in the time of a blink, half a million are not; so nothing of it
happens on the window's thread, and what was shown stays until the next can be shown whole.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from suzhou_assess.services.rollup_views import UNKNOWN, Part, RollupFilter, RollupView
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.standings_shelf import StandingsShelf
from suzhou_assess.ui.tasks import Task

if TYPE_CHECKING:
    from suzhou_assess.services.campaigns import Campaign
    from suzhou_assess.services.events import Progress
    from suzhou_assess.services.roster import Coverage
    from suzhou_assess.services.standings import Standings


@dataclass(frozen=True, slots=True)
class Reading:
    """What the database held at one moment."""

    standings: Standings
    campaign: Campaign
    has_roster: bool
    coverage: Coverage | None
    """How much of the roster is assessed. Takes longer than all the rest: it may follow later."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A view, and what it was made from."""

    reading: Reading
    view: RollupView

    def says_the_same(self, other: Shown) -> bool:
        mine, others = self.reading, other.reading
        return (self.view, mine.campaign, mine.has_roster, mine.coverage) == (
            other.view,
            others.campaign,
            others.has_roster,
            others.coverage,
        )


class RollupDesk(QObject):
    """Emits ``ready`` with the view asked for last, if it says anything else than the one before.

    Views overtaken by a later wish are dropped. How much of the roster is covered is read beside
    the figures and shown when it is there; until then what was known of it stays.
    """

    ready = Signal(object)
    """A ``Shown``."""
    failed = Signal(object)
    """The ``StoreError``: nothing could be read."""
    went = Signal(int, object)
    """Assessments of an older database that are being made ready: done, total or ``None``."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.shown: Shown | None = None
        self._wish: tuple[RollupFilter, date] | None = None
        self._reading: Reading | None = None
        self._again = False
        self._task: Task | None = None
        self._covering: Task | None = None

    def take_over(self, shown: Shown) -> None:
        """Begin with what another desk has read."""
        self.shown = shown
        self._reading = shown.reading

    def look(self, wanted: RollupFilter, as_of: date, *, again: bool = False) -> None:
        """Ask for a view; ``again`` reads the database anew first."""
        self._wish = (wanted, as_of)
        self._again = self._again or again
        if self._task is None:
            self._start()

    @property
    def busy(self) -> bool:
        """Whether anything is on its way."""
        return self._task is not None or self._covering is not None

    def enterprise_ids(self, part: object) -> tuple[int, ...]:
        """The enterprises behind a part of the view that is shown, or behind several."""
        shown = self.shown
        if shown is None:
            return ()
        parts: Sequence[Part] = part if isinstance(part, tuple) else (part,)
        view, reading = shown.view, shown.reading
        found = [
            reading.standings.enterprise_ids(view.filter, one, reading.campaign, view.as_of)
            for one in parts
        ]
        return tuple(found[0]) if len(found) == 1 else tuple(sorted(set().union(*found)))

    def _start(self) -> None:
        if self._wish is None:
            return
        wanted, as_of = self._wish
        self._wish = None
        reading = None if self._again else self._reading
        self._again = False
        shelf = self._context.standings
        known = None if self._reading is None else self._reading.coverage
        task = self._context.tasks.start(
            lambda: _look(shelf, reading, known, wanted, as_of), quiet=True
        )
        task.happened.connect(self._on_happened)
        task.finished.connect(self._on_finished)
        task.failed.connect(self._on_failed)
        task.ended.connect(self._on_ended)
        self._task = task

    def _on_happened(self, events: list[Progress]) -> None:
        self.went.emit(events[-1].done, events[-1].total)

    def _on_finished(self, shown: Shown) -> None:
        if shown.reading is not self._reading:
            self._reading = shown.reading
            self._cover()
        if self._wish is None:
            self._show(shown)

    def _show(self, shown: Shown) -> None:
        same = self.shown is not None and shown.says_the_same(self.shown)
        self.shown = shown
        if not same:
            self.ready.emit(shown)

    def _cover(self) -> None:
        """Read the coverage; one that is being read already may be of before."""
        if self._covering is not None:
            self._covering.cancel()
        workspace = self._context.workspace
        task = self._context.tasks.start(lambda: _covering(workspace), quiet=True)
        task.finished.connect(self._on_covered)
        task.failed.connect(self._on_failed)
        task.ended.connect(lambda: self._on_cover_ended(task))
        self._covering = task

    def _on_covered(self, coverage: Coverage | None) -> None:
        if self._reading is not None:
            self._reading = replace(self._reading, coverage=coverage)
        if self.shown is not None:
            reading = replace(self.shown.reading, coverage=coverage)
            self._show(replace(self.shown, reading=reading))

    def _on_cover_ended(self, task: Task) -> None:
        if self._covering is task:
            self._covering = None

    def _on_failed(self, error: Exception) -> None:
        self.shown = None
        if not isinstance(error, StoreError):
            raise error
        self.failed.emit(error)

    def _on_ended(self) -> None:
        self._task = None
        self._start()


def read_ahead(shelf: StandingsShelf, wanted: RollupFilter, as_of: date) -> Shown | None:
    """A view, unless assessments had to be made ready first. Raises ``StoreError``."""
    standings = shelf.read()
    if standings.missing:
        return None
    ws = shelf.workspace
    return _shown(_around(ws, standings, _covered(ws)), wanted, as_of)


def _look(
    shelf: StandingsShelf,
    reading: Reading | None,
    known: Coverage | None,
    wanted: RollupFilter,
    as_of: date,
) -> Generator[Progress, None, Shown]:
    if reading is None:
        reading = yield from _read(shelf, known)
    return _shown(reading, wanted, as_of)


def _shown(reading: Reading, wanted: RollupFilter, as_of: date) -> Shown:
    view = reading.standings.view(wanted, reading.campaign, as_of)
    if wanted.mode is not None or wanted.since is not None:
        view = _without_goal(view)
    return Shown(reading, view)


def _without_goal(view: RollupView) -> RollupView:
    """The goal counts every enterprise, however and whenever it was assessed: a month's share of
    it, or that of the visits alone, would look like a backlog."""
    districts = sorted(
        (replace(row, target=None, pace=None) for row in view.districts),
        key=lambda row: (row.code == UNKNOWN, -row.assessed),
    )
    return replace(view, goal=None, pace=None, districts=tuple(districts))


def _read(shelf: StandingsShelf, known: Coverage | None) -> Generator[Progress, None, Reading]:
    from suzhou_assess.services.standings import brush_up

    standings = shelf.read()
    if standings.missing and (yield from brush_up(shelf.workspace)):
        standings = shelf.read()
    return _around(shelf.workspace, standings, known)


def _around(ws: Workspace, standings: Standings, coverage: Coverage | None) -> Reading:
    from suzhou_assess.services.campaigns import campaign
    from suzhou_assess.services.roster import roster_card

    return Reading(standings, campaign(ws), roster_card(ws) is not None, coverage)


def _covered(ws: Workspace) -> Coverage | None:
    """How much of the roster is assessed; ``None`` when there is none."""
    from suzhou_assess.services.roster import coverage, roster_card

    return None if roster_card(ws) is None else coverage(ws)


def _covering(ws: Workspace) -> Generator[None, None, Coverage | None]:
    yield
    return _covered(ws)
