"""Writes the Word templates of the program: run it after changing how they are built.

python packaging/make_templates.py
"""

from __future__ import annotations

from pathlib import Path

from word_templates import interview, kit, report, signoff

FOLDER = Path(__file__).resolve().parents[1] / "suzhou_assess" / "resources" / "templates"


def templates() -> dict[str, bytes]:
    """All of them, by file name."""
    return {
        "report.docx": kit.content(report.build("zh")),
        "report.en.docx": kit.content(report.build("en")),
        "signoff.docx": kit.content(signoff.build()),
        "interview.docx": kit.content(interview.build()),
    }


if __name__ == "__main__":
    for name, content in templates().items():
        (FOLDER / name).write_bytes(content)
