"""Support measures: those that come with the program, an office's own, and which of them fit.

An office's files are kept as text in the database (setting ``support_packs``), so that they go
along with a backup and need no folder. As soon as one is loaded, the shipped examples step back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from suzhou_assess.domain.support import Facts, Fit, SupportPack, best_first, match
from suzhou_assess.packs.problems import PackError
from suzhou_assess.packs.support_loader import BUNDLED, bundled_support, load_support
from suzhou_assess.resources import files
from suzhou_assess.services.assessment_reading import Shelves
from suzhou_assess.services.workspace import Workspace

if TYPE_CHECKING:
    from suzhou_assess.services.assessment_session import AssessmentSession

KEPT = "support_packs"
"""The setting that holds loaded files: a list of ``{"file": name, "text": content}``."""

_MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class MeasuresFile:
    """One file of measures in use."""

    file: str
    """Its name, without a folder."""
    own: bool
    """Loaded by the office; otherwise it came with the program."""
    pack: SupportPack | None
    """``None`` for a kept file that this version of the program refuses; ``error`` says why."""
    error: PackError | None = None


def files_in_use(ws: Workspace) -> tuple[MeasuresFile, ...]:
    """The office's own files; without any, the shipped one. Raises ``StoreError``."""
    kept = _kept(ws)
    if not kept:
        return (MeasuresFile(BUNDLED, False, bundled_support(ws.places, ws.packs)),)
    return tuple(_opened(ws, entry["file"], entry["text"]) for entry in kept)


def packs_in_use(ws: Workspace) -> tuple[SupportPack, ...]:
    """The packs of measures that are matched. Raises ``StoreError``."""
    return tuple(entry.pack for entry in files_in_use(ws) if entry.pack is not None)


def check_file(shelves: Shelves, path: Path) -> SupportPack:
    """Reads a file without keeping it; needs no database.

    Raises ``PackError`` with all of its problems, ``OSError``.
    """
    return _read(shelves, path)[0]


def load_file(ws: Workspace, path: Path) -> SupportPack:
    """Keeps a file with the database; one with the same id is replaced.

    Raises ``PackError`` with all of its problems, ``OSError``, ``StoreError``.
    """
    pack, text = _read(ws, path)
    others = [
        entry
        for entry in _kept(ws)
        if (known := _opened(ws, entry["file"], entry["text"]).pack) is None or known.id != pack.id
    ]
    ws.set_setting(KEPT, [*others, {"file": path.name, "text": text}])
    return pack


def write_example(out: Path) -> None:
    """The guide's example file, commented, for an office to replace by its own measures.

    The file appears whole or not at all. Raises ``TargetError``, ``OSError``.
    """
    from suzhou_assess.services.deliver import check_target
    from suzhou_assess.workbook.replacing import replace

    check_target(out, ".yaml")
    replace(out, files.read_bytes("support/example.yaml"))


def forget(ws: Workspace, pack_id: str | None = None) -> bool:
    """Lets one loaded pack go, or all; the shipped measures come back with the last.

    Gives whether there was any. Raises ``StoreError``.
    """
    kept = _kept(ws)
    rest = []
    if pack_id is not None:
        for entry in kept:
            pack = _opened(ws, entry["file"], entry["text"]).pack
            if pack is None or pack.id != pack_id:
                rest.append(entry)
    if len(rest) == len(kept):
        return False
    ws.set_setting(KEPT, rest or None)
    return True


def fits(ws: Workspace, assessment_id: str, on: date) -> tuple[Fit, ...]:
    """How the measures stand to an assessment on a day, what fits first.

    Raises ``StoreError`` (``not_found``) and ``PackNotFoundError``.
    """
    from suzhou_assess.services.assessment_session import AssessmentSession

    return fits_of(ws, AssessmentSession(ws, assessment_id), on)


def fits_of(ws: Workspace, session: AssessmentSession, on: date) -> tuple[Fit, ...]:
    """The same of an assessment that is open. Raises ``StoreError``."""
    facts = facts_of(ws, session, on)
    return best_first(
        [
            fit
            for pack in packs_in_use(ws)
            if pack.index in (None, session.pack.id)
            for fit in match(pack, facts)
        ]
    )


def facts_of(ws: Workspace, session: AssessmentSession, on: date) -> Facts:
    """What measures are matched against. Raises ``StoreError``."""
    return Facts(
        pack=session.pack,
        answers=session.answers,
        verdict=session.verdict,
        enterprise=session.enterprise,
        places=ws.places,
        on=on,
        planned=_planned(ws, session.id),
    )


def _planned(ws: Workspace, assessment_id: str) -> frozenset[str]:
    """Items of the improvement plan's steps that aren't done."""
    from suzhou_assess.services import plans

    plan = plans.load(ws, assessment_id)
    if plan is None:
        return frozenset()
    return frozenset(planned.step.item for planned in plan.steps if not planned.done)


def _kept(ws: Workspace) -> list[dict[str, str]]:
    kept: Iterable[dict[str, str]] = ws.setting(KEPT) or ()
    return list(kept)


def _opened(ws: Workspace, file: str, text: str) -> MeasuresFile:
    try:
        pack = load_support(text.encode(), file, ws.places, ws.packs)
    except PackError as error:
        return MeasuresFile(file, True, None, error)
    return MeasuresFile(file, True, pack)


def _read(shelves: Shelves, path: Path) -> tuple[SupportPack, str]:
    with path.open("rb") as stream:
        content = stream.read(_MOST_BYTES + 1)
    pack = load_support(content, path.name, shelves.places, shelves.packs)
    return pack, content.decode("utf-8-sig")
