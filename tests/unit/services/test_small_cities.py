"""The view of any small city against the plain count of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import naive_rollup as naive
from hypothesis import given
from hypothesis import strategies as st

from suzhou_assess.domain.answers import read_answers
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.domain.scoring import score
from suzhou_assess.domain.standing import layout_of, pack_standing
from suzhou_assess.services.campaigns import Campaign
from suzhou_assess.services.rollup_pick import City
from suzhou_assess.services.rollup_views import Part, RollupFilter
from suzhou_assess.services.standing_columns import read_columns, read_enterprises
from suzhou_assess.services.standings import Standings
from suzhou_assess.store.standings import EnterpriseGroup, Snapshot

DISTRICTS = (None, "320583", "320571")
INDUSTRIES = (None, "C34", "C39")
NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)
AS_OF = date(2025, 2, 15)

days = st.dates(min_value=date(2024, 11, 1), max_value=date(2025, 3, 31))
modes = st.sampled_from(("self", "onsite"))
answered = st.fixed_dictionaries(
    {
        "Q02": st.sampled_from("ABCDE"),
        "S01": st.integers(0, 4),
        "S06": st.integers(0, 4),
    }
)
assessed = st.tuples(modes, days, answered)
owners = st.tuples(st.sampled_from(DISTRICTS), st.sampled_from(INDUSTRIES))
cities = st.lists(st.tuples(owners, st.lists(assessed, max_size=4)), max_size=6)
filters = st.builds(
    RollupFilter,
    districts=st.sampled_from(((), ("",), ("320583",), ("320583", "320571"))),
    industries=st.sampled_from(((), ("C34", ""))),
    mode=st.sampled_from((None, "self", "onsite")),
    since=st.none() | days,
    until=st.none() | days,
)


@given(cities, filters, st.none() | days)
def test_that_it_is_counted_right(
    pack: Pack, places: Places, made: list, wanted: RollupFilter, start: date | None
) -> None:
    campaign = Campaign("", 10, start, date(2025, 12, 31), {"320583": 5})
    groups, standings, profiles, judged = [], [], {}, []
    line = 0
    for key, ((district, industry), assessments) in enumerate(made, start=1):
        groups.append(EnterpriseGroup(district, industry, None, str(key)))
        profiles[str(key)] = {
            name: code
            for name, code in (("district", district), ("industry", industry))
            if code is not None
        }
        for mode, day, choices in assessments:
            line += 1
            answers, _ = read_answers(pack, choices)
            submitted = NOON + timedelta(seconds=line)
            standings.append(
                pack_standing(
                    pack, score(pack, answers.choices), answers, mode, day, key, submitted
                )
            )
            record = {
                "enterprise": {"uscc": str(key)},
                "assessment": {"mode": mode, "date": day.isoformat()},
                "answers": choices,
            }
            judged.append(naive.judge(pack, record, line))
    joined = Snapshot(len(standings), b"".join(sorted(standings)), tuple(groups), ())
    enterprises = read_enterprises(joined.groups)
    columns = read_columns(joined, pack, enterprises)
    city = Standings(City(enterprises, columns, (), 0), pack, places)
    view = city.view(wanted, campaign, AS_OF)
    mine = naive.pick(profiles, judged, wanted, start)
    chosen = list(mine.chosen.values())
    assert len(joined.standings) == len(standings) * layout_of(pack).size
    assert (view.enterprises, view.assessed) == (len(mine.enterprises), len(chosen))
    assert view.levels == tuple(sum(one.level == n for one in chosen) for n in range(5))
    assert view.mean == naive.mean([one.score for one in chosen])
    assert view.quartiles == naive.quartiles([one.score for one in chosen])
    levels = [one.scenarios["S06"] for one in chosen]
    assert view.scenarios[5].counts == tuple(levels.count(n) for n in range(5))
    ids = city.enterprise_ids(wanted, Part("assessed"))
    assert ids == sorted(int(one.uscc) for one in chosen)
    done = sum(first <= AS_OF for first in mine.firsts.values())
    assert (view.months[-1].total if view.months else 0) == done
    assert sum(sum(district.months) for district in view.districts) == done
    for district in view.districts:
        again = city.view(replace(wanted, districts=(district.code,)), campaign, AS_OF)
        assert again.assessed == district.assessed
        assert again.mean == district.mean
