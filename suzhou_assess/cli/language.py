"""Which language the commands speak."""

from __future__ import annotations

import os
from collections.abc import Sequence

from suzhou_assess.domain.text import LANGS, Lang

VARIABLE = "SUZHOU_ASSESS_LANG"
DEFAULT: Lang = "zh"


def chosen(arguments: Sequence[str] = ()) -> Lang:
    """What ``--lang`` says, wherever it stands, else the environment, else Chinese.

    Read before anything else is: help and errors speak the language too.
    """
    wanted = os.environ.get(VARIABLE, "")
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and at + 1 < len(arguments):
            wanted = arguments[at + 1]
        elif argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
    for lang in LANGS:
        if lang == wanted:
            return lang
    return DEFAULT
