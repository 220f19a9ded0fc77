"""Which proofs (佐证要求) the answers call for, and which of them are there already.

Only claims that give something ask for proof: a chosen option with points, a scenario judged at
level 1 or above. Option A (无), level 0 and 不适用 claim nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from suzhou_assess.domain.answers import Answers, letters_of, level_of
from suzhou_assess.domain.pack import Pack, Proof, Question, Scenario

if TYPE_CHECKING:
    from suzhou_assess.domain.evidence import Evidence


@dataclass(frozen=True, slots=True)
class RequiredProof:
    """One proof that the answer to ``item`` calls for."""

    item: str
    proof: Proof
    supports: tuple[str, ...]
    """What it proves: the chosen letters, or the level as text (``("3",)``)."""
    met_by: tuple[str, ...] = ()
    """Ids of the evidence given as this proof, in the order it was handed in."""

    @property
    def met(self) -> bool:
        return bool(self.met_by)


def required(
    pack: Pack, answers: Answers, evidence: Iterable[Evidence] = ()
) -> tuple[RequiredProof, ...]:
    """What ``answers`` have to be proved with, in the index's order.

    Evidence of an item that names no proof meets none in particular; ``has_any`` counts it.
    """
    given: dict[tuple[str, str], list[str]] = {}
    for piece in evidence:
        if piece.proof:
            given.setdefault((piece.item, piece.proof), []).append(piece.id)
    return tuple(
        RequiredProof(item, proof, supports, tuple(given.get((item, proof.id), ())))
        for item, proof, supports in _called_for(pack, answers)
    )


def required_of(
    pack: Pack, answers: Answers, item: str
) -> tuple[tuple[Proof, tuple[str, ...]], ...]:
    """The proofs of one question or scenario with what each supports; raises ``KeyError``."""
    if item in pack.question_by_id:
        found = _of_question(pack.question_by_id[item], answers)
    else:
        found = _of_scenario(pack.scenario_by_id[item], answers)
    return tuple(found)


def has_any(item: str, evidence: Iterable[Evidence]) -> bool:
    """Whether anything at all was attached to an item, named as a proof or not."""
    return any(piece.item == item for piece in evidence)


def missing(proofs: Sequence[RequiredProof]) -> tuple[RequiredProof, ...]:
    """Those that nothing was given for yet."""
    return tuple(proof for proof in proofs if not proof.met)


def _called_for(pack: Pack, answers: Answers) -> Iterator[tuple[str, Proof, tuple[str, ...]]]:
    for item in pack.item_ids:
        for proof, supports in required_of(pack, answers, item):
            yield item, proof, supports


def _of_question(question: Question, answers: Answers) -> Iterator[tuple[Proof, tuple[str, ...]]]:
    claimed = tuple(
        letter
        for letter in letters_of(answers.choices.get(question.id))
        if question.option(letter).points > 0
    )
    for proof in question.help.evidence:
        supports = tuple(x for x in claimed if not proof.letters or x in proof.letters)
        if supports:
            yield proof, supports


def _of_scenario(scenario: Scenario, answers: Answers) -> Iterator[tuple[Proof, tuple[str, ...]]]:
    level = level_of(answers.choices.get(scenario.id)) or 0
    for proof in scenario.help.evidence:
        if level >= (proof.from_level or 1):
            yield proof, (str(level),)
