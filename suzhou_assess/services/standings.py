"""The standings of a city, ready for any view of the roll-up (汇总).

Imports numpy: a window imports this module when it is idle, before the page is opened.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import date
from typing import TYPE_CHECKING

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.scoring import score
from suzhou_assess.domain.standing import layout_of, pack_standing
from suzhou_assess.services.campaigns import Campaign
from suzhou_assess.services.events import Progress
from suzhou_assess.services.rollup_parts import ids_behind
from suzhou_assess.services.rollup_pick import City, Picked, pick
from suzhou_assess.services.rollup_views import Part, RollupFilter, RollupView
from suzhou_assess.services.standing_columns import read_columns, read_enterprises
from suzhou_assess.services.view_maker import ViewMaker
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.standings import Moment, snapshot

if TYPE_CHECKING:  # which brings SQLAlchemy along
    from suzhou_assess.store.unpacked import Unpacked

_BLOCK = 500
"""Assessments packed in one transaction."""


class Standings:
    """All counting assessments at one moment. Immutable: may be used from several threads."""

    def __init__(self, city: City, pack: Pack, places: Places) -> None:
        self._city = city
        self._maker = ViewMaker(city, pack, places)
        self.pack = pack

    @classmethod
    def load(cls, ws: Workspace, now: Moment | None = None) -> Standings:
        """Those of the index that new assessments start with, as they stand ``now``.

        Raises ``StoreError``.
        """
        pack = ws.packs.default()
        wanted = (pack.id, layout_of(pack).size)
        found = now.snapshot(*wanted) if now else snapshot(ws.path, *wanted)
        enterprises = read_enterprises(found.groups)
        columns = read_columns(found, pack, enterprises)
        city = City(enterprises, columns, found.doubts, found.counting - len(columns))
        return cls(city, pack, ws.places)

    @property
    def missing(self) -> int:
        """Counting assessments that are left out: not packed yet, as in an older database (see
        ``brush_up``; then load again), or of an edition that isn't at hand."""
        return self._city.unreadable

    def view(self, wanted: RollupFilter, campaign: Campaign, as_of: date) -> RollupView:
        """The roll-up of what ``wanted`` names, as of the evening of a day."""
        return self._maker.view(pick(self._city, wanted, campaign.start), campaign, as_of)

    def pick(self, wanted: RollupFilter) -> Picked:
        """The columns of what ``wanted`` names, for those who count something of their own."""
        return pick(self._city, wanted, None)

    def enterprise_ids(
        self,
        wanted: RollupFilter,
        part: Part,
        campaign: Campaign | None = None,
        as_of: date | None = None,
    ) -> list[int]:
        """The enterprises behind one part of the view, ascending.

        A month needs the campaign and the day that the view was made for: what was before its
        start or after that day doesn't count. Raises ``KeyError`` for a part that the index
        doesn't have.
        """
        picked = pick(self._city, wanted, campaign.start if campaign else None)
        return ids_behind(picked, part, self.pack, as_of)


def brush_up(ws: Workspace) -> Generator[Progress, None, int]:
    """Packs the counting assessments that aren't packed; gives how many it did.

    May be broken off at any moment and run again. Raises ``StoreError``.
    """
    from suzhou_assess.store import unpacked

    default = ws.packs.default()
    waiting: list[tuple[str, str]] = []
    for edition in ws.packs.editions(default.id):
        layout = layout_of(ws.packs.get(default.id, edition))
        wanted = (layout.size, layout.fields["mark"].offset, layout.mark)
        with ws.store.reading() as connection:
            ids = unpacked.unpacked_ids(connection, default.id, edition, wanted)
        waiting += [(edition, key) for key in ids]
    for start in range(0, len(waiting), _BLOCK):
        yield Progress(start, len(waiting))
        edition_of = {key: edition for edition, key in waiting[start : start + _BLOCK]}
        with ws.store.writing() as connection:
            standings = {
                found.id: _packed(ws.packs.get(default.id, edition_of[found.id]), found)
                for found in unpacked.read_unpacked(connection, list(edition_of))
            }
            unpacked.put_standings(connection, standings)
    yield Progress(len(waiting), len(waiting))
    return len(waiting)


def _packed(pack: Pack, found: Unpacked) -> bytes:
    from suzhou_assess.store.documents import to_answers

    answers = to_answers(pack, found.answers)
    verdict = score(pack, answers.choices)
    return pack_standing(
        pack, verdict, answers, found.mode, found.date, found.enterprise_id, found.submitted_at
    )
