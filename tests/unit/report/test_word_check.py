"""Faults in an office's own template: found, named, and with the place they stand at."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from templates import part_of, template, texts, with_parts

from suzhou_assess.report.word_check import FAULTS_LIMIT, check
from suzhou_assess.report.word_engine import Properties, render
from suzhou_assess.report.word_expressions import check_print
from suzhou_assess.report.word_fields import report_fields
from suzhou_assess.report.word_package import SIZE_LIMIT
from suzhou_assess.report.word_paragraphs import Place
from suzhou_assess.report.word_report import shipped_template
from suzhou_assess.resources import files
from suzhou_assess.words.catalog import Words

KNOWN = report_fields()


def codes(content: bytes) -> list[str]:
    return [fault.code for fault in check(content, KNOWN)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_our_own_templates_are_sound(lang) -> None:
    assert check(shipped_template(lang), KNOWN) == ()


def test_that_a_plain_template_of_all_kinds_of_tags_is_sound() -> None:
    content = template(
        "{{ cover.title }} {{ verdict.level + 1 }}",
        "{%p for line in verdict.summary %}",
        "{{ loop.index }} {{ line }}{% if loop.last %}。{% else %}；{% endif %}",
        "{%p endfor %}",
        "{%p if review %}",
        "{{ review.lead }}",
        "{%p elif peers %}",
        "{{ peers.text }}",
        "{%p else %}",
        "{{ cover.draft or '—' }}{# ours #}",
        "{%p endif %}",
        "{% for one in gaps %}{{ one.title }}{% if not loop.last %}、{% endif %}{% endfor %}",
        "{{ first|join('；') }}{{ charts.radar }}",
        rows=[
            ["{%tr for row in notes %}", ""],
            ["{{ row.name }}", "{{ row.text|upper }}"],
            ["{%tr endfor %}", ""],
        ],
        header="{{ cover.enterprise }}",
    )
    assert check(content, KNOWN) == ()


SLIPS = (
    ("{{ cover.titel }}", "field_unknown_near"),
    ("{{ zzz }}", "field_unknown"),
    ("{{ cover }}", "field_is_group"),
    ("{{ gaps }}", "field_is_list"),
    ("{{ cover.title.upper }}", "field_no_group"),
    ("{{ cover.title", "tag_unclosed"),
    ("{{ cover.title {{ cover.title }}", "tag_unclosed"),
    ("cover.title }}", "tag_unopened"),
    ("｛｛ cover.title ｝｝", "tag_full_width"),
    ("{{ cover.title + }}", "tag_unreadable"),
    ("{{ cover.title() }}", "tag_not_allowed"),
    ("{{ cover.title[0] }}", "tag_not_allowed"),
    ("{{ [1, 2] }}", "tag_not_allowed"),
    ("{{p cover.title }}", "tag_not_allowed"),
    ("{{ cover.title|system }}", "filter_unknown"),
    ("{% set a = 1 %}", "tag_not_allowed"),
    ("{% include 'x' %}", "tag_not_allowed"),
    ("{% for one in cover %}{% endfor %}", "field_no_list"),
    ("{% for one in gaps %}{{ one.nope }}{% endfor %}", "field_unknown"),
    ("{% for one, two in gaps %}{% endfor %}", "tag_unreadable"),
    ("{% if cover.titel %}{% endif %}", "field_unknown_near"),
    ("{% if cover.title %}", "block_open"),
    ("{% endif %}", "block_not_open"),
    ("{% if cover.title %}{% endfor %}", "block_mismatch"),
    ("{%p if review %} and text", "tag_not_alone_p"),
    ("{%tr for row in notes %}", "row_outside_table"),
    ("{{ one.title }}", "field_unknown"),
    ("{{ '%1000000000s' % title }}", "tag_not_allowed"),
    ("{{ title % 5 }}", "tag_not_allowed"),
    ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "tag_unreadable"),
    ("{{ cover" + ".a" * 5000 + " }}", "tag_unreadable"),
    ("{% for a in gaps %}" * 4 + "{% endfor %}" * 4, "repetition_too_deep"),
)


@pytest.mark.parametrize(("text", "code"), SLIPS, ids=[f"{n}" for n, _ in enumerate(SLIPS)])
def test_that_a_slip_is_named_with_its_paragraph(text: str, code: str) -> None:
    faults = check(template("好的一段 {{ title }}", text), KNOWN)
    assert faults[0].code == code
    assert faults[0].place == Place("body", 2)
    for lang in ("zh", "en"):
        said = faults[0].say(Words(lang))
        assert ("第 2 段" if lang == "zh" else "paragraph 2") in said
        assert "{{{{" not in said


def test_that_one_slip_in_a_repetition_gives_one_fault() -> None:
    content = template("{%p for one in gapz %}", "{{ one.title }} {{ one.text }}", "{%p endfor %}")
    assert codes(content) == ["field_unknown_near"]


def test_that_a_near_name_is_suggested() -> None:
    (fault,) = check(template("{{ cover.entreprise }}"), KNOWN)
    assert "enterprise" in fault.say(Words("zh"))


def test_that_blocks_over_paragraphs_need_their_p() -> None:
    assert codes(template("{% if review %}", "x", "{% endif %}")) == ["block_across"]


def test_that_a_block_begun_with_p_ends_with_p() -> None:
    assert "block_mismatch" in codes(template("{%p if review %}", "x", "{% endif %}"))


def test_that_a_block_stays_in_its_cell() -> None:
    rows = [["{%p if review %}", "{%p endif %}"]]
    assert codes(template("{{ title }}", rows=rows)) == ["block_across"]


def test_that_rows_are_repeated_within_one_table() -> None:
    rows = [["{%tr for row in notes %}", ""], ["{{ row.name }}", ""]]
    (fault,) = check(template("{{ title }}", rows=rows), KNOWN)
    assert fault.code == "block_open"
    assert fault.place == Place("body", 1, table=1, row=1, column=1)
    assert "第 1 个表格第 1 行第 1 格" in fault.say(Words("zh"))


def test_that_a_tag_for_a_row_has_the_row_alone() -> None:
    rows = [["{%tr for row in notes %}", "多余"], ["{{ row.name }}", ""], ["{%tr endfor %}", ""]]
    assert codes(template("{{ title }}", rows=rows)) == ["tag_not_alone_tr"]


def test_that_a_slip_in_the_header_is_said_to_stand_there() -> None:
    (fault,) = check(template("{{ title }}", header="{{ titel }}"), KNOWN)
    assert fault.place == Place("header", 1)
    assert fault.say(Words("zh")).startswith("页眉")


def test_that_a_picture_is_printed_in_the_body_only() -> None:
    (fault,) = check(template("{{ title }}", header="{{ charts.radar }}"), KNOWN)
    assert fault.code == "picture_outside_body"


def test_that_a_tag_is_read_however_word_cut_it() -> None:
    content = template("{{ title }}")
    cut = part_of(content, "word/document.xml").replace(
        b"{{ title }}",
        b"{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{ ti</w:t></w:r><w:r><w:t>tel }}",
    )
    (fault,) = check(with_parts(content, {"word/document.xml": cut}), KNOWN)
    assert (fault.code, fault.quote) == ("field_unknown_near", "{{ titel }}")


def test_that_typographic_quotation_marks_of_word_are_understood() -> None:
    assert codes(template("{% if kind == “expert” %}{{ title }}{% endif %}")) == []


def test_that_faults_are_told_up_to_a_limit() -> None:
    content = template(*["{{ nope }}"] * (FAULTS_LIMIT + 20))
    assert len(check(content, KNOWN)) == FAULTS_LIMIT


def test_that_a_template_without_tags_is_pointed_out() -> None:
    assert codes(template("只有文字")) == ["template_no_tags"]


def package(replaced: bytes, by: bytes) -> bytes:
    content = template("{{ title }}")
    types = part_of(content, "[Content_Types].xml")
    assert replaced in types
    return with_parts(content, {"[Content_Types].xml": types.replace(replaced, by)})


def not_word_files() -> dict[str, tuple[bytes, str]]:
    good = template("{{ title }}")
    main = b"wordprocessingml.document.main+xml"
    relations = part_of(good, "word/_rels/document.xml.rels")
    outside = relations.replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/attachedTemplate" Target="http://example.com/t.dotm" '
        b'TargetMode="External"/>'
        b"</Relationships>",
    )
    click = outside.replace(b"attachedTemplate", b"hyperlink")
    return {
        "empty": (b"", "template_not_docx"),
        "text": (b"hello", "template_not_docx"),
        "pdf": (b"%PDF-1.7", "template_not_docx"),
        "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "template_old_format"),
        "cut off": (good[: len(good) // 2], "template_not_docx"),
        "too big": (good + bytes(SIZE_LIMIT), "template_too_big"),
        "bomb": (with_parts(good, {"word/a.xml": bytes(9 << 20)}), "template_too_big"),
        "macros": (with_parts(good, {"word/vbaProject.bin": b"x"}), "template_macros"),
        "docm": (
            package(
                b"application/vnd.openxmlformats-officedocument." + main,
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            ),
            "template_macros",
        ),
        "dotx": (package(main, b"wordprocessingml.template.main+xml"), "template_is_dotx"),
        "no body": (package(b"/word/document.xml", b"/word/other.xml"), "template_not_docx"),
        "broken": (with_parts(good, {"word/document.xml": b"<w:document"}), "template_not_docx"),
        "outside": (
            with_parts(good, {"word/_rels/document.xml.rels": outside}),
            "template_link",
        ),
        "link to click": (with_parts(good, {"word/_rels/document.xml.rels": click}), ""),
    }


@pytest.mark.parametrize("name", not_word_files())
def test_that_only_word_files_that_keep_to_themselves_are_taken(name: str) -> None:
    content, code = not_word_files()[name]
    assert codes(content) == ([code] if code else [])


def test_that_numbers_can_be_reckoned_with() -> None:
    tags = "{{ verdict.level % 2 }}", "{% if (verdict.level + 1) % 2 %}x{% endif %}"
    assert codes(template(*tags)) == []


@pytest.mark.parametrize(
    "tag",
    [
        "{{ verdict.level % 0 }}",
        "{{ title + 1 }}",
        "{{ 'a'" + "|replace('a', 'aaaaaaaaaa')" * 12 + " }}",
        "{{ 'aa'" + "|join('aaaaaaaaaa')" * 12 + " }}",
    ],
    ids=["rest of nothing", "text plus one", "replace", "join"],
)
def test_that_what_only_shows_when_it_is_filled_is_tried(tag: str) -> None:
    assert codes(template(tag)) == ["template_trial"]


def test_that_words_are_there_for_every_fault_that_is_tested_here_and_no_other() -> None:
    said = json.loads(files.read_bytes("words/template_faults.json"))
    named = {key.removesuffix("_what").removesuffix("_remedy") for key in said}
    tested = {code for _, code in SLIPS} | {code for _, code in not_word_files().values() if code}
    tested |= {"block_across", "tag_not_alone_tr", "picture_outside_body", "template_no_tags"}
    assert named == tested | {"template_trial"}


def test_that_a_field_of_every_kind_can_be_checked() -> None:
    assert check_print("verdict.level", KNOWN.parts).kind == "number"
    assert check_print("charts.radar", KNOWN.parts).kind == "picture"
    assert check_print("gaps|length", KNOWN.parts).kind == "number"


PIECES = st.sampled_from(
    [
        "{{ title }}", "{{ one.title }}", "{{ cover }}", "{{ gaps|length }}", "{{ loop.index }}",
        "{%p for one in gaps %}", "{%p endfor %}", "{% for one in gaps %}", "{% endfor %}",
        "{%p if review %}", "{%p else %}", "{%p endif %}", "{% if title %}", "{% endif %}",
        "{%tr for one in notes %}", "{%tr endfor %}", "{{ one.text }}", "{{", "}}", "{%", "%}",
        "{#", "#}", "{# x #}", "{%- if title -%}", "{{r title }}", "{% vm %}", "{% raw %}", "<b>",
        "&", "“", "文字", " ", "{", "}", "%",
    ]
)  # fmt: skip
LINES = st.lists(st.lists(PIECES, max_size=4).map("".join), max_size=6)


@settings(max_examples=60)
@given(LINES, LINES)
def test_that_whatever_is_found_sound_can_be_filled(
    paragraphs: list[str], cells: list[str]
) -> None:
    content = template("{{ title }}", *paragraphs, rows=[[cell] for cell in cells])
    if check(content, KNOWN) == ():
        gap = {"id": "Q01", "title": "短板 {{ 1 }}", "text": "</w:t>", "mark": ""}
        data = {"title": "标题", "gaps": [gap, gap], "notes": [gap], "review": None}
        made = render(content, data, Properties("", "", datetime(2025, 1, 1, tzinfo=UTC)))
        assert "标题" in "".join(texts(made))


@settings(max_examples=60)
@given(st.data())
def test_that_no_damage_makes_the_check_fail(data: st.DataObject) -> None:
    broken = bytearray(template("{{ title }}"))
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    assert all(fault.say(Words("zh")) for fault in check(bytes(broken), KNOWN))
