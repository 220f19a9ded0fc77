"""Laptops with a database each, for tests of what goes between them."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from suzhou_assess.services import assessments, enterprises, evidence, packages
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.packages import Package, PackageEntry, PackageResult
from suzhou_assess.services.workspace import Workspace

DAY = date(2025, 6, 1)


def finished(work: Generator[Any, None, Any]) -> Any:
    """What long work comes to."""
    try:
        while True:
            next(work)
    except StopIteration as stop:
        return stop.value


def picture(color: str = "red", size: tuple[int, int] = (40, 30)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


class Laptop:
    """One database, and what its user does."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name = name
        self.folder = folder
        self.ws = Workspace.open(str(folder / f"{name}.db"))
        self._packages = 0

    def visit(self, profile: Mapping[str, object], *, status: str = "draft") -> str:
        """An on-site assessment of an enterprise, with an answer, a note and a photo."""
        owner, _ = enterprises.save(self.ws, profile)
        assert owner is not None
        key = assessments.start(self.ws, owner, "onsite", DAY, "王工")
        session = self.session(key)
        session.choose("Q01", ("B", "C"))
        session.note("Q01", "看过现场")
        self.attach(key, "Q01")
        if status == "submitted":
            session.submit()
        return key

    def attach(self, key: str, item: str, color: str = "red") -> str:
        content = picture(color)
        return evidence.attach_bytes(self.ws, key, item, content, f"{color}.png").id

    def session(self, key: str) -> AssessmentSession:
        return AssessmentSession(self.ws, key, self.name)

    def write(self, *keys: str, password: str | None = None) -> Path:
        self._packages += 1
        out = self.folder / f"{self.name}-{self._packages}.szpkg"
        finished(packages.write_package(self.ws, keys, out, password, self.name))
        return out

    def open(self, path: Path, password: str | None = None) -> Package:
        opened: Package = finished(packages.open_package(path, password, self.ws))
        return opened

    def preview(self, path: Path, password: str | None = None) -> tuple[PackageEntry, ...]:
        with self.open(path, password) as package:
            return packages.preview(self.ws, package)

    def take(self, path: Path, side: str = "", password: str | None = None) -> PackageResult:
        """Takes a package; every conflict is decided for ``side``, if one is given."""
        with self.open(path, password) as package:
            decisions: Any = {
                entry.assessment_id: {conflict.unit: side for conflict in entry.conflicts}
                for entry in packages.preview(self.ws, package)
                if side
            }
            result: PackageResult = finished(packages.take(self.ws, package, decisions, self.name))
            return result

    def kinds(self, path: Path) -> list[str]:
        return [entry.kind for entry in self.preview(path)]

    def seen(self, key: str) -> dict[str, Any]:
        """All that a user sees of an assessment, without what differs by laptop."""
        session = self.session(key)
        files = evidence.of_assessment(self.ws, key)
        return {
            "enterprise": session.enterprise,
            "answers": session.answers,
            "head": (session.mode, session.date, session.assessor, session.status),
            "claim": session.claim,
            "verdict": session.verdict,
            "files": sorted((f.id, f.item, f.caption, f.sha256) for f in files),
            "content": {f.sha256: evidence.file_of(self.ws, f).read_bytes() for f in files},
        }

    def close(self) -> None:
        self.ws.close()
