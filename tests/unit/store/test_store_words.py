from __future__ import annotations

import json
import re
from pathlib import Path

from suzhou_assess.domain.text import LANGS
from suzhou_assess.resources import files
from suzhou_assess.store import errors

PACKAGE = Path(errors.__file__).parents[1]


def _raised() -> set[str]:
    written = {
        code
        for folder in ("store", "services")
        for path in (PACKAGE / folder).rglob("*.py")
        for code in re.findall(r'StoreError\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }
    return written | set(errors._CODES.values())


def test_that_every_error_of_the_store_is_worded_in_both_languages() -> None:
    words = json.loads(files.read_bytes("words/store.json"))
    assert words.keys() == {f"{code}_{part}" for code in _raised() for part in ("what", "remedy")}
    for name, texts in words.items():
        braces = [set(re.findall(r"\{(\w+)\}", texts[lang])) for lang in LANGS]
        assert braces[0] == braces[1], name
        assert all(texts[lang].strip() for lang in LANGS), name


def test_that_the_documented_codes_are_those_there_are() -> None:
    documented = set(re.findall(r"``(\w+)``", errors.StoreError.__doc__ or "")) - {"code"}
    assert documented == _raised()
