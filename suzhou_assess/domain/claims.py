"""The claim beside the verdict: what an enterprise said of itself, and what was found on site.

The claim (企业自评) is a self-assessment that an on-site assessment starts from. The review
(自评对照) puts the two side by side, question by question, and names what was claimed too high and
too low.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from suzhou_assess.domain.answers import (
    Answers,
    Choice,
    Number,
    letters_of,
    level_of,
    read_choice,
    read_figure,
)
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.points import Milli
from suzhou_assess.domain.scoring import Verdict

Kind = Literal["agreed", "over", "under", "other", "open", "unclaimed"]
"""How claim and finding of one item compare:

- ``agreed``: the same answer.
- ``over`` (高估): more points or a higher level was claimed than was found.
- ``under`` (低估): less was claimed than was found.
- ``other``: as many points by other options, or 不适用 on one side and level 0 on the other.
- ``open``: claimed, and not judged yet.
- ``unclaimed``: judged, and nothing was claimed.
"""

KINDS: tuple[Kind, ...] = ("agreed", "over", "under", "other", "open", "unclaimed")
DIFFERENT: frozenset[Kind] = frozenset({"over", "under", "other"})
"""What a reason is asked for."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A self-assessment as it stood when the on-site one took it over."""

    assessment_id: str | None
    date: date | None
    assessor: str
    pack: Pack
    """The edition that it was answered with."""
    answers: Answers
    verdict: Verdict
    """By its own edition."""


@dataclass(frozen=True, slots=True)
class ItemReview:
    """One question or scenario, claimed and found."""

    item: str
    kind: Kind
    claimed: Choice | None
    found: Choice | None
    claimed_na: bool
    """Claimed to be 不适用."""
    found_na: bool
    gained: int
    """Found less claimed: thousandths of a point for a question, levels for a scenario. 0 while
    only one of the two is there."""
    reason: str
    figures: tuple[tuple[str, Number | None, Number | None], ...]
    """Figures beside the question that differ: id, claimed, found. None while it isn't judged."""

    @property
    def is_different(self) -> bool:
        """Whether a reason is asked for."""
        return self.kind in DIFFERENT


@dataclass(frozen=True)
class Review:
    """Claim and finding side by side."""

    items: tuple[ItemReview, ...]
    """In the index's order; what was neither claimed nor judged is left out."""
    verdict_claimed: Verdict
    verdict_found: Verdict

    def count(self, kind: Kind) -> int:
        return self._counts[kind]

    @cached_property
    def by_item(self) -> Mapping[str, ItemReview]:
        return {one.item: one for one in self.items}

    @cached_property
    def missing_reasons(self) -> tuple[str, ...]:
        """Items whose verdict differs from the claim without a word on why."""
        return tuple(one.item for one in self.items if one.is_different and not one.reason)

    @cached_property
    def _counts(self) -> Counter[Kind]:
        return Counter(one.kind for one in self.items)


def claimed_choice(pack: Pack, claim: Claim, item: str) -> Choice | None:
    """What was claimed of an item, as far as ``pack`` knows it.

    The claim may have been answered with another edition: an option or a level that ``pack``
    doesn't have counts as nothing claimed.
    """
    choice = claim.answers.choices.get(item)
    if choice is None or claim.pack is pack:
        return choice
    try:
        understood, problems = read_choice(pack, item, choice)
    except KeyError:
        return None
    return None if problems else understood


def claimed_figures(pack: Pack, claim: Claim, item: str) -> dict[str, Number]:
    """The figures that were claimed beside a question, as far as ``pack`` knows them."""
    question = pack.question_by_id.get(item)
    figures: dict[str, Number] = {}
    for figure in question.figures if question else ():
        number = claim.answers.figures.get(figure.id)
        if number is not None and claim.pack is not pack:
            number = read_figure(figure, number, [])
        if number is not None:
            figures[figure.id] = number
    return figures


def review(pack: Pack, claim: Claim, answers: Answers, verdict: Verdict) -> Review:
    """The claim beside ``answers`` and their ``verdict``, both of ``pack``.

    Points are counted by ``pack`` on both sides. Raises ``ValueError`` for a claim of another
    index: its questions are other ones.
    """
    if claim.pack.id != pack.id:
        raise ValueError(f"a claim of {claim.pack.id} beside {pack.id}")
    compared = (_compared(pack, claim, answers, item) for item in pack.item_ids)
    return Review(tuple(filter(None, compared)), claim.verdict, verdict)


def _compared(pack: Pack, claim: Claim, answers: Answers, item: str) -> ItemReview | None:
    claimed, found = claimed_choice(pack, claim, item), answers.choices.get(item)
    if claimed is None and found is None:
        return None
    claimed_na = claimed is not None and item in claim.answers.not_applicable
    found_na = item in answers.not_applicable
    gained = 0
    kind: Kind
    if found is None:
        kind = "open"
    elif claimed is None:
        kind = "unclaimed"
    else:
        gained = _worth(pack, item, found) - _worth(pack, item, claimed)
        if gained:
            kind = "over" if gained < 0 else "under"
        else:
            kind = "agreed" if (claimed, claimed_na) == (found, found_na) else "other"
    return ItemReview(
        item=item,
        kind=kind,
        claimed=claimed,
        found=found,
        claimed_na=claimed_na,
        found_na=found_na,
        gained=gained,
        reason=answers.reasons.get(item, ""),
        figures=() if found is None else _figures(pack, claim, answers, item),
    )


def _worth(pack: Pack, item: str, choice: Choice) -> Milli | int:
    """The points of a question's answer, the level of a scenario's."""
    level = level_of(choice)
    if level is not None:
        return level
    question = pack.question_by_id[item]
    return sum(question.option(letter).points for letter in letters_of(choice))


def _figures(
    pack: Pack, claim: Claim, answers: Answers, item: str
) -> tuple[tuple[str, Number | None, Number | None], ...]:
    question = pack.question_by_id.get(item)
    if question is None or not question.figures:
        return ()
    claimed = claimed_figures(pack, claim, item)
    pairs = ((f.id, claimed.get(f.id), answers.figures.get(f.id)) for f in question.figures)
    return tuple((name, one, other) for name, one, other in pairs if one != other)
