"""The entry point of ``suzhou-assess``.

Opening the window must be quick, so a start without any further wish goes there directly, past
the machinery that reads commands.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

_BEGAN = time.perf_counter()

_INTERRUPTED = 130
_WINDOW = {(): False, ("gui",): False, ("gui", "--probe"): True}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command line; gives the exit code (see ``docs/commands.md``)."""
    try:
        return _run(arguments)
    except KeyboardInterrupt:  # so early that nothing is there yet to say so
        return _INTERRUPTED


def _run(arguments: Sequence[str] | None) -> int:
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()
    database, rest = _database(arguments)
    probe = _WINDOW.get(tuple(rest))
    if probe is not None:
        from suzhou_assess.cli.window import open_window

        return open_window(database, probe=probe, began=_BEGAN)
    from suzhou_assess.cli.app import run

    return run(arguments)


def _database(arguments: list[str]) -> tuple[str | None, list[str]]:
    """A ``--db`` before anything else, and what follows it."""
    if len(arguments) >= 2 and arguments[0] == "--db":
        return arguments[1], arguments[2:]
    if arguments and arguments[0].startswith("--db="):
        return arguments[0].removeprefix("--db="), arguments[1:]
    return None, arguments


if __name__ == "__main__":
    sys.exit(main())
