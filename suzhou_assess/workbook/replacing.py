"""Files that appear whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def replacing(out: Path) -> Iterator[IO[bytes]]:
    """A file to write to that takes the place of ``out`` at the end of the block.

    When the block is left early, ``out`` stays as it was. Raises ``OSError`` with its name.
    """
    temporary = out.parent / f".{out.stem[:40]}-{secrets.token_hex(6)}.tmp"
    try:
        with temporary.open("w+b") as stream:
            yield stream
        temporary.replace(out)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        # A failed write tells no name, and a temporary one would puzzle.
        raise OSError(error.errno, error.strerror, str(out)) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def replace(out: Path, content: bytes) -> None:
    """Writes ``out``, or leaves what is there as it was, on a full disk for instance.

    Raises ``OSError`` with the file's name.
    """
    with replacing(out) as stream:
        stream.write(content)
