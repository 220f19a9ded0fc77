"""The document in which an assessment's answers are kept.

``{"answers": {…}, "figures": {…}, "not_applicable": […], "notes": {…}, "flags": […]}``, the same
names and values as in Answers JSON, so that nothing is lost between the two.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import orjson

from suzhou_assess.domain.answers import Answers, Choice, Number, read_answers, read_figures
from suzhou_assess.domain.exchange import json_number
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.scoring import Verdict

Document = dict[str, Any]


def empty() -> Document:
    """Nothing answered yet."""
    return {"answers": {}, "figures": {}, "not_applicable": [], "notes": {}, "flags": []}


def from_answers(answers: Answers) -> Document:
    """The document of these answers."""
    return {
        "answers": {item: as_raw(choice) for item, choice in answers.choices.items()},
        "figures": dict(answers.figures),
        "not_applicable": sorted(answers.not_applicable),
        "notes": dict(answers.notes),
        "flags": sorted(answers.flags),
    }


def to_answers(pack: Pack, document: Document) -> Answers:
    """The answers in a document. What the pack doesn't know stays in the document, unread."""
    answers, _ = read_answers(
        pack,
        document["answers"],
        document["figures"],
        document["not_applicable"],
        document["notes"],
        document["flags"],
    )
    return answers


def figures(pack: Pack, document: Document) -> Mapping[str, Number]:
    """The figures in a document, as numbers."""
    return read_figures(pack, document["figures"], [])


def as_raw(choice: Choice) -> str | int | list[str]:
    return list(choice) if isinstance(choice, tuple) else choice


def put(document: Document, part: str, item: str, value: object) -> None:
    """Sets or, with ``None``, takes away one entry of a part."""
    entries = document[part]
    if isinstance(entries, list):
        kept = [entry for entry in entries if entry != item]
        document[part] = sorted([*kept, item]) if value else kept
    elif value is None:
        entries.pop(item, None)
    else:
        entries[item] = value


_PREFIX = {"not_applicable": "not_applicable:", "notes": "note:", "flags": "flag:"}


def differences(old: Document, new: Document) -> Iterator[tuple[str, object, object]]:
    """Item, old and new value of everything that differs, named as in ``Change.item``."""
    for part in new:
        before, after = _entries(old[part]), _entries(new[part])
        for item in sorted(before.keys() | after.keys()):
            if before.get(item) != after.get(item):
                yield _PREFIX.get(part, "") + item, before.get(item), after.get(item)


def _entries(part: Mapping[str, object] | list[str]) -> Mapping[str, object]:
    return dict.fromkeys(part, True) if isinstance(part, list) else part


def verdict_json(verdict: Verdict) -> dict[str, object]:
    """The verdict as it is kept with a submitted assessment; points in thousandths."""
    return {
        "score": verdict.score,
        "level": verdict.level,
        "questions": dict(verdict.questions),
        "dimensions": dict(verdict.dimensions),
        "indicators": dict(verdict.indicators),
        "scenarios_at": list(verdict.scenarios_at),
        "binding_at": list(verdict.binding_at),
        "unanswered": list(verdict.unanswered),
    }


def to_json(value: object) -> str:
    """Compact JSON text; decimals as in Answers JSON, so that they read back the same."""
    try:
        return orjson.dumps(value, json_number, orjson.OPT_SORT_KEYS).decode()
    except orjson.JSONEncodeError:  # a whole number of over 64 bits
        return json.dumps(
            value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=json_number
        )


def from_json(text: str) -> Any:
    """JSON with its numbers exact: integers and decimals, never binary floats."""
    return json.loads(text, parse_float=Decimal)
