"""Writes the workbooks that are handed over: blank, filled, and the summary."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.problems import Param
from suzhou_assess.domain.text import Lang
from suzhou_assess.services.assessment_reading import Shelves
from suzhou_assess.services.events import Progress
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words

SUFFIX = ".xlsx"


class TargetError(OSError):
    """A workbook can't be written there. ``code`` is ``out_suffix``, ``out_is_folder``,
    ``out_folder_missing`` or ``out_not_writable``; worded in ``resources/words/cli.json``."""

    def __init__(self, code: str, out: Path, **params: Param) -> None:
        super().__init__(0, code, str(out))
        self.code = code
        self.params: dict[str, Param] = {"out": str(out), **params}

    def say(self, words: Words) -> str:
        return words.say(f"cli.{self.code}", **self.params)


def check_target(out: Path) -> None:
    """Raises ``TargetError`` for what is known before anything is computed."""
    if out.suffix.lower() != SUFFIX:
        raise TargetError("out_suffix", out)
    if out.is_dir():
        raise TargetError("out_is_folder", out)
    if not out.parent.is_dir():
        raise TargetError("out_folder_missing", out, folder=str(out.parent))
    # Files are replaced by renaming, so it is the folder that must be writable; a file that was
    # made read-only on purpose stays as it is.
    if not os.access(out.parent, os.W_OK) or (out.exists() and not os.access(out, os.W_OK)):
        raise TargetError("out_not_writable", out)


def write_template(
    shelves: Shelves, out: Path, lang: Lang = "zh", pack_id: str | None = None
) -> None:
    """A blank answer workbook. Raises ``TargetError``, ``OSError``, ``PackNotFoundError``."""
    from suzhou_assess.workbook.answer_writer import write_answer_workbook

    check_target(out)
    pack = shelves.packs.get(pack_id) if pack_id else shelves.packs.default()
    write_answer_workbook(out, pack, shelves.places, None, Words(lang))


def write_workbook(shelves: Shelves, submission: Submission, out: Path, lang: Lang = "zh") -> None:
    """A filled answer workbook. Raises ``TargetError``, ``OSError``."""
    from suzhou_assess.workbook.answer_writer import write_answer_workbook

    check_target(out)
    write_answer_workbook(out, submission.pack, shelves.places, submission, Words(lang))


def write_assessment(ws: Workspace, assessment_id: str, out: Path, lang: Lang = "zh") -> None:
    """The filled answer workbook of a stored assessment.

    Raises ``StoreError`` ``not_found``, ``TargetError``, ``OSError``.
    """
    from suzhou_assess.services.assessments import AssessmentSession

    write_workbook(ws, AssessmentSession(ws, assessment_id).submission(), out, lang)


def write_summary(ws: Workspace, out: Path, lang: Lang = "zh") -> Generator[Progress, None, None]:
    """The summary workbook of everything that the database holds.

    Raises ``StoreError``, ``TargetError``, ``OSError``. Closing the generator leaves ``out`` as
    it was.
    """
    from suzhou_assess.services.rollup import roll_up
    from suzhou_assess.workbook.summary import write_summary_workbook

    check_target(out)
    yield Progress(0, None)
    rollup = roll_up(ws)
    written = write_summary_workbook(
        out,
        rollup.rows,
        head=rollup.head,
        pack=rollup.pack,
        places=rollup.places,
        words=Words(lang),
    )
    for done in written:
        yield Progress(done, max(done, rollup.enterprises))
