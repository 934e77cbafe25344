"""What is named by what in an edition, worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from threshold_engine.model.condition import Count, Present, walk
from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import Indicator, Rule

_KEY = "guidance-uses"


@dataclass(frozen=True, slots=True)
class Uses:
    """
    Attributes:
        rules_of_indicator: The rules whose condition names an indicator, by its id.
        rules_of_duty: The rules that call for a duty.
        indicators_of_duty: The indicators that call for a duty.
    """

    rules_of_indicator: Mapping[str, tuple[Rule, ...]]
    rules_of_duty: Mapping[str, tuple[Rule, ...]]
    indicators_of_duty: Mapping[str, tuple[Indicator, ...]]


def uses_of(edition: Edition) -> Uses:
    """Give the uses of an edition."""
    found = edition.compiled.get(_KEY)
    if not isinstance(found, Uses):
        found = edition.compiled[_KEY] = _uses(edition)
    return found


def _uses(edition: Edition) -> Uses:
    named: dict[str, list[Rule]] = {}
    called: dict[str, list[Rule]] = {}
    for rule in edition.rules:
        for name in dict.fromkeys(_names(rule)):
            named.setdefault(name, []).append(rule)
        for name in rule.then.duties:
            called.setdefault(name, []).append(rule)
    calling: dict[str, list[Indicator]] = {}
    for indicator in edition.indicators.values():
        for name in indicator.duties:
            calling.setdefault(name, []).append(indicator)
    return Uses(
        {name: tuple(rules) for name, rules in named.items()},
        {name: tuple(rules) for name, rules in called.items()},
        {name: tuple(indicators) for name, indicators in calling.items()},
    )


def _names(rule: Rule) -> Iterable[str]:
    for part in walk(rule.when):
        if isinstance(part, Present | Count):
            yield from part.of.ids
