"""Made-up answers, and a hand that changes a workbook as people and office programs do."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.problems import Problem, problem
from suzhou_assess.workbook.answer_reader import FindPack

CODE = credit_code.complete("91320583MA1ABCDE2")
Damage = Callable[[Workbook], None]


def shelf_with(*packs: Pack) -> FindPack:
    """Finds these packs, and no others."""
    known = {(pack.id, pack.edition): pack for pack in packs}

    def find(pack_id: str, edition: str | None) -> Pack | Problem:
        editions = [key[1] for key in known if key[0] == pack_id]
        if not editions:
            return problem("pack_unknown", "pack", pack=pack_id)
        found = known.get((pack_id, edition or max(editions)))
        return found or problem("pack_edition_unknown", "edition", pack=pack_id, edition=edition)

    return find


def answers_json() -> dict[str, object]:
    """A complete assessment with something in every field."""
    levels = (2, 1, 3, 2, 2, 3, 2, 2, 1, 2, 2, 1, 3, 1, 2)
    return {
        "pack": "miit-2024",
        "enterprise": {
            "name": "苏州恒立精密机械有限公司",
            "uscc": CODE,
            "district": "320583",
            "town": "玉山镇",
            "industry": "C39",
            "cluster": "electronics",
            "founded": 2008,
            "employees": 120,
            "revenue": 3000.5,
            "above_scale": True,
            "qualification": "srdi",
            "contact_name": "王芳",
            "contact_title": "总经理",
            "phone": "0512-57000000",
            "email": "office@example.com",
        },
        "assessment": {
            "id": "3f2b8f8e-8f60-4c53-9a52-1f8c6d0a7b11",
            "mode": "onsite",
            "date": "2025-06-01",
            "assessor": "李工",
        },
        "answers": {
            "Q01": ["B", "C"],
            "Q02": "D",
            "Q03": "C",
            "Q04": ["B", "C", "D", "N", "O"],
            "Q05": "C",
            "Q06": ["B", "C", "D"],
            "Q07": ["A"],
            "Q08": "D",
            "Q09": ["B", "C"],
            "Q10": ["B", "C", "D"],
            "Q11": "A",
            "Q12": "C",
            "Q13": "C",
            "Q14": "C",
            "Q15": "B",
            **{f"S{i:02d}": level for i, level in enumerate(levels, 1)},
        },
        "figures": {
            "devices_total": 100,
            "devices_digital": 45,
            "devices_connected": 30,
            "digital_spend": 120.5,
            "turnover_average": 3000,
            "pass_rate_before": 97.5,
            "pass_rate_after": 98.25,
        },
        "not_applicable": ["S16"],
        "notes": {"Q01": "车间网络 2024 年改造，\n覆盖一、二号车间", "S03": "CRM 上线中"},
        "flags": ["Q05"],
    }


def damage_to(data: bytes, damage: Damage) -> bytes:
    with warnings.catch_warnings():
        # openpyxl leaves out the newer kind of data bars, and says so.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data))
        damage(book)
        out = io.BytesIO()
        book.save(out)
    return out.getvalue()


def row_of(book: Workbook, sheet: str, key: str) -> int:
    """The row whose hidden column says ``key``."""
    return next(cell.row for cell in book[sheet]["A"] if cell.value == key)
