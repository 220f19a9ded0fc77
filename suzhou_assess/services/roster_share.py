"""How much of the roster a view of the roll-up covers: the coverage, by its filter and its day."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from suzhou_assess.domain.places import Places
from suzhou_assess.services.rollup_views import Part, RollupFilter
from suzhou_assess.services.roster import Coverage, measured
from suzhou_assess.services.standings import Standings
from suzhou_assess.store.roster import Group
from suzhou_assess.store.standings import Moment


def roster_share(
    now: Moment, standings: Standings, wanted: RollupFilter, places: Places
) -> Coverage | None:
    """The entries of the districts and industries of ``wanted``, and how many of them have an
    assessment of its mode and days.

    ``None`` without a roster, and where ``wanted`` takes sizes: a roster seldom says that of those
    who are still to come. Raises ``StoreError``.
    """
    if wanted.sizes or not now.has_roster():
        return None
    # An enterprise that the roster lists elsewhere than it says itself is assessed all the same.
    anywhere = replace(wanted, districts=(), industries=())
    assessed = frozenset(standings.enterprise_ids(anywhere, Part("assessed")))
    total: Counter[tuple[str, str, str]] = Counter()
    done: Counter[tuple[str, str, str]] = Counter()
    for district, town, industry, enterprise in now.roster():
        if (wanted.districts and district not in wanted.districts) or (
            wanted.industries and industry not in wanted.industries
        ):
            continue
        total[district, town, industry] += 1
        done[district, town, industry] += enterprise in assessed
    return measured(places, [Group(*key, total[key], done[key]) for key in total])
