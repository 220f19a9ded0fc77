"""How many processes to run, and how they are started."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from concurrent.futures import Future
from multiprocessing.context import ForkContext, ForkServerContext, SpawnContext
from typing import Any

_MOST_READING = 8

# macOS has them too, but its system libraries don't survive being copied.
_HAS_COPIES = sys.platform.startswith("linux")

HEARTBEAT = 0.1
"""Seconds. At least this often a consumer gets the word, to show progress or to cancel."""


def usable_cores() -> int:
    """Cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def reading_jobs() -> int:
    """Processes that read files side by side when nobody says how many.

    Each takes some 60 MB, and beyond a few they all wait for the one that stores.
    """
    return min(usable_cores(), _MOST_READING)


def clean_start(*modules: str) -> SpawnContext | ForkServerContext:
    """Processes that start from a clean one in which ``modules`` are imported already.

    Never as a copy of this process: a window with its threads can't be copied.
    """
    if _HAS_COPIES:
        from multiprocessing import forkserver, resource_tracker

        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(modules))
        # Ctrl+C is for the command; heard in the middle of an import it prints a traceback. The
        # tracker is there first, for when it starts it lets the signal through again.
        resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return context
    return multiprocessing.get_context("spawn")


def is_done(future: Future[Any]) -> bool:
    """Whether it is done, after a wait of ``HEARTBEAT`` at most."""
    try:
        future.exception(timeout=HEARTBEAT)
    except TimeoutError:
        return future.done()
    return True


def quick_start() -> SpawnContext | ForkContext:
    """Processes that start as copies of this one, with all that it has loaded, where the platform
    can. Only for commands, which run no threads."""
    if _HAS_COPIES:
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")
