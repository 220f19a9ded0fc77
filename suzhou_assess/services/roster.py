"""The roster (应评名单): read from a list, checked, kept, and compared with what is assessed."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.list_table import ListTable
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.roster import (
    RosterCheck,
    RosterEntry,
    Suggestion,
    check_rows,
    wrong_codes,
)
from suzhou_assess.domain.roster_fields import FIELDS
from suzhou_assess.domain.text import Text
from suzhou_assess.services.deliver import check_target
from suzhou_assess.services.events import Progress
from suzhou_assess.services.list_reading import ListError as ListError  # raised from here
from suzhou_assess.services.list_reading import reading, run_through
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words

if TYPE_CHECKING:
    from suzhou_assess.store.roster import Group

_Key = TypeVar("_Key", str, tuple[str, str])

KEY = "roster"
"""The setting that says where the roster came from."""
_MOST_SUGGESTED = 500
"""Wrong codes that a suggestion is looked for; a list with more has the wrong column."""
_LOOKALIKES = str.maketrans("OISZ", "0152")
"""Letters that no code has, and the digits that they are read for."""


@dataclass(frozen=True, slots=True)
class RosterCard:
    """Where the roster came from."""

    source: str
    entries: int
    saved_at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A part of the roster, and how much of it is assessed."""

    key: str
    """Code of the district or industry, name of the town; ``""`` for those where it isn't known."""
    name: Text | None
    """``None`` where it isn't known."""
    total: int
    assessed: int
    district: str = ""
    """Of a town: the code of its district."""

    @property
    def missing(self) -> int:
        return self.total - self.assessed


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the roster is assessed. Its parts in the order of the code lists, those without
    any entry left out."""

    total: int
    assessed: int
    by_district: tuple[CoverageRow, ...]
    by_town: tuple[CoverageRow, ...]
    by_industry: tuple[CoverageRow, ...]

    @property
    def missing(self) -> int:
        return self.total - self.assessed


def reading_list(path: Path) -> Generator[Progress, None, ListTable]:
    """The table of a file, as far as it is understood. Raises ``ListError``."""
    return reading(path, FIELDS)


def read_list(path: Path) -> ListTable:
    """The same, waiting for it."""
    return run_through(reading_list(path))


def check_list(
    ws: Workspace, table: ListTable, mapping: Mapping[str, int | None] | None = None
) -> RosterCheck:
    """What the list comes to, with all that is wrong in it. Writes nothing.

    ``mapping`` says of fields which column (from 0) they really stand in. Raises ``StoreError``.
    """
    if mapping:
        table = table.with_mapping(mapping)
    return check_rows(table, ws.places, _suggestions(ws, wrong_codes(table)))


def save_roster(ws: Workspace, check: RosterCheck, *, replace: bool = True, who: str = "") -> int:
    """Keeps the entries, in place of the roster that is there or added to it. How many it has then.

    Raises ``StoreError``.
    """
    from suzhou_assess.store import roster, settings

    with ws.store.writing() as connection:
        if replace:
            roster.replace_all(connection, check.entries)
        else:
            roster.add(connection, check.entries)
        entries = roster.count(connection)
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        card = {"source": check.source, "entries": entries, "saved_at": now, "who": who}
        settings.put(connection, KEY, card)
    return entries


def roster_card(ws: Workspace) -> RosterCard | None:
    """Where the roster came from; ``None`` when there is none. Read without SQLAlchemy."""
    kept = ws.setting(KEY)
    if not kept:
        return None
    saved_at = datetime.fromisoformat(kept["saved_at"])
    return RosterCard(kept["source"], kept["entries"], saved_at, kept["who"])


def drop_roster(ws: Workspace) -> None:
    """Takes the roster away; assessments and enterprises stay. Raises ``StoreError``."""
    from suzhou_assess.store import roster, settings

    with ws.store.writing() as connection:
        roster.replace_all(connection, ())
        settings.put(connection, KEY, None)


def coverage(ws: Workspace) -> Coverage:
    """How much of the roster has an assessment that counts. Raises ``StoreError``."""
    from suzhou_assess.store import roster

    with ws.store.reading() as connection:
        groups = roster.groups(connection)
    return measured(ws.places, groups)


def measured(places: Places, groups: Collection[Group]) -> Coverage:
    """The same of what was counted already."""
    by_district = _counted((group.district, group) for group in groups)
    by_town = _counted(((group.district, group.town), group) for group in groups)
    by_industry = _counted((group.industry, group) for group in groups)
    districts = {d.code: d.name for d in places.districts}
    order = {code: at for at, code in enumerate(districts)}
    towns = sorted(
        by_town.items(), key=lambda item: (order.get(item[0][0], len(order)), not item[0][1], item)
    )
    return Coverage(
        total=sum(group.total for group in groups),
        assessed=sum(group.assessed for group in groups),
        by_district=_rows(by_district, districts),
        by_town=tuple(
            CoverageRow(town, Text(town, town) if town else None, *counts, district)
            for (district, town), counts in towns
        ),
        by_industry=_rows(by_industry, {i.code: i.name for i in places.industries}),
    )


def missing(
    ws: Workspace,
    *,
    district: str | None = None,
    town: str | None = None,
    industry: str | None = None,
) -> list[RosterEntry]:
    """Entries without an assessment that counts, by district, town and name.

    ``""`` asks for those where it isn't known. Raises ``StoreError``.
    """
    from suzhou_assess.store import roster

    with ws.store.reading() as connection:
        found = roster.missing(connection, district=district, town=town, industry=industry)
        return list(found)


def write_missing(
    ws: Workspace,
    out: Path,
    words: Words,
    *,
    district: str | None = None,
    town: str | None = None,
    industry: str | None = None,
) -> Generator[Progress, None, int]:
    """Writes the missing list (未评名单) as a workbook, and gives how many are in it.

    Raises ``StoreError``, ``TargetError``, ``OSError``. Closing the generator leaves ``out`` as it
    was.
    """
    from suzhou_assess.workbook.list_writer import MissingList, write_missing_list

    check_target(out)
    yield Progress(0, None)
    entries = missing(ws, district=district, town=town, industry=industry)
    covered = coverage(ws)
    sheet = MissingList(
        entries=entries,
        places=ws.places,
        covered=[(row.key, row.name, row.total, row.assessed) for row in covered.by_district],
        made_at=datetime.now().astimezone(),
        part=_part(ws, district, town, industry),
    )
    for done in write_missing_list(out, sheet, words):
        yield Progress(done, len(entries))
    return len(entries)


def _part(
    ws: Workspace, district: str | None, town: str | None, industry: str | None
) -> tuple[Text, ...]:
    """What the list is narrowed to."""
    named: list[Text] = []
    if district and district in ws.places.district_by_code:
        named.append(ws.places.district_by_code[district].name)
    if town:
        named.append(Text(town, town))
    if industry and industry in ws.places.industry_by_code:
        named.append(ws.places.industry_by_code[industry].name)
    return tuple(named)


def _counted(groups: Iterable[tuple[_Key, Group]]) -> dict[_Key, tuple[int, int]]:
    """All and assessed ones by key."""
    counts: dict[_Key, tuple[int, int]] = {}
    for key, group in groups:
        total, assessed = counts.get(key, (0, 0))
        counts[key] = (total + group.total, assessed + group.assessed)
    return counts


def _rows(
    counts: Mapping[str, tuple[int, int]], names: Mapping[str, Text]
) -> tuple[CoverageRow, ...]:
    known = [CoverageRow(key, name, *counts[key]) for key, name in names.items() if key in counts]
    other = [CoverageRow("", None, *counts[key]) for key in counts if key not in names]
    return (*known, *other)


def _suggestions(ws: Workspace, codes: Iterable[str]) -> dict[str, Suggestion]:
    """What wrong codes may be meant to be: that of an enterprise that is known and differs by one
    slip, or the same read with digits for letters that no code has."""
    from suzhou_assess.store import roster

    found: dict[str, Suggestion] = {}
    slips: dict[str, list[str]] = {}
    for code in islice(sorted(codes), _MOST_SUGGESTED):
        plain = code.translate(_LOOKALIKES)
        if plain != code and credit_code.check(plain) is None:
            found[code] = Suggestion(plain, None)
        slips[code] = [near.code for near in credit_code.near(code)]
    candidates = {near for nears in slips.values() for near in nears}
    candidates.update(suggested.code for suggested in found.values())
    if not candidates:
        return found
    with ws.store.reading() as connection:
        known = roster.names_of(connection, sorted(candidates))
    for code, nears in slips.items():
        likely = [found[code].code] if code in found else nears
        same = next((near for near in likely if near in known), None)
        if same is not None:
            found[code] = Suggestion(same, known[same])
    return found
