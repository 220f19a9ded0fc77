"""Plans in words: what a step is, why it is there, and why a level is out of reach.

One source for the window, the workbook and the command line, in both languages.
"""

from __future__ import annotations

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.planner import Plan, Plans, Step, Target
from suzhou_assess.domain.planner_reach import Block, Shortfall
from suzhou_assess.domain.points import as_text
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.explanation import Explanation


class PlanWords:
    """Says plans of one pack in one language."""

    def __init__(self, pack: Pack, words: Words) -> None:
        self._pack = pack
        self._words = words
        self._explain = Explanation(pack, words)

    def item(self, item: str) -> str:
        """Short name of the question or scenario; raises ``KeyError``."""
        return self._words.text(self._pack.item_name(item))

    def change(self, step: Step) -> str:
        """0 级 → 2 级; 增加 F; B → D"""
        say = self._words.say
        if step.kind == "level":
            if step.frm is None:
                return say("plan.change_level_first", to=step.to)
            return say("plan.change_level", frm=step.frm, to=step.to)
        if step.kind == "option":
            return say("plan.change_option", to=step.to)
        if step.frm is None:
            return say("plan.change_choice_first", to=step.to)
        return say("plan.change_choice", frm=step.frm, to=step.to)

    def text(self, target: Target) -> str:
        """The description of the option or level that is aimed at."""
        item, to = target
        scenario = self._pack.scenario_by_id.get(item)
        if scenario is not None:
            return self._words.text(scenario.levels[int(to)])
        return self._words.text(self._pack.question_by_id[item].option(str(to)).text)

    def why(self, step: Step, target: int) -> str:
        """What the step brings: 加 1.5 分; 多一个 2 级场景（约束性）"""
        say = self._words.say
        if step.kind != "level":
            key = "plan.why_result" if step.outcome else "plan.why_points"
            return say(key, gain=as_text(step.gain))
        if int(step.to) < target:
            return say("plan.why_not_yet", level=target)
        if step.frm is not None and int(step.frm) >= target:
            return say("plan.why_beyond", level=target)
        binding = self._pack.scenario_by_id[step.item].binding
        return say("plan.why_binding" if binding else "plan.why_scenario", level=target)

    def sentence(self, step: Step) -> str:
        """采购管理：1 级 → 2 级（系统规范管理需求、订单、供应商）"""
        return self._words.say(
            "plan.sentence",
            item=self._pack.item_name(step.item),
            change=self.change(step),
            text=self.text(step.target),
        )

    def effort(self, effort: int) -> str:
        return self._words.say("plan.effort", effort=effort)

    def result(self, plan: Plan) -> str:
        """做完后 60.25 分，3 级（集成级）"""
        return self._words.say(
            "plan.result",
            score=as_text(plan.verdict.score),
            level=self._explain.level_name(plan.verdict.level),
        )

    def compared(self, best: Plan, other: Plan) -> str:
        """What another plan does instead: 不做…，改做…"""
        mine, its = ({step.target: step for step in plan.steps} for plan in (best, other))
        left = [self.target(step.target) for key, step in mine.items() if key not in its]
        added = [self.target(step.target) for key, step in its.items() if key not in mine]
        join = self._words.joined
        if not left:
            return self._words.say("plan.compared_added", added=join(tuple(added)))
        if not added:
            return self._words.say("plan.compared_left", left=join(tuple(left)))
        return self._words.say("plan.compared", left=join(tuple(left)), added=join(tuple(added)))

    def out_of_reach(self, plans: Plans) -> tuple[str, ...]:
        """Why there is no plan: a sentence for each condition that can't be met."""
        level = self._explain.level_name(plans.target.level)
        return tuple(self.shortfall(short, level) for short in plans.shortfall)

    def shortfall(self, short: Shortfall, level: str) -> str:
        """得分最多到 52 分，2 级要求 60 分"""
        return self._words.say(
            f"plan.short_{short.kind}",
            level=level,
            required=_amount(short, short.required),
            reachable=_amount(short, short.reachable),
        )

    def block(self, short: Shortfall, block: Block) -> str:
        """What giving up one wish would bring: 允许“成效”题，最多可再加 20 分，就够了"""
        say = self._words.say
        what = self._wish(block)
        if not block.adds:
            return say("plan.block_together", what=what)
        amount = say(f"plan.more_{short.kind}", amount=_amount(short, block.adds))
        key = "plan.block_enough" if block.enough else "plan.block_part"
        return say(key, what=what, more=amount)

    def without_wishes(self, short: Shortfall) -> str:
        """What could be reached if nothing were excluded; empty when that is enough."""
        if short.at_best >= short.required:
            return ""
        return self._words.say(f"plan.at_best_{short.kind}", amount=_amount(short, short.at_best))

    def _wish(self, block: Block) -> str:
        say = self._words.say
        if block.kind == "outcomes":
            return say("plan.wish_outcomes")
        if block.kind == "not_applicable":
            return say("plan.wish_not_applicable", item=self._pack.item_name(str(block.wish)))
        if isinstance(block.wish, tuple):
            return say("plan.wish_excluded", what=self.target(block.wish))
        return say("plan.wish_excluded", what=self.item(str(block.wish)))

    def target(self, target: Target) -> str:
        """采购管理 2 级; 数据采集 F"""
        item, to = target
        name = self._pack.item_name(item)
        if isinstance(to, int):
            return self._words.say("plan.target_level", item=name, to=to)
        return self._words.say("plan.target_option", item=name, to=to)


def _amount(short: Shortfall, amount: int) -> str:
    """Points for people, or a count."""
    return as_text(amount) if short.kind == "score" else str(amount)
