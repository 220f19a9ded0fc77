"""The shape of a file: which keys, which lists, which kind of value, before any meaning.

A shape reads a plain YAML value at a path: it gives the value in its JSON form (``"true"`` becomes
``True``, ``"13"`` becomes ``13``; points and percentages stay text, for they must stay exact) and
adds what is wrong to the findings. A value that can't be used becomes ``None``, so that the rest of
the file can still be checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from suzhou_assess.domain.text import LANGS

if TYPE_CHECKING:
    from suzhou_assess.packs.problems import Findings, Path
    from suzhou_assess.packs.yaml_source import Plain

Json = Any
"""What ``json`` reads and writes; the shape says which."""
Entry = dict[str, Json]


class Shape(Protocol):
    def read(self, value: Plain, path: Path, findings: Findings) -> Json: ...


@dataclass(frozen=True, slots=True)
class Scalar:
    """One word or number. ``convert`` gives ``None`` for what it can't take."""

    code: str
    """Of the problem when it can't."""
    convert: Callable[[str], Json]

    def read(self, value: Plain, path: Path, findings: Findings) -> Json:
        if not isinstance(value, str):
            findings.add(path, self.code, value=_shown(value))
            return None
        converted = self.convert(value)
        if converted is None:
            findings.add(path, self.code, value=_shown(value))
        return converted


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, value: Plain, path: Path, findings: Findings) -> Json:
        if isinstance(value, str) and value in self.words:
            return value
        findings.add(path, "not_one_of", value=_shown(value), known=self.words)
        return None


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages, ``{zh: …, en: …}``, and what may stand beside it."""

    beside: Mapping[str, Shape] = field(default_factory=dict)

    def read(self, value: Plain, path: Path, findings: Findings) -> Json:
        if not isinstance(value, dict):
            findings.add(path, "not_a_text", value=_shown(value))
            return None
        text: Entry = {}
        for lang in LANGS:
            said = value.get(lang)
            if isinstance(said, str) and said.strip():
                text[lang] = said.strip()
            else:
                findings.add((*path, lang), "text_missing", language=lang)
        whole = len(text) == len(LANGS)
        for key, shape in self.beside.items():
            if key in value:
                read = shape.read(value[key], (*path, key), findings)
                if read is not None:
                    text[key] = read
        _refuse_unknown(value, (*LANGS, *self.beside), path, findings)
        return text if whole else None


@dataclass(frozen=True, slots=True)
class List:
    """A list of one kind of entries. An unusable entry stays as ``None`` in its place."""

    of: Shape
    least: int = 0

    def read(self, value: Plain, path: Path, findings: Findings) -> Json:
        if not isinstance(value, list):
            findings.add(path, "not_a_list", value=_shown(value))
            return None
        if len(value) < self.least:
            findings.add(path, "too_few", least=self.least, count=len(value))
        return [self.of.read(entry, (*path, i), findings) for i, entry in enumerate(value)]


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping with known keys. Keys without a usable value are left out."""

    required: Mapping[str, Shape]
    optional: Mapping[str, Shape]

    def read(self, value: Plain, path: Path, findings: Findings) -> Json:
        if not isinstance(value, dict):
            findings.add(path, "not_a_mapping", value=_shown(value), keys=tuple(self.required))
            return None
        fields = {}
        for shapes, missing_is_wrong in ((self.required, True), (self.optional, False)):
            for key, shape in shapes.items():
                if value.get(key) is not None:
                    read = shape.read(value[key], (*path, key), findings)
                    if read is not None:
                        fields[key] = read
                elif missing_is_wrong or key in value:
                    findings.add((*path, key), "missing_key", key=key)
        _refuse_unknown(value, (*self.required, *self.optional), path, findings)
        return fields


@dataclass(frozen=True, slots=True)
class Lookup:
    """A mapping whose keys are the file's own, e.g. option letter to scenario id."""

    of: Shape

    def read(self, value: Plain, path: Path, findings: Findings) -> Json:
        if not isinstance(value, dict) or not value:
            findings.add(path, "not_a_lookup", value=_shown(value))
            return None
        read = {key: self.of.read(entry, (*path, key), findings) for key, entry in value.items()}
        return {key: entry for key, entry in read.items() if entry is not None}


@dataclass(frozen=True, slots=True)
class ByRule:
    """A mapping whose further keys depend on the word under ``rule``."""

    common: Mapping[str, Shape]
    rules: Mapping[str, Fields]

    def read(self, value: Plain, path: Path, findings: Findings) -> Json:
        if not isinstance(value, dict):
            findings.add(path, "not_a_mapping", value=_shown(value), keys=(*self.common, "rule"))
            return None
        rule = OneOf(tuple(self.rules)).read(value.get("rule"), (*path, "rule"), findings)
        if rule is None:
            return None
        own = self.rules[rule]
        required = {"rule": OneOf((rule,)), **self.common, **own.required}
        return Fields(required, own.optional).read(value, path, findings)


def entries(holder: Entry, key: str, path: Path = ()) -> Iterator[tuple[Path, Entry]]:
    """The usable entries of a list that was read, each with its path."""
    for i, entry in enumerate(holder.get(key) or ()):
        if entry is not None:
            yield (*path, key, i), entry


def _refuse_unknown(
    value: Mapping[str, Plain], known: tuple[str, ...], path: Path, findings: Findings
) -> None:
    for key in value:
        if key not in known:
            findings.add((*path, key), "unknown_key", key=key[:60], known=known)


def _shown(value: Plain) -> str:
    """A value as it is quoted in a message: short, whatever it was."""
    if isinstance(value, str):
        return value if len(value) <= 40 else value[:40] + "…"
    return "{…}" if isinstance(value, dict) else "[…]" if isinstance(value, list) else "null"


_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_POINTS = re.compile(r"\d{1,6}(\.\d{1,12})?", re.ASCII)
_PERCENT = re.compile(r"\d{1,3}(\.\d{1,12})?\s?%", re.ASCII)
_TRUTH = {"true": True, "false": False, "yes": True, "no": False}


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    return lambda value: value if pattern.fullmatch(value) else None


def _day(value: str) -> str | None:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None


TEXT = Words()
ID = Scalar("not_an_id", _matching(_ID))
WORD = Scalar("not_a_word", lambda value: value.strip() or None)
WHOLE = Scalar("not_whole", lambda value: int(value) if _WHOLE.fullmatch(value) else None)
POINTS = Scalar("not_points", _matching(_POINTS))
PERCENT = Scalar("not_a_percentage", _matching(_PERCENT))
TRUTH = Scalar("not_true_or_false", lambda value: _TRUTH.get(value.lower()))
DAY = Scalar("not_a_date", _day)
