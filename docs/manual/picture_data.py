"""The invented data that the pictures show: the same at every run."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from suzhou_assess.domain.exchange import Submission, read_submission
from suzhou_assess.domain.scoring import score
from suzhou_assess.services import assessments, enterprises
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.sample_enterprises import invent
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.submissions import IncomingSubmission, SubmissionWriter

TODAY = date(2025, 10, 10)
EXAMPLE = Path(__file__).resolve().with_name("example.json")
_ENTERPRISES = 1283
_SEED = 2025
_ASSESSOR = "王工"
_MOMENT = f"{TODAY} 01:15:00.000000"


@dataclass(frozen=True, slots=True)
class Seeded:
    """What the pictures show, by what they show it for."""

    example: str
    """The assessment of ``example.json``, which the manual works through by hand."""
    example_enterprise: int
    figures: str
    multiple: str
    scenario: str
    """Drafts that stand at a question with figures, a multiple choice, a scenario."""


def seed(workspace: Workspace) -> Seeded:
    """A district's worth of invented submissions, the manual's example, and three drafts."""
    pack, places = workspace.packs.default(), workspace.places
    raw = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    example, problems = read_submission(raw, pack, places)
    if problems or example.assessment_id is None:
        raise SystemExit(f"example.json: {problems}")
    submissions = [invent(_SEED, index, pack, places) for index in range(_ENTERPRISES)]
    writer = SubmissionWriter(workspace.store, places)
    writer.begin("pictures")
    writer.store(
        [
            IncomingSubmission(one, score(pack, one.answers.choices), "pictures")
            for one in [*submissions, example]
        ]
    )
    writer.finish({"imported": len(submissions) + 1})
    workspace.set_setting("district", "320583")
    workspace.set_setting("assessor", _ASSESSOR)

    figures = _draft(workspace, 21, "Q02")
    figures.choose("Q01", ("B", "C"))
    figures.set_figures({"devices_total": 120, "devices_digital": 54})
    multiple = _draft(workspace, 28, "Q04")
    multiple.choose("Q04", ("D", "G", "H", "L", "M", "N"))
    scenario = _draft(workspace, 20, "S06")
    scenario.choose("S06", 2)
    owner = enterprises.find(workspace, example.enterprise.uscc)
    if owner is None:
        raise SystemExit("the example was not stored")
    latest = (figures.id, multiple.id, scenario.id, example.assessment_id)
    _fix_moments(workspace.path, latest)
    return Seeded(example.assessment_id, owner, figures.id, multiple.id, scenario.id)


def _draft(workspace: Workspace, number: int, upto: str) -> AssessmentSession:
    """An enterprise's invented answers before ``upto``, which is where the draft stands."""
    pack = workspace.packs.default()
    full = invent(_SEED + 1, number, pack, workspace.places)
    owner = _stored(workspace, full)
    started = assessments.start(workspace, owner, "onsite", TODAY, _ASSESSOR)
    session = AssessmentSession(workspace, started, _ASSESSOR)
    for item in pack.item_ids[: pack.item_ids.index(upto)]:
        session.choose(item, full.answers.choices[item])
    session.move_to(upto)
    return session


def _stored(workspace: Workspace, full: Submission) -> int:
    profile = full.enterprise
    raw = {field.name: getattr(profile, field.name) for field in fields(profile)}
    saved, problems = enterprises.save(workspace, raw, who=_ASSESSOR)
    if saved is None:
        raise SystemExit(f"{profile.name}: {problems}")
    return saved


def _fix_moments(database: Path, latest: Iterable[str]) -> None:
    """Sets every moment in the database: submissions by their date, ``latest`` after them all."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "UPDATE assessment SET updated_at = date || ' 06:' || printf('%02d', rowid % 60)"
            " || ':00.000000', created_at = date || ' 01:00:00.000000'"
        )
        connection.execute("UPDATE enterprise SET created_at = ?, updated_at = ?", (_MOMENT,) * 2)
        connection.execute("UPDATE change SET at = ?", (_MOMENT,))
        for minute, key in enumerate(latest):
            moment = f"{TODAY} 06:{40 - minute:02d}:27.000000"
            connection.execute("UPDATE assessment SET updated_at = ? WHERE id = ?", (moment, key))
