from __future__ import annotations

from datetime import date

import pytest

from suzhou_assess.domain.precedence import precedence


@pytest.mark.parametrize(
    ("counts", "other"),
    [
        (("self", date(2026, 1, 1), 0), ("onsite", date(2025, 12, 31), 0)),
        (("onsite", date(2025, 3, 1), 0), ("self", date(2025, 11, 1), 1)),
        (("onsite", date(2025, 3, 2), 0), ("onsite", date(2025, 3, 1), 1)),
        (("self", date(2025, 3, 2), 0), ("self", date(2025, 3, 1), 1)),
        (("self", date(2025, 3, 1), 1), ("self", date(2025, 3, 1), 0)),
    ],
    ids=["newer year", "on-site within a year", "newer on-site", "newer self", "submitted last"],
)
def test_that_the_year_then_the_mode_then_the_date_decides(counts, other) -> None:
    assert precedence(*counts) > precedence(*other)
