"""What stands on the sign-off sheet of an assessment, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from suzhou_assess.domain.answers import Choice, letters_of
from suzhou_assess.domain.claims import Claim, ItemReview, Kind, Review, review
from suzhou_assess.domain.points import as_text
from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.scoring import Verdict
from suzhou_assess.domain.text import Lang, Text
from suzhou_assess.report.signoff_model import (
    SIGNOFF_LABELS,
    SignoffItem,
    SignoffModel,
    SignoffPoint,
    SignoffScore,
)
from suzhou_assess.services.open_points import Kind as PointKind
from suzhou_assess.services.open_points import OpenPoint, open_points
from suzhou_assess.words.answer_words import AnswerWords
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.explanation import Explanation

if TYPE_CHECKING:
    from suzhou_assess.domain.evidence import Evidence
    from suzhou_assess.services.assessment_session import AssessmentSession
    from suzhou_assess.services.workspace import Workspace

_IN_A_LINE: tuple[PointKind, ...] = ("unanswered", "reason_missing", "proof_missing")
_FLAG = "handouts.open_flag"


def build_signoff(ws: Workspace, assessment_id: str, lang: Lang = "zh") -> SignoffModel:
    """The sheet of a stored assessment as it stands now.

    It is compared with the claim that it started from, else with the latest self-assessment before
    it; without any the sheet shows what was found. Raises ``StoreError`` ``not_found``.
    """
    from suzhou_assess.services import evidence, onsite
    from suzhou_assess.services.assessment_session import AssessmentSession

    session = AssessmentSession(ws, assessment_id)
    kept = evidence.of_assessment(ws, assessment_id)
    claim = onsite.claim_for(ws, session)
    return _Sheet(session, claim, kept, Words(lang)).model(ws)


class _Sheet:
    def __init__(
        self,
        session: AssessmentSession,
        claim: Claim | None,
        evidence: Sequence[Evidence],
        words: Words,
    ) -> None:
        self._session = session
        self._claim = claim
        self._evidence = evidence
        self._words = words
        self._say = words.say
        self._pack = session.pack
        self._answers = AnswerWords(session.pack, words)
        self._explain = Explanation(session.pack, words)
        self._review: Review | None = None
        if claim is not None and claim.pack.id == session.pack.id:
            self._review = session.review or review(
                session.pack, claim, session.answers, session.verdict
            )

    def model(self, ws: Workspace) -> SignoffModel:
        say, found = self._say, self._review
        points = open_points(self._session, self._evidence)
        parties = (say("handouts.party_assessor"), say("handouts.party_enterprise"))
        return SignoffModel(
            labels={label: say(f"handouts.signoff_{label}") for label in SIGNOFF_LABELS},
            title=say("handouts.signoff_title"),
            head=tuple(self._head(ws)),
            state=self._state(),
            verdict=self._verdict(),
            has_claim=found is not None,
            claim_line=self._claim_line(),
            scores=tuple(self._scores(found.verdict_claimed if found else None)),
            over=self._named("handouts.over", "over")
            or (say("handouts.over_none") if found else ""),
            under=self._named("handouts.under", "under"),
            differences=tuple(self._differences(found) if found else self._results()),
            agreed=self._agreed(),
            open_points=tuple(self._open(points)),
            open_line=say("handouts.open_line" if points else "handouts.open_none"),
            evidence=self._evidence_line(),
            statement=say("handouts.statement"),
            parties=parties,
        )

    def _head(self, ws: Workspace) -> Iterator[tuple[str, str]]:
        session, say = self._session, self._say
        who = session.enterprise
        district = ws.places.district_by_code.get(who.district or "")
        lines = (
            ("enterprise", who.name),
            ("uscc", who.uscc),
            ("district", self._words.text(district.name) if district else ""),
            ("date", session.date.isoformat()),
            ("assessor", session.assessor),
            ("office", ws.office),
            ("index", self._words.text(self._pack.name)),
        )
        yield from ((say(f"handouts.head_{name}"), text) for name, text in lines if text)

    def _state(self) -> str:
        if self._session.mode == "self":
            return self._say("handouts.self_only")
        return self._say("handouts.draft") if self._session.status == "draft" else ""

    def _verdict(self) -> str:
        verdict = self._session.verdict
        said = self._say(
            "handouts.verdict",
            score=as_text(verdict.score),
            full=as_text(self._pack.full_score),
            level=self._explain.level_name(verdict.level),
        )
        if verdict.complete:
            return said
        gap = "" if self._words.lang == "zh" else " "
        rest = self._say("handouts.verdict_incomplete", count=len(verdict.unanswered))
        return f"{said}{gap}{rest}"

    def _claim_line(self) -> str:
        claim = self._claim
        if self._review is None or claim is None:
            return self._say("handouts.claim_none")
        day = claim.date.isoformat() if claim.date else "—"
        if claim.assessor:
            return self._say("handouts.claim_line", date=day, assessor=claim.assessor)
        return self._say("handouts.claim_line_unnamed", date=day)

    def _scores(self, claimed: Verdict | None) -> Iterator[SignoffScore]:
        found, say, name = self._session.verdict, self._say, self._explain.level_name
        yield SignoffScore(
            say("handouts.row_level"),
            name(claimed.level) if claimed else "",
            name(found.level),
            self._moved("levels", found.level - claimed.level if claimed else None),
        )
        score = claimed.score if claimed else None
        yield self._points(say("handouts.row_score"), score, found.score)
        for dimension in self._pack.dimensions:
            before = claimed.dimensions.get(dimension.id, 0) if claimed else None
            name_of = self._words.text(dimension.name)
            yield self._points(name_of, before, found.dimensions[dimension.id])
        for level in self._pack.levels[1:]:
            number = level.level
            at = found.scenarios_at[number]
            yield SignoffScore(
                say("handouts.row_scenarios", level=number),
                self._scenarios(claimed, number) if claimed else "",
                self._scenarios(found, number),
                self._moved("count", at - claimed.scenarios_at[number] if claimed else None),
            )

    def _points(self, name: str, claimed: int | None, found: int) -> SignoffScore:
        return SignoffScore(
            name,
            "" if claimed is None else as_text(claimed),
            as_text(found),
            self._moved("points", None if claimed is None else found - claimed),
        )

    def _scenarios(self, verdict: Verdict, level: int) -> str:
        return self._say(
            "handouts.scenario_count",
            count=verdict.scenarios_at[level],
            binding=verdict.binding_at[level],
        )

    def _moved(self, unit: str, by: int | None) -> str:
        """−4.5 分, +1 级; a dash when nothing moved, nothing without a claim."""
        if by is None:
            return ""
        if by == 0:
            return self._say("handouts.same")
        amount = as_text(abs(by)) if unit == "points" else str(abs(by))
        key = f"handouts.up_{unit}" if by > 0 else f"handouts.down_{unit}"
        return self._say(key, amount=amount)

    def _named(self, key: str, kind: Kind) -> str:
        """自评高估 2 项：Q01 网络建设、S06 生产管控。; empty when there is none."""
        items = [one for one in self._review.items if one.kind == kind] if self._review else []
        if not items:
            return ""
        names = tuple(self._answers.coded(one.item) for one in items)
        return self._say(key, count=len(items), items=names)

    def _differences(self, found: Review) -> Iterator[SignoffItem]:
        for one in found.items:
            if one.kind == "agreed":
                continue
            yield SignoffItem(
                item=self._answers.coded(one.item),
                kind=self._answers.kind(one.kind),
                claimed=self._answer(one.item, one.claimed, one.claimed_na),
                found="\n".join(self._found(one)),
                difference=self._answers.gained(one.item, one.gained) or self._say("handouts.same"),
                reason=one.reason
                or (self._say("handouts.reason_none") if one.is_different else ""),
            )

    def _found(self, one: ItemReview) -> Iterator[str]:
        yield self._answer(one.item, one.found, one.found_na)
        question = self._pack.question_by_id.get(one.item)
        if question is not None and question.kind == "multiple" and one.is_different:
            before, after = letters_of(one.claimed), letters_of(one.found)
            for key, letters in (
                ("handouts.dropped", tuple(x for x in before if x not in after)),
                ("handouts.added", tuple(x for x in after if x not in before)),
            ):
                worth = tuple(x for x in letters if question.option(x).points)
                if worth:
                    options = self._answers.options(one.item, worth)
                    yield self._say(key, options=options)
        for figure, before_value, after_value in one.figures:
            yield self._answers.figure_moved(figure, before_value, after_value)

    def _answer(self, item: str, choice: Choice | None, not_applicable: bool) -> str:
        """C 覆盖 2 个及以上业务环节（5 分）; 2 级：…"""
        said = self._answers.full(item, choice, not_applicable)
        return self._answers.with_worth(said, item, choice)

    def _results(self) -> Iterator[SignoffItem]:
        answers = self._session.answers
        for item in self._pack.item_ids:
            found = answers.choices.get(item)
            said = self._answer(item, found, item in answers.not_applicable)
            yield SignoffItem(self._answers.coded(item), "", "", said, "", "")

    def _agreed(self) -> str:
        if self._review is None:
            return ""
        count = self._review.count("agreed")
        if count == 0:
            return ""
        whole = count == len(self._review.items)
        return self._say("handouts.agreed_all" if whole else "handouts.agreed", count=count)

    def _open(self, points: Sequence[OpenPoint]) -> Iterator[SignoffPoint]:
        """What can be said in a line for many items, then what differs item by item."""
        for kind in _IN_A_LINE:
            items = tuple(self._answers.coded(one.item) for one in points if one.kind == kind)
            if items:
                heading = self._say(f"handouts.open_{kind}", count=len(items))
                yield SignoffPoint(heading, self._words.joined(items))
        for point in points:
            if point.kind not in _IN_A_LINE:
                whole = self._say("handouts.open_whole")
                where = self._answers.coded(point.item) if point.item else whole
                yield SignoffPoint(where, point_words(point, self._words))

    def _evidence_line(self) -> str:
        if not self._evidence:
            return self._say("handouts.evidence_none")
        return self._say(
            "handouts.evidence",
            count=len(self._evidence),
            pictures=sum(piece.is_picture for piece in self._evidence),
            items=len({piece.item for piece in self._evidence if piece.item}),
        )


def point_words(point: OpenPoint, words: Words) -> str:
    """What there is to verify about one item: a check that fired, or a mark 待核 and its note."""
    text = point.text
    if isinstance(text, Problem):
        return words.problem(text)
    said = words.text(text) if isinstance(text, Text) else text
    return words.say("handouts.open_flag_note", text=said) if said else words.say(_FLAG)
