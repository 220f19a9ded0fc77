from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.answers import Answers, Choice, letters_of
from suzhou_assess.domain.evidence import Evidence
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.proofs import has_any, missing, required, required_of
from suzhou_assess.packs.loader import load_pack
from suzhou_assess.resources import files

PACK = load_pack(files.read_bytes("packs/miit-2024.yaml"), "miit-2024.yaml")


def evidence(name: str, item: str, proof: str = "") -> Evidence:
    return Evidence(
        id=name,
        assessment_id="a",
        item=item,
        proof=proof,
        claim="",
        caption="",
        file_name="照片.jpg",
        sha256="0" * 64,
        size=1,
        media_type="image/jpeg",
        width=None,
        height=None,
        added_at=datetime(2026, 1, 1, tzinfo=UTC),
        added_by="",
    )


def called_for(item: str, choice: Choice) -> dict[str, tuple[str, ...]]:
    answers = Answers(choices={item: choice})
    return {proof.id: supports for proof, supports in required_of(PACK, answers, item)}


def answers_to(pack: Pack) -> st.SearchStrategy[Answers]:
    """Any answers, some items left open."""
    choices: dict[str, st.SearchStrategy[Choice | None]] = {}
    for question in pack.questions:
        letters = [option.letter for option in question.options]
        if question.kind == "single":
            choices[question.id] = st.sampled_from([None, *letters])
        else:
            some = st.sets(st.sampled_from(letters[1:])).map(lambda s: tuple(sorted(s)) or ("A",))
            choices[question.id] = st.none() | some
    for scenario in pack.scenarios:
        choices[scenario.id] = st.none() | st.integers(0, scenario.top)

    def answers(drawn: Mapping[str, Choice | None]) -> Answers:
        return Answers(choices={k: v for k, v in drawn.items() if v is not None})

    return st.fixed_dictionaries(choices).map(answers)


@pytest.mark.parametrize(
    ("item", "choice", "proofs"),
    [
        ("Q01", ("B",), {"Q01.1": ("B",), "Q01.2": ("B",)}),
        ("Q01", ("D", "E"), {"Q01.2": ("D",), "Q01.3": ("D",), "Q01.4": ("E",)}),
        ("Q01", ("A",), {}),
        ("Q02", "A", {}),
        ("Q02", "C", {"Q02.1": ("C",), "Q02.2": ("C",), "Q02.3": ("C",)}),
        ("S01", 0, {}),
        ("S01", 1, {"S01.1": ("1",)}),
        ("S01", 3, {"S01.1": ("3",), "S01.2": ("3",), "S01.3": ("3",)}),
    ],
)
def test_that_a_claim_calls_for_the_proofs_that_belong_to_it(
    item: str, choice: Choice, proofs: Mapping[str, tuple[str, ...]]
) -> None:
    assert called_for(item, choice) == proofs


def test_that_an_item_that_is_not_in_the_index_is_an_error() -> None:
    with pytest.raises(KeyError):
        required_of(PACK, Answers(), "Q99")


def test_that_evidence_meets_the_proof_that_it_names_at_its_own_item_only() -> None:
    answers = Answers(choices={"Q01": ("D",), "S01": 1})
    pieces = [
        evidence("1", "Q01", "Q01.3"),
        evidence("2", "Q01", "Q01.3"),
        evidence("3", "S01"),
        evidence("4", "Q02", "S01.1"),
    ]
    proofs = required(PACK, answers, pieces)
    assert {p.proof.id: p.met_by for p in proofs} == {
        "Q01.2": (),
        "Q01.3": ("1", "2"),
        "S01.1": (),
    }
    assert [p.proof.id for p in missing(proofs)] == ["Q01.2", "S01.1"]
    assert has_any("S01", pieces)
    assert not has_any("S02", pieces)


def test_that_a_scenario_that_does_not_apply_needs_no_proof() -> None:
    answers = Answers(choices={"S01": 0}, not_applicable=frozenset({"S01"}))
    assert required(PACK, answers) == ()


def test_that_every_claim_of_the_index_that_gives_something_can_be_proved() -> None:
    for question in PACK.questions:
        for option in question.options:
            choice = option.letter if question.kind == "single" else (option.letter,)
            assert bool(called_for(question.id, choice)) == (option.points > 0), option
    for scenario in PACK.scenarios:
        for level in range(scenario.top + 1):
            assert bool(called_for(scenario.id, level)) == (level > 0), scenario.id
        # The highest level claims most: something has to show that very level.
        top = {proof.id for proof in scenario.help.evidence if proof.from_level == scenario.top}
        assert top, scenario.id


@given(answers_to(PACK))
def test_that_proofs_come_in_the_index_s_order_and_support_what_is_claimed(
    answers: Answers,
) -> None:
    proofs = required(PACK, answers)
    order = list(PACK.proof_by_id)
    assert [order.index(p.proof.id) for p in proofs] == sorted(
        order.index(p.proof.id) for p in proofs
    )
    for proof in proofs:
        choice = answers.choices[proof.item]
        claimed = (str(choice),) if isinstance(choice, int) else letters_of(choice)
        assert proof.supports
        assert set(proof.supports) <= set(claimed)
        assert not proof.proof.letters or set(proof.supports) <= set(proof.proof.letters)


@given(answers_to(PACK), st.integers(1, 4))
def test_that_a_higher_level_never_needs_fewer_proofs(answers: Answers, step: int) -> None:
    for scenario in PACK.scenarios:
        level = answers.choices.get(scenario.id, 0)
        assert isinstance(level, int)
        higher = min(scenario.top, level + step)
        assert called_for(scenario.id, level).keys() <= called_for(scenario.id, higher).keys()
