"""Questions, answers, figures and differences in words: the same in window, terminal and papers."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from suzhou_assess.domain.answers import GENERAL, Choice, Number, letters_of, level_of
from suzhou_assess.domain.claims import Kind
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.points import Milli, as_text
from suzhou_assess.words.catalog import Words

_NUMBER_UNKNOWN = "–"


class AnswerWords:
    """Says what belongs to one pack in one language."""

    def __init__(self, pack: Pack, words: Words) -> None:
        self._pack = pack
        self._words = words

    # what it is called

    def name(self, item: str) -> str:
        """网络建设: of a question, a scenario, a figure, an indicator, a group, or the whole.

        What this pack doesn't have keeps its id: another edition may have had it.
        """
        pack, text = self._pack, self._words.text
        if item in pack.item_ids:
            return text(pack.item_name(item))
        if item in pack.figure_by_id:
            return text(pack.figure_by_id[item].name)
        if item in ("", GENERAL):
            return self._say("whole")
        parts = {one.id: one.name for one in pack.indicators}
        parts.update((group.id, group.name) for group in pack.scenario_groups)
        return text(parts[item]) if item in parts else item

    def coded(self, item: str) -> str:
        """Q01 网络建设, for papers and the terminal; other than questions and scenarios have no
        code that a reader knows."""
        name = self.name(item)
        return f"{item} {name}" if item in self._pack.item_ids else name

    def numbered(self, item: str) -> str:
        """第 1 题 网络建设, as the window counts questions; 场景 产品设计."""
        name = self.name(item)
        if item in self._pack.question_by_id:
            number = self._pack.item_ids.index(item) + 1
            return self._say("question", number=number, name=name)
        return self._say("scenario", name=name) if item in self._pack.scenario_by_id else name

    # what was answered

    def short(self, item: str, choice: Choice | None, not_applicable: bool = False) -> str:
        """B、C; 2 级; 不适用; 未答 of a question, 未评 of a scenario."""
        if not_applicable:
            return self._say("not_applicable")
        level = level_of(choice)
        if level is not None:
            return self.level(level)
        letters = letters_of(choice)
        if letters:
            return self._words.joined(letters)
        return self._say("unanswered" if item in self._pack.question_by_id else "unjudged")

    def meaning(self, item: str, choice: Choice | None, not_applicable: bool = False) -> str:
        """What the letters or the level stand for; empty where nothing was chosen."""
        if not_applicable or choice is None:
            return ""
        level = level_of(choice)
        if level is not None:
            levels = self._pack.scenario_by_id[item].levels
            return self._words.text(levels[level]) if 0 <= level < len(levels) else ""
        question = self._pack.question_by_id[item]
        chosen = letters_of(choice)
        texts = (self._words.text(x.text) for x in question.options if x.letter in chosen)
        return self._between.join(texts)

    def full(
        self, item: str, choice: Choice | None, not_applicable: bool = False, *, most: int = 1
    ) -> str:
        """D 40% 以上，不超过 60%; 2 级：…; of more options than ``most`` the letters alone."""
        meaning = self.meaning(item, choice, not_applicable)
        letters = letters_of(choice)
        if not meaning or len(letters) > most:
            return self.short(item, choice, not_applicable)
        if letters:
            return self.options(item, letters)
        return self._say("level_said", level=level_of(choice) or 0, text=meaning)

    def options(self, item: str, letters: Iterable[str]) -> str:
        """F 计划排程；G 生产管控: options hold enumerations of their own."""
        options = self._pack.question_by_id[item].options
        text = {option.letter: self._words.text(option.text) for option in options}
        return self._between.join(f"{letter} {text.get(letter, '')}".strip() for letter in letters)

    def level(self, level: int) -> str:
        """2 级"""
        return self._say("level", level=level)

    def points(self, points: Milli) -> str:
        """2.5 分"""
        return self._say("points", points=as_text(points))

    def worth(self, item: str, choice: Choice | None) -> str:
        """The points of a question's answer; empty for a scenario, whose level says it."""
        question = self._pack.question_by_id.get(item)
        if question is None:
            return ""
        return self.points(sum(question.option(x).points for x in letters_of(choice)))

    def with_worth(self, said: str, item: str, choice: Choice | None) -> str:
        """B、C（2.1 分）: what is said of an answer, with its points where it has any."""
        worth = self.worth(item, choice) if choice is not None else ""
        return self._say("with_worth", answer=said, points=worth) if worth else said

    # figures

    def amount(self, figure: str, number: Number | None) -> str:
        """1,200 台; a dash where there is none."""
        if number is None:
            return _NUMBER_UNKNOWN
        unit = self._words.text(self._pack.figure_by_id[figure].unit)
        return f"{self.number(number)} {unit}".strip()

    def figure(self, figure: str, number: Number | None) -> str:
        """数字化设备数 45 台"""
        return f"{self.name(figure)} {self.amount(figure, number)}"

    def figure_moved(self, figure: str, before: Number | None, after: Number | None) -> str:
        """数字化设备数 45 → 38 台"""
        return self._say(
            "figure_moved",
            name=self.name(figure),
            before=self.number(before),
            after=self.amount(figure, after),
        )

    @staticmethod
    def number(number: Number | None) -> str:
        """1,200.5; a dash for none."""
        return _NUMBER_UNKNOWN if number is None else f"{Decimal(number).normalize():,f}"

    # claim and verdict

    def kind(self, kind: Kind) -> str:
        """一致, 高估, 低估, 选项不同, 待核实, 自评未填."""
        return self._say(f"kind_{kind}")

    def difference(self, kind: Kind, gained: int, item: str) -> str:
        """高估 2.5 分, 低估 1 级, 一致."""
        if kind not in ("over", "under"):
            return self.kind(kind)
        return self._say(f"{kind}_by", amount=self._gain(item, abs(gained)))

    def gained(self, item: str, gained: int) -> str:
        """+2 分, −1 级; empty where nothing was gained or lost. A real minus, and no hyphen."""
        if not gained:
            return ""
        return f"{'+' if gained > 0 else '−'}{self._gain(item, abs(gained))}"

    def _gain(self, item: str, amount: int) -> str:
        """Thousandths of a question, levels of a scenario."""
        if item in self._pack.question_by_id:
            return self.points(amount)
        return self._say("levels", count=amount)

    @property
    def _between(self) -> str:
        return self._say("between")

    def _say(self, key: str, **params: str | int) -> str:
        return self._words.say(f"answer_words.{key}", **params)
