"""What a package (.szpkg) looks like: names, limits, and what can be wrong with one.

A package is a zip with a manifest. With a password it is a zip of two files, a manifest that tells
nothing of whom it is about and the encrypted plain package.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from suzhou_assess.domain.evidence import MAX_ASSESSMENT_BYTES
from suzhou_assess.words.trouble import Trouble

SUFFIX = ".szpkg"
FORMAT = "suzhou-assess/package/1"
VERSION = 1
FORMAT_NAME = re.compile(r"suzhou-assess/package/(\d{1,9})", re.ASCII)

MANIFEST = "manifest.json"
CONTENT = "content.enc"

MAX_ASSESSMENTS = 2_000
"""More than anybody carries; an office that moves a whole database copies the database."""
MAX_ENTRIES = 100_000
MAX_LIST_BYTES = 32 * 1024 * 1024
"""Of the zip's own list of its files."""
MAX_JSON_BYTES = 16 * 1024 * 1024
"""Of one JSON file: a full assessment has some 10 kB, with a long history of exchanges 1 MB."""
MAX_MANIFEST_BYTES = 32 * 1024 * 1024
MAX_JSON_TOTAL = 256 * 1024 * 1024
"""Of all JSON files together, which are held in memory while a package is open."""
MAX_PACKED_BYTES = 4 * MAX_ASSESSMENT_BYTES
"""Of the evidence of an assessment in a package: several people who merged theirs may each have
filled what one is allowed to attach."""
MIN_PASSWORD = 8
"""Characters. A package goes by mail and on sticks, where it can be guessed at for years."""

_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
PARTS = ("answers", "head", "versions", "evidence", "plan")
_PART = re.compile(rf"assessments/({_ID})/({'|'.join(PARTS)})\.json", re.ASCII)
_EVIDENCE = re.compile(r"evidence/([0-9a-f]{64})", re.ASCII)
_UNSAFE = re.compile(r"^([/\\]|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)|[\x00-\x1f\\]")


class PackageError(Trouble):
    """A package can't be written, opened or taken, for a reason that a person can mend."""

    area = "package_trouble"


@dataclass(frozen=True, slots=True)
class PackageCard:
    """A package that was written."""

    path: Path
    size: int
    """Bytes"""
    assessments: int
    files: int
    """Evidence files in it."""
    encrypted: bool


def part_name(assessment_id: str, part: str) -> str:
    return f"assessments/{assessment_id}/{part}.json"


def evidence_name(sha256: str) -> str:
    return f"evidence/{sha256}"


def part_of(name: str) -> tuple[str, str] | None:
    """Assessment's id and part of a name in a package."""
    match = _PART.fullmatch(name)
    return (match[1], match[2]) if match else None


def evidence_of(name: str) -> str | None:
    """The SHA-256 that a name in a package stands for."""
    match = _EVIDENCE.fullmatch(name)
    return match[1] if match else None


def is_unsafe(name: str) -> bool:
    """Whether a name would lead out of a folder that the package were unpacked to.

    Nothing is ever unpacked by its name; such a name says that somebody means harm.
    """
    return _UNSAFE.search(name) is not None
