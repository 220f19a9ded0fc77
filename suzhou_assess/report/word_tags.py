"""The tags in a paragraph's text: cut out, and what is wrong with their braces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

TagKind = Literal["print", "statement", "comment"]

_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_KINDS: dict[str, TagKind] = {"{{": "print", "{%": "statement", "{#": "comment"}
_OPENING = re.compile(r"\{[{%#]")
_EDGE = re.compile(r"\{[{%#]|[}%#]\}")
_FULL_WIDTH = re.compile(r"[{｛][｛％]|｛[{%]|[｝％]｝|｝[｝}]")
_PREFIX = re.compile(r"(tr|tc|p|r)\s+")
_QUOTES = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as it is written."""

    kind: TagKind
    prefix: str
    """``p`` or ``tr`` where a whole paragraph or table row is meant; else empty."""
    content: str
    """Without braces and prefix."""
    written: str


@dataclass(frozen=True, slots=True)
class BrokenTag:
    """Braces that make no tag. ``code``: ``tag_unclosed``, ``tag_unopened``, ``tag_full_width``."""

    code: str
    written: str


def tags(text: str) -> Iterator[Tag | BrokenTag]:
    """The tags in the order in which they stand."""
    position = 0
    while edge := _EDGE.search(text, position):
        opener = edge[0]
        if opener not in _CLOSERS:
            yield BrokenTag("tag_unopened", _around(text, edge.start()))
            position = edge.end()
            continue
        closer = _CLOSERS[opener]
        end = text.find(closer, edge.end())
        again = _OPENING.search(text, edge.end())
        if end < 0 or (again and again.start() < end):
            yield BrokenTag("tag_unclosed", text[edge.start() : edge.start() + 40])
            position = again.start() if again else len(text)
            continue
        position = end + len(closer)
        yield _tag(_KINDS[opener], text[edge.end() : end], text[edge.start() : position])
    if wide := _FULL_WIDTH.search(text):
        yield BrokenTag("tag_full_width", _around(text, wide.start()))


def _tag(kind: TagKind, content: str, written: str) -> Tag:
    prefix = _PREFIX.match(content)
    name = prefix[1] if prefix else ""
    rest = content[prefix.end() :] if prefix else content
    # Word turns quotation marks into typographic ones, and docxtpl turns them back.
    return Tag(kind, name, rest.translate(_QUOTES).strip(), written)


def _around(text: str, position: int) -> str:
    return text[max(0, position - 20) : position + 20]
