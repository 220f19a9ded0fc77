"""The document in which an assessment's answers are kept.

``{"answers": {…}, "figures": {…}, "not_applicable": […], "notes": {…}, "flags": […]}``, the same
names and values as in Answers JSON, so that nothing is lost between the two. ``"reasons": {…}``
stands there only while there is one: documents from before there were any stay as they are.
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

RawChoice = str | int | list[str]
"""An answer in JSON's terms."""


def empty() -> Document:
    """Nothing answered yet."""
    return {"answers": {}, "figures": {}, "not_applicable": [], "notes": {}, "flags": []}


def from_answers(answers: Answers) -> Document:
    """The document of these answers."""
    document = {
        "answers": {item: as_raw(choice) for item, choice in answers.choices.items()},
        "figures": dict(answers.figures),
        "not_applicable": sorted(answers.not_applicable),
        "notes": dict(answers.notes),
        "flags": sorted(answers.flags),
    }
    if answers.reasons:
        document["reasons"] = dict(answers.reasons)
    return document


def to_answers(pack: Pack, document: Document) -> Answers:
    """The answers in a document. What the pack doesn't know stays in the document, unread."""
    answers, _ = read_answers(
        pack,
        document["answers"],
        document["figures"],
        document["not_applicable"],
        document["notes"],
        document["flags"],
        document.get("reasons"),
    )
    return answers


def figures(pack: Pack, document: Document) -> Mapping[str, Number]:
    """The figures in a document, as numbers."""
    return read_figures(pack, document["figures"], [])


def as_raw(choice: Choice) -> RawChoice:
    return list(choice) if isinstance(choice, tuple) else choice


def put(document: Document, part: str, item: str, value: object) -> None:
    """Sets or, with ``None``, takes away one entry of a part."""
    entries = document.setdefault(part, {})
    if isinstance(entries, list):
        kept = [entry for entry in entries if entry != item]
        document[part] = sorted([*kept, item]) if value else kept
    elif value is None:
        entries.pop(item, None)
    else:
        entries[item] = value
    if part == "reasons" and not entries:
        del document[part]


_PREFIX = {
    "answers": "",
    "figures": "",
    "not_applicable": "not_applicable:",
    "notes": "note:",
    "flags": "flag:",
    "reasons": "reason:",
}
_NOTHING: Mapping[str, object] = {}


def differences(old: Document, new: Document) -> Iterator[tuple[str, object, object]]:
    """Item, old and new value of everything that differs, named as in ``Change.item``."""
    for part, prefix in _PREFIX.items():
        before = _entries(old.get(part, _NOTHING))
        after = _entries(new.get(part, _NOTHING))
        for item in sorted(before.keys() | after.keys()):
            if before.get(item) != after.get(item):
                yield prefix + item, before.get(item), after.get(item)


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
