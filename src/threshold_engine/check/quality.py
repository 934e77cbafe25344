"""The guide to a good referral: every name in it exists, and every mark can be earned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from threshold_engine.check.places import named_twice, place
from threshold_engine.errors import Problem
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.quality import Entries, Filled, Need, QualityGuide, Said, needs_in
from threshold_engine.referral_parts import FREE_TEXT, PRESENT, entry_keys, known_paths

ANSWERS = "answers."


def problems(rulebook: Rulebook) -> Iterator[Problem]:
    """List ids used twice, names that do not exist, bands with gaps and features nobody reads."""
    yield from named_twice(rulebook, _named(rulebook))
    guide = rulebook.quality
    if guide is None:
        if rulebook.criteria or rulebook.critical_gaps or rulebook.poor_features or rulebook.terms:
            yield Problem(
                "quality",
                "PART_COUNT",
                "there are criteria, but no file about the quality of a referral",
                "list one under parts.quality",
            )
        return
    yield from _bands(guide)
    yield from _order(rulebook, guide)
    needs = list(_needs(rulebook, guide))
    names = _Names(rulebook, guide)
    for where, need in needs:
        for part in needs_in(need):
            yield from names.problems(where, part)
    used = {part.feature for _, need in needs for part in needs_in(need) if isinstance(part, Said)}
    for feature in guide.features:
        if feature.id not in used:
            yield Problem(
                f"quality.features.{feature.id}",
                "UNUSED_FEATURE",
                "nothing reads this feature",
                "name it under `text`, or take it out",
            )


def _named(rulebook: Rulebook) -> dict[str, list[str]]:
    return {
        "criteria": [entry.id for entry in rulebook.criteria],
        "critical_gaps": [entry.id for entry in rulebook.critical_gaps],
        "poor_features": [entry.id for entry in rulebook.poor_features],
        "terms": [entry.id for entry in rulebook.terms],
    }


def _bands(guide: QualityGuide) -> Iterator[Problem]:
    lowest = [band.lowest for band in guide.bands]
    if lowest[0] != 0 or lowest != sorted(set(lowest)):
        yield Problem(
            "quality.bands", "BAD_BANDS", "the bands do not start at 0 and rise", "list them from the lowest, the first at 0"
        )


def _order(rulebook: Rulebook, guide: QualityGuide) -> Iterator[Problem]:
    if sorted(guide.ask_first) != sorted({entry.id for entry in rulebook.criteria}):
        yield Problem(
            "quality.ask_first",
            "BAD_ORDER",
            "it does not name every criterion once",
            "list the id of each criterion, the most urgent first",
        )


def _needs(rulebook: Rulebook, guide: QualityGuide) -> Iterator[tuple[str, Need]]:
    for criterion in rulebook.criteria:
        for need in criterion.marks:
            yield place(rulebook, "criteria", criterion.id), need
    for gap in rulebook.critical_gaps:
        yield from _some(place(rulebook, "critical_gaps", gap.id), gap.applies, gap.settled)
    for feature in rulebook.poor_features:
        yield from _some(place(rulebook, "poor_features", feature.id), feature.shown_by, feature.unless)
    for term in rulebook.terms:
        yield from _some(place(rulebook, "terms", term.id), term.unless_met)
    yield "quality.unsafe", guide.unsafe


def _some(where: str, *needs: Need | None) -> Iterator[tuple[str, Need]]:
    yield from ((where, need) for need in needs if need is not None)


class _Names:
    def __init__(self, rulebook: Rulebook, guide: QualityGuide) -> None:
        self._features = {feature.id for feature in guide.features}
        self._parts = {path.partition(".")[0] for path in FREE_TEXT}
        self._paths = known_paths() | {f"{ANSWERS}{question.id}" for question in rulebook.questions}
        self._indicators = {indicator.id for indicator in rulebook.indicators}

    def problems(self, where: str, need: Need) -> Iterator[Problem]:
        match need:
            case Filled(path, values):
                yield from self._named(where, "UNKNOWN_FIELD", "field", path, self._paths)
                for value in values if path == PRESENT else ():
                    yield from self._named(where, "UNKNOWN_INDICATOR", "indicator", str(value), self._indicators)
            case Entries(of, have):
                keys = entry_keys(of) if of in self._paths else frozenset()
                for key in have:
                    yield from self._named(where, "UNKNOWN_FIELD", "field", f"{of}.{key}", {f"{of}.{known}" for known in keys})
            case Said(feature, places):
                yield from self._named(where, "UNKNOWN_FEATURE", "feature", feature, self._features)
                for name in places:
                    yield from self._named(where, "UNKNOWN_FIELD", "part of free text", name, self._parts)

    def _named(self, where: str, code: str, what: str, name: str, known: Iterable[str]) -> Iterator[Problem]:
        known = set(known)
        if name not in known:
            near = get_close_matches(name, known, n=1)
            yield Problem(
                where,
                code,
                f"there is no {what} `{name}`",
                f"did you mean `{near[0]}`?" if near else "add it, or take it out here",
            )
