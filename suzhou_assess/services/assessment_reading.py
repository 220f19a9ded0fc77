"""From a JSON object to a submission with everything that is wrong with it.

The same for scoring and for intake; what to do about the problems differs between the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from suzhou_assess.domain.checks import check_answers
from suzhou_assess.domain.exchange import Submission, pack_id_of, read_submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.packs.problems import PackNotFoundError
from suzhou_assess.packs.shelf import PackShelf


class Shelves(Protocol):
    """What reading and writing assessments needs: the packs and the code lists.

    A workspace has them; so has ``Desk``, which needs no database.
    """

    @property
    def packs(self) -> PackShelf: ...
    @property
    def places(self) -> Places: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Packs and code lists without a database."""

    packs: PackShelf
    places: Places


@dataclass(frozen=True, slots=True)
class Read:
    """What could be understood, and every problem, those of the data checks among them."""

    submission: Submission | None
    """``None`` when not even the pack is known."""
    problems: list[Problem]


def read_object(raw: Mapping[str, object], shelves: Shelves) -> Read:
    """The submission in a parsed Answers JSON object."""
    pack_id, problems = pack_id_of(raw)
    if pack_id is None:
        return Read(None, problems)
    edition = raw.get("edition")
    if type(edition) is int:
        edition = str(edition)
    elif edition is not None and not isinstance(edition, str):
        return Read(None, [problem("field_wrong_type", "edition", field="edition")])
    pack = find_pack(shelves.packs, pack_id, edition)
    if isinstance(pack, Problem):
        return Read(None, [pack])
    submission, problems = read_submission(raw, pack, shelves.places)
    problems.extend(check_answers(pack, submission.answers))
    return Read(submission, problems)


def find_pack(packs: PackShelf, pack_id: str, edition: str | None) -> Pack | Problem:
    """The pack that an object names, or the problem that it isn't known here."""
    try:
        return packs.get(pack_id, edition or None)
    except PackNotFoundError:
        if pack_id not in packs.ids():
            return problem("pack_unknown", "pack", pack=pack_id, known=packs.ids())
        return problem("pack_edition_unknown", "edition", pack=pack_id, edition=edition or "")
