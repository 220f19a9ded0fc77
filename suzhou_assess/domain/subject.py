"""Whose a submission is, as far as it could be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose submission it is, as far as it could be read; ``""`` for what is not known.

    Also of a refused one: the office has to know whom to send it back to.
    """

    name: str
    uscc: str
    """Normalised, right or wrong."""
    district: str
    """The code of a district of ours; ``""`` also for one that isn't among them."""
    contact: str
    phone: str
