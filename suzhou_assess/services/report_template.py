"""An office's own Word template for reports: checked, kept in the database, forgotten again."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from suzhou_assess.domain.text import Lang
from suzhou_assess.services.deliver import check_target
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.workbook import replacing

if TYPE_CHECKING:
    from suzhou_assess.report.word_faults import TemplateFault

KEY = "report_template"
"""The setting that it is kept in, so that it travels with the database to the next machine."""

SUFFIX = ".docx"


@dataclass(frozen=True, slots=True)
class KeptTemplate:
    """The template that is kept."""

    name: str
    """Of the file that it was loaded from."""
    kept_at: datetime
    content: bytes


def check(path: Path) -> tuple[TemplateFault, ...]:
    """Everything that is wrong with a template file; nothing when it can be used.

    Raises ``OSError``.
    """
    from suzhou_assess.report.word_report import check_template

    return check_template(_read(path))


def load(ws: Workspace, path: Path) -> KeptTemplate:
    """Keeps a template; Chinese reports in Word are made with it from now on.

    Raises ``TemplateError`` with every fault, and keeps what was there; ``OSError``,
    ``StoreError``.
    """
    kept = KeptTemplate(path.name, datetime.now(UTC).replace(microsecond=0), checked(path))
    packed = {
        "name": kept.name,
        "kept_at": kept.kept_at.isoformat(),
        "content": base64.b64encode(kept.content).decode(),
    }
    ws.set_setting(KEY, packed)
    return kept


def forget(ws: Workspace) -> None:
    """Back to the template that is part of the program. Raises ``StoreError``."""
    ws.set_setting(KEY, None)


def current(ws: Workspace) -> KeptTemplate | None:
    """The template that is kept, ``None`` when ours is in use. Raises ``StoreError``."""
    return _unpacked(ws.setting(KEY))


def template_for(ws: Workspace, lang: Lang, path: Path | None = None) -> bytes:
    """The template that a report in ``lang`` is made with.

    That in ``path`` when one is given (checked first); else the office's own, which is in Chinese
    and serves Chinese reports; else ours. Raises ``TemplateError``, ``OSError``, ``StoreError``.
    """
    from suzhou_assess.report.word_report import shipped_template

    if path is not None:
        return checked(path)
    kept = current(ws) if lang == "zh" else None
    return shipped_template(lang) if kept is None else kept.content


def export(ws: Workspace, out: Path, lang: Lang = "zh") -> None:
    """Writes the template that is in use. Raises ``TargetError``, ``OSError``, ``StoreError``."""
    check_target(out, SUFFIX)
    replacing.replace(out, template_for(ws, lang))


def export_shipped(out: Path, lang: Lang = "zh") -> None:
    """Writes ours, to start one's own from. Raises ``TargetError``, ``OSError``."""
    from suzhou_assess.report.word_report import shipped_template

    check_target(out, SUFFIX)
    replacing.replace(out, shipped_template(lang))


def checked(path: Path) -> bytes:
    """The content of a template file that is sound. Raises ``TemplateError``, ``OSError``."""
    from suzhou_assess.report.word_faults import TemplateError
    from suzhou_assess.report.word_report import check_template

    content = _read(path)
    faults = check_template(content)
    if faults:
        raise TemplateError(faults)
    return content


def _read(path: Path) -> bytes:
    """At most a byte more than a template may have, which is enough to see that it is too big."""
    from suzhou_assess.report.word_package import SIZE_LIMIT

    with path.open("rb") as stream:
        return stream.read(SIZE_LIMIT + 1)


def _unpacked(kept: Any) -> KeptTemplate | None:
    """What stands in the setting; ``None`` for what no version of the program has written."""
    try:
        return KeptTemplate(
            str(kept["name"]),
            datetime.fromisoformat(kept["kept_at"]),
            base64.b64decode(kept["content"], validate=True),
        )
    except (TypeError, KeyError, ValueError, binascii.Error):
        return None
