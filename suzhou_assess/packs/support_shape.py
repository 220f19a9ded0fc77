"""The shape of a file of support measures, as ``docs/support-schema.md`` describes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from suzhou_assess.domain.places import Places
from suzhou_assess.domain.support import KINDS
from suzhou_assess.domain.text import Text
from suzhou_assess.packs.problems import Findings, Path
from suzhou_assess.packs.shape import (
    DAY,
    ID,
    PERCENT,
    POINTS,
    TEXT,
    TRUTH,
    WHOLE,
    WORD,
    ByRule,
    Fields,
    Json,
    List,
    OneOf,
    Scalar,
)
from suzhou_assess.packs.yaml_source import Plain

_ADDRESS = re.compile(r"https?://[!-~]{3,2000}", re.ASCII)
_LINK = Scalar("not_a_link", lambda value: value if _ADDRESS.fullmatch(value) else None)
_GAP = ByRule(
    {},
    {
        "scenario_below": Fields({"level": WHOLE}, {"scenarios": List(ID, least=1)}),
        "points_below": Fields({"share": PERCENT, "items": List(ID, least=1)}, {}),
        "planned": Fields({}, {"items": List(ID, least=1)}),
    },
)


@dataclass(frozen=True, slots=True)
class _Listed:
    """An entry of a code list, by its code or by any name that people type for it."""

    list: str
    """Names the field of the profile."""
    known: tuple[Text, ...] | tuple[str, ...]
    code_of: Callable[[str], str | None]

    def read(self, value: Plain, path: Path, findings: Findings) -> Json:
        code = self.code_of(value) if isinstance(value, str) else None
        if code is None:
            shown = value[:40] if isinstance(value, str) else "?"
            findings.add(path, f"not_a_{self.list}", value=shown, known=self.known)
        return code


def support_shape(places: Places) -> Fields:
    """With the districts, industries and sizes of ``places``."""
    conditions = Fields(
        {},
        {
            "level": Fields({}, {"min": WHOLE, "max": WHOLE}),
            "score": Fields({}, {"min": POINTS, "max": POINTS}),
            "gaps": List(_GAP, least=1),
            **{name: List(shape, least=1) for name, shape in _lists(places).items()},
            "above_scale": TRUTH,
            "period": Fields({}, {"from": DAY, "until": DAY}),
        },
    )
    measure = Fields(
        {"id": ID, "kind": OneOf(KINDS), "name": TEXT, "summary": TEXT, "source": TEXT},
        {"apply": TEXT, "link": _LINK, "example": TRUTH, "conditions": conditions},
    )
    return Fields(
        {
            "format": WORD,
            "id": ID,
            "edition": WORD,
            "name": TEXT,
            "measures": List(measure, least=1),
        },
        {"index": ID},
    )


def _lists(places: Places) -> dict[str, _Listed]:
    """By the key that a file has for each."""

    def district(typed: str) -> str | None:
        found = places.find_district(typed)
        return found.code if found else None

    def industry(typed: str) -> str | None:
        found = places.find_industry(typed)
        return found.code if found else None

    def cluster(typed: str) -> str | None:
        found = places.find_cluster(typed)
        return found.id if found else None

    def size(typed: str) -> str | None:
        found = places.find_size(typed)
        return found.id if found else None

    def qualification(typed: str) -> str | None:
        found = places.find_qualification(typed)
        return found.id if found else None

    return {
        "districts": _Listed("district", tuple(d.short for d in places.districts), district),
        "industries": _Listed("industry", tuple(i.code for i in places.industries), industry),
        "clusters": _Listed("cluster", tuple(c.name for c in places.clusters), cluster),
        "sizes": _Listed("size", tuple(s.name for s in places.sizes), size),
        "qualifications": _Listed(
            "qualification", tuple(q.name for q in places.qualifications), qualification
        ),
    }
