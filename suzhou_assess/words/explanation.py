"""The verdict in words: where every number comes from, and what would change it.

One source for the window, the workbooks and the command line, in both languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from suzhou_assess.domain.answers import Choice, Number, letters_of
from suzhou_assess.domain.figures import compute, percent_text, trend_texts
from suzhou_assess.domain.gap import Gap, NearPoints, NearScenario
from suzhou_assess.domain.pack import BandRule, Level, Pack, Question, Reference, TrendRule
from suzhou_assess.domain.points import Milli, as_text
from suzhou_assess.domain.scoring import Condition, Verdict, conditions
from suzhou_assess.domain.text import Text
from suzhou_assess.words.catalog import Words


class Explanation:
    """Explains verdicts of one pack in one language."""

    def __init__(self, pack: Pack, words: Words) -> None:
        self._pack = pack
        self._words = words
        self._indicator_by_id = {indicator.id: indicator for indicator in pack.indicators}
        self._dimension_by_id = {dimension.id: dimension for dimension in pack.dimensions}
        self._level_by_number = {level.level: level for level in pack.levels}

    def question(
        self, question_id: str, choices: Mapping[str, Choice], figures: Mapping[str, Number]
    ) -> str:
        """选了 B、C：2 + 2 = 4 分（满分 8 分）, after what the figures say."""
        question = self._pack.question_by_id[question_id]
        letters = letters_of(choices.get(question_id))
        say = self._words.say
        full = as_text(question.points)
        if not letters:
            return say("verdict.question_unanswered", full=full)
        points = [question.option(letter).points for letter in letters]
        said = say(
            "verdict.question",
            letters=letters,
            points=_sum(as_text(p) for p in points) + _total(points),
            full=full,
        )
        measured = self._measured(question, figures)
        return f"{measured}{said}" if measured else said

    def indicator(self, indicator_id: str, verdict: Verdict) -> str:
        """网络建设 4 + 设备数字化 3 + 设备联网 1.5 = 8.5 分（满分 20 分）"""
        indicator = self._indicator_by_id[indicator_id]
        parts = [
            (question.name, verdict.questions[question.id])
            for sub in indicator.subindicators
            for question in sub.questions
        ]
        return self._sum_of(parts, indicator.points)

    def dimension(self, dimension_id: str, verdict: Verdict) -> str:
        """设备系统 8.5 + 数据采集 7.2 + … = 31.7 分（满分 50 分）"""
        dimension = self._dimension_by_id[dimension_id]
        parts = [(i.name, verdict.indicators[i.id]) for i in dimension.indicators]
        return self._sum_of(parts, dimension.points)

    def score(self, verdict: Verdict) -> str:
        """数字化基础 31.7 + 数字化管理 15.625 + 数字化成效 10 = 57.325 分（满分 100 分）"""
        parts = [(d.name, verdict.dimensions[d.id]) for d in self._pack.dimensions]
        return self._sum_of(parts, self._pack.full_score)

    def level(self, verdict: Verdict) -> tuple[str, ...]:
        """Why this level: its conditions, which are met, then those of the next, met or not."""
        lines: list[str] = []
        for number in (verdict.level, verdict.level + 1):
            level = self._level_by_number.get(number)
            if level is None or level.level == 0:
                continue
            lines.extend(
                self._condition(level, condition)
                for condition in conditions(level, verdict)
                if condition.required
            )
        return tuple(lines)

    def level_name(self, number: int) -> str:
        """2 级（规范级）; for level 0 its name alone (未达一级)."""
        level = self._level_by_number[number]
        if number == 0:
            return self._words.text(level.name)
        return self._words.say("verdict.level_name", level=number, name=level.name)

    def scenarios(self, level: int, verdict: Verdict) -> str:
        """3 级及以上的场景有 5 个（其中约束性 3 个），共 16 个场景"""
        return self._words.say(
            "verdict.scenarios",
            level=level,
            count=verdict.scenarios_at[level],
            binding=verdict.binding_at[level],
            all=len(self._pack.scenarios),
        )

    def gap(self, gap: Gap) -> tuple[str, ...]:
        """What is missing to the target: 得分再提高 2.675 分（57.325 → 60）"""
        target = gap.target.level
        if not gap.unmet:
            return (self._words.say("verdict.gap_none", level=self.level_name(target)),)
        return tuple(
            self._words.say(
                f"verdict.gap_{condition.kind}",
                level=target,
                short=_amount(condition, condition.short),
                actual=_amount(condition, condition.actual),
                required=_amount(condition, condition.required),
            )
            for condition in gap.unmet
        )

    def near_scenario(self, near: NearScenario) -> str:
        """采购管理（约束性）由 2 级提升到 3 级：… with the description of that level."""
        scenario = self._pack.scenario_by_id[near.scenario]
        target = near.level + near.steps
        return self._words.say(
            "verdict.near_binding_scenario" if near.binding else "verdict.near_scenario",
            scenario=scenario.name,
            level=near.level,
            target=target,
            text=scenario.levels[target],
        )

    def near_points(self, near: NearPoints) -> str:
        """“数据采集”增加“F 计划排程”，加 0.7 分"""
        question = self._pack.question_by_id[near.question]
        if near.outcome:
            key = "verdict.near_outcome"
        elif question.kind == "multiple":
            key = "verdict.near_addition"
        else:
            key = "verdict.near_step"
        text = question.option(near.letter).text
        return self._words.say(
            key,
            question=question.name,
            option=Text(f"{near.letter} {text.zh}", f"{near.letter} {text.en}"),
            gain=as_text(near.gain),
        )

    def reference(self, reference: Reference, verdict: Verdict) -> str:
        """What another appraisal would make of the level; always marked as 参考."""
        return self._words.say(
            "verdict.reference",
            name=reference.name,
            level=self.level_name(verdict.level),
            points=reference.by_level[verdict.level],
            full=reference.maximum,
        )

    def _measured(self, question: Question, figures: Mapping[str, Number]) -> str:
        """数字化率为 45.0%，; empty when the figures say nothing."""
        computed = compute(question, figures)
        rule = question.rule
        if computed is None or rule is None:
            return ""
        if isinstance(rule, BandRule) and computed.share is not None:
            value = percent_text(computed.share)
            return self._words.say("verdict.measured_share", rule=rule.name, value=value)
        if (
            isinstance(rule, TrendRule)
            and computed.before is not None
            and computed.after is not None
        ):
            before, after = trend_texts(computed.before, computed.after)
            return self._words.say(
                "verdict.measured_trend",
                rule=rule.name,
                before=before,
                after=after,
                unit=rule.unit,
            )
        return ""

    def _sum_of(self, parts: list[tuple[Text, Milli]], full: Milli) -> str:
        named = _sum(f"{self._words.text(name)} {as_text(points)}" for name, points in parts)
        return self._words.say(
            "verdict.sum", sum=named + _total([p for _, p in parts]), full=as_text(full)
        )

    def _condition(self, level: Level, condition: Condition) -> str:
        state = "met" if condition.met else "short"
        return self._words.say(
            f"verdict.{state}_{condition.kind}",
            level=level.level,
            required=_amount(condition, condition.required),
            actual=_amount(condition, condition.actual),
            short=_amount(condition, condition.short),
        )


def _sum(parts: Iterable[str]) -> str:
    return " + ".join(parts)


def _total(points: list[Milli]) -> str:
    """`` = 8.5`` behind a sum; nothing behind a single number."""
    return f" = {as_text(sum(points))}" if len(points) > 1 else ""


def _amount(condition: Condition, amount: int) -> str:
    """Points for people, or a count."""
    return as_text(amount) if condition.kind == "score" else str(amount)
