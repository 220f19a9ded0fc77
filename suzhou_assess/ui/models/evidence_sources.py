"""What can be attached of a drop or of the clipboard: files, or a picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from suzhou_assess.ui.models.evidence_desk import Source


def sources_of(data: QMimeData) -> list[Source]:
    """Files, else the picture; none for texts and addresses of the web."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if files:
        return [*files]
    image = data.imageData() if data.hasImage() else None
    return [image] if isinstance(image, QImage) and not image.isNull() else []


def can_attach(data: QMimeData) -> bool:
    """The same without fetching a picture: asked again and again while something is dragged."""
    return data.hasImage() or any(url.isLocalFile() for url in data.urls())


def pasting_attaches() -> bool:
    """Whether Ctrl+V in a text field means a picture or files: there is no text to insert."""
    data = QGuiApplication.clipboard().mimeData()
    files = any(url.isLocalFile() for url in data.urls())
    return files or (data.hasImage() and not data.hasText())
