"""Answers JSON: one assessment of one enterprise, as it travels between programs.

``read_submission`` takes what a JSON parser gave and collects everything that is wrong with it;
``to_json`` is its inverse. The format is described in ``docs/formats.md``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from suzhou_assess.domain.answers import NO_NOTES, Answers, Number, read_answers
from suzhou_assess.domain.enterprise import Enterprise, read_enterprise
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.problems import Problem, as_written, problem

FORMAT = "suzhou-assess/answers/1"
_FORMAT = re.compile(r"suzhou-assess/answers/(\d{1,9})", re.ASCII)
_VERSION = 1
_CANONICAL_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Mode = Literal["self", "onsite"]
MODES: tuple[Mode, ...] = ("self", "onsite")


@dataclass(frozen=True, slots=True)
class Submission:
    """One assessment, read and understood as far as it could be."""

    pack: Pack
    enterprise: Enterprise
    answers: Answers
    mode: Mode
    date: date | None
    assessor: str = ""
    assessment_id: str | None = None
    """A UUID in its canonical form."""

    def content_digest(self) -> str:
        """SHA-256 of everything that was answered: equal content has an equal digest."""
        content = to_json(self)
        content["assessment"].pop("id", None)
        packed = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(packed.encode()).hexdigest()


def answers_digest(answers: Answers) -> str:
    """SHA-256 of the answers and figures alone, for telling whether they were changed."""
    packed = json.dumps(_answers_json(answers), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(packed.encode()).hexdigest()


def pack_id_of(raw: object) -> tuple[str | None, list[Problem]]:
    """Which pack an object wants, and what is wrong with its frame."""
    if not isinstance(raw, Mapping):
        return None, [problem("field_wrong_type", field="JSON")]
    written = raw.get("format", FORMAT)
    if written != FORMAT:
        version = _FORMAT.fullmatch(written) if isinstance(written, str) else None
        newer = version is not None and int(version[1]) > _VERSION
        code = "format_newer" if newer else "format_unknown"
        return None, [problem(code, "format", format=as_written(written), known=FORMAT)]
    pack = raw.get("pack")
    if pack is None or pack == "":
        return None, [problem("pack_missing", "pack")]
    if not isinstance(pack, str):
        return None, [problem("field_wrong_type", "pack", field="pack")]
    return pack, []


def read_submission(
    raw: Mapping[str, object], pack: Pack, places: Places
) -> tuple[Submission, list[Problem]]:
    """The submission in ``raw``, and every problem of its frame, profile and answers.

    The data checks (``check_answers``) are not run here.
    """
    problems: list[Problem] = []
    enterprise, found = read_enterprise(_mapping(raw, "enterprise", problems), places)
    problems.extend(found)
    head = _mapping(raw, "assessment", problems)
    answers, found = read_answers(
        pack,
        _mapping(raw, "answers", problems),
        _mapping(raw, "figures", problems),
        _strings(raw, "not_applicable", problems),
        _texts(raw, "notes", problems),
        _strings(raw, "flags", problems),
        _texts(raw, "reasons", problems),
    )
    problems.extend(found)
    return (
        Submission(
            pack=pack,
            enterprise=enterprise,
            answers=answers,
            mode=_mode(head.get("mode"), problems),
            date=_date(head.get("date"), problems),
            assessor=_text(head, "assessor", problems),
            assessment_id=_uuid(head.get("id"), problems),
        ),
        problems,
    )


def to_json(submission: Submission) -> dict[str, Any]:
    """The submission as an Answers JSON object. Empty fields are left out."""
    e = submission.enterprise
    enterprise: dict[str, object] = {
        "name": e.name,
        "uscc": e.uscc,
        "district": e.district,
        "town": e.town,
        "industry": e.industry,
        "cluster": e.cluster,
        "founded": e.founded,
        "employees": e.employees,
        "revenue": None if e.revenue is None else json_number(e.revenue),
        "above_scale": e.above_scale,
        "qualification": e.qualification,
        "contact_name": e.contact_name,
        "contact_title": e.contact_title,
        "phone": e.phone,
        "email": e.email,
    }
    head: dict[str, object] = {
        "id": submission.assessment_id,
        "mode": submission.mode,
        "date": submission.date.isoformat() if submission.date else None,
        "assessor": submission.assessor,
    }
    packed: dict[str, Any] = {
        "format": FORMAT,
        "pack": submission.pack.id,
        "edition": submission.pack.edition,
        "enterprise": {k: v for k, v in enterprise.items() if v not in (None, "")},
        "assessment": {k: v for k, v in head.items() if v not in (None, "")},
        **_answers_json(submission.answers),
    }
    answers = submission.answers
    if answers.notes:
        packed["notes"] = dict(sorted(answers.notes.items()))
    if answers.flags:
        packed["flags"] = sorted(answers.flags)
    if answers.reasons:
        packed["reasons"] = dict(sorted(answers.reasons.items()))
    return packed


def _answers_json(answers: Answers) -> dict[str, object]:
    packed: dict[str, object] = {
        "answers": {
            item: list(choice) if isinstance(choice, tuple) else choice
            for item, choice in sorted(answers.choices.items())
        },
        "figures": {name: json_number(value) for name, value in sorted(answers.figures.items())},
    }
    if answers.not_applicable:
        packed["not_applicable"] = sorted(answers.not_applicable)
    return packed


def json_number(number: Number) -> int | float | str:
    """What reads back as the same decimal: a number, or its text where a float has no room."""
    if isinstance(number, int):
        return number  # as nearly all are
    if number == int(number):
        return int(number)
    near = float(number)
    return near if Decimal(repr(near)) == number else str(number)


def _mapping(
    raw: Mapping[str, object], field: str, problems: list[Problem]
) -> Mapping[str, object]:
    value = raw.get(field)
    if isinstance(value, dict):
        return value
    if value is not None:
        problems.append(problem("field_wrong_type", field, field=field))
    return {}


def _strings(raw: Mapping[str, object], field: str, problems: list[Problem]) -> Sequence[str]:
    value = raw.get(field)
    if value is None:
        return ()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    problems.append(problem("field_wrong_type", field, field=field))
    return ()


def _texts(raw: Mapping[str, object], field: str, problems: list[Problem]) -> Mapping[str, str]:
    if field not in raw:
        return NO_NOTES  # as nearly always
    texts = _mapping(raw, field, problems)
    if all(isinstance(text, str) for text in texts.values()):
        return {item: str(text) for item, text in texts.items() if text}
    problems.append(problem("field_wrong_type", field, field=field))
    return NO_NOTES


def _text(head: Mapping[str, object], field: str, problems: list[Problem]) -> str:
    value = head.get(field)
    if value is None or isinstance(value, str):
        return " ".join((value or "").split())
    problems.append(problem("field_wrong_type", field, field=field))
    return ""


def _mode(value: object, problems: list[Problem]) -> Mode:
    if value is None:
        problems.append(problem("mode_missing", "mode"))
        return "self"
    for mode in MODES:
        if value == mode:
            return mode
    problems.append(problem("mode_unknown", "mode", value=as_written(value)))
    return "self"


def _date(value: object, problems: list[Problem]) -> date | None:
    if value is None or value == "":
        problems.append(problem("date_missing", "date"))
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(
                value[:10] if len(value) > 10 and value[10] in "T " else value
            )
        except ValueError:
            pass
    problems.append(problem("date_unreadable", "date", value=as_written(value)))
    return None


def _uuid(value: object, problems: list[Problem]) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, str) and _CANONICAL_ID.fullmatch(value):
        return value
    try:
        return str(UUID(value if isinstance(value, str) else ""))
    except ValueError:
        problems.append(problem("assessment_id_malformed", "id", value=as_written(value)))
        return None
