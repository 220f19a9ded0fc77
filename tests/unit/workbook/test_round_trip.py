"""What goes into a workbook comes out of it."""

from __future__ import annotations

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.answers import Answers, Choice, Number
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import MODES, Submission
from suzhou_assess.domain.pack import Figure, Pack, Question
from suzhou_assess.domain.places import Places
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.answer_reader import read_answer_workbook
from suzhou_assess.workbook.answer_writer import write_answer_workbook

_LINE = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn", "Co", "Cf"]), max_size=60
).map(lambda text: " ".join(text.split()))
_NOTE = st.lists(_LINE.filter(bool), min_size=1, max_size=3).map("\n".join)


@st.composite
def submissions(draw: st.DrawFn, pack: Pack, places: Places) -> Submission:
    choices: dict[str, Choice] = {}
    for question in pack.questions:
        if draw(st.booleans()):
            choices[question.id] = draw(_choice(question))
    not_applicable = set()
    for scenario in pack.scenarios:
        kind = draw(st.integers(-2, scenario.top))
        if kind >= -1:
            choices[scenario.id] = max(0, kind)
        if kind == -1:
            not_applicable.add(scenario.id)
    choices[pack.scenarios[0].id] = choices.get(pack.scenarios[0].id, 1)
    figures = {f.id: draw(_figure(f)) for f in pack.figure_by_id.values() if draw(st.booleans())}
    items = st.sampled_from(pack.item_ids)
    return Submission(
        pack=pack,
        enterprise=draw(_enterprises(places)),
        answers=Answers(
            choices=choices,
            figures=figures,
            not_applicable=frozenset(not_applicable),
            notes=draw(st.dictionaries(items, _NOTE, max_size=4)),
            flags=draw(st.frozensets(items, max_size=4)),
        ),
        mode=draw(st.sampled_from(MODES)),
        date=draw(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))),
        assessor=draw(_LINE),
        assessment_id=draw(st.uuids().map(str) | st.none()),
    )


def _choice(question: Question) -> st.SearchStrategy[Choice]:
    letters = [option.letter for option in question.options]
    if question.kind == "single":
        return st.sampled_from(letters)
    free = [option.letter for option in question.options if not option.excludes_others]
    alone = [(letter,) for letter in letters if letter not in free]
    some = st.sets(st.sampled_from(free), min_size=1).map(lambda chosen: tuple(sorted(chosen)))
    return some | st.sampled_from(alone) if alone else some


def _figure(figure: Figure) -> st.SearchStrategy[Number]:
    most = figure.maximum or 10**9
    if figure.integer:
        return st.integers(0, most)
    return st.decimals(0, most, places=3).map(lambda n: int(n) if n == int(n) else n)


def _enterprises(places: Places) -> st.SearchStrategy[Enterprise]:
    return st.builds(
        Enterprise,
        uscc=st.integers(0, 9999999).map(lambda n: credit_code.complete(f"91320583MA{n:07d}")),
        name=_LINE.filter(bool),
        district=st.sampled_from([d.code for d in places.districts]),
        town=_LINE,
        industry=st.none() | st.sampled_from([i.code for i in places.industries]),
        cluster=st.none() | st.sampled_from([c.id for c in places.clusters]),
        founded=st.none() | st.integers(1850, 2100),
        employees=st.none() | st.integers(0, 10**6),
        revenue=st.none() | st.decimals(0, 10**9, places=2),
        above_scale=st.none() | st.booleans(),
        qualification=st.none() | st.sampled_from([q.id for q in places.qualifications]),
        contact_name=_LINE,
        contact_title=_LINE,
        phone=_LINE,
        email=_LINE,
    )


# Shrinking a failure would write thousands of workbooks.
@settings(
    max_examples=60,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.data())
def test_that_every_submission_comes_back_as_it_went(
    pack: Pack, places: Places, data: st.DataObject
) -> None:
    submission = data.draw(submissions(pack, places))
    words = Words(data.draw(st.sampled_from(("zh", "en"))))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "评估表.xlsx"
        write_answer_workbook(out, pack, places, submission, words)
        result = read_answer_workbook(out.read_bytes(), lambda *_: pack, places)
    # The data checks of the index have their say about random figures; reading them is no error.
    assert not [p for p in result.problems if p.is_error and p.message is None]
    assert result.submission == submission
    assert not result.changed_after_export


def test_that_a_small_percentage_is_not_taken_for_a_fraction(
    pack: Pack, places: Places, tmp_path: Path
) -> None:
    answers = Answers({"Q13": "A"}, {"pass_rate_before": Decimal("0.5"), "pass_rate_after": 1})
    enterprise = Enterprise(credit_code.complete("91320583MA0000001"), "甲", "320583")
    submission = Submission(pack, enterprise, answers, "self", date(2025, 6, 1))
    out = tmp_path / "a.xlsx"
    write_answer_workbook(out, pack, places, submission, Words("zh"))
    result = read_answer_workbook(out.read_bytes(), lambda *_: pack, places)
    assert result.submission == submission
