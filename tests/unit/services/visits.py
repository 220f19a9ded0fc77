"""A visit that was made: a self-assessment, what was found on site, photos."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from suzhou_assess.services import assessments, enterprises, evidence, onsite
from suzhou_assess.services.assessment_session import AssessmentSession
from suzhou_assess.services.workspace import Workspace

HOSTILE = "铭牌没贴；<b>老车床</b> {{ 7*7 }} {% raw %} & 其他\x07"
CLAIMED = {
    "Q01": ("B", "C"), "Q02": "D", "Q03": "C", "Q04": ("B", "G", "H", "F"), "Q05": "C",
    "Q06": ("B",), "Q07": ("B",), "Q08": "C", "Q09": ("B",), "Q10": ("B", "D"), "Q11": "B",
    "Q12": "B", "Q13": "C", "Q14": "C", "Q15": "B", **{f"S{n:02d}": 1 for n in range(1, 17)},
}  # fmt: skip


@dataclass(frozen=True)
class Visit:
    enterprise_id: int
    claimed: str
    """Id of the self-assessment."""
    found: str
    """Id of the on-site one, a draft."""


def make_visit(ws: Workspace, profile: Callable[..., dict[str, object]], photos: int = 3) -> Visit:
    """Q02 (by a figure) and Q04 are over-claimed, S01 under; S16 is open, Q13 to be verified."""
    enterprise_id, problems = enterprises.save(ws, profile(1, name="苏州 A&B <工具> 有限公司"))
    assert enterprise_id is not None, problems
    claimed = assessments.start(ws, enterprise_id, "self", date(2025, 5, 20), "王经理")
    own = AssessmentSession(ws, claimed)
    for item, choice in CLAIMED.items():
        own.choose(item, choice)
    own.set_figures({"devices_total": 100, "devices_digital": 45})
    own.choose("S04", 0, not_applicable=True)
    own.note("Q02", HOSTILE)
    own.submit()
    found = onsite.start_from(ws, claimed, date(2025, 6, 3), "李工")
    visit = AssessmentSession(ws, found)
    visit.confirm_all([item for item in visit.pack.item_ids if item != "S16"])
    visit.set_figures({"devices_digital": 38})
    visit.choose("Q04", ("B", "G", "L"))
    visit.set_reason("Q04", "计划排程只有白板。\n质量靠纸质记录。")
    visit.choose("S01", 2)
    visit.flag("Q13", on=True)
    visit.note("Q13", "质量报表只拿到下半年的，等补")
    for number in range(photos):
        evidence.attach_bytes(
            ws, found, ("Q02", "Q02", "S06")[number % 3], photo(number), f"照片{number}.jpg",
            caption=f"现场照片{number}", who="李工",
        )  # fmt: skip
    return Visit(enterprise_id, claimed, found)


def photo(number: int) -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (800, 600), (40 * number % 255, 120, 160)).save(stream, "JPEG")
    return stream.getvalue()
