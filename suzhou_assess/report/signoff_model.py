"""What stands on a sign-off sheet (现场评定确认书): strings only, said in one language.

The Word and the PDF template print it and decide nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignoffScore:
    """A row of the two verdicts side by side."""

    name: str
    """等级, 得分, a dimension, 3 级及以上场景…"""
    claimed: str
    """Empty without a claim."""
    found: str
    difference: str
    """Signed, ``-4.5``; ``—`` where nothing differs."""


@dataclass(frozen=True, slots=True)
class SignoffItem:
    """A question or scenario in a table."""

    item: str
    """``Q01 网络建设``."""
    kind: str
    """高估, 低估…; empty in the list of results."""
    claimed: str
    found: str
    difference: str
    reason: str
    """Why they differ; says so when no reason was given."""


@dataclass(frozen=True, slots=True)
class SignoffPoint:
    """Something still open: what is to be done about which item."""

    item: str
    text: str


@dataclass(frozen=True, slots=True)
class SignoffModel:
    """One sheet."""

    labels: Mapping[str, str]
    """Headings and names of columns, by the keys in ``SIGNOFF_LABELS``."""
    title: str
    head: tuple[tuple[str, str], ...]
    """Name and value: enterprise, credit code, date, assessor, index…"""
    state: str
    """That it is a draft, or no on-site assessment; empty otherwise."""
    verdict: str
    """The verdict found, in a sentence."""
    has_claim: bool
    claim_line: str
    """Which self-assessment it is compared with, or that there is none."""
    scores: tuple[SignoffScore, ...]
    over: str
    """The items that were claimed too high, in a line."""
    under: str
    differences: tuple[SignoffItem, ...]
    """Without a claim: every item with what was found."""
    agreed: str
    """How many items agree, in a line; empty without a claim."""
    open_points: tuple[SignoffPoint, ...]
    open_line: str
    """How many points are open, or that none is."""
    evidence: str
    """How many pieces of evidence are kept, in a line."""
    statement: str
    """What both parties sign."""
    parties: tuple[str, str]
    """Names of the two sides: 评定方, 企业."""


SIGNOFF_LABELS = (
    "verdicts",
    "name",
    "claimed",
    "found",
    "difference",
    "differences",
    "results",
    "item",
    "kind",
    "reason",
    "open",
    "evidence",
    "remark",
    "remark_hint",
    "signatures",
    "signer",
    "position",
    "signature",
    "seal",
    "date",
    "page",
)
"""Every label of a sheet; said by the words ``handouts.signoff_<label>``."""
