"""Formulas of the answer workbook, each together with the value it has now.

Programs that don't calculate (viewers, mail previews, our own reader's neighbours) show the value
that stands in the file, so every formula is written with its value. Functions are those that
Excel 2007, WPS and LibreOffice share: no LET, XLOOKUP, TEXTJOIN, IFS or dynamic arrays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from xlsxwriter.utility import xl_rowcol_to_cell

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.places import Places
from suzhou_assess.words.catalog import Words

Value = str | int | float | bool
_BRACES = re.compile(r"\{(\w+)\}")
_LITERAL = 120
_SLACK = "(1+1E-12)"
"""Shares are compared with this much room, for 0.3/3 is not 0.1 in binary."""


@dataclass(frozen=True, slots=True)
class Expr:
    """A formula without its equals sign, and what it comes to."""

    code: str
    value: Value


@lru_cache(maxsize=4096)
def text(said: str) -> Expr:
    """A literal; in pieces, for Excel takes no more than 255 characters in one."""
    pieces = [said[at : at + _LITERAL] for at in range(0, len(said), _LITERAL)] or [""]
    return Expr("&".join('"' + piece.replace('"', '""') + '"' for piece in pieces), said)


def number(value: float) -> Expr:
    return Expr(repr(value), value)


def sentence(template: str, /, **parts: Expr) -> Expr:
    """A wording whose braces are filled in by formulas."""
    codes: list[str] = []
    for i, piece in enumerate(_BRACES.split(template)):
        if i % 2:
            codes.append(parts[piece].code)
        elif piece:
            codes.append(text(piece).code)
    values = {name: as_shown(part.value) for name, part in parts.items()}
    return Expr("&".join(codes), template.format_map(values))


def as_shown(value: Value) -> str:
    """A value as ``&`` writes it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


def when(condition: Expr, then: Expr, otherwise: Expr) -> Expr:
    return Expr(
        f"IF({condition.code},{then.code},{otherwise.code})",
        then.value if condition.value else otherwise.value,
    )


def cell(row: int, column: int, value: Value, sheet: str | None = None) -> Expr:
    """A reference, absolute, and what stands there."""
    return Expr(_on(sheet, _place(row, column)), value)


def area(top: int, left: int, bottom: int, right: int, sheet: str | None = None) -> str:
    return _on(sheet, f"{_place(top, left)}:{_place(bottom, right)}")


@lru_cache(maxsize=4096)
def _place(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column, True, True))


def _on(sheet: str | None, reference: str) -> str:
    if sheet is None:
        return reference
    return "'" + sheet.replace("'", "''") + "'!" + reference


# ------------------------------------------------------------------ questions

UNANSWERED, ANSWERED, EXCLUSIVE, SEVERAL, STRANGE = range(5)
"""States of a question, in a hidden column."""


def question_state(marks: str, tick: str, exclusive: Sequence[str], *, single: bool) -> str:
    """The state of a question from its mark cells; ``exclusive`` are cells that stand alone."""
    ticked = f'COUNTIF({marks},"{tick}")'
    conflict = ""
    if single:
        conflict = f"IF({ticked}>1,{SEVERAL},{ANSWERED})"
    elif exclusive:
        alone = ",".join(f'{cell}="{tick}"' for cell in exclusive)
        conflict = f"IF(AND(OR({alone}),{ticked}>1),{EXCLUSIVE},{ANSWERED})"
    else:
        conflict = str(ANSWERED)
    return f"IF(COUNTA({marks})<>{ticked},{STRANGE},IF({ticked}=0,{UNANSWERED},{conflict}))"


def question_milli(state: str, marks: str, points: str, tick: str) -> str:
    """Thousandths of a point that a question gives; nothing while its answer contradicts itself."""
    return f'IF({state}={ANSWERED},SUMIF({marks},"{tick}",{points}),0)'


def running_list(above: Expr | None, done: Expr, code: str, comma: str) -> Expr:
    """The codes of what isn't done, down to this row: TEXTJOIN for everybody."""
    if above is None:
        return when(done, text(""), text(code))
    grown = Expr(
        f'IF({above.code}="",{text(code).code},{above.code}&{text(comma + code).code})',
        f"{above.value}{comma}{code}" if above.value else code,
    )
    return when(done, above, grown)


def percent_aware(reference: str, *, percent: bool) -> str:
    """A figure's cell; in a percentage 0.45 means 45."""
    return f"IF({reference}<=1,{reference}*100,{reference})" if percent else reference


def readable(value: str) -> str:
    """A value rounded for reading. TEXT would write 98 as ``98.``."""
    return f"ROUND({value},IF(ABS({value})<1,6,3))"


def all_numbers(references: Iterable[str]) -> str:
    return "AND(" + ",".join(f"ISNUMBER({r})" for r in references) + ")"


def band_letter(numerator: str, denominator: str | None, uppers: Mapping[str, Fraction]) -> str:
    """The option whose band holds the share; empty above the last."""
    whole = denominator or "1"
    formula = '""'
    for letter, upper in reversed(list(uppers.items())):
        inside = f"{numerator}*{upper.denominator}<={whole}*{upper.numerator}*{_SLACK}"
        formula = f'IF({inside},"{letter}",{formula})'
    return formula


def trend_letter(
    before: tuple[str, str | None], after: tuple[str, str | None], letters: Mapping[str, str]
) -> str:
    """The option for a value that rose, stayed or fell; cross-multiplied, to stay exact."""
    old = f"{before[0]}*{after[1]}" if after[1] else before[0]
    new = f"{after[0]}*{before[1]}" if before[1] else after[0]
    flat = f"ABS({new}-{old})<=1E-12*ABS({old})"
    up, down = letters.get("up", ""), letters.get("down", "")
    return f'IF({flat},"{letters.get("flat", "")}",IF({new}>{old},"{up}","{down}"))'


# ------------------------------------------------------------------ scenarios


def scenario_level(fill: str, top: int, not_applicable: str) -> str:
    """The level as a number, 0 for 不适用, empty for anything else."""
    sound = f"AND({fill}>=0,{fill}<={top},{fill}=INT({fill}))"
    return f'IF(ISNUMBER({fill}),IF({sound},{fill},""),IF({fill}="{not_applicable}",0,""))'


# ------------------------------------------------------------------ the profile


def credit_code_word(reference: str, code: str, words: Words) -> Expr:
    """A word on the credit code by GB 32100-2015: its length, characters and check character.

    The positions are spelt out, for ``ROW(1:17)`` grows with every row inserted above.
    """
    typed = f'UPPER(SUBSTITUTE({reference}," ",""))'
    alphabet = f'"{credit_code.ALPHABET}"'
    places = "{" + ";".join(str(i) for i in range(1, 18)) + "}"
    weights = "{" + ";".join(str(pow(3, i, 31)) for i in range(17)) + "}"
    known = f"SUMPRODUCT(--ISNUMBER(FIND(MID({typed},{places},1),{alphabet})))=17"
    region = f'SUMPRODUCT(--ISNUMBER(FIND(MID({typed},{{3;4;5;6;7;8}},1),"0123456789")))=6'
    total = f"SUMPRODUCT((FIND(MID({typed},{places},1),{alphabet})-1)*{weights})"
    right = f"MID({alphabet},MOD(31-MOD({total},31),31)+1,1)=RIGHT({typed},1)"

    def say(key: str) -> str:
        return text(words.say(f"workbook.uscc_{key}")).code

    formula = (
        f'IF({typed}="",{say("hint")},IF(LEN({typed})<>{credit_code.LENGTH},'
        f"{sentence(words.say('workbook.uscc_length'), length=Expr(f'LEN({typed})', 0)).code},"
        f"IF(NOT(AND({known},{region})),{say('character')},"
        f"IF({right},{say('right')},{say('check')}))))"
    )
    fault = credit_code.check(code) if code else None
    if not code:
        value = words.say("workbook.uscc_hint")
    elif fault is None:
        value = words.say("workbook.uscc_right")
    else:
        key = fault.code.removeprefix("uscc_")
        value = words.say(f"workbook.uscc_{key}", length=len(code))
    return Expr(formula, value)


def size_word(employees: str, revenue: str, places: Places, words: Words) -> str:
    """The size class, the lower of the two figures deciding; empty while one is missing."""
    formula = text(words.text(places.sizes[-1].name)).code
    for size in reversed(places.sizes[:-1]):
        reached = f"AND({employees}>={size.min_employees},{revenue}>={size.min_revenue})"
        formula = f"IF({reached},{text(words.text(size.name)).code},{formula})"
    return f'IF({all_numbers((employees, revenue))},{formula},"")'
