"""The files of the evidence as a whole: are they all there, and is there nothing else?"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from suzhou_assess.domain.evidence import Evidence
from suzhou_assess.services.events import Progress
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.evidence_files import EvidenceFolder, evidence_dir, hash_of


@dataclass(frozen=True, slots=True)
class EvidenceCheck:
    """What a look at all files has found."""

    checked: int
    """Files, each counted once."""
    missing: tuple[Evidence, ...]
    """Records whose file is gone; removed ones are among them, as they can be brought back."""
    damaged: tuple[Evidence, ...]
    """Records whose file can't be read, or isn't what was attached."""
    orphans: tuple[Path, ...]
    """Files that no record tells of."""


def check(ws: Workspace, *, deep: bool = True) -> Generator[Progress, None, EvidenceCheck]:
    """Looks whether every file is there and, when ``deep``, still what was attached.

    ``Progress`` counts files. Sweeps away what killed programs left half written.
    """
    from suzhou_assess.store import evidence as records

    folder = folder_of(ws)
    with ws.store.writing():
        folder.sweep()
    there = list(folder.stored())
    with ws.store.reading() as connection:
        sizes = records.files(connection)
    orphans = _without_record(ws, [path for path in there if path.name not in sizes])
    # Records whose file isn't as it should be, by whether it is there.
    faults: dict[bool, list[Evidence]] = {False: [], True: []}
    yield Progress(0, len(sizes))
    for done, (sha256, size) in enumerate(sorted(sizes.items()), 1):
        fault = _fault(folder.file(sha256), sha256, size, deep)
        if fault is not None:
            with ws.store.reading() as connection:
                faults[fault] += records.of_file(connection, sha256)
        yield Progress(done, len(sizes))
    return EvidenceCheck(len(sizes), tuple(faults[False]), tuple(faults[True]), orphans)


def clear_orphans(ws: Workspace) -> int:
    """Deletes the files that no record tells of; gives how many. For a person to ask for: after an
    older copy of the database was put back, they belong to the newer one.

    Raises ``OSError`` about the one that can't be deleted.
    """
    from suzhou_assess.store import evidence as records

    folder = folder_of(ws)
    there = list(folder.stored())
    with ws.store.reading() as connection:
        known = records.files(connection)
    cleared = 0
    for path in there:
        if path.name not in known:
            cleared += take_away(ws, path.name)
    return cleared


def take_away(ws: Workspace, sha256: str) -> bool:
    """Deletes a file unless a record tells of it by now; whether it did."""
    from suzhou_assess.store import evidence as records

    with ws.store.writing() as connection:
        if records.has_record(connection, sha256):
            return False
        folder_of(ws).take_away(sha256)
    return True


def folder_of(ws: Workspace) -> EvidenceFolder:
    """The files of the workspace's database."""
    return EvidenceFolder(evidence_dir(ws.path))


def _without_record(ws: Workspace, paths: list[Path]) -> tuple[Path, ...]:
    """Those that are without a record when nobody is just writing one."""
    from suzhou_assess.store import evidence as records

    if not paths:
        return ()
    with ws.store.writing() as connection:
        return tuple(path for path in paths if not records.has_record(connection, path.name))


def _fault(path: Path, sha256: str, size: int, deep: bool) -> bool | None:
    """``None`` for a sound file; else whether it is there."""
    try:
        if path.stat().st_size == size and not (deep and hash_of(path) != sha256):
            return None
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True
