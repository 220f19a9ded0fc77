"""A package of which only the parts that are read get unpacked.

What no parser opens can do no harm: charts, drawings and the sheets that nobody fills in are left
as they are, like pictures. Every part that is read is looked at just as the guard looks at it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from suzhou_assess.workbook import guard, zip_parts
from suzhou_assess.workbook.zip_parts import BrokenZipError, CostlyZipError, Part

SIZE_LIMIT = 2 * 1024 * 1024
"""Bytes of all parts unpacked; a filled form has a quarter of a megabyte."""


class NotPlainError(Exception):
    """Something in it is not as usual; the guard and calamine must see to it."""


class PlainPackage:
    """The parts of a workbook, by name. Raises ``NotPlainError``."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(guard.ZIP_START) or len(data) > guard.FILE_LIMIT:
            raise NotPlainError
        self._data = data
        self._parts = _parts(data)
        self._left = SIZE_LIMIT

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def part(self, name: str) -> bytes:
        """What a part holds. Raises ``NotPlainError``."""
        return self._take(name, _plain)

    def text(self, name: str) -> bytes:
        """What the shared strings hold, or a sheet whose cells the caller looks at
        (``guard.stands_plainly``). Raises ``NotPlainError``.
        """
        return self._take(name, guard.see_plain)

    def _take(self, name: str, see: Callable[[bytes, Part, int], bytes | None]) -> bytes:
        try:
            content = see(self._data, self._parts[name], self._left)
        except (KeyError, BrokenZipError, CostlyZipError) as error:
            raise NotPlainError from error
        if content is None:
            raise NotPlainError
        self._left -= len(content)
        return content


def _plain(data: bytes, part: Part, limit: int) -> bytes | None:
    seen = guard.see(data, part, limit)
    return seen.content if seen.is_plain else None


def _parts(data: bytes) -> Mapping[str, Part]:
    try:
        parts = zip_parts.directory(data)
        by_name = {part.name: part for part in parts}
        strange = guard.package_problem(data, by_name)
    except (BrokenZipError, CostlyZipError) as error:
        raise NotPlainError from error
    # A bomb is refused, even where it would never be lit.
    if strange or len(by_name) < len(parts) or sum(p.size for p in parts) > SIZE_LIMIT:
        raise NotPlainError
    return by_name
