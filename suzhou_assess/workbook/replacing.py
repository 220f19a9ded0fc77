"""Files that appear whole or not at all."""

from __future__ import annotations

import secrets
from pathlib import Path


def replace(out: Path, content: bytes) -> None:
    """Writes ``out``, or leaves what is there as it was, on a full disk for instance.

    Raises ``OSError`` with the file's name.
    """
    temporary = out.parent / f".{out.stem[:40]}-{secrets.token_hex(6)}.tmp"
    try:
        temporary.write_bytes(content)
        temporary.replace(out)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        # A failed write tells no name, and a temporary one would puzzle.
        raise OSError(error.errno, error.strerror, str(out)) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
