"""The parts of the report template, from the verdict to the method, each under its heading."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from docx.shared import Pt

from word_templates import kit, report_answers
from word_templates.draft import WIDTH, Draft


def _verdict(draft: Draft) -> None:
    made, label = draft.made, draft.label
    made.paragraphs[-1].paragraph_format.page_break_before = True
    kit.paragraph(made, "{{ verdict.headline }}", "Lead")
    tiles = kit.table(made, (WIDTH / 2, WIDTH / 2), lines="none")
    cells = kit.row(tiles, (label("score"), label("level")), named="Cell small", fill=kit.SOFT)
    for cell, text in zip(
        cells, ("{{ verdict.score }} / {{ verdict.full }}", "{{ verdict.level_text }}"), strict=True
    ):
        figure = kit.add(cell, f"**{text}**")
        figure.runs[0].font.size = Pt(18)
    kit.paragraph(made, "{{ verdict.meaning }}", "Quiet")
    draft.when("verdict.incomplete", "{{ verdict.incomplete }}", "Warning")
    kit.tag(made, "for line in verdict.summary")
    kit.paragraph(made, "{{ line }}")
    kit.tag(made, "endfor")
    kit.tag(made, "if first")
    kit.paragraph(made, label("first"), "Heading 2")
    kit.tag(made, "for line in first")
    kit.paragraph(made, "{{ loop.index }}. {{ line }}", "List line")
    kit.tag(made, "endfor")
    kit.tag(made, "endif")
    kit.paragraph(made, label("ladder"), "Heading 2")
    ladder = kit.table(made, (32, 22, WIDTH - 54))
    kit.rows_of(
        ladder,
        "rung in verdict.ladder",
        ("**{{ rung.text }}**", "{% if rung.current %}◀{% endif %}", "{{ rung.meaning }}"),
    )
    kit.paragraph(made, label("conditions"), "Heading 2")
    conditions = draft.table(
        24, 56, 28, 28, 30, head=("level", "condition", "required", "actual", "state")
    )
    kit.rows_of(
        conditions,
        "row in verdict.conditions",
        ("{{ row.level }}", "{{ row.name }}", "{{ row.required }}", "{{ row.actual }}",
         "{% if row.met %}✓ {% endif %}{{ row.state }}"),
    )  # fmt: skip
    draft.lines("verdict.references", "Quiet")


def _portrait(draft: Draft) -> None:
    made = draft.made
    draft.when("charts.radar", "{{ charts.radar }}", "Figure")
    kit.paragraph(made, draft.label("indicators"), "Heading 2")
    table = draft.table(
        58, 32, 24, 24, 28, head=("indicator", "points", "share", "claimed", "median")
    )
    kit.tag_row(table, "for part in dimensions")
    kit.row(table, [f"**{text}**" for text in _indicator("part.total")], fill=kit.HEAD)
    kit.rows_of(table, "one in part.indicators", _indicator("one"))
    kit.tag_row(table, "endfor")
    kit.paragraph(made, "{{ verdict.score_sum }}", "Quiet")


def _indicator(of: str) -> tuple[str, ...]:
    return (
        f"{{{{ {of}.name }}}}",
        f"{{{{ {of}.points }}}} / {{{{ {of}.full }}}}",
        f"{{{{ {of}.percent }}}}",
        f"{{{{ {of}.claimed or '—' }}}}",
        f"{{{{ {of}.median or '—' }}}}",
    )


def _scenarios(draft: Draft) -> None:
    made = draft.made
    draft.when("charts.scenarios", "{{ charts.scenarios }}", "Figure")
    counts = draft.table(56, 55, 55, head=("level", "scenarios", "binding_note"))
    kit.rows_of(
        counts,
        "row in scenarios.counts",
        ("{{ row.name }}", "{{ row.count }}", "{{ row.binding }}"),
    )
    kit.paragraph(made, "", "Quiet")
    table = draft.table(34, 16, 58, 58, head=("scenario", "level", "actual", "next"))
    kit.tag_row(table, "for group in scenarios.groups")
    merged = kit.row(table, ("**{{ group.name }}**", "", "", ""), fill=kit.HEAD)
    merged[0].merge(merged[-1])
    kit.rows_of(
        table,
        "one in group.scenarios",
        ("{{ one.name }}{% if one.binding %} ★{% endif %}",
         "**{{ one.label }}**", "{{ one.text }}", "{{ one.next }}"),
    )  # fmt: skip
    kit.tag_row(table, "endfor")
    kit.paragraph(made, draft.label("binding_note"), "Quiet")


def _findings(listed: str) -> Callable[[Draft], None]:
    def build_one(draft: Draft) -> None:
        made = draft.made
        kit.tag(made, f"if {listed}")
        table = kit.table(made, (46, 22, WIDTH - 68))
        kit.rows_of(
            table,
            f"one in {listed}",
            ("**{{ one.title }}**", "{{ one.mark }}", "{{ one.text }}"),
        )
        kit.tag(made, "else")
        kit.paragraph(made, draft.label(f"no_{listed}"))
        kit.tag(made, "endif")

    return build_one


def _way_up(draft: Draft) -> None:
    made, label = draft.made, draft.label
    kit.tag(made, "if way_up.lead")
    kit.paragraph(made, "{{ way_up.lead }}", "Lead")
    kit.tag(made, "endif")
    kit.tag(made, "if way_up.missing")
    kit.paragraph(made, label("missing"), "Heading 2")
    draft.lines("way_up.missing")
    kit.tag(made, "endif")
    kit.tag(made, "if way_up.blocked")
    kit.paragraph(made, label("blocked"), "Heading 2")
    draft.lines("way_up.blocked")
    kit.tag(made, "endif")
    kit.tag(made, "if way_up.steps")
    kit.paragraph(made, label("all_steps"), "Heading 2")
    kit.tag(made, "if way_up.planned")
    planned = draft.table(
        12, 60, 22, 24, 24, 24, head=("number", "what", "gain", "owner", "due", "cost")
    )
    cells = kit.rows_of(
        planned,
        "step in way_up.steps",
        ("{{ step.number }}", "**{{ step.name }}**{% if step.binding %} ★{% endif %}"
         "{% if step.state %}（{{ step.state }}）{% endif %}",
         "{{ step.gain }}", "{{ step.owner }}", "{{ step.due }}", "{{ step.cost }}"),
    )  # fmt: skip
    kit.add(cells[1], "{{ step.text }}")
    kit.add(cells[1], "{{ step.note }}", "Cell small")
    kit.tag(made, "else")
    plain = draft.table(12, 90, 26, 22, 16, head=("number", "what", "from_to", "gain", "effort"))
    cells = kit.rows_of(
        plain,
        "step in way_up.steps",
        ("{{ step.number }}", "**{{ step.name }}**{% if step.binding %} ★{% endif %}",
         "{{ step.change }}", "{{ step.gain }}", "{{ step.effort }}"),
    )  # fmt: skip
    kit.add(cells[1], "{{ step.text }}")
    kit.tag(made, "endif")
    kit.tag(made, "endif")
    draft.when("way_up.total_cost", f"{label('total_cost')}  {{{{ way_up.total_cost }}}}", "Quiet")
    draft.when("way_up.result", f"**{label('result')}**  {{{{ way_up.result }}}}", "Normal")
    kit.tag(made, "if way_up.others")
    kit.paragraph(made, label("others"), "Heading 2")
    kit.tag(made, "for other in way_up.others")
    kit.paragraph(
        made, "**{{ other.name }}**  {{ other.text }}"
    ).paragraph_format.keep_with_next = True
    draft.lines("other.steps", "Option")
    kit.tag(made, "endfor")
    kit.tag(made, "endif")


def _support(draft: Draft) -> None:
    made, label, colon = draft.made, draft.label, draft.colon
    table = kit.table(made, (46, 22, WIDTH - 68))
    cells = kit.rows_of(
        table,
        "one in support",
        ("**{{ one.name }}**", "{{ one.state }}", "{{ one.summary }}"),
    )
    kit.add(cells[0], "{{ one.kind }}", "Cell small")
    for name, listed in (("support_met", "met"), ("support_missing", "missing")):
        kit.tag(cells[2], f"if one.{listed}", "Cell")
        kit.add(cells[2], f"{label(name)}{colon}{{{{ one.{listed}|join('{draft.pause}') }}}}")
        kit.tag(cells[2], "endif", "Cell")
    kit.add(cells[2], f"{label('source')}{colon}{{{{ one.source }}}}", "Cell small")
    kit.add(cells[2], "{{ one.example }}", "Cell small")
    kit.paragraph(made, "{{ support_note }}", "Quiet")


def _review(draft: Draft) -> None:
    made = draft.made
    kit.paragraph(made, "{{ review.lead }}", "Normal")
    both = kit.table(made, (46, WIDTH - 46))
    kit.row(both, (f"**{draft.label('claimed')}**", "{{ review.claimed }}"))
    kit.row(both, (f"**{draft.label('found')}**", "{{ review.found }}"))
    kit.rows_of(both, "line in review.counts", ("{{ line.label }}", "{{ line.text }}"))
    draft.when("review.missing_reasons", "{{ review.missing_reasons }}", "Warning")
    kit.tag(made, "if review.rows")
    kit.paragraph(made, "", "Quiet")
    table = draft.table(
        36, 34, 34, 22, 40, head=("item", "claimed", "found", "difference", "reason")
    )
    cells = kit.rows_of(
        table,
        "row in review.rows",
        ("{{ row.id }} {{ row.name }}", "{{ row.claimed }}", "{{ row.found }}",
         "**{{ row.state }}**{% if row.gained %} {{ row.gained }}{% endif %}", "{{ row.reason }}"),
    )  # fmt: skip
    kit.tag(cells[4], "for figure in row.figures", "Cell small")
    kit.add(cells[4], "{{ figure }}", "Cell small")
    kit.tag(cells[4], "endfor", "Cell small")
    kit.tag(made, "endif")


def _peers(draft: Draft) -> None:
    kit.paragraph(draft.made, "{{ peers.group }}", "Quiet")
    kit.paragraph(draft.made, "{{ peers.text }}", "Normal")
    table = draft.table(56, 30, 30, 50, head=("indicator", "points", "median", "rank"))
    kit.rows_of(
        table,
        "row in peers.rows",
        ("{{ row.name }}", "{{ row.points }}", "{{ row.median }}", "{{ row.rank }}"),
    )


def _over_time(draft: Draft) -> None:
    made, label = draft.made, draft.label
    kit.paragraph(made, "{{ over_time.lead }}", "Normal")
    table = draft.table(36, 40, 40, 50, head=("date", "mode", "score", "level"))
    kit.rows_of(
        table,
        "row in over_time.rows",
        ("{{ row.date }}{% if row.current %} ◀{% endif %}", "{{ row.mode }}", "{{ row.score }}",
         "{{ row.level_text }}"),
    )  # fmt: skip
    for listed in ("rises", "falls"):
        kit.tag(made, f"if over_time.{listed}")
        kit.paragraph(made, label(listed), "Heading 2")
        draft.lines(f"over_time.{listed}")
        kit.tag(made, "endif")


def _checks(draft: Draft) -> None:
    made, label = draft.made, draft.label
    for listed, cells in (
        ("warnings", ("**{{ row.where }}**", "{{ row.state }}", "{{ row.text }}")),
        ("open_points", ("**{{ row.id }} {{ row.name }}**", "{{ row.state }}", "{{ row.text }}")),
    ):
        kit.paragraph(made, label(listed), "Heading 2")
        kit.tag(made, f"if {listed}")
        table = kit.table(made, (46, 22, WIDTH - 68))
        kit.rows_of(table, f"row in {listed}", cells)
        kit.tag(made, "else")
        kit.paragraph(made, label(f"no_{listed}"))
        kit.tag(made, "endif")


def _evidence(draft: Draft) -> None:
    table = draft.table(12, 76, WIDTH - 88, head=("number", "file", "caption"))
    cells = kit.rows_of(
        table,
        "one in evidence",
        ("{{ one.number }}", "{% if one.picture %}{{ one.picture }}{% endif %}{{ one.missing }}",
         "**{{ one.caption }}**"),
    )  # fmt: skip
    kit.add(cells[2], "{{ one.item_name }}")
    for name in ("claim", "proof"):
        kit.tag(cells[2], f"if one.{name}", "Cell")
        kit.add(cells[2], f"{{{{ one.{name} }}}}")
        kit.tag(cells[2], "endif", "Cell")
    kit.add(cells[2], "{{ one.file_name }}", "Cell small")
    kit.add(cells[2], "{{ one.detail }}", "Cell small")
    kit.add(cells[2], f"{draft.label('digest')} {{{{ one.digest }}}}", "Cell small")


def _notes(draft: Draft) -> None:
    table = kit.table(draft.made, (46, WIDTH - 46))
    kit.rows_of(
        table, "row in notes", ("**{{ row.id }} {{ row.name }}**", "{{ row.text }}"), whole=False
    )


def _method(draft: Draft) -> None:
    made = draft.made
    kit.tag(made, "for part in method")
    kit.paragraph(made, "{{ part.title }}", "Heading 2")
    kit.tag(made, "for line in part.paragraphs")
    kit.paragraph(made, "{{ line }}")
    kit.tag(made, "endfor")
    kit.tag(made, "endfor")


BUILDERS: Mapping[str, Callable[[Draft], None]] = {
    "verdict": _verdict,
    "portrait": _portrait,
    "scenarios": _scenarios,
    "strengths": _findings("strengths"),
    "gaps": _findings("gaps"),
    "way_up": _way_up,
    "support": _support,
    "review": _review,
    "peers": _peers,
    "over_time": _over_time,
    "checks": _checks,
    "answers": report_answers.build,
    "evidence": _evidence,
    "notes": _notes,
    "method": _method,
}
