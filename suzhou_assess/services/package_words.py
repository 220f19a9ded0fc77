"""What a package brings, in words: what differs, and both values. For window and terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from suzhou_assess.domain.merging import NOT_APPLICABLE, Conflict
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.services.package_content import PackedAssessment
from suzhou_assess.words.answer_words import AnswerWords
from suzhou_assess.words.catalog import Words

_MOST_LETTERS = 6
"""Options of a multiple choice that are said in full; of more, the letters say enough."""


class PackageWords:
    """Says what differs about one assessment."""

    def __init__(
        self, pack: Pack, evidence: Mapping[str, Any], places: Places, words: Words
    ) -> None:
        """``evidence`` are the records of the merged state."""
        self._pack = pack
        self._evidence = evidence
        self._places = places
        self._words = words
        self._say = words.say
        self._answers = AnswerWords(pack, words)

    @classmethod
    def of(cls, packed: PackedAssessment, places: Places, words: Words) -> PackageWords:
        return cls(packed.submission.pack, packed.state["evidence"], places, words)

    def title(self, conflict: Conflict) -> str:
        return self.name(conflict.part, conflict.item)

    def name(self, part: str, item: str) -> str:
        """What it is about."""
        match part:
            case "answers":
                return self._answers.coded(item)
            case "figures":
                return self._say("package.name_figures", item=self._answers.coded(item))
            case "notes" | "reasons" | "flags":
                return self._say(f"package.name_{part}", item=self._answers.coded(item))
            case "profile":
                names = self._places.field_name
                return self._words.text(names[item]) if item in names else item
            case "evidence":
                key, _, field = item.partition(":")
                file = str(self._evidence.get(key, {}).get("file_name", ""))
                return self._say(f"package.name_evidence_{field}", file=file)
            case "plan":
                return self._say("package.name_plan")
            case _:
                return self._say(f"package.name_{item}")

    def value(self, part: str, item: str, value: Any) -> str:
        """One side, as people read it."""
        if part == "flags":
            return self._say("package.yes" if value else "package.no")
        if part == "evidence" and item.endswith(":removed_at"):
            return self._say("package.file_there" if value is None else "package.file_removed")
        if value is None or value in ("", [], {}):
            nothing = self._say("package.nothing")
            return self._answers.short(item, None) if part == "answers" else nothing
        match part:
            case "answers":
                return self._answer(item, value)
            case "figures":
                return self._figures(value)
            case "profile":
                return self._profile(item, value)
            case "plan":
                steps = value.get("steps")
                count = len(steps) if isinstance(steps, list) else 0
                return self._say("package.plan", level=str(value.get("target")), count=count)
            case "head":
                return self._head(item, value)
            case _:
                return self._answers.coded(value) if item.endswith(":item") else str(value)

    def _answer(self, item: str, value: Any) -> str:
        if value == NOT_APPLICABLE:
            return self._answers.short(item, 0, not_applicable=True)
        if isinstance(value, list):
            letters = tuple(str(letter) for letter in value)
            if len(letters) > _MOST_LETTERS:
                return self._answers.short(item, letters)
            return "\n".join(self._answers.options(item, (letter,)) for letter in letters)
        return self._answers.full(item, value)

    def _figures(self, value: Mapping[str, Any]) -> str:
        text = self._words.text
        lines = [
            f"{text(figure.name)} {value[name]} {text(figure.unit)}".strip()
            for name, figure in self._pack.figure_by_id.items()
            if value.get(name) is not None
        ]
        return "\n".join(lines)

    def _profile(self, field: str, value: Any) -> str:
        places, text = self._places, self._words.text
        if field == "above_scale":
            return self._say("package.yes" if value else "package.no")
        if field == "district":
            district = places.district_by_code.get(value)
            return text(district.name) if district else str(value)
        if field == "industry":
            industry = places.industry_by_code.get(value)
            return f"{industry.code} {text(industry.name)}" if industry else str(value)
        if field == "cluster":
            return next((text(c.name) for c in places.clusters if c.id == value), str(value))
        if field == "qualification":
            return next((text(q.name) for q in places.qualifications if q.id == value), str(value))
        return str(value)

    def _head(self, field: str, value: Any) -> str:
        if field in ("mode", "status"):
            return self._say(f"package.{field}_{value}")
        if field == "discarded":
            return self._say("package.discarded_here" if value else "package.discarded_not")
        if field == "claim":
            claim = value.get("claim") or {}
            told = (str(claim.get("date") or ""), str(claim.get("assessor") or ""))
            return " ".join(filter(None, told)) or self._say("package.nothing")
        return str(value)
