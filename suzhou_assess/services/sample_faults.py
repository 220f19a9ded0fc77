"""Breaks sample workbooks in the ways that offices see, and knows what should be found.

Each fault says which problem a reader must report, and at which cell where it has one.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.answers import Answers
from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.pack_checks import FigureOver
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.text import Lang
from suzhou_assess.workbook.cell_edit import type_into, without_sheet
from suzhou_assess.workbook.layout import (
    SHEETS,
    TICK,
    ProfileColumn,
    QuestionColumn,
    ScenarioColumn,
    plan_questions,
    plan_scenarios,
    profile_rows,
    sheet_name,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = "<!DOCTYPE html><html><head><title>请登录</title></head><body>会话已过期</body></html>"


@dataclass(frozen=True, slots=True)
class Truth:
    """What is wrong with a workbook, and what a reader must say of it."""

    fault: str
    code: str
    sheet: str | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the faults find their cells."""

    pack: Pack
    places: Places
    lang: Lang

    def at(self, key: str, row: int, column: int) -> tuple[str, str]:
        """The sheet's name, and the cell as people call it."""
        return sheet_name(key, self.lang), f"{chr(ord('A') + column)}{row + 1}"


Bytes = Callable[[Submission], bytes]
"""Writes the workbook of a submission."""
Breaker = Callable[[random.Random, Submission, Bytes, Sheet], tuple[bytes, Truth]]


def break_workbook(
    kind: str, rng: random.Random, submission: Submission, write: Bytes, sheet: Sheet
) -> tuple[bytes, Truth]:
    """The faulty workbook of ``submission``; ``kind`` is one of ``KINDS``."""
    return _BREAKERS[kind](rng, submission, write, sheet)


# The file as a whole


def _cut_off(
    rng: random.Random, submission: Submission, write: Bytes, _: Sheet
) -> tuple[bytes, Truth]:
    data = write(submission)
    return data[: int(len(data) * rng.uniform(0.3, 0.9))], Truth("cut_off", "file_broken")


def _empty(*_: object) -> tuple[bytes, Truth]:
    return b"", Truth("empty", "file_empty")


def _old_format(rng: random.Random, *_: object) -> tuple[bytes, Truth]:
    return _ole(rng, "Workbook"), Truth("old_format_renamed", "file_other_spreadsheet")


def _password(rng: random.Random, *_: object) -> tuple[bytes, Truth]:
    return _ole(rng, "EncryptedPackage"), Truth("password", "file_encrypted")


def _ole(rng: random.Random, stream: str) -> bytes:
    """As much of an OLE file as tells what it is."""
    name = stream.encode("utf-16-le").ljust(64, b"\0")
    return (_OLE + rng.randbytes(504) + name + rng.randbytes(4096)).ljust(8192, b"\0")


def _web_page(*_: object) -> tuple[bytes, Truth]:
    return _HTML.encode(), Truth("web_page", "file_not_xlsx")


def _sheet_deleted(
    rng: random.Random, submission: Submission, write: Bytes, sheet: Sheet
) -> tuple[bytes, Truth]:
    name = sheet_name(rng.choice(("profile", "scenarios")), sheet.lang)
    return without_sheet(write(submission), name), Truth("sheet_deleted", "sheet_missing")


# What was filled in, as the writer can write it


def _nothing_answered(
    _: random.Random, submission: Submission, write: Bytes, __: Sheet
) -> tuple[bytes, Truth]:
    truth = Truth("nothing_answered", "nothing_answered")
    return write(replace(submission, answers=Answers())), truth


def _wrong_digit(
    rng: random.Random, submission: Submission, write: Bytes, sheet: Sheet
) -> tuple[bytes, Truth]:
    code = submission.enterprise.uscc
    at = rng.randrange(8, 17)
    others = [c for c in credit_code.ALPHABET if c != code[at]]
    while True:
        wrong = code[:at] + rng.choice(others) + code[at + 1 :]
        if credit_code.check(wrong) is not None:
            break
    return _with_code(wrong, "wrong_digit", "uscc_check", submission, write, sheet)


def _digit_missing(
    rng: random.Random, submission: Submission, write: Bytes, sheet: Sheet
) -> tuple[bytes, Truth]:
    code, at = submission.enterprise.uscc, rng.randrange(18)
    short = code[:at] + code[at + 1 :]
    return _with_code(short, "digit_missing", "uscc_length", submission, write, sheet)


def _with_code(
    code: str, fault: str, problem: str, submission: Submission, write: Bytes, sheet: Sheet
) -> tuple[bytes, Truth]:
    changed = replace(submission, enterprise=replace(submission.enterprise, uscc=code))
    where = sheet.at("profile", profile_rows(sheet.places)["uscc"], ProfileColumn.FILL)
    return write(changed), Truth(fault, problem, *where)


def _name_empty(
    _: random.Random, submission: Submission, write: Bytes, sheet: Sheet
) -> tuple[bytes, Truth]:
    changed = replace(submission, enterprise=replace(submission.enterprise, name=""))
    where = sheet.at("profile", profile_rows(sheet.places)["name"], ProfileColumn.FILL)
    return write(changed), Truth("name_empty", "name_missing", *where)


def _figure_over_total(
    rng: random.Random, submission: Submission, write: Bytes, sheet: Sheet
) -> tuple[bytes, Truth]:
    checks = [c for c in sheet.pack.checks if isinstance(c, FigureOver) and c.severity == "error"]
    check = rng.choice(checks)
    total = submission.answers.figures.get(check.limit) or 40
    figures = dict(submission.answers.figures) | {check.limit: total, check.figure: total + 12}
    changed = replace(submission, answers=replace(submission.answers, figures=figures))
    row = plan_questions(sheet.pack).figure_row(check.figure)
    where = sheet.at("questions", row, QuestionColumn.FILL)
    return write(changed), Truth("figure_over_total", check.id, *where)


# What was typed into a cell


def _typed(
    key: str, row: int, column: int, text: str, truth: tuple[str, str],
    submission: Submission, write: Bytes, sheet: Sheet,
) -> tuple[bytes, Truth]:  # fmt: skip
    name, cell = sheet.at(key, row, column)
    data = type_into(write(submission), SHEETS.index(key) + 1, {cell: text})
    return data, Truth(*truth, name, cell)


def _into_profile(field: str, text: str, fault: str, code: str) -> Breaker:
    def breaker(
        _: random.Random, submission: Submission, write: Bytes, sheet: Sheet
    ) -> tuple[bytes, Truth]:
        row = profile_rows(sheet.places)[field]
        return _typed(
            "profile", row, ProfileColumn.FILL, text, (fault, code), submission, write, sheet
        )

    return breaker


def _words_in_figure(
    rng: random.Random, submission: Submission, write: Bytes, sheet: Sheet
) -> tuple[bytes, Truth]:
    figures = [f for q in sheet.pack.questions for f in q.figures]
    row = plan_questions(sheet.pack).figure_row(rng.choice(figures).id)
    text = rng.choice(("约三十", "待统计", "见附表", "无法提供"))
    truth = ("words_in_figure", "figure_not_a_number")
    return _typed("questions", row, QuestionColumn.FILL, text, truth, submission, write, sheet)


def _two_marks(
    rng: random.Random, submission: Submission, write: Bytes, sheet: Sheet
) -> tuple[bytes, Truth]:
    blocks = [
        block
        for block in plan_questions(sheet.pack).blocks
        if block.question.kind == "single" and block.question.id in submission.answers.choices
    ]
    block = rng.choice(blocks)
    letters = [o.letter for o in block.question.options]
    here = letters.index(str(submission.answers.choices[block.question.id]))
    other = block.options[here - 1 if here else 1]
    truth = ("two_marks", "several_letters")
    data, said = _typed(
        "questions", other, QuestionColumn.FILL, TICK, truth, submission, write, sheet
    )
    # Two marks are named at the lower of them.
    lower = sheet.at("questions", max(other, block.options[here]), QuestionColumn.FILL)[1]
    return data, replace(said, cell=lower)


def _unreadable_mark(
    rng: random.Random, submission: Submission, write: Bytes, sheet: Sheet
) -> tuple[bytes, Truth]:
    block = rng.choice(plan_questions(sheet.pack).blocks)
    text = rng.choice(("同上", "部分", "？", "见说明"))
    truth = ("unreadable_mark", "mark_unreadable")
    return _typed(
        "questions", block.options[-1], QuestionColumn.FILL, text, truth, submission, write, sheet
    )


def _no_such_level(
    rng: random.Random, submission: Submission, write: Bytes, sheet: Sheet
) -> tuple[bytes, Truth]:
    row, scenario = rng.choice(plan_scenarios(sheet.pack).rows)
    text = rng.choice((str(scenario.top + 3), "优秀", "较好"))
    truth = ("no_such_level", "not_a_level")
    return _typed("scenarios", row, ScenarioColumn.FILL, text, truth, submission, write, sheet)


_BREAKERS: dict[str, Breaker] = {
    "cut_off": _cut_off,
    "empty": _empty,
    "old_format_renamed": _old_format,
    "password": _password,
    "web_page": _web_page,
    "sheet_deleted": _sheet_deleted,
    "nothing_answered": _nothing_answered,
    "wrong_digit": _wrong_digit,
    "digit_missing": _digit_missing,
    "name_empty": _name_empty,
    "figure_over_total": _figure_over_total,
    "date_garbage": _into_profile("date", "去年年底", "date_garbage", "date_unreadable"),
    "other_city": _into_profile("district", "无锡市", "other_city", "district_unknown"),
    "words_in_employees": _into_profile(
        "employees", "几十人", "words_in_employees", "profile_not_a_number"
    ),
    "words_in_figure": _words_in_figure,
    "two_marks": _two_marks,
    "unreadable_mark": _unreadable_mark,
    "no_such_level": _no_such_level,
}
KINDS = tuple(_BREAKERS)
"""The kinds of faults, stable for ever: a seed draws from them by position."""
