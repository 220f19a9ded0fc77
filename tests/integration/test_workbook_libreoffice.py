"""Answer workbooks in a real office program: what it calculates, and what it saves."""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.answers import Answers, Choice, Number
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.figures import compute
from suzhou_assess.domain.pack import BandRule, Pack, Question, TrendRule
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.scoring import score
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.answer_reader import read_answer_workbook
from suzhou_assess.workbook.answer_writer import write_answer_workbook
from suzhou_assess.workbook.layout import QuestionColumn, plan_questions

pytestmark = [
    pytest.mark.soffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]
RANDOM, EDGES = 60, 24


@dataclass(frozen=True)
class Saved:
    """A workbook that LibreOffice recalculated and saved."""

    submission: Submission
    data: bytes
    book: Workbook

    def named(self, name: str) -> object:
        (place,) = self.book.defined_names[name].destinations
        return self.book[place[0]][place[1].replace("$", "")].value


@pytest.fixture(scope="module")
def saved(pack: Pack, places: Places, tmp_path_factory: pytest.TempPathFactory) -> list[Saved]:
    """Many workbooks, all through one start of the program.

    The values that we write beside the formulas are taken out first, so that what stands there
    afterwards was calculated.
    """
    folder = tmp_path_factory.mktemp("soffice")
    chance = random.Random(20250601)
    submissions = [_random_submission(pack, chance, i) for i in range(RANDOM)]
    submissions += [_at_an_edge(pack, chance, RANDOM + i) for i in range(EDGES)]
    for i, submission in enumerate(submissions):
        out = folder / f"{i:03}.xlsx"
        words = Words("en" if i % 5 == 4 else "zh")
        write_answer_workbook(out, pack, places, submission, words)
        out.write_bytes(without_values(out.read_bytes()))
    converted = _converted(folder)
    return [
        Saved(submission, data, _opened(data))
        for submission, data in zip(submissions, converted, strict=True)
    ]


def _converted(folder: Path) -> list[bytes]:
    files = sorted(folder.glob("*.xlsx"))
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(folder / "saved"),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return [(folder / "saved" / file.name).read_bytes() for file in files]


def _opened(data: bytes) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(data), data_only=True)


def without_values(data: bytes) -> bytes:
    """The workbook with its formulas, but without what they came to."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
                assert b"</f><v>" not in content
            new.writestr(name, content)
    return out.getvalue()


def _enterprise(number: int, chance: random.Random) -> Enterprise:
    return Enterprise(
        uscc=credit_code.complete(f"91320583MA{number:07d}"),
        name=f"苏州试样{number}号有限公司",
        district="320583",
        employees=chance.choice((None, 19, 20, 299, 300, 999, 1000)),
        revenue=chance.choice(
            (None, Decimal("299.99"), Decimal(300), Decimal(2000), Decimal(40000))
        ),
    )


def _random_submission(pack: Pack, chance: random.Random, number: int) -> Submission:
    """Leans high or low as a whole, so that every level comes up; every third has gaps."""
    height = chance.random()
    gaps = 0.15 if number % 3 == 0 else 0.0
    choices: dict[str, Choice] = {}
    not_applicable = set()
    for question in pack.questions:
        if chance.random() >= gaps:
            choices[question.id] = _choice(question, chance, height)
    for scenario in pack.scenarios:
        if chance.random() < gaps:
            continue
        level = min(scenario.top, max(0, round(chance.gauss(height * scenario.top, 0.8))))
        choices[scenario.id] = level
        if level == 0 and chance.random() < 0.5:
            not_applicable.add(scenario.id)
    choices.setdefault(pack.scenarios[0].id, 1)
    figures = _figures(pack, chance)
    answers = Answers(choices, figures, frozenset(not_applicable))
    mode = chance.choice(("self", "onsite"))
    when = date(2025, chance.randint(1, 12), chance.randint(1, 28))
    assert mode in ("self", "onsite")
    return Submission(
        pack, _enterprise(number, chance), answers, "self" if mode == "self" else "onsite", when
    )


def _choice(question: Question, chance: random.Random, height: float) -> Choice:
    letters = [option.letter for option in question.options]
    if question.kind == "single":
        return letters[
            min(len(letters) - 1, int(chance.triangular(0, len(letters), height * len(letters))))
        ]
    free = [o.letter for o in question.options if not o.excludes_others]
    chosen = tuple(letter for letter in free if chance.random() < height)
    return chosen or (letters[0],)


def _figures(pack: Pack, chance: random.Random) -> dict[str, Number]:
    figures: dict[str, Number] = {}
    for figure in pack.figure_by_id.values():
        if chance.random() < 0.2:
            continue
        if figure.maximum is not None:
            figures[figure.id] = Decimal(chance.randrange(1001, figure.maximum * 1000)) / 1000
        elif figure.integer:
            figures[figure.id] = chance.choice((0, 1, 3, 10, 30, 50, 100, 333))
        else:
            figures[figure.id] = Decimal(chance.randrange(0, 400)) / chance.choice((1, 10, 100))
    return {k: int(v) if v == int(v) else v for k, v in figures.items()}


def _at_an_edge(pack: Pack, chance: random.Random, number: int) -> Submission:
    """Exactly at, one short of, or one above the conditions of a level in scenarios, with a
    score near its threshold."""
    level = pack.levels[1 + number % (len(pack.levels) - 1)]
    count = level.min_scenarios + chance.choice((-1, 0, 1))
    binding = level.min_binding + chance.choice((-1, 0))
    first = [s for s in pack.scenarios if s.binding][:binding]
    rest = [s for s in pack.scenarios if not s.binding][: count - len(first)]
    base = _random_submission(pack, chance, number)
    choices = dict(base.answers.choices)
    choices |= {s.id: level.level if s in (*first, *rest) else 0 for s in pack.scenarios}
    best: dict[str, Choice] = {}
    for _ in range(200):
        height = chance.random()
        tried = {q.id: _choice(q, chance, height) for q in pack.questions}
        gap = abs(score(pack, choices | tried).score - level.min_score)
        if not best or gap < abs(score(pack, choices | best).score - level.min_score):
            best = tried
    answers = replace(base.answers, choices=choices | best, not_applicable=frozenset())
    return replace(base, answers=answers)


def test_that_score_and_level_are_those_of_the_program(saved: list[Saved], pack: Pack) -> None:
    levels = set()
    for one in saved:
        verdict = score(pack, one.submission.answers.choices)
        assert (one.named("SCORE"), one.named("LEVEL")) == (verdict.score / 1000, verdict.level)
        levels.add(verdict.level)
    assert levels == {level.level for level in pack.levels}


def test_that_what_libreoffice_saved_is_read_as_it_was_written(
    saved: list[Saved], pack: Pack, places: Places
) -> None:
    for one in saved:
        result = read_answer_workbook(one.data, lambda *_: pack, places)
        assert result.submission == one.submission
        assert not result.changed_after_export


def test_that_figures_lead_to_the_same_option_as_in_the_program(
    saved: list[Saved], pack: Pack
) -> None:
    seen: set[str] = set()
    for one in saved:
        sheet = one.book.worksheets[2]
        for block in plan_questions(pack).blocks:
            if not isinstance(block.question.rule, BandRule | TrendRule) or block.computed is None:
                continue
            found = compute(block.question, one.submission.answers.figures)
            letter = (found.letter if found else None) or None
            shown = sheet.cell(block.computed + 1, QuestionColumn.FILL + 1).value or None
            assert shown == letter, (block.question.id, one.submission.answers.figures)
            seen.add(f"{block.question.id}{letter}")
    assert len(seen) > 15


def test_that_nothing_in_the_saved_file_is_an_error_or_of_a_newer_excel(
    saved: list[Saved],
) -> None:
    for one in saved:
        for sheet in one.book.worksheets:
            for row in sheet.iter_rows(values_only=True):
                assert not [v for v in row if isinstance(v, str) and v.startswith("#")]


def test_that_code_and_size_are_judged_as_in_the_program(
    saved: list[Saved], places: Places
) -> None:
    for number, one in enumerate(saved):
        words = Words("en" if number % 5 == 4 else "zh")
        cells = {row[0].value: row for row in one.book.worksheets[1].iter_rows(min_row=4)}
        assert cells["uscc"][3].value == words.say("workbook.uscc_right")
        size = one.submission.enterprise.size(places)
        assert (cells["size"][2].value or "") == (words.text(size.name) if size else "")


def _typed(book: Workbook, sheet: str, key: str, value: object, column: str = "D") -> None:
    row = next(cell.row for cell in book[sheet]["A"] if cell.value == key)
    book[sheet][f"{column}{row}"].value = value  # type: ignore[index]


Fault = Callable[[Workbook], None]
FAULTS: Mapping[str, tuple[Fault, str, str]] = {
    "two marks in a single choice": (
        lambda book: _typed(book, "评测问卷", "Q05.E", "√"), "Q05", "单选多选了"
    ),
    "none and others": (lambda book: _typed(book, "评测问卷", "Q01.A", "√"), "Q01", "与“无”矛盾"),
    "a strange mark": (lambda book: _typed(book, "评测问卷", "Q05.E", "对"), "Q05", "请用“√”"),
    "no mark": (lambda book: _typed(book, "评测问卷", "Q08.D", None), "Q08", "未填"),
}  # fmt: skip
CODES = {
    "91320583": "现在是 8 位",
    "91320583MA000000I0": "不该出现",
    "91320583MA00000019": "校验位不对",
}


def test_that_contradictions_show_in_words_and_give_no_points(
    pack: Pack, places: Places, tmp_path: Path
) -> None:
    choices: dict[str, Choice] = {"Q01": ("B", "C"), "Q05": "C", "Q08": "D"}
    points = {"Q01": 4000, "Q05": 5000, "Q08": 4500}
    submission = Submission(
        pack, _enterprise(1, random.Random(1)), Answers(choices), "self", date(2025, 6, 1)
    )
    faults: list[tuple[Fault, str]] = [(fault, item) for fault, item, _ in FAULTS.values()]
    faults += [
        (lambda book, c=code: _typed(book, "企业信息", "uscc", c, "C"), "") for code in CODES
    ]
    for i, (fault, _) in enumerate(faults):
        out = tmp_path / f"{i:03}.xlsx"
        write_answer_workbook(out, pack, places, submission, Words("zh"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(out)
            fault(book)
            book.save(out)
    books = [_opened(data) for data in _converted(tmp_path)]
    for book, (_, item, word) in zip(books, FAULTS.values(), strict=False):
        row = next(row for row in book["评测问卷"].iter_rows() if row[0].value == item)
        assert row[QuestionColumn.STATUS].value == word
        assert row[QuestionColumn.SCORE].value == 0
        (place,) = book.defined_names["SCORE"].destinations
        left = sum(p for q, p in points.items() if q != item) / 1000
        assert book[place[0]][place[1].replace("$", "")].value == left
        assert item in str(book["评估结果"]["B4"].value)
    for book, word in zip(books[len(FAULTS) :], CODES.values(), strict=True):
        cells = {row[0].value: row for row in book["企业信息"].iter_rows(min_row=4)}
        assert word in str(cells["uscc"][3].value)
