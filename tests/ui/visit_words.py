"""What is claimed, found, written and attached on the visit that is played in the window."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from suzhou_assess.domain.exchange import read_submission
from suzhou_assess.services.deliver import write_workbook
from suzhou_assess.services.workspace import Workspace

PASSWORD = "walk-through-2025"
EXAMPLE = Path(__file__).parents[2] / "docs/manual/example.json"
"""What the enterprise claims of itself."""
FIGURES: Mapping[str, tuple[str, str]] = {
    "Q02": ("devices_digital", "30"),
    "Q03": ("devices_connected", "18"),
}
"""Corrected on site; both lead to a lower option."""
KEYS: Mapping[str, str] = {"Q05": "b", "S06": "1", "S08": "2", "S10": "n", "S13": "2"}
"""Changed on site: the key that chooses what was found."""
REASONS: Mapping[str, str] = {
    "Q02": "逐台核对铭牌，24台只有继电器，不算数字化设备",
    "Q03": "网线插着，平台上没有这些设备的数据",
    "Q05": "安全与能耗仍用纸质台账",
    "S06": "看板只看工单，异常靠口头报",
    "S08": "自评漏了设备点检小程序，现场看了三个月记录",
    "S13": "采购合同审批还在纸上走",
}
LATE_REASON = "企业没有这项业务，自评误填零级"
"""Of S10, written when the open points are walked through."""
NOTES: Mapping[str, str] = {
    "Q12": "能耗表由物业抄，十月起改为自抄",
    "S02": "样机图纸存在个人电脑里",
}
SECTION_NOTE = "二车间去年改造，三车间还是老设备"
GENERAL_NOTE = "老板重视，明年先补设备联网"
FLAGGED = "Q14"
CAPTIONS: Mapping[str, str] = {
    "铭牌.jpg": "三号加工中心铭牌，只有继电器接口",
    "机柜.jpg": "二车间网络机柜",
    "看板.jpg": "看板上没有异常处理一栏",
}
COLLEAGUE_NOTE = "财务共享在集团，本厂只录凭证"
MINE, THEIRS = "我记的：审批单有两联", "同事记的：审批单有三联"
CONTACT = "陈女士"
"""Who is in charge now, as it turns out."""
OWNER, DUE, COST = "陈副总", "2027-6-30", "12.5"


def claim_workbook(workspace: Workspace, out: Path) -> Path:
    """The workbook that the enterprise sends in."""
    raw = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    submission, problems = read_submission(raw, workspace.packs.default(), workspace.places)
    assert not problems
    write_workbook(workspace, submission, out)
    return out


def text_of(pdf: Path) -> str:
    """All words of a PDF without the spaces and breaks between them: lines break anywhere."""
    done = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())
