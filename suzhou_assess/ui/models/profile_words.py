"""Words for an enterprise's profile: what fields are called, what codes mean, why a size."""

from __future__ import annotations

import json
from datetime import datetime

from suzhou_assess.domain.enterprise import Enterprise
from suzhou_assess.services.views import Change
from suzhou_assess.ui.context import Context


def field_name(context: Context, name: str) -> str:
    """What a field of the profile is called."""
    names = context.workspace.places.field_name
    return context.text(names[name]) if name in names else name


def district_name(context: Context, code: str | None, *, short: bool = False) -> str:
    """A district by its code; empty for none."""
    found = context.workspace.places.district_by_code.get(code or "")
    if found is None:
        return code or ""
    return context.text(found.short if short else found.name)


def industry_name(context: Context, code: str | None, *, with_code: bool = True) -> str:
    """A division by its code, such as ``C34 通用设备制造业``; empty for none."""
    found = context.workspace.places.industry_by_code.get(code or "")
    if found is None:
        return code or ""
    name = context.text(found.name)
    return f"{found.code} {name}" if with_code else name


def size_name(context: Context, size_id: str | None) -> str:
    """A size class by its id; empty for none."""
    for size in context.workspace.places.sizes:
        if size.id == size_id:
            return context.text(size.name)
    return ""


def size_words(context: Context, profile: Enterprise) -> str:
    """The size, and which of the two figures decided it."""
    say = context.say
    places = context.workspace.places
    size = profile.size(places)
    if size is None:
        return say("ui_enterprises.size_unknown")
    name = context.text(size.name)
    if size.min_employees or size.min_revenue:
        return say(
            "ui_enterprises.size_reached",
            size=name,
            employees=f"{size.min_employees:,}",
            revenue=f"{size.min_revenue:,}",
        )
    above = places.sizes[places.sizes.index(size) - 1]
    return say(
        "ui_enterprises.size_below",
        size=name,
        next=context.text(above.name),
        employees=f"{above.min_employees:,}",
        revenue=f"{above.min_revenue:,}",
    )


def profile_value(context: Context, name: str, value: object) -> str:
    """A value of the profile as people read it; ``–`` for nothing."""
    if value is None or value == "":
        return "–"
    if name == "district":
        return district_name(context, str(value))
    if name == "industry":
        return industry_name(context, str(value))
    if name in ("cluster", "qualification"):
        places = context.workspace.places
        entries = places.clusters if name == "cluster" else places.qualifications
        return next((context.text(e.name) for e in entries if e.id == value), str(value))
    if name == "above_scale":
        return context.say("ui_enterprises.yes" if value else "ui_enterprises.no")
    if name == "employees":
        return context.say("ui_enterprises.people", count=f"{int(str(value)):,}")
    if name == "revenue":
        return context.say("ui_enterprises.ten_thousand", count=_grouped(str(value)))
    return str(value)


def change_words(context: Context, change: Change) -> str:
    """What was changed: ``联系人：张三 → 李四``."""
    say = context.say
    name = field_name(context, change.item)
    if change.item == "uscc" and not change.old:
        return say("ui_enterprises.entered")
    if change.item == "decision:two_districts":
        claimed = district_name(context, str(_known(change.old)))
        return say(f"ui_enterprises.claim_{_known(change.new)}", district=claimed)
    if change.item == "decision:same_name":
        return say(f"ui_enterprises.namesake_{_known(change.new)}", code=str(_known(change.old)))
    return say(
        "ui_enterprises.changed",
        field=name,
        old=profile_value(context, change.item, _known(change.old)),
        new=profile_value(context, change.item, _known(change.new)),
    )


def moment_words(at: datetime) -> str:
    """A moment in the user's own time, to the minute."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")


def _known(json_text: str) -> object:
    return json.loads(json_text) if json_text else None


def _grouped(number: str) -> str:
    whole, dot, rest = number.partition(".")
    return f"{int(whole):,}{dot}{rest}"
