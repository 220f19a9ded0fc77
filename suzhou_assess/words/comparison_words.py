"""Two assessments compared, in words: each change from old to new, and why the level moved."""

from __future__ import annotations

from suzhou_assess.domain.answers import letters_of
from suzhou_assess.domain.comparison import Comparison, ConditionChange, ItemChange
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.points import as_text
from suzhou_assess.words.answer_words import AnswerWords
from suzhou_assess.words.catalog import Words


class ComparisonWords:
    """Says comparisons by one pack in one language."""

    def __init__(self, pack: Pack, words: Words) -> None:
        self._pack = pack
        self._words = words
        self._answers = AnswerWords(pack, words)

    def headline(self, comparison: Comparison) -> str:
        """等级由 1 级升到 2 级，得分由 38.2 升到 45.6（+7.4）"""
        return self._words.say(
            "over_time.headline", level=self._level(comparison), score=self._score(comparison)
        )

    def gained(self, change: ItemChange) -> str:
        """+2 分, −1 级; empty where nothing was gained or lost."""
        return self._answers.gained(change.item, change.gained)

    def change(self, change: ItemChange) -> str:
        """The answer before and after: 1 级 → 3 级：…, or which options came and went."""
        if change.item in self._pack.scenario_by_id:
            return self._scenario(change)
        question = self._pack.question_by_id[change.item]
        if question.kind == "multiple" and change.before is not None and change.after is not None:
            return self._letters(change)
        return self._words.say(
            "over_time.from_to",
            before=self._answers.full(change.item, change.before),
            after=self._answers.full(change.item, change.after),
        )

    def condition(self, condition: ConditionChange) -> str:
        """2 级要求得分不低于 40 分：38.2 → 45.6，已达到"""
        score = condition.kind == "score"

        def amount(of: int) -> str:
            return as_text(of) if score else str(of)

        turned = "stayed"
        if condition.turned:
            turned = "reached" if condition.met_after else "lost"
        elif condition.met_after:
            turned = "held"
        return self._words.say(
            f"over_time.condition_{turned}",
            asks=self._words.say(
                f"over_time.asks_{condition.kind}",
                level=condition.level,
                required=amount(condition.required),
            ),
            before=amount(condition.before),
            after=amount(condition.after),
        )

    def _level(self, comparison: Comparison) -> str:
        before, after = comparison.level_before, comparison.level_after
        how = "rose" if after > before else "fell" if after < before else "stayed"
        return self._words.say(f"over_time.level_{how}", before=before, after=after)

    def _score(self, comparison: Comparison) -> str:
        before, after = comparison.score_before, comparison.score_after
        how = "rose" if after > before else "fell" if after < before else "stayed"
        return self._words.say(
            f"over_time.score_{how}",
            before=as_text(before),
            after=as_text(after),
            difference=as_text(abs(after - before)),
        )

    def _scenario(self, change: ItemChange) -> str:
        return self._words.say(
            "over_time.from_to",
            before=self._answers.short(change.item, change.before, change.before_na),
            after=self._answers.full(change.item, change.after, change.after_na),
        )

    def _letters(self, change: ItemChange) -> str:
        question = self._pack.question_by_id[change.item]
        before, after = set(letters_of(change.before)), set(letters_of(change.after))
        parts = []
        for key, letters in (("added", after - before), ("dropped", before - after)):
            # That 无 is no longer chosen goes without saying once something is.
            named = [
                option.letter
                for option in question.options
                if option.letter in letters and not (key == "dropped" and option.excludes_others)
            ]
            if named:
                options = self._answers.options(change.item, named)
                parts.append(self._words.say(f"over_time.{key}", options=options))
        return "\n".join(parts)
