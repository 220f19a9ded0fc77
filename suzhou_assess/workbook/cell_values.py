"""What a person meant by what stands in a cell.

People type full-width digits, units, thousands marks and ticks of every kind; office programs turn
what they see into dates and floats. Everything here takes a cell's value as calamine gives it and
gives either what was meant, or text that ``suzhou_assess.domain`` will name in its complaint.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

from suzhou_assess.domain.answers import Number, exact_number
from suzhou_assess.domain.places import fold

Cell = str | int | float | bool | date | datetime | time | timedelta

_MARKS = frozenset(
    {"√", "✓", "✔", "☑", "✅", "●", "■", "v", "y", "yes", "true", "ok", "1", "是", "有", "对", "选"}
)
_NO_MARKS = frozenset(
    {"×", "✗", "✘", "☐", "□", "n", "no", "false", "0", "否", "无", "不是", "-", "—", "/"}
)
_INVISIBLE = " \t\r\n\u3000\u00a0\u200b\ufeff"
_NO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufe0e\ufe0f\ufeff]")
"""Comes along when text is pasted from a web page or a chat; nobody sees it."""
_SPACES = re.compile(r"\s+")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?")
_NUMBER = re.compile(r"([+-]?(?:\d[\d, ]*)?(?:\.\d+)?)(.*)")
_CHINESE = {"〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4} | {
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_YMD = re.compile(r"(\d{4})\s*[-/.年,、\s]\s*(\d{1,2})\s*[-/.月,、\s]\s*(\d{1,2})(?:\s*[日号])?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
_CHINESE_DAY = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]?"
)
_CLOCK = re.compile(r"[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*$")
_MONTH_NAMES = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
"""1954 to 2119: day numbers of a date cell that lost its format."""
_DAY_ZERO = date(1899, 12, 30)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{2}")
_SEPARATORS = re.compile(r"[\s、,，;；/|.。．+＋&和及与:：()（）\[\]]+")
_LEVEL = re.compile(r"(?:等级|level|l|第)?(\d)(?:级|分|level)?(?:\.0+)?")
_NOT_APPLICABLE = frozenset(
    {"不适用", "na", "n/a", "notapplicable", "不涉及", "无此场景", "不适用/na"}
)


class Mark(Enum):
    """What a mark cell says."""

    YES = auto()
    NO = auto()
    UNCLEAR = auto()


class NotApplicable(Enum):
    """A scenario that is judged not to apply."""

    YES = auto()


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Half-width, with single spaces, without those at the ends and what has no width at all."""
    seen = _NO_WIDTH.sub("", unicodedata.normalize("NFKC", text))
    return _SPACES.sub(" ", seen).strip()


folded = lru_cache(maxsize=8192)(fold)
"""``domain.places.fold``, remembered: thousands of workbooks say the same words."""


def is_blank(value: Cell) -> bool:
    """Whether a cell holds nothing, or nothing but spaces."""
    return isinstance(value, str) and not value.strip(_INVISIBLE)


def shown(value: Cell) -> str:
    """The value as a person sees it, for naming it in a complaint."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value)


def mark(value: Cell) -> Mark:
    """Whether a mark cell is ticked. Letters are not looked at here."""
    if isinstance(value, bool):
        return Mark.YES if value else Mark.NO
    if isinstance(value, int | float):
        return Mark.YES if value == 1 else Mark.NO if value == 0 else Mark.UNCLEAR
    if isinstance(value, str):
        word = plain(value).casefold()
        if word in _MARKS:
            return Mark.YES
        if word in _NO_MARKS:
            return Mark.NO
    return Mark.UNCLEAR


def letters(
    value: Cell, known: Collection[str], words: Mapping[str, str]
) -> tuple[str, ...] | None:
    """Option letters that were typed: ``B``, ``b.``, ``B、C``, ``BCD``, or an option's text.

    ``words`` maps folded texts of options to their letters. ``None`` when it is nothing of the
    kind; letters that look right but are no options are given, for the domain to name.
    """
    if not isinstance(value, str):
        return None
    text = plain(value)
    by_text = words.get(fold_option(text))
    if by_text is not None:
        return (by_text,)
    tokens = [t.removeprefix("选").removesuffix("项") for t in _SEPARATORS.split(text.upper()) if t]
    if not tokens or not all(t.isascii() and t.isalpha() for t in tokens):
        return None
    if any(len(t) > len(known) for t in tokens):
        return None
    return tuple(dict.fromkeys("".join(tokens)))


def fold_option(text: str) -> str:
    """For comparing an option's text with what somebody copied into a cell."""
    return re.sub(r"[\s,.;:、。，；：]+", "", plain(text)).casefold()


def level(value: Cell) -> int | NotApplicable | str:
    """A scenario's level as typed: ``2``, ``2级``, ``二级``, ``不适用``; else the text."""
    if isinstance(value, bool):
        return shown(value)
    if isinstance(value, int | float):
        return int(value) if math.isfinite(value) and value == int(value) else shown(value)
    if not isinstance(value, str):
        return shown(value)
    word = plain(value).casefold().replace(" ", "")
    if word in _NOT_APPLICABLE:
        return NotApplicable.YES
    for sign, digit in _CHINESE.items():
        word = word.replace(sign, str(digit))
    if word in ("无", "没有"):
        return 0
    found = _LEVEL.fullmatch(word)
    return int(found[1]) if found else plain(value)


def number(value: Cell, units: Collection[str] = (), *, percent: bool = False) -> Number | str:
    """A number as typed: ``１２０``, ``120台``, ``1,200``, ``1 200.5``; else the text.

    ``units`` are words that may follow it; any other word makes it no number, for 300 万元 is not
    300 元. A ``percent`` figure counts in hundredths: ``45%`` and 0.45 both mean 45.
    """
    if isinstance(value, bool):
        return shown(value)
    if isinstance(value, int | float):
        return _in_percent(_exact(value), value, percent)
    if not isinstance(value, str):
        return shown(value)
    text = plain(value)
    found = _NUMBER.fullmatch(text)
    digits = found[1].strip() if found else ""
    if found is None or not digits:
        return text
    unit = found[2].strip()
    if ("," in digits or " " in digits) and not _GROUPED.fullmatch(digits):
        return text
    exact = _exact(digits.replace(",", "").replace(" ", ""))
    if exact is None:
        return text
    if unit == "%":
        return exact if percent else text
    if unit and unit.casefold() not in units:
        return text
    return _in_percent(exact, text, percent)


def _exact(typed: str | int | float | Decimal) -> Number | None:
    """The number as written, an ``int`` where it is whole."""
    exact = exact_number(typed)
    return exact if exact is None or exact != int(exact) else int(exact)


def _in_percent(exact: Number | None, typed: Cell, percent: bool) -> Number | str:
    if exact is None:
        return shown(typed)
    if percent and 0 < exact <= 1:
        return _exact(Decimal(exact) * 100) or shown(typed)
    return exact


def day(value: Cell) -> date | str:
    """A date in any form that people and office programs give it; else the text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        if _FIRST_SERIAL <= value <= _LAST_SERIAL:
            return _DAY_ZERO + timedelta(days=int(value))
        value = shown(value)
    if not isinstance(value, str):
        return shown(value)
    text = _CLOCK.sub("", plain(value))
    found = _YMD.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    if found:
        return _date(int(found[1]), int(found[2]), int(found[3]), text)
    chinese = _CHINESE_DAY.fullmatch(text.replace(" ", ""))
    if chinese:
        year = int("".join(str(_CHINESE[sign]) for sign in chinese[1]))
        return _date(year, _chinese_count(chinese[2]), _chinese_count(chinese[3]), text)
    for form in _MONTH_NAMES:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return text


def _date(year: int, month: int, of_month: int, text: str) -> date | str:
    try:
        return date(year, month, of_month)
    except ValueError:
        return text


def _chinese_count(signs: str) -> int:
    tens, ten, ones = signs.rpartition("十")
    if not ten:
        return _CHINESE[ones] if len(ones) == 1 else 0
    return (_CHINESE.get(tens, 0) if tens else 1) * 10 + (_CHINESE.get(ones, 0) if ones else 0)


def year(value: Cell) -> Number | str:
    """A year, also out of a whole date or ``2008年``."""
    if isinstance(value, datetime | date):
        return value.year
    exact = number(value, ("年",))
    if isinstance(exact, str):
        whole = day(value)
        if isinstance(whole, date):
            return whole.year
    return exact


def is_number_that_was_a_code(value: Cell) -> bool:
    """Whether an office program turned an 18-digit code into a number, and so lost its end."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return abs(value) >= 1e15
    return isinstance(value, str) and _SCIENTIFIC.fullmatch(plain(value).upper()) is not None
