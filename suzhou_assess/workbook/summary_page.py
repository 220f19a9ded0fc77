"""A sheet of the summary: its head, tables, charts, notes and how it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from suzhou_assess.domain.points import ONE_POINT, Milli
from suzhou_assess.domain.text import Text
from suzhou_assess.words.catalog import Words
from suzhou_assess.workbook.book import A4, lines_of, units
from suzhou_assess.workbook.summary_data import Group, Summary
from suzhou_assess.workbook.summary_look import Look, Value, put

LINE = 18.0
"""Points that a row is high."""
PIXELS_A_ROW = 24
_PIXELS_A_DIGIT, _CELL_PADDING = 7, 5
_HEADER_LINE = 15.0
_LONG, _SHORT = 750, 470
"""The sides of A4 between its margins, in points; a little less than there is."""
_FIRST_ROW = 3
"""Below a sheet's title and what it is of."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, and the look of its cells."""

    header: str
    look: str = "text"


@dataclass(frozen=True, slots=True)
class Area:
    """Where the rows of a table stand, without its header and total."""

    sheet: str
    first: int
    last: int
    left: int
    after: int
    """The row below the whole table."""

    def column(self, number: int) -> list[Any]:
        """One column of it, as a chart wants to be told."""
        return [self.sheet, self.first, self.left + number, self.last, self.left + number]


@dataclass(frozen=True, slots=True)
class Said:
    """A cell with a look of its own."""

    value: Value
    look: str


class Briefcase:
    """What all sheets are written with."""

    def __init__(self, book: Workbook, summary: Summary, words: Words) -> None:
        self.book = book
        self.look = Look(book)
        self.summary = summary
        self.words = words

    def say(self, key: str, **params: Any) -> str:
        return self.words.say(f"summary.{key}", **params)

    def name(self, name: Text | None) -> str:
        """A name, or the word for what isn't known."""
        return self.say("unknown") if name is None else self.words.text(name)

    @property
    def title(self) -> str:
        """The workbook's: the campaign's name stands first, if it has one."""
        campaign = self.summary.head.campaign
        return self.say("title_of", campaign=campaign) if campaign else self.say("title")

    def of(self) -> str:
        """What stands below each title: day, index, filter."""
        head = self.summary.head
        parts = [self.say("as_of", day=head.as_of.isoformat())]
        parts.append(self.words.text(head.pack.short_name))
        if head.districts:
            names = tuple(self.name(one) for one in head.districts)
            parts.append(self.say("only_districts", districts=names))
        if head.industries:
            names = tuple(self.name(one) for one in head.industries)
            parts.append(self.say("only_industries", industries=names))
        if head.sizes:
            names = tuple(self.name(one) for one in head.sizes)
            parts.append(self.say("only_sizes", sizes=names))
        if head.mode:
            mode = self.say(f"mode_{head.mode}")
            parts.append(self.say("only_mode", mode=mode))
        if head.since or head.until:
            parts.append(self._days(head.since, head.until))
        parts.append(self.say("unit"))
        parts.append(self.say("made", at=head.made_at.strftime("%Y-%m-%d %H:%M")))
        return "　|　".join(parts) if self.words.lang == "zh" else "  |  ".join(parts)

    def _days(self, since: date | None, until: date | None) -> str:
        if since and until:
            return self.say("only_days", since=since.isoformat(), until=until.isoformat())
        if since:
            return self.say("only_since", since=since.isoformat())
        return self.say("only_until", until="" if until is None else until.isoformat())

    @property
    def has_targets(self) -> bool:
        """Whether any district has one, in what the summary is of."""
        return any(district.target is not None for district in self.summary.districts)

    def no_targets(self) -> str:
        """Why there is nothing to measure the districts against."""
        return self.say("remark_no_targets_here" if self._in_part else "remark_no_targets")

    @property
    def no_target(self) -> str:
        """Of one district, in a word."""
        return self.say("none" if self._in_part else "no_target")

    @property
    def _in_part(self) -> bool:
        head = self.summary.head
        return bool(head.industries or head.sizes)

    def level(self, number: int) -> str:
        name = self.words.text(self.summary.head.pack.levels[number].name)
        return name if number == 0 else self.say("level_name", level=number, name=name)

    def levels(self) -> range:
        return range(len(self.summary.head.pack.levels))

    def level_headers(self) -> list[Column]:
        """The columns that ``level_values`` fills."""
        columns = [Column(self.level(level), "count") for level in self.levels()]
        second, third = (Column(self.say(f"column_{key}"), "share") for key in ("second", "third"))
        return [*columns, second, third, Column(self.say("column_mean"), "mean")]

    def level_values(self, group: Group) -> list[Value]:
        return [
            *group.levels,
            share(group.at_least(2), group.assessed),
            share(group.at_least(3), group.assessed),
            points(group.mean),
        ]

    def sheet(self, key: str) -> Page:
        """A new sheet."""
        return Page(self, self.book.add_worksheet(self.say(f"sheet_{key}")), key)


class Page:
    """One sheet, filled from the top. ``row`` is where what comes next will stand."""

    def __init__(self, case: Briefcase, sheet: Worksheet, key: str) -> None:
        self.case = case
        self.sheet = sheet
        self.key = key
        self.row = _FIRST_ROW
        self._widths: list[float] = []
        sheet.set_default_row(LINE)
        sheet.hide_gridlines(2)

    @property
    def name(self) -> str:
        return str(self.sheet.get_name())

    def head(self, widths: Sequence[float], title: str = "") -> None:
        """Title and column widths, in digits."""
        case = self.case
        self._widths = list(widths)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.set_row(0, 30)
        self.text(0, 0, title or case.say(f"title_{self.key}"), "title")
        said = case.of()
        self.sheet.set_row(1, max(LINE, 14 * lines_of(said, sum(widths)) + 4))
        self.merged(1, 0, 1, len(widths) - 1, said, "subtitle")

    def text(self, row: int, column: int, said: str, look: str) -> None:
        put(self.sheet, row, column, said, self.case.look[look])

    def heading(self, said: str) -> None:
        self.text(self.row, 0, said, "heading")
        self.row += 1

    def note(self, said: str, look: str = "note") -> None:
        """A remark across the sheet."""
        width = sum(self._widths)
        scale = 1.2 if look == "statement" else 1.0
        lines = lines_of(said, width / scale)
        self.sheet.set_row(self.row, max(LINE, lines * 15 * scale + 4))
        self.merged(self.row, 0, self.row, len(self._widths) - 1, said, look)
        self.row += 1

    def merged(self, top: int, left: int, bottom: int, right: int, value: Value, look: str) -> None:
        form = self.case.look[look]
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, "", form)
        put(self.sheet, top, left, value, form)

    def table(
        self,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Value | Said]],
        total: Sequence[Value | Said] | None = None,
        *,
        left: int = 0,
    ) -> Area:
        """A table from ``row`` on, with a blank row below it."""
        sheet, look, top = self.sheet, self.case.look, self.row
        widths = self._widths[left:]
        lines = max(
            lines_of(column.header, width) for column, width in zip(columns, widths, strict=False)
        )
        sheet.set_row(top, max(24.0, lines * _HEADER_LINE + 6))
        for at, column in enumerate(columns):
            sheet.write_string(top, left + at, column.header, look["header"])
        row = top
        for row, values in enumerate(rows, start=top + 1):
            self._cells(row, left, columns, values, "")
        last = row
        if total is not None:
            row += 1
            self._cells(row, left, columns, total, "total_")
        self.row = row + 2
        return Area(self.name, top + 1, last, left, row + 1)

    def _cells(
        self,
        row: int,
        left: int,
        columns: Sequence[Column],
        values: Sequence[Value | Said],
        prefix: str,
    ) -> None:
        for at, (column, value) in enumerate(zip(columns, values, strict=True)):
            shown, look = (
                (value.value, value.look) if isinstance(value, Said) else (value, column.look)
            )
            put(self.sheet, row, left + at, shown, self.case.look[prefix + look])

    def bars(self, area: Area, column: int, colour: str, most: float | None = None) -> None:
        """Bars behind the numbers of a column; ``most`` fills the cell."""
        options: dict[str, Any] = {
            "type": "data_bar",
            "bar_color": colour,
            "min_type": "num",
            "min_value": 0,
        }
        if most is not None:
            options |= {"max_type": "num", "max_value": most}
        self._conditional(area, column, column, options)

    def scale(self, area: Area, first: int, last: int, colour: str) -> None:
        """The darker, the more."""
        self._conditional(
            area,
            first,
            last,
            {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": colour},
        )

    def _conditional(self, area: Area, first: int, last: int, options: dict[str, Any]) -> None:
        if area.last >= area.first:
            self.sheet.conditional_format(
                area.first, area.left + first, area.last, area.left + last, options
            )

    def chart(self, chart: Any, *, left: int = 0, right: int | None = None, rows: int = 14) -> None:
        """Puts a chart over these columns, at ``row``, and goes on below when it is the last."""
        last = len(self._widths) if right is None else right
        width = sum(map(_pixels, self._widths[left:last]))
        chart.set_size({"width": width - 6, "height": rows * PIXELS_A_ROW - 8})
        place = {"object_position": 2, "x_offset": 3, "y_offset": 3}
        self.sheet.insert_chart(self.row, left, chart, place)
        if last == len(self._widths):
            self.row += rows + 1

    def empty(self) -> None:
        """Says that there is nothing to show yet."""
        self.note(self.case.say("nothing"), "statement")

    def print_as(
        self,
        *,
        repeat: int | None = None,
        landscape: bool = True,
        pages_high: int = 0,
        blocks: Sequence[int] = (),
    ) -> None:
        """One page wide on A4, with a footer; the header row ``repeat`` stands on each page.

        ``blocks`` are the rows at which something starts that should stay on one page.
        """
        sheet = self.sheet
        sheet.set_paper(A4)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, pages_high)
        if blocks:
            across, down = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
            scale = min(1.0, across / sum(map(_points_wide, self._widths)))
            sheet.set_h_pagebreaks(_breaks(blocks, self.row, int(down / scale / LINE)))
        if repeat is not None:
            sheet.repeat_rows(repeat)
        sheet.center_horizontally()
        set_edges(self.case, sheet)


def _pixels(width: float) -> int:
    """Of a column."""
    return int(width * _PIXELS_A_DIGIT) + _CELL_PADDING


def _points_wide(width: float) -> float:
    """Of a column, on paper."""
    return _pixels(width) * 0.75


def _breaks(blocks: Sequence[int], end: int, room: int) -> list[int]:
    """The rows above which a page ends: as many blocks on each as there is room for."""
    found: list[int] = []
    page = 0
    for start, after in zip(blocks, [*blocks[1:], end], strict=True):
        if after - page > room and start > blocks[0]:
            found.append(start)
            page = start
    return found


def name_width(names: Iterable[str], least: float, most: float = 48) -> float:
    """Of a column that shows these names whole."""
    return min(most, max([least, *(units(name) + 3 for name in names)]))


def set_edges(case: Briefcase, sheet: Worksheet) -> None:
    """Margins and footer, the same on all sheets."""
    sheet.set_margins(left=0.45, right=0.45, top=0.55, bottom=0.7)
    title = case.title.replace("&", "&&")[:60]
    page = case.say("footer_page")
    # A space, or the digits that a title starts with would be taken for the size of the font.
    sheet.set_footer(f"&L&9 {title}&C&9 &A&R&9 {page}")


def share(part: int, whole: int | None) -> Fraction | None:
    """``None`` where there is nothing to be a part of."""
    return Fraction(part, whole) if whole else None


def points(milli: Milli | None) -> Fraction | None:
    """Thousandths as points."""
    return None if milli is None else Fraction(milli, ONE_POINT)


def state_of(case: Briefcase, behind: int | None, *, reached: bool, due: bool) -> Said:
    """In a word: the target reached, missed on its day, behind the plan or on it."""
    if reached:
        return Said(case.say("state_reached"), "good")
    if due:
        return Said(case.say("state_missed"), "bad")
    if behind is None or behind <= 0:
        return Said(case.say("state_on_plan"), "good")
    return Said(case.say("state_behind"), "bad")
