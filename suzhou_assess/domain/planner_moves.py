"""What may change on the way up: the user's wishes, and the moves that they leave open.

A move is one change of an answer: one more option of a multiple choice, a later option of a
single choice, a scenario at a higher level. Nothing that is there is taken away, but for an
option that stands alone (A 无), which gives way to whatever is added. The efforts are the pack's:
of a multiple choice that of the added option, of a single choice the sum of all options passed,
of a scenario the sum of all levels climbed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from suzhou_assess.domain.answers import Answers, Choice, letters_of, level_of
from suzhou_assess.domain.pack import Pack, Question, Scenario
from suzhou_assess.domain.points import Milli

Target = tuple[str, str | int]
"""What an item should become: its id with an option's letter or a scenario's level."""

StepKind = Literal["option", "choice", "level"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user wants of a plan.

    What is fixed (固定) is done in every plan, at least as far as that, even where it is also
    excluded, a result (成效) or 不适用; beyond it the other wishes count again. What is excluded
    (不考虑) is left out, and so is what would have to pass it: with level 2 excluded there is no
    level 3. An item's id alone excludes all of it.
    """

    outcomes: bool = False
    """Results (成效) are planned too, as if they could be worked on."""
    fixed: frozenset[Target] = frozenset()
    excluded: frozenset[Target | str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One change of an answer."""

    item: str
    to: str | int
    """The letter chosen or added, or the level reached."""
    frm: str | int | None
    """Where a single choice or a scenario stood; ``None`` when it was unanswered, and for the
    options of a multiple choice, which are added one by one."""
    kind: StepKind
    effort: int
    """Relative effort of all of it, of the pack."""
    gain: Milli
    """Points that it brings; a scenario gives none, it counts."""
    outcome: bool = False
    """A result (成效), which can't be worked on directly."""

    @property
    def target(self) -> Target:
        return self.item, self.to


@dataclass(frozen=True, slots=True)
class Rung:
    """How far a ladder may be climbed: what it costs and brings from where the fixed part ends."""

    to: str | int
    place: int
    """Place of ``to`` among the item's options or levels: further is larger."""
    effort: int
    gain: Milli


@dataclass(frozen=True, slots=True)
class Ladder:
    """Moves of which at most one is made: each costs more than the one before and brings more."""

    item: str
    number: int
    """Place in the order of the index, among all options and scenarios."""
    rungs: tuple[Rung, ...]
    new_step: bool = True
    """Whether climbing it adds a step, or only lengthens one that is fixed."""
    binding: bool = False


def is_target(pack: Pack, target: Target) -> bool:
    """Whether the pack has this change: an option that doesn't stand alone, or a level above 0."""
    item, to = target
    scenario = pack.scenario_by_id.get(item)
    if scenario is not None:
        return isinstance(to, int) and 1 <= to <= scenario.top
    question = pack.question_by_id.get(item)
    return question is not None and any(
        option.letter == to and not option.excludes_others for option in question.options
    )


def known_wishes(pack: Pack, wishes: Wishes) -> None:
    """Raises ``ValueError`` for a wish about something that the pack doesn't have."""
    for wish in (*wishes.fixed, *wishes.excluded):
        if isinstance(wish, str):
            if wish not in pack.item_ids:
                raise ValueError(f"not in the pack: {wish}")
        elif not is_target(pack, wish):
            raise ValueError(f"not a change of the pack: {wish}")


def fixed_targets(pack: Pack, answers: Answers, wishes: Wishes) -> tuple[Target, ...]:
    """What the fixed wishes still ask for, in the index's order: of a single choice and of a
    scenario the furthest, and nothing that is there already."""
    found: list[Target] = []
    for question in pack.questions:
        letters = {to for item, to in wishes.fixed if item == question.id}
        wanted = [o.letter for o in question.options if o.letter in letters]
        if question.kind == "multiple":
            chosen = letters_of(answers.choices.get(question.id))
            found.extend((question.id, letter) for letter in wanted if letter not in chosen)
        elif wanted and place_of(question, wanted[-1]) > place_now(question, answers):
            found.append((question.id, wanted[-1]))
    for scenario in pack.scenarios:
        levels = [to for item, to in wishes.fixed if item == scenario.id and isinstance(to, int)]
        if levels and max(levels) > (level_of(answers.choices.get(scenario.id)) or 0):
            found.append((scenario.id, max(levels)))
    return tuple(found)


def question_ladders(
    pack: Pack, answers: Answers, based: Answers, wishes: Wishes
) -> Iterator[Ladder]:
    """The moves that give points, in the index's order.

    ``based`` are the answers with what is fixed applied, from where the moves start.
    """
    number = 0
    for question in pack.questions:
        open_ = question.id not in wishes.excluded and (wishes.outcomes or not question.outcome)
        if question.kind == "multiple":
            for option in _options_to_add(question, based) if open_ else ():
                if (question.id, option.to) not in wishes.excluded:
                    yield Ladder(question.id, number + option.place, (option,))
        elif open_:
            rungs = _worthwhile(_later_options(question, based, wishes))
            if rungs:
                lengthens = place_now(question, based) > place_now(question, answers)
                yield Ladder(question.id, number, rungs, not lengthens)
        number += len(question.options)


def scenario_ladders(
    pack: Pack, answers: Answers, based: Answers, wishes: Wishes, level: int
) -> Iterator[Ladder]:
    """The scenarios that can be raised to ``level``, in the index's order.

    Those that don't apply (不适用) are left alone, or where a fixed wish has put them.
    """
    first = sum(len(question.options) for question in pack.questions)
    for number, scenario in enumerate(pack.scenarios, first):
        now = level_of(based.choices.get(scenario.id)) or 0
        if now >= level or scenario.top < level or scenario.id in answers.not_applicable:
            continue
        if scenario.id in wishes.excluded or any(
            (scenario.id, passed) in wishes.excluded for passed in range(now + 1, level + 1)
        ):
            continue
        effort = climb(scenario, now, level)
        lengthens = now > (level_of(answers.choices.get(scenario.id)) or 0)
        rung = Rung(level, level, effort, 0)
        yield Ladder(scenario.id, number, (rung,), not lengthens, scenario.binding)


def climb(scenario: Scenario, now: int, level: int) -> int:
    """Effort of raising a scenario."""
    return sum(scenario.efforts[now:level])


def place_of(question: Question, letter: str) -> int:
    """Place of an option; raises ``KeyError``."""
    for place, option in enumerate(question.options):
        if option.letter == letter:
            return place
    raise KeyError(letter)


def place_now(question: Question, answers: Answers) -> int:
    """Place of the option of a single choice that is chosen; -1 when none is."""
    chosen = letters_of(answers.choices.get(question.id))
    return place_of(question, chosen[0]) if chosen else -1


def stands_alone(question: Question, choice: Choice | None) -> Milli:
    """Points of the chosen option of a multiple choice that excludes the others; 0 for none."""
    chosen = letters_of(choice)
    return sum(o.points for o in question.options if o.excludes_others and o.letter in chosen)


def _options_to_add(question: Question, based: Answers) -> Iterator[Rung]:
    choice = based.choices.get(question.id)
    if stands_alone(question, choice):
        return  # Adding would take its points away, and a plan takes nothing away.
    chosen = letters_of(choice)
    for place, option in enumerate(question.options):
        if option.points > 0 and not option.excludes_others and option.letter not in chosen:
            yield Rung(option.letter, place, option.effort, option.points)


def _later_options(question: Question, based: Answers, wishes: Wishes) -> Iterator[Rung]:
    now = place_now(question, based)
    points_now = question.options[now].points if now >= 0 else 0
    effort = 0
    for place, option in enumerate(question.options[now + 1 :], now + 1):
        if (question.id, option.letter) in wishes.excluded:
            return
        effort += option.effort
        yield Rung(option.letter, place, effort, option.points - points_now)


def _worthwhile(rungs: Iterable[Rung]) -> tuple[Rung, ...]:
    """Without those that another one beats: no more effort and no fewer points."""
    kept: list[Rung] = []
    for rung in sorted(rungs, key=lambda r: (r.effort, -r.gain, r.place)):
        if rung.gain > (kept[-1].gain if kept else 0):
            kept.append(rung)
    return tuple(kept)


def steps_to(pack: Pack, answers: Answers, targets: Iterable[Target]) -> tuple[Step, ...]:
    """The changes that lead from ``answers`` to ``targets``, in the index's order.

    Of several targets of a single choice or a scenario the furthest counts. Raises ``ValueError``
    for a target that the pack doesn't have, and ignores one that is reached already.
    """
    wanted = frozenset(targets)
    known_wishes(pack, Wishes(fixed=wanted))
    wished = fixed_targets(pack, answers, Wishes(fixed=wanted))
    by_item: dict[str, list[str | int]] = {}
    for item, to in wished:
        by_item.setdefault(item, []).append(to)
    return tuple(step for item, to in by_item.items() for step in _steps(pack, answers, item, to))


def _steps(pack: Pack, answers: Answers, item: str, to: Sequence[str | int]) -> Iterator[Step]:
    choice = answers.choices.get(item)
    scenario = pack.scenario_by_id.get(item)
    if scenario is not None:
        now, level = level_of(choice), int(to[0])
        yield Step(item, level, now, "level", climb(scenario, now or 0, level), 0)
        return
    question = pack.question_by_id[item]
    if question.kind == "multiple":
        lost = stands_alone(question, choice)
        for letter in to:
            option = question.option(str(letter))
            gain, lost = option.points - lost, 0
            yield Step(item, letter, None, "option", option.effort, gain, question.outcome)
        return
    first = place_now(question, answers) + 1
    last = place_of(question, str(to[0]))
    before = question.options[first - 1] if first else None
    yield Step(
        item,
        to[0],
        before.letter if before else None,
        "choice",
        sum(option.effort for option in question.options[first : last + 1]),
        question.options[last].points - (before.points if before else 0),
        question.outcome,
    )


def apply_targets(pack: Pack, answers: Answers, targets: Iterable[Target]) -> Answers:
    """The answers once these changes are made; figures, notes and flags stay as they are."""
    choices: dict[str, Choice] = dict(answers.choices)
    applying: set[str] = set()
    for item, to in targets:
        question = pack.question_by_id.get(item)
        if isinstance(to, int):
            choices[item] = to
            applying.add(item)
        elif question is not None and question.kind == "multiple":
            choices[item] = _with_option(question, choices.get(item), to)
        else:
            choices[item] = to
    return replace(answers, choices=choices, not_applicable=answers.not_applicable - applying)


def _with_option(question: Question, choice: Choice | None, letter: str) -> Choice:
    chosen = {letter, *letters_of(choice)}
    return tuple(
        option.letter
        for option in question.options
        if option.letter in chosen and not option.excludes_others
    )
