from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.answers import Answers, read_answers
from suzhou_assess.domain.gap import Gap, _near_points, gap_to, next_gap
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.scoring import score


def answered(pack: Pack, not_applicable: tuple[str, ...] = (), **choices: object) -> Answers:
    answers, problems = read_answers(pack, choices, not_applicable=not_applicable)
    assert problems == []
    return answers


def gap_of(pack: Pack, answers: Answers, target: int) -> Gap:
    return gap_to(pack, answers, score(pack, answers.choices), pack.levels[target])


def best(pack: Pack) -> dict[str, object]:
    choices: dict[str, object] = {s.id: s.top for s in pack.scenarios}
    for q in pack.questions:
        letters = [o.letter for o in q.options]
        top = max(q.options, key=lambda o: o.points).letter
        choices[q.id] = letters[1:] if q.kind == "multiple" else top
    return choices


def test_that_nothing_is_above_the_highest_level(pack: Pack) -> None:
    answers = answered(pack, **best(pack))
    assert next_gap(pack, answers, score(pack, answers.choices)) is None


def test_that_the_next_level_is_the_one_above(pack: Pack) -> None:
    gap = next_gap(pack, Answers(), score(pack, {}))
    assert gap is not None
    assert gap.target.level == 1
    assert [(c.kind, c.short) for c in gap.unmet] == [
        ("score", 20_000),
        ("scenarios", 6),
        ("binding", 3),
    ]


def test_that_a_reached_level_has_no_unmet_condition(pack: Pack) -> None:
    gap = gap_of(pack, answered(pack, **best(pack)), 3)
    assert gap.unmet == ()
    assert gap.scenarios == ()
    assert gap.points == ()


def test_that_binding_scenarios_come_first_while_binding_ones_are_missing(pack: Pack) -> None:
    levels = {s.id: 1 if not s.binding else 0 for s in pack.scenarios}
    near = gap_of(pack, answered(pack, **levels), 2).scenarios
    assert [n.binding for n in near] == sorted((n.binding for n in near), reverse=True)


def test_that_the_nearest_scenario_comes_first_once_enough_are_binding(pack: Pack) -> None:
    levels = {s.id: 2 if s.binding else 0 for s in pack.scenarios} | {"S02": 1, "S13": 0}
    near = gap_of(pack, answered(pack, **levels), 2).scenarios
    assert (near[0].scenario, near[0].steps) == ("S02", 1)


def test_that_a_scenario_that_does_not_apply_is_no_way_up(pack: Pack) -> None:
    near = gap_of(pack, answered(pack, not_applicable=("S01",)), 1).scenarios
    assert len(near) == 15
    assert "S01" not in {n.scenario for n in near}


def test_that_the_effort_of_several_steps_adds_up(pack: Pack) -> None:
    near = next(n for n in gap_of(pack, answered(pack, S01=1), 4).scenarios if n.scenario == "S01")
    assert (near.level, near.steps) == (1, 3)
    assert near.effort == sum(pack.scenario_by_id["S01"].efforts[1:4])


def test_that_results_come_after_what_can_be_worked_on(pack: Pack) -> None:
    outcomes = [p.outcome for p in gap_of(pack, Answers(), 1).points]
    assert outcomes == sorted(outcomes)
    assert any(outcomes)


def test_that_an_unanswered_question_may_gain_its_first_option_too(pack: Pack) -> None:
    question = pack.question_by_id["Q05"]
    first, *rest = question.options
    worth = replace(question, options=(replace(first, points=1000, effort=1), *rest))
    (near,) = _near_points(worth, Answers())
    assert (near.letter, near.gain, near.effort) == ("A", 1000, 1)
    (near,) = _near_points(worth, Answers({"Q05": "A"}))
    assert (near.letter, near.gain) == ("B", 1500)


@given(data=st.data())
def test_that_every_near_point_gains_exactly_what_it_says(pack: Pack, data: st.DataObject) -> None:
    choices: dict[str, object] = {}
    for q in pack.questions:
        letters = [o.letter for o in q.options]
        if q.kind == "multiple":
            choices[q.id] = data.draw(st.lists(st.sampled_from(letters[1:]), unique=True)) or None
        else:
            choices[q.id] = data.draw(st.sampled_from([None, *letters]))
    answers = answered(pack, **choices)
    before = score(pack, answers.choices).score
    for near in gap_of(pack, answers, 4).points:
        chosen = choices[near.question]
        wanted = [*chosen, near.letter] if isinstance(chosen, list) else near.letter
        changed = answered(pack, **(choices | {near.question: wanted}))
        assert score(pack, changed.choices).score == before + near.gain
        assert near.gain > 0
