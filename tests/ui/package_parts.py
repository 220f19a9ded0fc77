"""Another laptop that sends packages to the one whose window is tested."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date
from pathlib import Path
from typing import Any

from suzhou_assess.domain import credit_code
from suzhou_assess.services import assessments, enterprises, evidence, packages
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.workspace import Workspace

DAY = date(2025, 6, 1)
PASSWORD = "correct horse"
PICTURE = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDAT"
    b"x\x9cc\xf8\xcf\xc0\0\0\x03\x01\x01\0\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82"
)


def finished(work: Generator[Any, None, Any]) -> Any:
    try:
        while True:
            next(work)
    except StopIteration as stop:
        return stop.value


class Sender:
    """A database of somebody else's."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.ws = Workspace.open(str(folder / "theirs.db"))
        self._made = 0

    def visit(self, number: int, name: str) -> str:
        """An on-site draft with an answer and a picture."""
        profile = {
            "uscc": credit_code.complete(f"91320583MA{number:07d}"),
            "name": name,
            "district": "昆山",
        }
        owner, _ = enterprises.save(self.ws, profile)
        assert owner is not None
        key = assessments.start(self.ws, owner, "onsite", DAY, "王工")
        self.session(key).choose("Q01", ("B",))
        evidence.attach_bytes(self.ws, key, "Q01", PICTURE, "现场.png")
        return key

    def session(self, key: str) -> AssessmentSession:
        return AssessmentSession(self.ws, key, "王工")

    def send(self, *keys: str, password: str | None = None) -> Path:
        self._made += 1
        out = self.folder / f"{self._made}.szpkg"
        finished(packages.write_package(self.ws, keys, out, password, "王工"))
        return out


def take(ws: Workspace, path: Path) -> None:
    """Without a window; nothing may need a decision."""
    with finished(packages.open_package(path, None, ws)) as package:
        result = finished(packages.take(ws, package, {}))
        assert not result.count("undecided")
