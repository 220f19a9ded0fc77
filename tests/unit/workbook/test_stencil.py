"""A workbook from the stencil is the one that XlsxWriter would have written."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook
from other_index import other_index

from suzhou_assess.domain.answers import Answers
from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.services.sample_enterprises import invent
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.answer_writer import answer_workbook
from suzhou_assess.workbook.stencil import Stencil

AT = datetime(2025, 10, 31, 8, tzinfo=UTC)
STRINGS = "xl/sharedStrings.xml"


def parts(data: bytes) -> Mapping[str, str]:
    """The XML of all parts, every shared string put in where it is used."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        found = {name: package.read(name).decode() for name in package.namelist()}
    table = found.pop(STRINGS)
    strings = re.findall("<si>.*?</si>", table, re.DOTALL)
    counts = re.search(r'count="(\d+)" uniqueCount="(\d+)"', table)
    sheets = [name for name in found if name.startswith("xl/worksheets/sheet")]
    used = sum(found[name].count(' t="s"') for name in sheets)
    assert counts
    assert (int(counts[1]), int(counts[2])) == (used, len(strings))
    for name in sheets:
        found[name] = re.sub(
            r't="s"><v>(\d+)</v>', lambda at: f't="s">{strings[int(at[1])]}', found[name]
        )
    return found


def odd_ones(submission: Submission) -> list[Submission]:
    """Submissions with everything that makes the writer do something else."""
    profile = submission.enterprise
    long = replace(profile, name="苏州" + "极长的企业名称" * 12, uscc="123", revenue=None)
    bare = replace(profile, name="", district=None, industry=None, employees=None, founded=None)
    notes = {item: f" =1+1 & <{item}> \n_x000D_ \x07" for item in submission.pack.item_ids[:3]}
    some = dict(list(submission.answers.choices.items())[:2])
    return [
        replace(submission, enterprise=long, mode="onsite", assessor=" 李工 "),
        replace(submission, enterprise=bare, date=None),
        replace(submission, answers=Answers()),
        replace(submission, answers=Answers(some, notes=notes, flags=frozenset(notes))),
        replace(submission, assessment_id="3f2b8f8e-8f60-4c53-9a52-1f8c6d0a7b11"),
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("other", [False, True])
def test_that_every_part_is_what_xlsxwriter_writes(
    lang: str, other: bool, pack: Pack, places: Places
) -> None:
    words = Words("en" if lang == "en" else "zh")
    pack = other_index() if other else pack
    stencil = Stencil(pack, places, words)
    submissions = [invent(7, n, pack, places) for n in range(8)]
    for n, submission in enumerate((*submissions, *odd_ones(submissions[0]))):
        status = (None, "draft", "submitted")[n % 3]
        at = AT if n % 2 else datetime(2024, 2, 29, 23, 59, 58, tzinfo=UTC)
        slow = answer_workbook(pack, places, submission, words, status=status, at=at)
        quick = stencil.workbook(submission, status=status, at=at)
        assert parts(quick) == parts(slow), n


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_that_openpyxl_reads_the_same_values_and_results(pack: Pack, places: Places) -> None:
    words = Words("zh")
    submission = invent(3, 1, pack, places)
    slow = answer_workbook(pack, places, submission, words, at=AT)
    quick = Stencil(pack, places, words).workbook(submission, at=AT)
    for cached in (True, False):
        mine, theirs = (load_workbook(io.BytesIO(d), data_only=cached) for d in (quick, slow))
        assert mine.sheetnames == theirs.sheetnames
        assert {n: d.attr_text for n, d in mine.defined_names.items()} == {
            n: d.attr_text for n, d in theirs.defined_names.items()
        }
        for sheet in theirs:
            same = zip(mine[sheet.title].iter_rows(), sheet.iter_rows(), strict=True)
            for ours, others in same:
                assert [c.value for c in ours] == [c.value for c in others]


def test_that_a_workbook_depends_on_its_submission_alone(pack: Pack, places: Places) -> None:
    """Nothing of one enterprise is left in the file of the next."""
    submissions = [invent(5, n, pack, places) for n in range(3)]
    stencil = Stencil(pack, places, Words("zh"))
    forth = [stencil.workbook(s, at=AT) for s in submissions]
    back = [stencil.workbook(s, at=AT) for s in reversed(submissions)]
    assert forth == back[::-1]
    with zipfile.ZipFile(io.BytesIO(forth[2])) as package:
        everything = b"".join(package.read(name) for name in package.namelist()).decode()
    assert submissions[2].enterprise.name in everything
    assert submissions[0].enterprise.name not in everything
