"""Filled workbooks, and readers for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from filled_forms import Damage, answers_json, damage_to, shelf_with

from suzhou_assess.domain.exchange import Submission, read_submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.answer_reader import ReadWorkbook, read_answer_workbook
from suzhou_assess.workbook.answer_writer import write_answer_workbook


@pytest.fixture
def submission(pack: Pack, places: Places) -> Submission:
    found, problems = read_submission(answers_json(), pack, places)
    assert problems == []
    return found


@pytest.fixture
def written(tmp_path: Path, pack: Pack, places: Places) -> Callable[..., bytes]:
    """Bytes of the workbook of a submission, or of a blank one."""

    def write(submission: Submission | None, lang: str = "zh", **options: object) -> bytes:
        out = tmp_path / "out.xlsx"
        words = Words("en" if lang == "en" else "zh")
        of = submission.pack if submission else pack
        write_answer_workbook(out, of, places, submission, words, **options)  # type: ignore[arg-type]
        return out.read_bytes()

    return write


@pytest.fixture
def read(pack: Pack, places: Places) -> Callable[[bytes], ReadWorkbook]:
    def read_bytes(data: bytes) -> ReadWorkbook:
        return read_answer_workbook(data, shelf_with(pack), places)

    return read_bytes


@pytest.fixture
def damaged(written: Callable[..., bytes], submission: Submission) -> Callable[[Damage], bytes]:
    """The filled workbook after somebody did something to it."""
    return lambda damage: damage_to(written(submission), damage)
