"""Reports as files: one, and many side by side."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from report_parts import LEVEL_ONE, Profile, assessed

from suzhou_assess.report.errors import ReportError
from suzhou_assess.report.fonts import FontShelf
from suzhou_assess.report.typst_setter import Typesetter
from suzhou_assess.services import assessments, confined_pool, report_worker
from suzhou_assess.services.confined_pool import ConfinedPool
from suzhou_assess.services.deliver import TargetError
from suzhou_assess.services.events import Progress
from suzhou_assess.services.report_worker import Order, write_one
from suzhou_assess.services.reports import counting, file_name, write_report, write_reports
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.errors import StoreError
from suzhou_assess.store.report_queries import Reported
from suzhou_assess.words.catalog import Words

_T = TypeVar("_T")

pytestmark = pytest.mark.skipif(
    not FontShelf.of_machine().chinese, reason="no font for Chinese on this machine"
)


def ended(work: Generator[Progress, None, _T]) -> _T:
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: _T = end.value
            return result


def order_of(ws: Workspace, assessment_id: str, out: Path) -> Order:
    return Order(ws.path, assessment_id, out, "pdf", "enterprise", "zh", None)


# one


@pytest.mark.parametrize(("suffix", "head"), [(".pdf", b"%PDF-"), (".docx", b"PK")], ids=str)
def test_that_the_suffix_decides_what_is_written(
    ws: Workspace, profile: Profile, tmp_path: Path, suffix: str, head: bytes
) -> None:
    out = tmp_path / f"report{suffix}"
    ended(write_report(ws, assessed(ws, profile).id, out))
    assert out.read_bytes().startswith(head)


def test_that_another_kind_of_file_is_refused(
    ws: Workspace, profile: Profile, tmp_path: Path
) -> None:
    with pytest.raises(TargetError) as caught:
        ended(write_report(ws, assessed(ws, profile).id, tmp_path / "report.odt"))
    assert caught.value.code == "out_suffix"


def test_that_a_report_that_is_given_up_leaves_what_was_there(
    ws: Workspace, profile: Profile, tmp_path: Path
) -> None:
    out = tmp_path / "report.pdf"
    out.write_bytes(b"before")
    work = write_report(ws, assessed(ws, profile).id, out)
    next(work)
    work.close()
    assert out.read_bytes() == b"before"
    assert not list(tmp_path.glob("*.tmp"))


def test_that_a_discarded_assessment_has_no_report(
    ws: Workspace, profile: Profile, tmp_path: Path
) -> None:
    session = assessed(ws, profile, submit=False)
    assessments.discard(ws, session.id)
    with pytest.raises(StoreError) as caught:
        ended(write_report(ws, session.id, tmp_path / "report.pdf"))
    assert caught.value.code == "not_found"
    assert list(tmp_path.glob("*.pdf")) == []


def test_that_without_a_font_nothing_is_written(
    ws: Workspace, profile: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typst

    bare = Typesetter(FontShelf([], typst.Fonts(include_system_fonts=False)))
    monkeypatch.setattr(report_worker, "typesetter", lambda: bare)
    session = assessed(ws, profile)
    with pytest.raises(ReportError) as caught:
        ended(write_report(ws, session.id, tmp_path / "report.pdf"))
    assert caught.value.code == "font_missing"
    with pytest.raises(ReportError):
        ended(write_reports(ws, None, tmp_path / "all", "pdf"))
    assert not (tmp_path / "all").exists()


# many


def test_that_each_enterprise_gets_the_report_of_what_counts(
    ws: Workspace, profile: Profile, tmp_path: Path
) -> None:
    assessed(ws, profile, 1, on=date(2024, 6, 1), answers={**LEVEL_ONE, "Q05": "A"})
    counted = assessed(ws, profile, 1, on=date(2025, 6, 1))
    draft = assessed(ws, profile, 2, submit=False)
    assert [one.assessment_id for one in counting(ws)] == [counted.id, draft.id]
    assert [one.assessment_id for one in counting(ws, counted.enterprise.uscc.lower())] == [
        counted.id
    ]
    result = ended(write_reports(ws, None, tmp_path / "all", "pdf", jobs=2))
    assert result.failed == ()
    assert [path.name for path in result.written] == [
        f"苏州试样{n}号机械有限公司_{uscc}_评估报告.pdf"
        for n, uscc in ((1, counted.enterprise.uscc), (2, draft.enterprise.uscc))
    ]
    assert all(path.read_bytes().startswith(b"%PDF-") for path in result.written)


def test_that_an_empty_draft_is_no_report(ws: Workspace, profile: Profile) -> None:
    session = assessed(ws, profile, submit=False, answers={"Q05": "B"})
    session.choose("Q05", None)
    assert counting(ws) == []


def test_that_nothing_is_written_over(ws: Workspace, profile: Profile, tmp_path: Path) -> None:
    session = assessed(ws, profile)
    folder = tmp_path / "all"
    (first,) = ended(write_reports(ws, None, folder, "pdf", jobs=1)).written
    first.write_bytes(b"edited by hand")
    (second,) = ended(write_reports(ws, [session.id], folder, "pdf", jobs=1)).written
    assert second.stem == f"{first.stem} (2)"
    assert first.read_bytes() == b"edited by hand"
    both = ended(write_reports(ws, [session.id] * 2, tmp_path / "twice", "pdf", jobs=1)).written
    assert len(set(both)) == 2


def test_that_one_that_fails_is_named_and_the_others_go_on(
    ws: Workspace, profile: Profile, tmp_path: Path
) -> None:
    ids = [assessed(ws, profile, number).id for number in (1, 2, 3)]
    # A pack that this program doesn't have, as after a step back to an older version.
    with ws.store.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE assessment SET pack_edition = '2031' WHERE id = ?", (ids[1],)
        )
    result = ended(write_reports(ws, ids, tmp_path / "all", "pdf", jobs=2))
    assert len(result.written) == 2
    ((name, reason),) = result.failed
    assert name == "苏州试样2号机械有限公司"
    assert "2031" in reason


def test_that_a_process_that_dies_costs_its_report_alone(
    ws: Workspace, profile: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [assessed(ws, profile, number).id for number in (1, 2)]

    class OneDies(ConfinedPool[Order, str]):
        def run(self, given: Iterable[Order]) -> Iterator[tuple[Order, str | None] | None]:
            for number, one in enumerate(given):
                yield None
                yield one, None if number == 0 else write_one(one)

    monkeypatch.setattr(confined_pool, "ConfinedPool", OneDies)
    result = ended(write_reports(ws, ids, tmp_path / "all", "pdf", jobs=2))
    assert [name for name, _ in result.failed] == ["苏州试样1号机械有限公司"]
    assert "进程" in result.failed[0][1]
    assert [path.is_file() for path in result.written] == [True]


def test_that_what_the_system_refuses_is_said(
    ws: Workspace, profile: Profile, tmp_path: Path
) -> None:
    order = order_of(ws, assessed(ws, profile).id, tmp_path / "gone" / "report.pdf")
    said = write_one(order)
    assert "report.pdf" in said
    assert write_one(replace(order, out=tmp_path / "report.pdf")) == ""


def test_that_a_batch_can_be_given_up(ws: Workspace, profile: Profile, tmp_path: Path) -> None:
    for number in range(1, 7):
        assessed(ws, profile, number)
    folder = tmp_path / "all"
    work = write_reports(ws, None, folder, "pdf", jobs=1)
    while next(work).done < 1:
        pass
    work.close()
    made = list(folder.iterdir())
    assert 1 <= len(made) < 6
    assert all(path.suffix == ".pdf" and path.read_bytes().startswith(b"%PDF-") for path in made)


# names


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ('甲/乙\\丙:丁*"戊"<己>|?', "甲_乙_丙_丁_戊_己_"),
        (" .甲公司. ", "甲公司"),
        ("...", "_"),
        ("A\x00B\nC", "A_B_C"),
    ],
    ids=["marks", "dots", "nothing", "control"],
)
def test_that_names_suit_every_system(name: str, stem: str) -> None:
    said = file_name(Reported("id", name, "91320583MA0000001X"), Words("zh"), "enterprise")
    assert said == f"{stem}_91320583MA0000001X_评估报告"


def test_that_long_names_fit_into_a_file_system() -> None:
    one = Reported("id", "苏州" * 100, "91320583MA0000001X")
    for lang in ("zh", "en"):
        name = f"{file_name(one, Words(lang), 'expert')} (1234).docx"  # type: ignore[arg-type]
        assert len(name.encode()) <= 255
        assert "91320583MA0000001X" in name
