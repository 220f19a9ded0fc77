"""What an enterprise claimed beside a question, and how the finding differs, on one line each."""

from __future__ import annotations

from collections.abc import Iterable

from suzhou_assess.domain.claims import DIFFERENT, Claim, ItemReview, claimed_figures
from suzhou_assess.domain.pack import Pack
from suzhou_assess.ui.context import Context
from suzhou_assess.words.answer_words import AnswerWords


def state_words(context: Context, pack: Pack, review: ItemReview) -> str:
    """``评定 B · 高估 2.5 分``; where nothing differs, that it was confirmed or not claimed."""
    words = AnswerWords(pack, context.words)
    if review.kind == "agreed":
        return context.say("ui_onsite.state_agreed")
    difference = words.difference(review.kind, review.gained, review.item)
    if review.kind not in DIFFERENT:
        return difference
    found = words.short(review.item, review.found, review.found_na)
    return context.say("ui_onsite.found", found=found, difference=difference)


def figure_words(context: Context, pack: Pack, claim: Claim, review: ItemReview) -> str:
    """The claimed figures beside a question; where the found ones differ, both."""
    words = AnswerWords(pack, context.words)
    different = {name: (was, now) for name, was, now in review.figures}
    claimed = claimed_figures(pack, claim, review.item)
    return context.say("ui_onsite.figure_separator").join(
        words.figure_moved(name, *different[name])
        if name in different
        else words.figure(name, claimed[name])
        for name in dict.fromkeys((*claimed, *different))
    )


def named(context: Context, pack: Pack, items: Iterable[str], most: int = 6) -> str:
    """Names of questions and scenarios; of many the first ones."""
    names = tuple(context.text(pack.item_name(item)) for item in items)
    joined = context.words.joined(names[:most])
    return joined if len(names) <= most else context.say("ui_onsite.and_more", names=joined)
