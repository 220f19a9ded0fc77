"""Results as JSON: that wording a warning once changes none of its words."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.answers import read_answers
from suzhou_assess.domain.checks import check_answers
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.text import LANGS, Lang
from suzhou_assess.services import result_json
from suzhou_assess.services.assessment_reading import Read
from suzhou_assess.services.result_json import result_line
from suzhou_assess.services.scoring_run import Scored, judge
from suzhou_assess.words.catalog import Words

levels = st.fixed_dictionaries({f"S{n:02}": st.integers(0, 4) for n in range(1, 17)})


def scored(pack: Pack, choices: dict[str, object], figures: dict[str, object]) -> Scored:
    answers, problems = read_answers(pack, choices, figures)
    assert problems == []
    submission = Submission(pack, Enterprise("", ""), answers, "self", None)
    result = judge("a.jsonl", 1, Read(submission, check_answers(pack, answers)))
    assert isinstance(result, Scored)
    return result


def warnings(result: Scored, lang: Lang) -> list[object]:
    said: list[object] = orjson.loads(result_line(result, Words(lang)))["warnings"]
    return said


@given(
    letters=st.sets(st.sampled_from("BCDEFGHIJKLMNO"), min_size=1),
    systems=st.sampled_from("AE"),
    levels=levels,
    devices=st.integers(1, 9),
)
def test_that_every_warning_says_what_its_problem_says(
    pack: Pack, letters: set[str], systems: str, levels: dict[str, int], devices: int
) -> None:
    choices = {"Q01": ["E"], "Q04": sorted(letters), "Q05": systems, **levels}
    result = scored(pack, choices, {"devices_total": devices, "devices_digital": 5})
    for lang in LANGS:
        words = Words(lang)
        for _ in range(2):  # the second time from what was kept
            assert warnings(result, lang) == [
                {
                    "check": found.code,
                    "where": [at for at in found.where if not at.startswith("devices_")],
                    "severity": found.severity,
                    "message": words.problem(found),
                }
                for found in result.warnings
            ]


def test_that_warnings_are_right_when_more_come_than_are_kept(
    pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = [scored(pack, {"Q01": ["E", letter]}, {}) for letter in "BCD"]
    expected = [warnings(result, "zh") for result in results]
    monkeypatch.setattr(result_json, "_MOST_KEPT", 1)
    result_json._warnings.cache_clear()
    for _ in range(2):
        assert [warnings(result, "zh") for result in results] == expected
    assert len({str(said) for said in expected}) == len(results)
