"""Reading a filled answer workbook: the guard's look and our reader against bare calamine.

Processor time of this process, the best of several rounds. The rival opens the same bytes and
turns every sheet into Python lists, understanding nothing.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from python_calamine import CalamineWorkbook

from suzhou_assess.domain.answers import Answers
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.packs.code_lists import load_places
from suzhou_assess.packs.shelf import PackShelf
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook import guard
from suzhou_assess.workbook.answer_reader import read_answer_workbook
from suzhou_assess.workbook.answer_writer import write_answer_workbook

BOUND = 2.0
"""Around 1.9 on a quiet machine."""
ROUNDS, EACH = 7, 60


def main() -> int:
    pack, places = PackShelf().default(), load_places()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "filled.xlsx"
        write_answer_workbook(out, pack, places, _submission(pack), Words("zh"))
        data = out.read_bytes()

    def ours() -> None:
        guard.forget()
        assert guard.look_at(data, "filled.xlsx") is None
        assert read_answer_workbook(data, lambda *_: pack, places).submission

    def rival() -> None:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()

    mine, theirs = _best(ours), _best(rival)
    print(f"guard and reader {mine:.2f} ms, bare calamine {theirs:.2f} ms, a workbook")
    print(f"ratio {mine / theirs:.2f} (at most {BOUND})")
    return 0 if mine <= BOUND * theirs else 1


def _submission(pack: Pack) -> Submission:
    choices = {q.id: (q.options[-1].letter,) for q in pack.questions if q.kind == "multiple"}
    singles = {q.id: q.options[-1].letter for q in pack.questions if q.kind == "single"}
    levels = {s.id: 2 for s in pack.scenarios}
    figures = dict.fromkeys(pack.figure_by_id, 50)
    enterprise = Enterprise("91320583MA0000001B", "苏州试样机械有限公司", "320583")
    answers = Answers(choices | singles | levels, figures)
    return Submission(pack, enterprise, answers, "self", date(2025, 6, 1))


def _best(run: Callable[[], None]) -> float:
    """Milliseconds of one run in the best round."""
    run()
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for _ in range(EACH):
            run()
        times.append((time.process_time() - started) / EACH)
    return min(times) * 1000


if __name__ == "__main__":
    sys.exit(main())
