"""The sign-off sheet (现场评定确认书). Its words are part of the data, so one template does."""

# ruff: noqa: SLF001 - python-docx keeps the XML elements behind its objects private.
from __future__ import annotations

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from word_templates import kit

_WIDTH = 170.0


def build() -> Document:
    made = kit.new("", (20, 20, 20, 20), size=10)
    kit.heading_styles(made, (12.5, 11, 10.5))
    kit.spacing(made.styles["Heading 1"], before=11, after=4, line=1.1)
    kit.style(made, "Sheet title", size=20, bold=True, font=kit.HEI, after=8,
              align=WD_ALIGN_PARAGRAPH.CENTER)  # fmt: skip
    kit.style(made, "Cell", size=9, line=1.15)
    kit.style(made, "Lead", size=10.5, before=2, after=4, keep=True)
    kit.style(made, "Warning", size=10, color=kit.WARN, bold=True, after=4)
    kit.style(made, "Quiet", size=9, color=kit.MUTED, after=3)
    _footer(made)
    kit.paragraph(made, "{{ title }}", "Sheet title")
    kit.tag(made, "if state")
    kit.paragraph(made, "{{ state }}", "Warning")
    kit.tag(made, "endif")
    head = kit.table(made, (38, _WIDTH - 38))
    kit.rows_of(head, "line in head", ("**{{ line[0] }}**", "{{ line[1] }}"))
    _verdicts(made)
    _differences(made)
    _open_points(made)
    kit.paragraph(made, "{{ labels.evidence }}", "Heading 1")
    kit.paragraph(made, "{{ evidence }}", "Normal")
    _signatures(made)
    return made


def _footer(made: Document) -> None:
    foot = made.sections[0].footer.paragraphs[0]
    foot.style = "Quiet"
    kit.right_tab(foot, _WIDTH)
    foot.add_run("{{ title }}\t{{ labels.page }} ")
    kit.field(foot, "PAGE")
    foot.add_run(" / ")
    kit.field(foot, "NUMPAGES")


def _verdicts(made: Document) -> None:
    kit.paragraph(made, "{{ labels.verdicts }}", "Heading 1")
    kit.paragraph(made, "**{{ verdict }}**", "Lead")
    kit.paragraph(made, "{{ claim_line }}", "Lead")
    kit.tag(made, "if has_claim")
    titles = ("name", "claimed", "found", "difference")
    both = kit.table(made, (65, 40, 40, 25), head=_labels(titles))
    kit.rows_of(
        both,
        "row in scores",
        ("{{ row.name }}", "{{ row.claimed }}", "**{{ row.found }}**", "{{ row.difference }}"),
    )
    kit.tag(made, "else")
    one = kit.table(made, (105, 65), head=_labels(("name", "found")))
    kit.rows_of(one, "row in scores", ("{{ row.name }}", "**{{ row.found }}**"))
    kit.tag(made, "endif")


def _differences(made: Document) -> None:
    kit.tag(made, "if has_claim")
    kit.paragraph(made, "{{ labels.differences }}", "Heading 1")
    for line in ("over", "under"):
        kit.tag(made, f"if {line}")
        kit.paragraph(made, f"{{{{ {line} }}}}", "Lead")
        kit.tag(made, "endif")
    kit.tag(made, "if differences")
    titles = ("item", "claimed", "found", "difference", "reason")
    table = kit.table(made, (28, 38, 44, 20, 40), head=_labels(titles))
    cells = kit.rows_of(
        table,
        "row in differences",
        ("**{{ row.item }}**", "{{ row.claimed }}", "{{ row.found }}", "{{ row.kind }}",
         "{{ row.reason }}"),
    )  # fmt: skip
    kit.add(cells[3], "{{ row.difference }}")
    kit.tag(made, "endif")
    kit.tag(made, "if agreed")
    kit.paragraph(made, "{{ agreed }}", "Quiet")
    kit.tag(made, "endif")
    kit.tag(made, "else")
    kit.paragraph(made, "{{ labels.results }}", "Heading 1")
    results = kit.table(made, (50, 120), head=_labels(("item", "found")))
    kit.rows_of(results, "row in differences", ("**{{ row.item }}**", "{{ row.found }}"))
    kit.tag(made, "endif")


def _open_points(made: Document) -> None:
    kit.paragraph(made, "{{ labels.open }}", "Heading 1")
    kit.paragraph(made, "{{ open_line }}", "Normal")
    kit.tag(made, "if open_points")
    table = kit.table(made, (50, 120))
    kit.rows_of(table, "point in open_points", ("**{{ point.item }}**", "{{ point.text }}"))
    kit.tag(made, "endif")


def _signatures(made: Document) -> None:
    kit.paragraph(made, "{{ labels.remark }}", "Heading 1")
    hint = kit.paragraph(made, "{{ labels.remark_hint }}", "Quiet")
    hint.paragraph_format.keep_with_next = True
    remark = kit.table(made, (_WIDTH,), lines="all")
    kit.row(remark, ("",))
    _height(remark.rows[0], 26)
    kit.paragraph(made, "{{ labels.signatures }}", "Heading 1")
    statement = kit.paragraph(made, "{{ statement }}", "Lead")
    statement.paragraph_format.keep_with_next = True
    table = kit.table(made, (22, 63, 22, 63), lines="all")
    kit.row(table, ("", "**{{ parties[0] }}**", "", "**{{ parties[1] }}**"), fill=kit.HEAD)
    for label in ("signer", "position", "signature", "seal", "date"):
        named = f"{{{{ labels.{label} }}}}"
        kit.row(table, (named, "", named, ""))
        _height(table.rows[-1], 22 if label == "seal" else 11)
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _height(row: object, mm: float) -> None:
    properties = row._tr.get_or_add_trPr()  # type: ignore[attr-defined]
    properties.append(
        parse_xml(f'<w:trHeight {nsdecls("w")} w:val="{Mm(mm).twips}" w:hRule="atLeast"/>')
    )


def _labels(names: tuple[str, ...]) -> list[str]:
    return [f"{{{{ labels.{name} }}}}" for name in names]
