"""What an assessment keeps of its own when it comes in once more without it.

A workbook has no room for notes at sections or for reasons, and people delete columns of notes.
So what comes in without any notes, marks or reasons doesn't take away those that are there: an
on-site draft that was exported, filled in at the plant and imported again keeps all of them.
Notes at items and notes elsewhere are two things here, for the first travel in a workbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.store import documents
from suzhou_assess.store.documents import Document

_PARTS = ("notes", "section_notes", "flags", "reasons")


def completed(submission: Submission, before: str | None) -> Document:
    """The document of ``submission`` with what stays of that in ``before``, a document's text."""
    document = documents.from_answers(submission.answers)
    if before is not None and not _has_nothing(before):
        old = documents.from_json(before)
        for part in _stays(document, old, submission.pack):
            _give(document, old, part, submission.pack)
    return document


def stays(submission: Submission, before: str) -> tuple[str, ...]:
    """What of ``before`` stays because ``submission`` doesn't bring it: names for ``without``."""
    if _has_nothing(before):
        return ()
    given = documents.from_answers(submission.answers)
    return tuple(_stays(given, documents.from_json(before), submission.pack))


def without(document: Document, kept: tuple[str, ...], pack: Pack) -> None:
    """Takes out of a document what it had kept: what is left came in."""
    for part in _PARTS:
        if part in kept:
            for key in _keys(document, part, pack):
                documents.put(document, part.removeprefix("section_"), key, None)


def _has_nothing(text: str) -> bool:
    """Nearly all have none of these, which is seen without parsing."""
    return '"notes":{}' in text and '"flags":[]' in text and '"reasons":' not in text


def _stays(given: Document, old: Document, pack: Pack) -> Iterator[str]:
    for part in _PARTS:
        if _keys(old, part, pack) and not _keys(given, part, pack):
            yield part


def _give(document: Document, old: Document, part: str, pack: Pack) -> None:
    stored = part.removeprefix("section_")
    for key in _keys(old, part, pack):
        documents.put(document, stored, key, True if stored == "flags" else old[stored][key])


def _keys(document: Document, part: str, pack: Pack) -> list[str]:
    """What a part has something at."""
    if part == "notes":
        return [key for key in document["notes"] if key in _items(pack)]
    if part == "section_notes":
        return [key for key in document["notes"] if key not in _items(pack)]
    return list(document.get(part, ()))


def _items(pack: Pack) -> Set[str]:
    return pack.question_by_id.keys() | pack.scenario_by_id.keys()
