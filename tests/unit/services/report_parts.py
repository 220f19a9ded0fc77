"""Assessments that reports are made of."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from uuid import uuid4

from PIL import Image

from suzhou_assess.domain.answers import Answers, Choice
from suzhou_assess.domain.enterprise import read_enterprise
from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.scoring import score
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.submissions import IncomingSubmission, SubmissionWriter

Profile = Callable[..., dict[str, object]]

LEVEL_ONE: Mapping[str, Choice] = {
    "Q01": ("B", "C"), "Q02": "C", "Q03": "C", "Q04": ("B", "G", "H", "L", "N"), "Q05": "C",
    "Q06": ("B",), "Q07": ("B",), "Q08": "C", "Q09": ("B",), "Q10": ("B", "D"), "Q11": "B",
    "Q12": "B", "Q13": "C", "Q14": "C", "Q15": "B", **{f"S{n:02d}": 1 for n in range(1, 17)},
}  # fmt: skip


def assessed(
    ws: Workspace,
    profile: Profile,
    number: int = 1,
    *,
    answers: Mapping[str, Choice] = LEVEL_ONE,
    submit: bool = True,
    on: date = date(2025, 6, 1),
    **fields: object,
) -> AssessmentSession:
    """One more assessment of an enterprise."""
    enterprise, _ = read_enterprise(profile(number, **fields), ws.places)
    pack = ws.packs.default()
    given = Submission(pack, enterprise, Answers(answers), "self", on, "王工", str(uuid4()))
    writer = SubmissionWriter(ws.store, ws.places)
    writer.begin("test")
    (stored,) = writer.store([IncomingSubmission(given, score(pack, answers), "test.json")])
    assert stored.assessment_id is not None
    session = AssessmentSession(ws, stored.assessment_id)
    if not submit:
        session.reopen()
    return session


def photo(color: str = "navy", size: tuple[int, int] = (640, 480)) -> bytes:
    """A picture as a phone might take it."""
    stream = io.BytesIO()
    Image.new("RGB", size, color).save(stream, "JPEG")
    return stream.getvalue()
