"""The line that says which assessment a command took."""

from __future__ import annotations

from suzhou_assess.cli import console
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.words.catalog import Words


def heading(session: AssessmentSession, words: Words) -> str:
    """Enterprise, mode, date and id: a credit code names several assessments, this is one."""
    return words.say(
        "cli.assessment",
        name=console.one_line(session.enterprise.name) or words.say("cli.score_unnamed"),
        mode=words.say(f"cli_intake.mode_{session.mode}"),
        date=session.date.isoformat(),
        id=session.id,
    )
