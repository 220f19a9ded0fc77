"""Writes the tables of fields into ``report-template.md``: run it after changing the model.

python docs/make_report_template.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from suzhou_assess.report.word_fields import Field, report_fields

sys.path.insert(0, str(Path(__file__).parent))
from report_fields import FIELDS, KINDS

PAGE = Path(__file__).with_name("report-template.md")
BEGIN = "<!-- 以下由 make_report_template.py 生成 -->\n"
_OWN_TABLE = frozenset({"labels"})
"""Groups that have none: their names say what they are."""
_USE = {
    "text": "`{{{{ {name} }}}}`",
    "number": "`{{{{ {name} }}}}`",
    "truth": "`{{% if {name} %}}`",
    "picture": "`{{{{ {name} }}}}`（图片）",
    "list": "`for … in {name}`",
    "group": "后面加点号",
}


def page() -> str:
    """The whole page: what stands above the mark is written by hand."""
    by_hand, _, _ = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return by_hand + BEGIN + "".join(_tables())


def groups() -> dict[str, tuple[str, Field]]:
    """Every kind of group by name, in the order in which they are met, each with what its fields
    are written behind: a path from the top, or the name that was given in a ``for``."""
    found: dict[str, tuple[str, Field]] = {}

    def meet(name: str, path: str, group: Field) -> None:
        if name in found:
            return
        found[name] = path, group
        for part, field in group.parts.items():
            if part in _OWN_TABLE:
                continue
            if field.kind == "group":
                meet(field.made_of or part, f"{path}{part}.", field)
            elif field.of is not None and field.of.kind == "group":
                meet(field.of.made_of, "one.", field.of)

    meet("ReportModel", "", report_fields())
    return found


def _tables() -> Iterator[str]:
    for kind, (path, group) in groups().items():
        yield f"\n### {KINDS[kind]}\n\n| 字段 | 内容 | 用法 |\n|---|---|---|\n"
        for name, field in group.parts.items():
            yield f"| `{name}` | {FIELDS[kind][name]} | {_use(path, name, field)} |\n"


def _use(path: str, name: str, field: Field) -> str:
    said = _USE[field.kind].format(name=path + name)
    inner = field.of if field.kind == "list" and field.of else field
    if inner.kind == "group" and name not in _OWN_TABLE:
        said += f"，见“{KINDS[inner.made_of or name]}”"
    return said


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
