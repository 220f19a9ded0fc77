"""Whether what a pack asks for as proof fits what can be claimed."""

from __future__ import annotations

from collections.abc import Sequence

from suzhou_assess.domain.points import to_milli
from suzhou_assess.packs.problems import Findings, Path
from suzhou_assess.packs.shape import Entry, entries


def check_question_proofs(path: Path, question: Entry, findings: Findings) -> None:
    """Every option with points can be proved, and proofs name options that exist."""
    options = [option for _, option in entries(question, "options")]
    letters = tuple(option["letter"] for option in options if "letter" in option)
    proofs = _proofs(path, question)
    for at, proof in proofs:
        if "from" in proof:
            findings.add((*at, "from"), "proof_from_in_question")
        for i, letter in enumerate(proof.get("for", ())):
            if letter is not None and letter not in letters:
                findings.add(
                    (*at, "for", i),
                    "option_not_there",
                    option=letter[:20],
                    question=question.get("id", ""),
                    known=letters,
                )
    unproved = tuple(
        option["letter"]
        for option in options
        if "letter" in option
        and _gives_points(option)
        and not any(option["letter"] in proof.get("for", letters) for _, proof in proofs)
    )
    if proofs and unproved:
        findings.add((*path, "help", "evidence"), "options_without_proof", options=unproved)


def check_scenario_proofs(path: Path, scenario: Entry, findings: Findings) -> None:
    """Every level above 0 can be proved, and proofs name levels that exist."""
    top = len(scenario.get("levels") or ()) - 1
    proofs = _proofs(path, scenario)
    for at, proof in proofs:
        if "for" in proof:
            findings.add((*at, "for"), "proof_for_in_scenario")
        if not 1 <= proof.get("from", 1) <= max(top, 1):
            findings.add((*at, "from"), "proof_level", level=proof["from"], top=top)
    # The lowest start decides: what proves a level proves those above it too.
    if proofs and min(proof.get("from", 1) for _, proof in proofs) > 1:
        findings.add((*path, "help", "evidence"), "level_without_proof")


def _proofs(path: Path, item: Entry) -> Sequence[tuple[Path, Entry]]:
    return list(entries(item.get("help") or {}, "evidence", (*path, "help")))


def _gives_points(option: Entry) -> bool:
    try:
        return to_milli(option.get("points", "0")) > 0
    except ValueError:  # among the findings already
        return False
