"""``export``: files out of the database."""

from __future__ import annotations

import click

from suzhou_assess.cli.frame import Group
from suzhou_assess.words.catalog import Words

_COMMANDS = {
    "summary": "suzhou_assess.cli.export_summary",
    "detail": "suzhou_assess.cli.detail",
    "benchmark": "suzhou_assess.cli.benchmark",
    "plan": "suzhou_assess.cli.export_plan",
    "report": "suzhou_assess.cli.report",
    "signoff": "suzhou_assess.cli.export_signoff",
    "interview": "suzhou_assess.cli.export_interview",
}


def command(words: Words) -> click.Command:
    """Builds the group in the language of ``words``."""
    return Group("export", words, _COMMANDS)
