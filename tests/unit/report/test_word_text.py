"""What people typed, in a Word file."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from lxml import etree
from templates import template, texts

from suzhou_assess.report.word_engine import Properties, render
from suzhou_assess.report.word_text import as_xml, plain

ABOUT = Properties("", "", datetime(2025, 6, 1, tzinfo=UTC))
ANY_TEXT = st.text(st.characters(exclude_categories=()))
"""Halves of characters and control characters too."""


@given(ANY_TEXT)
def test_that_any_text_becomes_sound_xml_that_reads_back_as_it_was(text: str) -> None:
    element = etree.fromstring(f'<t a="{as_xml(text)}">{as_xml(text)}</t>')
    assert (element.text or "") == plain(text)


@given(ANY_TEXT)
def test_that_what_can_be_shown_is_kept(text: str) -> None:
    shown = plain(text)
    assert plain(shown) == shown
    kept = [c for c in text if c.isprintable()]
    assert [c for c in shown if c.isprintable() and c != "\ufffd"] == [
        c for c in kept if c not in "\ufffd\ufffe\uffff"
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ 7 * 7 }}",
        "{% for x in y %}",
        "{_{ a }_}",
        "</w:t></w:r></w:p><w:p/>",
        "&lt; & <b>",
        "a\x00b\x07c",
        "half \ud83d of a character",
        "'\"",
        "]]>",
    ],
)
def test_that_no_text_acts_in_a_document(hostile: str) -> None:
    made = render(template("前{{ name }}后", "第二段"), {"name": hostile}, ABOUT)
    assert texts(made) == [f"前{plain(hostile)}后", "第二段"]


def test_that_line_breaks_and_tabs_stay() -> None:
    made = render(template("{{ name }}"), {"name": "一\r\n二\n三\t四"}, ABOUT)
    paragraph = docx.Document(io.BytesIO(made)).paragraphs[0]
    assert paragraph.text == "一\n二\n三\t四"


def test_that_the_file_tells_title_and_day() -> None:
    about = Properties("甲 & 乙 {{ x }}", "王工", datetime(2025, 6, 1, 8, 30, tzinfo=UTC))
    found = docx.Document(io.BytesIO(render(template("x"), {}, about))).core_properties
    assert (found.title, found.author) == ("甲 & 乙 {{ x }}", "王工")
    assert found.created == datetime(2025, 6, 1, 8, 30, tzinfo=UTC)


def test_that_what_is_missing_prints_nothing() -> None:
    made = render(template("[{{ a.b.c }}{{ nothing }}]"), {"nothing": None}, ABOUT)
    assert texts(made) == ["[]"]


@pytest.mark.parametrize("tag", ["{{ ''.__class__ }}", "{{ name.__class__.__mro__ }}"])
def test_that_a_template_sees_nothing_of_the_program(tag: str) -> None:
    shown = "".join(texts(render(template(f"[{tag}]"), {"name": "x"}, ABOUT)))
    assert shown == "[]"


@pytest.mark.parametrize("name", ["range", "dict", "lipsum", "cycler", "joiner", "namespace"])
def test_that_a_template_can_call_no_function(name: str) -> None:
    with pytest.raises(UndefinedError):
        render(template(f"{{{{ {name}() }}}}"), {}, ABOUT)
