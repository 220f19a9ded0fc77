"""Pictures as small PNG files, and pages of workbook and report as pictures."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

WORKBOOK_PICTURES = {
    "workbook-questions": ("评测问卷", "Q03"),
    "workbook-result": ("评估结果", "第"),
}
"""Which page of the printed workbook, by its first line, and the word that it is cut off above:
a question, or the number of the page in its foot."""
REPORT_PICTURES = {"report-summary": "评估结论", "report-way-up": "提升路径"}
"""The chapter that the page begins with or holds."""
_REPORT_DOTS = 80
_DOTS_PER_POINT = 110 / 72
_EXACT = 64
"""As many colours of a picture stand as they are."""


def save(picture: QImage, path: Path) -> None:
    """A PNG with a palette: a third of the size, and the eye sees no difference."""
    full = picture.convertToFormat(QImage.Format.Format_RGB32)
    table, error = _palette(Counter(memoryview(full.constBits()).cast("I")))
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    small = full.convertToFormat(QImage.Format.Format_Indexed8, table, flags)
    if not small.save(str(path), "PNG", 0):
        raise SystemExit(f"{path} can't be written")
    size = f"{small.width()} × {small.height()}, {path.stat().st_size // 1024} KB"
    print(f"{path.name}: {size}, colours within {error} of 255")


def _palette(colours: Counter[int]) -> tuple[list[int], int]:
    """At most 256 colours, and how far a colour is from the nearest of them at most.

    The most frequent stand as they are: areas keep their colour. For the edges of letters and
    lines the tolerance grows until the others fit in.
    """
    often = [(c >> 16 & 255, c >> 8 & 255, c & 255) for c, _ in colours.most_common()]
    for tolerance in range(256):
        chosen = often[:_EXACT]
        for red, green, blue in often[_EXACT:]:
            if not any(
                abs(red - r) <= tolerance
                and abs(green - g) <= tolerance
                and abs(blue - b) <= tolerance
                for r, g, b in chosen
            ):
                chosen.append((red, green, blue))
            if len(chosen) > 256:
                break
        else:
            return [0xFF000000 | r << 16 | g << 8 | b for r, g, b in chosen], tolerance
    raise AssertionError("one colour covers all at the tolerance 255")


def workbook_pages(workbook: Path, names: Iterable[str]) -> Iterator[tuple[str, QImage]]:
    """Pages of an answer workbook as LibreOffice prints them, by the picture's name."""
    missing = [tool for tool in ("soffice", "pdftoppm", "pdftotext") if shutil.which(tool) is None]
    if missing:
        print(f"left as they are, for want of {', '.join(missing)}: {', '.join(names)}")
        return
    folder = workbook.parent
    profile = (folder / "office").as_uri()
    convert = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    _run([*convert, "--outdir", str(folder), str(workbook)])
    printed = workbook.with_suffix(".pdf")
    texts = _run(["pdftotext", "-layout", str(printed), "-"]).split("\f")
    first_lines = [text.strip().partition("\n")[0].strip() for text in texts]
    for name in names:
        heading, end = WORKBOOK_PICTURES[name]
        number = str(first_lines.index(heading) + 1)
        page = ["-f", number, "-l", number]
        stem = folder / name
        dots = str(round(72 * _DOTS_PER_POINT))
        _run(["pdftoppm", *page, "-singlefile", "-r", dots, "-png", str(printed), str(stem)])
        words = _run(["pdftotext", *page, "-bbox", str(printed), "-"])
        tops = re.findall(rf'yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">{end}</word>', words)
        yield name, _trimmed(QImage(f"{stem}.png"), round(float(tops[-1]) * _DOTS_PER_POINT) - 4)


def report_pages(report: Path, names: Iterable[str]) -> Iterator[tuple[str, QImage]]:
    """Whole pages of a PDF, by the picture's name."""
    if shutil.which("pdftoppm") is None or shutil.which("pdftotext") is None:
        print(f"left as they are, for want of pdftoppm or pdftotext: {', '.join(names)}")
        return
    texts = _run(["pdftotext", "-layout", str(report), "-"]).split("\f")
    for name in names:
        heading = re.compile(rf"^\s*\d+\s+{REPORT_PICTURES[name]}\s*$", re.MULTILINE)
        number = str(1 + next(at for at, text in enumerate(texts) if heading.search(text)))
        page = ["-f", number, "-l", number, "-singlefile", "-r", str(_REPORT_DOTS)]
        stem = report.with_name(name)
        _run(["pdftoppm", *page, "-png", str(report), str(stem)])
        yield name, _framed(QImage(f"{stem}.png"))


def _framed(page: QImage) -> QImage:
    """With a thin line around, so that white paper shows on a white screen."""
    painter = QPainter(page)
    painter.setPen(QColor("#C6CEDA"))
    painter.drawRect(page.rect().adjusted(0, 0, -1, -1))
    painter.end()
    return page


def _trimmed(page: QImage, height: int) -> QImage:
    """The page down to ``height``, without the white around it but for a narrow margin."""
    grey = page.copy(0, 0, page.width(), height).convertToFormat(QImage.Format.Format_Grayscale8)
    length, data = grey.bytesPerLine(), bytes(grey.constBits())
    rows = [data[y * length : y * length + grey.width()] for y in range(height)]
    inked = [y for y, row in enumerate(rows) if row.strip(b"\xff")]
    left = min(len(rows[y]) - len(rows[y].lstrip(b"\xff")) for y in inked)
    right = max(len(rows[y].rstrip(b"\xff")) for y in inked)
    margin = 20
    top, bottom = inked[0] - margin, min(inked[-1] + margin, height)
    return page.copy(left - margin, top, right - left + 2 * margin, bottom - top)


def _run(command: list[str]) -> str:
    done = subprocess.run(command, check=True, capture_output=True, timeout=300)
    return done.stdout.decode("utf-8", "replace")
