"""What a field of an enterprise's profile is edited with."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from suzhou_assess.ui.context import Context
from suzhou_assess.ui.widgets.credit_code_edit import CreditCodeEdit
from suzhou_assess.ui.widgets.pick_box import ChoiceBox, PickBox


def profile_editor(context: Context, name: str) -> QWidget:
    """An editor for the field of that name; what there is to choose from is offered."""
    places, lang = context.workspace.places, context.words.lang
    none = ("", context.say("ui_enterprises.not_given"))
    if name == "uscc":
        return CreditCodeEdit()
    if name == "district":

        def district(typed: str) -> str | None:
            found = places.find_district(typed)
            return found.code if found else None

        return PickBox([(d.code, d.name.say(lang)) for d in places.districts], district)
    if name == "industry":

        def industry(typed: str) -> str | None:
            found = places.find_industry(typed)
            return found.code if found else None

        entries = [(i.code, f"{i.code} {i.name.say(lang)}") for i in places.industries]
        return PickBox(entries, industry)
    if name in ("cluster", "qualification"):
        named = places.clusters if name == "cluster" else places.qualifications
        return ChoiceBox([none, *((entry.id, entry.name.say(lang)) for entry in named)])
    if name == "above_scale":
        say = context.say
        return ChoiceBox(
            [none, ("yes", say("ui_enterprises.yes")), ("no", say("ui_enterprises.no"))]
        )
    return QLineEdit()
