"""The documents say what is true: links lead somewhere, commands exist, numbers are right."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from suzhou_assess.cli.app import NAME, build
from suzhou_assess.cli.frame import Wishes
from suzhou_assess.domain.checks import check_answers
from suzhou_assess.domain.exchange import Submission, read_submission
from suzhou_assess.domain.points import as_text
from suzhou_assess.domain.scoring import Verdict, conditions, score
from suzhou_assess.packs.code_lists import load_places
from suzhou_assess.packs.shelf import PackShelf
from suzhou_assess.words.catalog import Words

ROOT = Path(__file__).parents[2]
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
MANUAL = ROOT / "docs" / "manual"
DOCUMENTS = [ENGLISH, CHINESE, *sorted((ROOT / "docs").rglob("*.md"))]
PICTURES = sorted((ROOT / "docs" / "pictures").glob("*"))

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_SHELL_WORDS = frozenset({">", ">>", "<", "|", "||", "&&", ";"})


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def blocks_of(document: Path, language: str) -> list[str]:
    return [body for kind, body in _BLOCK.findall(text_of(document)) if kind == language]


def anchors_of(document: Path) -> set[str]:
    """What a heading is called in an address, as GitHub does it."""
    headings = _HEADING.findall(_BLOCK.sub("", text_of(document)))
    return {re.sub(r"[^\w\- ]", "", h.strip().lower()).replace(" ", "-") for h in headings}


def links_of(document: Path) -> list[str]:
    return _LINK.findall(_BLOCK.sub("", text_of(document)))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_that_every_link_and_picture_of_the_documents_is_there(document: Path) -> None:
    broken = []
    for link in links_of(document):
        path, _, anchor = unquote(link).partition("#")
        if "://" in path:
            continue
        target = (document.parent / path) if path else document
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            broken.append(link)
    assert not broken


def test_that_no_picture_lies_there_unused() -> None:
    shown = {
        (document.parent / unquote(link)).resolve()
        for document in DOCUMENTS
        for link in links_of(document)
    }
    assert PICTURES
    assert [name_of(picture) for picture in PICTURES if picture not in shown] == []


def json_objects(block: str) -> Iterator[object]:
    decoder, at = json.JSONDecoder(), 0
    while at < len(block.rstrip()):
        found, at = decoder.raw_decode(block, at)
        yield found
        at += len(block[at:]) - len(block[at:].lstrip())


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_that_what_is_shown_as_json_is_json(document: Path) -> None:
    for block in blocks_of(document, "json"):
        assert all(isinstance(found, dict) for found in json_objects(block))


# commands


def lines_of(document: Path) -> list[str]:
    """The lines of all shell blocks, without remarks."""
    lines = "\n".join(blocks_of(document, "bash")).splitlines()
    return [line for line in (raw.partition("#")[0].strip() for raw in lines) if line]


def calls_of(document: Path) -> list[str]:
    """Every call of the program, in blocks and within sentences."""
    spans = _SPAN.findall(_BLOCK.sub("", text_of(document)))
    return [line for line in (*lines_of(document), *spans) if shlex.split(line)[:1] == [NAME]]


def understood(call: str) -> tuple[str, dict[str, object], int]:
    """The command of a call, its options, and how many arguments; raises ``UsageError``."""
    words = shlex.split(call)[1:]
    end = next((at for at, word in enumerate(words) if word in _SHELL_WORDS), len(words))
    command: click.Command = build(Words("zh"))
    context = click.Context(command, info_name=NAME, obj=Wishes(Words("zh")))
    given, rest, _ = command.make_parser(context).parse_args(words[:end])
    path = []
    while isinstance(command, click.Group) and rest:
        found = command.get_command(context, rest[0])
        if found is None:
            raise click.UsageError(f"no such command: {rest[0]}")
        path.append(rest[0])
        command, rest = found, rest[1:]
    if not path:
        return "", dict(given), 0
    context = command.make_context(path[-1], list(rest), parent=context)
    arguments = {p.name for p in command.params if isinstance(p, click.Argument)}
    options = {k: v for k, v in context.params.items() if k not in arguments}
    given_arguments = [context.params[name] for name in sorted(filter(None, arguments))]
    count = sum(len(one) if isinstance(one, tuple) else 1 for one in given_arguments)
    return " ".join(path), {**given, **options}, count


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_that_every_command_of_the_documents_exists(document: Path) -> None:
    wrong = []
    for call in calls_of(document):
        if "[" in call:
            continue  # a synopsis
        try:
            understood(call)
        except click.UsageError as error:
            wrong.append(f"{call}: {error.message}")
    assert not wrong


@pytest.mark.parametrize(
    "call", ["suzhou-assess explode", "suzhou-assess status --loud", "suzhou-assess template"]
)
def test_that_a_wrong_command_in_a_document_would_be_found(call: str) -> None:
    with pytest.raises(click.UsageError):
        understood(call)


def test_that_the_manual_shows_commands() -> None:
    shown = {understood(call)[0] for page in MANUAL.glob("*.md") for call in calls_of(page)}
    assert shown >= {"template", "import", "score", "workbook", "status", "export summary"}


def test_that_both_readmes_show_the_same_commands() -> None:
    def essence(line: str) -> object:
        return understood(line) if shlex.split(line)[0] == NAME else line

    assert list(map(essence, lines_of(ENGLISH))) == list(map(essence, lines_of(CHINESE)))


# the example that the manual works through


@cache
def example() -> tuple[Submission, Verdict]:
    pack = PackShelf().default()
    raw = json.loads((MANUAL / "example.json").read_text(encoding="utf-8"))
    submission, problems = read_submission(raw, pack, load_places())
    assert problems == []
    return submission, score(pack, submission.answers.choices)


def table_rows(document: Path) -> list[list[str]]:
    lines = [line for line in text_of(document).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_that_the_example_gets_the_points_that_the_manual_says() -> None:
    submission, verdict = example()
    said = {row[0]: row[-2:] for row in table_rows(MANUAL / "scoring.md")}
    for number, question in enumerate(submission.pack.questions, 1):
        points = [as_text(verdict.questions[question.id]), as_text(question.points)]
        assert said[f"{number} {question.name.zh}"] == points


def test_that_the_example_adds_up_as_the_manual_says() -> None:
    submission, verdict = example()
    text = text_of(MANUAL / "scoring.md")
    for dimension in submission.pack.dimensions:
        points = as_text(verdict.dimensions[dimension.id])
        assert re.search(
            rf"^- {dimension.name.zh} = .*\*\*{re.escape(points)}\*\*$", text, re.MULTILINE
        )
    assert f"= **{as_text(verdict.score)}**" in text
    for sum_, total in re.findall(r"^- .*?= ([\d. +]+) = \*\*([\d.]+)\*\*$", text, re.MULTILINE):
        thousandths = sum(round(float(part) * 1000) for part in sum_.split("+"))
        assert as_text(thousandths) == total


def test_that_the_example_reaches_the_level_that_the_manual_says() -> None:
    submission, verdict = example()
    level = submission.pack.levels[verdict.level]
    text = text_of(MANUAL / "scoring.md")
    assert f"**{level.level} 级 {level.name.zh}**" in text
    said = {row[0]: row[1:] for row in table_rows(MANUAL / "scoring.md") if len(row) == 5}
    for above in submission.pack.levels[1:]:
        for condition, cell in zip(
            conditions(above, verdict), said[str(above.level)], strict=False
        ):
            numbers = [condition.actual, condition.required, condition.short]
            shown = [as_text(n) if condition.kind == "score" else str(n) for n in numbers]
            actual, required, short = shown
            if condition.met:
                assert cell in (f"≥ {required} ✓", f"{actual} ≥ {required} ✓")
            else:
                assert cell in (f"差 {short}", f"{actual}，差 {short} 个")


def test_that_the_levels_of_the_manual_are_those_of_the_index() -> None:
    submission, _ = example()
    said = table_rows(MANUAL / "scoring.md")
    for level in submission.pack.levels[1:]:
        assert [
            f"{level.level} {level.name.zh}",
            f"≥ {as_text(level.min_score)}",
            f"≥ {level.min_scenarios} 个",
            f"≥ {level.min_binding} 个",
        ] in said


def test_that_the_example_has_the_two_warnings_that_the_manual_names() -> None:
    submission, _ = example()
    found = [problem.code for problem in check_answers(submission.pack, submission.answers)]
    assert found == ["connected_over_digital", "collected_but_level_zero"]
