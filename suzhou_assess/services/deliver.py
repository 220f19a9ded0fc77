"""Writes the workbooks that are handed over: blank, filled, and the summary."""

from __future__ import annotations

import os
from collections.abc import Generator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.problems import Param
from suzhou_assess.domain.text import Lang
from suzhou_assess.services.assessment_reading import Shelves
from suzhou_assess.services.campaigns import campaign
from suzhou_assess.services.events import Progress
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.trouble import Trouble

if TYPE_CHECKING:
    from suzhou_assess.services.rollup_views import RollupFilter

SUFFIX = ".xlsx"


class TargetError(Trouble, OSError):
    """A file can't be written there. ``code`` is ``out_suffix``, ``out_is_folder``,
    ``out_folder_missing``, ``out_not_writable`` or, of a benchmark, ``out_too_few``; worded in
    ``resources/words/cli.json``."""

    area = "cli"

    def __init__(self, code: str, out: Path, **params: Param) -> None:
        super().__init__(code, out=str(out), **params)
        self.filename = str(out)

    def say(self, words: Words) -> str:
        """What is wrong with it, and what to do now."""
        return words.say(f"cli.{self.code}", **self.params)


def check_target(out: Path, suffix: str = SUFFIX) -> None:
    """Raises ``TargetError`` for what is known before anything is computed."""
    if out.suffix.lower() != suffix:
        raise TargetError("out_suffix", out, suffix=suffix)
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


def write_summary(
    ws: Workspace,
    out: Path,
    lang: Lang = "zh",
    *,
    wanted: RollupFilter | None = None,
    as_of: date | None = None,
) -> Generator[Progress, None, None]:
    """The summary workbook of what ``wanted`` names, by default of everything.

    Progress is counted to the evening of ``as_of``, by default of today; of a day that is past
    only what was assessed by then is in it. Raises ``StoreError``, ``TargetError``, ``OSError``.
    Closing the generator leaves ``out`` as it was.
    """
    from suzhou_assess.services.detail_rows import chosen_rows, make_ready
    from suzhou_assess.services.rollup_views import Part, RollupFilter
    from suzhou_assess.services.roster import roster_card
    from suzhou_assess.services.roster_share import roster_share
    from suzhou_assess.services.standings import Standings
    from suzhou_assess.services.summary_facts import facts, roster_facts
    from suzhou_assess.store.standings import moment
    from suzhou_assess.workbook.summary import write_summary_workbook
    from suzhou_assess.workbook.summary_data import Detail

    check_target(out)
    yield Progress(0, None)
    yield from (packed for packed in make_ready(ws) if packed.total)
    course, made_at = campaign(ws), datetime.now().astimezone()
    wanted = wanted or RollupFilter()
    if as_of is not None and as_of < made_at.date() and wanted.until is None:
        wanted = replace(wanted, until=as_of)
    with moment(ws.path) as now:
        standings = Standings.load(ws, now)
        view = standings.view(wanted, course, as_of or made_at.date())
        covered = roster_share(now, standings, wanted, ws.places)
        roster = None if covered is None else roster_facts(covered, roster_card(ws), ws.places)
        summary = facts(view, course, ws.packs.default(), ws.places, made_at, roster)
        ids = standings.enterprise_ids(wanted, Part("all"))
        detail = Detail(len(ids), chosen_rows(ws, now, ids, wanted))
        for done in write_summary_workbook(out, summary, detail, Words(lang)):
            yield Progress(done, detail.count)
