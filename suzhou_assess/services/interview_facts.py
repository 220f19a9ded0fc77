"""What stands in the interview script: every question of the index, in the order of a visit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from suzhou_assess.domain.answers import Answers, letters_of, level_of
from suzhou_assess.domain.pack import Pack, Question, Scenario, ScenarioGroup
from suzhou_assess.domain.points import as_text
from suzhou_assess.domain.text import Lang, Text
from suzhou_assess.domain.walk import Leg, legs
from suzhou_assess.report.interview_model import (
    INTERVIEW_LABELS,
    InterviewModel,
    ScriptFigure,
    ScriptItem,
    ScriptOption,
    ScriptSection,
)
from suzhou_assess.services.signoff_facts import point_words
from suzhou_assess.words.catalog import Words

if TYPE_CHECKING:
    from suzhou_assess.services.open_points import OpenPoint
    from suzhou_assess.services.workspace import Workspace

_NOTE_LIMIT = 60
"""Characters of a note on the script, so that a section stays on its page. The note as a whole is
in the assessment and in the report."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known before the visit."""

    answers: Answers
    """The claim, or what the assessment holds already."""
    noted: Answers
    """The assessment itself, for its notes and flags."""
    points: Mapping[str, tuple[OpenPoint, ...]]


_NOTHING = _Known(Answers(), Answers(), {})


def build_blank(pack: Pack, lang: Lang = "zh") -> InterviewModel:
    """The script of an index with nothing filled in."""
    words = Words(lang)
    script = _Script(pack, words, _NOTHING, words.say("handouts.interview_claimed_mark"))
    return script.model(
        words.say("handouts.interview_subject_blank"), words.say("handouts.interview_blank_line")
    )


def build_interview(ws: Workspace, assessment_id: str, lang: Lang = "zh") -> InterviewModel:
    """The script for a stored assessment: what was claimed is marked, open points are named.

    For an on-site assessment that is its claim; for a self-assessment its own answers, which the
    visit will check. Raises ``StoreError`` ``not_found``.
    """
    from suzhou_assess.services import evidence, onsite
    from suzhou_assess.services.assessment_session import AssessmentSession
    from suzhou_assess.services.open_points import open_points

    session = AssessmentSession(ws, assessment_id)
    words = Words(lang)
    points: dict[str, tuple[OpenPoint, ...]] = {}
    for point in open_points(session, evidence.of_assessment(ws, assessment_id)):
        points[point.item] = (*points.get(point.item, ()), point)
    claim = onsite.claim_for(ws, session)
    if claim is not None and claim.pack.id == session.pack.id:
        known, day = claim.answers, claim.date
    else:
        known, day = session.answers, session.date
    claimed = claim is not None or session.mode == "self"
    mark = "handouts.interview_claimed_mark" if claimed else "handouts.mark_entered"
    script = _Script(session.pack, words, _Known(known, session.answers, points), words.say(mark))
    subject = words.say(
        "handouts.interview_subject", name=session.enterprise.name, uscc=session.enterprise.uscc
    )
    if not known.choices:
        return script.model(subject, words.say("handouts.interview_blank_line"))
    if not claimed:
        return script.model(subject, words.say("handouts.interview_answers_line"))
    date = day.isoformat() if day else "—"
    return script.model(subject, words.say("handouts.interview_claim_line", date=date))


class _Script:
    def __init__(self, pack: Pack, words: Words, known: _Known, mark: str) -> None:
        self._pack = pack
        self._words = words
        self._say = words.say
        self._known = known
        self._mark = mark

    def model(self, subject: str, line: str) -> InterviewModel:
        from suzhou_assess.packs.walks import walk_of

        labels = {label: self._say(f"handouts.interview_{label}") for label in INTERVIEW_LABELS}
        return InterviewModel(
            labels=labels | {"claimed_mark": self._mark},
            title=self._say("handouts.interview_title"),
            subject=subject,
            claim_line=line,
            sections=tuple(
                self._section(number, leg)
                for number, leg in enumerate(legs(self._pack, walk_of(self._pack)), start=1)
            ),
        )

    def _section(self, number: int, leg: Leg) -> ScriptSection:
        stop, text = leg.stop, self._words.text
        if isinstance(leg.section, ScenarioGroup):
            count = self._say("handouts.count_scenarios", count=len(leg.items))
        else:
            points = as_text(leg.section.points)
            count = self._say("handouts.count_questions", count=len(leg.items), points=points)
        return ScriptSection(
            number=str(number),
            name=text(leg.section.name),
            count=count,
            where=text(stop.where) if stop else "",
            whom=text(stop.whom) if stop else "",
            look=text(stop.look) if stop else "",
            items=tuple(
                self._question(item) if isinstance(item, Question) else self._scenario(item)
                for item in leg.items
            ),
        )

    def _question(self, question: Question) -> ScriptItem:
        claimed = letters_of(self._known.answers.choices.get(question.id))
        badges = ["multiple"] if question.kind == "multiple" else []
        return ScriptItem(
            id=question.id,
            name=self._words.text(question.name),
            badges=self._badges(question.id, badges),
            prompt=self._words.text(question.prompt),
            options=tuple(
                ScriptOption(option.letter, self._words.text(option.text), option.letter in claimed)
                for option in question.options
            ),
            figures=tuple(
                ScriptFigure(
                    self._words.text(figure.name),
                    self._words.text(figure.unit),
                    self._claimed_figure(figure.id),
                )
                for figure in question.figures
            ),
            proofs=tuple(self._words.text(proof.text) for proof in question.help.evidence),
            notes=tuple(self._notes(question.id)),
        )

    def _scenario(self, scenario: Scenario) -> ScriptItem:
        claimed = level_of(self._known.answers.choices.get(scenario.id))
        not_applicable = scenario.id in self._known.answers.not_applicable
        levels = [
            ScriptOption(
                str(level), self._words.text(text), level == claimed and not not_applicable
            )
            for level, text in enumerate(scenario.levels)
        ]
        outside = ScriptOption("", self._say("handouts.option_na"), not_applicable)
        return ScriptItem(
            id=scenario.id,
            name=self._words.text(scenario.name),
            badges=self._badges(scenario.id, ["binding"] if scenario.binding else []),
            prompt=self._words.text(scenario.prompt),
            options=(*levels, outside),
            figures=(),
            proofs=tuple(self._words.text(proof.text) for proof in scenario.help.evidence),
            notes=tuple(self._notes(scenario.id)),
        )

    def _badges(self, item: str, own: list[str]) -> tuple[str, ...]:
        flagged = item in self._known.noted.flags or item in self._known.answers.flags
        named = [*own, "flag"] if flagged else own
        return tuple(self._say(f"handouts.badge_{name}") for name in named)

    def _claimed_figure(self, figure: str) -> str:
        number = self._known.answers.figures.get(figure)
        if number is None:
            return ""
        return self._words.text(Text("{value}", "{value}"), value=number)

    def _notes(self, item: str) -> Iterator[str]:
        theirs = self._known.answers.notes.get(item, "")
        own = self._known.noted.notes.get(item, "")
        if theirs and self._known.answers is not self._known.noted:
            yield self._say("handouts.known_note", text=_short(theirs))
        if own:
            yield self._say("handouts.known_own_note", text=_short(own))
        for point in self._known.points.get(item, ()):
            # What is unanswered shows by its empty boxes, what proof is missing by the list.
            if point.kind == "check":
                yield self._say(
                    "handouts.known_check", text=_short(point_words(point, self._words))
                )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _NOTE_LIMIT else line[: _NOTE_LIMIT - 1] + "…"
