"""What the window and the commands see of the store: frozen records, never database rows."""

from suzhou_assess.store.records import (
    AssessmentCard,
    Change,
    EnterpriseFilter,
    EnterpriseRow,
    Overview,
    Status,
)

__all__ = [
    "AssessmentCard",
    "Change",
    "EnterpriseFilter",
    "EnterpriseRow",
    "Overview",
    "Status",
]
