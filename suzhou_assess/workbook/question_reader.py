"""评测问卷 as people fill it in: ticks, letters and figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from suzhou_assess.domain.pack import Figure, Pack, Question
from suzhou_assess.domain.text import Text
from suzhou_assess.workbook import cell_values
from suzhou_assess.workbook.cell_values import Cell, Mark, fold_option, folded, plain, shown
from suzhou_assess.workbook.columns import find_columns
from suzhou_assess.workbook.grid import Grid
from suzhou_assess.workbook.layout import (
    is_percent,
    option_key,
    spellings,
    units_of,
)
from suzhou_assess.workbook.reading import Draft, missing_column, missing_row

_LONGEST_LABEL = 120
_COLUMNS = ("code", "question", "fill", "points", "score", "status", "note")


@dataclass(frozen=True, slots=True, eq=False)
class _Key:
    """What a row is: of which question, and which option or figure of it. There is one of each."""

    question: Question
    letter: str | None = None
    figure: Figure | None = None


@dataclass(slots=True)
class _Rows:
    """The rows of one question as they were found."""

    heading: int | None = None
    options: dict[str, int] = field(default_factory=dict)
    others: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the rows of a sheet are, whatever is filled in."""

    rows: Mapping[str, _Rows]
    figures: Mapping[str, int]
    unknown: Sequence[int]
    has_repeats: bool
    """Whether an option or figure is there twice: then what is filled in decides which counts."""


def read_questions(grid: Grid, pack: Pack, draft: Draft) -> None:
    _QuestionReader(grid, pack, draft).read()


class _QuestionReader:
    def __init__(self, grid: Grid, pack: Pack, draft: Draft) -> None:
        self._grid = grid
        self._pack = pack
        self._draft = draft
        self._figures: Mapping[str, int] = {}
        self._rows: Mapping[str, _Rows] = {}
        self._fill: int | None = None
        self._note: int | None = None
        self._noted: Sequence[int] = ()
        """Rows with something in the column of notes."""

    def read(self) -> None:
        header = find_columns(self._grid, _COLUMNS)
        if header is not None:
            self._fill, self._note = header.get("fill"), header.get("note")
        start = header.row + 1 if header is not None else 0
        if self._fill is None:
            self._fill = self._guess_fill(start)
        if self._fill is None:
            place = self._grid.address(max(0, start - 1), None)
            self._draft.problems.append(missing_column("fill").at(self._grid.name, place))
            return
        self._find_rows(start, self._fill)
        rows, note = self._grid.rows, self._note
        if note is not None:
            self._noted = [
                row for row, cells in enumerate(rows) if len(cells) > note and cells[note] != ""
            ]
        for question in self._pack.questions:
            self._question(question, self._rows[question.id])

    def _guess_fill(self, start: int) -> int | None:
        """Without its header: the column right of the options' texts."""
        texts = {folded(o.text.zh) for q in self._pack.questions for o in q.options}
        texts |= {folded(o.text.en) for q in self._pack.questions for o in q.options}
        for cells in self._grid.rows[start:]:
            for column, value in enumerate(cells):
                if isinstance(value, str) and len(value) > 2 and folded(value) in texts:
                    return column + 1
        return None

    def _find_rows(self, start: int, fill: int) -> None:
        keys = tuple(self._keys_of_rows(start, fill))
        layout = _layout_of(self._pack, keys, start)
        self._rows, self._figures = layout.rows, layout.figures
        if layout.has_repeats:
            self._walk(keys, start)
        else:
            for row in layout.unknown:
                self._stray(row)

    def _keys_of_rows(self, start: int, fill: int) -> Iterator[_Key | None]:
        """What each row is, by its cells left of those to be filled in."""
        known = _keys(self._pack)
        current: Question | None = None
        for cells in self._grid.rows[start:]:
            left = cells[:fill]
            key = known.get(left[0]) if left else None  # type: ignore[arg-type]
            if key is None:
                labels = [c for c in left if isinstance(c, str) and 0 < len(c) <= _LONGEST_LABEL]
                key = _key_of(self._pack, tuple(labels), current.id if current else "")
            if key is not None:
                current = key.question
            yield key

    def _walk(self, keys: Sequence[_Key | None], start: int) -> None:
        """Goes down the sheet once more, with an eye on what is filled in."""
        rows = {question.id: _Rows() for question in self._pack.questions}
        figures: dict[str, int] = {}
        for row, key in enumerate(keys, start):
            if key is None:
                self._stray(row)
            elif key.figure is not None:
                self._take_row(figures, key.figure.id, row, key.figure.id, key.figure.name)
            elif key.letter is not None:
                of_question = rows[key.question.id]
                name = key.question.name
                self._take_row(of_question.options, key.letter, row, key.question.id, name)
        for item, found in self._rows.items():
            rows[item].heading, rows[item].others = found.heading, found.others
        self._rows, self._figures = rows, figures

    def _take_row(self, rows: dict[str, int], key: str, row: int, item: str, name: Text) -> None:
        """A row that is there twice: the one that is filled in counts, two filled ones don't."""
        before = rows.get(key)
        if before is None or self._grid.at(before, self._fill) == "":
            rows[key] = row
        elif self._grid.at(row, self._fill) != "":
            self._draft.complain("row_twice", item, self._grid, row, self._fill, item=name)

    def _stray(self, row: int) -> None:
        """Something filled in beside a row that says nothing of what it is."""
        value = self._grid.at(row, self._fill)
        if value == "" or (isinstance(value, str) and folded(value) in _own_words(self._pack)):
            return
        if cell_values.mark(value) is not Mark.NO:
            self._draft.complain(
                "mark_unreadable", "", self._grid, row, self._fill, value=shown(value)
            )

    # -------------------------------------------------------------- one question

    def _question(self, question: Question, rows: _Rows) -> None:
        grid, draft = self._grid, self._draft
        for figure in question.figures:
            self._figure(figure)
        if rows.heading is None and not rows.options:
            draft.problems.append(missing_row(question.id, question.name).at(grid.name, None))
            draft.faulty.add(question.id)
            return
        first = min(rows.options.values(), default=rows.heading or 0)
        draft.stands(question.id, grid, first, self._fill)
        words = _option_words(self._pack)[question.id]
        chosen: list[str] = []
        if rows.heading is not None:
            chosen += self._letters_beside(question, rows.heading, words)
        for letter, row in rows.options.items():
            value = draft.value(question.id, grid, row, self._fill)
            if value == "":
                continue
            letters = self._option(question, letter, row, words, value, is_first=row == first)
            if letters:
                # A choice that contradicts itself is shown where its last option stands.
                draft.stands(question.id, grid, row, self._fill)
                chosen += letters
        self._notes(question, rows)
        if chosen and question.id not in draft.faulty:
            draft.answers[question.id] = list(dict.fromkeys(chosen))

    def _letters_beside(
        self, question: Question, row: int, words: Mapping[str, str]
    ) -> tuple[str, ...]:
        """Letters typed into the question's own row, where the form says 单选 or 多选."""
        value = self._grid.at(row, self._fill)
        if value == "" or (isinstance(value, str) and folded(value) in _kinds()):
            return ()
        letters = cell_values.letters(value, _letters(question), words)
        self._draft.stands(question.id, self._grid, row, self._fill)
        if letters is None:
            self._draft.complain(
                "mark_unreadable", question.id, self._grid, row, self._fill, value=shown(value)
            )
            return ()
        return letters

    def _option(
        self,
        question: Question,
        letter: str,
        row: int,
        words: Mapping[str, str],
        value: Cell,
        *,
        is_first: bool,
    ) -> tuple[str, ...]:
        """The letters that a cell beside an option says; ``value`` is not blank."""
        if isinstance(value, str):
            # The option's own letter comes first: beside option N it is no "no".
            word = plain(value).upper().rstrip(".、")
            if word == letter:
                return (letter,)
        mark = cell_values.mark(value)
        if mark is Mark.YES:
            return (letter,)
        if mark is Mark.NO:
            return ()
        letters = cell_values.letters(value, _letters(question), words)
        if letters is not None and (is_first or letters == (letter,)):
            return letters
        self._draft.complain(
            "mark_unreadable", question.id, self._grid, row, self._fill, value=shown(value)
        )
        return ()

    def _figure(self, figure: Figure) -> None:
        row = self._figures.get(figure.id)
        if row is None:
            return
        self._draft.stands(figure.id, self._grid, row, self._fill)
        value = self._draft.value(figure.id, self._grid, row, self._fill)
        if value != "":
            units, percent = _units(self._pack)[figure.id]
            self._draft.figures[figure.id] = cell_values.number(value, units, percent=percent)

    def _notes(self, question: Question, rows: _Rows) -> None:
        """The note's cell is merged over the block; after a split it may stand in any row."""
        if not self._noted:
            return
        own = {rows.heading, *rows.options.values(), *rows.others}
        noted = [row for row in self._noted if row in own]
        self._draft.note(question.id, [shown(self._grid.at(row, self._note)) for row in noted])


@lru_cache(maxsize=8)
def _layout_of(pack: Pack, keys: tuple[_Key | None, ...], start: int) -> _Layout:
    """Remembered, for thousands of workbooks have the same rows. The first row is ``start``."""
    rows = {question.id: _Rows() for question in pack.questions}
    figures: dict[str, int] = {}
    unknown = []
    current: Question | None = None
    parts = 0
    for row, key in enumerate(keys, start):
        if key is None:
            unknown.append(row)
            if current is not None:
                rows[current.id].others.append(row)
            continue
        current = key.question
        found = rows[current.id]
        if key.figure is not None:
            figures[key.figure.id] = row
            found.others.append(row)
        elif key.letter is not None:
            found.options[key.letter] = row
        elif found.heading is None:
            found.heading = row
        parts += key.figure is not None or key.letter is not None
    has_repeats = parts > len(figures) + sum(len(found.options) for found in rows.values())
    return _Layout(rows, figures, unknown, has_repeats)


@lru_cache(maxsize=1024)
def _key_of(pack: Pack, labels: tuple[str, ...], current: str) -> _Key | None:
    """By the hidden id; without it by the code, letter or label that people see.

    ``current`` is the question that the rows above belong to.
    """
    keys = _keys(pack)
    for label in labels:
        key = keys.get(label)
        if key is not None:
            return key
    for label in labels:
        word = plain(label).upper().rstrip(".、:")
        key = keys.get(word)
        if key is not None and key.letter is None and key.figure is None:
            return key
        if current:
            key = _part_of(keys, pack.question_by_id[current], word, folded(label))
            if key is not None:
                return key
    return None


def _part_of(keys: Mapping[str, _Key], question: Question, word: str, label: str) -> _Key | None:
    """The option or figure of a question that a row's letter or label names."""
    for option in question.options:
        if option.letter == word:
            return keys[option_key(question.id, word)]
    for figure in question.figures:
        if label.startswith((folded(figure.name.zh), folded(figure.name.en))):
            return keys[figure.id]
    return None


def _letters(question: Question) -> tuple[str, ...]:
    return tuple(option.letter for option in question.options)


@lru_cache(maxsize=16)
def _keys(pack: Pack) -> Mapping[str, _Key]:
    keys: dict[str, _Key] = {}
    for question in pack.questions:
        keys[question.id] = _Key(question)
        for option in question.options:
            keys[option_key(question.id, option.letter)] = _Key(question, letter=option.letter)
        for figure in question.figures:
            keys[figure.id] = _Key(question, figure=figure)
    return keys


@lru_cache(maxsize=16)
def _option_words(pack: Pack) -> Mapping[str, Mapping[str, str]]:
    """By question: folded texts of its options, with and without the letter, to letters."""
    return {
        question.id: {
            fold_option(text): option.letter
            for option in question.options
            for said in (option.text.zh, option.text.en)
            for text in (said, f"{option.letter}{said}")
        }
        for question in pack.questions
    }


@lru_cache(maxsize=16)
def _units(pack: Pack) -> Mapping[str, tuple[frozenset[str], bool]]:
    """By figure: the words that may follow it, and whether it counts in hundredths."""
    return {f.id: (units_of(f), is_percent(f)) for q in pack.questions for f in q.figures}


@lru_cache(maxsize=1)
def _kinds() -> frozenset[str]:
    return spellings("kind_single", "kind_multiple")


@lru_cache(maxsize=16)
def _own_words(pack: Pack) -> frozenset[str]:
    """What the form itself writes into the column of answers, beside the answers."""
    letters = {folded(o.letter) for q in pack.questions for o in q.options}
    return _kinds() | spellings("column_fill") | letters
