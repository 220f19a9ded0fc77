"""Support measures of a database: loaded, matched, let go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from suzhou_assess.domain.planner import Wishes, make_plans
from suzhou_assess.packs.problems import PackError
from suzhou_assess.services import assessments, enterprises, plans, support
from suzhou_assess.services.assessments import AssessmentSession
from suzhou_assess.services.workspace import Workspace

TODAY = date(2026, 6, 15)
OWN = """\
format: suzhou-assess/support/1
id: {id}
edition: "{edition}"
name: {{zh: 措施, en: Measures}}
{index}
measures:
  - id: m-{id}
    kind: other
    name: {{zh: 某措施, en: Something}}
    summary: {{zh: 说明。, en: Words.}}
    source: {{zh: 测试, en: Test}}
"""


def write(folder: Path, key: str, edition: str = "1", index: str = "") -> Path:
    path = folder / f"{key}.yaml"
    path.write_text(OWN.format(id=key, edition=edition, index=index), encoding="utf-8")
    return path


@pytest.fixture
def session(ws: Workspace, profile) -> AssessmentSession:
    key, _ = enterprises.save(ws, profile(1))
    assert key is not None
    made = AssessmentSession(ws, assessments.start(ws, key, "self", date(2026, 6, 1)))
    made.choose("Q01", ("B",))
    made.choose("S01", 1)
    return made


def states(ws: Workspace, session: AssessmentSession) -> dict[str, str]:
    return {fit.measure.id: fit.state for fit in support.fits(ws, session.id, TODAY)}


def ids(ws: Workspace) -> list[str]:
    return [pack.id for pack in support.packs_in_use(ws)]


def test_that_the_shipped_examples_are_matched_until_an_office_loads_its_own(
    ws: Workspace, session: AssessmentSession, tmp_path: Path
) -> None:
    assert states(ws, session) == {
        "diagnosis": "fits",
        "technology": "fits",
        "finance": "almost",
    }
    pack = support.load_file(ws, write(tmp_path, "office"))
    assert pack.id == "office"
    assert states(ws, session) == {"m-office": "fits"}
    assert support.forget(ws)
    assert "diagnosis" in states(ws, session)


def test_that_a_step_that_is_planned_and_not_done_counts(
    ws: Workspace, session: AssessmentSession
) -> None:
    best = make_plans(session.pack, session.answers, session.pack.levels[1], Wishes()).best
    assert best is not None
    plan = plans.planned(1, Wishes(), best.steps)
    plans.save(ws, session.id, plan)
    assert states(ws, session)["finance"] == "fits"
    done = replace(plan, steps=tuple(replace(step, done=True) for step in plan.steps))
    plans.save(ws, session.id, done)
    assert states(ws, session)["finance"] == "almost"


def test_that_files_of_several_ids_stand_beside_each_other_and_one_id_is_replaced(
    ws: Workspace, tmp_path: Path
) -> None:
    support.load_file(ws, write(tmp_path, "city"))
    support.load_file(ws, write(tmp_path, "district"))
    support.load_file(ws, write(tmp_path, "city", edition="2"))
    assert [(p.id, p.edition) for p in support.packs_in_use(ws)] == [
        ("district", "1"),
        ("city", "2"),
    ]
    assert support.forget(ws, "district")
    assert not support.forget(ws, "district")
    assert ids(ws) == ["city"]


def test_that_a_refused_file_changes_nothing(ws: Workspace, tmp_path: Path) -> None:
    support.load_file(ws, write(tmp_path, "city"))
    broken = write(tmp_path, "broken", index="index: nowhere")
    with pytest.raises(PackError) as caught:
        support.load_file(ws, broken)
    assert [(p.file, p.line, p.code) for p in caught.value.problems] == [
        ("broken.yaml", 5, "index_unknown")
    ]
    with pytest.raises(OSError, match="absent"):
        support.load_file(ws, tmp_path / "absent.yaml")
    huge = tmp_path / "huge.yaml"
    huge.write_bytes(b"# " + b"x" * (5 * 1024 * 1024))
    with pytest.raises(PackError):
        support.load_file(ws, huge)
    assert ids(ws) == ["city"]


def test_that_a_kept_file_that_is_refused_by_now_is_told_and_the_others_still_count(
    ws: Workspace, session: AssessmentSession, tmp_path: Path
) -> None:
    support.load_file(ws, write(tmp_path, "city"))
    kept = ws.setting(support.KEPT)
    older = {"file": "old.yaml", "text": "format: suzhou-assess/support/0\n"}
    ws.set_setting(support.KEPT, [older, *kept])
    files = support.files_in_use(ws)
    assert [(f.file, f.own, f.pack is None, f.error is None) for f in files] == [
        ("old.yaml", True, True, False),
        ("city.yaml", True, False, True),
    ]
    assert states(ws, session) == {"m-city": "fits"}
    support.load_file(ws, write(tmp_path, "city", edition="2"))
    assert len(support.files_in_use(ws)) == 2
    assert support.forget(ws)


def test_that_measures_go_along_with_a_backup(ws: Workspace, tmp_path: Path) -> None:
    support.load_file(ws, write(tmp_path, "city"))
    ws.backup_to(tmp_path / "copy.db")
    with Workspace.open(str(tmp_path / "copy.db")) as copy:
        assert ids(copy) == ["city"]


def test_that_measures_without_an_index_are_for_every_assessment(
    ws: Workspace, session: AssessmentSession, tmp_path: Path
) -> None:
    support.load_file(ws, write(tmp_path, "one", index="index: miit-2024"))
    support.load_file(ws, write(tmp_path, "any"))
    assert states(ws, session) == {"m-one": "fits", "m-any": "fits"}
