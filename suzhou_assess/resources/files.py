"""Opens the data files of the package, from a folder, a wheel or a frozen program."""

from __future__ import annotations

from pathlib import Path

# Not importlib.resources: the package is never run from a zip, and that takes long to import.
_ROOT = Path(__file__).parent


def read_bytes(name: str) -> bytes:
    """The content of a data file, named from the resources folder (``packs/miit-2024.yaml``)."""
    return _ROOT.joinpath(name).read_bytes()


def read_text(name: str) -> str:
    return read_bytes(name).decode("utf-8")


def names(folder: str, suffix: str) -> tuple[str, ...]:
    """Names of the data files in ``folder`` that end in ``suffix``, sorted."""
    return tuple(
        sorted(
            f"{folder}/{entry.name}"
            for entry in _ROOT.joinpath(folder).iterdir()
            if entry.name.endswith(suffix)
        )
    )


def path(name: str) -> Path:
    """A real path, for Qt and Alembic, which want one."""
    return _ROOT.joinpath(name)
