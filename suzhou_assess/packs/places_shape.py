"""The shape of a file of code lists."""

from __future__ import annotations

from suzhou_assess.packs.shape import DAY, ID, TEXT, WHOLE, WORD, Fields, List

_NAMED = Fields({"id": ID, "name": TEXT}, {})
_GOAL = Fields({"enterprises": WHOLE, "by": DAY, "source": TEXT}, {})
_DISTRICT = Fields({"code": ID, "name": TEXT, "short": TEXT}, {"aliases": List(WORD)})
_INDUSTRY = Fields({"code": ID, "name": TEXT}, {})
_SIZE = Fields({"id": ID, "name": TEXT, "min_employees": WHOLE, "min_revenue": WHOLE}, {})

PLACES = Fields(
    {
        "format": WORD,
        "city": TEXT,
        "goal": _GOAL,
        "districts": List(_DISTRICT, least=1),
        "industries": List(_INDUSTRY, least=1),
        "clusters": List(_NAMED, least=1),
        "qualifications": List(_NAMED, least=1),
        "sizes": List(_SIZE, least=1),
        "profile": List(_NAMED, least=1),
    },
    {},
)
