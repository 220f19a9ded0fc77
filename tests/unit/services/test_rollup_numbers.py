"""Every number of the roll-up against a program that counts it another way."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import naive_rollup as naive
import pytest

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Submission, to_json
from suzhou_assess.domain.pace import pace
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.standing import NOT_APPLICABLE, UNANSWERED
from suzhou_assess.services.campaigns import Campaign
from suzhou_assess.services.intake import take_in
from suzhou_assess.services.rollup_views import Part, RollupFilter, RollupView
from suzhou_assess.services.sample_answers import invent_answers
from suzhou_assess.services.standings import Standings
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store.tables import enterprise

AS_OF = date(2025, 6, 30)
TARGETS = {"320583": 60, "320571": 40, "320505": 5}
CAMPAIGN = Campaign("", 300, None, date(2025, 12, 31), TARGETS)
LATE = Campaign("", 300, date(2024, 9, 15), date(2025, 12, 31), TARGETS)
FILTERS = {
    "all": RollupFilter(),
    "district": RollupFilter(districts=("320583",)),
    "no_target": RollupFilter(districts=("320583", "320508", "")),
    "industry_size": RollupFilter(industries=("C34", "C39", ""), sizes=("small", "")),
    "self": RollupFilter(mode="self"),
    "onsite_2025": RollupFilter(mode="onsite", since=date(2025, 1, 1)),
    "until": RollupFilter(until=date(2024, 6, 30)),
    "nothing": RollupFilter(districts=("320505",), since=date(2030, 1, 1)),
}


def make_lines(pack: Pack, places: Places, count: int = 160) -> list[str]:
    """Answers JSON of enterprises with one to four assessments each, in the order of handing in."""
    rng = random.Random(7)
    lines: list[str] = []
    districts = [d.code for d in places.districts[:7]] + [None]
    for number in range(count):
        known = rng.random() < 0.85
        owner = Enterprise(
            uscc=credit_code.complete(f"91320500MA{number:07d}"),
            name=f"苏州{number}号机械有限公司",
            district=rng.choice(districts),
            industry=rng.choice(("C34", "C35", "C39", None)),
            employees=rng.choice((8, 20, 150, 299, 300, 1000, 2500)) if known else None,
            revenue=Decimal(rng.choice(("299.9", "300", "1999.99", "40000"))) if known else None,
        )
        heads = {
            (rng.choice(("self", "onsite")), date(2024, 1, 10) + timedelta(rng.randrange(600)))
            for _ in range(rng.choice((1, 1, 1, 2, 3, 4)))
        }
        for mode, day in heads:
            answers = invent_answers(rng, pack, owner, rng.betavariate(2, 2))
            submission = Submission(
                pack, owner, answers, mode, day, "王工", str(UUID(int=rng.getrandbits(128)))
            )
            record = to_json(submission)
            if rng.random() < 0.2:
                record["answers"] |= {"Q01": ["E"], "Q02": "A", "Q05": rng.choice("AE"), "S03": 3}
                record.pop("not_applicable", None)
            if rng.random() < 0.1:
                devices = {"devices_total": 90, "devices_digital": 50, "devices_connected": 60}
                record["figures"] |= devices
            lines.append(json.dumps(record, ensure_ascii=False))
    rng.shuffle(lines)
    return lines


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory, pack: Pack, places: Places):
    """The lines imported, and read by the other program."""
    folder = tmp_path_factory.mktemp("rollup")
    lines = make_lines(pack, places)
    source = folder / "answers.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    with Workspace.open(str(folder / "city.db")) as ws:
        for _ in take_in(ws, [source]):
            pass
        profiles, judged = naive.read(pack, lines)
        with ws.store.reading() as connection:
            rows = connection.execute(enterprise.select().with_only_columns(*_KEYS)).all()
        yield Standings.load(ws), profiles, judged, dict(map(tuple, rows))


_KEYS = (enterprise.c.uscc, enterprise.c.id)


@pytest.mark.parametrize("campaign", [CAMPAIGN, LATE], ids=["no_start", "start"])
@pytest.mark.parametrize("name", FILTERS)
def test_that_every_number_is_that_of_a_count_from_the_jsonl(
    counted, pack: Pack, places: Places, name: str, campaign: Campaign
) -> None:
    standings, profiles, judged, ids = counted
    wanted = FILTERS[name]
    view = standings.view(wanted, campaign, AS_OF)
    mine = naive.pick(profiles, judged, wanted, campaign.start)
    chosen = list(mine.chosen.values())
    assert view.enterprises == len(mine.enterprises)
    assert view.assessed == len(chosen)
    assert view.levels == tuple(sum(one.level == n for one in chosen) for n in range(5))
    assert view.second_up == sum(one.level >= 2 for one in chosen)
    assert view.mean == naive.mean([one.score for one in chosen])
    assert view.quartiles == naive.quartiles([one.score for one in chosen])
    for group, value in (
        (view.districts, lambda profile: profile.get("district", "")),
        (view.industries, lambda profile: profile.get("industry", "")),
        (view.sizes, naive.size_of),
    ):
        tallied = naive.tally(mine, value)
        shown = {g.code: (g.enterprises, g.assessed, g.levels, g.mean) for g in group}
        nobody = (0, 0, (0, 0, 0, 0, 0), None)
        assert {code: row for code, row in shown.items() if row != nobody} == tallied
    _check_progress(view, mine, judged, campaign)
    _check_scores(view, chosen, pack)
    _check_quality(view, chosen, profiles)
    _check_lists(view, mine, standings, campaign, ids)


def _check_progress(
    view: RollupView, mine: naive.Naive, judged: list[naive.Judged], campaign: Campaign
) -> None:
    wanted = view.filter
    begin = campaign.start or min(one.day for one in judged)
    assert [(m.month, m.new, m.total) for m in view.months] == naive.months(mine, begin, AS_OF)
    firsts = Counter(day for day in mine.firsts.values() if day <= AS_OF)
    goal: int | None = campaign.goal
    if wanted.industries or wanted.sizes:
        goal = None
    elif wanted.districts:
        known = all(code in campaign.targets for code in wanted.districts)
        goal = sum(campaign.targets[code] for code in wanted.districts) if known else None
    assert view.goal == goal
    if goal is None:
        assert view.pace is None
    else:
        assert view.pace == pace(firsts, goal, begin, campaign.by, AS_OF)
        assert view.pace.done == (view.months[-1].total if view.months else 0)
    targets = {} if goal is None and not wanted.districts else campaign.targets
    for district in view.districts:
        own = [
            day
            for uscc, day in mine.firsts.items()
            if mine.profiles[uscc].get("district", "") == district.code and day <= AS_OF
        ]
        assert district.target == targets.get(district.code)
        if district.target is None:
            assert district.pace is None
        else:
            again = pace(Counter(own), district.target, begin, campaign.by, AS_OF)
            assert district.pace == again
        assert sum(district.months) == len(own)
    rates = [d.pace.rate for d in view.districts if d.pace is not None]
    assert rates == sorted(rates, reverse=True)
    without = [d.assessed for d in view.districts if d.pace is None and d.code]
    assert without == sorted(without, reverse=True)
    assert [d.pace is None for d in view.districts] == sorted(
        d.pace is None for d in view.districts
    )


def _check_scores(view: RollupView, chosen: list[naive.Judged], pack: Pack) -> None:
    assert [s.id for s in view.scenarios] == [s.id for s in pack.scenarios]
    for scenario in view.scenarios:
        levels = [one.scenarios[scenario.id] for one in chosen]
        assert scenario.counts == tuple(levels.count(n) for n in range(5))
        assert scenario.not_applicable == levels.count(-2)
        assert scenario.unanswered == levels.count(None)
        whole = sum(scenario.counts) + scenario.not_applicable + scenario.unanswered
        assert whole == view.assessed
    for parts, spreads in (("indicators", view.indicators), ("questions", view.questions)):
        assert [s.id for s in spreads] == [part.id for part in getattr(pack, parts)]
        for spread in spreads:
            points = [getattr(one, parts)[spread.id] for one in chosen]
            assert spread.mean == naive.mean(points)
            assert spread.quartiles == naive.quartiles(points)
            assert spread.at_full == points.count(spread.full)
            assert spread.assessed == len(points)


def _check_quality(view: RollupView, chosen: list[naive.Judged], profiles) -> None:
    quality = view.quality
    assert quality.incomplete == sum(not one.complete for one in chosen)
    fired = Counter(check for one in chosen for check in one.fired)
    assert {c.id: c.count for c in quality.checks if c.count} == fired
    assert quality.contradictory == sum(bool(one.fired) for one in chosen)
    theirs = [profiles[one.uscc] for one in chosen]
    assert quality.no_district == sum("district" not in p for p in theirs)
    assert quality.no_industry == sum("industry" not in p for p in theirs)
    assert quality.no_size == sum(naive.size_of(p) == "" for p in theirs)
    assert quality.unreadable == 0


def _check_lists(view: RollupView, mine: naive.Naive, standings: Standings, campaign, ids) -> None:
    """The list behind each part holds exactly the enterprises that were counted."""

    def behind(part: Part) -> set[int]:
        found = standings.enterprise_ids(view.filter, part, campaign, AS_OF)
        assert found == sorted(set(found))
        return set(found)

    def of(condition) -> set[int]:
        return {ids[uscc] for uscc, one in mine.chosen.items() if condition(one)}

    def profile(one):
        return mine.profiles[one.uscc]

    assert behind(Part("all")) == {ids[uscc] for uscc in mine.enterprises}
    assert behind(Part("assessed")) == of(lambda one: True)
    assert behind(Part("unassessed")) == behind(Part("all")) - behind(Part("assessed"))
    assert behind(Part("incomplete")) == of(lambda one: not one.complete)
    for level in range(5):
        assert behind(Part("level", level=level)) == of(lambda one, n=level: one.level == n)
    for district in view.districts:
        code = district.code
        in_it = of(lambda one, c=code: profile(one).get("district", "") == c)
        assert behind(Part("district", code)) == in_it
        assert behind(Part("district", code, 2)) == in_it & of(lambda one: one.level == 2)
    assert behind(Part("industry", "C39")) == of(lambda one: profile(one).get("industry") == "C39")
    assert behind(Part("size", "")) == of(lambda one: naive.size_of(profile(one)) == "")
    assert behind(Part("missing", "size")) == behind(Part("size", ""))
    for month in view.months:
        key = f"{month.month:%Y-%m}"
        assert behind(Part("month", key)) == {
            ids[uscc] for uscc, day in mine.firsts.items() if day <= AS_OF and f"{day:%Y-%m}" == key
        }
    for level, stored in ((0, 0), (3, 3), (NOT_APPLICABLE, -2), (UNANSWERED, None)):
        part = Part("scenario", "S06", level)
        assert behind(part) == of(lambda one, v=stored: one.scenarios["S06"] == v)
    assert behind(Part("question", "Q02")) == of(lambda one: one.questions["Q02"] == 6000)
    indicator = view.indicators[1]
    full = of(lambda one: one.indicators[indicator.id] == indicator.full)
    assert behind(Part("indicator", indicator.id)) == full
    for check in view.quality.checks:
        assert behind(Part("check", check.id)) == of(lambda one, c=check.id: c in one.fired)


def test_that_the_made_up_answers_touch_every_part(counted, pack: Pack) -> None:
    """Else the test above would compare nothing with nothing."""
    standings, *_ = counted
    view = standings.view(RollupFilter(), CAMPAIGN, AS_OF)
    assert all(view.levels)
    assert view.quality.incomplete
    assert all(check.count for check in view.quality.checks if check.severity == "warning")
    assert any(s.not_applicable for s in view.scenarios)
    assert any(s.unanswered for s in view.scenarios)


def test_that_a_part_that_the_index_does_not_have_is_told(counted) -> None:
    standings, *_ = counted
    for part in (Part("scenario", "S99", 1), Part("question", "Q99"), Part("check", "no_such")):
        with pytest.raises(KeyError):
            standings.enterprise_ids(RollupFilter(), part)
