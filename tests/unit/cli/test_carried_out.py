"""Long work of a command: its result, its troubles, and Ctrl+C in the middle."""

from __future__ import annotations

import signal
from collections.abc import Generator

import pytest

from suzhou_assess.cli.progress import carried_out
from suzhou_assess.services.events import Progress
from suzhou_assess.words.catalog import Words

WORDS = Words("zh")


class _BrokenError(Exception):
    """What a pool raises whose processes went away."""


def _work(*, interrupted: bool, broken: bool) -> Generator[Progress, None, str]:
    yield Progress(0, 2)
    if interrupted:
        signal.raise_signal(signal.SIGINT)
    if broken:
        raise _BrokenError
    yield Progress(1, 2)
    return "done"


def test_that_work_comes_to_its_result() -> None:
    assert carried_out(_work(interrupted=False, broken=False), WORDS) == "done"


def test_that_trouble_comes_through() -> None:
    with pytest.raises(_BrokenError):
        carried_out(_work(interrupted=False, broken=True), WORDS)


@pytest.mark.parametrize("broken", [False, True])
def test_that_ctrl_c_is_an_interruption_whatever_it_breaks(broken: bool) -> None:
    """On a terminal it reaches the processes that work for this one too, and they go away."""
    with pytest.raises(KeyboardInterrupt):
        carried_out(_work(interrupted=True, broken=broken), WORDS)
