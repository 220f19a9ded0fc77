"""Writes ``problems.md`` from the catalogue of problems and its words: run it after changing them.

python docs/make_problems.py
"""

from __future__ import annotations

import json
from pathlib import Path
from string import Formatter

from suzhou_assess.domain.problems import CATALOGUE
from suzhou_assess.resources import files

PAGE = Path(__file__).with_name("problems.md")
SEVERITIES = {"error": "错误", "warning": "提醒"}

HEAD = """\
# 问题代码（problem codes）

Every problem that the program reports about what people hand in has a stable code, a severity and
words in both languages (`suzhou_assess/resources/words/problems.json`). An error (错误) refuses the
file or the field; a warning (提醒) is shown and nothing is refused. The data checks of an index
stand in its pack and add their own ids. What is wrong with an index pack itself is said by
`packs.json` and described in `pack-schema.md`.

The braces of the words, which whoever reports the problem fills in:

| brace | is |
|---|---|
| `item` | name of the question or scenario (its id where it isn't known) |
| `items`, `count` | names of several with their cells, and how many they are |
| `figure`, `field` | name of the figure or the field of the profile |
| `value` | what was typed |
| `letters`, `known`, `option`, `computed`, `chosen` | options, as letters or with their text |
| `rule`, `share` | what the figures were made into, and the result |
| `limit`, `maximum`, `top`, `length`, `position` | bounds, sizes and places in a file |
| `sheet`, `column` | a place in a workbook |
| `pack`, `edition`, `format` | what a file says it was made for |
| `code`, `characters` | the credit code, and what is odd in it |
| `report` | where a report of our bug is saved |
| `name`, `given` | of an enterprise or a JSON field; the size as given |

| code | severity | braces | 中文 | English |
|---|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    words = json.loads(files.read_bytes("words/problems.json"))
    return HEAD + "".join(_row(code, words[code]) for code in CATALOGUE)


def _row(code: str, said: dict[str, str]) -> str:
    braces = dict.fromkeys(
        name for text in said.values() for _, name, _, _ in Formatter().parse(text) if name
    )
    zh = said["zh_what"] + said["zh_remedy"]
    en = f"{said['en_what']} {said['en_remedy']}"
    listed = ", ".join(f"`{name}`" for name in braces)
    return f"| `{code}` | {SEVERITIES[CATALOGUE[code]]} | {listed} | {zh} | {en} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
