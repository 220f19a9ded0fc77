"""What the commands write, and the exit codes.

Results go to stdout, everything about the run (progress, errors) to stderr, so that ``--json``
can be piped as it is.
"""

from __future__ import annotations

import io
import os
import sys

import orjson

ALL_WELL = 0
SOME_REFUSED = 1
WRONG_USAGE = 2
OUR_BUG = 70
INTERRUPTED = 130
PIPE_CLOSED = 141

_CONTROL = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))}
_MESSAGE_CONTROL = {code: shown for code, shown in _CONTROL.items() if code != 0x0A}


def prepare() -> None:
    """Makes stdout and stderr take any character, whatever the code page or locale is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def say(text: str = "") -> None:
    """A line of the result. Control characters that came in with a file are made visible."""
    sys.stdout.write(text.translate(_MESSAGE_CONTROL) + "\n")


def error(text: str) -> None:
    """A line about what went wrong."""
    sys.stdout.flush()
    sys.stderr.write(text.translate(_MESSAGE_CONTROL) + "\n")
    sys.stderr.flush()


def one_line(text: str) -> str:
    """For names: without line breaks and control characters."""
    return text.translate(_CONTROL)


def say_json(value: object) -> None:
    """One object, one line."""
    say_bytes(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE))


def say_bytes(lines: bytes) -> None:
    """Whole lines in UTF-8."""
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:  # a captured stdout in a test or an embedding program
        sys.stdout.write(lines.decode())
        return
    sys.stdout.flush()
    binary.write(lines)


def flush() -> None:
    sys.stdout.flush()


def close_quietly() -> None:
    """After the reader of our pipe has gone: nothing more can be said, nor should it be tried."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        return
    finally:
        os.close(nowhere)
