"""Whether code lists make sense: codes, names that mean one thing, sizes, a complete profile.

Works on what ``places_shape`` read, where anything unusable is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from suzhou_assess.domain.enterprise import PROFILE_FIELDS
from suzhou_assess.domain.places import fold
from suzhou_assess.packs.problems import Findings, Path
from suzhou_assess.packs.shape import Entry, entries

_CODES = {
    "districts": re.compile(r"\d{6}", re.ASCII),
    "industries": re.compile(r"[A-T]\d\d", re.ASCII),
}


def check_sense(places: Entry, findings: Findings) -> None:
    """Adds everything in ``places`` that contradicts itself."""
    for key, form in _CODES.items():
        listed = list(entries(places, key))
        findings.add_twice(listed, "code")
        for path, entry in listed:
            if "code" in entry and not form.fullmatch(entry["code"]):
                findings.add((*path, "code"), f"{key}_code", value=entry["code"])
    for key in ("clusters", "qualifications", "sizes", "profile"):
        findings.add_twice(entries(places, key), "id")
    _check_names(places, findings)
    _check_sizes(places, findings)
    _check_profile(places, findings)


def _check_names(places: Entry, findings: Findings) -> None:
    """What a person types must mean one district, be it a name or an alias."""
    meant: dict[str, tuple[Path, Path]] = {}
    for district_at, district in entries(places, "districts"):
        for path, name in _names(district_at, district):
            owner, first = meant.setdefault(fold(name), (district_at, path))
            if owner != district_at:
                findings.add(path, "alias_of_two", alias=name, first=findings.line_of(first))


def _names(path: Path, district: Entry) -> Iterator[tuple[Path, str]]:
    for key in ("name", "short"):
        for lang, name in district.get(key, {}).items():
            yield (*path, key, lang), name
    for i, alias in enumerate(district.get("aliases", ())):
        if alias is not None:
            yield (*path, "aliases", i), alias


def _check_sizes(places: Entry, findings: Findings) -> None:
    sizes = places.get("sizes") or ()
    for i, (larger, smaller) in enumerate(pairwise(sizes), start=1):
        for key in ("min_employees", "min_revenue"):
            if larger and smaller and larger.get(key, 0) < smaller.get(key, 0):
                findings.add(("sizes", i, key), "sizes_not_descending")
    if sizes and sizes[-1] and (sizes[-1].get("min_employees") or sizes[-1].get("min_revenue")):
        findings.add(("sizes", len(sizes) - 1), "last_size_not_open")


def _check_profile(places: Entry, findings: Findings) -> None:
    """Every field of the domain's ``Enterprise`` must have a name, for messages name it."""
    named = {entry.get("id") for _, entry in entries(places, "profile")}
    for field in PROFILE_FIELDS:
        if field not in named:
            findings.add(("profile",), "profile_field_missing", field=field)
