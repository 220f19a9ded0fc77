from pathlib import Path

import pytest

from suzhou_assess.packs.checked import CheckedFiles
from suzhou_assess.packs.problems import PackError, PackNotFoundError
from suzhou_assess.packs.shelf import PackShelf
from suzhou_assess.resources import files

BUNDLED = files.read_text("packs/miit-2024.yaml")


def shelf(*extra: Path) -> PackShelf:
    return PackShelf(extra, checked=CheckedFiles(None))


def office_pack(folder: Path, pack_id: str, edition: str, prompt: str = "") -> Path:
    text = BUNDLED.replace("id: miit-2024", f"id: {pack_id}", 1)
    text = text.replace('edition: "2024"', f'edition: "{edition}"', 1)
    path = folder / f"{pack_id}-{edition}.yaml"
    path.write_text(text + prompt, encoding="utf-8")
    return path


def test_that_the_default_is_the_bundled_index_and_read_once() -> None:
    standing = shelf()
    assert standing.ids() == ("miit-2024",)
    assert standing.default() is standing.get("miit-2024") is standing.get("miit-2024", "2024")


@pytest.mark.parametrize(("pack_id", "edition"), [("other", None), ("miit-2024", "1999")])
def test_that_an_unknown_pack_or_edition_is_not_found(pack_id: str, edition: str | None) -> None:
    with pytest.raises(PackNotFoundError) as caught:
        shelf().get(pack_id, edition)
    assert (caught.value.pack_id, caught.value.edition) == (pack_id, edition)


def test_that_every_bundled_file_is_named_after_its_pack() -> None:
    for name in files.names("packs", ".yaml"):
        stem = name.removeprefix("packs/").removesuffix(".yaml")
        assert shelf().get(stem).id == stem


def test_that_an_office_adds_packs_by_file_and_by_folder(tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    folder.mkdir()
    office_pack(folder, "city-a", "1")
    single = office_pack(tmp_path, "city-b", "1")
    standing = shelf(folder, single)
    assert standing.ids() == ("miit-2024", "city-a", "city-b")
    assert standing.get("city-b").id == "city-b"


def test_that_without_an_edition_the_newest_is_meant(tmp_path: Path) -> None:
    for edition in ("2024.9", "2024.10", "2023"):
        office_pack(tmp_path, "city", edition)
    standing = shelf(tmp_path)
    assert standing.editions("city") == ("2024.10", "2024.9", "2023")
    assert standing.get("city").edition == "2024.10"
    assert standing.get("city", "2023").edition == "2023"


def test_that_an_office_can_not_replace_a_bundled_pack(tmp_path: Path) -> None:
    office_pack(tmp_path, "miit-2024", "2024", prompt="# changed\n")
    assert shelf(tmp_path).default().digest == shelf().default().digest


def test_that_a_faulty_pack_says_so_when_asked_for_and_harms_no_other(tmp_path: Path) -> None:
    office_pack(tmp_path, "faulty", "1", prompt="more: 1\n")
    standing = shelf(tmp_path)
    assert standing.default().id == "miit-2024"
    with pytest.raises(PackError, match="more"):
        standing.get("faulty")


def test_that_files_that_are_no_packs_or_have_gone_do_not_stand_on_the_shelf(
    tmp_path: Path,
) -> None:
    (tmp_path / "notes.yaml").write_text("just: notes\n")
    (tmp_path / "readme.txt").write_text("id: x\nedition: 1\n")
    assert shelf(tmp_path, tmp_path / "gone.yaml").ids() == ("miit-2024",)


def test_that_a_file_that_only_looks_like_a_pack_is_not_given_out(tmp_path: Path) -> None:
    text = BUNDLED.replace("id: miit-2024", "# id: real\nid: real", 1)
    (tmp_path / "odd.yaml").write_text(f"# \nid: shown\n{text}", encoding="utf-8")
    with pytest.raises(PackError):
        shelf(tmp_path).get("shown")
