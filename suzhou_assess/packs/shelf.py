"""The packs that this program knows, by id and edition."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from suzhou_assess.domain.pack import Pack
from suzhou_assess.packs.checked import CheckedFiles
from suzhou_assess.packs.loader import load_pack
from suzhou_assess.packs.problems import PackNotFoundError
from suzhou_assess.resources import files

DEFAULT_PACK = "miit-2024"

# Which pack a file holds is seen without parsing it; the loader decides what is really in it.
_ID = re.compile(rb"^id:[ \t]*[\"']?([A-Za-z0-9_-]+)", re.MULTILINE)
_EDITION = re.compile(rb"^edition:[ \t]*[\"']?([^\"'#\r\n]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Book:
    """A pack file that stands on the shelf, opened or not."""

    id: str
    edition: str
    name: str
    read: Callable[[], bytes]


class PackShelf:
    """The packs known to this program: those that come with it, and those an office loads.

    ``extra`` names pack files, or folders of them. A pack is read when it is first asked for and
    kept. An office's pack with the id and edition of a bundled one is never used: an assessment
    is always scored by the pack that it names, and that must be the same pack everywhere.
    """

    def __init__(self, extra: Sequence[Path] = (), *, checked: CheckedFiles | None = None) -> None:
        self._extra = tuple(extra)
        self._checked = checked
        self._shelved: dict[str, dict[str, _Book]] | None = None
        self._packs: dict[tuple[str, str], Pack] = {}

    def get(self, pack_id: str, edition: str | None = None) -> Pack:
        """The pack of that id; without an edition the newest.

        Raises ``PackNotFoundError``, or ``PackError`` when its file is faulty.
        """
        editions = self._books().get(pack_id)
        if not editions:
            raise PackNotFoundError(pack_id, edition)
        if edition is None:
            edition = max(editions, key=_edition_order)
        book = editions.get(edition)
        if book is None:
            raise PackNotFoundError(pack_id, edition)
        pack = self._packs.get((pack_id, edition))
        if pack is None:
            if self._checked is None:
                self._checked = CheckedFiles.of_user()
            pack = load_pack(book.read(), book.name, self._checked)
            if (pack.id, pack.edition) != (pack_id, edition):
                raise PackNotFoundError(pack_id, edition)
            self._packs[pack_id, edition] = pack
        return pack

    def default(self) -> Pack:
        """The newest edition of the index that new assessments start with."""
        return self.get(DEFAULT_PACK)

    def ids(self) -> tuple[str, ...]:
        """Of all packs, the default first."""
        return tuple(sorted(self._books(), key=lambda name: (name != DEFAULT_PACK, name)))

    def editions(self, pack_id: str) -> tuple[str, ...]:
        """Of one pack, newest first; none for an unknown id."""
        found = self._books().get(pack_id, {})
        return tuple(sorted(found, key=_edition_order, reverse=True))

    def _books(self) -> dict[str, dict[str, _Book]]:
        if self._shelved is None:
            self._shelved = {}
            for book in (*_bundled(), *_of_office(self._extra)):
                self._shelved.setdefault(book.id, {}).setdefault(book.edition, book)
        return self._shelved


def _bundled() -> Iterator[_Book]:
    for name in files.names("packs", ".yaml"):
        data = files.read_bytes(name)
        yield from _book(data, name.rpartition("/")[2], partial(files.read_bytes, name))


def _of_office(places: Sequence[Path]) -> Iterator[_Book]:
    for place in places:
        found = sorted(place.glob("*.y*ml")) if place.is_dir() else [place]
        for path in found:
            # A file that has gone is no pack: who asks for it learns that it isn't here.
            with contextlib.suppress(OSError):
                yield from _book(path.read_bytes(), path.name, path.read_bytes)


def _book(data: bytes, name: str, read: Callable[[], bytes]) -> Iterator[_Book]:
    pack_id, edition = _ID.search(data), _EDITION.search(data)
    if pack_id and edition:
        yield _Book(pack_id[1].decode(), edition[1].decode(errors="replace").strip(), name, read)


def _edition_order(edition: str) -> list[tuple[int, str]]:
    """``2024.10`` after ``2024.9``: digits count as numbers."""
    return [
        (int(part) if part.isdecimal() else -1, part) for part in re.findall(r"\d+|\D+", edition)
    ]
