"""``return`` and ``import --returns``: what goes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import Run

from suzhou_assess.services.samples import plan_samples, write_samples

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


@pytest.fixture
def sent_in(tmp_path: Path) -> Path:
    """Six workbooks, two of them broken."""
    folder = tmp_path / "收回"
    for _ in write_samples(plan_samples(folder, 6, 4, 0.34), jobs=1):
        pass
    return folder


def test_that_the_latest_batch_goes_back_without_being_named(
    run: Run, sent_in: Path, tmp_path: Path
) -> None:
    assert run("import", sent_in, "--jobs", "1").code == 1
    ran = run("return", tmp_path / "退回")
    assert ran.code == 0
    back = [path.name for path in (tmp_path / "退回").rglob("*.xlsx")]
    assert len([name for name in back if "_退回" in name]) == 2
    assert "问题清单.xlsx" in back


def test_that_a_batch_is_named_by_the_first_characters_of_its_id(
    run: Run, sent_in: Path, tmp_path: Path
) -> None:
    run("import", sent_in, "--jobs", "1")
    run("import", sent_in / "nowhere", "--jobs", "1")
    named = run("batches").out.splitlines()[2].split()[0]
    assert len(named) == 8
    assert run("return", tmp_path / "退回", "--batch", named).code == 0
    assert len(list((tmp_path / "退回").rglob("*_退回*.xlsx"))) == 2
    assert run("return", tmp_path / "无", "--batch", "zzz").code == 2


def test_that_an_import_writes_what_goes_back_at_once(
    run: Run, sent_in: Path, tmp_path: Path
) -> None:
    assert run("import", sent_in, "--jobs", "1", "--returns", tmp_path / "退回").code == 1
    assert (tmp_path / "退回" / "问题清单.xlsx").exists()


def test_that_nothing_goes_back_when_all_is_well(run: Run, tmp_path: Path) -> None:
    run("sample", tmp_path / "好", "--count", "2", "--seed", "2")
    assert run("import", tmp_path / "好", "--jobs", "1").code == 0
    ran = run("return", tmp_path / "退回")
    assert ran.code == 0
    assert not (tmp_path / "退回").exists()


def test_that_without_any_import_it_says_what_to_do(run: Run, tmp_path: Path) -> None:
    run("sample", tmp_path / "好", "--count", "1")
    run("roster", "status")
    ran = run("return", tmp_path / "退回")
    assert ran.code == 2
    assert "import" in ran.err
