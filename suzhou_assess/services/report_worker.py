"""Makes one report, in the process that asked or in one of a batch's own."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from suzhou_assess.domain.problems import problem
from suzhou_assess.domain.text import Lang
from suzhou_assess.report.model import ReportKind
from suzhou_assess.services.report_facts import build_report
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.system_reasons import reason_of
from suzhou_assess.words.trouble import Trouble

if TYPE_CHECKING:
    from suzhou_assess.report.typst_setter import Typesetter
    from suzhou_assess.services.standings import Standings


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made."""

    database: Path
    assessment_id: str
    out: Path
    fmt: Literal["pdf", "docx"]
    kind: ReportKind
    lang: Lang
    template: Path | None
    """An office's own Word template."""


def write_one(order: Order) -> str:
    """Makes one report of a batch and writes it; gives why it couldn't, empty when it could.

    The process opens the database at its first report and keeps it for the others.
    """
    from suzhou_assess.packs.problems import PackNotFoundError
    from suzhou_assess.workbook.replacing import replace

    words = Words(order.lang)
    try:
        desk = _desk(order.database, order.fmt, order.lang, order.template)
        replace(order.out, make_report(desk.ws, order, desk.standings, desk.template))
    except Trouble as error:
        return error.say(words)
    except PackNotFoundError as error:
        found = problem("pack_edition_unknown", pack=error.pack_id, edition=error.edition or "")
        return words.problem(found)
    except OSError as error:
        return words.say("report.not_written", out=str(order.out), reason=reason_of(error))
    return ""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a process keeps from one report of a batch to the next."""

    ws: Workspace
    standings: Standings
    template: bytes | None


@lru_cache(maxsize=1)
def _desk(database: Path, fmt: str, lang: Lang, template: Path | None) -> _Desk:
    from suzhou_assess.services.standings import Standings

    ws = Workspace.open(str(database), create=False)
    return _Desk(ws, Standings.load(ws), _template(ws, fmt, lang, template))


def make_report(
    ws: Workspace, order: Order, standings: Standings | None, template: bytes | None
) -> bytes:
    """The content of the file; ``template`` is what a Word file is made with.

    Raises ``StoreError``, ``PackNotFoundError``, ``ReportError``.
    """
    made_at = datetime.now().astimezone().replace(microsecond=0)
    with tempfile.TemporaryDirectory(prefix="suzhou-assess-") as folder:
        pictures = Path(folder)
        model = build_report(
            ws,
            order.assessment_id,
            order.kind,
            order.lang,
            made_at=made_at,
            standings=standings,
            pictures=pictures,
        )
        if order.fmt == "pdf":
            from suzhou_assess.report.typst_report import report_pdf

            return report_pdf(model, typesetter(), pictures)
        from suzhou_assess.report.typst_report import chart_png
        from suzhou_assess.report.word_fields import CHARTS
        from suzhou_assess.report.word_report import report_docx

        charts = {name: chart_png(model, name, typesetter()) for name in CHARTS}
        return report_docx(model, template=template, pictures=pictures, charts=charts)


def make_alone(ws: Workspace, order: Order, standings: Standings | None) -> bytes:
    """The content of the file of one report; raises ``TemplateError`` and ``OSError`` as well."""
    template = _template(ws, order.fmt, order.lang, order.template)
    return make_report(ws, order, standings, template)


def check_ready(ws: Workspace, order: Order) -> None:
    """Raises ``ReportError``, ``TemplateError`` or ``OSError`` for what would keep every report
    from being made."""
    typesetter().check()
    _template(ws, order.fmt, order.lang, order.template)


def _template(ws: Workspace, fmt: str, lang: Lang, path: Path | None) -> bytes | None:
    if fmt == "pdf":
        return None
    from suzhou_assess.services.report_template import template_for

    return template_for(ws, lang, path)


@lru_cache(maxsize=1)
def typesetter() -> Typesetter:
    """That of this process."""
    from suzhou_assess.report.typst_setter import Typesetter

    return Typesetter()
