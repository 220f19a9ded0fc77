"""An enterprise's profile (企业信息), and reading one from what people typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.answers import exact_number
from suzhou_assess.domain.places import Places, Size, fold
from suzhou_assess.domain.problems import Problem, as_written, problem

NAME_LIMIT = 200
FIRST_YEAR, LAST_YEAR = 1850, 2100
_YES = frozenset({"是", "y", "yes", "true", "1", "√", "✓", "✔", "有"})
_NO = frozenset({"否", "n", "no", "false", "0", "×", "✗", "无", "不是"})
_NO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
"""Pasted along from a web page, seen by nobody, and in the way of every search."""


@dataclass(frozen=True, slots=True)
class Enterprise:
    """One enterprise. Codes are those of the code lists; what isn't known is ``None`` or ``""``."""

    uscc: str
    """统一社会信用代码, normalised. Identifies the enterprise."""
    name: str
    district: str | None = None
    town: str = ""
    industry: str | None = None
    cluster: str | None = None
    founded: int | None = None
    employees: int | None = None
    revenue: Decimal | None = None
    """Last year's revenue (上年营业收入), 万元."""
    above_scale: bool | None = None
    """是否规上"""
    qualification: str | None = None
    contact_name: str = ""
    contact_title: str = ""
    phone: str = ""
    email: str = ""

    def size(self, places: Places) -> Size | None:
        """Computed, never stored as typed."""
        return places.size_of(self.employees, self.revenue)


PROFILE_FIELDS: tuple[str, ...] = (*(field.name for field in fields(Enterprise)), "size")
"""Ids of everything in a profile, the computed size last."""


def read_enterprise(raw: Mapping[str, object], places: Places) -> tuple[Enterprise, list[Problem]]:
    """A profile from raw values by field id, as people type them.

    ``size`` may be among the values: it is compared with the computed one, never taken over.
    Unknown keys are ignored: other offices' files may carry more than we know.
    """
    problems: list[Problem] = []
    reader = _ProfileReader(raw, places, problems)
    code = credit_code.normalise(reader.text("uscc"))
    fault = credit_code.check(code)
    if fault is not None:
        problems.append(fault)
    name = reader.text("name")
    if not name:
        problems.append(problem("name_missing", "name"))
    elif len(name) > NAME_LIMIT:
        problems.append(problem("name_too_long", "name", length=len(name), limit=NAME_LIMIT))
    employees = reader.number("employees")
    if employees is not None and employees != int(employees):
        name_of = places.field_name["employees"]
        problems.append(
            problem("profile_not_whole", "employees", field=name_of, value=str(employees))
        )
        employees = None
    revenue = reader.number("revenue")
    enterprise = Enterprise(
        uscc=code,
        name=name[:NAME_LIMIT],
        district=_district(reader.text("district"), places, problems),
        town=reader.text("town"),
        industry=_industry(reader.text("industry"), places, problems),
        cluster=_cluster(reader.text("cluster"), places, problems),
        founded=reader.year("founded"),
        employees=None if employees is None else int(employees),
        revenue=None if revenue is None else Decimal(revenue),
        above_scale=reader.yes_or_no("above_scale"),
        qualification=_qualification(reader.text("qualification"), places, problems),
        contact_name=reader.text("contact_name"),
        contact_title=reader.text("contact_title"),
        phone=reader.text("phone"),
        email=reader.text("email"),
    )
    _check_size(reader.text("size"), enterprise, places, problems)
    return enterprise, problems


class _ProfileReader:
    def __init__(self, raw: Mapping[str, object], places: Places, problems: list[Problem]) -> None:
        self._raw = raw
        self._names = places.field_name
        self._problems = problems

    def text(self, field: str) -> str:
        value = self._raw.get(field)
        if value is None:
            return ""
        if isinstance(value, str):
            if " " not in value and value.isprintable():
                return value  # as nearly all are
            return " ".join(_NO_WIDTH.sub("", value).split())
        if isinstance(value, bool | int | float | Decimal):
            if isinstance(value, float) and value.is_integer():
                value = int(value)
            return str(value)
        self._problems.append(problem("field_wrong_type", field, field=self._names[field]))
        return ""

    def number(self, field: str) -> int | Decimal | None:
        value = self._raw.get(field)
        if value is None or value == "":
            return None
        number = exact_number(value)
        if number is None:
            code = "profile_not_a_number"
        elif number < 0:
            code = "profile_negative"
        else:
            return number
        self._problems.append(
            problem(code, field, field=self._names[field], value=as_written(value))
        )
        return None

    def year(self, field: str) -> int | None:
        number = self.number(field)
        if number is None:
            return None
        if number != int(number) or not FIRST_YEAR <= number <= LAST_YEAR:
            self._problems.append(problem("founded_out_of_range", field, value=str(number)))
            return None
        return int(number)

    def yes_or_no(self, field: str) -> bool | None:
        value = self._raw.get(field)
        if value is None or value == "" or isinstance(value, bool):
            return value if isinstance(value, bool) else None
        word = fold(self.text(field))
        if word in _YES:
            return True
        if word in _NO:
            return False
        self._problems.append(
            problem("not_yes_or_no", field, field=self._names[field], value=as_written(value))
        )
        return None


def _district(typed: str, places: Places, problems: list[Problem]) -> str | None:
    if not typed:
        problems.append(problem("district_missing", "district"))
        return None
    found = places.find_district(typed)
    if found is None:
        names = tuple(d.name for d in places.districts)
        problems.append(problem("district_unknown", "district", value=typed, known=names))
        return None
    return found.code


def _industry(typed: str, places: Places, problems: list[Problem]) -> str | None:
    found = places.find_industry(typed) if typed else None
    if typed and found is None:
        problems.append(problem("industry_unknown", "industry", value=typed))
    return found.code if found else None


def _cluster(typed: str, places: Places, problems: list[Problem]) -> str | None:
    found = places.find_cluster(typed) if typed else None
    if typed and found is None:
        names = tuple(c.name for c in places.clusters)
        problems.append(problem("cluster_unknown", "cluster", value=typed, known=names))
    return found.id if found else None


def _qualification(typed: str, places: Places, problems: list[Problem]) -> str | None:
    found = places.find_qualification(typed) if typed else None
    if typed and found is None:
        names = tuple(q.name for q in places.qualifications)
        problems.append(problem("qualification_unknown", "qualification", value=typed, known=names))
    return found.id if found else None


def _check_size(
    typed: str, enterprise: Enterprise, places: Places, problems: list[Problem]
) -> None:
    if not typed:
        return
    given = places.find_size(typed)
    computed = enterprise.size(places)
    if given is None:
        problems.append(
            problem("size_unknown", "size", value=typed, known=tuple(s.name for s in places.sizes))
        )
    elif computed is not None and given is not computed:
        problems.append(problem("size_differs", "size", given=given.name, computed=computed.name))
