"""What a report says of the way up: the steps to the next level, and the support that fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from suzhou_assess.domain.answers import letters_of
from suzhou_assess.domain.gap import Gap
from suzhou_assess.domain.improvement_plan import ImprovementPlan
from suzhou_assess.domain.planner import Plan, Plans, Shortfall, Step
from suzhou_assess.domain.planner_moves import StepKind
from suzhou_assess.domain.points import as_text
from suzhou_assess.domain.scoring import Verdict
from suzhou_assess.report.model import OtherPlan, StepRow, SupportRow, WayUp
from suzhou_assess.services.report_facts_sources import Sources, bare

_LIGHT, _MIDDLING = 3, 8
"""Effort of a step up to which it is told as low, as middling: the weights of the index run
1, 2, 3, 5, 8, 13, and 5 to 8 is a project of some months."""
_FIRST = 3
_MOST_NEAREST = 8


def way_up(src: Sources) -> WayUp:
    """The improvement plan if there is one, else the least effort; else what is nearest."""
    if src.plan is not None and src.plan.steps:
        return _planned(src, src.plan)
    if src.plans is None or src.gap is None:
        return _empty(src)
    target = src.explain.level_name(src.plans.target.level)
    if src.plans.best is None:
        return _nearest(src, src.plans, src.gap)
    best = src.plans.best
    rows = _rows(src, best.steps)
    return WayUp(
        source="best",
        target=src.plans.target.level,
        target_text=target,
        lead=src.say("way_lead", level=target, count=len(rows)),
        missing=src.explain.gap(src.gap),
        steps=rows,
        result=_result(src, best.verdict),
        planned=False,
        total_cost="",
        others=tuple(
            OtherPlan(
                name=src.say("other_plan", number=number),
                text=_compared(src, best, other),
                steps=tuple(_differences(src, best, other)),
            )
            for number, other in enumerate(src.plans.others, 1)
        ),
        blocked=(),
    )


def _planned(src: Sources, plan: ImprovementPlan) -> WayUp:
    """What was agreed on: with owners, dates and costs."""
    from suzhou_assess.domain.planner import plan_of

    session = src.session
    after = plan_of(session.pack, session.answers, plan.targets)
    target = src.explain.level_name(plan.target)
    rows = []
    order = sorted(plan.steps, key=lambda one: (one.due or date.max, one.step.effort))
    for number, one in enumerate(order, 1):
        rows.append(
            _step(
                src,
                number,
                one.step,
                owner=one.owner,
                due=one.due.isoformat() if one.due else "",
                cost=_money(one.cost),
                note=one.note,
                done=one.done,
            )
        )
    return WayUp(
        source="plan",
        target=plan.target,
        target_text=target,
        lead=src.say("plan_lead", level=target, count=len(rows)),
        missing=src.explain.gap(src.gap) if src.gap and plan.target == src.gap.target.level else (),
        steps=tuple(rows),
        result=_result(src, after.verdict),
        planned=True,
        total_cost=_money(plan.cost),
        others=(),
        blocked=(),
    )


def _empty(src: Sources) -> WayUp:
    return WayUp(
        source="none",
        target=src.session.verdict.level,
        target_text="",
        lead=src.say("way_top"),
        missing=(),
        steps=(),
        result="",
        planned=False,
        total_cost="",
        others=(),
        blocked=(),
    )


def _nearest(src: Sources, plans: Plans, gap: Gap) -> WayUp:
    """No way leads there under what counts as plannable: what is nearest at hand all the same."""
    target = src.explain.level_name(plans.target.level)
    answers, pack = src.session.answers, src.session.pack
    rows: list[StepRow] = []
    for near in gap.scenarios[: _MOST_NEAREST // 2]:
        to = near.level + near.steps
        step = Step(near.scenario, to, near.level, "level", near.effort, 0)
        rows.append(_step(src, len(rows) + 1, step))
    for points in gap.points[: _MOST_NEAREST // 2]:
        question = pack.question_by_id[points.question]
        chosen = letters_of(answers.choices.get(question.id))
        multiple = question.kind == "multiple"
        frm = None if multiple or not chosen else chosen[0]
        kind: StepKind = "option" if multiple else "choice"
        step = Step(
            question.id, points.letter, frm, kind, points.effort, points.gain, points.outcome
        )
        rows.append(_step(src, len(rows) + 1, step))
    return WayUp(
        source="nearest",
        target=plans.target.level,
        target_text=target,
        lead=src.say("nearest_lead", level=target),
        missing=src.explain.gap(gap),
        steps=tuple(rows),
        result="",
        planned=False,
        total_cost="",
        others=(),
        blocked=tuple(_blocked(src, one) for one in plans.shortfall),
    )


def _blocked(src: Sources, one: Shortfall) -> str:
    amounts = (one.required, one.reachable)
    required, reachable = map(as_text if one.kind == "score" else str, amounts)
    kinds = {block.kind for block in one.blocked_by}
    known = ("outcomes", "excluded", "not_applicable")
    reasons = [src.say(f"blocked_{kind}") for kind in known if kind in kinds]
    said = src.say(f"short_{one.kind}", required=required, reachable=reachable)
    return said + src.say("list_separator").join(reasons) if reasons else said


def _rows(src: Sources, steps: Iterable[Step]) -> tuple[StepRow, ...]:
    """An item a row, what is light first: so an enterprise sees something done soon."""
    of_item: dict[str, list[Step]] = {}
    for step in steps:
        of_item.setdefault(step.item, []).append(step)
    ordered = sorted(of_item.values(), key=lambda some: sum(one.effort for one in some))
    return tuple(_step(src, number, *some) for number, some in enumerate(ordered, 1))


def _step(
    src: Sources,
    number: int,
    step: Step,
    *more: Step,
    owner: str = "",
    due: str = "",
    cost: str = "",
    note: str = "",
    done: bool = False,
) -> StepRow:
    """A row of one step, or of all the options that are added to one question."""
    pack = src.session.pack
    steps = (step, *more)
    scenario = pack.scenario_by_id.get(step.item)
    if scenario is not None:
        to, now = int(step.to), int(step.frm or 0)
        frm, target = src.answers.level(now), src.answers.level(to)
        text, change = src.text(scenario.levels[to]), f"{frm} → {target}"
        gain = src.say("gain_levels", count=to - now)
    else:
        question = pack.question_by_id[step.item]
        frm = "" if step.frm is None else str(step.frm)
        target = src.words.joined(tuple(str(one.to) for one in steps))
        options = [src.text(question.option(str(one.to)).text) for one in steps]
        text = src.say("list_separator").join(options)
        change = src.say("change_raised" if frm else "change_added")
        gain = src.say("gain_points", points=as_text(sum(one.gain for one in steps)))
    return StepRow(
        number=number,
        id=step.item,
        name=src.text(pack.item_name(step.item)),
        binding=scenario is not None and scenario.binding,
        outcome=step.outcome,
        frm=frm,
        to=target,
        change=change,
        text=text,
        gain=gain,
        effort=_effort(src, sum(one.effort for one in steps)),
        owner=owner,
        due=due,
        cost=cost,
        note=note,
        done=done,
        state=src.say("done") if done else "",
    )


def _effort(src: Sources, effort: int) -> str:
    kind = "light" if effort <= _LIGHT else "middling" if effort <= _MIDDLING else "heavy"
    return src.say(f"effort_{kind}")


def _result(src: Sources, verdict: Verdict) -> str:
    return src.say(
        "way_result", score=as_text(verdict.score), level=src.explain.level_name(verdict.level)
    )


def _compared(src: Sources, best: Plan, other: Plan) -> str:
    more = other.effort - best.effort
    key = "other_more" if more else "other_same"
    percent = round(100 * more / best.effort) if best.effort else 0
    return src.say(key, count=len({step.item for step in other.steps}), percent=f"{percent}%")


def _differences(src: Sources, best: Plan, other: Plan) -> Iterator[str]:
    """What another plan does instead."""
    for key, some, than in (("instead", other, best), ("without", best, other)):
        known = set(than.steps)
        differing = [_step_words(src, one) for one in some.steps if one not in known]
        if differing:
            yield src.say(f"other_{key}", steps=src.say("list_separator").join(differing))


def _step_words(src: Sources, step: Step) -> str:
    pack = src.session.pack
    name = pack.item_name(step.item)
    if step.item in pack.scenario_by_id:
        return src.say("step_level", name=name, frm=step.frm or 0, to=step.to)
    option = pack.question_by_id[step.item].option(str(step.to)).text
    return src.say("step_option", name=name, option=option)


def _money(amount: Decimal | None) -> str:
    """万元, without zeros that say nothing."""
    return "" if amount is None else f"{amount.normalize():f}" if amount else "0"


def first_steps(src: Sources, way: WayUp) -> tuple[str, ...]:
    """What to do first, in sentences: open steps, binding scenarios before others."""
    waiting = [one for one in way.steps if not one.done and not one.outcome]
    waiting.sort(key=lambda one: (not one.binding, one.number))
    key = {True: "first_scenario", False: "first_question"}
    return tuple(
        src.say(
            key[one.id in src.session.pack.scenario_by_id],
            name=one.name,
            to=one.to,
            text=bare(one.text),
        )
        for one in waiting[:_FIRST]
    )


def support_rows(src: Sources) -> Iterator[SupportRow]:
    """What fits, then what almost does."""
    from suzhou_assess.words.support_words import SupportWords

    said = SupportWords(src.words, src.places, src.session.pack)
    verdict = src.session.verdict
    for state in ("fits", "almost"):
        for fit in src.fits:
            if fit.state == state:
                measure = fit.measure
                yield SupportRow(
                    name=src.text(measure.name),
                    kind=src.say(f"support_{measure.kind}"),
                    fits=state == "fits",
                    state=src.say(f"support_{state}"),
                    summary=src.text(measure.summary),
                    met=tuple(said.reason(one, verdict) for one in fit.met),
                    missing=tuple(said.reason(one, verdict) for one in fit.missing),
                    source=src.text(measure.source),
                    example=src.say("support_example") if measure.example else "",
                )
