"""Papers of a visit: the interview script that is taken along, and the sign-off sheet at its end.

Both are written as Word or PDF, by the name of the file.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.text import Lang
from suzhou_assess.services.deliver import check_target
from suzhou_assess.services.events import Progress
from suzhou_assess.services.reports import format_of
from suzhou_assess.services.workspace import Workspace

if TYPE_CHECKING:
    from suzhou_assess.report.interview_model import InterviewModel
    from suzhou_assess.report.signoff_model import SignoffModel

Paper = Literal["signoff", "interview"]


def check_out(out: Path) -> None:
    """Raises ``TargetError`` for what is known before anything is made."""
    check_target(out, f".{format_of(out)}")


def write_signoff(
    ws: Workspace, assessment_id: str, out: Path, lang: Lang = "zh"
) -> Generator[Progress, None, None]:
    """The sign-off sheet (现场评定确认书) of an assessment.

    Raises ``StoreError`` ``not_found``, ``TargetError``, ``ReportError`` (for a PDF, when no font
    has Chinese) and ``OSError``. ``out`` appears whole or not at all; closing
    the generator leaves it as it was.
    """
    from suzhou_assess.services.signoff_facts import build_signoff

    check_out(out)
    yield Progress(0, None)
    yield from _write("signoff", build_signoff(ws, assessment_id, lang), out, lang)


def write_interview(
    ws: Workspace, assessment_id: str | None, out: Path, lang: Lang = "zh"
) -> Generator[Progress, None, None]:
    """The interview script (访谈提纲) for an assessment; without one a blank script.

    Raises what ``write_signoff`` does.
    """
    from suzhou_assess.services.interview_facts import build_interview

    if assessment_id is None:
        yield from write_blank_interview(ws.packs.default(), out, lang)
        return
    check_out(out)
    yield Progress(0, None)
    yield from _write("interview", build_interview(ws, assessment_id, lang), out, lang)


def write_blank_interview(
    pack: Pack, out: Path, lang: Lang = "zh"
) -> Generator[Progress, None, None]:
    """The script of an index with nothing filled in. Raises what ``write_signoff`` does."""
    from suzhou_assess.services.interview_facts import build_blank

    check_out(out)
    yield Progress(0, None)
    yield from _write("interview", build_blank(pack, lang), out, lang)


def _write(
    paper: Paper, model: SignoffModel | InterviewModel, out: Path, lang: Lang
) -> Generator[Progress, None, None]:
    from suzhou_assess.workbook.replacing import replace

    made_at = datetime.now().astimezone()
    if format_of(out) == "docx":
        from suzhou_assess.report.word_handouts import handout_docx

        content = handout_docx(paper, model, made_at)
    else:
        from suzhou_assess.report.model import to_data
        from suzhou_assess.services.report_worker import typesetter

        data = {**to_data(model), "lang": lang}
        content = typesetter().pdf(paper, data, made_at=made_at)
    yield Progress(0, None)
    replace(out, content)
