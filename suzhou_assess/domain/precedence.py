"""Which of an enterprise's assessments counts.

The latest calendar year decides; within it an on-site assessment (现场评定) beats the enterprise's
own (自评), then the later date, and of several on one day the one submitted last.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from suzhou_assess.domain.exchange import Mode

Precedence = tuple[int, bool, date, Any]


def precedence(mode: Mode, on: date, submitted: Any) -> Precedence:
    """What an assessment is sorted by: that with the greatest counts.

    ``submitted`` is anything that sorts by when it was submitted.
    """
    return on.year, mode == "onsite", on, submitted
