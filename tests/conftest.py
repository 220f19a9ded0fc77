"""What every test may ask for: the bundled index, the code lists, the words."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.vendor.pretty import for_type_by_name

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.pack import Pack
from suzhou_assess.domain.places import Places
from suzhou_assess.packs.code_lists import read_places
from suzhou_assess.packs.loader import load_pack
from suzhou_assess.resources import files
from suzhou_assess.services.workspace import Workspace
from suzhou_assess.words.catalog import Words

settings.register_profile("here", deadline=None)
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def _shown_by_name(value: object, printer: Any, _cycle: bool) -> None:
    printer.text(repr(value))


# A failing example would print the whole index otherwise.
for _kind in (Pack, Places):
    for_type_by_name(_kind.__module__, _kind.__name__, _shown_by_name)


@pytest.fixture(scope="session", autouse=True)
def _no_folder_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Data, settings and caches of the person who runs the tests are never touched."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        for variable, folder in (
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("LOCALAPPDATA", "local"),
            ("APPDATA", "roaming"),
        ):
            patch.setenv(variable, str(home / folder))
        patch.delenv("SUZHOU_ASSESS_DB", raising=False)
        yield


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack(files.read_bytes("packs/miit-2024.yaml"), "miit-2024.yaml")


@pytest.fixture(scope="session")
def places() -> Places:
    return read_places(files.read_bytes("places/suzhou.yaml"), "suzhou.yaml")


@pytest.fixture
def words() -> Words:
    """In Chinese, the first language."""
    return Words("zh")


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace on a new database, ``assess.db`` in ``tmp_path``."""
    with Workspace.open(str(tmp_path / "assess.db")) as opened:
        yield opened


@pytest.fixture(scope="session")
def profile() -> Callable[..., dict[str, object]]:
    """The profile of a made-up enterprise as typed; each number is another one."""

    def typed(number: int = 1, **fields: object) -> dict[str, object]:
        return {
            "uscc": credit_code.complete(f"91320583MA{number:07d}"),
            "name": f"苏州试样{number}号机械有限公司",
            "district": "昆山",
            "town": "玉山镇",
            "industry": "C34",
            "employees": 120,
            "revenue": "3000.5",
            **fields,
        }

    return typed
