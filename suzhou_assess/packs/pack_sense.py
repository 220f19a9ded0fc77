"""Whether a pack makes sense: ids, weights, points, bands, rules, levels and checks.

Works on what ``pack_shape`` read, where anything unusable is missing: it is already among the
findings, and what hangs on it is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from string import Formatter, ascii_uppercase

from suzhou_assess.domain.points import FULL_SCORE, Milli, as_text, share_of, to_milli
from suzhou_assess.domain.problems import CATALOGUE
from suzhou_assess.domain.text import LANGS
from suzhou_assess.packs.problems import Findings, Path
from suzhou_assess.packs.proof_sense import check_question_proofs, check_scenario_proofs
from suzhou_assess.packs.shape import Entry, entries

_WHOLE = Fraction(1)
_CHECK_BRACES: Mapping[str, frozenset[str]] = {
    "figure_over": frozenset({"figure", "value", "limit", "limit_value"}),
    "option_requires": frozenset({"question", "option", "missing"}),
    "option_against_scenarios": frozenset({"question", "option", "scenarios"}),
    "named_scenario_at_most": frozenset({"question", "scenarios", "level"}),
    "unnamed_scenario_at_least": frozenset({"question", "scenarios", "level"}),
    "score_jump": frozenset({"before", "after", "difference", "date"}),
}
_TRENDS = ("up", "flat", "down")


def check_sense(pack: Entry, findings: Findings) -> None:
    """Adds everything in ``pack`` that contradicts itself."""
    _PackSense(pack, findings).check()


class _PackSense:
    def __init__(self, pack: Entry, findings: Findings) -> None:
        self._pack = pack
        self._findings = findings
        self._dimensions = list(entries(pack, "dimensions"))
        self._indicators = self._inside(self._dimensions, "indicators")
        self._subindicators = self._inside(self._indicators, "subindicators")
        self._questions = self._inside(self._subindicators, "questions")
        self._groups = list(entries(pack, "scenario_groups"))
        self._scenarios = self._inside(self._groups, "scenarios")
        self._figures = self._inside(self._questions, "figures")
        self._question_by_id = _by_id(self._questions)
        self._scenario_by_id = _by_id(self._scenarios)
        self._figure_ids = frozenset(_by_id(self._figures))

    @staticmethod
    def _inside(holders: Sequence[tuple[Path, Entry]], key: str) -> list[tuple[Path, Entry]]:
        return [found for path, entry in holders for found in entries(entry, key, path)]

    def check(self) -> None:
        self._check_ids()
        self._check_weights()
        self._check_points()
        for path, question in self._questions:
            self._check_question(path, question)
        for path, scenario in self._scenarios:
            self._check_scenario(path, scenario)
        self._check_levels()
        for path, check in entries(self._pack, "checks"):
            self._check_check(path, check)
        self._check_references()

    # ids

    def _check_ids(self) -> None:
        checks = list(entries(self._pack, "checks"))
        for family in (
            self._dimensions,
            self._indicators,
            self._subindicators,
            # In one family: problems and the log of changes name any of them by its id alone.
            self._questions + self._scenarios + self._figures,
            self._groups,
            checks,
            list(entries(self._pack, "references")),
        ):
            self._findings.add_twice(family, "id")
        for path, check in checks:
            if check.get("id") in CATALOGUE:
                self._findings.add((*path, "id"), "id_reserved", id=check["id"])

    # weights and points

    def _check_weights(self) -> None:
        self._sum_to_whole(("dimensions",), self._dimensions, None)
        for holders, key in (
            (self._dimensions, "indicators"),
            (self._indicators, "subindicators"),
            (self._subindicators, "questions"),
        ):
            for path, holder in holders:
                default = _WHOLE if key == "questions" else None
                self._sum_to_whole((*path, key), list(entries(holder, key, path)), default)

    def _sum_to_whole(
        self, path: Path, parts: Sequence[tuple[Path, Entry]], default: Fraction | None
    ) -> None:
        weights = [_weight(part, default) for _, part in parts]
        if weights and None not in weights:
            total = sum((weight for weight in weights if weight is not None), Fraction())
            if total != _WHOLE:
                self._findings.add(path, "weights_sum", sum=_percent(total))

    def _check_points(self) -> None:
        for dimension_at, dimension in self._dimensions:
            for indicator_at, indicator in entries(dimension, "indicators", dimension_at):
                for sub_at, sub in entries(indicator, "subindicators", indicator_at):
                    outer = [_weight(entry, None) for entry in (dimension, indicator, sub)]
                    for path, question in entries(sub, "questions", sub_at):
                        self._check_question_points(path, question, outer)

    def _check_question_points(
        self, path: Path, question: Entry, outer: Sequence[Fraction | None]
    ) -> None:
        share = _WHOLE
        for weight in (*outer, _weight(question, _WHOLE)):
            if weight is None:
                return
            share *= weight
        worth = share * FULL_SCORE
        if worth.denominator != 1:
            self._findings.add(path, "points_too_fine", points=f"{float(worth) / 1000:.6f}")
            return
        best = self._best_points(path, question)
        if best is not None and best != worth:
            self._findings.add(
                (*path, "options"),
                "points_differ",
                best=as_text(best),
                worth=as_text(worth.numerator),
            )

    def _best_points(self, path: Path, question: Entry) -> Milli | None:
        """Points of the best answer; ``None`` when an option's points can't be used."""
        together: list[Milli] = [0]
        alone: list[Milli] = [0]
        sound = True
        for i, option in enumerate(question.get("options") or ()):
            if option is None or "points" not in option:
                sound = False
                continue
            try:
                points = to_milli(option["points"])
            except ValueError:
                option_at = (*path, "options", i, "points")
                self._findings.add(option_at, "option_too_fine", points=option["points"])
                sound = False
                continue
            (alone if option.get("excludes_others") else together).append(points)
        if not sound or question.get("kind") is None:
            return None
        if question["kind"] == "multiple":
            return max(sum(together), *alone)
        return max(*together, *alone)

    # questions

    def _check_question(self, path: Path, question: Entry) -> None:
        options = list(entries(question, "options", path))
        for i, option in enumerate(question.get("options") or ()):
            letter = option.get("letter") if option is not None else None
            expected = ascii_uppercase[i] if i < len(ascii_uppercase) else "-"
            if letter is not None and letter != expected:
                letter_at = (*path, "options", i, "letter")
                self._findings.add(letter_at, "letter_order", letter=letter, expected=expected)
        if question.get("kind") == "single":
            for option_at, option in options:
                if option.get("excludes_others"):
                    self._findings.add((*option_at, "excludes_others"), "excludes_in_single")
        self._check_rule(path, question, options)
        check_question_proofs(path, question, self._findings)

    def _check_rule(
        self, path: Path, question: Entry, options: Sequence[tuple[Path, Entry]]
    ) -> None:
        rule: Entry = question.get("rule") or {}
        rule_at = (*path, "rule")
        if "rule" in question and len(rule) != 1:
            self._findings.add(rule_at, "rule_not_one")
            return
        band, trend = rule.get("band"), rule.get("trend")
        if rule and question.get("kind") == "multiple":
            self._findings.add(rule_at, "rule_in_multiple")
        if band is not None:
            self._check_ratio((*rule_at, "band"), band)
            self._check_bands(options)
        if trend is not None:
            for side in ("before", "after"):
                self._check_ratio((*rule_at, "trend", side), trend.get(side) or {})
            if trend.get("scale") == 0:
                self._findings.add((*rule_at, "trend", "scale"), "scale_zero")
            self._check_trends(path, options)
        for key, has_rule in (("upper", band is not None), ("trend", trend is not None)):
            for option_at, option in options:
                if key in option and not has_rule:
                    self._findings.add((*option_at, key), "without_rule", key=key)

    def _check_ratio(self, path: Path, ratio: Entry) -> None:
        for side in ("numerator", "denominator"):
            self._known_figure((*path, side), ratio.get(side))

    def _known_figure(self, path: Path, figure: str | None) -> None:
        if figure is not None and figure not in self._figure_ids:
            self._findings.add(path, "figure_not_there", figure=figure)

    def _check_bands(self, options: Sequence[tuple[Path, Entry]]) -> None:
        before = Fraction(0)
        for option_at, option in options:
            if "upper" not in option:
                self._findings.add((*option_at, "upper"), "upper_missing")
                return
            upper = share_of(option["upper"])
            if upper <= before:
                self._findings.add(
                    (*option_at, "upper"),
                    "bands_not_ascending",
                    upper=option["upper"],
                    before=_percent(before),
                )
            before = upper
        if options and before != _WHOLE:
            self._findings.add((*options[-1][0], "upper"), "bands_not_to_whole")

    def _check_trends(self, path: Path, options: Sequence[tuple[Path, Entry]]) -> None:
        named = sorted(option.get("trend", "") for _, option in options)
        if named != sorted(_TRENDS):
            self._findings.add((*path, "options"), "trends_incomplete", known=_TRENDS)

    # scenarios and levels

    def _check_scenario(self, path: Path, scenario: Entry) -> None:
        for i, level in enumerate(scenario.get("levels") or ()):
            effort_at = (*path, "levels", i, "effort")
            if level is None:
                continue
            if i == 0 and level.get("effort"):
                self._findings.add(effort_at, "effort_at_zero")
            elif i > 0 and "effort" not in level:
                self._findings.add(effort_at, "effort_missing", level=i)
        check_scenario_proofs(path, scenario, self._findings)

    def _check_levels(self) -> None:
        for i, level in enumerate(self._pack.get("levels") or ()):
            if level is None or "level" not in level:
                continue
            path: Path = ("levels", i)
            if level["level"] != i:
                self._findings.add(
                    (*path, "level"), "level_order", level=level["level"], expected=i
                )
                continue
            if i == 0:
                for key in ("min_score", "min_scenarios", "min_binding"):
                    if key in level:
                        self._findings.add((*path, key), "level_zero_condition", key=key)
                continue
            self._check_min_score((*path, "min_score"), level.get("min_score", "0"))
            reachable = [s for _, s in self._scenarios if len(s.get("levels") or ()) > i]
            binding = [s for s in reachable if s.get("binding")]
            for key, available in (("min_scenarios", reachable), ("min_binding", binding)):
                if level.get(key, 0) > len(available):
                    self._findings.add(
                        (*path, key),
                        "level_out_of_reach",
                        required=level[key],
                        available=len(available),
                        level=i,
                    )

    def _check_min_score(self, path: Path, written: str) -> None:
        try:
            if to_milli(written) > FULL_SCORE:
                self._findings.add(path, "score_above_full", points=written)
        except ValueError:
            self._findings.add(path, "option_too_fine", points=written)

    # checks and references

    def _check_check(self, path: Path, check: Entry) -> None:
        rule = check.get("rule")
        if rule is None:
            return
        for figure in ("figure", "limit"):
            self._known_figure((*path, figure), check.get(figure))
        if "points" in check:
            self._check_min_score((*path, "points"), check["points"])
        self._check_named_options(path, check)
        self._check_named_scenarios(path, check)
        if rule == "option_against_scenarios" and not {"at_most", "at_least"} & check.keys():
            self._findings.add(path, "level_bound_missing")
        for lang in LANGS:
            self._check_braces((*path, "message", lang), check.get("message"), lang, rule)

    def _check_named_options(self, path: Path, check: Entry) -> None:
        if "question" not in check:
            return
        question = self._question_by_id.get(check["question"])
        if question is None:
            self._findings.add(
                (*path, "question"), "question_not_there", question=check["question"]
            )
            return
        letters = tuple(
            option["letter"]
            for option in question.get("options") or ()
            if option and "letter" in option
        )
        named: list[tuple[Path, str]] = []
        if "option" in check:
            named.append(((*path, "option"), check["option"]))
        for i, letter in enumerate(check.get("requires") or ()):
            named.append(((*path, "requires", i), letter))
        named.extend(((*path, "names", letter), letter) for letter in check.get("names") or ())
        for at, letter in named:
            if letter is not None and letter not in letters:
                self._findings.add(
                    at,
                    "option_not_there",
                    option=letter[:20],
                    question=check["question"],
                    known=letters,
                )

    def _check_named_scenarios(self, path: Path, check: Entry) -> None:
        named: list[tuple[Path, str]] = []
        for i, scenario in enumerate(check.get("scenarios") or ()):
            named.append(((*path, "scenarios", i), scenario))
        for letter, scenario in (check.get("names") or {}).items():
            named.append(((*path, "names", letter), scenario))
        for at, name in named:
            if name is not None and name not in self._scenario_by_id:
                self._findings.add(at, "scenario_not_there", scenario=name)

    def _check_braces(
        self, path: Path, message: Mapping[str, str] | None, lang: str, rule: str
    ) -> None:
        if message is None:
            return
        known = _CHECK_BRACES[rule]
        try:
            used = {name for _, name, _, _ in Formatter().parse(message[lang]) if name is not None}
            plain = all(
                not spec and conversion is None
                for _, name, spec, conversion in Formatter().parse(message[lang])
                if name is not None
            )
        except ValueError:
            used, plain = set(), False
        if not plain or not used <= known:
            self._findings.add(path, "braces", known=tuple(f"{{{name}}}" for name in sorted(known)))

    def _check_references(self) -> None:
        levels = len(self._pack.get("levels") or ())
        for path, reference in entries(self._pack, "references"):
            by_level = reference.get("by_level")
            if by_level is None:
                continue
            if len(by_level) != levels:
                self._findings.add(
                    (*path, "by_level"), "reference_length", count=len(by_level), levels=levels
                )
            most = reference.get("maximum")
            for i, points in enumerate(by_level):
                if most is not None and points is not None and points > most:
                    self._findings.add(
                        (*path, "by_level", i),
                        "reference_above_maximum",
                        value=points,
                        maximum=most,
                    )


def _by_id(entries: Iterable[tuple[Path, Entry]]) -> dict[str, Entry]:
    return {entry["id"]: entry for _, entry in entries if "id" in entry}


def _weight(entry: Entry, default: Fraction | None) -> Fraction | None:
    return share_of(entry["weight"]) if "weight" in entry else default


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.6f}".rstrip("0").rstrip(".") + "%"
