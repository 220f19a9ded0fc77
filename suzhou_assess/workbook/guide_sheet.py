"""说明: how to fill the workbook in, and what the levels are."""

from __future__ import annotations

from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.points import as_text
from suzhou_assess.workbook.book import Colour, Sheet
from suzhou_assess.workbook.layout import stamp

_LEFT, _RIGHT = 1, 4
_WIDTHS = (2, 9, 24, 38, 38)
_BODY = sum(_WIDTHS[2:])
_STEPS = 5
_LEGEND = ("fill", "open", "wrong", "locked")
_HINTS = ("programs", "structure", "unsure", "privacy")


def write_guide(sheet: Sheet, pack: Pack) -> None:
    _GuideSheet(sheet, pack).write()


class _GuideSheet:
    def __init__(self, sheet: Sheet, pack: Pack) -> None:
        self._sheet = sheet
        self._book = sheet.book
        self._pack = pack
        self._row = 0

    def write(self) -> None:
        sheet, book, pack = self._sheet, self._book, self._pack
        sheet.columns(*_WIDTHS)
        sheet.across(0, _LEFT, _RIGHT, book.say("title"), book.look(bold=True, font_size=20))
        sheet.sheet.set_row(0, 46)
        name = book.words.text(pack.name)
        look = book.look(font_color=Colour.ACCENT, font_size=12, bold=True)
        sheet.across(1, _LEFT, _RIGHT, name, look)
        sheet.height(1, (name, _BODY), size=12, least=24)
        counts = book.say(
            "contents",
            questions=len(pack.questions),
            points=as_text(pack.full_score),
            scenarios=len(pack.scenarios),
        )
        sheet.across(2, _LEFT, _RIGHT, counts, book.hint())
        sheet.height(2, (counts, _BODY), size=9.5)
        self._row = 4
        self._steps()
        self._legend()
        self._levels()
        self._hints()
        sheet.finish(header_row=None, landscape=False)

    def _section(self, key: str) -> None:
        self._sheet.sheet.set_row(self._row - 1, 10)
        self._sheet.across(
            self._row, _LEFT, _RIGHT, self._book.say(f"guide_{key}"), self._book.band(font_size=12)
        )
        self._sheet.sheet.set_row(self._row, 26)
        self._row += 1

    def _steps(self) -> None:
        self._section("steps")
        sheet, book = self._sheet, self._book
        number = book.line(align="center", bold=True, font_size=13, font_color=Colour.ACCENT)
        for step in range(1, _STEPS + 1):
            said = book.say(f"step_{step}")
            sheet.number(self._row, _LEFT, step, number)
            sheet.across(self._row, _LEFT + 1, _RIGHT, said, book.line(indent=1))
            sheet.height(self._row, (said, _BODY - 3), least=27)
            self._row += 1
        self._row += 1

    def _legend(self) -> None:
        self._section("legend")
        sheet, book = self._sheet, self._book
        looks = {
            "fill": book.input(align="center", locked=True),
            "open": book.line(align="center", font_color=Colour.WARN, bg_color=Colour.WARN_SOFT),
            "wrong": book.line(
                align="center", font_color=Colour.BAD, bg_color=Colour.BAD_SOFT, bold=True
            ),
            "locked": book.line(align="center"),
        }
        for key in _LEGEND:
            said = book.say(f"legend_{key}")
            sheet.text(self._row, _LEFT, book.say(f"sample_{key}"), looks[key])
            sheet.across(self._row, _LEFT + 1, _RIGHT, said, book.line(indent=1))
            sheet.height(self._row, (said, _BODY - 3), least=24)
            self._row += 1
        self._row += 1

    def _levels(self) -> None:
        self._section("levels")
        sheet, book = self._sheet, self._book
        for column, key in (
            (1, "level"),
            (2, "level_name"),
            (3, "level_rule"),
            (4, "level_meaning"),
        ):
            sheet.text(self._row, column, book.say(f"column_{key}"), book.header())
        sheet.sheet.set_row(self._row, 24)
        self._row += 1
        for index, level in enumerate(self._pack.levels):
            rule = book.say("level_rule_none")
            if index:
                rule = book.say(
                    "level_rule",
                    score=as_text(level.min_score),
                    scenarios=level.min_scenarios,
                    binding=level.min_binding,
                    level=level.level,
                )
            meaning = book.words.text(level.meaning)
            colour = Colour.of_level(level.level)
            dot = book.line(
                align="center",
                bold=True,
                font_size=12,
                font_color=Colour.on_level(level.level),
                bg_color=colour,
            )
            sheet.number(self._row, 1, level.level, dot)
            name = book.words.text(level.name)
            sheet.text(self._row, 2, name, book.line(bold=True, align="center"))
            sheet.text(self._row, 3, rule, book.line(font_size=9.5))
            sheet.text(self._row, 4, meaning, book.line(font_size=9.5))
            sheet.height(
                self._row, (rule, _WIDTHS[3] * 1.05), (meaning, _WIDTHS[4] * 1.05), least=24
            )
            self._row += 1
        self._row += 1

    def _hints(self) -> None:
        self._section("hints")
        sheet, book = self._sheet, self._book
        for key in _HINTS:
            said = book.say(f"note_{key}")
            sheet.text(self._row, _LEFT, "•", book.look(align="right", font_color=Colour.ACCENT))
            sheet.across(self._row, _LEFT + 1, _RIGHT, said, book.look(indent=1))
            sheet.height(self._row, (said, _BODY - 3), least=22)
            self._row += 1
        source = book.words.text(self._pack.source)
        sheet.across(self._row + 1, _LEFT, _RIGHT, source, book.hint(font_size=9))
        sheet.height(self._row + 1, (source, _BODY + 9), size=9)
        small = book.hint(font_size=8, font_color="#8A96A5")
        sheet.across(self._row + 2, _LEFT, _RIGHT, stamp(self._pack), small)
