"""On-site assessments that start from what the enterprise claimed.

Only the claim is taken over, never the answers: on site nothing counts until somebody has judged
it. An on-site assessment without a claim is begun with ``assessments.start``; the claim may come
later, when the self-assessment arrives.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from suzhou_assess.domain.claims import Claim
from suzhou_assess.services.claim_snapshots import claim_of, snapshot
from suzhou_assess.services.views import AssessmentCard
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import glance
from suzhou_assess.store.errors import StoreError

if TYPE_CHECKING:
    from suzhou_assess.services.assessment_session import AssessmentSession
    from suzhou_assess.store.assessments import StoredAssessment


def start_from(ws: Workspace, self_id: str, on: date, assessor: str = "", who: str = "") -> str:
    """A new on-site draft without answers, beside the claim of a self-assessment. Gives its id.

    It is answered with the current edition of the claim's index. ``who`` stands in the log, the
    assessor if nobody does. Raises ``StoreError`` (``not_found``, ``claim_not_submitted``) and
    ``PackNotFoundError``.
    """
    from suzhou_assess.store import assessments, documents

    with ws.store.writing() as connection:
        claimed = _claimable(assessments.read(connection, self_id))
        pack = ws.packs.get(claimed.pack_id)
        new = assessments.StoredAssessment(
            id=str(uuid4()),
            enterprise_id=claimed.enterprise_id,
            pack_id=pack.id,
            pack_edition=pack.edition,
            mode="onsite",
            date=on,
            assessor=assessor,
            status="draft",
            position=None,
            answers=documents.empty(),
            updated_at=datetime.now(UTC),
            based_on=claimed.id,
            claim=snapshot(claimed),
        )
        assessments.add(connection, new, len(pack.item_ids), who or assessor)
    return new.id


def candidates(
    ws: Workspace, enterprise_id: int, pack_id: str | None = None
) -> list[AssessmentCard]:
    """The self-assessments that an on-site one may start from, newest first: those of the pack
    (left out: the default one) that were submitted and count."""
    from suzhou_assess.store import assessments

    wanted = pack_id or ws.packs.default().id
    with ws.store.reading() as connection:
        ids = assessments.self_assessments(connection, enterprise_id, wanted)
    return _cards(ws, enterprise_id, ids)


def based_on(ws: Workspace, self_id: str) -> list[AssessmentCard]:
    """The on-site assessments, drafts too, whose claim this self-assessment is; newest first.

    Raises ``StoreError`` ``not_found``.
    """
    from suzhou_assess.store import assessments

    with ws.store.reading() as connection:
        owner = assessments.read(connection, self_id).enterprise_id
        ids = assessments.based_on(connection, owner, self_id)
    return _cards(ws, owner, ids)


def take_claim(ws: Workspace, assessment_id: str, self_id: str, who: str = "") -> None:
    """Puts the claim of a self-assessment beside an on-site one, in place of any it has.

    Answers and reasons stay. The on-site one may be submitted: what was found doesn't change.
    An open session shows it after ``reload``. Raises ``StoreError``: ``not_found``,
    ``claim_not_submitted``, ``claim_not_onsite``, ``claim_other_enterprise``,
    ``claim_other_pack``.
    """
    from suzhou_assess.store import assessments

    with ws.store.writing() as connection:
        stored = assessments.read(connection, assessment_id)
        claimed = _claimable(assessments.read(connection, self_id))
        if stored.mode != "onsite":
            raise StoreError("claim_not_onsite")
        if claimed.enterprise_id != stored.enterprise_id:
            raise StoreError("claim_other_enterprise")
        if claimed.pack_id != stored.pack_id:
            raise StoreError("claim_other_pack", claimed=claimed.pack_id, pack=stored.pack_id)
        values = {"based_on": claimed.id, "claim": snapshot(claimed)}
        if values["claim"] != stored.claim:
            assessments.change(connection, stored, values, datetime.now(UTC), who)


def claim_for(ws: Workspace, session: AssessmentSession) -> Claim | None:
    """What an on-site assessment is compared with.

    Its own claim; else, without writing anything, the latest self-assessment of the same index
    that counts and was made by its date. ``None`` when there is none, and for a self-assessment.
    """
    if session.claim is not None or session.mode != "onsite":
        return session.claim
    from suzhou_assess.store import assessments

    with ws.store.reading() as connection:
        found = assessments.self_assessments(
            connection, session.enterprise_id, session.pack.id, session.date
        )
        if not found:
            return None
        return claim_of(ws.packs, snapshot(assessments.read(connection, found[0])))


def _cards(ws: Workspace, enterprise_id: int, ids: Sequence[str]) -> list[AssessmentCard]:
    """The cards of these, in this order."""
    cards = {card.id: card for card in glance.cards(ws.path, enterprise_id=enterprise_id)}
    return [cards[key] for key in ids if key in cards]


def _claimable(stored: StoredAssessment) -> StoredAssessment:
    if stored.mode != "self" or stored.status != "submitted":
        raise StoreError("claim_not_submitted", date=stored.date.isoformat())
    return stored
