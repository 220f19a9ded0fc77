"""Problems as JSON, as they are kept with the item that they were found in.

They go out as they are: the JSON writer knows dataclasses and tuples.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from suzhou_assess.domain.problems import Problem
from suzhou_assess.domain.text import Text


def unpacked(kept: Iterable[Mapping[str, Any]] | None) -> tuple[Problem, ...]:
    """The same problems. A number that was a ``Decimal`` may come back as an ``int``."""
    return tuple(_unpack(one) for one in kept or ())


def _unpack(kept: Mapping[str, Any]) -> Problem:
    return Problem(
        code=kept["code"],
        severity=kept["severity"],
        where=tuple(kept["where"]),
        params={name: _param(value) for name, value in kept["params"].items()},
        sheet=kept["sheet"],
        cell=kept["cell"],
        message=_param(kept["message"]),
    )


def _param(value: Any) -> Any:
    if isinstance(value, dict):
        return Text(**value)
    if isinstance(value, list):
        return tuple(_param(one) for one in value)
    return value
