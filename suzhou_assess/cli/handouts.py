"""What ``export signoff`` and ``export interview`` share: for whom, and where to."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from suzhou_assess.cli import console
from suzhou_assess.cli.progress import carried_out
from suzhou_assess.services import whose
from suzhou_assess.services.events import Progress
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words


def write(work: Generator[Progress, None, None], out: Path, words: Words) -> int:
    """Writes ``out`` and says so."""
    carried_out(work, words)
    console.say(words.say("cli.written", out=str(out)))
    return console.ALL_WELL


def assessment_named(ws: Workspace, who: str) -> str:
    """The assessment with this id; of a credit code the on-site one worked on last, else the last.

    Raises ``NotAssessedError``.
    """
    return whose.worked_on_last(ws, who, lambda card: card.mode == "onsite")
