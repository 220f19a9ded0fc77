"""Answers an assessment and is killed, again and again; run by ``test_killed``.

``python killing.py DATABASE ASSESSMENT ROUNDS SEED`` forks a process that answers as fast as it can
and says after each call that it has returned. That process is killed at some moment, and the
database must then hold exactly the answers that were said, or one more that was on its way. Prints
how many answers were said in all.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Iterator

from suzhou_assess.domain.pack import Pack
from suzhou_assess.services.assessments import AssessmentSession, cards
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import assessments, engine  # noqa: F401 - imported before the forks

Edit = tuple[str, str, object]


def edits(pack: Pack, rng: random.Random) -> Iterator[Edit]:
    """Endless made-up work: answers, figures, notes, the place."""
    singles = [q for q in pack.questions if q.kind == "single" and q.rule is None]
    while True:
        match rng.randrange(5):
            case 0 | 1:
                scenario = rng.choice(pack.scenarios)
                yield "choose", scenario.id, rng.randrange(scenario.top + 1)
            case 2:
                question = rng.choice(singles)
                yield "choose", question.id, rng.choice(question.options).letter
            case 3:
                yield "figure", "energy_last", rng.randrange(10**6)
            case _:
                yield "note", rng.choice(pack.item_ids), "记" * rng.randrange(1, 3000)


def apply(session: AssessmentSession, edit: Edit) -> None:
    kind, item, value = edit
    if kind == "choose":
        session.choose(item, value)
    elif kind == "figure":
        session.set_figures({item: value})
    else:
        session.note(item, value)


def kept(session: AssessmentSession) -> dict[tuple[str, str], object]:
    answers = session.answers
    return {
        **{("choose", item): choice for item, choice in answers.choices.items()},
        **{("figure", item): number for item, number in answers.figures.items()},
        **{("note", item): text for item, text in answers.notes.items()},
    }


def work(database: str, assessment_id: str, seed: int, pack: Pack, say: int) -> None:
    with Workspace.open(database) as ws:
        session = AssessmentSession(ws, assessment_id)
        for edit in edits(pack, random.Random(seed)):
            apply(session, edit)
            os.write(say, b".")


def killed_round(
    database: str, assessment_id: str, seed: int, pack: Pack, least: int, delay: float
) -> int:
    """Kills some moment after ``least`` answers, however slow the machine; gives how many came."""
    hear, say = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hear)
        try:
            work(database, assessment_id, seed, pack, say)
        finally:
            os._exit(1)
    os.close(say)
    said = 0
    while said < least and os.read(hear, 1):
        said += 1
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while heard := os.read(hear, 65536):
        said += len(heard)
    os.close(hear)
    return said


def main(database: str, assessment_id: str, rounds: int, seed: int) -> int:
    rng = random.Random(seed)
    with Workspace.open(database) as ws:
        pack = ws.packs.default()
    state: dict[tuple[str, str], object] = {}
    total = 0
    for round_seed in range(rounds):
        least, delay = rng.randrange(15), rng.uniform(0, 0.02)
        said = killed_round(database, assessment_id, round_seed, pack, least, delay)
        total += said
        script = edits(pack, random.Random(round_seed))
        for _ in range(said):
            kind, item, value = next(script)
            state[kind, item] = value
        kind, item, value = next(script)
        with Workspace.open(database) as ws:
            found = kept(AssessmentSession(ws, assessment_id))
            (card,) = cards(ws)
        if found != state:
            state[kind, item] = value
            if found != state:
                sys.exit(f"round {round_seed}: lost after {said} answers")
        if card.answered != sum(kind == "choose" for kind, _ in found):
            sys.exit(f"round {round_seed}: the card disagrees with the answers")
    return total


if __name__ == "__main__":
    print(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
