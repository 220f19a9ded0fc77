"""Font files with nothing in them but the table of characters."""

import struct
from collections.abc import Sequence

Run = tuple[int, int]


def font(table: bytes) -> bytes:
    """A file with one table, ``cmap``."""
    head = struct.pack(">IHHHH", 0x00010000, 1, 16, 0, 0)
    return head + struct.pack(">4sIII", b"cmap", 0, 28, len(table)) + table


def collection(*fonts: bytes) -> bytes:
    """Several fonts in one file; the places of their tables count from its beginning."""
    start = 12 + 4 * len(fonts)
    offsets, content = [], b""
    for one in fonts:
        offset = start + len(content)
        offsets.append(offset)
        tag, check, place, length = struct.unpack(">4sIII", one[12:28])
        content += one[:12] + struct.pack(">4sIII", tag, check, place + offset, length) + one[28:]
    return (
        struct.pack(">4sII", b"ttcf", 0x00010000, len(fonts))
        + struct.pack(f">{len(fonts)}I", *offsets)
        + content
    )


def cmap(platform: int, encoding: int, subtable: bytes) -> bytes:
    return struct.pack(">HHHHI", 0, 1, platform, encoding, 12) + subtable


def groups(runs: Sequence[Run]) -> bytes:
    """Format 12, each run with glyphs of its own."""
    body = b"".join(struct.pack(">III", first, last, 1 + n) for n, (first, last) in enumerate(runs))
    return struct.pack(">HHIII", 12, 0, 16 + len(body), 0, len(runs)) + body


def segments(runs: Sequence[Run], holes: frozenset[int] = frozenset()) -> bytes:
    """Format 4. Runs in which a hole falls name their glyphs one by one, the others by a shift."""
    ends, starts, deltas, offsets = [], [], [], []
    glyphs: list[int] = []
    every = [*runs, (0xFFFF, 0xFFFF)]
    for at, (first, last) in enumerate(every):
        ends.append(last)
        starts.append(first)
        if any(first <= hole <= last for hole in holes):
            deltas.append(0)
            offsets.append(2 * (len(every) - at + len(glyphs)))
            glyphs += [0 if code in holes else 7 for code in range(first, last + 1)]
        else:
            deltas.append((1 - first) & 0xFFFF)
            offsets.append(0)
    body = struct.pack(f">{len(ends)}H", *ends) + b"\0\0"
    for row in (starts, deltas, offsets, glyphs):
        body += struct.pack(f">{len(row)}H", *row)
    head = struct.pack(">HHHHHHH", 4, 14 + len(body), 0, 2 * len(every), 0, 0, 0)
    return head + body
