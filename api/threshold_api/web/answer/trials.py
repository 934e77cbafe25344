"""Trying a change: what the answer would be if something were so, with the case left as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from threshold_api.web.answer.words import range_words, urgency_words
from threshold_engine.model.assessment import Assessment, Blocked, Change, Doubt, MissingFact
from threshold_engine.model.case import Age, Case, Child, Observation
from threshold_engine.model.edition import Edition
from threshold_engine.model.words import Status

Way = tuple[Change, ...]
PRESENT = "present"
UNBORN = "unborn"


@dataclass(frozen=True, slots=True)
class TrialView:
    """
    Attributes:
        trying: What is tried, in words.
        outcome: The level then.
        could_be: How far it would still be open, if it would.
        urgency: How urgent it would be.
        duties: Names of duties that would apply as well.
        dropped: Names of duties that would no longer apply.
    """

    trying: tuple[str, ...]
    level: int
    outcome: str
    could_be: str | None
    urgency: str
    duties: tuple[str, ...]
    dropped: tuple[str, ...]


def key_of(way: Way) -> str:
    """Give the name under which a button sends a way."""
    return "&".join(f"{change.fact}={change.to}" for change in way)


def offers(found: Assessment, edition: Edition) -> dict[str, Way]:
    """Give every change that the page may offer to try."""
    ways = [*found.changes.raise_, *found.changes.lower] if found.changes else []
    ways += [of_doubt(doubt) for doubt in found.stability or ()]
    resolve = Resolver(found, edition)
    ways += [way for entry in found.blocked if (way := resolve.way(entry))]
    return {key_of(way): way for way in ways}


def of_doubt(doubt: Doubt) -> Way:
    """Give the change that puts a doubtful answer right."""
    return (Change(doubt.fact, doubt.if_changed_to, doubt.words),)


class Resolver:
    """Finds the changes that would make a rule hold which was held back."""

    def __init__(self, found: Assessment, edition: Edition) -> None:
        self._edition = edition
        ways = (*found.changes.raise_, *found.changes.lower) if found.changes else ()
        self._by_words = {(change.fact, change.words): change for way in ways for change in way}

    def way(self, entry: Blocked) -> Way | None:
        """Give the changes, or None where what is missing leaves a choice, or is no single answer."""
        found: list[Change] = []
        for missing in entry.missing:
            changes = self._changes(missing)
            if changes is None:
                return None
            found += changes
        return tuple(found) or None

    def _changes(self, missing: MissingFact) -> list[Change] | None:
        if not missing.any_of or missing.needed != len(missing.any_of):
            return None
        indicators = self._edition.indicators
        if all(name in indicators for name in missing.any_of):
            return [Change(name, PRESENT, f"“{indicators[name].label}”") for name in missing.any_of]
        known = self._by_words.get((missing.any_of[0], missing.words))
        return [known] if known else None


def kept(way: Way) -> dict[str, Any]:
    """Give a way as a check keeps it."""
    return {"changes": [{"fact": change.fact, "to": change.to, "words": change.words} for change in way]}


def way_of(trial: Mapping[str, Any]) -> Way:
    """Read a way as a check keeps it; empty if nothing is tried."""
    return tuple(Change(**change) for change in trial.get("changes", ()))


def tried(case: Case, way: Way) -> Case:
    """Give the case as it would be with the changes."""
    for change in way:
        case = _with(case, change)
    return case


def _with(case: Case, change: Change) -> Case:
    part, _, name = change.fact.partition(".")
    if change.fact == "others":
        return replace(case, others=Status(str(change.to)))
    if not name:
        return replace(case, observations=tuple(_recorded(case.observations, change.fact, Status(str(change.to)))))
    if part == "met":
        return replace(case, observations=tuple(_met(case.observations, name, change.to is True)))
    if part == "child":
        return _with_child(case, name, change)
    if part == "setting":
        return replace(case, setting={**case.setting, name: str(change.to)})
    if part == "domains":
        return replace(case, domains={**case.domains, name: str(change.to)})
    return replace(case, answers={**case.answers, name: change.to})


def _recorded(observations: Iterable[Observation], name: str, status: Status) -> Iterator[Observation]:
    """Record a sign anew; whether its need is met is another answer, and stays."""
    met = None
    for item in observations:
        if item.indicator != name:
            yield item
        elif item.met is not None:
            met = item.met
    yield Observation(name, status, met=met)


def _met(observations: Iterable[Observation], name: str, met: bool) -> Iterator[Observation]:
    found = False
    for item in observations:
        found = found or item.indicator == name
        yield replace(item, met=met) if item.indicator == name else item
    if not found:
        yield Observation(name, Status.UNKNOWN, met=met)


def _with_child(case: Case, name: str, change: Change) -> Case:
    if name != "age":
        return replace(case, child=_with_attribute(case.child, name, change.to is True))
    if change.to == UNBORN:
        return replace(case, child=replace(case.child, unborn=True, age=None))
    low, high = (float(part) for part in str(change.to).split(" to "))
    return replace(case, child=replace(case.child, unborn=False, age=Age(low, high, change.words)))


def _with_attribute(child: Child, name: str, yes: bool) -> Child:
    if name == "disabled":
        return replace(child, disabled=yes)
    if name == "mobile":
        return replace(child, mobile=yes)
    return replace(child, looked_after=yes)


def trial_view(way: Way, now: Assessment, then: Assessment) -> TrialView:
    """Say what a trial comes to, beside the answer as it is."""
    held, would = {duty.id for duty in now.duties}, {duty.id for duty in then.duties}
    same = then.level.suggested == now.level.suggested
    outcome = f"level {then.level.suggested}: {then.level.name}"
    return TrialView(
        trying=tuple(change.words for change in way),
        level=then.level.suggested,
        outcome=f"It would still be {outcome}" if same else f"It would be {outcome}",
        could_be=range_words(then.level),
        urgency=urgency_words(then.urgency)[0],
        duties=tuple(duty.name for duty in then.duties if duty.id not in held),
        dropped=tuple(duty.name for duty in now.duties if duty.id not in would),
    )
