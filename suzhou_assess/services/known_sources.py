"""Which of what is found an earlier intake has stored, so that it is not read again."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from suzhou_assess.services.file_kinds import shown_name
from suzhou_assess.services.reading_worker import Reading
from suzhou_assess.services.sources import Faulty, InMemory, LineBlock, Skipped, Source
from suzhou_assess.services.workspace import Workspace

if TYPE_CHECKING:
    from suzhou_assess.store.known_files import Key, KnownFile

_BLOCK = 250
"""Files that are looked up together."""


def lasting_path(path: str) -> str | None:
    """Absolute, as the database keeps it; ``None`` for a name that isn't text to it."""
    absolute = _absolute(path)
    return absolute if shown_name(absolute) == absolute else None


def lasting_name(file: str, path: str | None) -> str:
    """A file's shown name with its absolute path, the same from wherever it was named."""
    if path is None:
        return file
    shown = shown_name(path)
    inside = file[len(shown) :] if file.startswith(shown) else ""
    return shown_name(_absolute(path)) + inside


def _absolute(path: str) -> str:
    # Asked many times of each file on its way. Not resolved: that would follow links.
    return _tidied(path) if os.path.isabs(path) else os.path.abspath(path)  # noqa: PTH100, PTH117


_tidied = lru_cache(maxsize=1 << 10)(os.path.normpath)


class KnownSources:
    """Looks up what is stored of the sources on their way to the readers, and keeps it until
    their readings are back. Both go in one order."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._known: OrderedDict[str, dict[Key, KnownFile]] = OrderedDict()
        """By path."""

    def marked(self, sources: Iterable[Source]) -> Iterator[Source]:
        """The same sources, each with the fingerprint that is stored of it.

        Raises ``StoreError``.
        """
        block: list[Source] = []
        for source in sources:
            if isinstance(source, InMemory | LineBlock):
                yield from self._looked_up(block)
                block = []
                yield from self._looked_up([source])
            else:
                block.append(source)
                if len(block) == _BLOCK:
                    yield from self._looked_up(block)
                    block = []
        yield from self._looked_up(block)

    def stored(self, path: str | None, reading: Reading) -> KnownFile | None:
        """What is stored of a reading's object when its bytes are the same.

        To be asked in the order of the sources: what came before is forgotten.
        """
        lasting = lasting_path(path) if path is not None else None
        if lasting is None or reading.fingerprint is None or lasting not in self._known:
            return None
        while next(iter(self._known)) != lasting:
            self._known.popitem(last=False)
        known = self._known[lasting].get((lasting, lasting_name(reading.file, path), reading.line))
        return known if known is not None and known.fingerprint == reading.fingerprint else None

    def look_up(self, paths: Iterable[str]) -> None:
        """Looks up what is stored of what lies at these paths. Raises ``StoreError``."""
        lasting = dict.fromkeys(map(lasting_path, paths))
        new = [path for path in lasting if path is not None and path not in self._known]
        if not new:
            return
        from suzhou_assess.store import known_files

        with self._ws.store.reading() as connection:
            found = known_files.find(connection, new)
        by_path: dict[str, dict[Key, KnownFile]] = {path: {} for path in new}
        for key, known in found.items():
            by_path[key[0]][key] = known
        self._known.update(by_path)

    def _looked_up(self, block: Sequence[Source]) -> Iterator[Source]:
        readable = [source for source in block if not isinstance(source, Faulty | Skipped)]
        self.look_up([source.path for source in readable if source.path is not None])
        yield from map(self._marked, block)

    def _marked(self, source: Source) -> Source:
        if isinstance(source, Faulty | Skipped | LineBlock) or source.path is None:
            return source  # lines are compared when they are back
        path = lasting_path(source.path)
        if path is None:
            return source
        key = (path, lasting_name(source.file, source.path), None)
        known = self._known[path].get(key)
        return source if known is None else replace(source, known=known.fingerprint)
