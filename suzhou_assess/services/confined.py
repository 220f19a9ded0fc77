"""A process in which a hostile file can do no harm: bounded in memory and time, and silent."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from suzhou_assess.services.events import Progress

_P = ParamSpec("_P")
_T = TypeVar("_T")


class ConfinedError(Exception):
    """The work came to no end. ``code`` is ``file_took_too_long``, ``file_too_costly`` or
    ``file_crashed_reader``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def confine(memory: int) -> None:
    """Closes the purse of this process: it may take ``memory`` bytes beyond what it has."""
    limit_memory(memory)
    hush()


def limit_memory(headroom: int) -> None:
    """Allows ``headroom`` bytes beyond what the process has now, where the platform can."""
    try:
        import resource
    except ImportError:  # Windows has no such limit; the guard's limits on size remain
        return
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):  # macOS tells no size and heeds no limit
        return
    limit = pages * resource.getpagesize() + headroom
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY or limit < most:  # else an administrator set it tighter
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def hush() -> None:
    """What a dying parser prints is no word for the user; who waits for it tells what happened."""
    if sys.stderr is not None:  # a window on Windows has none
        sys.stderr.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def fault_of(error: BaseException) -> str | None:
    """The code for the way in which confined work ended; ``None`` for an error of another kind."""
    from pebble import ProcessExpired

    if isinstance(error, TimeoutError):
        return "file_took_too_long"
    if isinstance(error, ProcessExpired):
        # An allocation that fails aborts a parser; the kernel kills one that has too much.
        out_of_memory = (-signal.SIGABRT, -getattr(signal, "SIGKILL", 9))
        return "file_too_costly" if error.exitcode in out_of_memory else "file_crashed_reader"
    if isinstance(error, MemoryError):
        return "file_too_costly"
    return None


def run_confined(
    memory: int, seconds: float, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs
) -> Generator[Progress, None, _T]:
    """Runs ``work`` of a module in a process of its own and gives what it returns.

    Yields while it waits; closing the generator ends the process. Raises ``ConfinedError``, and
    what ``work`` raises.
    """
    from pebble import ProcessPool

    from suzhou_assess.services.processes import clean_start, is_done

    context: Any = clean_start(work.__module__)
    pool = ProcessPool(max_workers=1, initializer=confine, initargs=(memory,), context=context)
    try:
        future = pool.schedule(work, args, kwargs, timeout=seconds)
        while not is_done(future):
            yield Progress(0, None)
        error = future.exception()
        if error is None:
            return future.result()
        code = fault_of(error)
        if code is None:
            raise error
        raise ConfinedError(code) from error
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()
