"""From checked data to the domain's ``Pack``. Nothing is checked again here."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from suzhou_assess.domain.pack import (
    BandRule,
    Dimension,
    Figure,
    Help,
    Indicator,
    Level,
    Option,
    Pack,
    Proof,
    Question,
    Ratio,
    Reference,
    Scenario,
    ScenarioGroup,
    SubIndicator,
    TrendRule,
)
from suzhou_assess.domain.pack_checks import (
    Check,
    FigureOver,
    NamedScenarioAtMost,
    OptionAgainstScenarios,
    OptionRequires,
    ScoreJump,
    UnnamedScenarioAtLeast,
)
from suzhou_assess.domain.points import FULL_SCORE, Milli, share_of, to_milli
from suzhou_assess.domain.text import Text

if TYPE_CHECKING:
    from suzhou_assess.packs.shape import Entry, Json


def build_pack(data: Entry, digest: str) -> Pack:
    """The pack in ``data``, which has passed ``pack_shape`` and ``pack_sense``."""
    return Pack(
        id=data["id"],
        edition=data["edition"],
        name=_text(data["name"]),
        short_name=_text(data["short_name"]),
        source=_text(data["source"]),
        dimensions=tuple(map(_dimension, data["dimensions"])),
        scenario_dimension=_text(data["scenario_dimension"]),
        scenario_groups=tuple(
            ScenarioGroup(
                group["id"], _text(group["name"]), tuple(map(_scenario, group["scenarios"]))
            )
            for group in data["scenario_groups"]
        ),
        levels=tuple(map(_level, data["levels"])),
        checks=tuple(map(_check, data.get("checks", ()))),
        references=tuple(map(_reference, data.get("references", ()))),
        digest=digest,
    )


def _text(entry: Entry) -> Text:
    return Text(entry["zh"], entry["en"])


def _texts(entries: Iterable[Entry]) -> tuple[Text, ...]:
    return tuple([Text(entry["zh"], entry["en"]) for entry in entries])


def _proofs(item: str, entries: Iterable[Entry]) -> tuple[Proof, ...]:
    return tuple(
        [
            Proof(f"{item}.{number}", _text(entry), tuple(entry.get("for", ())), entry.get("from"))
            for number, entry in enumerate(entries, start=1)
        ]
    )


def _optional_text(entry: Entry | None) -> Text | None:
    return None if entry is None else _text(entry)


def _milli(share: Fraction) -> Milli:
    """Points of a share of the whole index, rounded where an inner node isn't whole.

    Questions are always whole thousandths; only what is between them and the top might not be.
    """
    return round(share * FULL_SCORE)


def _dimension(entry: Entry) -> Dimension:
    weight = share_of(entry["weight"])
    return Dimension(
        id=entry["id"],
        name=_text(entry["name"]),
        weight=weight,
        points=_milli(weight),
        indicators=tuple(_indicator(inner, weight) for inner in entry["indicators"]),
    )


def _indicator(entry: Entry, outer: Fraction) -> Indicator:
    weight = share_of(entry["weight"])
    share = outer * weight
    return Indicator(
        id=entry["id"],
        name=_text(entry["name"]),
        weight=weight,
        points=_milli(share),
        subindicators=tuple(_subindicator(inner, share) for inner in entry["subindicators"]),
    )


def _subindicator(entry: Entry, outer: Fraction) -> SubIndicator:
    weight = share_of(entry["weight"])
    share = outer * weight
    return SubIndicator(
        id=entry["id"],
        name=_text(entry["name"]),
        weight=weight,
        points=_milli(share),
        questions=tuple(_question(inner, share) for inner in entry["questions"]),
    )


def _question(entry: Entry, outer: Fraction) -> Question:
    share = outer * share_of(entry["weight"]) if "weight" in entry else outer
    return Question(
        id=entry["id"],
        name=_text(entry["name"]),
        prompt=_text(entry["prompt"]),
        kind=entry["kind"],
        points=_milli(share),
        options=tuple(map(_option, entry["options"])),
        help=_help(entry["id"], entry["help"]),
        hint=_optional_text(entry.get("hint")),
        figures=tuple(map(_figure, entry.get("figures", ()))),
        rule=_rule(entry["rule"]) if "rule" in entry else None,
        outcome=entry.get("outcome", False),
    )


def _option(entry: Entry) -> Option:
    upper = entry.get("upper")
    return Option(
        letter=entry["letter"],
        text=_text(entry["text"]),
        points=to_milli(entry["points"]),
        excludes_others=entry.get("excludes_others", False),
        effort=entry.get("effort", 0),
        upper=None if upper is None else share_of(upper),
        trend=entry.get("trend"),
    )


def _figure(entry: Entry) -> Figure:
    return Figure(
        id=entry["id"],
        name=_text(entry["name"]),
        unit=_text(entry["unit"]),
        integer=entry.get("integer", False),
        maximum=entry.get("maximum"),
        hint=_optional_text(entry.get("hint")),
        from_profile=entry.get("from_profile"),
    )


def _ratio(entry: Entry) -> Ratio:
    return Ratio(entry["numerator"], entry.get("denominator"))


def _rule(entry: Entry) -> BandRule | TrendRule:
    if "band" in entry:
        band = entry["band"]
        return BandRule(_text(band["name"]), _ratio(band))
    trend = entry["trend"]
    return TrendRule(
        name=_text(trend["name"]),
        unit=_text(trend["unit"]),
        before=_ratio(trend["before"]),
        after=_ratio(trend["after"]),
        scale=trend.get("scale", 1),
    )


def _help(item: str, entry: Entry) -> Help:
    return Help(
        meaning=_text(entry["meaning"]),
        definitions=tuple(
            (_text(definition["term"]), _text(definition["text"]))
            for definition in entry.get("definitions", ())
        ),
        evidence=_proofs(item, entry["evidence"]),
        mistakes=_texts(entry["mistakes"]),
    )


def _scenario(entry: Entry) -> Scenario:
    levels = entry["levels"]
    return Scenario(
        id=entry["id"],
        name=_text(entry["name"]),
        prompt=_text(entry["prompt"]),
        binding=entry["binding"],
        levels=tuple(_text(level["text"]) for level in levels),
        efforts=tuple(level["effort"] for level in levels[1:]),
        help=_help(entry["id"], entry["help"]),
    )


def _level(entry: Entry) -> Level:
    return Level(
        level=entry["level"],
        name=_text(entry["name"]),
        meaning=_text(entry["meaning"]),
        min_score=to_milli(entry.get("min_score", 0)),
        min_scenarios=entry.get("min_scenarios", 0),
        min_binding=entry.get("min_binding", 0),
    )


def _check(entry: Entry) -> Check:
    name, severity, message = entry["id"], entry["severity"], _text(entry["message"])
    match entry["rule"]:
        case "figure_over":
            return FigureOver(name, severity, message, entry["figure"], entry["limit"])
        case "option_requires":
            return OptionRequires(
                name,
                severity,
                message,
                entry["question"],
                entry["option"],
                _words(entry["requires"]),
            )
        case "option_against_scenarios":
            return OptionAgainstScenarios(
                name,
                severity,
                message,
                entry["question"],
                entry["option"],
                _words(entry["scenarios"]),
                at_most=entry.get("at_most"),
                at_least=entry.get("at_least"),
            )
        case "named_scenario_at_most":
            return NamedScenarioAtMost(
                name, severity, message, entry["question"], dict(entry["names"]), entry["at_most"]
            )
        case "unnamed_scenario_at_least":
            return UnnamedScenarioAtLeast(
                name, severity, message, entry["question"], dict(entry["names"]), entry["at_least"]
            )
        case "score_jump":
            return ScoreJump(name, severity, message, to_milli(entry["points"]))
    raise ValueError(entry["rule"])


def _words(entries: Json) -> tuple[str, ...]:
    return tuple(entries)


def _reference(entry: Entry) -> Reference:
    return Reference(
        id=entry["id"],
        name=_text(entry["name"]),
        note=_text(entry["note"]),
        maximum=entry["maximum"],
        by_level=tuple(entry["by_level"]),
    )
