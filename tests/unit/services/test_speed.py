"""How fast it goes, and how long it will take."""

from __future__ import annotations

import pytest

from suzhou_assess.services import speed
from suzhou_assess.services.speed import Speedometer


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which goes on when the test says so."""
    now = [100.0]
    monkeypatch.setattr(speed.time, "monotonic", lambda: now[0])
    return now


def test_that_the_rate_of_the_last_seconds_tells_how_long_it_takes(clock: list[float]) -> None:
    meter = Speedometer()
    assert meter.tell(0, None).rate is None
    clock[0] += 10
    told = meter.tell(100, 300)
    assert (told.rate, told.seconds_left) == (10, 20)
    assert meter.tell(300, 300).seconds_left == 0


def test_that_a_start_in_leaps_is_forgotten(clock: list[float]) -> None:
    # What is known from an earlier run goes by in no time; what has to be read doesn't.
    meter = Speedometer()
    done = 0
    for _ in range(20):
        clock[0] += 0.1
        done += 1_000
        meter.tell(done, 30_000)
    for _ in range(40):
        clock[0] += 0.5
        done += 5
        told = meter.tell(done, 30_000)
    assert told.rate == pytest.approx(10, rel=0.1)


def test_that_nothing_is_told_before_it_can_be_known(clock: list[float]) -> None:
    meter = Speedometer()
    clock[0] += 0.5
    assert meter.tell(400, 1_000).rate is None
    clock[0] += 60
    assert meter.tell(400, None).seconds_left is None


def test_that_it_is_due_ten_times_a_second(clock: list[float]) -> None:
    meter = Speedometer()
    meter.tell(1, 2)
    assert not meter.is_due
    clock[0] += 0.11
    assert meter.is_due
