"""The claim of an on-site assessment as it is kept: a self-assessment at one moment.

A snapshot and no reference: whoever corrects the self-assessment later, or takes it back with its
batch, doesn't change what was claimed on the day of the visit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from suzhou_assess.domain.claims import Claim
from suzhou_assess.domain.scoring import score
from suzhou_assess.packs.shelf import PackShelf
from suzhou_assess.store import documents

if TYPE_CHECKING:
    from suzhou_assess.store.assessments import StoredAssessment


def snapshot(stored: StoredAssessment) -> dict[str, Any]:
    """A self-assessment as a claim, in JSON's terms."""
    return {
        "id": stored.id,
        "date": stored.date.isoformat(),
        "assessor": stored.assessor,
        "pack_id": stored.pack_id,
        "pack_edition": stored.pack_edition,
        "document": stored.answers,
    }


def claim_of(packs: PackShelf, kept: Mapping[str, Any]) -> Claim:
    """The claim in a snapshot, scored by its own edition. Raises ``PackNotFoundError``."""
    pack = packs.get(kept["pack_id"], kept["pack_edition"])
    answers = documents.to_answers(pack, kept["document"])
    on = kept["date"]
    return Claim(
        assessment_id=kept["id"],
        date=dt.date.fromisoformat(on) if on else None,
        assessor=kept["assessor"],
        pack=pack,
        answers=answers,
        verdict=score(pack, answers.choices),
    )
