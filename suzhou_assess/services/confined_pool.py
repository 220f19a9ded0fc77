"""Runs a function on many things from elsewhere, in confined processes side by side.

What a hostile file does to such a process concerns that one file.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Generic, TypeVar

from pebble import ProcessFuture, ProcessPool

from suzhou_assess.services.confined import confine, fault_of
from suzhou_assess.services.processes import clean_start, is_done

Given = TypeVar("Given")
Gained = TypeVar("Gained")

_AHEAD = 2
"""Waiting for each process, so that none ever idles."""


class ConfinedPool(Generic[Given, Gained]):
    """Processes that run one function. Use as a context manager; leaving it ends them."""

    def __init__(
        self, function: Callable[[Given], Gained], jobs: int, *, seconds: float, memory: int
    ) -> None:
        """``function`` stands in a module; ``memory`` are bytes beyond what a process starts
        with, ``seconds`` what one call may take."""
        self._function = function
        self._jobs = max(1, jobs)
        self._seconds = seconds
        self._pool = ProcessPool(
            max_workers=self._jobs,
            initializer=confine,
            initargs=(memory,),
            context=clean_start(function.__module__),
        )

    def __enter__(self) -> ConfinedPool[Given, Gained]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def run(self, given: Iterable[Given]) -> Iterator[tuple[Given, Gained | None] | None]:
        """Each thing with what came of it, in order; without, when its process died, took too
        long or wanted too much memory. ``None`` is a heartbeat.

        Raises what ``function`` raises.
        """
        waiting: deque[tuple[Given, ProcessFuture[Gained]]] = deque()
        for one in given:
            sent = self._pool.schedule(self._function, (one,), timeout=self._seconds)
            waiting.append((one, sent))
            if len(waiting) > self._jobs * _AHEAD:
                yield from _received(*waiting.popleft())
        while waiting:
            yield from _received(*waiting.popleft())


def _received(
    one: Given, future: ProcessFuture[Gained]
) -> Iterator[tuple[Given, Gained | None] | None]:
    while not is_done(future):
        yield None
    error = future.exception()
    if error is None:
        yield one, future.result()
    elif fault_of(error) is not None:
        yield one, None
    else:
        raise error
