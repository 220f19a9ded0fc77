"""A made-up city of enterprises, for benchmarks: always the same one."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.answers import Answers, Choice
from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.domain.exchange import Submission
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.scoring import score
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.store import enterprises
from suzhou_assess.store.submissions import IncomingSubmission, SubmissionWriter

ENTERPRISES = 40_000
_BRANDS = "华明宏达金鑫锐科永固恒瑞天盛启泰联创博远中正嘉禾东旭海川"
_TRADES = ("精密机械", "电子科技", "新材料", "医药", "智能装备", "纺织", "模具", "光电", "自动化")
_TOWNS = ("玉山镇", "花桥镇", "周市镇", "千灯镇", "浒墅关镇", "盛泽镇", "木渎镇", "塘桥镇")


def build(path: Path, count: int = ENTERPRISES) -> None:
    """A database of that many enterprises, three in four of them assessed once."""
    rng = random.Random(2025)
    with Workspace.open(str(path)) as ws:
        pack = ws.packs.default()
        districts = [district.code for district in ws.places.districts]
        sheets = [_answers(pack, rng) for _ in range(50)]
        verdicts = [score(pack, sheet.choices) for sheet in sheets]
        writer = SubmissionWriter(ws.store, ws.places)
        writer.begin("city")
        for start in range(0, count, 1000):
            incoming, others = [], []
            for number in range(start, min(start + 1000, count)):
                profile = _profile(number, districts, rng)
                which = rng.randrange(len(sheets))
                day = date(2025, 1, 1) + timedelta(rng.randrange(360))
                submission = Submission(pack, profile, sheets[which], "self", day, "王工")
                if rng.random() < 0.75:
                    incoming.append(IncomingSubmission(submission, verdicts[which], "city.jsonl"))
                else:
                    others.append((profile, "small"))
            writer.store(incoming)
            with ws.store.writing() as connection:
                for profile, size in others:
                    enterprises.add(connection, profile, size, datetime.now(UTC), "")
        writer.finish({})


def _profile(number: int, districts: list[str], rng: random.Random) -> Enterprise:
    brand = "".join(rng.choices(_BRANDS, k=3))
    return Enterprise(
        uscc=credit_code.complete(f"91320500MA{number:07d}"),
        name=f"苏州{brand}{rng.choice(_TRADES)}有限公司",
        district=rng.choice(districts),
        town=rng.choice(_TOWNS),
        industry=f"C{rng.randrange(13, 44)}",
        employees=rng.randrange(5, 1500),
        revenue=Decimal(rng.randrange(100, 60_000)),
    )


def _answers(pack: Pack, rng: random.Random) -> Answers:
    choices: dict[str, Choice] = {}
    for question in pack.questions:
        letters = [option.letter for option in question.options]
        if question.kind == "single":
            choices[question.id] = rng.choice(letters)
        else:
            chosen = tuple(letter for letter in letters[1:] if rng.random() < 0.5)
            choices[question.id] = chosen or ("A",)
    for scenario in pack.scenarios:
        choices[scenario.id] = rng.choice((0, 0, 1, 1, 2, 2, 3, 4))
    return Answers(choices)
