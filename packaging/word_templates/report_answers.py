"""The part of the report template that has every answer in full, for an expert."""

from __future__ import annotations

from typing import TYPE_CHECKING

from word_templates import kit

if TYPE_CHECKING:
    from word_templates.draft import Draft


def build(draft: Draft) -> None:
    made, label = draft.made, draft.label
    kit.tag(made, "for part in answers")
    kit.paragraph(
        made, "{{ part.title }}{% if part.mark %}  {{ part.mark }}{% endif %}", "Heading 2"
    )
    draft.when("part.note", "{{ part.note }}", "Quiet")
    kit.tag(made, "for one in part.answers")
    kit.paragraph(
        made,
        "{{ one.id }} {{ one.name }}{% if one.binding %} ★{% endif %}  {{ one.points }}"
        f"{{% if one.flagged %}}  〔{label('flagged')}〕{{% endif %}}",
        "Heading 3",
    )
    kit.paragraph(made, "{{ one.prompt }}", "Quiet").paragraph_format.keep_with_next = True
    kit.tag(made, "for option in one.options")
    kit.paragraph(
        made,
        "{% if option.chosen %}■{% else %}□{% endif %} {{ option.letter }} {{ option.text }}"
        "{% if option.points %}  {{ option.points }}{% endif %}"
        f"{{% if option.claimed %}}  〔{label('claimed_mark')}〕{{% endif %}}",
        "Option",
    ).paragraph_format.keep_with_next = True
    kit.tag(made, "endfor")
    table = kit.table(made, (30, 136))
    kit.row(table, (f"**{label('answer')}**", "{{ one.answer }}"))
    _lines(draft, table, "figures", f"{{{{ line.label }}}}{draft.colon}{{{{ line.text }}}}")
    _text(draft, table, "explanation")
    kit.tag_row(table, "if one.claimed")
    kit.row(
        table,
        (f"**{label('claimed')}**",
         "{{ one.claimed }}{% if one.difference %}  **{{ one.difference }}**{% endif %}"),
    )  # fmt: skip
    kit.tag_row(table, "endif")
    _text(draft, table, "reason")
    _text(draft, table, "note")
    for name in ("evidence", "missing_proofs", "warnings"):
        _lines(draft, table, name, "{{ line }}")
    kit.tag(made, "endfor")
    kit.tag(made, "endfor")


def _text(draft: Draft, table: kit.Table, name: str) -> None:
    kit.tag_row(table, f"if one.{name}")
    kit.row(table, (f"**{draft.label(name)}**", f"{{{{ one.{name} }}}}"), whole=False)
    kit.tag_row(table, "endif")


def _lines(draft: Draft, table: kit.Table, name: str, text: str) -> None:
    kit.tag_row(table, f"if one.{name}")
    cells = kit.row(table, (f"**{draft.label(name)}**", ""))
    first = cells[1].paragraphs[0]
    kit.runs(first, f"{{%p for line in one.{name} %}}")
    kit.add(cells[1], text)
    kit.tag(cells[1], "endfor", "Cell")
    kit.tag_row(table, "endif")
