"""What an option may take, and how it is refused: callbacks of ``click.Option``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import click

from suzhou_assess.words.catalog import Words

Callback = Callable[[click.Context, click.Parameter, Any], Any]


def one_of(words: Words, known: Sequence[str]) -> Callback:
    """An option that takes one of a few words."""

    def check(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        if value is None or value in known:
            return value
        message = words.say("cli.value_one_of", value=value, known=words.joined(tuple(known)))
        raise click.BadParameter(message, ctx, param)

    return check


def whole_number(words: Words, least: int, most: int) -> Callback:
    """An option that takes a whole number between two, both included."""

    def check(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
        if value is None:
            return None
        try:
            number = int(value)
        except ValueError:
            number = least - 1
        if least <= number <= most:
            return number
        message = words.say("cli.value_whole_number", value=value, least=least, most=most)
        raise click.BadParameter(message, ctx, param)

    return check


def share(words: Words) -> Callback:
    """An option that takes a share: ``0.05`` or ``5%``."""

    def check(ctx: click.Context, param: click.Parameter, value: str) -> float:
        try:
            number = float(value[:-1]) / 100 if value.endswith("%") else float(value)
        except ValueError:
            number = -1.0
        if 0 <= number <= 1:
            return number
        raise click.BadParameter(words.say("cli.value_share", value=value), ctx, param)

    return check


def a_day(words: Words, *, unless: str | None = None) -> Callback:
    """An option that takes a day, 2025-06-30; or the word ``unless``, which is passed on."""

    def check(ctx: click.Context, param: click.Parameter, value: str | None) -> date | str | None:
        if value is None or value == unless:
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            message = words.say("cli.value_day", value=value)
            raise click.BadParameter(message, ctx, param) from None

    return check
