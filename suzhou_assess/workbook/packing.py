"""Packs an .xlsx from parts, taking over as they are those of another that stay the same."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

from suzhou_assess.workbook import zip_parts

_LOCAL = struct.Struct("<4s5H3L2H")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _UTF_8, _DEFLATED = 20, 0x0800, 8
_LEVEL = 4
"""As tight as the usual 6 but for a twentieth, in two thirds of the time."""
_DAY = 1 << 5 | 1
"""1 January 1980, as XlsxWriter dates every part: the same content gives the same file."""


class Packing:
    """The parts of a package that is used again and again."""

    def __init__(self, package: bytes) -> None:
        """``package`` comes from ourselves."""
        self._data = package
        self._parts = zip_parts.directory(package)

    def content(self, name: str) -> bytes:
        """Raises ``KeyError``."""
        for part in self._parts:
            if part.name == name:
                return zip_parts.content(self._data, part)
        raise KeyError(name)

    def with_parts(self, changed: Mapping[str, bytes]) -> bytes:
        """The package with other content in some of its parts."""
        pieces: list[bytes] = []
        entries: list[bytes] = []
        at = 0
        for part in self._parts:
            content = changed.get(part.name)
            if content is None:
                crc, size, packed = part.crc, part.size, bytes(zip_parts.packed(self._data, part))
            else:
                crc, size, packed = zlib.crc32(content), len(content), _deflated(content)
            name = part.name.encode()
            sizes = (crc, len(packed), size, len(name), 0)
            head = (_VERSION, _UTF_8, _DEFLATED, 0, _DAY, *sizes)
            pieces += (_LOCAL.pack(b"PK\3\4", *head), name, packed)
            entries += (_ENTRY.pack(b"PK\1\2", _VERSION, *head, 0, 0, 0, 0, at), name)
            at += _LOCAL.size + len(name) + len(packed)
        directory = b"".join(entries)
        count = len(self._parts)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), at, 0)
        return b"".join((*pieces, directory, end))


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()
