import pytest
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.answers import Answers, Choice
from suzhou_assess.domain.comparison import Comparison, Side, compare
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.scoring import score
from suzhou_assess.packs.loader import load_pack
from suzhou_assess.resources import files

DATA = files.read_bytes("packs/miit-2024.yaml")
PACK = load_pack(DATA, "miit-2024.yaml")
FLOOR: dict[str, Choice] = {s.id: 0 for s in PACK.scenarios}


def side(choices: dict[str, Choice], *, na: tuple[str, ...] = (), pack: Pack = PACK) -> Side:
    return Side(pack, Answers(choices=choices, not_applicable=frozenset(na)), score(pack, choices))


def compared(before: dict[str, Choice], after: dict[str, Choice]) -> Comparison:
    return compare(PACK, side(before), side(after))


def test_that_each_kind_of_change_is_named() -> None:
    found = compare(
        PACK,
        side(
            {"Q01": ("B",), "Q02": "D", "Q03": "B", "Q06": ("B",), "S01": 2, "S02": 0, "S03": 1},
            na=("S02",),
        ),
        side(
            {"Q01": ("B", "C"), "Q02": "B", "Q05": "B", "Q06": ("C",), "S01": 4, "S02": 0, "S03": 1}
        ),
    )
    assert [(c.item, c.direction, c.gained) for c in found.items] == [
        ("Q01", "rise", 2_000),
        ("Q02", "fall", -3_000),
        ("Q03", "gone", -1_500),
        ("Q05", "new", PACK.question_by_id["Q05"].option("B").points),
        ("Q06", "other", 0),
        ("S01", "rise", 2),
        ("S02", "other", 0),
    ]
    assert [c.item for c in found.rises] == ["Q01", "S01"]
    assert [c.item for c in found.falls] == ["Q02"]
    assert [c.item for c in found.others] == ["Q03", "Q05", "Q06", "S02"]
    assert (found.items[-1].before_na, found.items[-1].after_na) == (True, False)


def test_that_the_conditions_of_every_level_between_tell_why_it_rose() -> None:
    before: dict[str, Choice] = dict(FLOOR)
    after: dict[str, Choice] = {
        **{s.id: 2 for s in PACK.scenarios},
        **{q.id: q.options[-1].letter for q in PACK.questions if q.kind == "single"},
    }
    found = compared(before, after)
    assert (found.level_before, found.level_after) == (0, 2)
    assert [(c.level, c.kind, c.required) for c in found.conditions] == [
        (1, "score", 20_000),
        (1, "scenarios", 6),
        (1, "binding", 3),
        (2, "score", 40_000),
        (2, "scenarios", 6),
        (2, "binding", 3),
    ]
    assert found.decisive == found.conditions
    back = compared(after, before)
    assert (back.level_before, back.level_after) == (2, 0)
    assert [c.met_after for c in back.decisive] == [False] * 6


def test_that_where_the_level_stays_the_next_one_is_looked_at() -> None:
    found = compared(FLOOR, {**FLOOR, "S01": 1})
    assert {c.level for c in found.conditions} == {1}
    assert found.decisive == ()
    assert [(c.before, c.after) for c in found.conditions if c.kind == "scenarios"] == [(0, 1)]
    top: dict[str, Choice] = {s.id: s.top for s in PACK.scenarios}
    for question in PACK.questions:
        letters = tuple(o.letter for o in question.options if o.points)
        top[question.id] = letters[-1] if question.kind == "single" else letters
    assert compared(top, top).level_after == 4
    assert compared(top, top).conditions == ()


def test_that_another_edition_is_read_by_the_newer_s_questions() -> None:
    text = DATA.decode().replace('edition: "2024"', 'edition: "2023"', 1)
    older = load_pack(text.encode(), "older.yaml")
    found = compare(PACK, side({"Q01": ("B",)}, pack=older), side({"Q01": ("B",)}))
    assert found.items == ()
    assert found.editions_differ
    unknown = Side(older, Answers(choices={"Q02": "Z"}), score(older, {}))
    assert compare(PACK, unknown, side({"Q02": "B"})).items[0].direction == "new"


def test_that_two_indexes_are_not_compared() -> None:
    other = load_pack(DATA.replace(b"id: miit-2024", b"id: office", 1), "office.yaml")
    with pytest.raises(ValueError, match="office"):
        compare(PACK, side({}, pack=other), side({}))


def any_choices() -> st.SearchStrategy[dict[str, Choice]]:
    fields: dict[str, st.SearchStrategy[Choice | None]] = {}
    for question in PACK.questions:
        letters = [option.letter for option in question.options]
        if question.kind == "single":
            fields[question.id] = st.sampled_from([None, *letters])
        else:
            some = st.sets(st.sampled_from(letters[1:])).map(lambda s: tuple(sorted(s)) or ("A",))
            fields[question.id] = st.none() | some
    for scenario in PACK.scenarios:
        fields[scenario.id] = st.none() | st.integers(0, scenario.top)
    return st.fixed_dictionaries(fields).map(
        lambda drawn: {k: v for k, v in drawn.items() if v is not None}
    )


@given(any_choices(), any_choices())
def test_that_gains_add_up_to_the_difference_and_turn_round_with_the_sides(
    one: dict[str, Choice], two: dict[str, Choice]
) -> None:
    there, back = compared(one, two), compared(two, one)
    gained = sum(c.gained for c in there.items if c.item in PACK.question_by_id)
    assert gained == there.score_after - there.score_before
    assert gained == sum(c.gained for c in there.indicators)
    opposite = {"rise": "fall", "fall": "rise", "other": "other", "new": "gone", "gone": "new"}
    assert [(c.item, c.direction, c.gained) for c in there.items] == [
        (c.item, opposite[c.direction], -c.gained) for c in back.items
    ]
    # A level that moved has a reason.
    assert bool(there.decisive) or there.level_before == there.level_after


@given(any_choices())
def test_that_nothing_changed_between_the_same(choices: dict[str, Choice]) -> None:
    found = compared(choices, dict(choices))
    assert found.items == ()
    assert found.decisive == ()
