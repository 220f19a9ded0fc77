"""Why an assessment can't be opened, in words."""

from __future__ import annotations

from suzhou_assess.domain.problems import problem
from suzhou_assess.packs.problems import PackNotFoundError
from suzhou_assess.store.errors import StoreError
from suzhou_assess.ui.context import Context

OPENING_ERRORS = (StoreError, PackNotFoundError)


def why_not_opened(context: Context, error: StoreError | PackNotFoundError) -> str:
    """What happened, and what to do now."""
    if isinstance(error, StoreError):
        return error.say(context.words)
    missing = problem("pack_edition_unknown", pack=error.pack_id, edition=error.edition or "")
    return context.words.problem(missing)
