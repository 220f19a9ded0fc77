"""Running real commands in this process, and what they are given."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from running import Ran, Run

from suzhou_assess.cli.main import main


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command line on a database of its own."""
    monkeypatch.setenv("SUZHOU_ASSESS_DB", str(tmp_path / "assess.db"))
    monkeypatch.delenv("SUZHOU_ASSESS_LANG", raising=False)

    def invoke(*arguments: str | Path) -> Ran:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        said = capfd.readouterr()
        return Ran(code, said.out, said.err)

    return invoke


@pytest.fixture
def answers(profile: Callable[..., dict[str, object]]) -> Callable[..., dict[str, Any]]:
    """A complete set of answers at level 1; each number is another enterprise."""

    def made(number: int = 1, **changed: object) -> dict[str, Any]:
        given: dict[str, object] = {
            "Q01": ["B", "C"], "Q02": "C", "Q03": "C", "Q04": ["B", "G", "H", "L", "N"],
            "Q05": "C", "Q06": ["B"], "Q07": ["B"], "Q08": "C", "Q09": ["B"], "Q10": ["B", "D"],
            "Q11": "B", "Q12": "B", "Q13": "C", "Q14": "C", "Q15": "B",
            **{f"S{n:02d}": 1 for n in range(1, 17)},
        }  # fmt: skip
        return {
            "format": "suzhou-assess/answers/1",
            "pack": "miit-2024",
            "enterprise": profile(number),
            "assessment": {"mode": "self", "date": "2025-06-01", "assessor": "王工"},
            "answers": given | changed,
        }

    return made


@pytest.fixture
def jsonl(tmp_path: Path) -> Callable[..., Path]:
    """Writes objects, or raw lines, as a .jsonl."""

    def write(*lines: object, name: str = "answers.jsonl") -> Path:
        path = tmp_path / name
        with path.open("wb") as stream:
            for line in lines:
                raw = line if isinstance(line, bytes) else json.dumps(line).encode()
                stream.write(raw + b"\n")
        return path

    return write
