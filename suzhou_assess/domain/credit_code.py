"""The unified social credit code (统一社会信用代码) of GB 32100-2015."""

from __future__ import annotations

import re
import unicodedata
from operator import mul

from suzhou_assess.domain.problems import Problem, problem

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Without I, O, S, V, Z, which look like digits."""

_NOISE = re.compile(r"[\s\-—_.·'’‘`\u00ad\u200b-\u200f\u2060\ufeff]+")
"""Spaces and marks, among them those that can't be seen and come along from web pages."""
_ALLOWED = frozenset(ALPHABET)
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_MODULUS = len(ALPHABET)
_WEIGHTS = tuple(pow(3, place, _MODULUS) for place in range(LENGTH - 1))


def normalise(typed: str) -> str:
    """As it should stand: half-width capitals without spaces or marks."""
    if typed.isascii() and typed.isalnum():
        return typed.upper()
    return _NOISE.sub("", unicodedata.normalize("NFKC", typed)).upper()


def check(code: str) -> Problem | None:
    """What is wrong with a normalised code, or ``None``.

    The code is its eight positions of authority, kind and region, nine of the organisation and
    one check character.
    """
    if not code:
        return problem("uscc_missing", "uscc")
    if len(code) != LENGTH:
        return problem("uscc_length", "uscc", code=code, length=len(code))
    if not _ALLOWED.issuperset(code):
        strange = [c for c in code if c not in _ALLOWED]
        return problem("uscc_character", "uscc", code=code, characters=tuple(strange))
    if not code[2:8].isdigit():
        return problem("uscc_character", "uscc", code=code, characters=(code[2:8],))
    if check_character(code[:-1]) != code[-1]:
        return problem("uscc_check", "uscc", code=code)
    return None


def check_character(first_17: str) -> str:
    """The check character of GB 32100-2015: weights are powers of 3, modulus 31.

    Raises ``KeyError`` for a character that isn't in the alphabet.
    """
    weighted = sum(map(mul, map(_VALUE.__getitem__, first_17), _WEIGHTS))
    return ALPHABET[-weighted % _MODULUS]


def complete(first_17: str) -> str:
    """The code that starts with these 17 characters, with its check character."""
    return f"{first_17}{check_character(first_17)}"
