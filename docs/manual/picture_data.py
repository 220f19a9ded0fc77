"""The invented data that the pictures show: the same at every run."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

from picture_visit import Visit, seed_visit

from suzhou_assess.domain.exchange import Submission, read_submission
from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.domain.scoring import score
from suzhou_assess.services import assessments, enterprises, roster
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.campaigns import Campaign, save_campaign
from suzhou_assess.services.sample_enterprises import invent
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.submissions import IncomingSubmission, SubmissionWriter

TODAY = date(2025, 10, 10)
EXAMPLE = Path(__file__).resolve().with_name("example.json")
_ENTERPRISES = 28_600
_SEED = 2025
_ASSESSOR = "王工"
_MOMENT = f"{TODAY} 01:15:00.000000"
_TARGETS = {
    "320505": 2_900,
    "320506": 3_800,
    "320507": 3_300,
    "320508": 800,
    "320509": 6_200,
    "320571": 4_000,
    "320581": 4_800,
    "320582": 5_200,
    "320583": 6_800,
    "320585": 2_200,
}
"""Made up, and 40,000 together."""
_BATCHES = (
    ("一季度收回", date(2025, 4, 2)),
    ("二季度收回", date(2025, 7, 3)),
    ("七月收回.zip", date(2025, 8, 1)),
    ("八月收回.zip", date(2025, 9, 2)),
    ("九月收回.zip", date(2025, 10, 9)),
)
"""Where the submissions up to a day came from."""
_LISTED = 38_500
"""Enterprises on the roster: most of those that were assessed, and others."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """What the pictures show, by what they show it for."""

    example: str
    """The assessment of ``example.json``, which the manual works through by hand."""
    example_enterprise: int
    figures: str
    multiple: str
    scenario: str
    """Drafts that stand at a question with figures, a multiple choice, a scenario."""
    visit: Visit


def seed(workspace: Workspace) -> Seeded:
    """A city's invented submissions, the manual's example, three drafts, a campaign, a roster."""
    pack, places = workspace.packs.default(), workspace.places
    raw = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    example, problems = read_submission(raw, pack, places)
    if problems or example.assessment_id is None:
        raise SystemExit(f"example.json: {problems}")
    submissions = [invent(_SEED, index, pack, places) for index in range(_ENTERPRISES)]
    _store_batches(workspace, [*submissions, example])
    _store_doubtful(workspace, submissions)
    _list_enterprises(workspace, submissions)
    targets = Campaign(
        "2025 年全市评估", 40_000, date(2025, 1, 1), date(2025, 12, 31), targets=_TARGETS
    )
    save_campaign(workspace, targets)
    workspace.set_setting("district", "320583")
    workspace.set_setting("assessor", _ASSESSOR)
    workspace.set_setting("office", "昆山市某评估服务中心")

    figures = _draft(workspace, 21, "Q02")
    figures.choose("Q01", ("B", "C"))
    figures.set_figures({"devices_total": 120, "devices_digital": 54})
    multiple = _draft(workspace, 28, "Q04")
    multiple.choose("Q04", ("D", "G", "H", "L", "M", "N"))
    scenario = _draft(workspace, 20, "S06")
    scenario.choose("S06", 2)
    visit = seed_visit(workspace, TODAY, scenario.id)
    owner = enterprises.find(workspace, example.enterprise.uscc)
    if owner is None:
        raise SystemExit("the example was not stored")
    latest = (figures.id, multiple.id, scenario.id, example.assessment_id)
    _fix_moments(workspace.path, latest)
    return Seeded(example.assessment_id, owner, figures.id, multiple.id, scenario.id, visit)


def _store_batches(workspace: Workspace, submissions: Sequence[Submission]) -> None:
    """Each in the batch of its day; what came later than all in the last one."""
    since = date.min
    for source, until in _BATCHES:
        of_batch = [one for one in submissions if one.date and since <= one.date < until]
        _store(workspace, source, [(one, source) for one in of_batch])
        since = until
    late = [one for one in submissions if one.date and one.date >= since]
    _store(workspace, "现场评定", [(one, "现场评定") for one in late])


def _store(
    workspace: Workspace,
    batch: str,
    submissions: Sequence[tuple[Submission, str]],
    problems: tuple[Problem, ...] = (),
) -> None:
    writer = SubmissionWriter(workspace.store, workspace.places, _ASSESSOR)
    writer.begin(batch)
    incoming = [
        IncomingSubmission(one, score(one.pack, one.answers.choices), source, problems=problems)
        for one, source in submissions
    ]
    stored = writer.store(incoming)
    counts = dict.fromkeys(("imported", "updated", "unchanged", "refused"), 0)
    for one in stored:
        counts[one.status] += 1
    writer.finish(counts | {"suspicious": sum(one.suspicious for one in stored)})


def _store_doubtful(workspace: Workspace, submissions: Sequence[Submission]) -> None:
    """What only a person can decide, of each kind."""
    same_day, claimed, altered = (
        [one for one in submissions[start:] if one.enterprise.district == district][:count]
        for start, district, count in ((100, "320583", 4), (600, "320571", 3), (900, "320583", 2))
    )
    found = []
    for number, one in enumerate(same_day):
        other = invent(_SEED + 2, number, one.pack, workspace.places).answers
        found.append((replace(one, answers=other, assessment_id=None), "补交/昆山"))
    for one in claimed:
        moved = replace(one.enterprise, district="320506", town="")
        found.append((replace(one, enterprise=moved, assessment_id=None, date=TODAY), "补交/吴中"))
    named = [(one, f"{folder}/{one.enterprise.name}.xlsx") for one, folder in found]
    _store(workspace, "补交", named)
    late = [(replace(one, assessment_id=None, date=TODAY), "") for one in altered]
    files = [(one, f"补交/昆山/{one.enterprise.name}.xlsx") for one, _ in late]
    _store(workspace, "补交（二）", files, (problem("changed_after_export"),))


def _list_enterprises(workspace: Workspace, submissions: Sequence[Submission]) -> None:
    """The roster, read from a list as offices keep it."""
    pack, places = workspace.packs.default(), workspace.places
    listed = [one.enterprise for at, one in enumerate(submissions) if at % 13]
    others = range(_LISTED - len(listed))
    listed += [invent(_SEED + 7, number, pack, places).enterprise for number in others]
    path = workspace.path.with_name("应评名单.csv")
    with path.open("w", encoding="utf-8-sig") as file:
        print("序号,企业名称,统一社会信用代码,所属区县,镇街,行业,是否规上,联系人,手机", file=file)
        for number, one in enumerate(listed, start=1):
            known = [str(number), one.name, one.uscc, one.district, one.town, one.industry]
            contact = ["是" if one.above_scale else "否", one.contact_name, one.phone]
            print(*(part or "" for part in (*known, *contact)), sep=",", file=file)
    roster.save_roster(
        workspace, roster.check_list(workspace, roster.read_list(path)), who=_ASSESSOR
    )
    path.unlink()
    kept = workspace.setting(roster.KEY) or {}
    workspace.set_setting(roster.KEY, kept | {"saved_at": "2025-03-03T09:20:00+08:00"})


def _draft(workspace: Workspace, number: int, upto: str) -> AssessmentSession:
    """An enterprise's invented answers before ``upto``, which is where the draft stands."""
    pack = workspace.packs.default()
    full = invent(_SEED + 1, number, pack, workspace.places)
    owner = _stored(workspace, full)
    started = assessments.start(workspace, owner, "onsite", TODAY, _ASSESSOR)
    session = AssessmentSession(workspace, started, _ASSESSOR)
    for item in pack.item_ids[: pack.item_ids.index(upto)]:
        session.choose(item, full.answers.choices[item])
    session.move_to(upto)
    return session


def _stored(workspace: Workspace, full: Submission) -> int:
    profile = full.enterprise
    raw = {field.name: getattr(profile, field.name) for field in fields(profile)}
    saved, problems = enterprises.save(workspace, raw, who=_ASSESSOR)
    if saved is None:
        raise SystemExit(f"{profile.name}: {problems}")
    return saved


def fix_moment(database: Path, assessment: str, moment: str = f"{TODAY} 06:41:27.000000") -> None:
    """When it was saved, for a picture that shows it."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "UPDATE assessment SET updated_at = ? WHERE id = ?", (moment, assessment)
        )


def _fix_moments(database: Path, latest: Iterable[str]) -> None:
    """Sets every moment in the database: submissions by their date, ``latest`` after them all."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "UPDATE assessment SET updated_at = date || ' 05:' || printf('%02d', rowid % 60)"
            " || ':00.000000', created_at = date || ' 01:00:00.000000'"
        )
        connection.execute("UPDATE enterprise SET created_at = ?, updated_at = ?", (_MOMENT,) * 2)
        connection.execute("UPDATE change SET at = ?", (_MOMENT,))
        connection.execute("UPDATE doubt SET created_at = ?", (_MOMENT,))
        batches = connection.execute("SELECT id FROM batch ORDER BY rowid").fetchall()
        for number, (batch,) in enumerate(batches):
            day = _BATCHES[number][1] if number < len(_BATCHES) else TODAY
            began, ended = (f"{day} 01:{12 + number}:{second}.000000" for second in ("05", "41"))
            connection.execute(
                "UPDATE batch SET started_at = ?, finished_at = ? WHERE id = ?",
                (began, ended, batch),
            )
        for minute, key in enumerate(latest):
            moment = f"{TODAY} 06:{40 - minute:02d}:27.000000"
            connection.execute("UPDATE assessment SET updated_at = ? WHERE id = ?", (moment, key))
