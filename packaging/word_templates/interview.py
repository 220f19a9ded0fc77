"""The interview script (访谈提纲): one page a section, in type as large as the section allows."""

# ruff: noqa: SLF001 - python-docx keeps the XML elements behind its objects private.
from __future__ import annotations

from docx.document import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from suzhou_assess.report.word_pages import HANGING, LEFT, LINE, RIGHT, SIZES
from word_templates import kit

_WIDTH = LEFT + RIGHT
_CLAIMED = "DDE3EA"


def build() -> Document:
    made = kit.new("", (13, 14, 13, 14), size=10)
    kit.heading_styles(made, (15, 12, 11))
    title = made.styles["Heading 1"]
    title.paragraph_format.page_break_before = True
    kit.spacing(title, before=0, after=2, line=1.0)
    kit.style(made, "Quiet", size=8.5, color=kit.MUTED, after=1, line=1.0)
    _exact("Quiet", 11, made)
    kit.style(made, "Stop", size=9, after=1, line=1.0, keep=True)
    _exact("Stop", 12, made)
    for number, size in enumerate(SIZES, start=1):
        kit.style(made, f"Script {number}", size=size)
        _exact(f"Script {number}", size * LINE, made)
    _footer(made)
    kit.tag(made, "for section in sections")
    heading = kit.paragraph(
        made, "{{ section.text.number }}　{{ section.text.name }} · {{ section.text.count }}",
        "Heading 1",
    )  # fmt: skip
    heading.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    heading.paragraph_format.line_spacing = Pt(20)
    kit.paragraph(made, "{{ subject }}", "Stop")
    kit.paragraph(made, "{{ claim_line }}", "Quiet")
    kit.tag(made, "if section.text.where")
    stop = "　".join(
        f"**{{{{ labels.{name} }}}}** {{{{ section.text.{name} }}}}"
        for name in ("where", "whom", "look")
    )
    kit.paragraph(made, stop, "Stop")
    kit.tag(made, "endif")
    _questions(made)
    notes = kit.paragraph(made, "{{ labels.section_notes }}", "Quiet")
    notes.paragraph_format.space_before = Pt(4)
    kit.tag(made, "endfor")
    return made


def _exact(name: str, points: float, made: Document) -> None:
    shape = made.styles[name].paragraph_format
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(points)


def _footer(made: Document) -> None:
    foot = made.sections[0].footer.paragraphs[0]
    foot.style = "Quiet"
    kit.right_tab(foot, _WIDTH)
    foot.add_run("{{ title }}\t{{ labels.page }} ")
    kit.field(foot, "PAGE")
    foot.add_run(" / ")
    kit.field(foot, "NUMPAGES")


def _questions(made: Document) -> None:
    table = kit.table(made, (LEFT, RIGHT), named="Script 1", lines="all")
    kit.tag_row(table, "for row in section.rows")
    left, right = kit.row(table, ("", ""), named="Script 1")
    height = '<w:trHeight {} w:val="{{{{ row.height }}}}" w:hRule="atLeast"/>'
    properties = left._tc.getparent().get_or_add_trPr()
    # The schema's own type is a number; here stands the tag that becomes one.
    properties.append(parse_xml(height.format(nsdecls("w"))))
    first = left.paragraphs[0]
    kit.runs(first, "**{{ row.item.id }} {{ row.item.name }}** ")
    badge = first.add_run("{% for badge in row.item.badges %}〔{{ badge }}〕{% endfor %} ")
    badge.font.color.rgb = kit.RGBColor.from_string(kit.WARN)
    kit.runs(first, "{{ row.item.prompt }}")
    kit.tag(left, "for option in row.item.options", "Script 1")
    kit.tag(left, "if option.claimed", "Script 1")
    claimed = kit.paragraph(left, "□ {{ option.mark }} {{ option.text }} ", "Script 1")
    claimed.add_run("{{ labels.claimed_mark }}").bold = True
    for run in claimed.runs:
        run._r.get_or_add_rPr().append(
            parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{_CLAIMED}"/>')
        )
    _hanging(claimed)
    kit.tag(left, "else", "Script 1")
    _hanging(kit.paragraph(left, "□ {{ option.mark }} {{ option.text }}", "Script 1"))
    kit.tag(left, "endif", "Script 1")
    kit.tag(left, "endfor", "Script 1")
    kit.tag(left, "for figure in row.item.figures", "Script 1")
    kit.paragraph(
        left,
        "{{ figure.name }} ＿＿＿＿＿＿＿ {{ figure.unit }}"
        "{% if figure.claimed %}（{{ labels.claimed_mark }} {{ figure.claimed }}）{% endif %}",
        "Script 1",
    )
    kit.tag(left, "endfor", "Script 1")
    kit.runs(right.paragraphs[0], "**{{ labels.proofs }}**")
    kit.tag(right, "for proof in row.item.proofs", "Script 1")
    _hanging(kit.paragraph(right, "□ {{ proof }}", "Script 1"))
    kit.tag(right, "endfor", "Script 1")
    kit.tag(right, "for note in row.item.notes", "Script 1")
    noted = kit.paragraph(right, "", "Script 1")
    noted.add_run("{{ note }}").font.color.rgb = kit.RGBColor.from_string(kit.WARN)
    kit.tag(right, "endfor", "Script 1")
    kit.paragraph(right, "**{{ labels.notes }}**", "Script 1")
    for cell in (left, right):
        for paragraph in cell.paragraphs:
            _sized(paragraph)
    kit.tag_row(table, "endfor")


def _hanging(paragraph: Paragraph) -> None:
    """What goes on in a second line stands under the text, not under the box."""
    paragraph.paragraph_format.left_indent = Mm(HANGING)
    paragraph.paragraph_format.first_line_indent = -Mm(HANGING)


def _sized(paragraph: Paragraph) -> None:
    """In the style of the section that is being filled in."""
    paragraph._p.pPr.find(qn("w:pStyle")).set(qn("w:val"), "{{ section.style }}")
