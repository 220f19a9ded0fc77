import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.credit_code import complete
from suzhou_assess.domain.exchange import (
    Submission,
    answers_digest,
    pack_id_of,
    read_submission,
    to_json,
)
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.problems import Problem

CODE = complete("91320583MA1N0ABCD")


def raw(**changes: object) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "format": "suzhou-assess/answers/1",
        "pack": "miit-2024",
        "enterprise": {
            "name": "昆山明泰精密机械有限公司",
            "uscc": CODE,
            "district": "320583",
            "industry": "C39",
            "employees": 120,
            "revenue": 3000.5,
        },
        "assessment": {"mode": "self", "date": "2025-06-01", "assessor": "李工"},
        "answers": {"Q01": ["B", "C"], "Q02": "C", "S01": 2, "S02": 0},
        "figures": {"devices_total": 100, "devices_digital": 45, "pass_rate_after": 98.7},
    }
    return whole | changes


Read = Callable[..., tuple[Submission, list[Problem]]]


@pytest.fixture
def read(pack: Pack, places: Places) -> Read:
    def reader(**changes: object) -> tuple[Submission, list[Problem]]:
        return read_submission(raw(**changes), pack, places)

    return reader


def test_that_what_was_read_is_written_the_same(read: Read) -> None:
    notes = {"Q01": "见现场照片", "equipment": "机房整洁", "general": "配合良好"}
    whole = raw(not_applicable=["S02"], notes=notes, flags=["Q02"], reasons={"Q02": "未接入"})
    whole["assessment"]["id"] = "6f2b1a3e-0000-4000-8000-0123456789ab"
    submission, problems = read(**whole)
    assert problems == []
    assert json.loads(json.dumps(to_json(submission))) == whole | {"edition": "2024"}


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"enterprise": 3}, "field_wrong_type", "enterprise"),
        ({"answers": []}, "field_wrong_type", "answers"),
        ({"figures": "x"}, "field_wrong_type", "figures"),
        ({"notes": {"Q01": 3}}, "field_wrong_type", "notes"),
        ({"reasons": {"Q01": 3}}, "field_wrong_type", "reasons"),
        ({"reasons": ["Q01"]}, "field_wrong_type", "reasons"),
        ({"flags": [1]}, "field_wrong_type", "flags"),
        ({"not_applicable": "S01"}, "field_wrong_type", "not_applicable"),
        ({"assessment": {"date": "2025-06-01"}}, "mode_missing", "mode"),
        ({"assessment": {"mode": "both", "date": "2025-06-01"}}, "mode_unknown", "mode"),
        ({"assessment": {"mode": "self"}}, "date_missing", "date"),
        ({"assessment": {"mode": "self", "date": "gestern"}}, "date_unreadable", "date"),
        ({"assessment": {"mode": "self", "date": "2025-02-30"}}, "date_unreadable", "date"),
        ({"assessment": {"mode": "self", "date": 20250601}}, "date_unreadable", "date"),
        (
            {"assessment": {"mode": "self", "date": "2025-06-01", "id": "7"}},
            "assessment_id_malformed",
            "id",
        ),
        (
            {"assessment": {"mode": "self", "date": "2025-06-01", "assessor": 7}},
            "field_wrong_type",
            "assessor",
        ),
    ],
)
def test_that_a_wrong_frame_is_named(
    read: Read, changes: dict[str, object], code: str, where: str
) -> None:
    assert (code, (where,)) in [(p.code, p.where) for p in read(**changes)[1]]


@pytest.mark.parametrize(
    "written",
    [
        "2025-06-01",
        "20250601",
        "2025-06-01T08:30:00",
        "2025-06-01 00:00:00",
        date(2025, 6, 1),
        datetime(2025, 6, 1, 12, tzinfo=UTC),
    ],
)
def test_that_a_date_is_understood_in_many_forms(read: Read, written: object) -> None:
    assert read(assessment={"mode": "self", "date": written})[0].date == date(2025, 6, 1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"format": "suzhou-assess/answers/2"}, "format_newer"),
        ({"format": "something"}, "format_unknown"),
        ({"format": "suzhou-assess/answers/" + "9" * 5000}, "format_unknown"),
        ({"format": 1}, "format_unknown"),
        ({"pack": None}, "pack_missing"),
        ({"pack": ""}, "pack_missing"),
        ({"pack": ["miit-2024"]}, "field_wrong_type"),
        ({}, None),
    ],
)
def test_that_the_frame_tells_which_pack_is_wanted(
    changes: dict[str, object], code: str | None
) -> None:
    pack_id, problems = pack_id_of(raw(**changes))
    assert [p.code for p in problems] == ([] if code is None else [code])
    assert pack_id == ("miit-2024" if code is None else None)


def test_that_no_object_wants_no_pack() -> None:
    assert [p.code for p in pack_id_of([1])[1]] == ["field_wrong_type"]


def test_that_equal_content_has_an_equal_digest_whatever_its_id_and_order(read: Read) -> None:
    one = read()[0]
    turned = raw()["answers"]
    other = read(
        answers=dict(reversed(turned.items())) | {"Q01": ["C", "B"]},
        assessment=raw()["assessment"] | {"id": "6f2b1a3e-0000-4000-8000-0123456789ab"},
    )[0]
    assert one.content_digest() == other.content_digest()
    assert one.content_digest() != read(answers=turned | {"S02": 1})[0].content_digest()
    assert answers_digest(one.answers) == answers_digest(other.answers)


def test_that_what_was_stored_before_there_were_reasons_keeps_its_digest(read: Read) -> None:
    parts = {"not_applicable": ["S02"], "notes": {"Q01": "见现场照片"}, "flags": ["Q02"]}
    old = read(**parts)[0]
    assert old.content_digest().startswith("7071ab2bc82ecf42ac88deb712c4221f")
    assert answers_digest(old.answers).startswith("2c97eb5636226fc930e8fa18e7dd476e")
    assert read(**parts, reasons={})[0].content_digest() == old.content_digest()
    told = read(**parts, reasons={"Q02": "未接入"})[0]
    assert told.content_digest() != old.content_digest()
    assert answers_digest(told.answers) == answers_digest(old.answers)


def test_that_a_figure_finer_than_a_float_survives_the_round_trip(
    pack: Pack, places: Places
) -> None:
    fine = "98.12345678901234567890123"
    first, _ = read_submission(raw(figures={"pass_rate_after": fine}), pack, places)
    again, problems = read_submission(json.loads(json.dumps(to_json(first))), pack, places)
    assert problems == []
    assert again.answers.figures == first.answers.figures


@given(data=st.data())
def test_that_any_submission_survives_the_round_trip(
    pack: Pack, places: Places, data: st.DataObject
) -> None:
    answers: dict[str, object] = {}
    for q in pack.questions:
        letters = [o.letter for o in q.options]
        if data.draw(st.booleans()):
            answers[q.id] = (
                data.draw(st.lists(st.sampled_from(letters[1:]), min_size=1, unique=True))
                if q.kind == "multiple"
                else data.draw(st.sampled_from(letters))
            )
    figures = {
        f: data.draw(st.floats(0, 1e9).map(lambda x: round(x, 4)))
        for f in ("cost_prev", "revenue_last", "energy_prev")
    }
    texts = st.dictionaries(st.sampled_from((*pack.item_ids, "general")), st.text(min_size=1))
    notes, reasons = data.draw(texts), data.draw(texts)
    first, problems = read_submission(
        raw(answers=answers, figures=figures, notes=notes, reasons=reasons), pack, places
    )
    assert problems == []
    again, problems = read_submission(json.loads(json.dumps(to_json(first))), pack, places)
    assert problems == []
    assert again == first
    assert again.content_digest() == first.content_digest()


def test_that_a_novel_in_a_field_is_quoted_in_short(read: Read) -> None:
    novel = "好" * 100_000
    found = read(
        answers={"S01": novel, novel: "A", "Q02": {"a": [novel]}},
        figures={"devices_total": novel, novel: 1},
        assessment={"mode": novel, "date": novel, "id": novel},
    )[1]
    assert len(found) == 8
    assert max(len(str(param)) for p in found for param in p.params.values()) < 130


def test_that_a_thousand_brackets_are_one_problem(read: Read) -> None:
    deep: list[object] = []
    for _ in range(1_000):
        deep = [deep]
    found = read(answers={"Q02": {"a": deep}, "S01": deep})[1]
    assert [p.code for p in found] == ["not_a_choice", "not_a_level"]


def test_that_values_are_quoted_as_the_file_has_them(read: Read) -> None:
    found = read(answers={"S01": None, "S02": True, "Q02": {"a": None}})[1]
    assert [p.params["value"] for p in found] == ["true", '{"a": null}']
