"""What keeps a report from being made, as a user can understand and mend it."""

from __future__ import annotations

from suzhou_assess.words.trouble import Trouble


class ReportError(Trouble):
    """A report can't be made, for a reason that a person can mend."""

    area = "report"
