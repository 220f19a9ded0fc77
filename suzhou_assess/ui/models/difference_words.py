"""What an intake changes in an assessment, said in the words of its index."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from suzhou_assess.domain.answers import Choice
from suzhou_assess.domain.pack import Pack
from suzhou_assess.services.events import Difference
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.profile_words import field_name, profile_value
from suzhou_assess.words.answer_words import AnswerWords

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
    """Says what may differ, beside answers also the profile, notes and marks."""

    def __init__(self, context: Context, pack: Pack) -> None:
        self._context = context
        self._pack = pack
        self._answers = AnswerWords(pack, context.words)

    def name(self, item: str) -> str:
        prefix, colon, rest = item.partition(":")
        if colon and prefix == "profile":
            return field_name(self._context, rest)
        if colon and prefix in ("note", "flag", "not_applicable", "reason"):
            return self._context.say(f"ui_import.item_{prefix}", item=self.name(rest))
        if item in _HEAD:
            return self._context.say(f"ui_import.item_{item}")
        return self._answers.numbered(item)

    def value(self, item: str, value: object) -> str:
        say, pack = self._context.say, self._pack
        prefix, colon, rest = item.partition(":")
        if colon and prefix == "profile":
            return profile_value(self._context, rest, value)
        if colon and prefix in ("flag", "not_applicable"):
            return say("ui_enterprises.yes" if value else "ui_enterprises.no")
        if item in pack.item_ids:
            return self._answers.full(item, _choice(value), most=_MOST_LETTERS)
        if value is None or value in ("", []):
            return say("ui_import.empty")
        if item == "mode":
            return say(f"ui.mode_{value}")
        if item in pack.figure_by_id:
            return f"{value} {self._context.text(pack.figure_by_id[item].unit)}".strip()
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _choice(value: object) -> Choice | None:
    """An answer as it stands in a document."""
    if isinstance(value, list):
        return tuple(str(letter) for letter in value) or None
    return value if isinstance(value, str | int) and value != "" else None


def _known(json_text: str) -> object:
    return json.loads(json_text) if json_text else None
