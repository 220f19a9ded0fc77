from __future__ import annotations

import json
from datetime import date

from suzhou_assess.services import assessments, enterprises, progress
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.workspace import Workspace


def test_that_progress_counts_each_enterprise_once_by_its_latest(ws: Workspace, profile) -> None:
    for number, district in enumerate(("昆山", "昆山", "太仓", "")):
        enterprises.save(ws, profile(number, district=district))
    for key, month in ((1, 1), (1, 2), (3, 3), (4, 4)):
        AssessmentSession(ws, assessments.start(ws, key, "self", date(2025, month, 1))).submit()
    assessments.start(ws, 2, "self", date(2025, 5, 1))
    status = progress.status(ws)
    assert status == {
        "goal": 40000,
        "assessed": 3,
        "districts": {"320583": 1, "320585": 1},
        "levels": {"0": 3},
    }
    assert json.loads(json.dumps(status)) == status
