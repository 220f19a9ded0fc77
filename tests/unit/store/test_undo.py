from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_history import DISTRICTS, Sheet, contents, incoming, take_in

from suzhou_assess.services import batches
from suzhou_assess.services.workspace import Workspace

SHEETS = st.builds(
    Sheet,
    enterprise=st.integers(1, 2),
    day=st.integers(1, 2),
    mode=st.sampled_from(["self", "onsite"]),
    file=st.sampled_from(["a.xlsx", "b.xlsx"]),
    q05=st.sampled_from("BC"),
    level=st.sampled_from([1, 3]),
    note=st.sampled_from(["", "核实", "看过"]),
    flag=st.booleans(),
    section=st.sampled_from(["", "", "整洁"]),
    reason=st.sampled_from(["", "", "未见"]),
    assessor=st.sampled_from(["", "王工"]),
    town=st.sampled_from(["", "玉山镇", "周市镇"]),
    district=st.sampled_from(DISTRICTS),
    revenue=st.sampled_from([None, "300", "3000.5"]),
    altered=st.booleans(),
    named=st.sampled_from([None, None, 1, 2]),
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database, to be copied: making one takes longer than all that is done with it."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    Workspace.open(str(path)).close()
    return path


@contextmanager
def _workspace(empty: Path) -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as folder:
        path = shutil.copy(empty, folder)
        with Workspace.open(path) as ws:
            yield ws


def _undo(ws: Workspace, batch: str) -> Any:
    undoing = batches.undo(ws, batch, who="李工")
    while True:
        try:
            next(undoing)
        except StopIteration as stop:
            return stop.value


@settings(max_examples=50)
@given(
    runs=st.lists(st.lists(SHEETS, min_size=1, max_size=4), min_size=1, max_size=4),
    block=st.sampled_from([1, 2, 200]),
    data=st.data(),
)
def test_that_undone_batches_have_never_been(
    runs: Sequence[Sequence[Sheet]], block, data, empty, pack, profile
):
    order = data.draw(st.permutations(range(len(runs))))
    undone = order[: data.draw(st.integers(1, len(order)))]
    with _workspace(empty) as ws, _workspace(empty) as never:
        made = [[incoming(sheet, pack, profile) for sheet in run] for run in runs]
        ids = [take_in(ws, run, str(n), block) for n, run in enumerate(made)]
        for n in undone:
            assert not _undo(ws, ids[n]).kept
        for n, run in enumerate(made):
            if n not in undone:
                take_in(never, run, str(n), block)
        assert contents(ws) == contents(never)
