"""What can be wrong with a pack file: all of it collected, each with its place and remedy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from suzhou_assess.domain.problems import Param
from suzhou_assess.domain.text import LANGS, Lang, Text
from suzhou_assess.words.catalog import Words
from suzhou_assess.words.trouble import Trouble

Path = tuple[str | int, ...]
"""From the top of the file inwards: ``("dimensions", 0, "weight")``."""


def path_text(path: Path) -> str:
    """As people read it: ``dimensions[0].indicators[1].weight``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


@dataclass(frozen=True, slots=True)
class PackProblem:
    """One thing that is wrong with a file, and what to do about it."""

    file: str
    line: int | None
    """From 1; ``None`` when it is about the file as a whole."""
    path: str
    """Inside the file, ``dimensions[0].indicators[1].weight``; empty for the file as a whole."""
    what: Text
    remedy: Text
    code: str
    """Names the kind of problem, stable for programs and tests."""

    def say(self, lang: Lang) -> str:
        """All of it in a line."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        gap = "" if lang == "zh" else " "
        where = f"{place} {self.path}".rstrip()
        colon = "：" if lang == "zh" else ": "
        return f"{where}{colon}{self.what.say(lang)}{gap}{self.remedy.say(lang)}"


class PackError(Trouble):
    """A file of the index or of the code lists can't be used. Carries every reason; ``code`` is the
    first one's."""

    area = "packs"

    def __init__(self, problems: list[PackProblem]) -> None:
        super().__init__(problems[0].code)
        self.problems = problems

    def say(self, words: Words) -> str:
        """Every problem, one a line."""
        return "\n".join(problem.say(words.lang) for problem in self.problems)


class PackNotFoundError(LookupError):
    """No pack of that id (and edition) is on the shelf."""

    def __init__(self, pack_id: str, edition: str | None = None) -> None:
        super().__init__(pack_id, edition)
        self.pack_id = pack_id
        self.edition = edition


class Findings:
    """Collects the problems of one file while it is being checked."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._lines: Mapping[Path, int] = {}
        self._found: list[tuple[int, Path, str, dict[str, Param]]] = []

    def know_lines(self, lines: Mapping[Path, int]) -> None:
        """From here on places are named by path; ``lines`` tells where each stands."""
        self._lines = lines

    def add(
        self, path: Path, code: str, /, *, line: int | None = None, **params: Param | None
    ) -> None:
        """A problem at ``path``, said by the words ``packs.<code>_what`` and ``_remedy``.

        A path that isn't in the file (a missing key) gets the line of what should hold it.
        """
        filled = {name: value for name, value in params.items() if value is not None}
        self._found.append((self.line_of(path) if line is None else line, path, code, filled))

    def add_twice(self, entries: Iterable[tuple[Path, Mapping[str, str]]], key: str) -> None:
        """A problem for each entry whose ``key`` says the same as that of an earlier one."""
        first: dict[str, Path] = {}
        for path, entry in entries:
            name = entry.get(key)
            if name is not None and (known := first.setdefault(name, path)) is not path:
                line = self.line_of((*known, key))
                self.add((*path, key), "id_twice", id=name, first=line)

    def line_of(self, path: Path) -> int:
        """The line that ``path`` stands in; 0 when the file has no such place at all."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 0)

    def __bool__(self) -> bool:
        return bool(self._found)

    def raise_if_any(self) -> None:
        """Raises ``PackError`` with everything that was found, in the file's order."""
        if not self._found:
            return
        voices = {lang: Words(lang) for lang in LANGS}
        ordered = sorted(self._found, key=lambda found: found[0])

        def text(key: str, params: Mapping[str, Param]) -> Text:
            said = {lang: voice.say(f"packs.{key}", **params) for lang, voice in voices.items()}
            return Text(**said)

        raise PackError(
            [
                PackProblem(
                    file=self._file,
                    line=line or None,
                    path=path_text(path),
                    what=text(f"{code}_what", params),
                    remedy=text(f"{code}_remedy", params),
                    code=code,
                )
                for line, path, code, params in ordered
            ]
        )
