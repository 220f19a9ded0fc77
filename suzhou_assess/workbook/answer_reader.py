"""Reads answer workbooks that have been through people's hands and other office programs.

What can be understood is read, and everything that cannot is named by sheet and cell, all of it
at once. Score and level in the file are never looked at: the verdict is worked out anew.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from python_calamine import CalamineError, CalamineWorkbook

from suzhou_assess.domain.answers import unanswered
from suzhou_assess.domain.checks import check_answers
from suzhou_assess.domain.exchange import Submission, answers_digest, read_submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.workbook import guard
from suzhou_assess.workbook.error_cells import NONE, ErrorCells, error_cells
from suzhou_assess.workbook.layout import DATA_SHEETS, FORMAT, VERSION
from suzhou_assess.workbook.plain_sheets import find_plain_sheets
from suzhou_assess.workbook.profile_reader import read_profile
from suzhou_assess.workbook.question_reader import read_questions
from suzhou_assess.workbook.reading import Draft, missing_sheet
from suzhou_assess.workbook.scenario_reader import read_scenarios
from suzhou_assess.workbook.sheets import Sheets, find_sheets

FindPack = Callable[[str, str | None], Pack | Problem]
"""Gives the pack of an id and edition (``None``: the newest), or says that it isn't known."""


@dataclass(frozen=True, slots=True)
class ReadWorkbook:
    """What a workbook holds."""

    submission: Submission | None
    """``None`` when it isn't known which pack it answers, or nothing is answered."""
    problems: list[Problem]
    """All of them: those of the profile and the answers, and the data checks."""
    changed_after_export: bool
    """Whether answers of an assessment that was submitted differ from those exported."""


def read_answer_workbook(
    data: bytes, packs: FindPack, places: Places, name: str = ""
) -> ReadWorkbook:
    """The assessment in ``data``, read with the edition of the pack that it was made from.

    ``name`` is the file's name. Whatever the parser makes of bad input is a problem; an
    ``Exception`` is a bug of ours.
    """
    try:
        opened = _open(data, name)
    except CalamineError:
        return _refused(problem("file_broken"))
    except (Exception, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001
        # A panic of the parser arrives as pyo3's PanicException, which is no Exception.
        return _refused(problem("file_crashed_reader"))
    if isinstance(opened, Problem):
        return _refused(opened)
    return _read(*opened, packs, places)


def _open(data: bytes, name: str) -> tuple[Sheets, ErrorCells] | Problem:
    """The sheets that matter, and the cells with errors on them. Raises ``CalamineError``."""
    sheets = find_plain_sheets(data)
    if sheets is not None:
        return sheets, NONE
    found = guard.look_at(data, name)
    if found is not None:
        return found
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        return find_sheets(workbook), error_cells(data)


def _refused(*problems: Problem) -> ReadWorkbook:
    return ReadWorkbook(None, list(problems), changed_after_export=False)


def _read(sheets: Sheets, errors: ErrorCells, packs: FindPack, places: Places) -> ReadWorkbook:
    pack = _pack_of(sheets, packs)
    if isinstance(pack, Problem):
        return _refused(pack)
    missing = [key for key in DATA_SHEETS if key not in sheets.data]
    if missing:
        return _refused(*map(missing_sheet, missing))
    draft = Draft(errors)
    read_profile(sheets.data["profile"], places, draft)
    read_questions(sheets.data["questions"], pack, draft)
    read_scenarios(sheets.data["scenarios"], pack, draft)
    return _understood(draft, sheets.facts, pack, places)


def _pack_of(sheets: Sheets, packs: FindPack) -> Pack | Problem:
    stamp = sheets.stamp
    if stamp is None:
        return problem("not_our_workbook")
    if stamp.version > VERSION:
        written = f"{FORMAT.rpartition('/')[0]}/{stamp.version}"
        return problem("format_newer", "format", format=written, known=FORMAT)
    if stamp.pack_id is None:
        return problem("not_our_workbook")
    return packs(stamp.pack_id, stamp.edition)


def _understood(draft: Draft, facts: Mapping[str, str], pack: Pack, places: Places) -> ReadWorkbook:
    known = set(pack.item_ids)
    raw: dict[str, object] = {
        "pack": pack.id,
        "enterprise": draft.profile,
        "assessment": {**draft.assessment, "id": facts.get("assessment") or None},
        "answers": draft.answers,
        "figures": draft.figures,
        "not_applicable": draft.not_applicable,
        "notes": draft.notes,
        "flags": [item for item in facts.get("flags", "").split() if item in known],
    }
    submission, found = read_submission(raw, pack, places)
    found += check_answers(pack, submission.answers)
    problems = draft.problems + [draft.placed(p) for p in found if not draft.explained(p)]
    submission = _own_id(submission, facts)
    choices = submission.answers.choices
    if not choices and not draft.answers:
        if not draft.profile:
            return _refused(problem("nothing_answered"))
        return _refused(*problems, problem("nothing_answered"))
    # What was filled in wrong is no blank.
    faulty = draft.faulty.union(*(p.where for p in problems if p.is_error))
    problems += draft.blank(pack, (i for i in unanswered(pack, choices) if i not in faulty))
    changed = facts.get("status") == "submitted" and facts.get(
        "answers_digest", ""
    ) != answers_digest(submission.answers)
    if changed:
        problems.append(problem("changed_after_export"))
    return ReadWorkbook(submission, problems, changed)


def _own_id(submission: Submission, facts: Mapping[str, str]) -> Submission:
    """Keeps the id only for the assessment that was exported.

    An on-site visit typed over the exported self-assessment, or this year's answers over last
    year's file, is another assessment and must not take the place of the one that is stored.
    """
    if submission.assessment_id is None:
        return submission
    exported = _day(facts.get("date", ""))
    other_year = (
        exported is not None
        and submission.date is not None
        and submission.date.year != exported.year
    )
    if other_year or facts.get("mode", submission.mode) != submission.mode:
        return replace(submission, assessment_id=None)
    return submission


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
