"""The laws of merging: nothing is lost, nothing is overwritten in silence."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from suzhou_assess.domain.answers import read_answers
from suzhou_assess.domain.merging import (
    NOT_APPLICABLE,
    TEXTS,
    Conflict,
    Merge,
    Unit,
    decide,
    joined,
    merge,
    undecided,
)
from suzhou_assess.domain.pack import Pack
from suzhou_assess.store import documents

Document = Mapping[str, Any]

BESIDE = {"total": "Q02", "digital": "Q02", "cost": "Q15"}
"""Figures by their question; ``stray`` is one that the pack doesn't know."""

LETTERS = st.sampled_from(["B", ["B", "C"], ["C"], 0, 2])
TEXT = st.sampled_from(["看过", "看过\n属实", "未见台账", "同意", "不同意"])


def build(
    answers: Mapping[str, Any] | None = None,
    figures: Mapping[str, Any] | None = None,
    not_applicable: list[str] | None = None,
    notes: Mapping[str, str] | None = None,
    flags: list[str] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """A document as the store would keep it."""
    off = sorted(not_applicable or [])
    made: dict[str, Any] = {
        "answers": {**(answers or {}), **dict.fromkeys(off, 0)},
        "figures": dict(figures or {}),
        "not_applicable": off,
        "notes": dict(notes or {}),
        "flags": sorted(flags or []),
    }
    return made | ({"reasons": dict(reasons)} if reasons else {})


# Few items and few values, so that the two sides meet.
DOCUMENTS = st.builds(
    build,
    answers=st.dictionaries(st.sampled_from(["Q01", "Q02", "S01"]), LETTERS, max_size=3),
    figures=st.dictionaries(
        st.sampled_from(["total", "digital", "cost", "stray"]), st.integers(0, 2), max_size=3
    ),
    not_applicable=st.lists(st.sampled_from(["S01", "S02"]), unique=True, max_size=2),
    notes=st.dictionaries(st.sampled_from(["Q01", "equipment", "general"]), TEXT, max_size=3),
    flags=st.lists(st.sampled_from(["Q01", "S01"]), unique=True, max_size=2),
    reasons=st.dictionaries(st.sampled_from(["Q01", "S01"]), TEXT, max_size=2),
)
BASES = st.none() | DOCUMENTS


def run(base: Document | None, mine: Document, theirs: Document) -> Merge:
    return merge(base, mine, theirs, BESIDE)


def units(document: Document | None) -> dict[Unit, Any]:
    """What a document says, unit by unit, worked out apart from the code under test."""
    found: dict[Unit, Any] = {}
    if document is None:
        return found
    for item, value in document["answers"].items():
        off = item in document["not_applicable"]
        found["answers", item] = NOT_APPLICABLE if off else value
    for question in {BESIDE.get(name, name) for name in document["figures"]}:
        found["figures", question] = {
            name: value
            for name, value in document["figures"].items()
            if BESIDE.get(name, name) == question
        }
    found |= {("notes", key): text for key, text in document["notes"].items()}
    found |= {("flags", item): True for item in document["flags"]}
    found |= {("reasons", item): text for item, text in document.get("reasons", {}).items()}
    return found


def sided(merged: Merge, side: Any) -> dict[str, Any]:
    return decide(merged, {conflict.unit: side for conflict in merged.conflicts})


@given(base=BASES, mine=DOCUMENTS, theirs=DOCUMENTS)
def test_that_each_unit_is_mine_theirs_or_a_conflict(base, mine, theirs) -> None:
    merged = run(base, mine, theirs)
    old, own, other, now = map(units, (base, mine, theirs, merged.document))
    conflicts = {conflict.unit: conflict for conflict in merged.conflicts}
    taken = {(part, item): (before, after) for part, item, before, after in merged.taken}
    assert len(conflicts) == len(merged.conflicts)
    assert not conflicts.keys() & taken.keys()
    assert now.keys() <= own.keys() | other.keys()
    for unit in own.keys() | other.keys():
        was, here, there = old.get(unit), own.get(unit), other.get(unit)
        if unit in conflicts:
            assert conflicts[unit] == Conflict(*unit, was, here, there)
            assert here != there
            assert was not in (here, there)
            assert now.get(unit) == here
        elif unit in taken:
            assert taken[unit] == (here, there)
            assert here == was
            assert now.get(unit) == there
        else:
            assert now.get(unit) == here
            assert here == there or there == was


@given(base=BASES, document=DOCUMENTS)
def test_that_what_is_the_same_on_both_sides_is_no_conflict(base, document) -> None:
    merged = run(base, document, copy.deepcopy(document))
    assert merged.document == document
    assert merged.changes_nothing


@given(base=DOCUMENTS, theirs=DOCUMENTS)
def test_that_who_changed_nothing_gets_what_the_other_has(base, theirs) -> None:
    merged = run(base, base, theirs)
    assert merged.document == theirs
    assert not merged.conflicts
    kept = run(base, theirs, base)
    assert kept.document == theirs
    assert kept.changes_nothing


@given(base=BASES, mine=DOCUMENTS, theirs=DOCUMENTS)
def test_that_both_sides_see_the_same_conflicts(base, mine, theirs) -> None:
    here, there = run(base, mine, theirs), run(base, theirs, mine)
    turned = [Conflict(c.part, c.item, c.base, c.theirs, c.mine) for c in there.conflicts]
    assert list(here.conflicts) == turned
    if not here.conflicts:
        assert here.document == there.document


@given(base=BASES, mine=DOCUMENTS, theirs=DOCUMENTS)
def test_that_opposite_decisions_on_two_laptops_give_one_document(base, mine, theirs) -> None:
    here, there = run(base, mine, theirs), run(base, theirs, mine)
    assert sided(here, "mine") == sided(there, "theirs")
    assert sided(here, "mine") == here.document
    texts = {
        c.unit: "both" if c.part in TEXTS else ("mine" if n % 2 else "theirs")
        for n, c in enumerate(here.conflicts)
    }
    opposite = {"mine": "theirs", "theirs": "mine", "both": "both"}
    turned = {unit: opposite[side] for unit, side in texts.items()}
    assert decide(here, texts) == decide(there, turned)


@given(base=BASES, mine=DOCUMENTS, theirs=DOCUMENTS)
def test_that_merging_once_more_changes_nothing(base, mine, theirs) -> None:
    merged = run(base, mine, theirs)
    assert run(theirs, sided(merged, "mine"), theirs).changes_nothing
    again = run(base, merged.document, theirs)
    assert again.document == merged.document
    assert not again.taken
    assert again.conflicts == merged.conflicts
    decided = sided(merged, "theirs")
    assert run(theirs, decided, theirs).document == decided


@given(base=BASES, mine=DOCUMENTS, theirs=DOCUMENTS)
def test_that_a_merge_leaves_what_it_was_given_alone(base, mine, theirs) -> None:
    before = copy.deepcopy((base, mine, theirs))
    merged = run(base, mine, theirs)
    decided = sided(merged, "theirs")
    for document in (merged.document, decided):
        for part in document.values():
            part.clear()
    assert (base, mine, theirs) == before


@given(mine=DOCUMENTS, theirs=DOCUMENTS)
def test_that_without_a_common_state_nothing_is_ever_taken_away(mine, theirs) -> None:
    merged = run(None, mine, theirs)
    now = units(merged.document)
    assert now.keys() == units(mine).keys() | units(theirs).keys()
    assert all(before is None for _, _, before, _ in merged.taken)
    assert merged == run(build(), mine, theirs)


@given(data=st.data(), base=BASES, mine=DOCUMENTS, theirs=DOCUMENTS)
def test_that_each_conflict_gets_what_was_decided(data, base, mine, theirs) -> None:
    merged = run(base, mine, theirs)
    sides = {
        c.unit: data.draw(
            st.sampled_from(["mine", "theirs", "both"] if c.part in TEXTS else ["mine", "theirs"])
        )
        for c in merged.conflicts
    }
    now, open_ = units(decide(merged, sides)), units(merged.document)
    for conflict in merged.conflicts:
        side, here, there = sides[conflict.unit], conflict.mine, conflict.theirs
        if side == "both":
            for text in filter(None, (here, there)):
                assert set(text.splitlines()) <= set(now[conflict.unit].splitlines())
        else:
            assert now.get(conflict.unit) == (here if side == "mine" else there)
        now.pop(conflict.unit, None)
        open_.pop(conflict.unit, None)
    assert now == open_


@given(base=BASES, mine=DOCUMENTS, theirs=DOCUMENTS)
def test_that_no_conflict_is_passed_over_in_silence(base, mine, theirs) -> None:
    merged = run(base, mine, theirs)
    assume(merged.conflicts)
    sides: dict[Unit, Any] = {c.unit: "mine" for c in merged.conflicts[1:]}
    assert undecided(merged, sides) == merged.conflicts[:1]
    with pytest.raises(ValueError, match="not decided"):
        decide(merged, sides)


@given(base=BASES, mine=DOCUMENTS, theirs=DOCUMENTS)
def test_that_flags_never_need_a_person(base, mine, theirs) -> None:
    assert "flags" not in {conflict.part for conflict in run(base, mine, theirs).conflicts}


def test_that_a_decision_on_nothing_is_a_mistake() -> None:
    merged = run(None, build(), build())
    with pytest.raises(ValueError, match="nothing to decide"):
        decide(merged, {("notes", "Q01"): "mine"})


def test_that_only_one_answer_can_stand() -> None:
    merged = run(None, build({"Q01": ["B"]}), build({"Q01": ["C"]}))
    with pytest.raises(ValueError, match="only one"):
        decide(merged, {("answers", "Q01"): "both"})


def test_that_two_who_judged_different_parts_have_nothing_to_decide() -> None:
    base = build({"Q01": ["B"]}, notes={"Q01": "看过"})
    mine = build({"Q01": ["B"], "Q05": "C"}, notes={"Q01": "看过", "equipment": "机房整洁"})
    theirs = build({"Q01": ["B"], "S01": 2}, notes={}, flags=["S01"], reasons={"S01": "未见"})
    merged = run(base, mine, theirs)
    assert not merged.conflicts
    assert merged.document == build(
        {"Q01": ["B"], "Q05": "C", "S01": 2},
        notes={"equipment": "机房整洁"},
        flags=["S01"],
        reasons={"S01": "未见"},
    )
    assert merged.taken == (
        ("answers", "S01", None, 2),
        ("notes", "Q01", "看过", None),
        ("flags", "S01", None, True),
        ("reasons", "S01", None, "未见"),
    )


def test_that_a_scenario_and_its_not_applicable_are_one() -> None:
    base = build({"S01": 2})
    merged = run(base, build({"S01": 3}), build(not_applicable=["S01"]))
    assert merged.conflicts == (Conflict("answers", "S01", 2, 3, NOT_APPLICABLE),)
    decided = decide(merged, {("answers", "S01"): "theirs"})
    assert (decided["answers"], decided["not_applicable"]) == ({"S01": 0}, ["S01"])
    assert run(base, build({"S01": 0}), build(not_applicable=["S01"])).conflicts


def test_that_figures_of_one_question_are_never_mixed_from_both() -> None:
    base = build(figures={"total": 100, "digital": 40, "cost": 1})
    mine = build(figures={"total": 120, "digital": 40, "cost": 1})
    theirs = build(figures={"total": 100, "digital": 60, "cost": 2})
    merged = run(base, mine, theirs)
    (conflict,) = merged.conflicts
    assert conflict.unit == ("figures", "Q02")
    assert conflict.theirs == {"total": 100, "digital": 60}
    assert merged.document["figures"] == {"total": 120, "digital": 40, "cost": 2}
    decided = decide(merged, {conflict.unit: "theirs"})
    assert decided["figures"] == {"total": 100, "digital": 60, "cost": 2}


def test_that_taking_away_against_changing_is_a_conflict() -> None:
    base = build(notes={"Q01": "看过"})
    merged = run(base, build(notes={"Q01": "看过，属实"}), build())
    assert merged.conflicts == (Conflict("notes", "Q01", "看过", "看过，属实", None),)
    assert "Q01" not in decide(merged, {("notes", "Q01"): "theirs"})["notes"]
    assert decide(merged, {("notes", "Q01"): "both"})["notes"] == {"Q01": "看过，属实"}


def test_that_documents_from_before_there_were_reasons_merge() -> None:
    old = build({"Q01": ["B"]})
    assert "reasons" not in run(old, old, build({"Q01": ["C"]})).document
    assert run(old, old, build(reasons={"Q01": "未见"})).document["reasons"] == {"Q01": "未见"}


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("同意", "不同意", "不同意\n同意"),
        ("看过", "看过\n属实", "看过\n属实"),
        ("看过", "", "看过"),
        (None, "看过", "看过"),
        (None, None, ""),
        ("看过", "看过", "看过"),
    ],
)
def test_that_both_texts_are_kept_unless_one_says_all_of_the_other(one, other, both) -> None:
    assert joined(one, other) == joined(other, one) == both
    assert joined(both, one) == both


@given(data=st.data())
def test_that_the_merged_document_of_a_real_index_reads_back(pack: Pack, data) -> None:
    def draw() -> dict[str, Any]:
        choices: dict[str, object] = {}
        for question in data.draw(st.lists(st.sampled_from(pack.questions), max_size=4)):
            choices[question.id] = data.draw(st.sampled_from(question.options)).letter
        for scenario in data.draw(st.lists(st.sampled_from(pack.scenarios), max_size=4)):
            choices[scenario.id] = data.draw(st.integers(0, scenario.top))
        off = [
            i for i in data.draw(st.lists(st.sampled_from(["S01", "S02"]))) if not choices.get(i)
        ]
        answers, problems = read_answers(pack, choices, {"devices_total": len(off)}, off)
        assert problems == []
        return documents.from_answers(answers)

    merged = merge(draw(), draw(), draw(), pack.question_of_figure)
    for side in ("mine", "theirs"):
        document = sided(merged, side)
        assert documents.from_answers(documents.to_answers(pack, document)) == document
