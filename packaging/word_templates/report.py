"""The report template: what an office gets to start its own from.

Its headings and column heads are plain text, in which an office changes whatever it likes; the tags
between them are explained in ``docs/report-template.md``.
"""

from __future__ import annotations

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from suzhou_assess.domain.text import Lang
from word_templates import kit, numbering
from word_templates.draft import WIDTH, Draft
from word_templates.report_parts import BUILDERS

_PARTS = (
    ("verdict", ""),
    ("portrait", ""),
    ("scenarios", ""),
    ("strengths", ""),
    ("gaps", ""),
    ("way_up", ""),
    ("support", "support"),
    ("review", "review"),
    ("peers", "peers"),
    ("over_time", "over_time"),
    ("checks", ""),
    ("answers", "answers"),
    ("evidence", "evidence"),
    ("notes", "notes"),
    ("method", ""),
)
"""Every part with the field without which it is left out."""


def build(lang: Lang) -> Document:
    made = kit.new("", (24, 22, 20, 22))
    _styles(made)
    numbering.number(made, lang)
    draft = Draft(made, lang)
    _header_and_footer(draft)
    _cover(draft)
    _contents(draft)
    for name, needed in _PARTS:
        if needed:
            kit.tag(made, f"if {needed}")
        draft.part(name)
        BUILDERS[name](draft)
        if needed:
            kit.tag(made, "endif")
    end = kit.paragraph(made, draft.label("end"), "Quiet")
    end.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return made


def _styles(made: Document) -> None:
    kit.heading_styles(made, (16, 12.5, 11))
    centre = WD_ALIGN_PARAGRAPH.CENTER
    kit.style(
        made, "Cover title", size=28, bold=True, font=kit.HEI, before=120, after=10, align=centre
    )
    kit.style(made, "Cover edition", size=13, color=kit.MUTED, after=70, align=centre)
    kit.style(made, "Cover name", size=20, bold=True, font=kit.HEI, after=6, align=centre)
    kit.style(made, "Cover line", size=11, color=kit.MUTED, after=3, align=centre)
    kit.style(made, "Contents title", size=16, bold=True, font=kit.HEI, color=kit.ACCENT, after=10)
    kit.style(made, "Contents", size=10.5, after=2, line=1.1)
    kit.style(made, "Cell", size=9, line=1.15)
    kit.style(made, "Cell small", size=8, color=kit.MUTED, line=1.1)
    kit.style(made, "Lead", size=12, bold=True, before=2, after=6, line=1.35, keep=True)
    kit.style(made, "List line", after=3, line=1.3)
    indent = made.styles["List line"].paragraph_format
    indent.left_indent, indent.first_line_indent = Pt(12), Pt(-12)
    kit.style(made, "Option", size=9, after=1, line=1.15)
    made.styles["Option"].paragraph_format.left_indent = Pt(12)
    kit.style(made, "Quiet", size=9, color=kit.MUTED, after=4)
    kit.style(made, "Warning", size=10, color=kit.WARN, bold=True, before=2, after=4)
    kit.style(made, "Figure", before=4, after=4, line=1.0, align=centre, keep=True)


def _header_and_footer(draft: Draft) -> None:
    section = draft.made.sections[0]
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    head.style = "Quiet"
    kit.right_tab(head, WIDTH)
    head.add_run("{{ cover.enterprise }}\t{{ cover.draft_mark }}")
    kit.bordered(head, bottom=kit.LINE)
    foot = section.footer.paragraphs[0]
    foot.style = "Quiet"
    kit.right_tab(foot, WIDTH)
    foot.add_run("{{ footer }}\t")
    before, _, after = draft.label("page").partition("{page}")
    foot.add_run(before)
    kit.field(foot, "PAGE")
    before_all, _, after_all = draft.label("of_pages").partition("{pages}")
    foot.add_run(f"{after} {before_all}")
    kit.field(foot, "NUMPAGES")
    foot.add_run(after_all)


def _cover(draft: Draft) -> None:
    made = draft.made
    kit.paragraph(made, "{{ cover.title }}", "Cover title")
    kit.paragraph(made, "{{ cover.edition }}", "Cover edition")
    kit.paragraph(made, "{{ cover.enterprise }}", "Cover name")
    kit.paragraph(made, "{{ cover.uscc }}", "Cover line")
    kit.paragraph(made, "{{ cover.index }}", "Cover line")
    kit.tag(made, "for line in cover.lines")
    kit.paragraph(made, "{{ line.label }}  {{ line.text }}", "Cover line")
    kit.tag(made, "endfor")
    kit.tag(made, "if cover.draft")
    notice = kit.paragraph(made, "{{ cover.draft }}", "Warning")
    notice.alignment = WD_ALIGN_PARAGRAPH.CENTER
    kit.tag(made, "endif")


def _contents(draft: Draft) -> None:
    made = draft.made
    title = kit.paragraph(made, draft.label("contents"), "Contents title")
    title.paragraph_format.page_break_before = True
    for name, needed in _PARTS:
        if needed:
            kit.tag(made, f"if {needed}")
        line = kit.paragraph(made, "", "Contents")
        numbering.link(line, draft.label(name), f"part_{name}")
        if needed:
            kit.tag(made, "endif")
    profile = kit.paragraph(made, draft.label("profile"), "Contents title")
    profile.paragraph_format.space_before = Pt(18)
    profile.paragraph_format.keep_with_next = True
    table = draft.table(50, WIDTH - 50)
    kit.rows_of(table, "line in profile", ("**{{ line.label }}**", "{{ line.text }}"))
