"""The assessment that is being worked on."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from suzhou_assess.domain.answers import Answers, Choice, Number, read_choice, read_figures
from suzhou_assess.domain.checks import check_answers, check_jump
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Mode, Submission
from suzhou_assess.domain.figures import compute
from suzhou_assess.domain.gap import Gap, next_gap
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.scoring import Verdict, score
from suzhou_assess.domain.standing import pack_standing
from suzhou_assess.services.views import Status
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import documents
from suzhou_assess.store.documents import Document
from suzhou_assess.store.errors import StoreError

if TYPE_CHECKING:
    from suzhou_assess.store.assessments import StoredAssessment
    from suzhou_assess.store.engine import Connection


class AssessmentSession:
    """An open assessment: its state in memory, each edit on disk before the call returns.

    An edit either is on disk when its call returns, or it raises ``StoreError`` and has changed
    nothing, neither on disk nor here. It changes its own item only, in the document as it stands
    on disk: what another process wrote meanwhile is kept, and shows here afterwards.

    A submitted assessment is edited after ``reopen`` (else ``ValueError``). When another process
    has submitted it meanwhile, an edit raises ``StoreError`` ``changed_elsewhere``.
    """

    pack: Pack
    enterprise: Enterprise
    enterprise_id: int
    mode: Mode
    date: dt.date
    assessor: str
    status: Status
    position: str | None
    """The item where work stopped."""
    saved_at: dt.datetime
    """When the last edit reached the disk; UTC."""
    answers: Answers
    verdict: Verdict
    problems: list[Problem]
    """What the data checks say of the answers as they stand."""

    def __init__(self, ws: Workspace, assessment_id: str, who: str = "") -> None:
        """Opens it. Raises ``StoreError`` ``not_found`` and ``PackNotFoundError``."""
        self.id = assessment_id
        self._ws = ws
        self._who = who
        self.reload()

    def reload(self) -> None:
        """Takes over what is on disk."""
        from suzhou_assess.store import assessments

        with self._ws.store.reading() as connection:
            state = self._state(connection, assessments.read(connection, self.id))
        self._show(state)

    def choose(self, item: str, choice: Choice | None, *, not_applicable: bool = False) -> None:
        """Answers a question or judges a scenario; ``None`` takes the answer back.

        ``not_applicable`` (不适用) is for scenarios and counts as level 0. Raises ``ValueError``
        for what the pack doesn't have.
        """
        if not_applicable:
            if item not in self.pack.scenario_by_id:
                raise ValueError(f"not a scenario: {item}")
            choice = 0
        raw = self._raw_choice(item, choice)

        def edit(document: Document) -> None:
            documents.put(document, "answers", item, raw)
            documents.put(document, "not_applicable", item, not_applicable)

        self._edit(edit)

    def set_figures(self, figures: Mapping[str, Number | None]) -> Choice | None:
        """Sets figures (``None`` takes one back) and chooses the option that they lead to.

        All is saved in one transaction. Gives the option that the question beside which these
        figures are asked got, ``None`` when they lead nowhere yet. Another question that uses one
        of the figures (the total of devices) moves along if it stood where the figures led
        before, and stays where a person put it otherwise.

        Raises ``ValueError`` for a figure that the pack doesn't have or doesn't allow.
        """
        problems: list[Problem] = []
        sound = read_figures(self.pack, figures, problems)
        if problems:
            raise ValueError(f"not figures of the pack: {[p.where for p in problems]}")
        chosen: Choice | None = None

        def edit(document: Document) -> None:
            nonlocal chosen
            chosen = None
            before = documents.figures(self.pack, document)
            for figure in figures:
                documents.put(document, "figures", figure, sound.get(figure))
            after = documents.figures(self.pack, document)
            for question in self.pack.questions:
                if question.rule is None or figures.keys().isdisjoint(question.rule.figures):
                    continue
                computed = compute(question, after)
                if computed is None or computed.letter is None:
                    continue
                asked_here = any(figure.id in figures for figure in question.figures)
                if asked_here:
                    chosen = chosen or computed.letter
                else:
                    led = compute(question, before)
                    if led is None or led.letter != document["answers"].get(question.id):
                        continue
                documents.put(document, "answers", question.id, computed.letter)

        self._edit(edit)
        return chosen

    def note(self, item: str, text: str) -> None:
        """The note beside an item; an empty text takes it away."""
        self._known(item)
        self._edit(lambda document: documents.put(document, "notes", item, text.strip() or None))

    def flag(self, item: str, on: bool) -> None:
        """Marks an item to be verified later (待核)."""
        self._known(item)
        self._edit(lambda document: documents.put(document, "flags", item, on))

    def move_to(self, item: str) -> None:
        """Remembers where work stands, to come back to after a close or a crash."""
        self._known(item)
        if self.status == "draft" and item != self.position:
            self._write({"position": item})

    def set_head(
        self,
        *,
        mode: Mode | None = None,
        date: dt.date | None = None,
        assessor: str | None = None,
    ) -> None:
        """Changes what is passed of the assessment's head."""
        given = {"mode": mode, "date": date, "assessor": assessor}
        self._write({name: value for name, value in given.items() if value is not None})

    def submit(self) -> None:
        """The assessment counts from now on. Unanswered items are allowed: they give 0."""
        self._write({"status": "submitted"})

    def reopen(self) -> None:
        """Back to a draft, to be changed."""
        self._write({"status": "draft"}, of="submitted")

    @property
    def gap(self) -> Gap | None:
        """What stands between here and the next level; ``None`` at the top."""
        return next_gap(self.pack, self.answers, self.verdict)

    def submission(self) -> Submission:
        """The assessment as it travels in workbooks and JSON."""
        return self._submission

    def _known(self, item: str) -> None:
        if item not in self.pack.item_ids:
            raise ValueError(f"not in the pack: {item}")

    def _raw_choice(self, item: str, choice: Choice | None) -> str | int | list[str] | None:
        self._known(item)
        if choice is None:
            return None
        understood, problems = read_choice(self.pack, item, choice)
        if problems:
            raise ValueError(f"{item} can't be {choice!r}: {problems[0].code}")
        return None if understood is None else documents.as_raw(understood)

    def _edit(self, edit: Callable[[Document], None]) -> None:
        self._write({}, edit)

    def _write(
        self,
        values: dict[str, Any],
        edit: Callable[[Document], None] | None = None,
        *,
        of: Status = "draft",
    ) -> None:
        """One edit, from what is on disk to what is on disk. ``of``: the status it is meant for."""
        from suzhou_assess.store import assessments

        if self.status != of:
            raise ValueError(f"the assessment is {self.status}")
        with self._ws.store.writing() as connection:
            stored = assessments.read(connection, self.id)
            if stored.status != of:
                raise StoreError("changed_elsewhere", id=self.id)
            document = copy.deepcopy(stored.answers)
            if edit is not None:
                edit(document)
            different = {k: v for k, v in values.items() if v != getattr(stored, k)}
            if document != stored.answers:
                different["answers"] = document
            now = dt.datetime.now(dt.UTC) if different else stored.updated_at
            state = self._state(connection, replace(stored, **different, updated_at=now))
            if different:
                assessments.change(
                    connection, stored, different | self._derived(state, different), now, self._who
                )
        self._show(state)

    def _state(self, connection: Connection, stored: StoredAssessment) -> _State:
        from suzhou_assess.store import assessments, enterprises

        pack = self._ws.packs.get(stored.pack_id, stored.pack_edition)
        answers = documents.to_answers(pack, stored.answers)
        verdict = score(pack, answers.choices)
        problems = check_answers(pack, answers)
        # Before the last answer any earlier score would seem far away.
        if verdict.complete:
            earlier = assessments.earlier_score(connection, stored)
            if earlier is not None:
                jump = check_jump(pack, earlier.score, earlier.date, verdict.score)
                problems += [jump] if jump else []
        enterprise = enterprises.get(connection, stored.enterprise_id)
        return _State(stored, pack, enterprise, answers, verdict, problems)

    def _show(self, state: _State) -> None:
        stored = state.stored
        self._submission = state.submission
        self.pack = state.pack
        self.enterprise = state.enterprise
        self.enterprise_id = stored.enterprise_id
        self.mode = stored.mode
        self.date = stored.date
        self.assessor = stored.assessor
        self.status = stored.status
        self.position = stored.position
        self.saved_at = stored.updated_at
        self.answers = state.answers
        self.verdict = state.verdict
        self.problems = state.problems

    @staticmethod
    def _derived(state: _State, different: Mapping[str, object]) -> dict[str, object]:
        """The columns that follow from those that were changed."""
        derived: dict[str, object] = {}
        if "answers" in different or "status" in different:
            answered = len(state.answers.choices)
            derived |= {
                "answered": answered,
                "score": state.verdict.score if answered else None,
                "level": state.verdict.level if answered else None,
            }
        if different.get("status") == "submitted":
            derived |= {
                "score": state.verdict.score,
                "level": state.verdict.level,
                "verdict": documents.verdict_json(state.verdict),
                "digest": state.submission.content_digest(),
                "submitted_at": state.stored.updated_at,
                "standing": pack_standing(
                    state.pack,
                    state.verdict,
                    state.answers,
                    state.stored.mode,
                    state.stored.date,
                    state.stored.enterprise_id,
                    state.stored.updated_at,
                ),
            }
        elif different.get("status") == "draft":
            # Whoever works on it anew decides by that what a doubt about it asked.
            derived |= dict.fromkeys(("verdict", "digest", "submitted_at", "standing", "held"))
        return derived


@dataclass(frozen=True, slots=True)
class _State:
    """The assessment as it stands on disk, and what follows from it."""

    stored: StoredAssessment
    pack: Pack
    enterprise: Enterprise
    answers: Answers
    verdict: Verdict
    problems: list[Problem]

    @property
    def submission(self) -> Submission:
        return Submission(
            pack=self.pack,
            enterprise=self.enterprise,
            answers=self.answers,
            mode=self.stored.mode,
            date=self.stored.date,
            assessor=self.stored.assessor,
            assessment_id=self.stored.id,
        )
