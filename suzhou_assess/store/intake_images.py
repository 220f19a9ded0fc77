"""What an item of a batch keeps so that it can be taken back: what was there, and what came in.

``{"at": microseconds, "given": […], "id": "…", "kept": […], "adds": true, "was": {…}, "new":
true}``. ``given`` are the fields of the profile as they came in; with the assessment they are all
that is needed to take the item in once more, when undoing an earlier batch takes away what it
stood upon. ``was`` is the assessment's row before, ``new`` says that there was none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.store.enterprises import PROFILE
from suzhou_assess.store.tables import UtcTime, assessment

ROWS = sa.table(
    "assessment",
    *(
        sa.column(column.name, sa.Text() if isinstance(column.type, sa.JSON) else column.type)
        for column in assessment.c
    ),
)
"""The assessments with their JSON as text: rows are moved as they are, not understood."""

Row = dict[str, Any]
"""A row of ``ROWS`` by column."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_REVENUE = PROFILE.index("revenue")


@dataclass(frozen=True, slots=True)
class Image:
    """An item's ``before``, understood."""

    at: datetime
    given: Enterprise | None
    named: str | None
    """The id that it gave for its assessment, which may be known by another."""
    kept: tuple[str, ...]
    adds_enterprise: bool
    was: Row | None
    is_new: bool

    @property
    def writes(self) -> bool:
        """Whether the item wrote its assessment."""
        return self.is_new or self.was is not None


def packed(image: Image) -> dict[str, Any]:
    """As JSON. What isn't so is left out."""
    kept: dict[str, Any] = {"at": (image.at - _EPOCH) // _MICROSECOND}
    if image.given is not None:
        given = image.given
        kept["given"] = [getattr(given, name) for name in PROFILE]
    if image.named is not None:
        kept["id"] = image.named
    if image.kept:
        kept["kept"] = image.kept
    if image.adds_enterprise:
        kept["adds"] = True
    if image.was is not None:
        kept["was"] = {name: _plain(value) for name, value in image.was.items()}
    if image.is_new:
        kept["new"] = True
    return kept


def unpacked(kept: Mapping[str, Any]) -> Image:
    given = kept.get("given")
    if given is not None and given[_REVENUE] is not None:
        given[_REVENUE] = Decimal(given[_REVENUE])
    was = kept.get("was")
    return Image(
        at=_EPOCH + kept["at"] * _MICROSECOND,
        given=None if given is None else Enterprise(*given),
        named=kept.get("id"),
        kept=tuple(kept.get("kept", ())),
        adds_enterprise=kept.get("adds", False),
        # An older program knew fewer columns.
        was=None
        if was is None
        else {own.name: _typed(own.name, was.get(own.name)) for own in ROWS.c},
        is_new=kept.get("new", False),
    )


def _plain(value: object) -> object:
    if isinstance(value, date):  # moments are dates as well
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


def _typed(name: str, value: Any) -> Any:
    kind = ROWS.c[name].type
    if value is None:
        return None
    if isinstance(kind, UtcTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    return bytes.fromhex(value) if isinstance(kind, sa.LargeBinary) else value
