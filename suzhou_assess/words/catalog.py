"""The catalogue of words: every sentence of the program stands in ``resources/words``.

One JSON file per area, both languages side by side::

    {"save": {"zh": "保存", "en": "Save"}}

is said with ``words.say("area.save")``. Braces are filled in by name. Qt's own translation files
would serve the window only; the command line, the workbooks and the reports say the same
sentences, so they have one source.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from suzhou_assess.domain.problems import Param, Problem
from suzhou_assess.domain.text import Lang, Text
from suzhou_assess.resources import files


class Words:
    """Says things in one language."""

    __slots__ = ("lang",)

    def __init__(self, lang: Lang = "zh") -> None:
        self.lang: Lang = lang

    def say(self, key: str, /, **params: Param) -> str:
        """The sentence ``area.name`` with its braces filled in; raises ``KeyError``."""
        area, _, name = key.partition(".")
        return self._filled(_area(area)[name][self.lang], params)

    def text(self, text: Text, /, **params: Param) -> str:
        """A text of a pack, with its braces filled in."""
        return self._filled(text.say(self.lang), params)

    def what(self, problem: Problem) -> str:
        """What is wrong, in a sentence."""
        if problem.message is not None:
            return self._filled(problem.message.say(self.lang), problem.params)
        return self._problem(problem, "what")

    def remedy(self, problem: Problem) -> str:
        """What to do about it; empty for the checks of a pack, whose message says both."""
        return "" if problem.message is not None else self._problem(problem, "remedy")

    def problem(self, problem: Problem) -> str:
        """What is wrong and what to do about it, in one message."""
        message = problem.message
        if message is None:
            return self._filled(_message(problem.code, self.lang), problem.params)
        return self._filled(message.zh if self.lang == "zh" else message.en, problem.params)

    def trouble(self, area: str, code: str, /, **params: Param) -> str:
        """What went wrong and what to do about it, for an error with a code of its own area.

        Such an area has ``<code>_what`` and ``<code>_remedy``.
        """
        what, remedy = (self.say(f"{area}.{code}_{part}", **params) for part in ("what", "remedy"))
        return _sentences(self.lang, what, remedy)

    def joined(self, parts: tuple[Text, ...] | tuple[str, ...]) -> str:
        """An enumeration: 甲、乙 or a, b."""
        said = [part.say(self.lang) if isinstance(part, Text) else part for part in parts]
        return ("、" if self.lang == "zh" else ", ").join(said)

    def _problem(self, problem: Problem, part: str) -> str:
        return self._filled(_area("problems")[problem.code][f"{self.lang}_{part}"], problem.params)

    def _filled(self, template: str, params: Mapping[str, Param]) -> str:
        if not params:
            return template
        said: dict[str, str | int] = {}
        chinese = self.lang == "zh"
        for name, value in params.items():
            # By the exact type and without calls: `score` words hundreds of thousands of them.
            kind = type(value)
            if kind is Text:
                said[name] = value.zh if chinese else value.en  # type: ignore[union-attr]
            elif kind is str or kind is int:
                said[name] = value  # type: ignore[assignment]
            else:
                said[name] = self._param(value)
        return template.format_map(said)

    def _param(self, value: Param) -> str:
        if isinstance(value, Text):
            return value.say(self.lang)
        if isinstance(value, str):
            return value
        if isinstance(value, tuple):
            return self.joined(value)
        if isinstance(value, Decimal):
            return f"{value.normalize():f}" if value else "0"
        return str(value)


@lru_cache(maxsize=256)
def _message(code: str, lang: Lang) -> str:
    """Of a problem: what is wrong and what to do about it, with braces."""
    said = _area("problems")[code]
    return _sentences(lang, said[f"{lang}_what"], said[f"{lang}_remedy"])


def _sentences(lang: Lang, *sentences: str) -> str:
    return ("" if lang == "zh" else " ").join(filter(None, sentences))


@lru_cache(maxsize=32)
def _area(area: str) -> Mapping[str, Mapping[str, str]]:
    loaded: Mapping[str, Mapping[str, str]] = json.loads(files.read_bytes(f"words/{area}.json"))
    return loaded
