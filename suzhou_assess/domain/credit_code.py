"""The unified social credit code (统一社会信用代码) of GB 32100-2015."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
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
        strange = dict.fromkeys(c for c in code if c not in _ALLOWED)
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


@dataclass(frozen=True, slots=True)
class Near:
    """A right code that a wrong one may have been meant for."""

    code: str
    place: int
    """The first character of the wrong code that is other than it should be, from 1; behind its
    last one when that is what is missing."""


def near(typed: str) -> tuple[Near, ...]:
    """Right codes that differ from a wrong one by a single slip, in the order of its characters.

    A slip is one character for another, one left out, one too many, or two neighbours swapped.
    ``typed`` is normalised. A right code has none, nor has what can't be one slip away from any.
    """
    if not LENGTH - 1 <= len(typed) <= LENGTH + 1 or check(typed) is None:
        return ()
    strange = sum(character not in _ALLOWED for character in typed)
    if strange > 1:
        return ()
    found: dict[str, Near] = {}
    for place, code in _one_slip_away(typed):
        if code not in found and check(code) is None:
            found[code] = Near(code, place)
    return tuple(found.values())


def _one_slip_away(typed: str) -> Iterator[tuple[int, str]]:
    for at in range(LENGTH + 1):
        before, here, after = typed[:at], typed[at : at + 1], typed[at + 1 :]
        if len(typed) > LENGTH:
            yield at + 1, before + after
        elif len(typed) < LENGTH:
            for character in ALPHABET:
                yield at + 1, before + character + here + after
        elif here:
            for character in ALPHABET:
                yield at + 1, before + character + after
            if after:
                yield at + 1, before + after[0] + here + after[1:]
