"""Fills a Word template with data.

A template is a .docx with tags of docxtpl in its text. The tags can read the data and repeat or
leave out parts; they run in a sandbox and reach nothing else. What people typed is escaped
(``word_text``), so it can neither break the file nor act as a tag.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Protocol

from suzhou_assess.report.word_text import as_xml, plain

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

FILTERS = ("default", "first", "join", "last", "length", "lower", "replace", "trim", "upper")
"""What a tag may do with a value. Nothing that could take long or look elsewhere."""
_LONGEST = 1_000_000
"""Characters that one tag may print; the longest note has some thousands."""
_COMPILED = 32
"""Parts of templates that are remembered: body, header, footer and properties of a few."""
TESTS = ("defined", "divisibleby", "even", "none", "odd", "undefined")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be printed in the place of a tag, scaled into ``width`` and ``height`` mm."""

    content: bytes
    width: float
    height: float | None = None
    """The most that its height may become; ``None`` is any."""


def warm_up() -> None:
    """Imports the library now rather than with the first template."""
    import docxtpl  # noqa: F401 - being imported is all


class _Inline(Protocol):
    def __html__(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself."""

    title: str
    author: str
    made: datetime


def render(template: bytes, data: Mapping[str, Any], properties: Properties) -> bytes:
    """The filled document.

    ``data`` holds text, numbers, dataclasses, sequences, mappings and ``Picture``. The template
    must have passed ``word_check`` (or be one of ours): an unknown name prints nothing here.
    """
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template))
    document.render(as_context(data, document), environment(), autoescape=True)
    about = document.docx.core_properties
    about.title = plain(properties.title)[:255]
    about.author = about.last_modified_by = plain(properties.author)[:255]
    about.created = about.modified = properties.made.replace(microsecond=0)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def failures() -> tuple[type[Exception], ...]:
    """What filling a template raises that asks for something impossible, such as text plus one, or
    that leaves half an element (which is a ``SyntaxError`` of the XML parser)."""
    from jinja2 import TemplateError

    asked = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
    return (TemplateError, SyntaxError, *asked)


@lru_cache(maxsize=1)
def environment() -> SandboxedEnvironment:
    """How tags are understood: attributes of the data, a few filters, no functions."""
    from jinja2 import ChainableUndefined, Template, nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        """Remembers what it compiled: that takes as long as filling it in, and the next report
        is mostly made from the same template."""

        def from_string(
            self,
            source: str | nodes.Template,
            globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - jinja's name
            template_class: type[Template] | None = None,
        ) -> Template:
            if globals or template_class:
                return super().from_string(source, globals, template_class)
            return compiled(source)

    sandbox = Sandbox(autoescape=True, undefined=ChainableUndefined, finalize=_printed)

    @lru_cache(maxsize=_COMPILED)
    def compiled(source: str | nodes.Template) -> Template:
        return ImmutableSandboxedEnvironment.from_string(sandbox, source)

    sandbox.globals.clear()
    sandbox.filters = {name: sandbox.filters[name] for name in FILTERS}
    sandbox.filters |= {"join": _joined, "replace": _replaced}
    sandbox.filters |= {"join": _joined, "replace": _replaced}
    sandbox.tests = {name: sandbox.tests[name] for name in TESTS}
    return sandbox


def _joined(values: Iterable[object], between: object = "") -> str:
    """The filter ``join``."""
    parts, between = [str(value) for value in values], str(between)
    _keep_short(sum(map(len, parts)) + len(between) * len(parts))
    return between.join(parts)


def _replaced(value: object, old: object, new: object, count: int = -1) -> str:
    """The filter ``replace``."""
    text, old, new = str(value), str(old), str(new)
    found = text.count(old)
    found = found if count < 0 else min(found, count)
    _keep_short(len(text) + found * (len(new) - len(old)))
    return text.replace(old, new, count)


def _keep_short(length: int) -> None:
    """A few filters behind each other could ask for more text than there is memory."""
    from jinja2 import TemplateRuntimeError

    if length > _LONGEST:
        raise TemplateRuntimeError(f"more than {_LONGEST:,} characters in one tag")


def _printed(value: object) -> object:
    """What a tag prints of a value."""
    from jinja2 import Undefined
    from markupsafe import Markup

    if hasattr(value, "__html__") and not isinstance(value, Markup):
        return value
    if value is None or isinstance(value, Undefined):
        return ""
    return Markup(as_xml(str(value)))  # noqa: S704 - escaped on the spot


def as_context(data: Mapping[str, Any], document: Any) -> dict[str, Any]:
    """The data as the tags see it: plain objects without methods, pictures that print themselves.

    ``document`` is the ``DocxTemplate`` that the pictures go into.
    """

    def inline(picture: Picture) -> _Inline:
        return _inline(picture, document)

    return {name: _seen(value, inline) for name, value in data.items()}


def _seen(value: Any, inline: Callable[[Picture], _Inline]) -> Any:
    if isinstance(value, Picture):
        return inline(value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: _seen(getattr(value, field.name), inline) for field in fields(value)}
        return SimpleNamespace(**parts)
    if isinstance(value, Mapping):
        return SimpleNamespace(**{str(key): _seen(one, inline) for key, one in value.items()})
    if isinstance(value, tuple | list):
        return [_seen(one, inline) for one in value]
    return value


def _inline(picture: Picture, document: Any) -> _Inline:
    from docx.image.image import Image
    from docx.shared import Mm
    from docxtpl import InlineImage

    stream = io.BytesIO(picture.content)
    width = picture.width
    if picture.height is not None:
        shape = Image.from_blob(picture.content)
        width = min(width, picture.height * shape.px_width / max(1, shape.px_height))
    made: _Inline = InlineImage(document, stream, width=Mm(width))
    return made
