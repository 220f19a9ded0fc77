"""Reads support measures: YAML, checked completely, then built."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from suzhou_assess.domain.places import Places
from suzhou_assess.domain.points import share_of, to_milli
from suzhou_assess.domain.support import (
    AboveScale,
    Condition,
    LevelWithin,
    ListField,
    Measure,
    OneOf,
    Period,
    Planned,
    PointsBelow,
    ScenarioBelow,
    ScoreWithin,
    SupportPack,
)
from suzhou_assess.domain.text import Text
from suzhou_assess.packs.checked import CheckedFiles
from suzhou_assess.resources import files

if TYPE_CHECKING:
    from suzhou_assess.packs.shape import Entry, Json
    from suzhou_assess.packs.shelf import PackShelf

FORMAT = "suzhou-assess/support/1"
BUNDLED = "founding.yaml"
_LISTS: tuple[tuple[str, ListField], ...] = (
    ("districts", "district"),
    ("industries", "industry"),
    ("clusters", "cluster"),
    ("sizes", "size"),
    ("qualifications", "qualification"),
)


def bundled_support(places: Places, shelf: PackShelf) -> SupportPack:
    """The generic measures that come with the program, all of them examples."""
    data = files.read_bytes(f"support/{BUNDLED}")
    return load_support(data, BUNDLED, places, shelf, CheckedFiles.of_user())


def load_support(
    data: bytes,
    name: str,
    places: Places,
    shelf: PackShelf,
    checked: CheckedFiles | None = None,
) -> SupportPack:
    """The measures in ``data``; ``name`` is what messages call the file.

    ``places`` knows the districts, industries and sizes that conditions name, ``shelf`` the index.
    Raises ``PackError`` with all of its problems.
    """
    return (checked or CheckedFiles(None)).load(
        data, lambda: _check(data, name, places, shelf), _build
    )


def _check(data: bytes, name: str, places: Places, shelf: PackShelf) -> Json:
    # Imported here, for measures that are known as checked need none of it.
    from suzhou_assess.packs.source import read_source
    from suzhou_assess.packs.support_sense import check_support
    from suzhou_assess.packs.support_shape import support_shape

    support, findings = read_source(data, name, FORMAT, support_shape(places))
    check_support(support, shelf, findings)
    findings.raise_if_any()
    return support


def _build(data: Entry, digest: str) -> SupportPack:
    return SupportPack(
        id=data["id"],
        edition=data["edition"],
        name=_text(data["name"]),
        index=data.get("index"),
        measures=tuple(map(_measure, data["measures"])),
        digest=digest,
    )


def _measure(entry: Entry) -> Measure:
    return Measure(
        id=entry["id"],
        kind=entry["kind"],
        name=_text(entry["name"]),
        summary=_text(entry["summary"]),
        source=_text(entry["source"]),
        conditions=tuple(_conditions(entry.get("conditions", {}))),
        apply=_text(entry["apply"]) if "apply" in entry else None,
        link=entry.get("link", ""),
        example=entry.get("example", False),
    )


def _conditions(entry: Entry) -> Iterator[Condition]:
    """In the order in which they are told: what the enterprise is, where it stands, when."""
    for key, field in _LISTS:
        if key in entry:
            yield OneOf(field, tuple(dict.fromkeys(entry[key])))
    if "above_scale" in entry:
        yield AboveScale(entry["above_scale"])
    if "level" in entry:
        yield LevelWithin(entry["level"].get("min"), entry["level"].get("max"))
    if "score" in entry:
        yield ScoreWithin(_milli(entry["score"], "min"), _milli(entry["score"], "max"))
    for gap in entry.get("gaps", ()):
        yield _gap(gap)
    if "period" in entry:
        yield Period(_day(entry["period"], "from"), _day(entry["period"], "until"))


def _gap(entry: Entry) -> Condition:
    match entry["rule"]:
        case "scenario_below":
            return ScenarioBelow(entry["level"], tuple(entry.get("scenarios", ())))
        case "points_below":
            return PointsBelow(share_of(entry["share"]), tuple(entry["items"]))
        case "planned":
            return Planned(tuple(entry.get("items", ())))
    raise ValueError(entry["rule"])


def _milli(entry: Entry, key: str) -> int | None:
    return to_milli(entry[key]) if key in entry else None


def _day(entry: Entry, key: str) -> date | None:
    return date.fromisoformat(entry[key]) if key in entry else None


def _text(entry: Entry) -> Text:
    return Text(entry["zh"], entry["en"])
