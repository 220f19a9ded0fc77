"""Reads the order of a visit that belongs to an index pack, where one is there."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.text import Text
from suzhou_assess.domain.walk import Stop, Walk, sections_of
from suzhou_assess.packs.checked import CheckedFiles
from suzhou_assess.resources import files

if TYPE_CHECKING:
    from suzhou_assess.packs.shape import Entry, Json

FORMAT = "suzhou-assess/walk/1"


@lru_cache(maxsize=16)
def walk_of(pack: Pack) -> Walk | None:
    """The bundled walk for this pack, ``None`` when it has none (the index's order does then)."""
    name = f"walks/{pack.id}.yaml"
    if name not in files.names("walks", ".yaml"):
        return None
    return read_walk(files.read_bytes(name), f"{pack.id}.yaml", pack, CheckedFiles.of_user())


def read_walk(data: bytes, name: str, pack: Pack, checked: CheckedFiles | None = None) -> Walk:
    """The walk in ``data``; ``name`` is what messages call the file.

    Raises ``PackError`` with all of its problems: a section that the pack doesn't have, one that
    is named twice, a missing text.
    """
    return (checked or CheckedFiles(None)).load(data, lambda: _check(data, name, pack), _build)


def _check(data: bytes, name: str, pack: Pack) -> Json:
    from suzhou_assess.packs.shape import ID, TEXT, WORD, Fields, List, entries
    from suzhou_assess.packs.source import read_source

    stop = Fields({"section": ID, "where": TEXT, "whom": TEXT, "look": TEXT}, {})
    shape = Fields({"format": WORD, "pack": ID, "stops": List(stop, least=1)}, {})
    walk, findings = read_source(data, name, FORMAT, shape)
    listed = list(entries(walk, "stops"))
    findings.add_twice(listed, "section")
    known = tuple(section.id for section in sections_of(pack))
    for path, entry in listed:
        if entry.get("section", known[0]) not in known:
            findings.add((*path, "section"), "not_one_of", value=entry["section"], known=known)
    findings.raise_if_any()
    return walk


def _build(data: Entry, _digest: str) -> Walk:
    return Walk(
        tuple(
            Stop(entry["section"], *(Text(**entry[key]) for key in ("where", "whom", "look")))
            for entry in data["stops"]
        )
    )
