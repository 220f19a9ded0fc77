from __future__ import annotations

from pathlib import Path

import pytest
from made_fonts import Run, cmap, font, groups

from suzhou_assess.report.errors import ReportError
from suzhou_assess.report.fonts import PROBE, Face, FontShelf
from suzhou_assess.words.catalog import Words

_LATIN: list[Run] = [(0x20, 0x7E)]
_CHINESE: list[Run] = [
    *_LATIN,
    (0x2010, 0x2030),
    (0x3000, 0x3030),
    (0x4E00, 0x9FFF),
    (0xFF00, 0xFF5E),
]


def face(folder: Path, family: str, runs: list[Run], weight: int = 400) -> Face:
    path = folder / f"{family}-{weight}.ttf"
    path.write_bytes(font(cmap(3, 10, groups(runs))))
    return Face(family, path, 0, weight, upright=True)


def test_that_without_a_chinese_font_it_is_said_what_to_install(tmp_path: Path) -> None:
    shelf = FontShelf([face(tmp_path, "DejaVu Sans", _LATIN)])
    with pytest.raises(ReportError) as caught:
        shelf.families_for("数字化")
    assert caught.value.code == "font_missing"
    said = caught.value.say(Words("zh"))
    assert "fonts-noto-cjk" in said
    assert "Microsoft YaHei" in said
    assert "fonts-noto-cjk" in caught.value.say(Words("en"))


def test_that_a_known_family_without_chinese_in_it_does_not_count(tmp_path: Path) -> None:
    shelf = FontShelf([face(tmp_path, "Microsoft YaHei", _LATIN)])
    with pytest.raises(ReportError):
        shelf.families_for("")


def test_that_the_best_family_comes_first(tmp_path: Path) -> None:
    names = ("SimSun", "Microsoft YaHei", "SimHei")
    shelf = FontShelf([face(tmp_path, name, _CHINESE) for name in names])
    assert shelf.families_for(PROBE) == ("Microsoft YaHei", "SimHei", "SimSun")


def test_that_a_rare_character_chooses_the_family_that_has_it(tmp_path: Path) -> None:
    rare = [*_CHINESE, (0x20BB7, 0x20BB7)]
    shelf = FontShelf([face(tmp_path, "Microsoft YaHei", _CHINESE), face(tmp_path, "SimSun", rare)])
    assert shelf.families_for("吉野家")[0] == "Microsoft YaHei"
    assert shelf.families_for("𠮷野家")[0] == "SimSun"
    # What none has changes nothing: it is replaced.
    assert shelf.families_for("𠀀")[0] == "Microsoft YaHei"


def test_that_a_family_is_told_by_its_regular_weight(tmp_path: Path) -> None:
    shelf = FontShelf(
        [face(tmp_path, "SimHei", _LATIN, 900), face(tmp_path, "SimHei", _CHINESE, 400)]
    )
    assert shelf.families_for("数")[0] == "SimHei"


def test_that_any_font_of_the_machine_may_show_a_character(tmp_path: Path) -> None:
    emoji = face(tmp_path, "Noto Emoji", [(0x1F389, 0x1F389)])
    shelf = FontShelf([face(tmp_path, "SimHei", _CHINESE), emoji])
    assert shelf.shows("数")
    assert shelf.shows("🎉")
    assert not shelf.shows("🏭")
