"""The fields that a template of the report may print, taken from the report's model itself."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field, is_dataclass
from functools import lru_cache
from typing import Any, Literal

from suzhou_assess.report import model
from suzhou_assess.resources import files

FieldKind = Literal["text", "number", "truth", "picture", "group", "list", "anything"]
"""A ``group`` has fields of its own, a ``list`` is repeated with ``for``, others are printed."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field, by what can be done with it."""

    kind: FieldKind
    parts: Mapping[str, Field] = field(default_factory=dict)
    """Of a group, by name."""
    of: Field | None = None
    """Of a list: what its entries are."""
    optional: bool = False
    """It may be missing as a whole."""
    made_of: str = ""
    """Of a group: the name of its kind, which the guide describes once."""


ANYTHING = Field("anything")
"""What stands in for a field that a fault was found in already."""

CHARTS = ("radar", "scenarios")
"""Charts that are drawn for every report: ``charts.radar``…"""

_PICTURES = frozenset({("EvidenceRow", "picture")})
"""Fields that name a file in the model and print the picture in Word."""


@lru_cache(maxsize=1)
def report_fields() -> Field:
    """Everything that a template of the report may name, as one group."""
    whole = fields_of(model.ReportModel)
    charts = Field("group", {name: Field("picture", optional=True) for name in CHARTS})
    return Field("group", {**whole.parts, "charts": charts}, made_of=whole.made_of)


def fields_of(kind: Any) -> Field:
    """The fields of a dataclass of strings, numbers, tuples and further dataclasses."""
    if kind in (str, Any):
        return Field("text")
    if kind is bool:
        return Field("truth")
    if kind in (int, float):
        return Field("number")
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is Literal:
        return Field("text")
    if origin in (typing.Union, types.UnionType):
        (some,) = [one for one in inner if one is not type(None)]
        known = fields_of(some)
        return Field(known.kind, known.parts, known.of, optional=True, made_of=known.made_of)
    if origin is tuple:
        return Field("list", of=fields_of(inner[0]))
    if origin is not None and issubclass(origin, Mapping):
        return Field("group", _labels())
    if is_dataclass(kind):
        return _group(typing.cast("type", kind))
    raise TypeError(f"a template can't print {kind!r}")


def _group(kind: type) -> Field:
    hints = typing.get_type_hints(kind)
    parts = {
        name: (
            Field("picture", optional=True)
            if (kind.__name__, name) in _PICTURES
            else fields_of(hints[name])
        )
        for name in kind.__dataclass_fields__  # type: ignore[attr-defined]
    }
    return Field("group", parts, made_of=kind.__name__)


def _labels() -> Mapping[str, Field]:
    """Fixed words that the model carries by name, as the catalogue of words has them."""
    said = json.loads(files.read_bytes("words/report.json"))
    names = (key.removeprefix("label_") for key in said if key.startswith("label_"))
    return dict.fromkeys(names, Field("text"))
