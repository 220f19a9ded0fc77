"""Batches of made-up submissions, and what a database holds after them, whatever its ids."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from suzhou_assess.domain.answers import read_answers
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Mode, Submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.problems import problem
from suzhou_assess.domain.scoring import score
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.submissions import IncomingSubmission, Origin, SubmissionWriter

DISTRICTS = (None, "320583", "320509")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A workbook as it comes in. Equal ones have equal contents."""

    enterprise: int = 1
    day: int = 1
    mode: Mode = "self"
    file: str = "a.xlsx"
    q05: str = "B"
    level: int = 1
    note: str = ""
    flag: bool = False
    assessor: str = ""
    town: str = ""
    district: str | None = None
    revenue: str | None = None
    section: str = ""
    """A note at a section, as only JSON has it."""
    reason: str = ""
    altered: bool = False
    named: int | None = None
    """Names its assessment with an id of its own."""


def incoming(
    sheet: Sheet, pack: Pack, profile: Callable[..., dict[str, Any]]
) -> IncomingSubmission:
    """The sheet as the reader gives it."""
    typed = profile(sheet.enterprise)
    answers, _ = read_answers(
        pack,
        {"Q01": ["B"], "Q05": sheet.q05} | {s.id: sheet.level for s in pack.scenarios},
        {"pass_rate_before": Decimal("98.75")},
        notes=_said("Q05", sheet.note) | _said("equipment", sheet.section),
        flags=["Q01"] if sheet.flag else [],
        reasons=_said("Q05", sheet.reason),
    )
    key = str(uuid5(NAMESPACE_URL, f"{sheet.enterprise}/{sheet.named}"))
    submission = Submission(
        pack,
        Enterprise(
            uscc=typed["uscc"],
            name=typed["name"],
            district=sheet.district,
            town=sheet.town,
            revenue=None if sheet.revenue is None else Decimal(sheet.revenue),
            employees=100,
        ),
        answers,
        sheet.mode,
        date(2025, 6, sheet.day),
        sheet.assessor,
        None if sheet.named is None else key,
    )
    found = (problem("changed_after_export"),) if sheet.altered else ()
    return IncomingSubmission(
        submission,
        score(pack, answers.choices),
        sheet.file,
        Origin(sheet.file, path=f"/in/{sheet.file}", fingerprint=b"\1" * 16),
        found,
    )


def _said(key: str, text: str) -> dict[str, str]:
    return {key: text} if text else {}


def take_in(
    ws: Workspace, sheets: Iterable[IncomingSubmission], source: str, block: int = 2
) -> str:
    """One batch, in transactions of ``block`` sheets. Gives its id."""
    writer = SubmissionWriter(ws.store, ws.places, "导入员")
    batch = writer.begin(source, [f"/in/{source}"])
    taken = list(sheets)
    for start in range(0, len(taken), block):
        writer.store(taken[start : start + block])
    writer.finish({})
    return batch


def contents(ws: Workspace) -> dict[str, Any]:
    """Everything but ids and moments, which differ from run to run."""
    with ws.store.reading() as connection:
        rows = {
            table: [dict(row) for row in connection.exec_driver_sql(query).mappings()]
            for table, query in _QUERIES.items()
        }
    sources = {row["id"]: row["source"] for row in rows["batch"]}
    codes = {row["id"]: row["uscc"] for row in rows["enterprise"]}
    for row in rows["assessment"]:
        row["enterprise"] = codes[row.pop("enterprise_id")]
        row["batch"] = sources.get(row.pop("batch_id"))
        row["standing"] = _standing(row["standing"])
    told = {row["id"]: _without(row, "id") for row in rows["assessment"]}
    for row in rows["enterprise"]:
        row["latest"] = told.get(row.pop("latest_assessment"))
    return {
        "enterprises": _sorted(_without(row, "id") for row in rows["enterprise"]),
        "assessments": _sorted(told.values()),
        "changes": _sorted(
            {
                "whose": codes.get(row["enterprise_id"]) or told[row["assessment_id"]],
                "batch": sources.get(row["batch_id"]),
                **{name: row[name] for name in ("who", "item", "old", "new")},
            }
            for row in rows["change"]
        ),
        "doubts": _sorted(
            {
                "kind": row["kind"],
                "enterprise": codes[row["enterprise_id"]],
                "mine": told.get(row["assessment_id"]),
                "other": told.get(row["other"], row["other"]),
            }
            for row in rows["doubt"]
        ),
    }


_QUERIES = {
    "batch": "SELECT id, source FROM batch",
    "enterprise": (
        "SELECT id, uscc, name, district, town, revenue, employees, size, search, assessments,"
        " drafts, latest_level, latest_score, latest_date, latest_mode, latest_assessment"
        " FROM enterprise"
    ),
    "assessment": (
        "SELECT id, enterprise_id, mode, date, assessor, status, answers, answered, total, score,"
        " level, verdict, digest, source, batch_id, held, standing FROM assessment"
    ),
    "change": "SELECT * FROM change ORDER BY at, id",
    "doubt": "SELECT * FROM doubt WHERE decided_at IS NULL",
}


def _standing(packed: bytes | None) -> str | None:
    # Without the enterprise's id and the moment.
    return None if packed is None else (packed[4:11] + packed[19:]).hex()


def _without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _sorted(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))
