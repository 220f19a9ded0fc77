"""What a tag asks for, checked against the fields that there are."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from suzhou_assess.domain.problems import Param
from suzhou_assess.report.word_engine import environment
from suzhou_assess.report.word_fields import ANYTHING, Field

if TYPE_CHECKING:
    from jinja2 import nodes

_TEXT = Field("text")
_NUMBER = Field("number")
_TRUTH = Field("truth")
_LOOP = Field(
    "group",
    {
        "index": _NUMBER,
        "index0": _NUMBER,
        "revindex": _NUMBER,
        "length": _NUMBER,
        "first": _TRUTH,
        "last": _TRUTH,
    },
)
"""What is known inside a repetition about how far it has come."""

Scope = Mapping[str, Field]
"""The names that stand at a place of the template."""


class ExpressionError(Exception):
    """A tag can't be understood or asks for what isn't there."""

    def __init__(self, code: str, **params: Param) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


def check_print(content: str, scope: Scope) -> Field:
    """What ``{{ content }}`` prints. Raises ``ExpressionError``."""
    from jinja2 import nodes

    template = _parsed("{{ " + content + " }}")
    output = template.body[0] if len(template.body) == 1 else None
    if not isinstance(output, nodes.Output) or len(output.nodes) != 1:
        raise ExpressionError("tag_unreadable", detail=content[:40])
    found = _Checker(scope).field(output.nodes[0])
    if found.kind in ("group", "list"):
        raise ExpressionError(f"field_is_{found.kind}", field=content[:60])
    return found


def check_condition(content: str, scope: Scope) -> None:
    """Whether ``{% if content %}`` can be asked. Raises ``ExpressionError``."""
    from jinja2 import nodes

    template = _parsed("{% if " + content + " %}{% endif %}")
    condition = template.body[0] if len(template.body) == 1 else None
    if not isinstance(condition, nodes.If):
        raise ExpressionError("tag_unreadable", detail=content[:40])
    _Checker(scope).field(condition.test)


def check_repetition(content: str, scope: Scope) -> Scope:
    """The names inside ``{% for content %}``. Raises ``ExpressionError``."""
    from jinja2 import nodes

    template = _parsed("{% for " + content + " %}{% endfor %}")
    repetition = template.body[0] if len(template.body) == 1 else None
    if not isinstance(repetition, nodes.For) or not isinstance(repetition.target, nodes.Name):
        raise ExpressionError("tag_unreadable", detail=content[:40])
    listed = _Checker(scope).field(repetition.iter)
    if listed is ANYTHING:
        return {**scope, repetition.target.name: ANYTHING, "loop": _LOOP}
    if listed.kind != "list" or listed.of is None:
        raise ExpressionError("field_no_list", field=content.partition(" in ")[2][:60])
    inside = {**scope, repetition.target.name: listed.of, "loop": _LOOP}
    if repetition.test is not None:
        _Checker(inside).field(repetition.test)
    return inside


def _parsed(source: str) -> nodes.Template:
    from jinja2 import TemplateSyntaxError

    try:
        return environment().parse(source)
    except TemplateSyntaxError as error:
        raise ExpressionError("tag_unreadable", detail=(error.message or "")[:80]) from None


@lru_cache(maxsize=1)
def _plain_nodes() -> tuple[type[nodes.Node], ...]:
    """Parts of an expression whose value is no field, only made of fields."""
    from jinja2 import nodes

    return (
        nodes.And,
        nodes.Or,
        nodes.Not,
        nodes.Compare,
        nodes.Operand,
        nodes.Test,
        nodes.Concat,
    )


@lru_cache(maxsize=1)
def _sums() -> tuple[type[nodes.BinExpr], ...]:
    from jinja2 import nodes

    return (nodes.Add, nodes.Sub, nodes.Mod)


class _Checker:
    """Follows an expression to the field that it ends in."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def field(self, node: nodes.Node) -> Field:
        from jinja2 import nodes

        match node:
            case nodes.Const():
                return _NUMBER if isinstance(node.value, int | float) else _TEXT
            case nodes.Name():
                return self._named(node.name, self._scope, node.name)
            case nodes.Getattr():
                return self._part(node)
            case nodes.Filter():
                return self._filtered(node)
            case nodes.CondExpr():
                self.field(node.test)
                if node.expr2 is not None:
                    self.field(node.expr2)
                return self.field(node.expr1)
        if isinstance(node, _plain_nodes()):
            for child in node.iter_child_nodes():
                self.field(child)
            return _TEXT
        if isinstance(node, _sums()):
            return self._sum(node)
        raise ExpressionError("tag_not_allowed", detail=type(node).__name__)

    def _sum(self, node: nodes.BinExpr) -> Field:
        from jinja2 import nodes

        left, right = self.field(node.left), self.field(node.right)
        if isinstance(node, nodes.Mod) and left.kind == "text":
            # Of a text it isn't the rest but a layout, which may ask for a billion characters.
            raise ExpressionError("tag_not_allowed", detail="%")
        return _NUMBER if left.kind == right.kind == "number" else _TEXT

    def _part(self, node: nodes.Getattr) -> Field:
        owner = self.field(node.node)
        if owner is ANYTHING:
            return owner
        if owner.kind != "group":
            raise ExpressionError("field_no_group", part=node.attr, field=_written(node.node))
        return self._named(node.attr, owner.parts, _written(node))

    def _named(self, name: str, known: Mapping[str, Field], written: str) -> Field:
        found = known.get(name)
        if found is not None:
            return found
        near = tuple(difflib.get_close_matches(name, known, n=3))
        if near:
            raise ExpressionError("field_unknown_near", field=written, near=near)
        raise ExpressionError("field_unknown", field=written)

    def _filtered(self, node: nodes.Filter) -> Field:
        if node.node is None:
            raise ExpressionError("tag_not_allowed", detail=node.name)
        if node.name not in environment().filters:
            raise ExpressionError(
                "filter_unknown", filter=node.name, known=tuple(environment().filters)
            )
        for argument in node.args:
            self.field(argument)
        value = self.field(node.node)
        match node.name:
            case "length":
                return _NUMBER
            case "first" | "last" if value.of is not None:
                return value.of
            case "default" if value.kind not in ("group", "list"):
                return value
        return _TEXT


def _written(node: nodes.Node) -> str:
    """The path as it was written: ``cover.title``."""
    from jinja2 import nodes

    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"
