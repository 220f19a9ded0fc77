"""What a report says of each answer: the claim beside it, and for the expert all there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suzhou_assess.domain.answers import Choice, letters_of, level_of
from suzhou_assess.domain.claims import KINDS, ItemReview, Review, claimed_choice
from suzhou_assess.domain.pack import Question, Scenario
from suzhou_assess.domain.points import as_text
from suzhou_assess.domain.proofs import required
from suzhou_assess.report.model import (
    AnswerRow,
    AnswerSection,
    EvidenceRow,
    Line,
    OptionRow,
    ReviewPart,
    ReviewRow,
)
from suzhou_assess.services.report_facts_sources import Sources
from suzhou_assess.services.report_facts_verdict import points_mark


def review_part(src: Sources) -> ReviewPart | None:
    """The self-assessment beside the on-site verdict."""
    review, claim = src.session.review, src.session.claim
    if review is None or claim is None:
        return None
    claimed, found = review.verdict_claimed, review.verdict_found
    lacking = len(review.missing_reasons)
    return ReviewPart(
        lead=src.say(
            "review_lead",
            date=claim.date.isoformat() if claim.date else "–",
            over=review.count("over"),
            under=review.count("under"),
            agreed=review.count("agreed"),
        ),
        claimed=_score_and_level(src, claimed.score, claimed.level),
        found=_score_and_level(src, found.score, found.level),
        counts=tuple(
            Line(src.answers.kind(kind), str(review.count(kind)))
            for kind in KINDS
            if review.count(kind)
        ),
        rows=tuple(
            _review_row(src, one) for one in review.items if src.expert or one.kind != "agreed"
        ),
        missing_reasons=src.say("reasons_missing", count=lacking) if lacking else "",
    )


def _score_and_level(src: Sources, score: int, level: int) -> str:
    return src.say("score_and_level", score=as_text(score), level=src.explain.level_name(level))


def _review_row(src: Sources, one: ItemReview) -> ReviewRow:
    return ReviewRow(
        id=one.item,
        name=src.answers.name(one.item),
        claimed=_answer_and_points(src, one.item, one.claimed, one.claimed_na),
        found=_answer_and_points(src, one.item, one.found, one.found_na),
        kind=one.kind,
        state=src.answers.kind(one.kind),
        gained=src.answers.gained(one.item, one.gained),
        reason=one.reason,
        figures=tuple(src.answers.figure_moved(*figure) for figure in one.figures),
    )


def _answer_and_points(src: Sources, item: str, choice: Choice | None, apart: bool) -> str:
    """B、C（4 分）; 2 级"""
    return src.answers.with_worth(src.answers.short(item, choice, apart), item, choice)


class AnswersInFull:
    """Every question and scenario with all that belongs to it, for the expert."""

    def __init__(
        self, src: Sources, evidence: Sequence[EvidenceRow], review: Review | None
    ) -> None:
        self._src = src
        self._reviewed = review.by_item if review else {}
        self._evidence: dict[str, list[str]] = {}
        for row in evidence:
            said = src.say("evidence_ref", number=row.number, caption=row.caption)
            self._evidence.setdefault(row.item, []).append(said)
        self._warnings: dict[str, list[str]] = {}
        for found in src.session.problems:
            for item in found.where:
                self._warnings.setdefault(item, []).append(src.words.problem(found))
        self._missing: dict[str, list[str]] = {}
        if src.session.mode == "onsite":
            for one in required(src.session.pack, src.session.answers, src.evidence):
                if not one.met:
                    self._missing.setdefault(one.item, []).append(src.text(one.proof.text))

    def sections(self) -> Iterator[AnswerSection]:
        """By indicator, then by group of scenarios."""
        src = self._src
        pack, verdict, notes = src.session.pack, src.session.verdict, src.session.answers.notes
        for dimension in pack.dimensions:
            for one in dimension.indicators:
                yield AnswerSection(
                    id=one.id,
                    title=src.say("section", part=dimension.name, name=one.name),
                    mark=points_mark(src, verdict.indicators[one.id], one.points),
                    note=notes.get(one.id, ""),
                    answers=tuple(
                        self._question(q) for sub in one.subindicators for q in sub.questions
                    ),
                )
        for group in pack.scenario_groups:
            yield AnswerSection(
                id=group.id,
                title=src.say("section", part=pack.scenario_dimension, name=group.name),
                mark="",
                note=notes.get(group.id, ""),
                answers=tuple(map(self._scenario, group.scenarios)),
            )

    def _question(self, question: Question) -> AnswerRow:
        src, session = self._src, self._src.session
        answers, points = session.answers, session.verdict.questions[question.id]
        chosen = letters_of(answers.choices.get(question.id))
        claimed = letters_of(self._claimed(question.id))
        figures = answers.figures
        return self._row(
            question,
            scenario=False,
            binding=False,
            level=None,
            options=tuple(
                OptionRow(
                    o.letter,
                    src.text(o.text),
                    src.answers.points(o.points),
                    o.letter in chosen,
                    o.letter in claimed,
                )
                for o in question.options
            ),
            points=points_mark(src, points, question.points),
            share=points / question.points,
            figures=tuple(
                Line(
                    src.text(f.name),
                    src.answers.amount(f.id, figures[f.id])
                    if f.id in figures
                    else src.say("not_answered"),
                )
                for f in question.figures
            ),
            explanation=src.explain.question(question.id, answers.choices, figures),
        )

    def _scenario(self, scenario: Scenario) -> AnswerRow:
        src, answers = self._src, self._src.session.answers
        level = level_of(answers.choices.get(scenario.id))
        apart = scenario.id in answers.not_applicable
        claimed = level_of(self._claimed(scenario.id))
        return self._row(
            scenario,
            scenario=True,
            binding=scenario.binding,
            level=level,
            options=tuple(
                OptionRow(str(n), src.text(text), "", n == level and not apart, n == claimed)
                for n, text in enumerate(scenario.levels)
            ),
            points=src.answers.short(scenario.id, level, apart),
            share=(level or 0) / scenario.top,
            figures=(),
            explanation="",
        )

    def _row(
        self,
        one: Question | Scenario,
        *,
        scenario: bool,
        binding: bool,
        level: int | None,
        options: tuple[OptionRow, ...],
        points: str,
        share: float,
        figures: tuple[Line, ...],
        explanation: str,
    ) -> AnswerRow:
        src, item = self._src, one.id
        answers = src.session.answers
        reviewed = self._reviewed.get(item)
        claimed = difference = ""
        if reviewed is not None and reviewed.claimed is not None:
            claimed = src.answers.short(item, reviewed.claimed, reviewed.claimed_na)
            if reviewed.kind != "agreed":
                difference = src.answers.kind(reviewed.kind)
        return AnswerRow(
            id=item,
            name=src.text(one.name),
            prompt=src.text(one.prompt),
            scenario=scenario,
            binding=binding,
            level=level,
            options=options,
            answer=src.answers.short(
                item, answers.choices.get(item), item in answers.not_applicable
            ),
            points=points,
            share=share,
            figures=figures,
            explanation=explanation,
            claimed=claimed,
            difference=difference,
            reason=answers.reasons.get(item, ""),
            note=answers.notes.get(item, ""),
            evidence=tuple(self._evidence.get(item, ())),
            missing_proofs=tuple(self._missing.get(item, ())),
            warnings=tuple(self._warnings.get(item, ())),
            flagged=item in answers.flags,
        )

    def _claimed(self, item: str) -> Choice | None:
        claim = self._src.session.claim
        return None if claim is None else claimed_choice(self._src.session.pack, claim, item)
