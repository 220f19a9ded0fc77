"""Code lists: districts, industries, sizes and the like. Their contents are data in resources."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from suzhou_assess.domain.text import Text

_SPACE_OR_MARK = re.compile(
    r"[\s·・,，、。.:：;；()（）\[\]【】\-—_/\u00ad\u200b-\u200f\u2060\ufeff]+"
)


def fold(text: str) -> str:
    """For comparing what people type: full-width to half-width, no case, spaces or marks."""
    return _SPACE_OR_MARK.sub("", unicodedata.normalize("NFKC", text)).casefold()


@dataclass(frozen=True, slots=True)
class District:
    """A 县级市 or 区 with its GB/T 2260 code."""

    code: str
    name: Text
    short: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Industry:
    """A division (大类) of GB/T 4754-2017."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Named:
    """An entry of a short list: cluster, qualification."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Size:
    """A size class of 统计上大中小微型企业划分办法(2017) for industry."""

    id: str
    name: Text
    min_employees: int
    min_revenue: int
    """万元"""


@dataclass(frozen=True, slots=True)
class ProfileField:
    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Goal:
    enterprises: int
    by: date
    source: Text


@dataclass(frozen=True, eq=False, repr=False)
class Places:
    """The code lists of one city."""

    city: Text
    goal: Goal
    districts: tuple[District, ...]
    industries: tuple[Industry, ...]
    clusters: tuple[Named, ...]
    qualifications: tuple[Named, ...]
    sizes: tuple[Size, ...]
    """Largest first; the last takes everyone."""
    profile: tuple[ProfileField, ...]

    def __repr__(self) -> str:
        return f"Places({self.city.en!r})"

    @cached_property
    def district_by_code(self) -> Mapping[str, District]:
        return {district.code: district for district in self.districts}

    @cached_property
    def industry_by_code(self) -> Mapping[str, Industry]:
        return {industry.code: industry for industry in self.industries}

    @cached_property
    def field_name(self) -> Mapping[str, Text]:
        return {entry.id: entry.name for entry in self.profile}

    @cached_property
    def _district_by_word(self) -> Mapping[str, District]:
        words: dict[str, District] = {}
        for d in self.districts:
            for word in (d.code, d.name.zh, d.name.en, d.short.zh, d.short.en, *d.aliases):
                words.setdefault(fold(word), d)
        return words

    def find_district(self, typed: str) -> District | None:
        """What a person types, e.g. 昆山, 园区, ``320583 昆山市``, 江苏省苏州市昆山市."""
        found = self.district_by_code.get(typed)
        if found is not None:
            return found
        word = fold(typed)
        found = self._district_by_word.get(word)
        if found is None:
            found = self._district_by_word.get(word.removeprefix("江苏省").removeprefix("苏州市"))
        if found is None and word[:6].isdigit():
            found = self.district_by_code.get(word[:6])
        return found

    @cached_property
    def _industry_by_word(self) -> Mapping[str, Industry]:
        words: dict[str, Industry] = {}
        for industry in self.industries:
            bare = industry.name.zh.removesuffix("业").removesuffix("制造")
            for word in (
                industry.code,
                industry.code[1:],
                industry.name.zh,
                industry.name.en,
                industry.name.zh.removesuffix("业"),
                bare,
            ):
                words.setdefault(fold(word), industry)
        return words

    def find_industry(self, typed: str) -> Industry | None:
        """What a person types, e.g. ``C39``, ``39``, ``C3911``, ``C39 计算机…``, 通用设备制造业."""
        found = self.industry_by_code.get(typed)
        if found is not None:
            return found
        word = fold(typed)
        found = self._industry_by_word.get(word)
        if found is None:
            code = re.match(r"c?(\d\d)(?!\d{3})", word)
            if code:
                found = self.industry_by_code.get(f"C{code[1]}")
        return found

    def find_cluster(self, typed: str) -> Named | None:
        return _find(self.clusters, typed)

    def find_qualification(self, typed: str) -> Named | None:
        return _find(self.qualifications, typed)

    def find_size(self, typed: str) -> Size | None:
        """By id or name, with or without 型 or 企业."""
        word = fold(typed).removesuffix("企业")
        for size in self.sizes:
            name = fold(size.name.zh)
            if word in (size.id, name, name.removesuffix("型"), fold(size.name.en)):
                return size
        return None

    def size_of(self, employees: int | None, revenue: Decimal | int | None) -> Size | None:
        """The size class, or ``None`` when employees or revenue (万元) isn't known.

        Both thresholds must be reached: the lower of the two decides.
        """
        if employees is None or revenue is None:
            return None
        for size in self.sizes:
            if employees >= size.min_employees and revenue >= size.min_revenue:
                return size
        return self.sizes[-1]


def _find(entries: tuple[Named, ...], typed: str) -> Named | None:
    for entry in entries:
        if typed == entry.id:
            return entry
    word = fold(typed)
    for entry in entries:
        if word in (fold(entry.id), fold(entry.name.zh), fold(entry.name.en)):
            return entry
    return None
