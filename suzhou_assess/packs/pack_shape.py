"""The shape of a pack file, as ``docs/pack-schema.md`` describes it."""

from __future__ import annotations

from suzhou_assess.packs.shape import (
    ID,
    PERCENT,
    POINTS,
    TEXT,
    TRUTH,
    WHOLE,
    WORD,
    ByRule,
    Fields,
    List,
    Lookup,
    OneOf,
    Words,
)

_PROOF = Words({"for": List(ID, least=1), "from": WHOLE})

_HELP = Fields(
    {"meaning": TEXT, "evidence": List(_PROOF, least=1), "mistakes": List(TEXT, least=1)},
    {"definitions": List(Fields({"term": TEXT, "text": TEXT}, {}))},
)
_FIGURE = Fields(
    {"id": ID, "name": TEXT, "unit": TEXT},
    {
        "integer": TRUTH,
        "maximum": WHOLE,
        "hint": TEXT,
        "from_profile": OneOf(("employees", "revenue")),
    },
)
_RATIO = Fields({"numerator": ID}, {"denominator": ID})
_RULE = Fields(
    {},
    {
        "band": Fields({"name": TEXT, "numerator": ID}, {"denominator": ID}),
        "trend": Fields(
            {"name": TEXT, "unit": TEXT, "before": _RATIO, "after": _RATIO}, {"scale": WHOLE}
        ),
    },
)
_OPTION = Fields(
    {"letter": ID, "points": POINTS, "text": TEXT},
    {
        "excludes_others": TRUTH,
        "effort": WHOLE,
        "upper": PERCENT,
        "trend": OneOf(("up", "flat", "down")),
    },
)
_QUESTION = Fields(
    {
        "id": ID,
        "kind": OneOf(("single", "multiple")),
        "name": TEXT,
        "prompt": TEXT,
        "options": List(_OPTION, least=2),
        "help": _HELP,
    },
    {
        "weight": PERCENT,
        "hint": TEXT,
        "outcome": TRUTH,
        "figures": List(_FIGURE, least=1),
        "rule": _RULE,
    },
)
_SUBINDICATOR = Fields(
    {"id": ID, "name": TEXT, "weight": PERCENT, "questions": List(_QUESTION, least=1)}, {}
)
_INDICATOR = Fields(
    {"id": ID, "name": TEXT, "weight": PERCENT, "subindicators": List(_SUBINDICATOR, least=1)}, {}
)
_DIMENSION = Fields(
    {"id": ID, "name": TEXT, "weight": PERCENT, "indicators": List(_INDICATOR, least=1)}, {}
)
_SCENARIO = Fields(
    {
        "id": ID,
        "name": TEXT,
        "prompt": TEXT,
        "binding": TRUTH,
        "levels": List(Fields({"text": TEXT}, {"effort": WHOLE}), least=2),
        "help": _HELP,
    },
    {},
)
_GROUP = Fields({"id": ID, "name": TEXT, "scenarios": List(_SCENARIO, least=1)}, {})
_LEVEL = Fields(
    {"level": WHOLE, "name": TEXT, "meaning": TEXT},
    {"min_score": POINTS, "min_scenarios": WHOLE, "min_binding": WHOLE},
)
_NAMES = Lookup(ID)
_CHECK = ByRule(
    {"id": ID, "severity": OneOf(("warning", "error")), "message": TEXT},
    {
        "figure_over": Fields({"figure": ID, "limit": ID}, {}),
        "option_requires": Fields(
            {"question": ID, "option": ID, "requires": List(ID, least=1)}, {}
        ),
        "option_against_scenarios": Fields(
            {"question": ID, "option": ID, "scenarios": List(ID, least=1)},
            {"at_most": WHOLE, "at_least": WHOLE},
        ),
        "named_scenario_at_most": Fields({"question": ID, "names": _NAMES, "at_most": WHOLE}, {}),
        "unnamed_scenario_at_least": Fields(
            {"question": ID, "names": _NAMES, "at_least": WHOLE}, {}
        ),
        "score_jump": Fields({"points": POINTS}, {}),
    },
)
_REFERENCE = Fields(
    {
        "id": ID,
        "name": TEXT,
        "note": TEXT,
        "maximum": WHOLE,
        "by_level": List(WHOLE, least=1),
    },
    {},
)

PACK = Fields(
    {
        "format": WORD,
        "id": ID,
        "edition": WORD,
        "name": TEXT,
        "short_name": TEXT,
        "source": TEXT,
        "scenario_dimension": TEXT,
        "dimensions": List(_DIMENSION, least=1),
        "scenario_groups": List(_GROUP, least=1),
        "levels": List(_LEVEL, least=2),
    },
    {"checks": List(_CHECK), "references": List(_REFERENCE)},
)
