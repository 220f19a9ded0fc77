"""What is to become of submissions that come in, decided before anything is written.

Pure: it knows what stands in the database (``Known``) and says what should (``Plan``). A dry run
takes the same decisions and leaves it at that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Literal
from uuid import uuid4

from suzhou_assess.domain.checks import check_jump
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Mode, Submission
from suzhou_assess.domain.points import Milli
from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.domain.scoring import Verdict
from suzhou_assess.store import documents
from suzhou_assess.store.documents import Document
from suzhou_assess.store.records import Status


@dataclass(frozen=True, slots=True)
class IncomingSubmission:
    """What is to be stored. Its date is known, and no error was found in it."""

    submission: Submission
    verdict: Verdict
    source: str
    """Where it came from, for people: a file's name, with the line in it."""


@dataclass(frozen=True, slots=True)
class StoredAs:
    """What became of one."""

    status: Literal["imported", "updated", "unchanged", "refused"]
    assessment_id: str | None = None
    """``None`` for a refused one."""
    problems: tuple[Problem, ...] = ()
    """Why it was refused, or warnings that only the enterprise's history brings up."""


@dataclass(frozen=True, slots=True)
class KnownEnterprise:
    id: int
    """Below 0 while it isn't in the database."""
    profile: Enterprise


@dataclass(frozen=True, slots=True)
class KnownAssessment:
    id: str
    enterprise_id: int
    pack_id: str
    pack_edition: str
    mode: Mode
    date: date
    assessor: str
    status: Status
    answers: str
    """Its document as JSON text: most are only ever compared."""
    score: Milli | None
    digest: str | None
    discarded_at: datetime | None

    @property
    def counts(self) -> bool:
        return self.status == "submitted" and self.discarded_at is None


@dataclass(slots=True)
class Known:
    """The part of the database that a batch of submissions touches."""

    enterprises: dict[str, KnownEnterprise] = field(default_factory=dict)
    """By credit code."""
    assessments: dict[str, KnownAssessment] = field(default_factory=dict)
    """By id."""
    by_enterprise: dict[int, set[str]] = field(default_factory=dict)
    """Ids of the assessments of an enterprise."""

    def add_assessment(self, known: KnownAssessment) -> None:
        self.assessments[known.id] = known
        self.by_enterprise.setdefault(known.enterprise_id, set()).add(known.id)

    def submitted_of(self, enterprise_id: int) -> Iterator[KnownAssessment]:
        for key in self.by_enterprise.get(enterprise_id, ()):
            if self.assessments[key].counts:
                yield self.assessments[key]


@dataclass(frozen=True, slots=True)
class PlannedAssessment:
    """An assessment to be written."""

    incoming: IncomingSubmission
    after: KnownAssessment
    before: KnownAssessment | None
    """``None`` for a new one."""


class Plan:
    """Decides on submissions one after the other; each sees what became of those before it."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.new_enterprises: dict[str, KnownEnterprise] = {}
        self.profile_changes: dict[int, Enterprise] = {}
        """By the enterprise's id."""
        self.assessments: dict[str, PlannedAssessment] = {}
        """To be added or changed, by id."""

    def decide(self, incoming: IncomingSubmission) -> StoredAs:
        """What becomes of it. Raises ``ValueError`` for one without a date."""
        submission = incoming.submission
        if submission.date is None:
            raise ValueError("a submission without a date can't be stored")
        enterprise = self.known.enterprises.get(submission.enterprise.uscc)
        by_id = self.known.assessments.get(submission.assessment_id or "")
        if by_id is not None and (enterprise is None or by_id.enterprise_id != enterprise.id):
            return StoredAs("refused", None, (self._of_other(by_id, submission),))
        before = by_id or self._same_occasion(enterprise, submission, submission.date)
        digest = submission.content_digest()
        if before is not None and before.counts and before.digest == digest:
            return StoredAs("unchanged", before.id, self._jump(before, incoming))
        profile_changed = self._take_profile(enterprise, submission.enterprise)
        owner = self.known.enterprises[submission.enterprise.uscc].id
        after = KnownAssessment(
            id=before.id if before else submission.assessment_id or str(uuid4()),
            enterprise_id=owner,
            pack_id=submission.pack.id,
            pack_edition=submission.pack.edition,
            mode=submission.mode,
            date=submission.date,
            assessor=submission.assessor or (before.assessor if before else ""),
            status="submitted",
            answers=documents.to_json(_document(submission, before)),
            score=incoming.verdict.score,
            digest=digest,
            discarded_at=None,
        )
        jump = self._jump(after, incoming)
        if before is not None and replace(before, digest=digest, score=after.score) == after:
            return StoredAs("updated" if profile_changed else "unchanged", after.id, jump)
        self.known.add_assessment(after)
        planned = self.assessments.get(after.id)
        self.assessments[after.id] = PlannedAssessment(
            incoming, after, planned.before if planned else before
        )
        return StoredAs("updated" if before else "imported", after.id, jump)

    def _same_occasion(
        self, enterprise: KnownEnterprise | None, submission: Submission, on: date
    ) -> KnownAssessment | None:
        wanted = (submission.pack.id, submission.mode, on)
        found = self.known.submitted_of(enterprise.id) if enterprise else ()
        same = [known for known in found if (known.pack_id, known.mode, known.date) == wanted]
        return min(same, key=lambda known: known.id, default=None)

    def _take_profile(self, known: KnownEnterprise | None, given: Enterprise) -> bool:
        """Only what comes filled in replaces what is there."""
        if known is None:
            new = KnownEnterprise(-1 - len(self.known.enterprises), given)
            self.known.enterprises[given.uscc] = self.new_enterprises[given.uscc] = new
            return True
        filled = {
            field.name: value
            for field in fields(Enterprise)
            if (value := getattr(given, field.name)) is not None and value != ""
        }
        after = replace(known.profile, **filled)
        if after == known.profile:
            return False
        changed = KnownEnterprise(known.id, after)
        self.known.enterprises[given.uscc] = changed
        if given.uscc in self.new_enterprises:
            self.new_enterprises[given.uscc] = changed
        else:
            self.profile_changes[known.id] = after
        return True

    def _jump(self, here: KnownAssessment, incoming: IncomingSubmission) -> tuple[Problem, ...]:
        others = [
            other
            for other in self.known.submitted_of(here.enterprise_id)
            if other.id != here.id
            and (other.pack_id, other.mode) == (here.pack_id, here.mode)
            and other.date.year == here.date.year
        ]
        latest = max(others, key=lambda other: (other.date, other.id), default=None)
        if latest is None or latest.score is None:
            return ()
        found = check_jump(
            incoming.submission.pack, latest.score, latest.date, incoming.verdict.score
        )
        return (found,) if found else ()

    @staticmethod
    def _of_other(known: KnownAssessment, submission: Submission) -> Problem:
        return problem(
            "assessment_of_other_enterprise",
            "id",
            id=known.id,
            uscc=submission.enterprise.uscc,
            name=submission.enterprise.name,
        )


def _document(submission: Submission, before: KnownAssessment | None) -> Document:
    """What comes in without any notes or marks doesn't take away those that are there."""
    document = documents.from_answers(submission.answers)
    if before is not None:
        old = documents.from_json(before.answers)
        for part in ("notes", "flags"):
            document[part] = document[part] or old[part]
    return document
