"""Long work off the window's thread."""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections.abc import Generator, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from suzhou_assess.ui.pace import Pace, duration
from suzhou_assess.ui.tasks import Tasks
from suzhou_assess.words.catalog import Words


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.stop_all()


def counting(to: int) -> Generator[int, None, str]:
    yield from range(to)
    return "done"


def endless(closed: list[bool]) -> Generator[int, None, None]:
    try:
        while True:
            time.sleep(0.001)
            yield 0
    finally:
        closed.append(True)


def test_that_events_arrive_in_order_and_then_the_result(qtbot: QtBot, tasks: Tasks) -> None:
    task = tasks.start(lambda: counting(50))
    seen: list[object] = []
    task.happened.connect(seen.extend)
    task.finished.connect(seen.append)
    with qtbot.waitSignal(task.ended):
        pass
    assert seen == [*range(50), "done"]
    assert not tasks.busy


def test_that_quiet_work_keeps_no_window_from_closing(qtbot: QtBot, tasks: Tasks) -> None:
    quiet = tasks.start(lambda: counting(3), quiet=True)
    assert not tasks.busy
    with qtbot.waitSignal(quiet.ended):
        pass
    loud = tasks.start(lambda: counting(3))
    assert tasks.busy
    with qtbot.waitSignal(loud.ended):
        pass


def test_that_work_runs_elsewhere_and_is_told_here(qtbot: QtBot, tasks: Tasks) -> None:
    ran: list[int] = []
    told: list[int] = []

    def work() -> Generator[int, None, None]:
        ran.append(threading.get_ident())
        yield 1

    task = tasks.start(work)
    task.happened.connect(lambda _: told.append(threading.get_ident()))
    with qtbot.waitSignal(task.ended):
        pass
    assert ran != [threading.get_ident()]
    assert told == [threading.get_ident()]


def test_that_a_cancelled_task_closes_its_generator(qtbot: QtBot, tasks: Tasks) -> None:
    closed: list[bool] = []
    task = tasks.start(lambda: endless(closed))
    outcomes: list[str] = []
    task.finished.connect(lambda _: outcomes.append("finished"))
    task.cancelled.connect(lambda: outcomes.append("cancelled"))
    with qtbot.waitSignal(task.happened):
        pass
    with qtbot.waitSignal(task.ended):
        task.cancel()
    assert closed == [True]
    assert outcomes == ["cancelled"]


def test_that_an_error_is_handed_over(qtbot: QtBot, tasks: Tasks) -> None:
    def work() -> Generator[int, None, None]:
        yield 1
        raise OSError("no room")

    task = tasks.start(work)
    errors: list[Exception] = []
    task.failed.connect(errors.append)
    with qtbot.waitSignal(task.ended):
        pass
    assert [str(error) for error in errors] == ["no room"]


def test_that_stopping_all_waits_until_nothing_runs(qtbot: QtBot, tasks: Tasks) -> None:
    closed: list[bool] = []
    for _ in range(2):
        with qtbot.waitSignal(tasks.start(lambda: endless(closed)).happened):
            pass
    assert tasks.busy
    tasks.stop_all()
    assert closed == [True, True]
    assert not tasks.busy


def test_that_the_pace_tells_rate_and_time_left() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    pace.update(10, 100)
    now[0] = 0.5
    assert pace.rate is None, "too early to say"
    now[0] = 2.0
    assert pace.rate == 5.0
    assert pace.seconds_left == 18.0
    pace.update(10, None)
    assert pace.seconds_left is None
    pace.update(10, 100, rate=45.0, seconds_left=2.0)
    assert (pace.rate, pace.seconds_left) == (45.0, 2.0), "who does the work knows better"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 秒"), (59.4, "59 秒"), (200, "3 分 20 秒"), (3900, "1 小时 5 分")],
)
def test_that_durations_are_said_for_people(seconds: float, words: str) -> None:
    assert duration(Words("zh"), seconds) == words


def test_that_events_arrive_in_blocks_and_not_one_by_one(qtbot: QtBot, tasks: Tasks) -> None:
    task = tasks.start(lambda: counting(20_000))
    blocks: list[int] = []
    task.happened.connect(lambda block: blocks.append(len(block)))
    with qtbot.waitSignal(task.ended):
        pass
    assert sum(blocks) == 20_000
    assert len(blocks) < 100


def test_that_threads_take_short_turns_only_while_a_task_runs(qtbot: QtBot, tasks: Tasks) -> None:
    usual, thresholds = sys.getswitchinterval(), gc.get_threshold()
    task = tasks.start(lambda: endless([]))
    with qtbot.waitSignal(task.happened):
        pass
    assert sys.getswitchinterval() < 0.001
    assert gc.get_threshold()[2] > 10_000, "a full look for garbage holds up the window"
    with qtbot.waitSignal(task.ended):
        task.cancel()
    assert sys.getswitchinterval() == pytest.approx(usual)
    assert gc.get_threshold() == thresholds
