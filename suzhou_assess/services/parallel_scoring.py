"""Scores a large .jsonl in several processes, with the results in order.

Every process reads the whole file, which costs next to nothing, and scores each n-th block of its
lines; the results come back through a pipe. A pipe that isn't read makes its process wait, so
memory stays bounded however long the file is.
"""

from __future__ import annotations

import gc
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import count, cycle, islice
from multiprocessing.connection import Connection
from pathlib import Path

from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.text import Lang
from suzhou_assess.packs.code_lists import load_places
from suzhou_assess.packs.shelf import PackShelf
from suzhou_assess.services import answer_json
from suzhou_assess.services.assessment_reading import Desk
from suzhou_assess.services.file_kinds import Kind, kind_of, shown_name
from suzhou_assess.services.processes import quick_start
from suzhou_assess.services.result_json import result_line
from suzhou_assess.services.scoring_run import NotScored, score_line
from suzhou_assess.words.catalog import Words

WORTH_IT = 4 * 1024 * 1024
"""Bytes. Below, one process is done before a second one has started."""

_BLOCK = 100
"""Lines that are scored and sent together."""
_PIPE_ROOM = 1024 * 1024
"""Bytes: room for two blocks and more even of results full of warnings."""
_COLLECT_EVERY = 100_000

Block = tuple[bytes, int]
"""JSON lines, and how many of their objects are refused."""


def is_worth_it(path: Path, jobs: int) -> bool:
    """Whether several processes score this file faster than one."""
    try:
        return (
            jobs > 1
            and kind_of(path.name) is Kind.LINES
            and path.is_file()
            and path.stat().st_size >= WORTH_IT
        )
    except OSError:
        return False


def score_lines(path: Path, lang: Lang, jobs: int) -> Iterator[Block]:
    """The results in the file's order.

    Raises ``OSError`` when the file can't be read. Closing the iterator ends the processes.
    """
    with path.open("rb"):
        pass
    context = quick_start()
    sys.stdout.flush()  # or a copy would write it a second time
    _desk()
    processes, pipes = [], []
    try:
        for turn in range(jobs):
            ours, theirs = context.Pipe(duplex=False)
            _make_room(theirs)
            pipes.append(ours)
            process = context.Process(
                target=_work, args=(theirs, tuple(pipes), path, lang, turn, jobs), daemon=True
            )
            process.start()
            theirs.close()
            processes.append(process)
        shares = [_received(pipe, path, lang, turn, jobs) for turn, pipe in enumerate(pipes)]
        for share in cycle(shares):
            block = next(share, None)
            if block is None:
                return
            yield block
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            process.terminate()
            process.join()


def _make_room(pipe: Connection) -> None:
    """Lets a process go on with its next block while the one before waits to be taken.

    A pipe holds 64 KB unless told otherwise; a process would stop in the middle of each block,
    until those before have been taken from the others.
    """
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):  # somebody has used up what an account may have
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_ROOM)


def _received(pipe: Connection, path: Path, lang: Lang, turn: int, jobs: int) -> Iterator[Block]:
    """What a process sends. When it is killed, for want of memory perhaps, the rest of its share
    is scored here."""
    received = 0
    try:
        while (block := pipe.recv()) is not None:
            if isinstance(block, Exception):
                raise block
            received += 1
            yield block
    except (EOFError, ConnectionResetError):
        yield from islice(_scored(path, lang, turn, jobs), received, None)


def _work(
    pipe: Connection, inherited: Sequence[Connection], path: Path, lang: Lang, turn: int, jobs: int
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command hears it, and ends us
    for end in inherited:
        # While a copy of the other end is open here, the command's death would go unnoticed.
        end.close()
    # A line leaves no cycles behind, and looking for them costs a twentieth of the time.
    gc.freeze()
    gc.set_threshold(_COLLECT_EVERY)
    try:
        for block in _scored(path, lang, turn, jobs):
            pipe.send(block)
        pipe.send(None)
    except BrokenPipeError:
        pass  # nobody wants the rest
    except Exception as error:  # noqa: BLE001 - told where it can be reported
        error.add_note(traceback.format_exc())  # which doesn't travel by itself
        pipe.send(error)


def _scored(path: Path, lang: Lang, turn: int, jobs: int) -> Iterator[Block]:
    """The share of one process."""
    desk, words, file = _desk(), Words(lang), shown_name(path)
    for lines in _own_blocks(path, turn, jobs):
        # One by one: what was just read is still in the processor's cache.
        results, refused = [], 0
        for number, line in lines:
            result = score_line(file, number, line, desk)
            results.append(result_line(result, words))
            refused += isinstance(result, NotScored)
        yield b"".join(results), refused


def _own_blocks(path: Path, turn: int, jobs: int) -> Iterator[list[tuple[int, bytes | Problem]]]:
    with path.open("rb") as stream:
        lines = answer_json.lines(stream)
        for block in count():
            taken = list(islice(lines, _BLOCK))
            if not taken:
                return
            if block % jobs == turn:
                yield taken


@lru_cache(maxsize=1)
def _desk() -> Desk:
    """Opened once, before the processes are copied where they are."""
    desk = Desk(PackShelf(), load_places())
    desk.packs.default()
    return desk
