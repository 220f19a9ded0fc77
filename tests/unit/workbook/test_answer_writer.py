"""What the written file is: locked, plain, honest and whole."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from filled_forms import answers_json
from openpyxl import load_workbook
from other_index import other_index

from suzhou_assess.domain.answers import Answers
from suzhou_assess.domain.exchange import Submission, read_submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.scoring import score
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.answer_reader import read_answer_workbook
from suzhou_assess.workbook.answer_writer import write_answer_workbook

Written = Callable[..., bytes]
_FORMULA = re.compile(r"<f>([^<]*)</f>")
_FUNCTIONS = re.compile(r"([A-Z][A-Z0-9.]+)\(")
PLAIN_FUNCTIONS = {
    "ABS", "AND", "CHOOSE", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "FIND", "IF", "INDEX", "INT",
    "ISNUMBER", "LEFT", "LEN", "MATCH", "MAX", "MID", "MIN", "MOD", "N", "NOT", "OR", "RIGHT",
    "ROUND", "SUBSTITUTE", "SUMIF", "SUMPRODUCT", "TEXT", "UPPER",
}  # fmt: skip


def parts_of(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name).decode("utf-8") for name in file.namelist()}


def value_of(data: bytes, name: str) -> object:
    """The value that a defined name shows to a program that doesn't calculate."""
    book = load_workbook(io.BytesIO(data), data_only=True)
    (place,) = book.defined_names[name].destinations
    return book[place[0]][place[1].replace("$", "")].value


@pytest.fixture(autouse=True)
def _openpyxl_may_warn(recwarn: pytest.WarningsRecorder) -> None:
    """It leaves out the newer kind of data bars, and says so."""
    import warnings

    warnings.simplefilter("ignore")


def test_that_the_sheets_stand_in_order_and_only_the_last_is_hidden(written: Written) -> None:
    book = load_workbook(io.BytesIO(written(None)))
    assert book.sheetnames == ["说明", "企业信息", "评测问卷", "应用场景", "评估结果", "_meta"]
    assert [s.sheet_state for s in book] == ["visible"] * 5 + ["hidden"]


def test_that_structure_and_sheets_are_locked_without_a_password(written: Written) -> None:
    parts = parts_of(written(None))
    workbook = parts["xl/workbook.xml"]
    lock, views = (
        workbook.index('<workbookProtection lockStructure="1"/>'),
        workbook.index("<bookV"),
    )
    assert lock < views
    for number in range(1, 7):
        protection = re.search(r"<sheetProtection[^>]*>", parts[f"xl/worksheets/sheet{number}.xml"])
        assert protection
        assert "password" not in protection[0]


def test_that_exactly_what_is_to_be_filled_in_is_unlocked(
    written: Written, pack: Pack, places: Places
) -> None:
    book = load_workbook(io.BytesIO(written(None)))
    open_cells = {
        name: sum(
            not cell.protection.locked and type(cell).__name__ == "Cell"
            for row in book[name].iter_rows()
            for cell in row
        )
        for name in book.sheetnames
    }
    options = sum(len(q.options) for q in pack.questions)
    notes = len(pack.questions)
    assert open_cells == {
        "说明": 0,
        "企业信息": len(places.profile) - 1 + 3,
        "评测问卷": options + len(pack.figure_by_id) + notes,
        "应用场景": 2 * len(pack.scenarios),
        "评估结果": 0,
        "_meta": 0,
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_formulas_use_functions_every_office_program_has(
    lang: str, written: Written, submission: Submission
) -> None:
    parts = parts_of(written(submission, lang))
    formulas = [f for part in parts.values() for f in _FORMULA.findall(part)]
    assert len(formulas) > 200
    used = {name for formula in formulas for name in _FUNCTIONS.findall(formula)}
    assert used <= PLAIN_FUNCTIONS
    assert not any("_xlfn" in part or "_xlws" in part for part in parts.values())
    literals = [text for f in formulas for text in re.findall(r"&quot;(.*?)&quot;|\"(.*?)\"", f)]
    assert max(len(a or b) for a, b in literals) <= 255
    assert max(map(len, formulas)) <= 8192


def test_that_conditional_looks_stay_on_their_own_sheet(
    written: Written, submission: Submission
) -> None:
    """Excel repairs, that is, throws away, conditions that reach into another sheet."""
    for part in parts_of(written(submission)).values():
        for formula in re.findall(r"<cfRule.*?</cfRule>", part, re.DOTALL):
            assert "!" not in formula


def test_that_score_and_level_show_without_calculating(
    written: Written, submission: Submission, pack: Pack
) -> None:
    verdict = score(pack, submission.answers.choices)
    data = written(submission)
    assert value_of(data, "SCORE") == verdict.score / 1000
    assert value_of(data, "LEVEL") == verdict.level


def test_that_a_blank_form_scores_nothing_and_says_what_is_open(
    written: Written, pack: Pack
) -> None:
    data = written(None)
    assert value_of(data, "SCORE") == 0
    assert value_of(data, "LEVEL") == 0
    book = load_workbook(io.BytesIO(data), data_only=True)
    said = str(book["评估结果"]["B4"].value)
    assert all(item in said for item in pack.item_ids)


@pytest.mark.parametrize("name", ["=1+1", "+86", "-甲", "@乙", '=HYPERLINK("http://x")', "{=1}"])
def test_that_what_a_person_typed_never_becomes_a_formula(
    name: str, written: Written, pack: Pack, places: Places, submission: Submission
) -> None:
    typed = replace(
        submission,
        enterprise=replace(submission.enterprise, name=name, town=name, contact_name=name),
        assessor=name,
        answers=replace(submission.answers, notes={"Q01": name, "S01": name}),
    )
    data = written(typed)
    assert name not in "".join(_FORMULA.findall(parts_of(data)["xl/worksheets/sheet2.xml"]))
    read = read_answer_workbook(data, lambda *_: pack, places).submission
    assert read is not None
    assert (read.enterprise.name, read.assessor) == (name, name)
    assert read.answers.notes == {"Q01": name, "S01": name}


def test_that_characters_a_cell_cannot_hold_are_left_out(
    written: Written, submission: Submission, pack: Pack, places: Places
) -> None:
    answers = replace(submission.answers, notes={"Q01": "甲\x00\x1b\ud800乙\ufffe\r\n丙"})
    read = read_answer_workbook(
        written(replace(submission, answers=answers)), lambda *_: pack, places
    )
    assert read.submission is not None
    assert read.submission.answers.notes == {"Q01": "甲乙\n丙"}


def test_that_the_same_input_at_the_same_moment_gives_the_same_bytes(
    written: Written, submission: Submission
) -> None:
    at = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
    assert written(submission, at=at) == written(submission, at=at)


def test_that_a_file_which_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, pack: Pack, places: Places, submission: Submission
) -> None:
    taken = tmp_path / "名.xlsx"
    taken.mkdir()
    with pytest.raises(OSError):
        write_answer_workbook(taken, pack, places, submission, Words("zh"))
    with pytest.raises(OSError):
        write_answer_workbook(tmp_path / "无" / "a.xlsx", pack, places, submission, Words("zh"))
    assert [entry.name for entry in tmp_path.iterdir()] == ["名.xlsx"]


def test_that_a_draft_without_date_or_code_can_be_written(
    written: Written, pack: Pack, places: Places
) -> None:
    raw = {"enterprise": {"name": "甲"}, "assessment": {"mode": "self"}, "answers": {"S01": 1}}
    submission, _ = read_submission(raw, pack, places)
    book = load_workbook(io.BytesIO(written(submission)), data_only=True)
    facts = {row[0].value: row[1].value for row in book["_meta"].iter_rows(max_col=2)}
    assert facts["status"] == "draft"
    assert not facts["assessment"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_another_index_makes_another_workbook(
    lang: str, written: Written, places: Places
) -> None:
    pack = other_index()
    raw = {
        **answers_json(),
        "answers": {"P1": "B", "P2": "C", "P3": ["A", "V", "Z"], "P4": ["B", "C"]}
        | {f"X{i}": min(i, 2) if i < 3 else i - 2 for i in range(8)},
        "figures": {"part": 1, "whole": 2, "rate_before": 97, "rate_after": 98.5},
        "not_applicable": ["X0"],
        "notes": {"P3": "备注", "X7": "x"},
        "flags": [],
    }
    submission, problems = read_submission(raw, pack, places)
    assert problems == []
    data = written(submission, lang)
    result = read_answer_workbook(data, lambda *_: pack, places)
    assert result.submission == submission
    verdict = score(pack, submission.answers.choices)
    assert value_of(data, "SCORE") == verdict.score / 1000
    assert value_of(data, "LEVEL") == verdict.level


def test_that_a_pack_without_scenarios_has_a_workbook(
    written: Written, places: Places, submission: Submission
) -> None:
    pack = other_index()
    bare = Pack(
        **{
            name: getattr(pack, name)
            for name in ("id", "edition", "name", "short_name", "source", "dimensions", "levels")
        },
        scenario_dimension=pack.scenario_dimension,
        scenario_groups=(),
    )
    filled = Submission(bare, submission.enterprise, Answers({"P1": "C"}), "self", date(2025, 6, 1))
    data = written(filled)
    assert value_of(data, "SCORE") == 25
    result = read_answer_workbook(data, lambda *_: bare, places)
    assert result.submission == filled
