"""Power cuts and kills while a package is taken or written: whole assessments, whole files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Generator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import suzhou_assess
from suzhou_assess.services import assessments, enterprises, evidence, packages
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.workspace import Workspace

ROUNDS = 12
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(suzhou_assess.__file__).parents[1])}


def _picture(number: int) -> bytes:
    out = BytesIO()
    Image.effect_noise((200 + number, 150), 60).save(out, "PNG")
    return out.getvalue()


def _finished(work: Generator[Any, None, Any]) -> Any:
    try:
        while True:
            next(work)
    except StopIteration as stop:
        return stop.value


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")
def test_that_a_kill_leaves_each_assessment_whole_or_out(
    ws: Workspace, tmp_path: Path, profile: Callable[..., dict[str, object]]
) -> None:
    keys = []
    for number in range(1, 5):
        owner, _ = enterprises.save(ws, profile(number))
        assert owner is not None
        key = assessments.start(ws, owner, "onsite", date(2025, 6, 1), "王工")
        session = AssessmentSession(ws, key)
        session.choose("Q01", ("B",))
        for picture in range(5):
            content = _picture(10 * number + picture)
            evidence.attach_bytes(ws, key, "Q01", content, f"{picture}.png")
        session.submit()
        keys.append(key)
    package = tmp_path / "all.szpkg"
    _finished(packages.write_package(ws, keys, package))
    folder = tmp_path / "killed"
    folder.mkdir()
    script = Path(__file__).with_name("packing.py")
    ran = subprocess.run(
        [sys.executable, str(script), str(folder), str(package), str(ROUNDS), "7"],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) > 0, "every kill came too late to hit anything"
