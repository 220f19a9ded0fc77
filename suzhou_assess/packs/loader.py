"""Reads an index pack: YAML, checked completely, then built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suzhou_assess.domain.pack import Pack
from suzhou_assess.packs.builder import build_pack
from suzhou_assess.packs.checked import CheckedFiles

if TYPE_CHECKING:
    from suzhou_assess.packs.shape import Json

FORMAT = "suzhou-assess/pack/1"


def load_pack(data: bytes, name: str, checked: CheckedFiles | None = None) -> Pack:
    """The pack in ``data``; ``name`` is what messages call the file.

    Raises ``PackError`` with all of its problems.
    """
    return (checked or CheckedFiles(None)).load(data, lambda: _check(data, name), build_pack)


def _check(data: bytes, name: str) -> Json:
    # Imported here, for a pack that is known as checked needs none of it, and PyYAML alone takes
    # longer to import than a pack to build.
    from suzhou_assess.packs.pack_sense import check_sense
    from suzhou_assess.packs.pack_shape import PACK
    from suzhou_assess.packs.source import read_source

    pack, findings = read_source(data, name, FORMAT, PACK)
    check_sense(pack, findings)
    findings.raise_if_any()
    return pack
