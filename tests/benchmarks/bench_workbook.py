"""Reading a filled answer workbook against bare calamine.

Once a workbook as it is written, which our reader reads without any parser, and once one that it
leaves to the guard and calamine, for something in it is written in another way. Processor time of
this process, the best of several rounds. The rival opens the same bytes and turns every sheet into
Python lists, understanding nothing.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from python_calamine import CalamineWorkbook

from suzhou_assess.domain.answers import Answers
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.packs.code_lists import load_places
from suzhou_assess.packs.shelf import PackShelf
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.answer_reader import read_answer_workbook
from suzhou_assess.workbook.answer_writer import write_answer_workbook
from suzhou_assess.workbook.cell_edit import edit_parts
from suzhou_assess.workbook.plain_sheets import find_plain_sheets
from suzhou_assess.workbook.sheet_parts import WORKBOOK

USUAL, ODD = 1.4, 3.0
"""The odd one is gone through twice, by the guard and by calamine, and then understood."""
ROUNDS, EACH = 7, 60
_ODD_DAYS = b'<workbookPr date1904="1"'
"""Says that days count from 1904, as old programs for the Macintosh wrote it."""


def main() -> int:
    pack, places = PackShelf().default(), load_places()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "filled.xlsx"
        write_answer_workbook(out, pack, places, _submission(pack), Words("zh"))
        data = out.read_bytes()

    odd = edit_parts(data, {WORKBOOK: lambda xml: xml.replace(b"<workbookPr", _ODD_DAYS, 1)})
    assert find_plain_sheets(data) is not None
    assert find_plain_sheets(odd) is None
    kept = True
    for name, book, bound in (("usual", data, USUAL), ("odd", odd, ODD)):
        mine, theirs = _best(partial(_ours, book, pack, places)), _best(partial(_rival, book))
        print(f"{name:6} ours {mine:.2f} ms, bare calamine {theirs:.2f} ms, a workbook")
        print(f"       ratio {mine / theirs:.2f} (at most {bound})")
        kept &= mine <= bound * theirs
    return 0 if kept else 1


def _ours(data: bytes, pack: Pack, places: Places) -> None:
    assert read_answer_workbook(data, lambda *_: pack, places).submission


def _rival(data: bytes) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


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
