"""Simulated laptops that exchange one assessment in any order."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suzhou_assess.domain.merging import Conflict, Side, Unit
from suzhou_assess.services.package_states import (
    STATUS,
    State,
    canonical,
    decide,
    merge_states,
    normal,
    profile_json,
    undecided,
)
from suzhou_assess.services.package_versions import MOST_KEPT, Line, common_state, join, version_of

BESIDE = {"devices_total": "Q02", "devices_digital": "Q02"}
PHOTO, OTHER_PHOTO = (f"00000000-0000-4000-8000-00000000000{n}" for n in (1, 2))
NOON, EVENING = "2025-06-01T12:00:00+00:00", "2025-06-01T18:00:00+00:00"

Choose = Callable[[Conflict], Side]


def blank() -> State:
    return {
        "content": {
            "answers": {"Q01": ["B"], "S01": 1},
            "figures": {"devices_total": 10},
            "not_applicable": [],
            "notes": {},
            "flags": [],
        },
        "head": {
            "mode": "onsite",
            "date": "2025-06-01",
            "assessor": "王工",
            "status": "draft",
        },
        "profile": {"name": "苏州试样机械有限公司", "phone": "0512-1"},
        "plan": {},
        "evidence": {PHOTO: photo()},
    }


def photo(**changed: Any) -> dict[str, Any]:
    return {
        "item": "Q01",
        "proof": "",
        "claim": "",
        "caption": "",
        "file_name": "现场.jpg",
        "sha256": "0" * 64,
        "size": 100,
        "media_type": "image/jpeg",
        "width": 4,
        "height": 3,
        "added_at": NOON,
        "added_by": "王工",
        "removed_at": None,
        **changed,
    }


class Laptop:
    """What a database keeps of one assessment, without one."""

    def __init__(self, state: State | None = None) -> None:
        self.state = state
        self.line = Line()
        self.asked: list[Conflict] = []
        """What its user had to decide so far."""

    def edit(self, change: Callable[[State], None]) -> None:
        if self.state is not None:
            edited = copy.deepcopy(self.state)
            change(edited)
            self.state = normal(edited)

    def write(self) -> Line | None:
        if self.state is not None:
            self.line = self.line.with_state(self.state)
            return self.line
        return None

    def take(self, package: Line | None, choose: Choose) -> tuple[Conflict, ...]:
        if package is None or package.tip is None:
            return ()
        if self.state is None:
            self.line, self.state = package, package.tip.state
            return ()
        line = self.line.with_state(self.state)
        tip = line.tip
        assert tip is not None
        if package.tip.digest in line.before(tip.digest):
            self.line = line
            return ()
        base = common_state(line, package, BESIDE)
        merge = merge_states(base, self.state, package.tip.state, BESIDE)
        self.state = decide(merge, {c.unit: choose(c) for c in merge.conflicts})
        self.line = join(line, package, self.state)
        self.asked += merge.conflicts
        return merge.conflicts


def greater(conflict: Conflict) -> Side:
    """A decision that is the same whoever takes it."""
    return "mine" if canonical(conflict.mine) > canonical(conflict.theirs) else "theirs"


def mine(_: Conflict) -> Side:
    return "mine"


def theirs(_: Conflict) -> Side:
    return "theirs"


def both_of_texts(conflict: Conflict) -> Side:
    return "both" if conflict.part in ("notes", "reasons") else "theirs"


def never(conflict: Conflict) -> Side:
    pytest.fail(f"asked about {conflict.unit}")


def answer(item: str, value: Any) -> Callable[[State], None]:
    def change(state: State) -> None:
        content = state["content"]
        content["not_applicable"] = [i for i in content["not_applicable"] if i != item]
        if value == "n/a":
            content["answers"][item] = 0
            content["not_applicable"] = sorted([*content["not_applicable"], item])
        elif value is None:
            content["answers"].pop(item, None)
        else:
            content["answers"][item] = value

    return change


def put(part: str, name: str, value: Any) -> Callable[[State], None]:
    def change(state: State) -> None:
        where = state["content"] if part in ("figures", "notes", "reasons") else state
        entries = where.setdefault(part, {})
        if value is None:
            entries.pop(name, None)
        else:
            entries[name] = value
        if part == "reasons" and not entries:
            del where[part]

    return change


def flag(item: str, on: bool) -> Callable[[State], None]:
    def change(state: State) -> None:
        flags = set(state["content"]["flags"]) - {item}
        state["content"]["flags"] = sorted(flags | ({item} if on else set()))

    return change


def of_photo(name: str, value: Any, key: str = PHOTO) -> Callable[[State], None]:
    def change(state: State) -> None:
        record = state["evidence"].setdefault(key, photo())
        record[name] = value

    return change


EDITS = st.one_of(
    st.builds(answer, st.just("Q01"), st.sampled_from([["B"], ["C"], ["B", "C"], None])),
    st.builds(answer, st.just("S01"), st.sampled_from([0, 1, 2, "n/a", None])),
    st.builds(
        put,
        st.just("figures"),
        st.sampled_from(sorted(BESIDE)),
        st.sampled_from([10, 20, None]),
    ),
    st.builds(put, st.just("notes"), st.just("Q01"), st.sampled_from(["甲", "乙", None])),
    st.builds(put, st.just("reasons"), st.just("Q01"), st.sampled_from(["甲", "乙", None])),
    st.builds(flag, st.just("Q01"), st.booleans()),
    st.builds(put, st.just("head"), st.just("assessor"), st.sampled_from(["王工", "李工"])),
    st.builds(put, st.just("profile"), st.just("phone"), st.sampled_from(["0512-1", "2", None])),
    st.builds(put, st.just("plan"), st.just("plan"), st.sampled_from([{"a": 1}, {"b": 2}, None])),
    st.builds(of_photo, st.just("caption"), st.sampled_from(["", "产线", "车间"])),
    st.builds(of_photo, st.just("removed_at"), st.sampled_from([None, NOON, EVENING])),
    st.builds(of_photo, st.just("caption"), st.sampled_from(["甲", "乙"]), st.just(OTHER_PHOTO)),
)
SUBMITTING = st.builds(
    put, st.just("head"), st.just("status"), st.sampled_from(["draft", "submitted"])
)
NAMES = ("A", "B", "C")


def steps_of(edits: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(
        st.one_of(
            st.tuples(st.just("edit"), st.sampled_from(NAMES), edits),
            st.tuples(st.just("write"), st.sampled_from(NAMES), st.none()),
            st.tuples(st.just("take"), st.sampled_from(NAMES), st.integers(0, 20)),
        ),
        max_size=24,
    )


STEPS = steps_of(EDITS)
STEPS_AND_SUBMITTING = steps_of(st.one_of(EDITS, SUBMITTING))


def lived(steps: list[Any], choose: Choose) -> dict[str, Laptop]:
    """Three laptops after these steps. Packages are taken in any order, late or twice."""
    laptops = {"A": Laptop(normal(blank())), "B": Laptop(), "C": Laptop()}
    sent: list[Line | None] = []
    for kind, name, what in steps:
        if kind == "edit":
            laptops[name].edit(what)
        elif kind == "write":
            sent.append(laptops[name].write())
        elif sent:
            laptops[name].take(sent[what % len(sent)], choose)
    return laptops


@settings(max_examples=200)
@given(STEPS_AND_SUBMITTING)
def test_that_laptops_hold_the_same_after_exchanging_in_both_directions(steps: list[Any]) -> None:
    laptops = lived(steps, greater)
    a, b = laptops["A"], laptops["B"]
    b.take(a.write(), greater)
    assert a.take(b.write(), never) == ()
    assert a.state == b.state


@settings(max_examples=200)
@given(STEPS_AND_SUBMITTING, st.permutations(NAMES))
def test_that_nothing_is_asked_or_changed_once_all_hold_the_same(
    steps: list[Any], order: list[str]
) -> None:
    laptops = lived(steps, greater)
    around = [laptops[name] for name in (*order, *order)]
    for sender, taker in pairwise(around):
        taker.take(sender.write(), greater)
    agreed = laptops["A"].state
    assert all(laptop.state == agreed for laptop in laptops.values())
    for sender in laptops.values():
        for taker in laptops.values():
            assert taker.take(sender.write(), never) == ()
            assert taker.state == agreed


@settings(max_examples=200)
@given(STEPS, st.lists(st.sampled_from([mine, theirs, both_of_texts]), min_size=1, max_size=5))
def test_that_what_was_decided_on_one_side_is_not_asked_on_the_other(
    steps: list[Any], moods: list[Choose]
) -> None:
    turn = 0

    def choose(conflict: Conflict) -> Side:
        nonlocal turn
        turn += 1
        return moods[turn % len(moods)](conflict)

    laptops = lived(steps, choose)
    a, b = laptops["A"], laptops["B"]
    b.take(a.write(), choose)
    a.take(b.write(), never)
    assert a.state == b.state


@settings(max_examples=200)
@given(STEPS_AND_SUBMITTING, st.lists(st.sampled_from([mine, theirs]), min_size=1, max_size=5))
def test_that_only_taking_back_a_submission_is_asked_on_both_sides(
    steps: list[Any], moods: list[Choose]
) -> None:
    turn = 0

    def choose(conflict: Conflict) -> Side:
        nonlocal turn
        turn += 1
        return moods[turn % len(moods)](conflict)

    laptops = lived(steps, choose)
    a, b = laptops["A"], laptops["B"]
    b.take(a.write(), choose)
    asked = a.take(b.write(), theirs)
    assert [(c.unit, c.mine) for c in asked] in ([], [(STATUS, "submitted")])
    assert a.state == b.state


@settings(max_examples=200)
@given(STEPS, EDITS)
def test_that_what_one_changed_alone_is_never_lost(
    steps: list[Any], edit: Callable[[State], None]
) -> None:
    laptops = lived(steps, greater)
    a, b = laptops["A"], laptops["B"]
    b.take(a.write(), greater)
    a.take(b.write(), greater)
    before = copy.deepcopy(b.state)
    b.edit(edit)
    a.take(b.write(), never)
    assert a.state == b.state
    # And back again: nothing stands for ever because it came from elsewhere.
    wanted = {**copy.deepcopy(b.state or {}), **copy.deepcopy(before or {})}
    wanted["evidence"] = {**(b.state or {})["evidence"], **wanted["evidence"]}
    a.edit(lambda state: state.update(copy.deepcopy(wanted)))
    b.take(a.write(), never)
    assert b.state == wanted


def two(change_a: Callable[[State], None], change_b: Callable[[State], None]) -> tuple[Laptop, ...]:
    """Two laptops that had the same, and then each its own change."""
    a, b = Laptop(normal(blank())), Laptop()
    b.take(a.write(), never)
    a.edit(change_a)
    b.edit(change_b)
    return a, b


def test_that_parts_done_on_two_laptops_come_together_without_a_question() -> None:
    a, b = two(answer("Q01", ["C"]), put("notes", "S01", "看过"))
    b.take(a.write(), never)
    assert b.state is not None
    assert b.state["content"]["answers"]["Q01"] == ["C"]
    assert b.state["content"]["notes"] == {"S01": "看过"}
    a.take(b.write(), never)
    assert a.state == b.state


def test_that_what_both_changed_differently_is_asked_once_and_mine_stays_until_then() -> None:
    a, b = two(answer("Q01", ["C"]), answer("Q01", ["D"]))
    assert [c.unit for c in b.take(a.write(), mine)] == [("answers", "Q01")]
    assert b.state is not None
    assert b.state["content"]["answers"]["Q01"] == ["D"]
    a.take(b.write(), never)
    assert a.state == b.state


def test_that_a_conflict_says_what_there_was_and_what_each_made_of_it() -> None:
    a, b = two(answer("Q01", ["C"]), answer("Q01", ["D"]))
    (conflict,) = b.take(a.write(), mine)
    assert (conflict.base, conflict.mine, conflict.theirs) == (["B"], ["D"], ["C"])


def test_that_a_revert_is_a_change_like_any_other() -> None:
    a, b = two(answer("Q01", ["C"]), flag("Q01", True))
    b.take(a.write(), never)
    a.edit(answer("Q01", ["B"]))  # as it was at the very beginning
    b.take(a.write(), never)
    assert b.state is not None
    assert b.state["content"]["answers"]["Q01"] == ["B"]


@pytest.mark.parametrize(
    ("unit", "change_a", "change_b"),
    [
        (("answers", "Q01"), answer("Q01", ["C"]), answer("Q01", ["D"])),
        (("answers", "S01"), answer("S01", "n/a"), answer("S01", 2)),
        (("answers", "S01"), answer("S01", 2), answer("S01", "n/a")),
        (
            ("figures", "Q02"),
            put("figures", "devices_total", 20),
            put("figures", "devices_total", 30),
        ),
        (("notes", "Q01"), put("notes", "Q01", "甲"), put("notes", "Q01", "乙")),
        (("head", "assessor"), put("head", "assessor", "李工"), put("head", "assessor", "赵工")),
        (("plan", "plan"), put("plan", "plan", {"a": 1}), put("plan", "plan", {"b": 2})),
        (("evidence", f"{PHOTO}:caption"), of_photo("caption", "甲"), of_photo("caption", "乙")),
    ],
    ids=["answer", "n/a here", "n/a there", "figures", "note", "assessor", "plan", "caption"],
)
def test_that_people_who_decided_differently_at_the_same_time_are_asked_again(
    unit: Unit, change_a: Callable[[State], None], change_b: Callable[[State], None]
) -> None:
    a, b = two(change_a, change_b)
    from_a, from_b = a.write(), b.write()
    a.take(from_b, mine)
    b.take(from_a, mine)
    (conflict,) = b.take(a.write(), theirs)
    assert (conflict.unit, conflict.base) == (unit, None)
    a.take(b.write(), never)
    assert a.state == b.state


def test_that_people_who_decided_alike_at_the_same_time_are_not_asked_again() -> None:
    a, b = two(answer("Q01", ["C"]), answer("Q01", ["D"]))
    from_a, from_b = a.write(), b.write()
    a.take(from_b, greater)
    b.take(from_a, greater)
    assert b.take(a.write(), never) == a.take(b.write(), never) == ()
    a.edit(answer("Q01", ["E"]))
    b.take(a.write(), never)
    assert a.state == b.state


def test_that_a_third_laptop_carries_decisions_along() -> None:
    a, b = two(answer("Q01", ["C"]), answer("Q01", ["D"]))
    c = Laptop()
    c.take(b.write(), never)
    c.take(a.write(), theirs)
    b.take(c.write(), never)
    a.take(b.write(), never)
    assert a.state == b.state == c.state


def test_that_without_anything_in_common_only_what_differs_is_asked() -> None:
    a, b = Laptop(normal(blank())), Laptop(normal(blank()))
    b.edit(answer("Q01", ["D"]))
    b.edit(put("notes", "Q01", "这里"))
    assert [c.unit for c in b.take(a.write(), mine)] == [("answers", "Q01")]
    a.take(b.write(), never)
    assert a.state == b.state


@pytest.mark.parametrize("choose", [mine, theirs], ids=["mine", "theirs"])
def test_that_a_field_of_the_profile_that_differs_is_asked_and_a_missing_one_filled_in(
    choose: Choose,
) -> None:
    a, b = two(put("profile", "phone", "0512-7"), put("profile", "phone", "0512-9"))
    a.edit(put("profile", "town", "玉山镇"))
    assert [c.unit for c in b.take(a.write(), choose)] == [("profile", "phone")]
    assert b.state is not None
    assert b.state["profile"]["town"] == "玉山镇"
    a.take(b.write(), never)
    assert a.state == b.state


# what is submitted


def test_that_submitting_is_taken_over_when_nothing_else_happened_here() -> None:
    a, b = two(put("head", "status", "submitted"), lambda _: None)
    b.take(a.write(), never)
    assert b.state is not None
    assert b.state["head"]["status"] == "submitted"


def test_that_my_own_changes_are_not_submitted_by_somebody_else() -> None:
    a, b = two(put("head", "status", "submitted"), answer("Q01", ["D"]))
    (conflict,) = b.take(a.write(), mine)
    assert (conflict.unit, conflict.mine, conflict.theirs) == (STATUS, "draft", "submitted")
    assert b.state is not None
    assert b.state["head"]["status"] == "draft"
    assert b.state["content"]["answers"]["Q01"] == ["D"]


def test_that_what_is_submitted_here_stays_so_when_a_draft_brings_nothing_new() -> None:
    a, b = two(lambda _: None, put("head", "status", "submitted"))
    b.take(a.write(), never)
    assert b.state is not None
    assert b.state["head"]["status"] == "submitted"


def test_that_changes_of_a_draft_do_not_change_a_submitted_one_unasked() -> None:
    a, b = two(answer("Q01", ["D"]), put("head", "status", "submitted"))
    (conflict,) = b.take(a.write(), mine)
    assert (conflict.unit, conflict.mine, conflict.theirs) == (STATUS, "submitted", "draft")


@pytest.mark.parametrize("choose", [mine, theirs], ids=["mine", "theirs"])
def test_that_reopening_over_there_is_asked_here_and_then_agreed(choose: Choose) -> None:
    submit = put("head", "status", "submitted")
    a, b = two(submit, submit)
    b.take(a.write(), never)
    a.take(b.write(), never)
    a.edit(put("head", "status", "draft"))
    assert [c.unit for c in b.take(a.write(), choose)] == [STATUS]
    a.take(b.write(), theirs)
    assert a.state == b.state


# attached files


def test_that_files_of_both_sides_are_united() -> None:
    a, b = two(of_photo("item", "Q01", OTHER_PHOTO), lambda _: None)
    line = a.write()
    assert line is not None
    assert line.tip is not None
    base = common_state(b.line, line, BESIDE)
    merge = merge_states(base, b.state or {}, line.tip.state, BESIDE)
    assert merge.evidence_new == (OTHER_PHOTO,)
    b.take(line, never)
    assert b.state is not None
    assert b.state["evidence"].keys() == {PHOTO, OTHER_PHOTO}


def test_that_a_file_taken_away_on_one_side_goes_on_the_other() -> None:
    a, b = two(of_photo("removed_at", NOON), of_photo("caption", "产线"))
    b.take(a.write(), never)
    assert b.state is not None
    assert b.state["evidence"][PHOTO] == photo(removed_at=NOON, caption="产线")


def test_that_a_file_brought_back_stays_when_the_other_side_took_it_away_again() -> None:
    gone = of_photo("removed_at", NOON)
    a, b = two(gone, gone)
    b.take(a.write(), never)
    a.edit(of_photo("removed_at", None))
    b.edit(of_photo("removed_at", EVENING))
    b.take(a.write(), never)
    assert b.state is not None
    assert b.state["evidence"][PHOTO]["removed_at"] is None


def test_that_of_two_removals_the_later_stands() -> None:
    a, b = two(of_photo("removed_at", EVENING), of_photo("removed_at", NOON))
    b.take(a.write(), never)
    assert b.state is not None
    assert b.state["evidence"][PHOTO]["removed_at"] == EVENING


def test_that_two_captions_of_one_file_are_asked() -> None:
    a, b = two(of_photo("caption", "产线"), of_photo("caption", "车间"))
    (conflict,) = b.take(a.write(), theirs)
    assert conflict.unit == ("evidence", f"{PHOTO}:caption")
    assert b.state is not None
    assert b.state["evidence"][PHOTO]["caption"] == "产线"


# deciding


def test_that_a_conflict_without_a_decision_is_refused() -> None:
    merge = merge_states(None, normal(blank()), _changed(put("head", "assessor", "李工")), BESIDE)
    assert [c.unit for c in undecided(merge, {})] == [("head", "assessor")]
    with pytest.raises(ValueError, match="assessor"):
        decide(merge, {})


def test_that_only_texts_can_be_kept_from_both_sides() -> None:
    merge = merge_states(None, normal(blank()), _changed(answer("Q01", ["D"])), BESIDE)
    wanted: Mapping[Unit, Side] = {("answers", "Q01"): "both"}
    with pytest.raises(ValueError, match="Q01"):
        decide(merge, wanted)


def test_that_two_notes_can_both_be_kept() -> None:
    a, b = two(put("notes", "Q01", "甲"), put("notes", "Q01", "乙"))
    b.take(a.write(), both_of_texts)
    assert b.state is not None
    assert b.state["content"]["notes"]["Q01"].split("\n") == sorted(["甲", "乙"])


def test_that_a_version_is_named_by_what_it_is_and_where_it_came_from() -> None:
    one = version_of(normal(blank()))
    assert version_of(normal(blank())) == one
    assert version_of(normal(blank()), [one.digest]).digest != one.digest
    assert version_of(_changed(answer("Q01", ["D"]))).digest != one.digest
    twice = version_of(normal(blank()), ["b", "a", "b"])
    assert twice == version_of(normal(blank()), ["a", "b"])


def test_that_versions_do_not_pile_up_for_ever() -> None:
    a, b = two(lambda _: None, lambda _: None)
    for number in range(MOST_KEPT):
        a.edit(put("notes", "Q01", f"第 {number} 次"))
        b.edit(put("notes", "Q02", f"第 {number} 次"))
        for sender, taker in ((a, b), (b, a)):
            taker.take(sender.write(), never)
            taker.line = taker.line.recent
    assert a.state == b.state
    assert len(a.line.versions) == len(b.line.versions) == MOST_KEPT


def _changed(change: Callable[[State], None]) -> State:
    state = normal(blank())
    change(state)
    return normal(state)


def test_that_blank_fields_of_a_profile_are_left_out(profile: Any, places: Any) -> None:
    from suzhou_assess.domain.enterprise import read_enterprise

    enterprise, _ = read_enterprise(profile(1), places)
    told = profile_json(enterprise)
    assert told.keys().isdisjoint({"uscc", "phone"})
    assert read_enterprise({**told, "uscc": enterprise.uscc}, places)[0] == enterprise
