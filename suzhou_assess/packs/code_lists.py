"""Reads the code lists of a city: districts, industries, sizes and the like."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from suzhou_assess.domain.places import (
    District,
    Goal,
    Industry,
    Named,
    Places,
    ProfileField,
    Size,
)
from suzhou_assess.domain.text import Text
from suzhou_assess.packs.checked import CheckedFiles
from suzhou_assess.resources import files

if TYPE_CHECKING:
    from suzhou_assess.packs.shape import Entry, Json

FORMAT = "suzhou-assess/places/1"
_BUNDLED = "places/suzhou.yaml"


@lru_cache(maxsize=1)
def load_places() -> Places:
    """The bundled code lists, read once."""
    return read_places(files.read_bytes(_BUNDLED), "suzhou.yaml", CheckedFiles.of_user())


def read_places(data: bytes, name: str, checked: CheckedFiles | None = None) -> Places:
    """The code lists in ``data``; ``name`` is what messages call the file.

    Raises ``PackError`` with all of its problems.
    """
    return (checked or CheckedFiles(None)).load(data, lambda: _check(data, name), _build)


def _check(data: bytes, name: str) -> Json:
    # Imported here, for lists that are known as checked need none of it.
    from suzhou_assess.packs.places_sense import check_sense
    from suzhou_assess.packs.places_shape import PLACES
    from suzhou_assess.packs.source import read_source

    places, findings = read_source(data, name, FORMAT, PLACES)
    check_sense(places, findings)
    findings.raise_if_any()
    return places


def _build(data: Entry, _digest: str) -> Places:
    goal = data["goal"]
    return Places(
        city=_text(data["city"]),
        goal=Goal(goal["enterprises"], date.fromisoformat(goal["by"]), _text(goal["source"])),
        districts=tuple(
            District(
                entry["code"],
                _text(entry["name"]),
                _text(entry["short"]),
                tuple(entry.get("aliases", ())),
            )
            for entry in data["districts"]
        ),
        industries=tuple(
            Industry(entry["code"], _text(entry["name"])) for entry in data["industries"]
        ),
        clusters=_named(data["clusters"]),
        qualifications=_named(data["qualifications"]),
        sizes=tuple(
            Size(entry["id"], _text(entry["name"]), entry["min_employees"], entry["min_revenue"])
            for entry in data["sizes"]
        ),
        profile=tuple(ProfileField(entry["id"], _text(entry["name"])) for entry in data["profile"]),
    )


def _named(entries: Iterable[Entry]) -> tuple[Named, ...]:
    return tuple(Named(entry["id"], _text(entry["name"])) for entry in entries)


def _text(entry: Entry) -> Text:
    return Text(entry["zh"], entry["en"])
