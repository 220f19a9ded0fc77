"""Short names of the data checks, for tables: the pack has a whole sentence for each."""

from __future__ import annotations

from collections.abc import Iterator

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.pack_checks import (
    Check,
    FigureOver,
    NamedScenarioAtMost,
    OptionAgainstScenarios,
    OptionRequires,
    ScoreJump,
    Severity,
    UnnamedScenarioAtLeast,
)
from suzhou_assess.domain.points import as_text
from suzhou_assess.domain.problems import Param
from suzhou_assess.domain.text import Text
from suzhou_assess.words.catalog import Words

FIGURES = "figures_lead_elsewhere"
"""The check that every index has: what the figures beside a question say."""


def check_names(pack: Pack) -> Iterator[tuple[str, Text, Severity]]:
    """Id, name and severity of each check of the pack, and last of ``FIGURES``."""
    for check in pack.checks:
        yield check.id, _name(pack, check), check.severity
    yield FIGURES, both("check_figures"), "warning"


def both(key: str, **params: Param) -> Text:
    """The words ``rollup.<key>`` in both languages."""
    zh, en = (Words(lang).say(f"rollup.{key}", **params) for lang in ("zh", "en"))
    return Text(zh, en)


def _name(pack: Pack, check: Check) -> Text:
    match check:
        case FigureOver():
            figures = pack.figure_by_id
            return both(
                "check_figure_over",
                figure=figures[check.figure].name,
                limit=figures[check.limit].name,
            )
        case OptionRequires():
            return both(
                "check_option_requires",
                question=_question(pack, check.question),
                option=check.option,
                others=check.requires,
            )
        case OptionAgainstScenarios(at_least=None):
            return both(
                "check_option_with_low",
                question=_question(pack, check.question),
                option=check.option,
                level=check.at_most or 0,
            )
        case OptionAgainstScenarios():
            return both(
                "check_option_with_high",
                question=_question(pack, check.question),
                option=check.option,
                level=check.at_least or 0,
            )
        case NamedScenarioAtMost():
            return both(
                "check_named_low", question=_question(pack, check.question), level=check.at_most
            )
        case UnnamedScenarioAtLeast():
            return both(
                "check_unnamed_high", question=_question(pack, check.question), level=check.at_least
            )
        case ScoreJump():
            return both("check_score_jump", points=as_text(check.points))


def _question(pack: Pack, question: str) -> Text:
    name = pack.question_by_id[question].name
    return Text(f"{question} {name.zh}", f"{question} {name.en}")
