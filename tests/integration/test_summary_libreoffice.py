"""The summary workbook in a real office program: opened, saved again, and printed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.scoring import score
from suzhou_assess.services import enterprises
from suzhou_assess.services.campaigns import Campaign, save_campaign
from suzhou_assess.services.deliver import write_summary
from suzhou_assess.services.sample_enterprises import invent
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.submissions import IncomingSubmission, SubmissionWriter

pytestmark = [
    pytest.mark.soffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]
HOSTILE = '=HYPERLINK("http://example.com","点我")'


@pytest.fixture
def summary(
    ws: Workspace, pack: Pack, places: Places, profile: Callable[..., dict[str, object]]
) -> Path:
    submissions = [invent(3, n, pack, places) for n in range(120)]
    writer = SubmissionWriter(ws.store, ws.places)
    writer.begin("test")
    writer.store(
        [IncomingSubmission(s, score(pack, s.answers.choices), "test.jsonl") for s in submissions]
    )
    writer.finish({})
    enterprises.save(ws, profile(9, name=HOSTILE))
    save_campaign(ws, Campaign("", 200, None, date(2025, 12, 31), {"320583": 30, "320571": 20}))
    out = ws.path.parent / "summary.xlsx"
    for _ in write_summary(ws, out):
        pass
    return out


def _converted(source: Path, kind: str) -> Path:
    """What LibreOffice makes of it."""
    folder = source.parent / kind
    command = ["soffice", f"-env:UserInstallation={(source.parent / 'office').as_uri()}"]
    command += ["--headless", "--convert-to", kind, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{source.stem}.{kind}"


# LibreOffice adds what openpyxl does not know.
@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_that_every_value_is_read_as_it_was_written(summary: Path) -> None:
    ours, theirs = load_workbook(summary), load_workbook(_converted(summary, "xlsx"))
    assert ours.sheetnames == theirs.sheetnames
    for sheet in ours.worksheets:
        other = theirs[sheet.title]
        for line in sheet.iter_rows():
            for cell in line:
                again = other[cell.coordinate].value
                if isinstance(cell.value, float):
                    assert again == pytest.approx(cell.value), (sheet.title, cell.coordinate)
                else:
                    assert again == cell.value, (sheet.title, cell.coordinate)
        assert len(other._charts) == len(sheet._charts)
    names = [row[0].value for row in theirs["明细"].iter_rows(min_row=2)]
    assert HOSTILE in names


def test_that_it_prints_on_few_pages_with_nothing_beside_them(summary: Path) -> None:
    printed = _converted(summary, "pdf").read_bytes()
    pages = printed.count(b"/Type/Page") - printed.count(b"/Type/Pages")
    detail = 4 * 2
    # Twelve sheets; some of them are longer than a page, none is wider.
    assert 12 + detail <= pages <= 22 + detail
