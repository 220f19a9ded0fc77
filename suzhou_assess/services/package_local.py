"""An assessment as it stands in this database, as a state that can travel and be merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.evidence import Evidence
from suzhou_assess.domain.pack import Pack
from suzhou_assess.services.package_states import EVIDENCE_KEYS, State, normal, profile_json
from suzhou_assess.services.package_versions import Line, Version
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import documents

if TYPE_CHECKING:
    from suzhou_assess.store.assessments import StoredAssessment
    from suzhou_assess.store.engine import Connection
    from suzhou_assess.store.exchanged import KeptEvidence, Standing


@dataclass(frozen=True, slots=True)
class Local:
    """An assessment here."""

    standing: Standing
    pack: Pack
    enterprise: Enterprise
    state: State
    line: Line
    """Its versions that went out or came in; the state need not be among them."""
    evidence: Mapping[str, KeptEvidence]
    """By id, removed ones too."""


def read_local(ws: Workspace, connection: Connection, assessment_id: str) -> Local | None:
    """``None`` when it isn't here. Raises ``PackNotFoundError``."""
    from suzhou_assess.store import enterprises, exchanged, plans

    standing = exchanged.read(connection, assessment_id)
    if standing is None:
        return None
    stored = standing.stored
    pack = ws.packs.get(stored.pack_id, stored.pack_edition)
    enterprise = enterprises.get(connection, stored.enterprise_id)
    kept = exchanged.evidence_of(connection, assessment_id)
    plan = plans.read(connection, assessment_id)
    return Local(
        standing=standing,
        pack=pack,
        enterprise=enterprise,
        state=normal(
            {
                "content": documents.from_answers(documents.to_answers(pack, stored.answers)),
                "head": _head(stored),
                "profile": profile_json(enterprise),
                "plan": {} if plan is None else {"plan": plan},
                "evidence": {one.evidence.id: evidence_json(one) for one in kept},
            }
        ),
        line=read_line(connection, assessment_id),
        evidence={one.evidence.id: one for one in kept},
    )


def read_line(connection: Connection, assessment_id: str) -> Line:
    from suzhou_assess.store import exchanged

    return Line(
        [
            Version(digest, tuple(document["parents"]), document["state"])
            for digest, document in exchanged.versions(connection, assessment_id)
        ]
    )


def write_line(connection: Connection, assessment_id: str, line: Line, at: datetime) -> None:
    from suzhou_assess.store import exchanged

    kept = line.recent.versions
    rows = [(v.digest, {"parents": list(v.parents), "state": v.state}) for v in kept]
    exchanged.set_versions(connection, assessment_id, rows, at)


def _head(stored: StoredAssessment) -> dict[str, Any]:
    head: dict[str, Any] = {
        "mode": stored.mode,
        "date": stored.date.isoformat(),
        "assessor": stored.assessor,
        "status": stored.status,
    }
    if stored.claim is not None:
        head["claim"] = {"based_on": stored.based_on, "claim": stored.claim}
    return head


def evidence_json(kept: KeptEvidence) -> dict[str, Any]:
    """A record as it travels."""
    values = {name: getattr(kept.evidence, name) for name in EVIDENCE_KEYS if name != "removed_at"}
    values["added_at"] = kept.evidence.added_at.isoformat()
    values["removed_at"] = None if kept.removed_at is None else kept.removed_at.isoformat()
    return values


def evidence_from(key: str, assessment_id: str, record: Mapping[str, Any]) -> KeptEvidence:
    """The record of an assessment here, from a checked state."""
    from suzhou_assess.store.exchanged import KeptEvidence

    values = {name: record[name] for name in EVIDENCE_KEYS if name != "removed_at"}
    values["added_at"] = datetime.fromisoformat(record["added_at"])
    removed = record["removed_at"]
    return KeptEvidence(
        Evidence(id=key, assessment_id=assessment_id, **values),
        None if removed is None else datetime.fromisoformat(removed),
    )
