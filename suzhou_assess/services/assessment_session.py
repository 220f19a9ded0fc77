"""The assessment that is being worked on."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from suzhou_assess.domain.answers import (
    GENERAL,
    Answers,
    Choice,
    Number,
    read_choice,
    read_figures,
    sections,
)
from suzhou_assess.domain.claims import (
    Claim,
    Review,
    claimed_choice,
    claimed_figures,
    review,
)
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Mode, Submission
from suzhou_assess.domain.figures import compute
from suzhou_assess.domain.gap import Gap, next_gap
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.scoring import Verdict
from suzhou_assess.services.assessment_state import AssessmentState, state_of
from suzhou_assess.services.views import Status
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import documents
from suzhou_assess.store.documents import Document, RawChoice
from suzhou_assess.store.errors import StoreError


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
    based_on: str | None
    """Id of the self-assessment that an on-site one started from."""
    claim: Claim | None
    """What the enterprise claimed; of an on-site assessment that has one."""

    def __init__(self, ws: Workspace, assessment_id: str, who: str = "") -> None:
        """Opens it. Raises ``StoreError`` ``not_found`` and ``PackNotFoundError``."""
        self.id = assessment_id
        self._ws = ws
        self._who = who
        self._review: Review | None = None
        self.reload()

    def reload(self) -> None:
        """Takes over what is on disk."""
        from suzhou_assess.store import assessments

        with self._ws.store.reading() as connection:
            state = state_of(self._ws, connection, assessments.read(connection, self.id))
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

    def confirm(self, item: str) -> None:
        """Finds on site what was claimed: takes over the claim's answer and 不适用, and those of
        its figures beside the question that nobody has entered yet.

        Raises ``ValueError`` when nothing was claimed.
        """
        if not self.confirm_all([item]):
            raise ValueError(f"nothing was claimed of {item}")

    def confirm_all(self, items: Iterable[str]) -> int:
        """Confirms all of these in one transaction; gives how many of them had been claimed."""
        confirmed = [found for item in items if (found := self._claimed(item)) is not None]

        def edit(document: Document) -> None:
            for item, choice, not_applicable, figures in confirmed:
                documents.put(document, "answers", item, choice)
                documents.put(document, "not_applicable", item, not_applicable)
                for figure in figures.keys() - document["figures"].keys():
                    documents.put(document, "figures", figure, figures[figure])

        if confirmed:
            self._edit(edit)
        return len(confirmed)

    def set_reason(self, item: str, text: str) -> None:
        """Why the verdict on an item differs from the claim; an empty text takes it away."""
        self._known(item)
        self._edit(lambda document: documents.put(document, "reasons", item, text.strip() or None))

    def note(self, key: str, text: str) -> None:
        """The note beside an item, a section (``domain.answers.sections``) or, at ``GENERAL``, the
        whole; an empty text takes it away."""
        if key != GENERAL and key not in sections(self.pack):
            self._known(key)
        self._edit(lambda document: documents.put(document, "notes", key, text.strip() or None))

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
    def review(self) -> Review | None:
        """The claim beside what was found; ``None`` without a claim."""
        if self._review is None and self.claim is not None:
            self._review = review(self.pack, self.claim, self.answers, self.verdict)
        return self._review

    @property
    def gap(self) -> Gap | None:
        """What stands between here and the next level; ``None`` at the top."""
        return next_gap(self.pack, self.answers, self.verdict)

    def submission(self) -> Submission:
        """The assessment as it travels in workbooks and JSON."""
        return self._submission

    def _claimed(self, item: str) -> tuple[str, RawChoice, bool, Mapping[str, Number]] | None:
        self._known(item)
        if self.claim is None:
            return None
        choice = claimed_choice(self.pack, self.claim, item)
        if choice is None:
            return None
        not_applicable = item in self.claim.answers.not_applicable
        figures = claimed_figures(self.pack, self.claim, item)
        return item, documents.as_raw(choice), not_applicable, figures

    def _known(self, item: str) -> None:
        if item not in self.pack.item_ids:
            raise ValueError(f"not in the pack: {item}")

    def _raw_choice(self, item: str, choice: Choice | None) -> RawChoice | None:
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
            after = replace(stored, **different, updated_at=now)
            state = state_of(self._ws, connection, after, self._state)
            if different:
                assessments.change(
                    connection, stored, different | state.derived(different), now, self._who
                )
        self._show(state)

    def _show(self, state: AssessmentState) -> None:
        stored = state.stored
        self._state = state
        self._review = None
        self._submission = state.submission
        self.pack = state.pack
        self.enterprise = state.enterprise
        self.enterprise_id = stored.enterprise_id
        self.based_on = stored.based_on
        self.mode = stored.mode
        self.date = stored.date
        self.assessor = stored.assessor
        self.status = stored.status
        self.position = stored.position
        self.saved_at = stored.updated_at
        self.answers = state.answers
        self.verdict = state.verdict
        self.problems = state.problems
        # It stays with the assessment, for when a mode that was chosen by mistake is set right.
        self.claim = state.claim if stored.mode == "onsite" else None
