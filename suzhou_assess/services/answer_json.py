"""Answers JSON out of bytes that may be anything.

A .jsonl of a whole city is read line by line in bounded memory. Whatever a line holds, it gives
an object or a problem, never an exception.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Protocol

import orjson

from suzhou_assess.domain.problems import Problem, problem

OBJECT_LIMIT = 4 * 1024 * 1024
"""Bytes. An assessment with every note filled in takes some tens of thousands."""

_BOM = b"\xef\xbb\xbf"
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


class LineStream(Protocol):
    """Anything that gives lines, up to a length."""

    def readline(self, limit: int, /) -> bytes: ...


def parse_object(data: bytes) -> dict[str, object] | Problem:
    """The JSON object in ``data``, or what is wrong with it."""
    try:
        parsed = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        return _broken(data, error)
    if type(parsed) is not dict:
        return problem("field_wrong_type", field="JSON")
    if data.count(b":") != _names_in(parsed):
        twice = _name_given_twice(data)
        if twice is not None:
            return problem("json_key_twice", name=twice)
    return parsed


def lines(stream: LineStream, limit: int = OBJECT_LIMIT) -> Iterator[tuple[int, bytes | Problem]]:
    """Numbered lines from 1, blank ones left out; a line over ``limit`` bytes is a problem.

    A stream without any line that isn't blank gives one problem, as an empty file does.
    """
    number, empty = 0, True
    readline = stream.readline
    while data := readline(limit):
        number += 1
        if number == 1:
            if data.startswith(_WIDE_BOMS):
                yield number, problem("text_not_utf8")
                return
            data = data.removeprefix(_BOM)
        if len(data) == limit and not data.endswith(b"\n"):
            while (rest := readline(limit)) and not rest.endswith(b"\n"):
                pass
            empty = False
            yield number, problem("file_too_large", limit=megabytes(limit))
        elif not data.isspace() and data:
            empty = False
            yield number, data
    if empty:
        yield 1, problem("file_empty")


def whole(stream: IO[bytes], limit: int = OBJECT_LIMIT) -> bytes | Problem:
    """All of a file that holds one object."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        return problem("file_too_large", limit=megabytes(limit))
    return without_mark(data)


def without_mark(data: bytes) -> bytes:
    """Without the mark that some editors put before UTF-8."""
    return data.removeprefix(_BOM)


def megabytes(size: int) -> str:
    """A limit for people."""
    return f"{size / 1024 / 1024:.0f} MB"


def _names_in(parsed: dict[str, object]) -> int:
    """How many names the object and the objects in it have, two levels deep as ours are."""
    return len(parsed) + sum([len(v) for v in parsed.values() if type(v) is dict])


def _name_given_twice(data: bytes) -> str | None:
    """A name that stands twice in one object. The fast parser would silently take the last.

    Called only when there are more colons than names: as every name has its colon, equal counts
    prove that there is none.
    """
    twice: list[str] = []

    def note(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names: dict[str, object] = {}
        for name, value in pairs:
            if name in names:
                twice.append(name)
            names[name] = value
        return names

    try:
        json.loads(data, object_pairs_hook=note)
    except (ValueError, RecursionError):
        return None  # the fast parser took it: whatever this one minds is no repeated name
    return twice[0] if twice else None


def _broken(data: bytes, error: orjson.JSONDecodeError) -> Problem:
    if not data.strip():
        return problem("file_empty")
    if data.startswith(_WIDE_BOMS):
        return problem("text_not_utf8")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return problem("text_not_utf8")
    return problem("json_broken", position=error.pos + 1)
