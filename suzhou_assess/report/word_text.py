"""Text of people as text of a Word file: whatever was typed prints as it was typed.

A template is filled by putting text into XML and reading that XML again. So a text must not be able
to end an element, open a tag of the template, or hold a character that XML can't have.
"""

from __future__ import annotations

import re

_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ENTITIES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&#34;",
        "'": "&#39;",
        # docxtpl replaces some groups of braces after filling in; those of people stay.
        "{": "&#123;",
        "}": "&#125;",
    }
)


def plain(text: str) -> str:
    """The text without what no file can hold: control characters go, halves of a character become
    ``\ufffd``. Line breaks of every kind become ``\\n``."""
    text = _NOT_IN_XML.sub("", _LINE_BREAKS.sub("\n", text))
    return _SURROGATES.sub("\ufffd", text)


def as_xml(text: str) -> str:
    """The same as content of an XML element or attribute."""
    return plain(text).translate(_ENTITIES)
