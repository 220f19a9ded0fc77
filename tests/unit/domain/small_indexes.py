"""Made-up indexes of a handful of questions and scenarios, small enough to try every answer."""

from __future__ import annotations

import random
from fractions import Fraction

from suzhou_assess.domain.answers import Answers, Choice
from suzhou_assess.domain.pack import (
    Dimension,
    Help,
    Indicator,
    Level,
    Option,
    Pack,
    Question,
    Scenario,
    ScenarioGroup,
    SubIndicator,
)
from suzhou_assess.domain.planner import Wishes
from suzhou_assess.domain.text import Text

_LETTERS = "ABCDEFG"


def _text(words: str) -> Text:
    return Text(words, words)


_HELP = Help(_text("…"))


def small_pack(chance: random.Random, *, sensible: bool = False) -> Pack:
    """An index of two to four questions and two to four scenarios.

    Unless ``sensible``, a level may ask less than the one below it, later options may give fewer
    points, and what stands alone may be worth something.
    """
    size = chance.randint(2, 4)
    # All answers of the largest are some ten thousand.
    most_options, most_scenarios = {2: (6, 4), 3: (5, 4), 4: (4, 3)}[size]
    questions = tuple(
        _question(chance, f"Q{n}", chance.randint(2, most_options), sensible) for n in range(size)
    )
    scenarios = tuple(_scenario(chance, f"S{n}") for n in range(chance.randint(2, most_scenarios)))
    full = sum(question.points for question in questions)
    binding = sum(scenario.binding for scenario in scenarios)
    asked = [
        (chance.randint(0, full), chance.randint(0, len(scenarios)), chance.randint(0, binding))
        for _ in range(chance.randint(1, 3))
    ]
    if sensible:
        asked = list(zip(*(sorted(column) for column in zip(*asked, strict=True)), strict=True))
    levels = (
        Level(0, _text("L0"), _text("…")),
        *(Level(n, _text(f"L{n}"), _text("…"), *least) for n, least in enumerate(asked, 1)),
    )
    whole = Fraction(1)
    sub = SubIndicator("sub", _text("sub"), whole, full, questions)
    indicator = Indicator("indicator", _text("indicator"), whole, full, (sub,))
    return Pack(
        id="small",
        edition="1",
        name=_text("small"),
        short_name=_text("small"),
        source=_text("made up"),
        dimensions=(Dimension("dimension", _text("dimension"), whole, full, (indicator,)),),
        scenario_dimension=_text("scenarios"),
        scenario_groups=(ScenarioGroup("group", _text("group"), scenarios),),
        levels=levels,
    )


def _question(chance: random.Random, name: str, count: int, sensible: bool) -> Question:
    multiple = chance.random() < 0.5
    worth = [0, *(chance.choice([0, 500, 700, 900, 1000, 2000]) for _ in range(count - 1))]
    if not multiple and sensible:
        worth.sort()
    if multiple and not sensible and chance.random() < 0.2:
        worth[0] = chance.choice([500, 1500])
    options = tuple(
        Option(
            _LETTERS[n],
            _text(_LETTERS[n]),
            points,
            excludes_others=multiple and n == 0,
            effort=chance.choice([0, 1, 1, 2, 3, 5]),
        )
        for n, points in enumerate(worth)
    )
    best = max(sum(worth[1:]), worth[0]) if multiple else max(worth)
    return Question(
        name,
        _text(name),
        _text("?"),
        "multiple" if multiple else "single",
        best,
        options,
        _HELP,
        outcome=chance.random() < 0.2,
    )


def _scenario(chance: random.Random, name: str) -> Scenario:
    top = chance.randint(1, 3)
    return Scenario(
        name,
        _text(name),
        _text("?"),
        chance.random() < 0.5,
        tuple(_text(str(level)) for level in range(top + 1)),
        tuple(chance.choice([0, 1, 1, 2, 3]) for _ in range(top)),
        _HELP,
    )


def some_answers(chance: random.Random, pack: Pack, leaning: float = 0.4) -> Answers:
    """Answers of which some are missing and some scenarios are 不适用."""
    choices: dict[str, Choice] = {}
    for question in pack.questions:
        if chance.random() < 0.2:
            continue
        if question.kind == "single":
            choices[question.id] = chance.choice(question.options).letter
        else:
            free = [o.letter for o in question.options if not o.excludes_others]
            chosen = tuple(letter for letter in free if chance.random() < leaning)
            alone = [o.letter for o in question.options if o.excludes_others]
            if chosen or alone:
                choices[question.id] = chosen or (alone[0],)
    not_applicable = set()
    for scenario in pack.scenarios:
        if chance.random() < 0.2:
            continue
        choices[scenario.id] = sum(chance.random() < leaning for _ in range(scenario.top))
        if chance.random() < 0.15:
            choices[scenario.id] = 0
            not_applicable.add(scenario.id)
    return Answers(choices, not_applicable=frozenset(not_applicable))


def some_wishes(chance: random.Random, pack: Pack) -> Wishes:
    """Wishes about up to two changes to be made and up to three not to be."""
    changes = [
        (question.id, option.letter)
        for question in pack.questions
        for option in question.options
        if not option.excludes_others
    ] + [
        (scenario.id, level) for scenario in pack.scenarios for level in range(1, scenario.top + 1)
    ]
    return Wishes(
        outcomes=chance.random() < 0.5,
        fixed=frozenset(chance.sample(changes, min(len(changes), chance.choice([0, 0, 1, 2])))),
        excluded=frozenset(
            chance.sample([*changes, *pack.item_ids], chance.choice([0, 0, 1, 2, 3]))
        ),
    )
