import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from suzhou_assess.packs import checked as module
from suzhou_assess.packs.checked import CheckedFiles
from suzhou_assess.packs.loader import load_pack
from suzhou_assess.resources import files

BUNDLED = files.read_bytes("packs/miit-2024.yaml")


class Counted:
    """Loads made-up files, and counts how often they had to be checked."""

    def __init__(self, folder: Path) -> None:
        self.files = CheckedFiles(folder)
        self.checks = 0

    def load(self, data: bytes = b"data") -> object:
        return self.files.load(data, self._check, lambda found, _digest: found["value"])

    def _check(self) -> dict[str, str]:
        self.checks += 1
        return {"value": "网络"}


def test_that_a_file_is_checked_once(tmp_path: Path) -> None:
    first, second = Counted(tmp_path / "a" / "b"), Counted(tmp_path / "a" / "b")
    assert first.load() == second.load() == "网络"
    assert (first.checks, second.checks) == (1, 0)


def test_that_a_changed_file_is_checked_again(tmp_path: Path) -> None:
    counted = Counted(tmp_path)
    counted.load(b"one")
    counted.load(b"two")
    assert counted.checks == 2


def test_that_another_version_of_the_program_checks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = Counted(tmp_path)
    counted.load()
    monkeypatch.setattr(module, "__version__", "99.0")
    counted.load()
    assert counted.checks == 2


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"{}", b"x" * 64 + b"\n{}", b"\x00" * 1000, b"cut"]
)
def test_that_a_spoilt_entry_counts_as_missing_and_is_mended(
    tmp_path: Path, content: bytes
) -> None:
    counted = Counted(tmp_path)
    counted.load()
    (entry,) = tmp_path.iterdir()
    whole = entry.read_bytes()
    entry.write_bytes(whole[:-3] if content == b"cut" else content)
    assert counted.load() == "网络"
    assert counted.checks == 2
    assert entry.read_bytes() == whole


def test_that_an_entry_of_another_shape_is_checked_again(tmp_path: Path) -> None:
    counted = Counted(tmp_path)
    counted.files.load(b"data", lambda: {"other": 1}, lambda found, _digest: found)
    assert counted.load() == "网络"
    assert counted.checks == 1


def test_that_a_folder_without_write_permission_costs_time_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(**_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", forbidden)
    assert Counted(tmp_path).load() == "网络"
    assert list(tmp_path.iterdir()) == []


def test_that_a_folder_that_can_not_be_made_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    counted = Counted(tmp_path / "file" / "cache")
    assert counted.load() == counted.load() == "网络"
    assert counted.checks == 2


def test_that_a_full_disk_leaves_no_half_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert Counted(tmp_path).load() == "网络"
    assert list(tmp_path.iterdir()) == []


def test_that_old_entries_are_forgotten(tmp_path: Path) -> None:
    counted = Counted(tmp_path)
    for number in range(50):
        counted.load(str(number).encode())
    assert len(list(tmp_path.iterdir())) == 32


def test_that_a_remembered_pack_equals_a_checked_one(tmp_path: Path) -> None:
    remembering = CheckedFiles(tmp_path)
    fresh = load_pack(BUNDLED, "a", remembering)
    kept = load_pack(BUNDLED, "a", remembering)
    assert kept is not fresh
    assert vars(kept) == vars(fresh)


def test_that_a_remembered_pack_is_read_without_the_yaml_parser(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path;"
        "from suzhou_assess.packs.checked import CheckedFiles;"
        "from suzhou_assess.packs.shelf import PackShelf;"
        "PackShelf(checked=CheckedFiles(Path(sys.argv[1]))).default();"
        "print('yaml' in sys.modules)"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for _ in range(2)
    ]
    assert said == ["True", "False"]
