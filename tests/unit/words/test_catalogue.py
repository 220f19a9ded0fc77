"""The catalogue of words against itself and against the code that says them."""

import ast
import json
import runpy
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import suzhou_assess
from suzhou_assess.domain.problems import CATALOGUE, Problem, problem
from suzhou_assess.domain.text import Text
from suzhou_assess.resources import files
from suzhou_assess.words.catalog import Words

PACKAGE = Path(suzhou_assess.__file__).parent
AREAS = [
    name.removeprefix("words/").removesuffix(".json") for name in files.names("words", ".json")
]
SAID_BY_CODE = ("packs.", "package_trouble.", "store.", "template_faults.", "whose.")
"""Areas whose keys are made of the code of an error: every code has its words, and no others."""

MADE_INTO_FORMULAS = ("workbook.",)
"""Areas whose sentences may be said with their braces, which a formula of the cell fills in."""


@cache
def area(name: str) -> dict[str, dict[str, str]]:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys)), f"a key twice in {name}: {keys}"
        return dict(pairs)

    return json.loads(files.read_bytes(f"words/{name}.json"), object_pairs_hook=once)


def keys() -> set[str]:
    return {f"{name}.{key}" for name in AREAS if name != "problems" for key in area(name)}


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("name", [name for name in AREAS if name != "problems"])
def test_that_every_sentence_is_there_in_both_languages_with_the_same_braces(name: str) -> None:
    for key, said in area(name).items():
        assert set(said) == {"zh", "en"}, key
        assert said["zh"].strip(), key
        assert said["en"].strip(), key
        assert braces(said["zh"]) == braces(said["en"]), key


def test_that_every_problem_has_words_and_every_words_a_problem() -> None:
    assert set(area("problems")) == set(CATALOGUE)
    for code, said in area("problems").items():
        assert set(said) == {"zh_what", "zh_remedy", "en_what", "en_remedy"}, code
        assert all(text.strip() for text in said.values()), code
        assert braces(said["zh_what"] + said["zh_remedy"]) == braces(
            said["en_what"] + said["en_remedy"]
        ), code


def test_that_chinese_sentences_have_chinese_marks() -> None:
    for code, said in area("problems").items():
        for part in ("zh_what", "zh_remedy"):
            assert said[part].endswith("。"), code
            assert not set(said[part]) & set('?!;"'), code
            assert ", " not in said[part], code


def test_that_the_page_of_problem_codes_is_true() -> None:
    script = PACKAGE.parent / "docs" / "make_problems.py"
    made = runpy.run_path(str(script))
    assert made["PAGE"].read_text(encoding="utf-8") == made["page"](), f"run {script.name}"


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in PACKAGE.rglob("*.py"):
        yield (
            path.relative_to(PACKAGE).as_posix(),
            ast.parse(path.read_text(encoding="utf-8"), path.name),
        )


def looks_like_key(text: object) -> bool:
    head, dot, tail = text.partition(".") if isinstance(text, str) else ("", "", "")
    return head in AREAS and bool(dot) and tail.isidentifier()


@cache
def used() -> tuple[set[str], set[str]]:
    """Every key that stands in the code, and every start of a key that is made there."""
    whole: set[str] = set()
    starts: set[str] = set(SAID_BY_CODE)
    for _, tree in trees():
        parts = {id(p) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for p in n.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and looks_like_key(node.value):
                if id(node) not in parts:
                    whole.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                if start.partition(".")[0] in AREAS and "." in start:
                    starts.add(start)
    return whole, starts


def test_that_every_key_in_the_code_has_words() -> None:
    whole, starts = used()
    assert whole - keys() == set()
    for start in starts:
        assert any(key.startswith(start) for key in keys()), start


def test_that_no_words_are_left_over() -> None:
    whole, starts = used()
    left = {key for key in keys() - whole if not key.startswith(tuple(starts))}
    assert left == set()


def said_with() -> Iterator[tuple[str, str, set[str]]]:
    """Where, key and names of what is filled in, for every ``say`` with all in sight."""
    for where, tree in trees():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr != "say" or not node.args:
                continue
            key = node.args[0]
            if not (isinstance(key, ast.Constant) and looks_like_key(key.value)):
                continue
            names = {keyword.arg for keyword in node.keywords}
            if None not in names:
                yield f"{where}:{node.lineno}", key.value, {name for name in names if name}


def test_that_every_brace_is_filled_in_and_nothing_else_is_passed() -> None:
    for where, key, names in said_with():
        name, _, rest = key.partition(".")
        if names or not key.startswith(MADE_INTO_FORMULAS):
            assert braces(area(name)[rest]["zh"]) == names, f"{where}: {key}"


def test_that_every_problem_made_in_the_code_fills_its_words() -> None:
    for where, tree in trees():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id != "problem" or not node.args:
                continue
            code = node.args[0]
            names = {keyword.arg for keyword in node.keywords}
            if isinstance(code, ast.Constant) and None not in names:
                said = area("problems")[code.value]
                assert braces("".join(said.values())) <= names, f"{where}:{node.lineno}"


def test_that_parameters_are_said_in_the_language_of_the_words() -> None:
    found = problem(
        "exclusive_with_others",
        item=Text("网络建设", "Network"),
        option=Text("都还没有", "None of these"),
        letters=("A", "B"),
    )
    assert "网络建设" in Words("zh").what(found)
    assert "A、B" in Words("zh").what(found)
    assert "Network" in Words("en").what(found)
    assert "A, B" in Words("en").problem(found)


def test_that_a_check_of_a_pack_speaks_its_own_words() -> None:
    own = Problem("x", "warning", params={"value": 3}, message=Text("填了 {value}", "is {value}"))
    assert Words("zh").problem(own) == "填了 3"
    assert Words("en").problem(own) == "is 3"


def test_that_trouble_says_what_and_what_to_do() -> None:
    said = Words("zh").trouble("packs", "alias")
    assert said == Words("zh").say("packs.alias_what") + Words("zh").say("packs.alias_remedy")
    assert ". " in Words("en").trouble("packs", "alias")


def test_that_an_unknown_key_is_our_own_mistake() -> None:
    with pytest.raises(KeyError):
        Words("zh").say("verdict.no_such_words")
