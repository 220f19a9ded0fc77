import contextlib
import copy
import random
import time
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from suzhou_assess.packs.loader import load_pack
from suzhou_assess.packs.problems import PackError, PackProblem
from suzhou_assess.resources import files

BUNDLED = files.read_bytes("packs/miit-2024.yaml")
PLAIN: dict[str, Any] = yaml.load(BUNDLED, Loader=yaml.CBaseLoader)


def refused(data: bytes | str) -> list[PackProblem]:
    with pytest.raises(PackError) as caught:
        load_pack(data.encode() if isinstance(data, str) else data, "office.yaml")
    return caught.value.problems


def edited(old: str, new: str, count: int = 1) -> tuple[str, int]:
    """The bundled file with its first ``old`` replaced, and the line that it is in."""
    text = BUNDLED.decode()
    assert old in text
    return text.replace(old, new, count), text[: text.index(old)].count("\n") + 1


def changed(path: str, value: object) -> str:
    """The bundled pack with another value at a path (``None`` takes it out), as YAML."""
    plain = copy.deepcopy(PLAIN)
    holder: Any = plain
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    for step in steps:
        holder = holder[step]
    if value is None:
        del holder[last]
    else:
        holder[last] = value
    return yaml.dump(plain, Dumper=yaml.CDumper, allow_unicode=True, sort_keys=False)


def test_that_the_bundled_pack_is_the_whole_index() -> None:
    pack = load_pack(BUNDLED, "miit-2024.yaml")
    assert (pack.id, pack.edition, pack.full_score) == ("miit-2024", "2024", 100_000)
    assert (len(pack.questions), len(pack.scenarios), len(pack.levels)) == (15, 16, 5)
    assert [(level.min_score, level.min_scenarios, level.min_binding) for level in pack.levels] == [
        (0, 0, 0),
        (20_000, 6, 3),
        (40_000, 6, 3),
        (60_000, 8, 5),
        (80_000, 10, 6),
    ]


def test_that_proofs_know_what_they_belong_to() -> None:
    pack = load_pack(BUNDLED, "miit-2024.yaml")
    proofs = pack.proofs_of("Q01")
    assert [(proof.id, proof.letters) for proof in proofs] == [
        ("Q01.1", ("B", "C")),
        ("Q01.2", ("B", "C", "D")),
        ("Q01.3", ("D",)),
        ("Q01.4", ("E",)),
    ]
    assert [(proof.id, proof.from_level) for proof in pack.proofs_of("S01")] == [
        ("S01.1", None),
        ("S01.2", 2),
        ("S01.3", 3),
        ("S01.4", 4),
    ]
    assert pack.proof_by_id["Q01.3"] is proofs[2]


def test_that_the_points_of_every_level_of_the_tree_add_up() -> None:
    pack = load_pack(BUNDLED, "miit-2024.yaml")
    for dimension in pack.dimensions:
        assert dimension.points == sum(i.points for i in dimension.indicators)
        for indicator in dimension.indicators:
            assert indicator.points == sum(s.points for s in indicator.subindicators)
            for sub in indicator.subindicators:
                assert sub.points == sum(q.points for q in sub.questions)


Q01 = "dimensions.0.indicators.0.subindicators.0.questions.0"
Q02 = "dimensions.0.indicators.0.subindicators.1.questions.0"
Q12 = "dimensions.2.indicators.0.subindicators.0.questions.0"
S01 = "scenario_groups.0.scenarios.0"

REFUSALS = [
    # shape
    ("name", None, "missing_key", "name"),
    ("levels", "many", "not_a_list", "levels"),
    ("colour", "red", "unknown_key", "colour"),
    ("name", "指标", "not_a_text", "name"),
    ("name", {"zh": "指标"}, "text_missing", "name.en"),
    ("name", {"zh": "指标", "en": " "}, "text_missing", "name.en"),
    ("name", {"zh": "指标", "en": "Index", "de": "Index"}, "unknown_key", "name.de"),
    ("id", "miit 2024", "not_an_id", "id"),
    ("dimensions", [], "too_few", "dimensions"),
    ("dimensions.0.weight", "0.5", "not_a_percentage", "dimensions[0].weight"),
    ("dimensions.0", "x", "not_a_mapping", "dimensions[0]"),
    (f"{Q01}.kind", "both", "not_one_of", "kind"),
    (f"{Q01}.options.1.points", "-2", "not_points", "options[1].points"),
    (f"{Q01}.options.1.points", "1e9", "not_points", "options[1].points"),
    (f"{Q01}.options.1.effort", "1.5", "not_whole", "options[1].effort"),
    (f"{Q01}.options.0.excludes_others", "maybe", "not_true_or_false", "excludes_others"),
    (f"{Q01}.help.evidence", [], "too_few", "help.evidence"),
    ("checks.0.rule", "guess", "not_one_of", "checks[0].rule"),
    ("checks.3.names", {"B": "S01"}, "unknown_key", "checks[3].names"),
    ("checks.4.names", {}, "not_a_lookup", "checks[4].names"),
    ("edition", {"a": "b"}, "not_a_word", "edition"),
    # ids
    (f"{Q02}.id", "Q01", "id_twice", "questions[0].id"),
    (f"{S01}.id", "Q01", "id_twice", "scenarios[0].id"),
    (f"{Q02}.figures.0.id", "S01", "id_twice", "figures[0].id"),
    (f"{Q02}.figures.0.id", "devices_digital", "id_twice", "figures[1].id"),
    ("dimensions.1.id", "foundation", "id_twice", "dimensions[1].id"),
    ("checks.0.id", "uscc_check", "id_reserved", "checks[0].id"),
    # weights and points
    ("dimensions.0.weight", "51%", "weights_sum", "dimensions"),
    ("dimensions.0.indicators.0.weight", "39%", "weights_sum", "dimensions[0].indicators"),
    (f"{Q01}.weight", "99%", "weights_sum", "subindicators[0].questions"),
    (f"{Q01}.options.1.points", "2.5", "points_differ", "questions[0].options"),
    (f"{Q02}.options.4.points", "5", "points_differ", "questions[0].options"),
    (f"{Q01}.options.1.points", "2.0001", "option_too_fine", "options[1].points"),
    # questions
    (f"{Q01}.options.1.letter", "C", "letter_order", "options[1].letter"),
    (f"{Q02}.options.0.excludes_others", "true", "excludes_in_single", "excludes_others"),
    (f"{Q02}.kind", "multiple", "rule_in_multiple", "rule"),
    (f"{Q02}.rule", {}, "rule_not_one", "rule"),
    (f"{Q02}.rule.band.numerator", "robots", "figure_not_there", "rule.band.numerator"),
    (f"{Q12}.rule.trend.before.numerator", "coal", "figure_not_there", "before.numerator"),
    (f"{Q12}.rule.trend.scale", "0", "scale_zero", "trend.scale"),
    (f"{Q01}.options.1.upper", "10%", "without_rule", "options[1].upper"),
    (f"{Q01}.options.1.trend", "up", "without_rule", "options[1].trend"),
    (f"{Q02}.options.1.upper", None, "upper_missing", "options[1].upper"),
    (f"{Q02}.options.1.upper", "10%", "bands_not_ascending", "options[1].upper"),
    (f"{Q02}.options.4.upper", "90%", "bands_not_to_whole", "options[4].upper"),
    (f"{Q12}.options.0.trend", "down", "trends_incomplete", "questions[0].options"),
    # scenarios and levels
    (f"{S01}.levels.0.effort", "2", "effort_at_zero", "levels[0].effort"),
    (f"{S01}.levels.1.effort", None, "effort_missing", "levels[1].effort"),
    ("levels.1.level", "2", "level_order", "levels[1].level"),
    ("levels.0.min_score", "1", "level_zero_condition", "levels[0].min_score"),
    ("levels.4.min_scenarios", "17", "level_out_of_reach", "levels[4].min_scenarios"),
    ("levels.4.min_binding", "11", "level_out_of_reach", "levels[4].min_binding"),
    ("levels.4.min_score", "101", "score_above_full", "levels[4].min_score"),
    # proofs
    (f"{Q01}.help.evidence.0.for", "B", "not_a_list", "evidence[0].for"),
    (f"{Q01}.help.evidence.0.for", [], "too_few", "evidence[0].for"),
    (f"{Q01}.help.evidence.0.for.1", "Z", "option_not_there", "evidence[0].for[1]"),
    (f"{Q01}.help.evidence.0.since", "2", "unknown_key", "evidence[0].since"),
    (f"{Q02}.help.evidence.0.from", "2", "proof_from_in_question", "evidence[0].from"),
    (f"{Q01}.help.evidence.3.for", ["D"], "options_without_proof", "help.evidence"),
    (f"{S01}.help.evidence.0.for", ["B"], "proof_for_in_scenario", "evidence[0].for"),
    (f"{S01}.help.evidence.1.from", "two", "not_whole", "evidence[1].from"),
    (f"{S01}.help.evidence.1.from", "0", "proof_level", "evidence[1].from"),
    (f"{S01}.help.evidence.1.from", "5", "proof_level", "evidence[1].from"),
    (f"{S01}.help.evidence.0.from", "2", "level_without_proof", "help.evidence"),
    # checks and references
    ("checks.0.figure", "robots", "figure_not_there", "checks[0].figure"),
    ("checks.3.question", "Q99", "question_not_there", "checks[3].question"),
    ("checks.3.option", "Z", "option_not_there", "checks[3].option"),
    ("checks.3.requires.1", "Z", "option_not_there", "checks[3].requires[1]"),
    ("checks.4.names.B", "S99", "scenario_not_there", "checks[4].names.B"),
    ("checks.4.names.Z", "S01", "option_not_there", "checks[4].names.Z"),
    ("checks.6.scenarios.0", "S99", "scenario_not_there", "checks[6].scenarios[0]"),
    ("checks.6.at_most", None, "level_bound_missing", "checks[6]"),
    ("checks.0.message.zh", "{colour}", "braces", "checks[0].message.zh"),
    ("checks.0.message.en", "{", "braces", "checks[0].message.en"),
    ("checks.0.message.en", "{value!r}", "braces", "checks[0].message.en"),
    ("references.0.by_level", ["0", "1"], "reference_length", "references[0].by_level"),
    ("references.0.by_level.4", "6", "reference_above_maximum", "references[0].by_level[4]"),
]


@pytest.mark.parametrize(("path", "value", "code", "where"), REFUSALS)
def test_that_a_fault_is_named_with_its_line_and_place(
    path: str, value: object, code: str, where: str
) -> None:
    text = changed(path, value)
    problems = refused(text)
    problem = next(p for p in problems if p.code == code)
    assert problem.path.endswith(where)
    assert problem.file == "office.yaml"
    assert problem.line is not None
    if value is not None and code != "text_missing":
        last = where.rpartition(".")[2].partition("[")[0]
        assert last in text.splitlines()[problem.line - 1] or where.endswith("]")
    assert problem.what.zh
    assert problem.remedy.zh
    assert problem.what.en
    assert problem.remedy.en


def test_that_the_line_is_the_one_that_the_author_wrote() -> None:
    text, line = edited("weight: 40%", "weight: 45%")
    text = text.replace("upper: 20%", "upper: 5%", 1)
    upper_line = BUNDLED.decode()[: BUNDLED.decode().index("upper: 20%")].count("\n") + 1
    problems = refused(text)
    found = {p.code: p.line for p in problems}
    assert found["bands_not_ascending"] == upper_line
    indicators = next(p for p in problems if p.code == "weights_sum")
    assert indicators.line is not None
    assert indicators.line < line
    assert indicators.path == "dimensions[0].indicators"


def test_that_all_problems_come_at_once_in_the_order_of_the_file() -> None:
    plain = copy.deepcopy(PLAIN)
    plain["dimensions"][0]["weight"] = "half"
    plain["levels"][1]["min_score"] = "lots"
    del plain["scenario_groups"][0]["scenarios"][0]["prompt"]
    problems = refused(yaml.dump(plain, Dumper=yaml.CDumper, sort_keys=False))
    assert [p.path for p in problems] == [
        "dimensions[0].weight",
        "scenario_groups[0].scenarios[0].prompt",
        "levels[1].min_score",
    ]


def test_that_weights_that_multiply_to_less_than_thousandths_are_refused() -> None:
    plain = copy.deepcopy(PLAIN)
    for sub, weight in zip(
        plain["dimensions"][0]["indicators"][0]["subindicators"],
        ("33.3333%", "33.3333%", "33.3334%"),
        strict=True,
    ):
        sub["weight"] = weight
    problems = refused(yaml.dump(plain, Dumper=yaml.CDumper, sort_keys=False))
    assert {p.code for p in problems} == {"points_too_fine"}
    assert len(problems) == 3


def test_that_a_problem_reads_as_one_line_with_place_reason_and_remedy() -> None:
    (problem,) = refused(changed("levels.1.min_score", "lots"))
    said = problem.say("zh")
    assert said.startswith(f"office.yaml:{problem.line} levels[1].min_score：")
    assert "lots" in said
    assert "\n" not in said
    assert problem.say("en") in str(PackError([problem]))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"# nothing\n", "empty_file"),
        (b"null", "format_unknown"),
        (b"- a\n- b\n", "format_unknown"),
        (b"id: x\n", "format_unknown"),
        (b"format: suzhou-assess/pack/2\nnew: 1\n", "format_newer"),
        (b"format: suzhou-assess/pack/1\na: [1\n", "syntax"),
        (b"format: suzhou-assess/pack/1\n\tb: 1\n", "syntax"),
        (b"a: 1\n---\nb: 2\n", "several_documents"),
        (b"a: \x07\n", "strange_character"),
        ("名称: 指标".encode("gbk"), "not_utf8"),
        ("a: 1".encode("utf-16"), "not_utf8"),
        (b"? [a]\n: 1\n", "key_not_text"),
        (b"#" * (5 * 1024 * 1024), "too_large"),
        (b"[" * 100_000, "too_deep"),
        (b"- " * 100_000, "too_deep"),
        (b"{a: " * 100_000, "too_deep"),
        (b"? " * 100_000, "key_not_text"),
    ],
)
def test_that_what_is_no_pack_at_all_is_refused(data: bytes, code: str) -> None:
    assert code in [p.code for p in refused(data)]


def test_that_a_key_given_twice_is_refused_with_both_lines() -> None:
    head, _, rest = BUNDLED.decode().partition("name:")
    (problem,) = refused(f"{head}edition: '2025'\nname:{rest}")
    assert (problem.code, problem.path) == ("duplicate_key", "edition")
    assert problem.line == head.count("\n") + 1
    assert f"第 {head[: head.index('edition')].count(chr(10)) + 1} 行" in problem.what.zh


def test_that_nested_anchors_do_not_expand() -> None:
    bomb = ["format: suzhou-assess/pack/1", "a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    bomb += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    started = time.perf_counter()
    assert "alias" in {p.code for p in refused("\n".join(bomb))}
    assert time.perf_counter() - started < 5


def test_that_an_alias_of_itself_is_refused() -> None:
    assert "alias" in {p.code for p in refused("format: suzhou-assess/pack/1\na: &a [*a]\n")}


def test_that_an_alias_as_a_key_is_refused() -> None:
    problems = refused("format: suzhou-assess/pack/1\na: &a x\n*a : 1\n")
    assert "alias" in {p.code for p in problems}


def test_that_a_tag_runs_nothing() -> None:
    tagged = 'format: suzhou-assess/pack/1\nid: !!python/object/apply:os.system ["false"]\n'
    assert "tag" in {p.code for p in refused(tagged)}


def _paths(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [p for key, entry in inner for p in [(*path, key), *_paths(entry, (*path, key))]]


PATHS = _paths(PLAIN)
ODD = st.sampled_from(
    [
        "",
        "~",
        "0",
        "-1",
        "1e999999999",
        "999999999",
        "100%",
        "33.333333%",
        "Q01",
        "S01",
        "A",
        "{x}",
        "true",
        "网络",
        "\u0085",
        [],
        {},
        [[]],
        {"zh": "a"},
        {"zh": "a", "en": "b"},
        ["B", "B"],
        None,
    ]
)


def _delete(holder: Any, key: Any, odd: object) -> None:
    del holder[key]


def _replace(holder: Any, key: Any, odd: object) -> None:
    holder[key] = odd


def _double(holder: Any, key: Any, odd: object) -> None:
    if isinstance(holder, list):
        holder.insert(key, copy.deepcopy(holder[key]))
    else:
        holder[f"{key}_"] = holder[key]


def _reverse(holder: Any, key: Any, odd: object) -> None:
    if isinstance(holder[key], list):
        holder[key].reverse()


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(PATHS) - 1),
            st.sampled_from([_delete, _replace, _double, _reverse]),
            ODD,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_that_no_change_of_the_data_gives_anything_but_a_pack_or_its_problems(
    changes: list[tuple[int, Callable[[Any, Any, object], None], object]],
) -> None:
    plain = copy.deepcopy(PLAIN)
    for index, change, odd in changes:
        holder: Any = plain
        *steps, last = PATHS[index]
        try:
            for step in steps:
                holder = holder[step]
            change(holder, last, odd)
        except (KeyError, IndexError, TypeError):
            continue
    _load_or_refuse(yaml.dump(plain, Dumper=yaml.CDumper, allow_unicode=True).encode())


@settings(max_examples=150)
@given(st.integers(0, 2**32), st.integers(1, 8))
def test_that_no_change_of_the_text_gives_anything_but_a_pack_or_its_problems(
    seed: int, edits: int
) -> None:
    chance = random.Random(seed)
    data = bytearray(BUNDLED)
    for _ in range(edits):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randrange(400)]
            case 2:
                data[at:at] = chance.choice([b"&a ", b"*a", b"- ", b": ", b"{", b"[", b'"', b"\n"])
            case 3:
                source = chance.randrange(len(data))
                data[at:at] = data[source : source + chance.randrange(400)]
    _load_or_refuse(bytes(data))


def _load_or_refuse(data: bytes) -> None:
    with contextlib.suppress(PackError):
        assert load_pack(data, "office.yaml").full_score == 100_000
