"""企业信息: who is assessed, how and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from suzhou_assess.domain.enterprise import FIRST_YEAR, LAST_YEAR, NAME_LIMIT
from suzhou_assess.domain.exchange import MODES, Submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.workbook import formulas
from suzhou_assess.workbook.book import Colour, Sheet
from suzhou_assess.workbook.formulas import Expr, cell
from suzhou_assess.workbook.layout import (
    ASSESSMENT_FIELDS,
    HEADER_ROW,
    ID,
    ProfileColumn,
    profile_rows,
    stamp,
)
from suzhou_assess.workbook.meta_sheet import MetaSheet

_WIDTHS = (9, 26, 46, 50)
_REQUIRED = frozenset({"name", "uscc", "district", "mode", "date"})
_DATE_FORMAT = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class Head:
    """What other sheets show of this one, as live references."""

    name: Expr
    mode: Expr
    date: Expr
    assessor: Expr


def write_profile(
    sheet: Sheet, pack: Pack, places: Places, submission: Submission | None, meta: MetaSheet
) -> Head:
    return _ProfileSheet(sheet, places, submission, meta).write(pack)


class _ProfileSheet:
    def __init__(
        self, sheet: Sheet, places: Places, submission: Submission | None, meta: MetaSheet
    ) -> None:
        self._sheet = sheet
        self._book = sheet.book
        self._places = places
        self._submission = submission
        self._enterprise = submission.enterprise if submission else None
        self._meta = meta
        self._rows = profile_rows(places)

    def write(self, pack: Pack) -> Head:
        book, sheet = self._book, self._sheet
        sheet.columns(*_WIDTHS, hidden=[ID])
        label, hint = ProfileColumn.LABEL, ProfileColumn.HINT
        sheet.across(0, label, hint, sheet.name, book.title())
        sheet.sheet.set_row(0, 34)
        sheet.across(1, label, hint, book.say("profile_intro"), book.hint())
        sheet.height(1, (book.say("profile_intro"), sum(_WIDTHS[1:])))
        sheet.sheet.set_row(2, 6)
        sheet.text(HEADER_ROW, ID, stamp(pack), book.look(text_wrap=False))
        for column, key in ((label, "item"), (ProfileColumn.FILL, "fill"), (hint, "remark")):
            sheet.text(HEADER_ROW, column, book.say(f"column_{key}"), book.header())
        sheet.sheet.set_row(HEADER_ROW, 24)
        for entry in self._places.profile:
            self._field(entry.id, book.words.text(entry.name))
        above = self._rows[ASSESSMENT_FIELDS[0]] - 1
        sheet.across(above, label, hint, book.say("assessment_heading"), book.band())
        sheet.sheet.set_row(above, 24)
        for field in ASSESSMENT_FIELDS:
            self._field(field, book.say(f"field_{field}"))
        sheet.finish(header_row=HEADER_ROW, landscape=False)
        return self._head()

    def _field(self, field: str, name: str) -> None:
        book, sheet, row = self._book, self._sheet, self._rows[field]
        sheet.text(row, ID, field, book.look(text_wrap=False))
        label = f"{name} *" if field in _REQUIRED else name
        sheet.text(row, ProfileColumn.LABEL, label, book.line(bold=True, indent=1))
        said: str | Expr = book.say(f"hint_{field}") if field in _HINTED else ""
        hint = self._fill(field, row) or said
        look = book.line(font_color=Colour.MUTED, font_size=9.5, indent=1)
        if isinstance(hint, Expr):
            sheet.formula(row, ProfileColumn.HINT, hint, look)
        else:
            sheet.text(row, ProfileColumn.HINT, hint, look)
        value = self._enterprise.name if field == "name" and self._enterprise else ""
        sheet.height(
            row, (value, _WIDTHS[2]), (label, _WIDTHS[1]), (as_text(hint), _WIDTHS[3]), least=25
        )

    def _fill(self, field: str, row: int) -> Expr | None:
        """Writes the cell to be filled in; gives a hint that says more than a fixed word."""
        if field == "uscc":
            return self._code(field, row)
        if field in ("district", "industry", "cluster", "qualification", "above_scale"):
            self._chosen(field, row)
        elif field in ("founded", "employees", "revenue"):
            self._counted(field, row)
        elif field == "size":
            self._size(row)
        elif field == "mode":
            self._mode(row)
        elif field == "date":
            self._date(row)
        else:
            self._plain(field, row)
        return None

    def _plain(self, field: str, row: int) -> None:
        """Text as it is typed: a phone number keeps its zeros, ``=1+1`` stays a name."""
        value = self._submission.assessor if field == "assessor" and self._submission else None
        if field != "assessor":
            value = getattr(self._enterprise, field, None) if self._enterprise else None
        look = self._book.input(num_format="@", indent=1)
        self._sheet.text(row, ProfileColumn.FILL, str(value or ""), look)
        if field == "name":
            self._sheet.sheet.data_validation(
                row,
                ProfileColumn.FILL,
                row,
                ProfileColumn.FILL,
                {
                    "validate": "length",
                    "criteria": "<=",
                    "value": NAME_LIMIT,
                    "error_title": self._book.say("error_title"),
                    "error_message": self._book.say("error_name", limit=NAME_LIMIT),
                },
            )

    def _code(self, field: str, row: int) -> Expr:
        code = self._enterprise.uscc if self._enterprise else ""
        fill = cell(row, ProfileColumn.FILL, code)
        self._plain(field, row)
        word = formulas.credit_code_word(fill.code, code, self._book.words)
        right = formulas.text(self._book.say("uscc_right")).code
        hint = self._book.say("uscc_hint")
        here = cell(row, ProfileColumn.HINT, "").code
        area = (row, ProfileColumn.HINT, row, ProfileColumn.HINT)
        self._sheet.coloured(area, f"{here}={right}", font_color=Colour.GOOD, bold=True)
        self._sheet.coloured(
            area, f'AND({here}<>{right},{here}<>"{hint}")', font_color=Colour.BAD, bold=True
        )
        return word

    def _chosen(self, field: str, row: int) -> None:
        """A drop-down over a code list; it warns and doesn't stop, for the reader knows more
        spellings than the list has."""
        entries, known = self._choices(field)
        value = getattr(self._enterprise, field, None) if self._enterprise else None
        look = self._book.input(indent=1)
        self._sheet.text(
            row, ProfileColumn.FILL, known.get(value, "") if value is not None else "", look
        )
        self._sheet.list_choice(
            row,
            ProfileColumn.FILL,
            self._meta.list_of(entries),
            None,
            self._book.say("error_list"),
            strict=False,
        )

    def _choices(self, field: str) -> tuple[list[str], dict[object, str]]:
        say, places = self._book.words.text, self._places
        known: dict[object, str]
        if field == "district":
            known = {d.code: say(d.name) for d in places.districts}
        elif field == "industry":
            known = {i.code: f"{i.code} {say(i.name)}" for i in places.industries}
        elif field == "cluster":
            known = {c.id: say(c.name) for c in places.clusters}
        elif field == "qualification":
            known = {q.id: say(q.name) for q in places.qualifications}
        else:
            known = {True: self._book.say("yes"), False: self._book.say("no")}
        return list(known.values()), known

    def _counted(self, field: str, row: int) -> None:
        value = getattr(self._enterprise, field, None) if self._enterprise else None
        integer = field != "revenue"
        form = "#,##0" if field == "employees" else "0" if integer else "#,##0.######"
        look = self._book.input(
            num_format="General" if field != "employees" else form, align="left", indent=1
        )
        if value is None:
            self._sheet.text(row, ProfileColumn.FILL, "", look)
        else:
            self._sheet.number(row, ProfileColumn.FILL, _float(value), look)
        least, most = (FIRST_YEAR, LAST_YEAR) if field == "founded" else (0, 10**12)
        self._sheet.sheet.data_validation(
            row,
            ProfileColumn.FILL,
            row,
            ProfileColumn.FILL,
            {
                "validate": "integer" if integer else "decimal",
                "criteria": "between",
                "minimum": least,
                "maximum": most,
                "error_title": self._book.say("error_title"),
                "error_message": self._book.say(f"error_{field}"),
            },
        )

    def _size(self, row: int) -> None:
        places, rows = self._places, self._rows
        size = self._enterprise.size(places) if self._enterprise else None
        employees, revenue = (
            cell(rows[name], ProfileColumn.FILL, 0).code for name in ("employees", "revenue")
        )
        formula = formulas.size_word(employees, revenue, places, self._book.words)
        value = self._book.words.text(size.name) if size else ""
        self._sheet.formula(
            row, ProfileColumn.FILL, Expr(formula, value), self._book.line(indent=1)
        )

    def _mode(self, row: int) -> None:
        names = [self._book.say(f"mode_{mode}") for mode in MODES]
        mode = self._submission.mode if self._submission else MODES[0]
        chosen = names[MODES.index(mode)]
        self._sheet.text(row, ProfileColumn.FILL, chosen, self._book.input(indent=1))
        self._sheet.list_choice(
            row, ProfileColumn.FILL, self._meta.list_of(names), None, self._book.say("error_list")
        )

    def _date(self, row: int) -> None:
        value = self._submission.date if self._submission else None
        look = self._book.input(num_format=_DATE_FORMAT, align="left", indent=1)
        if value is None:
            self._sheet.text(row, ProfileColumn.FILL, "", look)
        else:
            self._sheet.sheet.write_datetime(row, ProfileColumn.FILL, value, look)
        self._sheet.sheet.data_validation(
            row,
            ProfileColumn.FILL,
            row,
            ProfileColumn.FILL,
            {
                "validate": "date",
                "criteria": "between",
                "minimum": date(2000, 1, 1),
                "maximum": date(2099, 12, 31),
                "error_title": self._book.say("error_title"),
                "error_message": self._book.say("error_date"),
                "error_type": "warning",
            },
        )

    def _head(self) -> Head:
        sheet, submission = self._sheet.name, self._submission

        def live(field: str, value: str) -> Expr:
            return cell(self._rows[field], ProfileColumn.FILL, value, sheet)

        day = live("date", "")
        written = submission.date.isoformat() if submission and submission.date else ""
        mode = submission.mode if submission else MODES[0]
        return Head(
            name=live("name", submission.enterprise.name if submission else ""),
            mode=live("mode", self._book.say(f"mode_{mode}")),
            date=Expr(f'IF({day.code}="","",TEXT({day.code},"yyyy-mm-dd"))', written),
            assessor=live("assessor", submission.assessor if submission else ""),
        )


_HINTED = frozenset(
    {"name", "district", "town", "industry", "founded", "employees", "revenue", "size"}
    | {"above_scale", "mode", "date", "assessor", "phone"}
)


def as_text(hint: str | Expr) -> str:
    return str(hint.value) if isinstance(hint, Expr) else hint


def _float(value: int | Decimal) -> float:
    return float(value)
