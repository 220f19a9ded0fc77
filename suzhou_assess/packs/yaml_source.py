"""YAML as plain text values with the line of each, read so that no file can do harm.

Only the event stream of libyaml is used: nothing is constructed, so tags run no code; aliases are
refused, so a few nested anchors can't expand to gigabytes; the tree is built without recursion and
to a limited depth, so a million brackets don't overflow the stack. Scalars stay the text that was
written: ``0.7`` never becomes a binary float, and ``No`` never a truth value.
"""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from suzhou_assess.packs.problems import Findings, Path

SIZE_LIMIT = 4 * 1024 * 1024
"""Bytes. The bundled index, which is rich in help texts, is a twentieth of it."""
_DEPTH_LIMIT = 40
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

Plain = dict[str, "Plain"] | list["Plain"] | str | None
"""A scalar is its text, or ``None`` for null and nothing."""


@dataclass(slots=True)
class _Open:
    """A mapping or list that isn't closed yet."""

    path: Path
    content: dict[str, Plain] | list[Plain]
    key: str | None = None
    """Of a mapping: the key whose value comes next."""
    ignoring: bool = False
    """The value that comes next belongs to a key that is refused."""


def read_yaml(data: bytes, findings: Findings) -> Plain:
    """The one document in ``data``. What is wrong goes into ``findings``.

    What comes back after findings may have gaps, which the caller should look at no further when
    it is ``None``.
    """
    if len(data) > SIZE_LIMIT:
        findings.add((), "too_large", limit=SIZE_LIMIT // 1024 // 1024)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        findings.add((), "not_utf8", line=data.count(b"\n", 0, error.start) + 1)
        return None
    tree = _TreeBuilder(findings)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if not tree.take(event):
                return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        findings.add((), "syntax", line=line, detail=error.problem or "")
        return None
    except yaml.YAMLError:
        findings.add((), "strange_character")
        return None
    if not tree.documents:
        findings.add((), "empty_file")
    return tree.root


class _TreeBuilder:
    def __init__(self, findings: Findings) -> None:
        self.root: Plain = None
        self.documents = 0
        self._findings = findings
        self._open: list[_Open] = []
        self._lines: dict[Path, int] = {}
        findings.know_lines(self._lines)

    def take(self, event: yaml.Event) -> bool:
        """Takes the next event; ``False`` when reading on makes no sense."""
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent():
                return self._start(event, {})
            case yaml.SequenceStartEvent():
                return self._start(event, [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()
            case yaml.AliasEvent():
                self._place(event, None, "alias")
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self._findings.add((), "several_documents", line=_line(event))
                    return False
        return True

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        parent = self._open[-1] if self._open else None
        if parent is not None and isinstance(parent.content, dict) and parent.key is None:
            self._key(parent, event)
            return
        plain = event.implicit[0]
        self._place(event, None if plain and event.value in _NULLS else event.value)

    def _key(self, parent: _Open, event: yaml.ScalarEvent) -> None:
        key: str = event.value
        path, line = (*parent.path, key), _line(event)
        parent.key = key
        if key in parent.content:
            first = self._lines[path]
            self._findings.add(path, "duplicate_key", line=line, key=key, first=first)
            parent.ignoring = True
        else:
            self._lines.setdefault(path, line)

    def _start(
        self, event: yaml.CollectionStartEvent, content: dict[str, Plain] | list[Plain]
    ) -> bool:
        line = _line(event)
        parent = self._open[-1] if self._open else None
        if len(self._open) >= _DEPTH_LIMIT:
            self._findings.add(parent.path if parent else (), "too_deep", line=line)
            return False
        if parent is not None and isinstance(parent.content, dict) and parent.key is None:
            self._findings.add(parent.path, "key_not_text", line=line)
            return False
        self._open.append(_Open(self._place(event, content), content))
        return True

    def _place(self, event: yaml.NodeEvent, value: Plain, code: str | None = None) -> Path:
        """Puts a value where it belongs and gives its path; ``code`` refuses it."""
        line = _line(event)
        path: Path = ()
        if not self._open:
            self.root = value
        else:
            parent = self._open[-1]
            if isinstance(parent.content, list):
                path = (*parent.path, len(parent.content))
                parent.content.append(value)
            elif parent.key is None:  # an alias as a key
                path, parent.key, parent.ignoring = parent.path, "*", True
            else:
                path = (*parent.path, parent.key)
                if not parent.ignoring:
                    parent.content[parent.key] = value
                parent.key, parent.ignoring = None, False
        self._lines.setdefault(path, line)
        if code is not None:
            self._findings.add(path, code, line=line)
        elif (tag := getattr(event, "tag", None)) is not None:
            self._findings.add(path, "tag", line=line, tag=str(tag)[:60])
        return path


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark is not None else 0
