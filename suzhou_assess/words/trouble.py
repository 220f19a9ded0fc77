"""What a user is told when something can't be done: neither their answers' fault nor our bug."""

from __future__ import annotations

from typing import ClassVar

from suzhou_assess.domain.problems import Param
from suzhou_assess.words.catalog import Words


class Trouble(Exception):  # noqa: N818 - what is raised are its kinds, StoreError and others
    """Something can't be done, for a reason that a person can understand and mend.

    Window and command line show any of them in the user's language; every other exception is our
    bug and becomes a report.
    """

    area: ClassVar[str]
    """Of the words that hold ``<code>_what`` and ``<code>_remedy`` of each code."""

    def __init__(self, code: str, **params: Param) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return self.say(Words("en"))

    def say(self, words: Words) -> str:
        """What happened, where, and what to do now."""
        return words.trouble(self.area, self.code, **self.params)
