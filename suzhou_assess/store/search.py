"""Finding enterprises: a keystroke's answer among tens of thousands.

The whole answer is found at once, as sorted ids. The rows themselves are read in blocks when they
are looked at: a table shows thirty, and reading forty thousand takes longer than a keystroke may.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, overload

from sqlalchemy import ColumnElement, case, func, select

from suzhou_assess.domain.places import fold
from suzhou_assess.store.engine import Store
from suzhou_assess.store.records import EnterpriseFilter, EnterpriseRow
from suzhou_assess.store.tables import enterprise

BLOCK = 200
_COLUMNS = tuple(enterprise.c[name] for name in EnterpriseRow._fields[:-1])
_SORTS: dict[str, ColumnElement[Any]] = {
    **{name: enterprise.c[name] for name in EnterpriseRow._fields[:-1]},
    "name": enterprise.c.name_key,
    "has_draft": enterprise.c.drafts,
}


class EnterpriseRows(Sequence[EnterpriseRow]):
    """The enterprises that were found. Length and order are fixed; a row is read when needed.

    Reading a row raises ``StoreError``.
    """

    def __init__(self, store: Store, ids: Sequence[int]) -> None:
        self.ids = ids
        self._store = store
        self._blocks: dict[int, list[EnterpriseRow]] = {}

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, index: int) -> EnterpriseRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[EnterpriseRow]: ...
    def __getitem__(self, index: int | slice) -> EnterpriseRow | list[EnterpriseRow]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self.ids)))]
        if index < 0:
            index += len(self.ids)
        if not 0 <= index < len(self.ids):
            raise IndexError(index)
        number, place = divmod(index, BLOCK)
        block = self._blocks.get(number)
        if block is None:
            block = self._blocks[number] = self._read(number)
        return block[place]

    def __iter__(self) -> Iterator[EnterpriseRow]:
        for number in range(-(-len(self.ids) // BLOCK)):
            yield from self._blocks.get(number) or self._read(number)

    def _read(self, number: int) -> list[EnterpriseRow]:
        ids = self.ids[number * BLOCK : (number + 1) * BLOCK]
        query = select(*_COLUMNS, enterprise.c.drafts > 0).where(enterprise.c.id.in_(ids))
        with self._store.reading() as connection:
            rows = {row[0]: EnterpriseRow._make(row) for row in connection.execute(query)}
        return [rows[key] for key in ids]


def search(
    store: Store,
    wanted: EnterpriseFilter,
    sort: str,
    descending: bool,
    ranks: Sequence[str] = (),
) -> EnterpriseRows:
    """All enterprises that match, sorted by a field of ``EnterpriseRow`` (else ``KeyError``).

    ``ranks`` are the values of that field in their order, where the alphabet's isn't it.
    """
    query = select(enterprise.c.id).where(*_conditions(wanted))
    query = query.order_by(*_order(sort, descending, ranks))
    with store.reading() as connection, connection.execute(query) as result:
        # From the driver's cursor: as SQLAlchemy's rows, forty thousand numbers take twice the
        # time of the whole search.
        assert result.cursor is not None  # noqa: S101 - for the type checker
        return EnterpriseRows(store, [key for (key,) in result.cursor.fetchall()])


def _conditions(wanted: EnterpriseFilter) -> Iterator[ColumnElement[bool]]:
    columns = enterprise.c
    for word in wanted.text.split():
        folded = fold(word)
        if folded:
            yield columns.search.contains(folded, autoescape=True)
    for column, value in (
        (columns.district, wanted.district),
        (columns.industry, wanted.industry),
        (columns.size, wanted.size),
        (columns.latest_level, wanted.level),
    ):
        if value is not None:
            yield column == value
    if wanted.ids is not None:
        # As one parameter: a database takes some thousands of them at the most.
        listed = func.json_each(json.dumps(wanted.ids)).table_valued("value")
        yield columns.id.in_(select(listed.c.value))
    if wanted.assessed is not None:
        yield (
            columns.latest_level.is_not(None) if wanted.assessed else columns.latest_level.is_(None)
        )


def _order(sort: str, descending: bool, ranks: Sequence[str]) -> tuple[ColumnElement[Any], ...]:
    column, by_name = _SORTS[sort], enterprise.c.name_key
    if ranks:
        column = case({value: rank for rank, value in enumerate(ranks)}, value=column)
    if column is by_name:
        # Both columns of the index in one direction: read in order, not sorted.
        both = (by_name, enterprise.c.search)
        return tuple(c.desc() for c in both) if descending else both
    # What has no value comes last either way.
    return column.is_(None), column.desc() if descending else column.asc(), by_name
