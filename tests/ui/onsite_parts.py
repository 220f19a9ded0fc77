"""What the tests of an on-site assessment start from: a claim, files, and waiting for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from assess_parts import new_enterprise
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from suzhou_assess.domain.answers import Choice, Number
from suzhou_assess.domain.evidence import Evidence
from suzhou_assess.services import assessments, evidence, onsite
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.ui.pages.assess import AssessPage

CLAIM: Mapping[str, Choice] = {
    "Q01": ("B", "C"),
    "Q02": "D",
    "Q03": "D",
    "Q04": ("B", "C", "D"),
    "S01": 3,
    "S02": 2,
}
FIGURES: Mapping[str, Number] = {"equipment_total": 120, "equipment_digital": 54}


def new_claim(
    workspace: Workspace,
    choices: Mapping[str, Choice] = CLAIM,
    enterprise: int | None = None,
    on: date = date(2025, 6, 1),
) -> str:
    """Id of a submitted self-assessment; scenario S03 is 不适用 in it, and Q02 has a note."""
    owner = new_enterprise(workspace) if enterprise is None else enterprise
    made = assessments.start(workspace, owner, "self", on, "李厂长")
    session = AssessmentSession(workspace, made)
    total, digital = (figure.id for figure in session.pack.question_by_id["Q02"].figures)
    session.set_figures({total: 120, digital: 54})
    for item, choice in choices.items():
        session.choose(item, choice)
    session.choose("S03", 0, not_applicable=True)
    session.note("Q02", "老设备也装了采集盒")
    session.submit()
    return made


def new_onsite(workspace: Workspace, choices: Mapping[str, Choice] = CLAIM) -> str:
    """Id of an on-site draft beside that claim."""
    return onsite.start_from(workspace, new_claim(workspace, choices), date(2025, 10, 10), "王工")


def new_photo(folder: Path, name: str = "车间.jpg", width: int = 640, height: int = 480) -> Path:
    """A picture in one colour that depends on its name."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor.fromHsv(sum(map(ord, name)) % 360, 120, 180))
    path = folder / name
    assert image.save(str(path))
    return path


def attach_now(
    workspace: Workspace, assessment_id: str, item: str, source: Path, **marks: str
) -> Evidence:
    """Attached without the window."""
    name = source.name
    return evidence.attach_bytes(workspace, assessment_id, item, source.read_bytes(), name, **marks)


def wait_until_read(qtbot: QtBot, page: AssessPage) -> None:
    """What is attached is read behind the user's back."""
    qtbot.waitUntil(lambda: page.answering.attachments.known)


def wait_for_files(qtbot: QtBot, page: AssessPage, item: str, count: int) -> list[Evidence]:
    """Until so many files are attached to an item."""
    shelf = page.answering.attachments._desk.shelf
    qtbot.waitUntil(lambda: len(shelf.of(item)) == count)
    qtbot.waitUntil(lambda: page.answering.attachments._desk.attaching is None)
    return list(shelf.of(item))
