"""Invents enterprises and their assessments: believable, coherent, and the same for a seed.

Everything follows from one number, how mature the enterprise is: answers, figures and scenario
levels agree with each other as they do in real submissions, and now and then don't quite. No
real enterprise is meant: names are drawn from syllables, telephones and addresses lead nowhere.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.services.sample_answers import invent_answers

_FIRST = "恒瑞鑫盛博锐华科安达正荣泰兴宏源金诺联创伟业德佳永信嘉禾东吴天明启辰卓远汇英凯歌"
_SECOND = "泽坤铭钰霖烨昊皓辉腾捷翔驰煜朗澄屹峻炜韬亨懋祺旻晟琛瀚骏"
_THIRD = "特尔森达隆邦克斯维诺威林宇方元正"
_KIND = ("有限公司", "有限公司", "有限公司", "科技有限公司", "科技股份有限公司", "（苏州）有限公司")
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高罗沈陆顾钱"
_TITLES = ("总经理", "生产副总", "信息部经理", "厂长", "行政主管", "财务经理", "质量经理")
_TRADES: dict[str, tuple[tuple[str, ...], str, float, float]] = {
    # division: words in names, cluster, share of all, head start in maturity
    "C13": (("食品", "粮油"), "other", 0.02, -0.05),
    "C17": (("纺织", "织造", "丝绸"), "other", 0.09, -0.08),
    "C18": (("服饰", "制衣"), "other", 0.04, -0.10),
    "C22": (("包装", "纸业"), "other", 0.03, -0.06),
    "C23": (("印刷", "彩印"), "other", 0.02, -0.04),
    "C26": (("新材料", "化工", "涂料"), "materials", 0.06, 0.03),
    "C27": (("医药", "生物科技", "制药"), "biomedicine", 0.04, 0.08),
    "C28": (("化纤",), "materials", 0.02, 0.0),
    "C29": (("塑胶", "橡塑", "塑业"), "materials", 0.08, -0.06),
    "C30": (("建材", "玻璃"), "materials", 0.03, -0.05),
    "C31": (("特钢",), "materials", 0.01, 0.0),
    "C32": (("铜业", "铝业"), "materials", 0.02, 0.0),
    "C33": (("金属制品", "五金", "精密模具"), "equipment", 0.11, -0.04),
    "C34": (("机械", "精密机械", "传动设备"), "equipment", 0.12, 0.02),
    "C35": (("自动化设备", "智能装备", "医疗器械"), "equipment", 0.10, 0.06),
    "C36": (("汽车部件", "汽车零部件"), "equipment", 0.05, 0.07),
    "C38": (("电气", "电器", "线缆"), "equipment", 0.07, 0.03),
    "C39": (("电子", "光电", "半导体", "精密电子"), "electronics", 0.08, 0.10),
    "C40": (("仪器仪表", "测控技术"), "equipment", 0.01, 0.05),
}
_TOWNS: dict[str, tuple[str, ...]] = {
    "320505": ("浒墅关镇", "通安镇", "狮山商务创新区", "枫桥街道"),
    "320506": ("木渎镇", "胥口镇", "甪直镇", "城南街道"),
    "320507": ("渭塘镇", "黄埭镇", "北桥街道", "太平街道"),
    "320508": ("金阊街道", "沧浪街道", "白洋湾街道"),
    "320509": ("盛泽镇", "震泽镇", "黎里镇", "平望镇", "七都镇"),
    "320571": ("唯亭街道", "胜浦街道", "斜塘街道", "娄葑街道"),
    "320581": ("海虞镇", "古里镇", "沙家浜镇", "支塘镇", "梅李镇"),
    "320582": ("杨舍镇", "塘桥镇", "金港街道", "锦丰镇", "凤凰镇"),
    "320583": ("玉山镇", "花桥镇", "张浦镇", "周市镇", "千灯镇", "陆家镇"),
    "320585": ("城厢镇", "沙溪镇", "浏河镇", "双凤镇"),
}
_DISTRICT_SHARES: dict[str, float] = {
    "320505": 0.08,
    "320506": 0.10,
    "320507": 0.09,
    "320508": 0.02,
    "320509": 0.16,
    "320571": 0.09,
    "320581": 0.13,
    "320582": 0.12,
    "320583": 0.15,
    "320585": 0.06,
}
"""Made up for the samples; no split of the enterprises by district is published."""

_FIRST_DAY = date(2025, 1, 6)
_DAYS = 270
_CODES = len(credit_code.ALPHABET) ** 6
_STEP = 387_420_489
"""Shares no factor with the number of codes, so that no two enterprises get the same."""


def invent(seed: int, index: int, pack: Pack, places: Places) -> Submission:
    """Enterprise number ``index`` (from 0) of the sample with this seed, and its assessment."""
    rng = random.Random(f"{seed}/{index}")  # noqa: S311 - to be repeatable, not secret
    enterprise, maturity = _enterprise(seed, index, rng, places)
    answers = invent_answers(rng, pack, enterprise, maturity)
    onsite = rng.random() < 0.2
    return Submission(
        pack=pack,
        enterprise=enterprise,
        answers=answers,
        mode="onsite" if onsite else "self",
        date=_FIRST_DAY + timedelta(days=rng.randrange(_DAYS)),
        assessor=f"{rng.choice(_SURNAMES)}工" if onsite else enterprise.contact_name,
        assessment_id=str(UUID(int=rng.getrandbits(128), version=4)),
    )


def _enterprise(
    seed: int, index: int, rng: random.Random, places: Places
) -> tuple[Enterprise, float]:
    district = _drawn(rng, _DISTRICT_SHARES)
    division = _drawn(rng, {code: trade[2] for code, trade in _TRADES.items()})
    words, cluster, _, head_start = _TRADES[division]
    employees = max(4, int(rng.lognormvariate(4.1, 1.0)))
    revenue = Decimal(round(employees * rng.lognormvariate(3.9, 0.45), 1)).quantize(Decimal("0.1"))
    size = 0.05 if employees >= 300 else 0.0 if employees >= 20 else -0.12
    maturity = min(0.97, max(0.03, rng.betavariate(1.9, 2.6) + head_start + size))
    surname = rng.choice(_SURNAMES)
    enterprise = Enterprise(
        uscc=_credit_code(seed, index, district),
        name=_name(rng, words, places, district),
        district=district,
        town=rng.choice(_TOWNS[district]),
        industry=division,
        cluster=cluster,
        founded=rng.randint(1992, 2022),
        employees=employees,
        revenue=revenue,
        above_scale=revenue >= 2000,
        qualification=_qualification(rng, maturity),
        contact_name=f"{surname}{rng.choice(('先生', '女士'))}",
        contact_title=rng.choice(_TITLES),
        phone=f"1380000{rng.randrange(10_000):04d}",
        email=f"contact{index}@example.com",
    )
    return enterprise, maturity


def _name(rng: random.Random, words: tuple[str, ...], places: Places, district: str) -> str:
    short = places.district_by_code[district].short.zh
    city = short if short in ("昆山", "常熟", "张家港", "太仓") else "苏州"
    mark = rng.choice(_FIRST) + rng.choice(_SECOND) + rng.choice(("", *_THIRD))
    kind = rng.choice(_KIND)
    if kind.startswith("（"):
        return f"{mark}{rng.choice(words)}（{city}）有限公司"
    suffix = "市" if city != "苏州" and rng.random() < 0.5 else ""
    return f"{city}{suffix}{mark}{rng.choice(words)}{kind}"


def _credit_code(seed: int, index: int, district: str) -> str:
    number = (index * _STEP + seed * 7_919) % _CODES
    body = ""
    for _ in range(6):
        number, digit = divmod(number, len(credit_code.ALPHABET))
        body = credit_code.ALPHABET[digit] + body
    return credit_code.complete(f"91{district}{_organisation(f'MA{body}')}")


_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def _organisation(first_8: str) -> str:
    """The organisation's nine characters with their own check character (GB 11714-1997)."""
    values = [int(c) if c.isdigit() else ord(c) - ord("A") + 10 for c in first_8]
    rest = 11 - sum(v * w for v, w in zip(values, _ORGANISATION_WEIGHTS, strict=True)) % 11
    return first_8 + ("X" if rest == 10 else "0" if rest == 11 else str(rest))


def _qualification(rng: random.Random, maturity: float) -> str:
    luck = rng.random() + (maturity - 0.5) * 0.3
    if luck > 1.05:
        return "giant"
    if luck > 0.95:
        return "srdi"
    return "innovative" if luck > 0.75 else "none"


def _drawn(rng: random.Random, shares: dict[str, float]) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]
