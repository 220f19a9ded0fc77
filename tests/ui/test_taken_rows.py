"""Forty thousand rows of an import: counted, found and shown without weight."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from suzhou_assess.domain.problems import problem
from suzhou_assess.services.events import Outcome, Progress, Subject, SubmissionTaken
from suzhou_assess.ui.context import Context
from suzhou_assess.ui.models.taken_rows import Row, TakenRows, row_of_event, rows_of_events
from suzhou_assess.ui.models.taken_table import Column, TakenTableModel


def event(
    number: int, outcome: Outcome = "imported", *, suspicious: bool = False
) -> SubmissionTaken:
    wrong = outcome == "refused" or suspicious
    return SubmissionTaken(
        source=f"九月/{number}.xlsx",
        line=None,
        outcome=outcome,
        problems=(problem("name_missing", "name").at("企业信息", "C3"),) if wrong else (),
        subject=Subject(f"企业{number}", "", "320583", "", ""),
        suspicious=suspicious,
    )


def rows(*events: SubmissionTaken) -> TakenRows:
    made = TakenRows()
    made.extend(map(row_of_event, events))
    return made


def test_that_rows_are_counted_by_what_became_of_them() -> None:
    made = rows(event(1), event(2, "refused"), event(3, "updated", suspicious=True))
    assert made.counts == {
        "imported": 1,
        "updated": 1,
        "unchanged": 0,
        "refused": 1,
        "suspicious": 1,
    }
    assert made.writable == 2
    assert made.returnable == 2
    assert [taken.file for taken in made.to_return()] == ["九月/2.xlsx", "九月/3.xlsx"]
    assert made.problematic == 2


def test_that_a_row_comes_out_as_it_went_in() -> None:
    given = event(7, "refused")
    (taken,) = rows(given).to_return()
    assert (taken.file, taken.outcome, taken.problems, taken.subject) == (
        given.source,
        given.outcome,
        given.problems,
        given.subject,
    )


def test_that_what_needs_a_person_stands_first_in_its_order() -> None:
    made = rows(
        event(0), event(1, "unchanged"), event(2, suspicious=True), event(3, "refused"), event(4)
    )
    assert made.gravest_first(made.found(None)) == [3, 2, 0, 4, 1]


def test_that_rows_are_found_by_kind_and_words() -> None:
    made = rows(event(1), event(12, "refused"), event(2))
    assert list(made.found("refused")) == [1]
    assert list(made.found(None, "企业1")) == [0, 1]
    assert list(made.found("imported", "/1.XLSX")) == [0], "capitals make no difference"


def test_that_the_events_of_an_intake_become_rows_and_keep_its_result() -> None:
    closed: list[bool] = []

    def intake() -> Iterator[object]:
        try:
            yield Progress(0, 2)
            yield event(1)
            yield "something else"
            return "result"
        finally:
            closed.append(True)

    made = rows_of_events(intake())  # type: ignore[arg-type]
    assert next(made) == Progress(0, 2)
    assert isinstance(next(made), Row)
    with pytest.raises(StopIteration) as stop:
        next(made)
    assert stop.value.value == "result"
    assert closed


def test_that_closing_early_closes_the_intake() -> None:
    closed: list[bool] = []

    def intake() -> Iterator[object]:
        try:
            while True:
                yield event(1)
        finally:
            closed.append(True)

    made = rows_of_events(intake())  # type: ignore[arg-type]
    next(made)
    made.close()
    assert closed == [True]


def test_that_words_are_made_only_for_rows_that_are_looked_at(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = rows(*(event(number, "refused") for number in range(2000)))
    unpacked: list[int] = []
    real = TakenRows.taken
    monkeypatch.setattr(
        TakenRows, "taken", lambda self, at: (unpacked.append(at), real(self, at))[1]
    )
    model = TakenTableModel(context)
    model.show(made)
    assert model.rowCount() == 2000
    assert unpacked == []
    assert "没有填企业名称" in str(model.index(5, Column.WHAT).data())
    model.index(5, Column.FILE).data()
    assert unpacked == [5], "looked at twice, unpacked once"


def test_that_rows_that_come_in_are_added_in_one_block(context: Context) -> None:
    made = TakenRows()
    model = TakenTableModel(context)
    model.show(made, "refused", settled=False)
    blocks: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: blocks.append((first, last)))
    made.extend(map(row_of_event, [event(1), event(2, "refused"), event(3, "refused")]))
    model.grow()
    made.extend([row_of_event(event(4))])
    model.grow()
    made.extend([row_of_event(event(5, "refused"))])
    model.grow()
    assert blocks == [(0, 1), (2, 2)]
    assert [model.at(row).file for row in range(3)] == [f"九月/{n}.xlsx" for n in (2, 3, 5)]


def test_that_the_row_says_where_its_first_problem_is(context: Context) -> None:
    model = TakenTableModel(context)
    model.show(rows(event(1, "refused")))
    assert model.text(0, Column.WHAT).startswith("企业信息 C3：")
    model.show(rows(event(1), event(2, "unchanged")))
    assert [model.text(row, Column.WHAT) for row in range(2)] == ["没有问题", "与库里的一样"]
