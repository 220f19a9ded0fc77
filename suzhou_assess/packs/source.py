"""A data file of a known format: from bytes to data of the right shape."""

from __future__ import annotations

from suzhou_assess.packs.problems import Findings
from suzhou_assess.packs.shape import Fields, Json
from suzhou_assess.packs.yaml_source import Plain, read_yaml


def read_source(data: bytes, name: str, form: str, shape: Fields) -> tuple[Json, Findings]:
    """The mapping in a YAML file as ``shape`` reads it, and what is wrong so far.

    Raises ``PackError`` at once for a file of which nothing can be said but that it is broken or
    of another format than ``form`` (``suzhou-assess/pack/1``).
    """
    findings = Findings(name)
    raw = read_yaml(data, findings)
    if raw is None:
        findings.raise_if_any()
    _check_format(raw, form, findings)
    return shape.read(raw, (), findings), findings


def _check_format(raw: Plain, form: str, findings: Findings) -> None:
    """Raises ``PackError`` for another format: its keys would only give misleading problems."""
    written = raw.get("format") if isinstance(raw, dict) else None
    if written == form:
        return
    kind, _, version = form.rpartition("/")
    text = written if isinstance(written, str) else ""
    newer = text.rpartition("/")
    if newer[0] == kind and newer[2].isascii() and newer[2].isdigit() and newer[2] > version:
        findings.add(("format",), "format_newer", format=text[:60], known=form)
    else:
        findings.add(("format",), "format_unknown", format=text[:60], known=form)
    findings.raise_if_any()
