"""Progress to the goal, as ``status --json`` prints it."""

from __future__ import annotations

from suzhou_assess.services.workspace import Workspace


def status(ws: Workspace) -> dict[str, object]:
    """``{"goal": 40000, "assessed": n, "districts": {"320583": n}, "levels": {"0": n}}``.

    Counts distinct enterprises with a submitted assessment, each by its latest one.
    Raises ``StoreError``.
    """
    overview = ws.overview(recent=0)
    return {
        "goal": overview.goal,
        "assessed": overview.assessed,
        "districts": {code: n for code, n in sorted(overview.by_district.items()) if code},
        "levels": {str(level): n for level, n in sorted(overview.by_level.items())},
    }
