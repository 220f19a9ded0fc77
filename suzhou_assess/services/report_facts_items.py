"""What a report says item by item: answers, the claim beside them, warnings, notes, evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from suzhou_assess.domain.answers import GENERAL
from suzhou_assess.domain.evidence import Evidence, as_size
from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.text import Text
from suzhou_assess.report.model import (
    EvidenceRow,
    NoteRow,
    OpenPointRow,
    WarningRow,
)
from suzhou_assess.services.open_points import KINDS as OPEN_KINDS
from suzhou_assess.services.report_facts_sources import Sources

_DIGEST = 12
"""Characters of a SHA-256 that tell any two files of an assessment apart."""


def _code(src: Sources, item: str) -> str:
    """Q01, S03; nothing for a section, whose id is no code that a reader knows."""
    pack = src.session.pack
    return item if item in pack.question_by_id or item in pack.scenario_by_id else ""


def warning_rows(src: Sources) -> tuple[WarningRow, ...]:
    """What the data checks say, errors first."""
    found = sorted(src.session.problems, key=lambda one: one.severity != "error")
    return tuple(
        WarningRow(
            severity=one.severity,
            state=src.say(f"severity_{one.severity}"),
            where=_where(src, one),
            text=src.words.problem(one),
        )
        for one in found
    )


def _where(src: Sources, found: Problem) -> str:
    items = [item for item in found.where if _code(src, item)]
    return src.words.joined(tuple(src.answers.coded(item) for item in items))


def note_rows(src: Sources) -> tuple[NoteRow, ...]:
    """All notes: on the whole, then section by section and item by item."""
    notes = src.session.answers.notes
    return tuple(
        NoteRow(_code(src, key), src.answers.name(key), notes[key]) for key in _note_keys(src)
    )


def _note_keys(src: Sources) -> Iterator[str]:
    """Those that the index knows in its order, then any others: no note is lost."""
    pack, notes = src.session.pack, src.session.answers.notes
    order = [GENERAL]
    for indicator in pack.indicators:
        order.append(indicator.id)
        order += [q.id for sub in indicator.subindicators for q in sub.questions]
    for group in pack.scenario_groups:
        order += [group.id, *(one.id for one in group.scenarios)]
    yield from (key for key in order if notes.get(key))
    yield from sorted(key for key, text in notes.items() if text and key not in order)


def evidence_rows(
    src: Sources, pictures: Mapping[str, str], gone: frozenset[str]
) -> tuple[EvidenceRow, ...]:
    """The files that were attached. ``pictures``: by id, the file that shows it; ``gone``: ids of
    those that are not where they were."""
    pack = src.session.pack
    helps = (*(q.help for q in pack.questions), *(one.help for one in pack.scenarios))
    proofs = {proof.id: src.text(proof.text) for help_ in helps for proof in help_.evidence}
    order = {item: n for n, item in enumerate((*pack.item_ids, ""))}
    # Evidence on what this index doesn't have is shown last, under its code.
    ordered = sorted(src.evidence, key=lambda one: order.get(one.item, len(order)))
    return tuple(
        EvidenceRow(
            number=number,
            item=one.item,
            item_name=src.answers.name(one.item),
            caption=one.caption or one.file_name,
            file_name=one.file_name,
            proof=proofs.get(one.proof, ""),
            claim=_supports(src, one),
            detail=_detail(src, one),
            picture=pictures.get(one.id, ""),
            missing=src.say("evidence_missing") if one.id in gone else "",
            ratio=one.width / one.height if one.width and one.height else 0.0,
            digest=one.sha256[:_DIGEST],
        )
        for number, one in enumerate(ordered, 1)
    )


def _supports(src: Sources, one: Evidence) -> str:
    if not one.claim:
        return ""
    if one.claim.isdigit():
        return src.answers.level(int(one.claim))
    return src.say("options", letters=src.words.joined(tuple(one.claim.split(","))))


def _detail(src: Sources, one: Evidence) -> str:
    suffix = one.file_name.rpartition(".")[2].upper()
    parts = (suffix, as_size(one.size), one.added_at.astimezone().date().isoformat(), one.added_by)
    return src.say("detail_separator").join(filter(None, parts))


def open_point_rows(src: Sources) -> tuple[OpenPointRow, ...]:
    """What is still to be done. Data checks stand among the warnings already.

    For an owner what is the same to be done of several items is one row.
    """
    if not src.expert:
        return tuple(_open_together(src))
    rows = []
    for one in src.open_points:
        if one.kind == "check":
            continue
        text = one.text
        if isinstance(text, Problem):
            text = src.words.problem(text)
        elif isinstance(text, Text):
            text = src.text(text)
        rows.append(
            OpenPointRow(
                id=one.item,
                name=src.answers.name(one.item),
                state=src.say(f"open_{one.kind}"),
                text=text if one.kind in ("flag", "proof_missing") else "",
            )
        )
    return tuple(rows)


def _open_together(src: Sources) -> Iterator[OpenPointRow]:
    for kind in OPEN_KINDS:
        items = [one.item for one in src.open_points if one.kind == kind]
        if items and kind != "check":
            names = tuple(src.answers.coded(item) for item in items)
            yield OpenPointRow(
                id="",
                name=src.say("items_count", count=len(items)),
                state=src.say(f"open_{kind}"),
                text=src.words.joined(names),
            )
