"""What an intake changes in an assessment, said in the words of its index."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from suzhou_assess.domain.pack import Pack, Question, Scenario
from suzhou_assess.services.events import Difference
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.profile_words import field_name, profile_value

_HEAD = ("date", "mode", "assessor")
_MOST_LETTERS = 3
"""Options of a multiple choice that are said in full; of more, the letters say enough."""


@dataclass(frozen=True, slots=True)
class DifferenceWords:
    """One line of the comparison."""

    item: str
    old: str
    new: str


def difference_words(context: Context, differences: Iterable[Difference]) -> list[DifferenceWords]:
    """Each difference: what it is about, how it was, how it is. Nothing is said as ``–``."""
    pack = context.workspace.packs.default()
    teller = _Teller(context, pack)
    return [
        DifferenceWords(
            teller.name(item), teller.value(item, _known(old)), teller.value(item, _known(new))
        )
        for item, old, new in differences
    ]


class _Teller:
    def __init__(self, context: Context, pack: Pack) -> None:
        self._context = context
        self._pack = pack

    def name(self, item: str) -> str:
        say, text, pack = self._context.say, self._context.text, self._pack
        prefix, colon, rest = item.partition(":")
        if colon and prefix == "profile":
            return field_name(self._context, rest)
        if colon and prefix in ("note", "flag", "not_applicable"):
            return say(f"ui_import.item_{prefix}", item=self.name(rest))
        if item in _HEAD:
            return say(f"ui_import.item_{item}")
        if item in pack.question_by_id:
            number = [q.id for q in pack.questions].index(item) + 1
            name = text(pack.question_by_id[item].name)
            return say("ui_import.item_question", number=number, name=name)
        if item in pack.scenario_by_id:
            return say("ui_import.item_scenario", name=text(pack.scenario_by_id[item].name))
        if item in pack.figure_by_id:
            return text(pack.figure_by_id[item].name)
        return item

    def value(self, item: str, value: object) -> str:
        say, pack = self._context.say, self._pack
        prefix, colon, rest = item.partition(":")
        if colon and prefix == "profile":
            return profile_value(self._context, rest, value)
        if colon and prefix in ("flag", "not_applicable"):
            return say("ui_enterprises.yes" if value else "ui_enterprises.no")
        if value is None or value in ("", []):
            return say("ui_import.not_answered" if item in pack.item_ids else "ui_import.empty")
        if item == "mode":
            return say(f"ui.mode_{value}")
        if item in pack.question_by_id:
            return self._options(pack.question_by_id[item], value)
        if item in pack.scenario_by_id:
            return self._level(pack.scenario_by_id[item], value)
        if item in pack.figure_by_id:
            return f"{value} {self._context.text(pack.figure_by_id[item].unit)}".strip()
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def _options(self, question: Question, value: object) -> str:
        letters = value if isinstance(value, list) else [value]
        text = {option.letter: self._context.text(option.text) for option in question.options}
        if len(letters) > _MOST_LETTERS:
            return self._context.words.joined(tuple(str(letter) for letter in letters))
        return "；".join(f"{letter} {text.get(str(letter), '')}".strip() for letter in letters)

    def _level(self, scenario: Scenario, value: object) -> str:
        if not isinstance(value, int) or not 0 <= value <= scenario.top:
            return str(value)
        said = self._context.text(scenario.levels[value])
        return self._context.say("ui_import.level_said", level=value, text=said)


def _known(json_text: str) -> object:
    return json.loads(json_text) if json_text else None
