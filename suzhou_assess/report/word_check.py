"""Checks an office's own Word template before a report is made with it.

Every fault is named with the paragraph that it stands in. Nothing of the template is run before
all of its tags have been read; then it is filled on trial, with everything there and with what may
be missing left out, and what comes out must be a sound document.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from suzhou_assess.report import word_engine, word_expressions, word_package
from suzhou_assess.report.word_engine import Picture, Properties
from suzhou_assess.report.word_expressions import ExpressionError, Scope
from suzhou_assess.report.word_faults import TemplateFault
from suzhou_assess.report.word_fields import ANYTHING, Field
from suzhou_assess.report.word_paragraphs import Paragraph, paragraphs
from suzhou_assess.report.word_tags import BrokenTag, Tag, tags

FAULTS_LIMIT = 50
"""More than a person mends at a sitting; the next check shows the rest."""

DEEPEST = 3
"""Repetitions inside each other. The fields need two; six of a list of thirty would never end."""

_ENDS = {"endfor": "for", "endif": "if"}
_BRANCHES = frozenset({"elif", "else"})
_TRIAL = Properties("", "", datetime(2025, 1, 1, tzinfo=UTC))
_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8"
    "ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
"""A picture of one dot, for the trial."""


def check(content: bytes, known: Field) -> tuple[TemplateFault, ...]:
    """Everything that is wrong with a template for a document that has the fields ``known``."""
    fault = word_package.look_at(content)
    if fault is not None:
        return (fault,)
    found = _paragraphs(content)
    if found is None:
        return (TemplateFault("template_not_docx"),)
    reading = _Reading(known)
    for paragraph in found:
        reading.take(paragraph)
        if len(reading.faults) >= FAULTS_LIMIT:
            break
    reading.finish()
    if not reading.faults and not reading.tags:
        return (TemplateFault("template_no_tags"),)
    return tuple(reading.faults[:FAULTS_LIMIT]) or tuple(_tried(content, known))


def _paragraphs(content: bytes) -> list[Paragraph] | None:
    """``None`` when the file can't be opened."""
    import docx

    try:
        return list(paragraphs(docx.Document(io.BytesIO(content))))
    except Exception:  # noqa: BLE001 - python-docx raises whatever it meets in a broken package
        return None


@dataclass(slots=True)
class _Block:
    """A ``for`` or ``if`` that isn't closed yet."""

    keyword: str
    tag: Tag
    paragraph: Paragraph
    outer: Scope


@dataclass
class _Reading:
    """Goes through the paragraphs with the blocks that are open and the names that stand."""

    known: Field
    faults: list[TemplateFault] = field(default_factory=list)
    tags: int = 0
    _open: list[_Block] = field(default_factory=list)
    _scope: Scope = field(default_factory=dict)
    _story: str = ""

    def __post_init__(self) -> None:
        self._scope = self.known.parts

    def take(self, paragraph: Paragraph) -> None:
        if paragraph.place.story != self._story:
            self.finish()
            self._story = paragraph.place.story
        found = list(tags(paragraph.text))
        self.tags += len(found)
        for tag in found:
            if isinstance(tag, BrokenTag):
                self._add(paragraph, tag.written, tag.code)
            elif tag.kind != "comment":
                self._check_alone(paragraph, tag)
                self._read(paragraph, tag)

    def finish(self) -> None:
        """At the end of a story: whatever is open stays open."""
        for block in self._open:
            end = f"{{%{block.tag.prefix} end{block.keyword} %}}"
            self._add(block.paragraph, block.tag.written, "block_open", end=end)
        self._open.clear()
        self._scope = self.known.parts

    def _read(self, paragraph: Paragraph, tag: Tag) -> None:
        try:
            if tag.kind == "print":
                self._print(paragraph, tag)
            else:
                self._statement(paragraph, tag)
        except ExpressionError as error:
            self._add(paragraph, tag.written, error.code, **error.params)
        except RecursionError:  # hundreds of brackets or parts inside each other
            self._add(paragraph, tag.written, "tag_unreadable", detail="…")

    def _print(self, paragraph: Paragraph, tag: Tag) -> None:
        if tag.prefix:
            raise ExpressionError("tag_not_allowed", detail="{{" + tag.prefix)
        printed = word_expressions.check_print(tag.content, self._scope)
        if printed.kind == "picture" and paragraph.place.story != "body":
            raise ExpressionError("picture_outside_body")

    def _statement(self, paragraph: Paragraph, tag: Tag) -> None:
        keyword, _, content = tag.content.partition(" ")
        if tag.prefix == "tr" and paragraph.row is None:
            raise ExpressionError("row_outside_table")
        if keyword in ("for", "if"):
            repeated = sum(block.keyword == "for" for block in self._open)
            self._open.append(_Block(keyword, tag, paragraph, self._scope))
            if keyword == "for":
                # Until it is clear what is repeated, so that one slip gives one fault.
                self._scope = {**self._scope, content.partition(" ")[0]: ANYTHING}
                self._scope = word_expressions.check_repetition(content, self._open[-1].outer)
                if repeated >= DEEPEST:
                    raise ExpressionError("repetition_too_deep", most=DEEPEST)
            else:
                word_expressions.check_condition(content, self._scope)
        elif keyword in _BRANCHES or keyword in _ENDS:
            self._continue(paragraph, tag, keyword, content)
        else:
            raise ExpressionError("tag_not_allowed", detail=keyword[:40])

    def _continue(self, paragraph: Paragraph, tag: Tag, keyword: str, content: str) -> None:
        if not self._open:
            raise ExpressionError("block_not_open", tag=tag.written)
        block = self._open[-1]
        expected = _ENDS.get(keyword, "if")
        if block.keyword != expected or block.tag.prefix != tag.prefix:
            # The block is taken for closed, so that one slip gives one fault.
            if keyword in _ENDS:
                self._close()
            raise ExpressionError("block_mismatch", opened=block.tag.written)
        if keyword in _ENDS:
            self._close()
        elif keyword == "elif":
            word_expressions.check_condition(content, self._scope)
        if not _beside(block, paragraph):
            raise ExpressionError("block_across", opened=block.tag.written)

    def _close(self) -> None:
        self._scope = self._open.pop().outer

    def _check_alone(self, paragraph: Paragraph, tag: Tag) -> None:
        """A tag that stands for its whole paragraph or row takes the rest of it away."""
        if tag.prefix == "p":
            alone = paragraph.text.strip() == tag.written
        elif tag.prefix == "tr" and paragraph.row is not None:
            words = "".join(paragraph.row.itertext("{*}t"))
            alone = "".join(words.split()) == "".join(tag.written.split())
        else:
            return
        if not alone:
            self._add(paragraph, tag.written, f"tag_not_alone_{tag.prefix}")

    def _add(self, paragraph: Paragraph, written: str, code: str, /, **params: Any) -> None:
        self.faults.append(TemplateFault(code, paragraph.place, written[:60], params))


def _beside(block: _Block, paragraph: Paragraph) -> bool:
    """Whether a block may end here: what lies between must be whole paragraphs or rows."""
    match block.tag.prefix:
        case "tr":
            return bool(
                paragraph.row is not None
                and paragraph.row.getparent() is block.paragraph.row.getparent()
            )
        case "p":
            return bool(paragraph.holder is block.paragraph.holder)
        case "tc":
            return bool(paragraph.row is block.paragraph.row)
    return paragraph.place == block.paragraph.place


def _tried(content: bytes, known: Field) -> Iterator[TemplateFault]:
    """What only shows when the template is filled."""
    from docx.opc.oxml import parse_xml
    from docxtpl import DocxTemplate

    for listed, optional in ((2, True), (1, False), (0, False)):
        document = DocxTemplate(io.BytesIO(content))
        document.render_init()
        sample = {name: _sample(part, listed, optional) for name, part in known.parts.items()}
        try:
            context = word_engine.as_context(sample, document)
            filled = document.build_xml(context, word_engine.environment())
            parse_xml(filled.encode())
            word_engine.render(content, sample, _TRIAL)
        except word_engine.failures() as error:
            yield trial_fault(error)
            return


def trial_fault(error: Exception) -> TemplateFault:
    """Says that filling a template failed, and what the library says of it."""
    detail = " ".join(str(error).split())[:120]
    return TemplateFault("template_trial", params={"detail": detail})


def _sample(known: Field, listed: int, optional: bool) -> Any:
    """Made-up data of that shape: lists of so many entries, with or without what may be missing."""
    if known.optional and not optional:
        return None
    match known.kind:
        case "text":
            return "“样例” & <1>" if optional else ""
        case "number":
            return 1
        case "truth":
            return optional
        case "picture":
            return Picture(_DOT, 20)
        case "list":
            return [_sample(known.of or known, listed, optional)] * listed
    return {name: _sample(part, listed, optional) for name, part in known.parts.items()}
