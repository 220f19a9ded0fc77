"""What a report says of the verdict: where the enterprise stands, why, what is strong and weak."""

from __future__ import annotations

from collections.abc import Iterator

from suzhou_assess.domain.answers import letters_of, level_of
from suzhou_assess.domain.claims import claimed_choice
from suzhou_assess.domain.pack import Dimension, Indicator, Question, Scenario
from suzhou_assess.domain.points import Milli, as_text
from suzhou_assess.domain.scoring import conditions
from suzhou_assess.domain.text import Text
from suzhou_assess.report.model import (
    ConditionRow,
    DimensionRow,
    Finding,
    IndicatorRow,
    Line,
    Radar,
    RadarAxis,
    Rung,
    ScenarioCount,
    ScenarioGroupPart,
    ScenarioPart,
    ScenarioRow,
    VerdictPart,
)
from suzhou_assess.services.report_facts_sources import Sources, bare

_STRONG, _WEAK = 70, 50
"""Percent of an indicator's points: what is told as strong, as weak. Ours; the index has none."""
_MOST_NAMED = 3
_MOST_FINDINGS = 5


def verdict_part(src: Sources) -> VerdictPart:
    """The verdict in words."""
    session, say = src.session, src.say
    pack, verdict = session.pack, session.verdict
    level = pack.levels[verdict.level]
    score, full = as_text(verdict.score), as_text(pack.full_score)
    left = len(verdict.unanswered)
    level_text = src.explain.level_name(level.level)
    key = "headline" if level.level else "headline_none"
    return VerdictPart(
        level=level.level,
        level_name=src.text(level.name),
        level_text=level_text,
        meaning=src.text(level.meaning),
        score=score,
        full=full,
        share=verdict.score / pack.full_score,
        headline=say(key, name=session.enterprise.name, level=level_text, score=score, full=full),
        summary=tuple(_summary(src)),
        score_sum=src.explain.score(verdict),
        ladder=tuple(
            Rung(
                level=one.level,
                name=src.text(one.name),
                text=src.explain.level_name(one.level),
                meaning=src.text(one.meaning),
                current=one is level,
                reached=one.level <= level.level,
            )
            for one in pack.levels
        ),
        conditions=tuple(_conditions(src)),
        references=tuple(src.explain.reference(one, verdict) for one in pack.references),
        incomplete=say("incomplete", count=left, all=len(pack.item_ids)) if left else "",
    )


def _summary(src: Sources) -> Iterator[str]:
    """Why this level, what holds it back, what is strong and weak."""
    session, say = src.session, src.say
    pack, verdict = session.pack, session.verdict
    name = src.explain.level_name
    if verdict.level:
        yield say("why_reached", level=name(verdict.level))
    else:
        yield say("why_none", level=name(1))
    by_score = max(one.level for one in pack.levels if verdict.score >= one.min_score)
    by_scenarios = max(
        one.level for one in pack.levels if all(c.met for c in conditions(one, verdict)[1:])
    )
    if by_score > by_scenarios:
        yield say("held_by_scenarios", score=name(by_score), level=name(verdict.level))
    elif by_scenarios > by_score:
        yield say("held_by_score", scenarios=name(by_scenarios), level=name(verdict.level))
    ranked = sorted(pack.indicators, key=lambda one: -verdict.indicators[one.id] / one.points)
    strong = [one for one in ranked if _percent(verdict.indicators[one.id], one.points) >= _STRONG]
    weak = [one for one in ranked if _percent(verdict.indicators[one.id], one.points) < _WEAK]
    if strong:
        yield say("strong", names=_named(src, strong[:_MOST_NAMED]))
    if weak:
        yield say("weak", names=_named(src, weak[: -_MOST_NAMED - 1 : -1]))
    if src.gap is None:
        yield say("at_top")
    else:
        missing = say("list_separator").join(src.explain.gap(src.gap))
        yield say("missing", level=name(src.gap.target.level), missing=missing)


def _named(src: Sources, indicators: list[Indicator]) -> str:
    found = src.session.verdict.indicators
    return src.words.joined(
        tuple(
            src.say(
                "name_percent",
                name=one.name,
                percent=f"{_percent(found[one.id], one.points)}%",
            )
            for one in indicators
        )
    )


def _conditions(src: Sources) -> Iterator[ConditionRow]:
    verdict, say = src.session.verdict, src.say
    for level in src.session.pack.levels:
        if level.level == 0 or level.level not in (verdict.level, verdict.level + 1):
            continue
        for found in conditions(level, verdict):
            amounts = (found.required, found.actual, found.short)
            if found.kind == "score":
                required, actual, short = map(as_text, amounts)
            else:
                required, actual, short = map(str, amounts)
            yield ConditionRow(
                level=level.level,
                name=say(f"condition_{found.kind}", level=level.level),
                required=required,
                actual=actual,
                missing="" if found.met else short,
                met=found.met,
                state=say("condition_met") if found.met else say("condition_short", short=short),
            )


def dimension_rows(src: Sources) -> tuple[DimensionRow, ...]:
    """The dimensions that give points, and their indicators."""
    return tuple(
        DimensionRow(
            total=_points_row(src, dimension),
            indicators=tuple(_points_row(src, one) for one in dimension.indicators),
        )
        for dimension in src.session.pack.dimensions
    )


def _points_row(src: Sources, one: Dimension | Indicator) -> IndicatorRow:
    verdict, claim = src.session.verdict, src.session.claim
    if isinstance(one, Dimension):
        points, sum_ = verdict.dimensions[one.id], src.explain.dimension(one.id, verdict)
        claimed = claim.verdict.dimensions.get(one.id) if claim else None
    else:
        points, sum_ = verdict.indicators[one.id], src.explain.indicator(one.id, verdict)
        claimed = claim.verdict.indicators.get(one.id) if claim else None
    peer = src.peers and next((p for p in src.peers.scores if p.id == one.id), None)
    return IndicatorRow(
        id=one.id,
        name=src.text(one.name),
        points=as_text(points),
        full=as_text(one.points),
        share=points / one.points,
        percent=f"{_percent(points, one.points)}%",
        sum=sum_,
        claimed="" if claimed is None else as_text(claimed),
        claimed_share=None if claimed is None else claimed / one.points,
        median=as_text(peer.median) if peer else "",
        median_share=peer.median / one.points if peer else None,
    )


def radar(src: Sources, rows: tuple[DimensionRow, ...]) -> Radar:
    """The indicators, with the claim laid over them, else the peers' median."""
    indicators = [one for row in rows for one in row.indicators]
    claimed = src.session.claim is not None
    other = "legend_claim" if claimed else "legend_peers" if src.peers else ""
    return Radar(
        axes=tuple(
            RadarAxis(
                one.name,
                one.share,
                one.percent,
                one.claimed_share if claimed else one.median_share,
            )
            for one in indicators
        ),
        own=src.say(f"legend_{src.session.mode}"),
        other=src.say(other) if other else "",
    )


def scenario_part(src: Sources) -> ScenarioPart:
    """The scenarios by group, and how many stand where."""
    pack, verdict = src.session.pack, src.session.verdict
    return ScenarioPart(
        name=src.text(pack.scenario_dimension),
        groups=tuple(
            ScenarioGroupPart(
                src.text(group.name), tuple(scenario_row(src, one) for one in group.scenarios)
            )
            for group in pack.scenario_groups
        ),
        counts=tuple(
            ScenarioCount(
                one.level,
                src.say("at_or_above", level=one.level),
                verdict.scenarios_at[one.level],
                verdict.binding_at[one.level],
            )
            for one in pack.levels
            if one.level
        ),
        legend=tuple(Line(src.answers.level(one.level), src.text(one.name)) for one in pack.levels),
    )


def scenario_row(src: Sources, scenario: Scenario) -> ScenarioRow:
    """One scenario as it was judged, and as it was claimed."""
    session = src.session
    level = level_of(session.answers.choices.get(scenario.id))
    apart = scenario.id in session.answers.not_applicable
    claim, claimed, claimed_label = session.claim, None, ""
    if claim is not None:
        claimed = level_of(claimed_choice(session.pack, claim, scenario.id))
        claimed_label = src.answers.short(
            scenario.id, claimed, scenario.id in claim.answers.not_applicable
        )
    next_ = ""
    if level is not None and not apart and level < scenario.top:
        next_ = src.say("level_means", level=level + 1, text=src.text(scenario.levels[level + 1]))
    return ScenarioRow(
        id=scenario.id,
        name=src.text(scenario.name),
        binding=scenario.binding,
        level=level,
        not_applicable=apart,
        label=src.answers.short(scenario.id, level, apart),
        text="" if level is None or apart else src.text(scenario.levels[level]),
        next=next_,
        claimed=claimed,
        claimed_label=claimed_label,
    )


def strengths(src: Sources) -> tuple[Finding, ...]:
    """What gets most of its points, and the scenarios furthest up."""
    session = src.session
    pack, verdict = session.pack, session.verdict
    found = [
        Finding(
            one.id,
            src.text(one.name),
            src.say("strength_indicator", sum=src.explain.indicator(one.id, verdict)),
            f"{_percent(verdict.indicators[one.id], one.points)}%",
        )
        for one in sorted(pack.indicators, key=lambda i: -verdict.indicators[i.id] / i.points)
        if _percent(verdict.indicators[one.id], one.points) >= _STRONG
    ][:_MOST_NAMED]
    least = max(2, verdict.level)
    judged = [(level_of(session.answers.choices.get(one.id)) or 0, one) for one in pack.scenarios]
    for level, one in sorted(judged, key=lambda entry: (-entry[0], not entry[1].binding)):
        if level >= least and len(found) < _MOST_FINDINGS:
            mark = src.answers.level(level)
            found.append(Finding(one.id, src.text(one.name), src.text(one.levels[level]), mark))
    return tuple(found)


def gaps(src: Sources) -> tuple[Finding, ...]:
    """Where most is lost: questions by points, then binding scenarios that stand low."""
    session = src.session
    pack, verdict = session.pack, session.verdict
    lost = sorted(
        (q for q in pack.questions if 2 * verdict.questions[q.id] <= q.points),
        key=lambda q: verdict.questions[q.id] - q.points,
    )
    found = [_question_gap(src, one) for one in lost[:_MOST_NAMED]]
    target = min(verdict.level + 1, len(pack.levels) - 1)
    low = [
        (level, one)
        for one in pack.scenarios
        if one.id not in session.answers.not_applicable
        and (level := level_of(session.answers.choices.get(one.id)) or 0) < min(target, one.top)
    ]
    for level, one in sorted(low, key=lambda entry: (not entry[1].binding, entry[0])):
        if len(found) == _MOST_FINDINGS:
            break
        judged = level_of(session.answers.choices.get(one.id))
        if judged is None:
            text = src.say("gap_not_judged")
        else:
            now, then = (bare(src.text(one.levels[n])) for n in (level, level + 1))
            text = src.say("gap_scenario", now=now, level=level + 1, then=then)
        mark = src.answers.short(one.id, judged)
        found.append(Finding(one.id, src.text(one.name), text, mark))
    return tuple(found)


def _question_gap(src: Sources, question: Question) -> Finding:
    session, say = src.session, src.say
    chosen = letters_of(session.answers.choices.get(question.id))
    best = max(question.options, key=lambda option: option.points)
    if question.kind == "multiple":
        lacking = tuple(o.text for o in question.options if o.points > 0 and o.letter not in chosen)
        text = say("gap_multiple", options=_some(src, lacking))
    elif chosen:
        now = question.option(chosen[0]).text
        text = say("gap_single", now=bare(src.text(now)), best=bare(src.text(best.text)))
    else:
        text = say("gap_unanswered")
    mark = points_mark(src, session.verdict.questions[question.id], question.points)
    return Finding(question.id, src.text(question.name), text, mark)


def _some(src: Sources, texts: tuple[Text, ...]) -> str:
    """So many as an owner reads, and how many more there are."""
    said = src.say("list_separator").join(bare(src.text(text)) for text in texts[:4])
    return src.say("and_more", some=said, count=len(texts)) if len(texts) > 4 else said


def points_mark(src: Sources, points: Milli, full: Milli) -> str:
    """2.8/10 分"""
    return src.say("points_of", points=as_text(points), full=as_text(full))


def _percent(points: Milli, full: Milli) -> int:
    return (200 * points + full) // (2 * full)
