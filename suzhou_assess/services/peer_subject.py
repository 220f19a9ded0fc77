"""Who is compared with peers: an enterprise of the database, or one in a file of answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.scoring import Verdict
from suzhou_assess.services.assessment_reading import Shelves
from suzhou_assess.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PeerSubject:
    """An enterprise and what is compared of it."""

    enterprise_id: int | None
    """``None`` for one that came in a file."""
    name: str
    industry: str | None
    size: str | None
    pack: Pack
    verdict: Verdict


class UnreadableError(Exception):
    """A file holds no answers that can be scored."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)


def subject_in_database(ws: Workspace, uscc: str) -> PeerSubject | None:
    """The enterprise with this credit code, by the assessment that counts.

    ``None`` when it isn't there or wasn't assessed. Raises ``StoreError``.
    """
    from suzhou_assess.services import enterprises
    from suzhou_assess.services.assessment_session import AssessmentSession
    from suzhou_assess.store.rollup_queries import latest_assessment

    key = enterprises.find(ws, uscc)
    latest = None if key is None else latest_assessment(ws.path, key)
    if latest is None:
        return None
    session = AssessmentSession(ws, latest)
    size = session.enterprise.size(ws.places)
    return PeerSubject(
        enterprise_id=key,
        name=session.enterprise.name,
        industry=session.enterprise.industry,
        size=size.id if size else None,
        pack=session.pack,
        verdict=session.verdict,
    )


def subject_in_file(path: Path, shelves: Shelves) -> PeerSubject:
    """The first assessment in a file of answers (.json, .jsonl, .xlsx).

    Raises ``UnreadableError``.
    """
    from suzhou_assess.services.scoring_run import NotScored, score_files

    result = next(score_files([path], shelves), None)
    if result is None or isinstance(result, NotScored):
        raise UnreadableError(result.problems if result else ())
    enterprise = result.submission.enterprise
    size = enterprise.size(shelves.places)
    return PeerSubject(
        enterprise_id=None,
        name=enterprise.name,
        industry=enterprise.industry,
        size=size.id if size else None,
        pack=result.submission.pack,
        verdict=result.verdict,
    )
