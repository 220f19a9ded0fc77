"""Reports as files: one at a click, or those of a thousand enterprises side by side."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.text import Lang
from suzhou_assess.services.deliver import TargetError, check_target
from suzhou_assess.services.events import Progress
from suzhou_assess.services.processes import usable_cores
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words

if TYPE_CHECKING:
    from suzhou_assess.report.model import ReportKind
    from suzhou_assess.services.report_worker import Order
    from suzhou_assess.store.report_queries import Reported

Format = Literal["pdf", "docx"]
FORMATS: tuple[Format, ...] = ("pdf", "docx")

SECONDS_PER_REPORT = 120.0
"""A report with hundreds of photos takes some ten."""
_MEMORY = 3 * 1024**3
"""Bytes of address space, into which the fonts are mapped; a report takes some 200 MB."""
MOST_JOBS = 64
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_LONGEST_NAME = 150
"""Bytes of the enterprise's name in a file name: with code and a number it stays within 255."""


@dataclass(frozen=True, slots=True)
class ReportsResult:
    """What became of a batch."""

    written: tuple[Path, ...]
    failed: tuple[tuple[str, str], ...]
    """Enterprise and why it has no report, in words."""


def warm_up() -> Generator[None, None, None]:
    """Gets at hand what the first report of a program would wait for: libraries and fonts."""
    yield
    from suzhou_assess.report import word_engine
    from suzhou_assess.services.report_worker import typesetter

    word_engine.warm_up()
    yield
    typesetter()


def write_report(
    ws: Workspace,
    assessment_id: str,
    out: Path,
    *,
    kind: ReportKind = "enterprise",
    lang: Lang = "zh",
    template: Path | None = None,
) -> Generator[Progress, None, None]:
    """The report of one assessment, as PDF or Word by the suffix of ``out``.

    ``template`` is an office's own Word template; without one that of the setting
    ``report_template`` is used, else ours. Raises ``StoreError`` ``not_found``, ``TargetError``,
    ``ReportError`` (no font for Chinese, a template that doesn't fit), ``OSError``. Closing the
    generator leaves ``out`` as it was.
    """
    from suzhou_assess.services.report_worker import Order, make_alone
    from suzhou_assess.services.rollup import up_to_date
    from suzhou_assess.workbook import replacing

    fmt = format_of(out)
    check_target(out, f".{fmt}")
    yield Progress(0, None)
    standings = yield from up_to_date(ws)
    order = Order(ws.path, assessment_id, out, fmt, kind, lang, template)
    content = make_alone(ws, order, standings)
    yield Progress(0, None)
    replacing.replace(out, content)


def write_reports(
    ws: Workspace,
    ids: Sequence[str] | None,
    folder: Path,
    fmt: Format,
    *,
    kind: ReportKind = "enterprise",
    lang: Lang = "zh",
    jobs: int | None = None,
    template: Path | None = None,
) -> Generator[Progress, None, ReportsResult]:
    """Reports of these assessments, by default of each enterprise's counting one.

    They go into ``folder``, which is made if it isn't there, under the enterprise's name and
    credit code. A file of that name that stands there is never written over: the new one gets a
    number. A report that can't be made is named in the result and the others go on. Closing the
    generator ends the processes and leaves what is written.

    Raises ``StoreError``, ``ReportError`` (for what would keep every report from being made),
    ``OSError``.
    """
    from suzhou_assess.services.confined_pool import ConfinedPool
    from suzhou_assess.services.report_worker import Order, check_ready, write_one
    from suzhou_assess.services.rollup import up_to_date
    from suzhou_assess.store import report_queries

    chosen = counting(ws) if ids is None else report_queries.named(ws.path, ids)
    yield Progress(0, len(chosen))
    order = Order(ws.path, "", folder, fmt, kind, lang, template)
    check_ready(ws, order)
    folder.mkdir(parents=True, exist_ok=True)
    # Peers are told from these: what an older database lacks is made once, not in each process.
    yield from (Progress(0, len(chosen)) for _ in up_to_date(ws))
    written: list[Path] = []
    failed: list[tuple[str, str]] = []
    if chosen:
        words = Words(lang)
        orders = _orders(chosen, folder, words, order)
        processes = min(jobs or usable_cores(), MOST_JOBS, len(chosen))
        with ConfinedPool(write_one, processes, seconds=SECONDS_PER_REPORT, memory=_MEMORY) as pool:
            names = iter(chosen)
            for finished in pool.run(orders):
                if finished is not None:
                    order, trouble = finished
                    name = next(names).name
                    if trouble is None:
                        trouble = words.say("report.worker_died")
                    if trouble:
                        failed.append((name, trouble))
                    else:
                        written.append(order.out)
                yield Progress(len(written) + len(failed), len(chosen))
    return ReportsResult(tuple(written), tuple(failed))


def counting(ws: Workspace, uscc: str | None = None) -> list[Reported]:
    """Of every enterprise (or that with this credit code, however it is typed) the assessment that
    counts; of one that has submitted none, its latest draft. Raises ``StoreError``."""
    from suzhou_assess.store import report_queries

    return report_queries.counting(ws.path, None if uscc is None else credit_code.normalise(uscc))


def format_of(out: Path) -> Format:
    """By the suffix. Raises ``TargetError`` ``report_suffix``."""
    for fmt in FORMATS:
        if out.suffix.lower() == f".{fmt}":
            return fmt
    raise TargetError("out_suffix", out, suffix=".pdf / .docx")


def file_name(one: Reported, words: Words, kind: ReportKind) -> str:
    """The name of a report's file without its suffix: enterprise, credit code, which version."""
    name = _NOT_IN_NAMES.sub("_", one.name).strip(" .")
    name = name.encode()[:_LONGEST_NAME].decode(errors="ignore").rstrip(" .")
    return words.say(f"report.file_{kind}", name=name or "_", uscc=one.uscc)


def _orders(
    chosen: Iterable[Reported], folder: Path, words: Words, order: Order
) -> Iterator[Order]:
    taken: set[str] = set()
    for one in chosen:
        stem = name = file_name(one, words, order.kind)
        number = 1
        # Compared without case: Windows and macOS take such names for one.
        while name.casefold() in taken or (folder / f"{name}.{order.fmt}").exists():
            number += 1
            name = f"{stem} ({number})"
        taken.add(name.casefold())
        yield replace(order, assessment_id=one.assessment_id, out=folder / f"{name}.{order.fmt}")
