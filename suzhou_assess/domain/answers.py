"""One enterprise's answers to an index: what was chosen, judged, counted and noted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, DecimalException
from functools import lru_cache

from suzhou_assess.domain.pack import Figure, Pack, Question, Scenario
from suzhou_assess.domain.problems import Problem, as_written, problem
from suzhou_assess.domain.text import Text

Choice = str | tuple[str, ...] | int
"""A letter (single choice), letters in the index's order (multiple), a level (scenario)."""

Number = int | Decimal
"""Figures are exact: floats are turned into the decimal that they print as."""

GENERAL = "general"
"""Where the note on the assessment as a whole stands."""

NO_CHOICES: Mapping[str, Choice] = {}
NO_FIGURES: Mapping[str, Number] = {}
NO_NOTES: Mapping[str, str] = {}
_NONE: frozenset[str] = frozenset()
_MOST = 10**15 - 1
"""Largest number that is taken for one."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers that fit their pack. A missing id is unanswered."""

    choices: Mapping[str, Choice] = field(default_factory=lambda: NO_CHOICES)
    figures: Mapping[str, Number] = field(default_factory=lambda: NO_FIGURES)
    not_applicable: frozenset[str] = frozenset()
    """Scenarios judged 不适用. They stand in ``choices`` at level 0 as well."""
    notes: Mapping[str, str] = field(default_factory=lambda: NO_NOTES)
    """By what they stand at: an item, a section (``sections``) or the whole (``GENERAL``)."""
    flags: frozenset[str] = frozenset()
    """Items to be verified later (待核)."""
    reasons: Mapping[str, str] = field(default_factory=lambda: NO_NOTES)
    """By item: why the verdict on site differs from what the enterprise claimed."""


def read_answers(
    pack: Pack,
    choices: Mapping[str, object],
    figures: Mapping[str, object] | None = None,
    not_applicable: Sequence[str] = (),
    notes: Mapping[str, str] | None = None,
    flags: Sequence[str] = (),
    reasons: Mapping[str, str] | None = None,
) -> tuple[Answers, list[Problem]]:
    """Raw values, as they come from JSON or a workbook, against the pack.

    Gives the answers that could be understood and a problem for everything that could not.
    """
    problems: list[Problem] = []
    readers = _readers(pack)
    understood: dict[str, Choice] = {}
    for item, raw in choices.items():
        reader = readers.get(item)
        if reader is None:
            problems.append(problem("unknown_item", item, item=str(item)))
            continue
        kind = type(raw)
        if kind is str or kind is int:
            plain = reader.plain.get(raw)  # type: ignore[call-overload]
            if plain is not None:
                understood[item] = plain
                continue
        elif raw is None:
            continue
        choice = reader.read(raw, problems)
        if choice is not None:
            understood[item] = choice
    scenarios = pack.scenario_by_id
    for item in not_applicable:
        if item not in scenarios:
            problems.append(problem("unknown_item", str(item), item=str(item)))
        elif understood.setdefault(item, 0) != 0:
            problems.append(problem("not_applicable_with_level", item, item=scenarios[item].name))
    return (
        Answers(
            choices=understood,
            figures=read_figures(pack, figures, problems) if figures else NO_FIGURES,
            not_applicable=(
                frozenset([i for i in not_applicable if understood.get(i) == 0])
                if not_applicable
                else _NONE
            ),
            notes=notes or NO_NOTES,
            flags=frozenset(flags),
            reasons=reasons or NO_NOTES,
        ),
        problems,
    )


def read_choice(pack: Pack, item: str, raw: object) -> tuple[Choice | None, list[Problem]]:
    """One raw value against the pack; raises ``KeyError`` for an item that isn't in it."""
    problems: list[Problem] = []
    return _readers(pack)[item].read(raw, problems), problems


def read_figures(
    pack: Pack, raw: Mapping[str, object], problems: list[Problem]
) -> dict[str, Number]:
    """The figures that are sound; what isn't goes into ``problems``."""
    known = pack.figure_by_id
    figures: dict[str, Number] = {}
    for name, value in raw.items():
        figure = known.get(name)
        if figure is None:
            problems.append(problem("unknown_figure", str(name), figure=str(name)))
            continue
        if figure.maximum is None:  # by far the most are sound, and taken without more ado
            kind = type(value)
            if kind is int and 0 <= value <= _MOST:  # type: ignore[operator]
                figures[name] = value  # type: ignore[assignment]
                continue
            if kind is float and not figure.integer and 0 <= value < _MOST:  # type: ignore[operator]
                figures[name] = Decimal(repr(value))
                continue
        if value is not None:
            number = read_figure(figure, value, problems)
            if number is not None:
                figures[name] = number
    return figures


def read_figure(figure: Figure, raw: object, problems: list[Problem]) -> Number | None:
    """One figure: a finite number, not negative, whole where units are counted."""
    number = exact_number(raw)
    if number is None:
        code = "figure_not_a_number"
    elif number < 0:
        code = "figure_negative"
    elif figure.integer and number != int(number):
        code = "figure_not_whole"
    elif figure.maximum is not None and number > figure.maximum:
        problems.append(
            problem(
                "figure_above_maximum",
                figure.id,
                figure=figure.name,
                value=as_written(raw),
                maximum=figure.maximum,
            )
        )
        return None
    else:
        return int(number) if figure.integer else number
    problems.append(problem(code, figure.id, figure=figure.name, value=as_written(raw)))
    return None


def exact_number(raw: object) -> Number | None:
    """A finite number, exactly as written; ``None`` for anything else (also for booleans)."""
    kind = type(raw)
    if kind is int:
        return raw if -_MOST <= raw <= _MOST else None  # type: ignore[operator,return-value]
    if kind is float:
        return Decimal(repr(raw)) if -1e15 < raw < 1e15 else None  # type: ignore[operator]
    if kind is Decimal or kind is str:
        try:
            number = Decimal(raw)  # type: ignore[arg-type]
        except DecimalException:
            return None
        # Beyond these bounds is a slip of the keyboard, or an attack: 1e-999999999 is a short
        # text, but as a fraction it fills the memory.
        if number.is_finite() and number.adjusted() < 15 and number.as_tuple().exponent >= -30:  # type: ignore[operator]
            return number
    return None


class _QuestionReader:
    def __init__(self, question: Question) -> None:
        self._question = question
        self._multiple = question.kind == "multiple"
        self._letters = frozenset(option.letter for option in question.options)
        self.plain: Mapping[str, Choice] = {
            letter: (letter,) if self._multiple else letter for letter in self._letters
        }
        self._order = {option.letter: i for i, option in enumerate(question.options)}
        self._exclusive = frozenset(o.letter for o in question.options if o.excludes_others)
        # The same few hundred sets of letters come again and again in a city's answers.
        self._understood = lru_cache(maxsize=1 << 14)(self._understand)

    def read(self, raw: object, problems: list[Problem]) -> Choice | None:
        if type(raw) is str:
            if raw in self.plain:
                return self.plain[raw]
            problems.append(self._unknown([raw]))
            return None
        if type(raw) is not list and type(raw) is not tuple:
            problems.append(
                problem("not_a_choice", self._question.id, item=self._name, value=as_written(raw))
            )
            return None
        if not raw:
            return None
        try:
            if len(raw) > len(self._letters):
                raw = dict.fromkeys(raw)
            return self._understood(tuple(raw))
        except (TypeError, ValueError):
            problems.append(self._fault(raw))
            return None

    def _understand(self, raw: tuple[str, ...]) -> Choice:
        """Letters that fit; raises ``ValueError``, which isn't remembered, when they don't."""
        chosen = frozenset(raw)
        alone = len(chosen) == 1
        if not chosen <= self._letters or not (
            alone or (self._multiple and self._exclusive.isdisjoint(chosen))
        ):
            raise ValueError(raw)
        return tuple(sorted(chosen, key=self._order.__getitem__)) if self._multiple else raw[0]

    def _fault(self, raw: Iterable[object]) -> Problem:
        """Why these letters don't fit."""
        unknown = [x for x in raw if not isinstance(x, str) or x not in self._letters]
        if unknown:
            return self._unknown(unknown)
        letters = tuple(sorted({str(letter) for letter in raw}))
        if not self._multiple:
            return problem("several_letters", self._question.id, item=self._name, letters=letters)
        alone = next(
            option
            for option in self._question.options
            if option.excludes_others and option.letter in letters
        )
        return problem(
            "exclusive_with_others",
            self._question.id,
            item=self._name,
            option=alone.text,
            letters=letters,
        )

    def _unknown(self, letters: Iterable[object]) -> Problem:
        options = self._question.options
        return problem(
            "unknown_letter",
            self._question.id,
            item=self._name,
            letters=tuple(sorted({as_written(letter)[:20] for letter in letters})[:5]),
            known=f"{options[0].letter}-{options[-1].letter}",
        )

    @property
    def _name(self) -> Text:
        return self._question.name


class _ScenarioReader:
    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.top = scenario.top
        self.plain: Mapping[int, Choice] = {level: level for level in range(self.top + 1)}

    def read(self, raw: object, problems: list[Problem]) -> Choice | None:
        if type(raw) is int and 0 <= raw <= self.top:
            return raw
        problems.append(
            problem(
                "not_a_level",
                self.scenario.id,
                item=self.scenario.name,
                value=as_written(raw),
                top=self.top,
            )
        )
        return None


@lru_cache(maxsize=16)
def _readers(pack: Pack) -> Mapping[str, _QuestionReader | _ScenarioReader]:
    readers: dict[str, _QuestionReader | _ScenarioReader] = {}
    readers.update((question.id, _QuestionReader(question)) for question in pack.questions)
    readers.update((scenario.id, _ScenarioReader(scenario)) for scenario in pack.scenarios)
    return readers


def letters_of(choice: Choice | None) -> tuple[str, ...]:
    """The letters of a question's answer; none for an unanswered one."""
    if choice is None or isinstance(choice, int):
        return ()
    return (choice,) if isinstance(choice, str) else choice


def level_of(choice: Choice | None) -> int | None:
    """The level of a scenario's answer; ``None`` when it wasn't judged."""
    return choice if isinstance(choice, int) else None


def unanswered(pack: Pack, choices: Mapping[str, Choice]) -> Iterator[str]:
    """Ids without an answer, in the index's order."""
    return (item for item in pack.item_ids if item not in choices)


@lru_cache(maxsize=16)
def sections(pack: Pack) -> tuple[str, ...]:
    """Ids of the parts that a conversation goes through and a note may stand at, in the index's
    order: the indicators, then the groups of scenarios."""
    return (*(i.id for i in pack.indicators), *(g.id for g in pack.scenario_groups))


def left_blank(pack: Pack, items: Sequence[str], cells: Mapping[str, str] | None = None) -> Problem:
    """The one warning about all these unanswered items: their names, and their cells if known."""
    names = []
    known = cells or {}
    for item in items:
        name, cell = pack.item_name(item), known.get(item)
        names.append(Text(f"{name.zh}（{cell}）", f"{name.en} ({cell})") if cell else name)
    found = problem("unanswered", *items, count=len(items), items=tuple(names))
    if not known:
        return found
    # The words name them already; a copy that goes back marks each.
    return replace(found, params={**found.params, "cells": tuple(filter(None, known.values()))})
