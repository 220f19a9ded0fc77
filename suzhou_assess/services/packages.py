"""Packages (.szpkg): carry assessments and their evidence from laptop to laptop, to the office.

Opening checks everything; the preview says what taking it would do; taking writes. Two people who
work on copies of one assessment exchange packages as often as they like: what only one of them
changed is taken, what both changed differently a person decides.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from types import TracebackType

from suzhou_assess.domain.merging import Conflict, Side, Unit
from suzhou_assess.services import package_taking
from suzhou_assess.services.assessment_reading import Desk, Shelves
from suzhou_assess.services.events import Progress
from suzhou_assess.services.package_content import PackedAssessment, read_assessments
from suzhou_assess.services.package_format import (
    MIN_PASSWORD,
    SUFFIX,
    PackageCard,
    PackageError,
)
from suzhou_assess.services.package_meeting import DISCARDED, Decisions, Kind, PackageEntry
from suzhou_assess.services.package_reading import PackageZip, package_zip
from suzhou_assess.services.package_states import (
    StateMerge,
    can_keep_both,
)
from suzhou_assess.services.package_taking import PackageResult, TakenAssessment
from suzhou_assess.services.package_writing import write_package
from suzhou_assess.services.workspace import Workspace

__all__ = [
    "DISCARDED",
    "MIN_PASSWORD",
    "SUFFIX",
    "Conflict",
    "Decisions",
    "Kind",
    "Package",
    "PackageCard",
    "PackageEntry",
    "PackageError",
    "PackageResult",
    "Side",
    "StateMerge",
    "TakenAssessment",
    "Unit",
    "can_keep_both",
    "open_package",
    "preview",
    "take",
    "write_package",
]


class Package:
    """An open package, all of it checked. Use as a context manager, or ``close`` it."""

    def __init__(self, path: Path, zipped: PackageZip, assessments: tuple[PackedAssessment, ...]):
        self.path = path
        self.assessments = assessments
        self.zipped = zipped

    @property
    def encrypted(self) -> bool:
        return self.zipped.encrypted

    @property
    def origin(self) -> str:
        """Who made it, as they call themselves; may be empty."""
        return str(self.zipped.manifest.get("origin") or "")

    @property
    def made(self) -> str:
        """When, as an ISO moment in UTC; may be empty."""
        return str(self.zipped.manifest.get("made") or "")

    @property
    def program(self) -> str:
        """The version of the program that made it."""
        return str(self.zipped.manifest.get("program") or "")

    @property
    def files(self) -> int:
        """Evidence files in it."""
        return len({sha256 for one in self.assessments for sha256 in one.files})

    def close(self) -> None:
        self.zipped.close()

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def open_package(
    path: Path, password: str | None = None, shelves: Shelves | None = None
) -> Generator[Progress, None, Package]:
    """Opens a package and checks everything about it; ``Progress`` counts bytes.

    Raises ``PackageError``: ``password_wanted`` for an encrypted one without a password,
    ``password_wrong``, or what is wrong with it. ``shelves`` are the packs and code lists to check
    against, by default those of the program.
    """
    if shelves is None:
        from suzhou_assess.packs.code_lists import load_places
        from suzhou_assess.packs.shelf import PackShelf

        shelves = Desk(PackShelf(), load_places())
    zipped = package_zip(path)
    yield from zipped.open(path, password)
    try:
        assessments = read_assessments(zipped, shelves)
    except BaseException:
        zipped.close()
        raise
    return Package(path, zipped, assessments)


def preview(ws: Workspace, package: Package) -> tuple[PackageEntry, ...]:
    """What taking the package would do; writes nothing. Raises ``StoreError``."""
    return package_taking.preview(ws, package.assessments)


def take(
    ws: Workspace, package: Package, decisions: Decisions, who: str = ""
) -> Generator[Progress, None, PackageResult]:
    """Takes the package in; ``Progress`` counts bytes.

    Each assessment is written in one transaction, all of it or nothing. One with a conflict that
    ``decisions`` say nothing of is left as it is. Closing the generator stops between two; taking
    the package again goes on. Raises ``PackageError``, ``StoreError``.
    """
    return (yield from package_taking.take(ws, package.zipped, package.assessments, decisions, who))
