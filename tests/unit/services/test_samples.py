"""Invented enterprises: believable, coherent, and always the same for a seed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import orjson
import pytest

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.checks import check_answers
from suzhou_assess.domain.exchange import Submission, read_submission, to_json
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.points import as_number
from suzhou_assess.domain.problems import has_errors
from suzhou_assess.domain.scoring import score
from suzhou_assess.services import samples
from suzhou_assess.services.events import SampleWritten
from suzhou_assess.services.sample_enterprises import invent
from suzhou_assess.services.sample_faults import KINDS
from suzhou_assess.services.samples import plan_samples, write_samples
from suzhou_assess.workbook.answer_reader import read_answer_workbook


@pytest.fixture(scope="module")
def invented(pack: Pack, places: Places) -> list[Submission]:
    return [invent(11, n, pack, places) for n in range(1_000)]


def test_that_every_invented_submission_is_sound(invented, pack: Pack, places: Places):
    for submission in invented:
        again, problems = read_submission(to_json(submission), pack, places)
        problems += check_answers(pack, submission.answers)
        assert not has_errors(problems), problems
        assert again == submission


def test_that_credit_codes_are_valid_different_and_of_the_district(invented):
    codes = [s.enterprise.uscc for s in invented]
    assert all(credit_code.check(code) is None for code in codes)
    assert len(set(codes)) == len(codes)
    assert all(s.enterprise.uscc[2:8] == s.enterprise.district for s in invented)


def test_that_levels_spread_and_follow_the_score(invented, pack: Pack):
    verdicts = [score(pack, s.answers.choices) for s in invented]
    levels = Counter(v.level for v in verdicts)
    assert min(levels[n] for n in range(4)) > 50
    assert 0 < levels[4] < 100
    high = [v.score for v in verdicts if v.level >= 3]
    low = [v.score for v in verdicts if v.level == 0]
    assert min(high) > sum(low) / len(low)


def test_that_most_are_coherent_and_a_few_are_not(invented, pack: Pack):
    doubtful = sum(bool(check_answers(pack, s.answers)) for s in invented)
    assert 20 < doubtful < 200


def test_that_an_enterprise_depends_on_seed_and_number_alone(invented, pack: Pack, places: Places):
    assert invent(11, 500, pack, places) == invented[500]
    assert invent(12, 500, pack, places) != invented[500]


@pytest.mark.parametrize(("count", "share", "faulty"), [(100, 0.05, 5), (30, 0.05, 2), (7, 1.0, 7)])
def test_that_exactly_the_share_asked_for_is_broken(count: int, share: float, faulty: int):
    plan = plan_samples(Path("x"), count, 1, share)
    assert len(plan.faulty) == faulty
    assert len({number for number, _ in plan.faulty}) == faulty


def test_that_every_kind_of_fault_comes_before_any_comes_twice():
    kinds = [kind for _, kind in plan_samples(Path("x"), 1_000, 1, 0.05).faulty]
    assert set(kinds[: len(KINDS)]) == set(KINDS)


def test_that_one_process_and_many_write_the_same_bytes(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(samples, "_WORTH_PROCESSES", 10)
    for jobs in (1, 2):
        plan = plan_samples(tmp_path / str(jobs), 40, 3, 0.5)
        assert [event for event in write_samples(plan, jobs) if isinstance(event, SampleWritten)]
    alone, together = (
        {
            path.relative_to(folder): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        for folder in (tmp_path / "1", tmp_path / "2")
    )
    assert len(alone) == 41
    assert alone == together


def test_that_every_fault_is_found_at_its_cell_and_no_good_file_is_refused(
    tmp_path: Path, pack: Pack, places: Places
):
    plan = plan_samples(tmp_path / "all", 40, 5, 0.5)
    for _ in write_samples(plan, 1):
        pass
    for line in (tmp_path / "all" / samples.TRUTH_FILE).read_bytes().splitlines():
        truth = orjson.loads(line)
        path = tmp_path / "all" / truth["file"]
        found = read_answer_workbook(path.read_bytes(), lambda *_: pack, places, path.name)
        assert has_errors(found.problems) == truth["faulty"], truth
        if truth["faulty"]:
            assert any(
                (p.code, p.sheet, p.cell) == (truth["code"], truth["sheet"], truth["cell"])
                or (p.code == truth["code"] and truth["cell"] is None)
                for p in found.problems
            ), truth
        else:
            assert found.submission is not None
            verdict = score(pack, found.submission.answers.choices)
            assert (as_number(verdict.score), verdict.level) == (truth["score"], truth["level"])
