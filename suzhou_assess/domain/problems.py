"""The catalogue of problems: what can be wrong with what people hand in.

A problem is data: a code, how grave it is, where it stands and what to fill into its words. The
words themselves (what is wrong, and what to do about it, in both languages) stand in
``resources/words/problems.json`` under the same code, or, for the data checks of an index, in the
index pack. ``suzhou_assess.words`` puts the two together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from suzhou_assess.domain.text import Text

Severity = Literal["error", "warning"]
Param = str | int | Decimal | Text | tuple[Text, ...] | tuple[str, ...]

CATALOGUE: Mapping[str, Severity] = {
    # answers
    "unknown_item": "error",
    "unknown_letter": "error",
    "several_letters": "error",
    "exclusive_with_others": "error",
    "not_a_choice": "error",
    "not_a_level": "error",
    "not_applicable_with_level": "error",
    "nothing_answered": "error",
    "unanswered": "warning",
    # figures
    "unknown_figure": "warning",
    "figure_not_a_number": "error",
    "figure_negative": "error",
    "figure_not_whole": "error",
    "figure_above_maximum": "error",
    "figures_lead_elsewhere": "warning",
    "share_above_whole": "warning",
    # the enterprise
    "name_missing": "error",
    "name_too_long": "error",
    "uscc_missing": "error",
    "uscc_length": "error",
    "uscc_character": "error",
    "uscc_check": "error",
    "uscc_became_number": "error",
    "uscc_taken": "error",
    "district_missing": "warning",
    "district_unknown": "error",
    "industry_unknown": "warning",
    "cluster_unknown": "warning",
    "qualification_unknown": "warning",
    "size_differs": "warning",
    "size_unknown": "warning",
    "profile_not_a_number": "error",
    "profile_negative": "error",
    "profile_not_whole": "error",
    "founded_out_of_range": "warning",
    "not_yes_or_no": "warning",
    # the assessment
    "date_missing": "error",
    "date_unreadable": "error",
    "date_in_future": "warning",
    "mode_unknown": "error",
    "mode_missing": "warning",
    "assessment_id_malformed": "error",
    "assessment_of_other_enterprise": "error",
    "assessment_of_other_edition": "error",
    # files
    "format_unknown": "error",
    "format_newer": "error",
    "pack_missing": "error",
    "pack_unknown": "error",
    "pack_edition_unknown": "error",
    "field_wrong_type": "error",
    "json_broken": "error",
    "json_key_twice": "error",
    "text_not_utf8": "error",
    "file_missing": "error",
    "file_is_folder": "error",
    "file_kind_unknown": "error",
    "file_unreadable": "error",
    "file_empty": "error",
    "file_too_large": "error",
    "file_too_costly": "error",
    "file_took_too_long": "error",
    "file_crashed_reader": "error",
    "our_bug": "error",
    "file_not_xlsx": "error",
    "file_other_spreadsheet": "error",
    "file_is_package": "error",
    "file_encrypted": "error",
    "file_broken": "error",
    "archive_broken": "error",
    "archive_encrypted": "error",
    "archive_too_large": "error",
    "archive_too_deep": "error",
    "archive_unsafe_path": "error",
    # what is known already
    "edited_here": "warning",
    "equal_date_undecided": "warning",
    "district_claimed_twice": "warning",
    "name_under_other_code": "warning",
    "uscc_near_known": "warning",
    # lists
    "list_no_table": "error",
    "list_unreadable": "error",
    "list_too_large": "error",
    "list_names_nobody": "error",
    "list_column_unknown": "error",
    "roster_code_near": "warning",
    "roster_code_lookalike": "warning",
    "roster_code_twice": "error",
    "roster_name_twice": "error",
    "roster_name_with_two_codes": "warning",
    "target_district_missing": "error",
    "target_not_a_number": "error",
    "target_twice": "error",
    "targets_not_found": "error",
    "campaign_goal_missing": "error",
    "campaign_ends_before_start": "error",
    "campaign_targets_short": "warning",
    "campaign_targets_over": "warning",
    # workbooks
    "not_our_workbook": "error",
    "sheet_missing": "error",
    "column_missing": "error",
    "row_missing": "error",
    "row_twice": "error",
    "mark_unreadable": "error",
    "changed_after_export": "warning",
    "formula_error": "error",
}
"""Every code that the program itself gives, with its severity. The data checks of an index add
theirs (``Pack.checks``)."""


_LONGEST_QUOTE = 120
_QUOTED = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where."""

    code: str
    severity: Severity
    where: tuple[str, ...] = ()
    """Ids of the questions, scenarios, figures or profile fields that it is about."""
    params: Mapping[str, Param] = field(default_factory=dict)
    sheet: str | None = None
    cell: str | None = None
    message: Text | None = None
    """Own words with braces, for the checks of a pack; else those of the catalogue."""

    @property
    def is_error(self) -> bool:
        return self.severity == "error"

    def at(self, sheet: str | None, cell: str | None) -> Problem:
        """The same problem, placed in a workbook."""
        return replace(self, sheet=sheet, cell=cell)


def problem(code: str, /, *where: str, **params: Param) -> Problem:
    """A problem of the catalogue; raises ``KeyError`` for a code that isn't in it.

    Texts among ``params`` that are too long to read are cut: somebody may have pasted a novel.
    """
    for name, value in params.items():
        if isinstance(value, str) and len(value) > _LONGEST_QUOTE:
            params[name] = value[:_QUOTED] + "…"
    return Problem(code, CATALOGUE[code], where, params)


def as_written(raw: object) -> str:
    """A value as its file has it, for the words of a problem: ``true`` rather than ``True``."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, Decimal):
        return str(raw)
    try:
        return json.dumps(raw, ensure_ascii=False, default=str)
    except RecursionError:  # a thousand brackets inside each other
        return "[…]"


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(p.is_error for p in problems)
