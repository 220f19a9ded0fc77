"""What comes in, and the part of the database that it touches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Mode, Submission
from suzhou_assess.domain.points import Milli
from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.scoring import Verdict
from suzhou_assess.domain.subject import Subject
from suzhou_assess.store.records import Held, Status


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one object came from."""

    file: str
    """As it is shown; inside an archive ``archive.zip!/inner/name.xlsx``."""
    line: int | None = None
    """Of a .jsonl, from 1."""
    path: str | None = None
    """On disk, absolute: of the file, or of the archive that holds it."""
    fingerprint: bytes | None = None
    """16 bytes of blake2b over the object's bytes."""
    subject: Subject | None = None
    """Whose it is, as read. Of one without errors it follows from the submission."""


@dataclass(frozen=True, slots=True)
class IncomingSubmission:
    """What is to be stored. Its date is known, and no error was found in it."""

    submission: Submission
    verdict: Verdict
    source: str
    """Where it came from, for people: a file's name, with the line in it."""
    origin: Origin | None = None
    """``None`` for what has no file: it is known by ``source`` then."""
    problems: tuple[Problem, ...] | None = None
    """The warnings that reading it gave, those of the data checks among them."""

    @property
    def is_altered(self) -> bool:
        """Whether somebody changed the answers after they were submitted and exported."""
        return any(found.code == "changed_after_export" for found in self.problems or ())


@dataclass(frozen=True, slots=True)
class IncomingRefusal:
    """What was refused by its reader. It is noted with its problems, nothing else."""

    origin: Origin
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class StoredAs:
    """What became of one."""

    status: Literal["imported", "updated", "unchanged", "refused"]
    assessment_id: str | None = None
    """``None`` for a refused one."""
    problems: tuple[Problem, ...] = ()
    """Beyond those that it came with: why it was refused, or warnings that only what is known
    already brings up."""
    suspicious: bool = False
    """Whether a person should look at it."""
    differences: tuple[tuple[str, str, str], ...] = ()
    """Of an updated one: item, old and new value as JSON text, ``null`` for none. Items are named
    as in the log of changes, those of the profile ``profile:town``."""


Occasion = tuple[str, Mode, date]
"""Pack, mode and day: one enterprise is assessed once on one occasion."""


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
    held: Held | None
    source: str

    @property
    def is_submitted(self) -> bool:
        return self.status == "submitted" and self.discarded_at is None

    @property
    def counts(self) -> bool:
        return self.held is None and self.is_submitted

    @property
    def occasion(self) -> Occasion:
        return self.pack_id, self.mode, self.date


@dataclass(slots=True)
class Known:
    """The part of the database that a batch of submissions touches."""

    enterprises: MutableMapping[str, KnownEnterprise] = field(default_factory=dict)
    """By credit code."""
    assessments: MutableMapping[str, KnownAssessment] = field(default_factory=dict)
    """By id."""
    by_enterprise: MutableMapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Ids of the assessments of an enterprise, in the order in which they were submitted."""
    namesakes: MutableMapping[bytes, Mapping[int, KnownEnterprise]] = field(default_factory=dict)
    """Enterprises by their folded name (``enterprises.name_key``) and id."""
    doubted: set[tuple[str, str]] = field(default_factory=set)
    """Kind and side (an assessment's id, ``"enterprise:district"``) of what a person was asked
    already: what waits, and the claims of districts that a person turned down."""

    def add_assessment(self, known: KnownAssessment) -> None:
        """Submitted after those that are known already."""
        self.assessments[known.id] = known
        ids = self.by_enterprise.get(known.enterprise_id, ())
        others = (key for key in ids if key != known.id)
        self.by_enterprise[known.enterprise_id] = (*others, known.id)

    def add_namesake(self, key: bytes, known: KnownEnterprise) -> None:
        self.namesakes[key] = {**self.namesakes.get(key, {}), known.id: known}

    def forget(self, code: str) -> None:
        """As if there were no enterprise with this credit code."""
        gone = self.enterprises.pop(code, None)
        if gone is None:
            return
        for name, namesakes in [*self.namesakes.items()]:
            if gone.id in namesakes:
                self.namesakes[name] = {key: n for key, n in namesakes.items() if key != gone.id}

    def assessments_of(self, enterprise_id: int) -> Iterator[KnownAssessment]:
        """Those that were submitted, in that order, held ones among them."""
        for key in self.by_enterprise.get(enterprise_id, ()):
            known = self.assessments[key]
            if known.is_submitted:
                yield known

    def counting_of(self, enterprise_id: int) -> Iterator[KnownAssessment]:
        return (known for known in self.assessments_of(enterprise_id) if known.held is None)
